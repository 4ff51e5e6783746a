"""What every store can do. For type checkers: nothing imports this module at run time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from atsmu_kg.stores.answers import Solutions, Triples

Subject = ox.NamedNode | ox.BlankNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Store(Protocol):
    """Quads that answer SPARQL. Many threads may read from one store at once."""

    @property
    def read_only(self) -> bool:
        """Whether extend and remove raise StoreError."""

    @property
    def size(self) -> int:
        """The number of quads, a triple in two graphs counted twice."""

    def query(
        self,
        text: str,
        *,
        allow_service: Collection[str] = (),
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
    ) -> Solutions | Triples | bool:
        """The complete answer to a query: Solutions (SELECT), Triples (CONSTRUCT, DESCRIBE) or a bool (ASK).

        Raises QuerySyntaxError, UnknownPrefixError, QueryError or StoreError.
        """

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything, ``DefaultGraph()`` the default graph only."""

    def graph_names(self) -> list[ox.NamedNode | ox.BlankNode]:
        """The names of the named graphs, sorted."""

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, all or none."""

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads; those that aren't there are passed over."""

    def close(self) -> None:
        """Let go of files and connections. Later calls raise StoreError; closing twice is fine."""
