"""What every store can do. For type checkers: nothing imports this module at run time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Protocol

import pyoxigraph as ox

from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.call import StoreCall

Subject = ox.NamedNode | ox.BlankNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Stream(Protocol):
    """Solutions that come batch by batch; an embedded store gives all in one."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The projected variables; empty before the first batch if only the answer knows them."""

    @property
    def shortfall(self) -> str:
        """What is missing, at the end of an incomplete answer that the caller allowed."""

    def batches(self, value: Callable[[str], Any]) -> Iterator[Iterable[tuple[Any, ...]]]:
        """The solutions, with what ``value`` makes of them in place of cells."""

    def close(self) -> None:
        """Let go of the connection."""


class Store(Protocol):
    """Quads that answer SPARQL. Many threads may read from one store at once."""

    @property
    def embedded(self) -> bool:
        """Whether the engine is the one in this process; others need forms of queries that all get right."""

    @property
    def location(self) -> str | None:
        """The directory or URL; None for a store in memory."""

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
        call: StoreCall | None = None,
    ) -> Solutions | Triples | bool:
        """The complete answer to a query: Solutions (SELECT), Triples (CONSTRUCT, DESCRIBE) or a bool (ASK).

        Another thread may end the ``call``, and with it the connection to an endpoint or the worker process
        that an embedded engine then answers in. Raises QuerySyntaxError, UnknownPrefixError, QueryError
        or StoreError.
        """

    def stream(
        self,
        text: str,
        *,
        allow_service: Collection[str] = (),
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        call: StoreCall | None = None,
    ) -> Stream:
        """The solutions of a SELECT as they come; raises what ``query`` raises, and so does the iteration."""

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
