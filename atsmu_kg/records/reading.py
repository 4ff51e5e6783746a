"""Reading: names, facts and sources of things, from three queries of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from atsmu_kg.rdf.namespaces import AKG, IRI, PROV, SKOS
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.facts import ThingFacts, by_thing
from atsmu_kg.records.names import NameIndex, Names
from atsmu_kg.records.names.index import NAMES
from atsmu_kg.records.names.preferred import preferred
from atsmu_kg.records.thing import Identifier, Identity, OtherValue, Source, Thing

if TYPE_CHECKING:
    from atsmu_kg.queries.catalogue_types import PassagesRow, Queries

R = TypeVar("R", bound=Thing)
# Of these, the things of the preferred source are shown.
REPORTED = frozenset({AKG.Enumeration})


class RecordReader:
    """What the queries ``names``, ``facts`` and ``passages`` answer, each asked once.

    Two threads that ask at the same time may both read; either's answer is kept, and they are equal.
    """

    def __init__(self, queries: Queries, stored_names: Callable[[], NameIndex | None] = lambda: None) -> None:
        """``stored_names`` gives the index of the names, if there is one that need not be made."""
        self._queries = queries
        self._stored_names = stored_names
        self._facts: dict[IRI, dict[IRI, ThingFacts]] = {}
        self._things: dict[IRI, Thing] = {}

    @cached_property
    def said(self) -> dict[IRI, list[tuple[IRI, str, IRI]]]:
        """The names and codes of each thing: property or scheme, text, and the named graph that gives it."""
        said: dict[IRI, list[tuple[IRI, str, IRI]]] = {}
        for row in self._queries.names():
            text = row.name if isinstance(row.name, Text) else str(row.name)
            said.setdefault(row.thing, []).append((row.kind, text, row.graph))
        return said

    @cached_property
    def index(self) -> NameIndex:
        """All names and codes, to be searched."""
        return self._stored_names() or NameIndex(self.named())

    @cached_property
    def preferred(self) -> dict[IRI, Names]:
        """The preferred names of each thing."""
        return preferred(self.named())

    @cached_property
    def passages(self) -> tuple[PassagesRow, ...]:
        """The passages in the order of their source."""
        return self._queries.passages().rows

    @cached_property
    def sources(self) -> dict[IRI, Source]:
        """The named graphs: those of passages, in the order of the passages, before all others."""
        described = self.facts(AKG.StatementGraph)
        order = dict.fromkeys([*(row.graph for row in self.passages), *described])
        return {
            graph: Source(graph, self.names(graph), described[graph].first(PROV.wasDerivedFrom, IRI))
            for graph in order
            if graph in described
        }

    def facts(self, type: IRI) -> dict[IRI, ThingFacts]:
        """What is said of the things of a class."""
        if type not in self._facts:
            said = by_thing(self._queries.facts(type).rows)
            if self.others:
                said = {iri: facts.without(self.others) for iri, facts in said.items()}
            if type in REPORTED:
                chosen = self.chosen(said)
                said = {iri: facts for iri, facts in said.items() if iri in chosen} or said
            self._facts[type] = said
        return self._facts[type]

    def chosen(self, things: Mapping[IRI, ThingFacts]) -> frozenset[IRI]:
        """Those things that not only other documents than the preferred one speak of."""
        return frozenset(iri for iri, facts in things.items() if not facts.graphs <= self.others)

    @cached_property
    def others(self) -> frozenset[IRI]:
        """The passages' graphs of all documents but the preferred one; none where none is preferred."""
        institutions = by_thing(self._queries.facts(AKG.University).rows).values()
        documents = {iri for facts in institutions for iri in facts.all(AKG.preferredSource, IRI)}
        graphs = by_thing(self._queries.facts(AKG.PassageGraph).rows) if documents else {}
        return frozenset(
            graph
            for graph, facts in graphs.items()
            for passage in facts.all(PROV.wasDerivedFrom, IRI)
            if passage.partition("#")[0] not in documents
        )

    def records(self, type: IRI, make: Callable[[Identity, ThingFacts], R]) -> dict[IRI, R]:
        """A record of each thing of a class."""
        return {iri: make(self.identity(iri, facts), facts) for iri, facts in self.facts(type).items()}

    def names(self, iri: IRI) -> Names:
        """The preferred names of a thing."""
        return self.preferred.get(iri, Names())

    def identity(self, iri: IRI, facts: ThingFacts | None = None) -> Identity:
        """The names, codes and sources of a thing; the sources of its facts as well."""
        said = self.said.get(iri, [])
        graphs = {graph for *_, graph in said} | (facts.graphs if facts else set())
        aliases = dict.fromkeys(
            text for kind, text, _ in said if kind == SKOS.altLabel and isinstance(text, Text)
        )
        codes = dict.fromkeys(Identifier(scheme, text) for scheme, text, _ in said if scheme not in NAMES)
        others = () if facts is None else self.otherwise(facts.others)
        return Identity(iri, self.names(iri), tuple(aliases), tuple(codes), self.stated(graphs), others)

    def otherwise(self, values: Mapping[IRI, Mapping[Any, set[IRI]]]) -> tuple[OtherValue, ...]:
        """What sources state otherwise: the values of each property, with the sources."""
        return tuple(
            OtherValue(property, self.thing(value) if isinstance(value, IRI) else value, self.stated(graphs))
            for property, stated in values.items()
            for value, graphs in stated.items()
        )

    def stated(self, graphs: set[IRI]) -> tuple[Source, ...]:
        """The sources that named graphs are, in order."""
        return tuple(source for graph, source in self.sources.items() if graph in graphs)

    def thing(self, iri: IRI) -> Thing:
        """A thing of which no more is wanted than its identity."""
        if iri not in self._things:
            self._things[iri] = Thing(self.identity(iri))
        return self._things[iri]

    def document(self, graphs: set[IRI]) -> Thing | None:
        """The document of a passage that the named graphs were derived from."""
        passages = (self.sources[graph].derived_from for graph in sorted(graphs) if graph in self.sources)
        documents = (IRI(passage.partition("#")[0]) for passage in passages if passage)
        return next(map(self.thing, documents), None)

    def linked(self, facts: ThingFacts, property: IRI) -> Thing | None:
        """The thing that a property leads to."""
        iri = facts.first(property, IRI)
        return self.thing(iri) if iri else None

    def named(self) -> Iterator[tuple[IRI, IRI, str]]:
        """Each thing with a property or scheme and a name or code."""
        return ((thing, via, text) for thing, said in self.said.items() for via, text, _ in said)
