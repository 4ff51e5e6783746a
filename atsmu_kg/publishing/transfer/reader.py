"""Graphs of an endpoint as they stream in."""

from __future__ import annotations

from contextlib import closing
from itertools import islice

import pyoxigraph as ox

from atsmu_kg.errors import StoreError
from atsmu_kg.files import beside
from atsmu_kg.rdf.terms import render
from atsmu_kg.sparql.binding import bind
from atsmu_kg.stores.answers import TSV, Solutions
from atsmu_kg.stores.remote.errors import AnswerTermError, IncompleteAnswerError
from atsmu_kg.stores.remote.store import RemoteStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    from atsmu_kg.publishing.transfer.comparison import GraphName
    from atsmu_kg.stores.remote.endpoint import Endpoint

    T = TypeVar("T")

# Lines that are parsed together.
PORTION = 10_000


class Reader:
    """The graphs of an endpoint. With ``page_size`` they are fetched so many triples at a time."""

    def __init__(self, endpoint: Endpoint, *, timeout: float | None, page_size: int | None = None) -> None:
        self.url = endpoint.url
        self._store = RemoteStore(endpoint, timeout=timeout)
        self._pages = (
            None if page_size is None else RemoteStore(endpoint, timeout=timeout, page_size=page_size)
        )

    def names(self) -> list[ox.NamedNode]:
        """The named graphs that have triples, sorted; StoreError if one has no name that can be asked for."""
        names: list[ox.NamedNode] = []
        for name in self._store.graph_names():
            if not isinstance(name, ox.NamedNode):
                raise StoreError(
                    f"the endpoint has a graph without an IRI, {name}",
                    file=self.url,
                    advice="Such a graph can't be asked for; give it an IRI there.",
                )
            names.append(name)
        return names

    def count(self, graph: GraphName) -> int:
        """The number of triples of a graph, counted by the endpoint."""
        answer: Any = self._store.query(_text("count", graph))
        assert isinstance(answer, Solutions)
        (row,) = ox.parse_query_results(answer.tsv, TSV)  # type: ignore[misc]
        return int(row["count"].value)

    def take(self, graph: GraphName, use: Callable[[Iterator[ox.Triple]], T]) -> T:
        """What a function makes of the triples of a graph, as they arrive; of none if there is no such graph.

        Where the endpoint does not give the whole graph at once, the function is begun anew with what comes
        predicate by predicate.
        """
        try:
            return use(self._streamed(graph))
        except IncompleteAnswerError:
            if self._pages is not None:
                raise
        return use(quad.triple for quad in self._store.quads(graph=graph))

    def _streamed(self, graph: GraphName) -> Iterator[ox.Triple]:
        if self._pages is None:
            stream = self._store.stream(_text("triples", graph))
        else:
            stream = self._pages.stream(_text("pages", graph))
        with closing(stream):
            lines = stream.lines()
            while portion := list(islice(lines, PORTION)):
                yield from _parsed(portion)


def _parsed(lines: list[str]) -> Iterator[ox.Triple]:
    """The triples in lines of a SPARQL TSV document, which are Turtle but for their dots."""
    document = "".join(f"{line} .\n" for line in lines)
    try:
        for quad in ox.parse(document, ox.RdfFormat.TURTLE):
            yield quad.triple
    except SyntaxError as error:
        raise AnswerTermError(
            f"the answer holds something that is not a triple: {error.msg}",
            advice="Tell whoever runs the endpoint: such data can't be written in RDF.",
        ) from error


def _text(name: str, graph: GraphName) -> str:
    """One of the queries beside this module, about a graph."""
    if isinstance(graph, ox.DefaultGraph):
        return beside(__file__, f"{name}.rq")
    text = beside(__file__, f"{name}_of_graph.rq")
    return bind(text, {"graph": render(graph)})
