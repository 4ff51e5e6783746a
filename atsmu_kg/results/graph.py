"""The answer to a CONSTRUCT or DESCRIBE."""

from __future__ import annotations

from atsmu_kg.rdf.terms import to_python
from atsmu_kg.results.answer import Answer
from atsmu_kg.results.rows import Row, row_type
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from pyoxigraph import Quad

    from atsmu_kg.choices import GraphFormat
    from atsmu_kg.results.answer import AnswerGraph
    from atsmu_kg.stores.answers import Triples

COLUMNS = ("subject", "predicate", "object")


class GraphResult(Answer):
    """A graph: its triples as rows of Python values, sorted, and conversions.

    answer: the triples that a store gave.
    query, version, graph: as for a Result.

    >>> from atsmu_kg.stores.answers import Triples
    >>> graph = GraphResult(Triples('<https://ror.org/> <https://schema.org/name> "ROR" .\\n'))
    >>> len(graph), graph.triples[0].object
    (1, 'ROR')
    """

    __slots__ = ("_answer", "_triples")

    def __init__(
        self, answer: Triples, *, query: str = "", version: str = "", graph: AnswerGraph | None = None
    ) -> None:
        super().__init__(query=query, version=version, graph=graph, shortfall=answer.shortfall)
        self._answer = answer
        self._triples: tuple[Row, ...] | None = None

    @property
    def triples(self) -> tuple[Row, ...]:
        """The triples, with the columns subject, predicate and object."""
        if self._triples is None:
            row = row_type(COLUMNS)
            self._triples = tuple([row(map(to_python, quad.triple)) for quad in self.quads()])
        return self._triples

    def quads(self) -> list[Quad]:
        """The triples as pyoxigraph quads of the default graph, lexically exact."""
        return self._answer.quads()

    def __len__(self) -> int:
        return len(self._answer)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.triples)

    def __contains__(self, triple: object) -> bool:
        return triple in self.triples

    def to_rdflib(self) -> rdflib.Graph:
        """An rdflib Graph with the same terms, lexically exact, and the prefixes bound."""
        from atsmu_kg.rdf.namespaces import PREFIXES
        from atsmu_kg.stores.nodes import graph

        made = graph(self._answer)
        for prefix, namespace in PREFIXES.items():
            made.bind(prefix, namespace)
        return made

    def serialize(self, format: GraphFormat = "turtle") -> str:
        """The graph in an RDF format (see ``rdf.serializers.FORMATS``), the same bytes for the same graph."""
        from atsmu_kg.rdf import serializers as exports

        return exports.serialize(self.quads(), format).decode()

    def __str__(self) -> str:
        return self.serialize()

    def __repr__(self) -> str:
        return f"<GraphResult: {counted(len(self), 'triple')}>"

    def _repr_html_(self) -> str:
        from atsmu_kg.results.display import html

        table = html(COLUMNS, self.triples, self.version, noun="triple", prefixes=self.prefixes)
        return f"{table}{self.told_html()}"
