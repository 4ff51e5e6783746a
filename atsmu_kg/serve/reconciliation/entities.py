"""The things of a graph as entities: their identifiers, and what tells one from its namesakes."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from pyoxigraph import DefaultGraph, NamedNode

from atsmu_kg.errors import AtsmuKGError, ParameterError, UnknownNameError, quoted
from atsmu_kg.rdf.namespaces import AKG, IRI, ORG, SCHEMA, expand, is_iri
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.records.names import fold
from atsmu_kg.records.names.index import THINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import BlankNode, Literal, Triple

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.records.names import Match
    from atsmu_kg.serve.reconciliation.labels import EntityLabels
    from atsmu_kg.serve.reconciliation.schema import Schema

    Value = NamedNode | BlankNode | Literal | Triple

# What a thing is a part of, or where it is.
PLACES = (
    ORG.unitOf,
    ORG.subOrganizationOf,
    AKG.partOf,
    AKG.seatCity,
    AKG.seatCountry,
    SCHEMA.containedInPlace,
)
LONGEST = 1_000
MOST_PLACES = 2
REMEMBERED, SEARCHES = 20_000, 2_000


class Entities:
    """The things of a graph by their identifiers.

    kg: the graph.
    labels: what they are called.
    schema: of which types they are.

    The identifier of a thing is what follows the base of the graph in its IRI, so that identifier space and
    identifier together are the IRI; of a thing that lies elsewhere it is the IRI.

    ``matches`` gives the things with a name or code like a text, and ``spellings`` are the folded names and
    codes of all, each with its thing.
    """

    def __init__(self, kg: KnowledgeGraph, labels: EntityLabels, schema: Schema) -> None:
        self._kg = kg
        self._store = kg.store
        self._prefixes = kg.prefixes
        self._labels = labels
        self._schema = schema
        self._from_others = lru_cache(REMEMBERED)(self._elsewhere)
        self.base = kg.base
        self.matches = lru_cache(SEARCHES)(self._matches)
        entries = kg.records.index.entries
        self.spellings = [(entry.thing, entry.folded or fold(str(entry.text))) for entry in entries]

    def identifier(self, iri: str) -> str:
        """The identifier of a thing."""
        return iri.removeprefix(self.base) or iri

    def is_entity(self, iri: str) -> bool:
        """Whether an IRI is in the identifier space, or of a thing that can be found."""
        return iri.startswith(self.base) or iri in self._schema.entities

    def known(self, identifier: str) -> IRI | None:
        """The thing with an identifier, a CURIE or an IRI; None if nothing is said of such a thing."""
        if len(identifier) > LONGEST:
            return None
        names = [f"{self.base}{identifier}", identifier]
        with suppress(AtsmuKGError):
            names.append(expand(identifier, self._prefixes))
        return next((IRI(name) for name in names if is_iri(name) and self._is_said(name)), None)

    def named(self, text: str) -> IRI | None:
        """The thing whose identifier, CURIE or IRI somebody gives in place of a name; None if there is none.

        What is no thing, such as the vocabulary, may be called by a word.
        """
        iri = self.known(text.strip())
        return iri if iri is not None and THINGS in iri else None

    def require(self, identifier: str) -> IRI:
        """The same; UnknownNameError if there is none."""
        iri = self.known(identifier)
        if iri is None:
            raise UnknownNameError(
                f"there is no entity {quoted(identifier[:LONGEST])}",
                advice="The suggest service for entities finds them by name.",
                name=identifier[:LONGEST],
                nearest=[],
            )
        return iri

    def values(self, iri: IRI, property: IRI) -> list[Value]:
        """The values of a property of a thing, those of the source that the graph prefers first."""
        quads = self._store.quads(NamedNode(iri), NamedNode(property), graph=DefaultGraph())
        values = sorted((quad.object for quad in quads), key=str)
        if len(values) > 1:
            others = self._from_others(iri)
            values.sort(key=lambda value: (property, to_python(value)) in others)
        return values

    def stated(self, property: IRI) -> Iterator[tuple[IRI, object]]:
        """Each thing that has a property, with a value of it as Python has it."""
        for quad in self._store.quads(predicate=NamedNode(property), graph=DefaultGraph()):
            if isinstance(quad.subject, NamedNode):
                yield IRI(quad.subject.value), to_python(quad.object)

    def _matches(self, text: str) -> tuple[Match, ...]:
        try:
            return self._kg.find(text, limit=None)
        except ParameterError:  # no letter and no digit, of which nothing has its name
            return ()

    def _elsewhere(self, iri: IRI) -> frozenset[tuple[IRI, object]]:
        """The properties with those values of a thing that the preferred source has otherwise."""
        try:
            about = self._kg.describe(f"<{iri}>").about
        except UnknownNameError:  # all that is said of it follows from something else
            return frozenset()
        return frozenset((said.predicate, said.object) for said in about if said.elsewhere)

    def description(self, iri: IRI, lang: str) -> str:
        """What a thing is and where, else what it is described by, else what it is."""
        types = [self._labels.name(type, lang) for type in self._schema.direct(iri)[:1]]
        places = {
            IRI(value.value): None
            for property in PLACES
            for value in self.values(iri, property)
            if isinstance(value, NamedNode)
        }
        named = [self._labels.name(place, lang) for place in [*places][:MOST_PLACES]]
        return ", ".join([*types, *named]) if named else self._labels.description(iri, lang) or "".join(types)

    def _is_said(self, iri: str) -> bool:
        return next(iter(self._store.quads(NamedNode(iri), graph=DefaultGraph())), None) is not None
