"""The types and properties that the entities of a graph have, under the identifiers that clients use."""

from __future__ import annotations

from collections import Counter
from functools import cache

from pyoxigraph import DefaultGraph, NamedNode

from atsmu_kg.errors import AtsmuKGError, UnknownNameError, quoted
from atsmu_kg.publishing.pages.labels import GENERAL
from atsmu_kg.rdf.namespaces import GRAPH, IRI, OWL, RDF, RDFS, SCHEMA, expand
from atsmu_kg.records.names.index import NAMES, THINGS
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.reconciliation.labels import EntityLabels

# Codes are properties by their scheme; the nodes that hold them are of no use in a table.
HIDDEN = frozenset({SCHEMA.identifier})


class Schema:
    """The types and properties of the named things of a graph, read when it is made.

    kg: the graph.
    labels: what they are called.

    ``entities`` has the types of each named thing, broader ones included, ``codes`` its codes by their
    schemes, which count as properties, and ``types`` and ``properties`` how many things have each.
    """

    def __init__(self, kg: KnowledgeGraph, labels: EntityLabels) -> None:
        self._store = kg.store
        self._prefixes = kg.prefixes
        self._labels = labels
        self.entities: dict[IRI, frozenset[IRI]] = {}
        self.codes: dict[IRI, dict[IRI, list[str]]] = {}
        self.types: Counter[IRI] = Counter()
        self.properties: Counter[IRI] = Counter()
        self._by_type: dict[IRI, Counter[IRI]] = {}
        self._stated: set[IRI] = set()
        self.broader = cache(self._broader)
        for entry in kg.records.index.entries:
            if entry.property not in NAMES:
                self.codes.setdefault(entry.thing, {}).setdefault(entry.property, []).append(str(entry.text))
        for thing in dict.fromkeys(entry.thing for entry in kg.records.index.entries):
            if THINGS in thing:
                self._count(thing)

    def _count(self, thing: IRI) -> None:
        types: set[IRI] = set()
        properties = set(self.codes.get(thing, ()))
        self._stated |= properties
        unstated = (DefaultGraph(), NamedNode(GRAPH.entailed))
        for quad in self._store.quads(NamedNode(thing)):
            property = IRI(quad.predicate.value)
            properties.add(property)
            if quad.graph_name not in unstated:
                self._stated.add(property)
            if property == RDF.type and isinstance(quad.object, NamedNode):
                types.add(IRI(quad.object.value))
        if OWL.deprecated in properties:
            return
        every = frozenset(types.union(*map(self._above, types)))
        self.entities[thing] = every
        self.types.update(every)
        self.properties.update(properties)
        for type in every:
            self._by_type.setdefault(type, Counter()).update(properties)

    def direct(self, thing: IRI) -> list[IRI]:
        """The types of a thing that no other one of its types makes follow, rare ones first."""
        types = self.entities.get(thing, frozenset())
        follow = {above for type in types for above in self._above(type) if above != type}
        telling = [type for type in types - follow if type not in GENERAL] or list(types)
        return sorted(telling, key=lambda iri: (self.types[iri], iri))

    def _broader(self, type: IRI) -> tuple[IRI, ...]:
        """The types directly above a type."""
        above = self._store.quads(NamedNode(type), NamedNode(RDFS.subClassOf), graph=DefaultGraph())
        iris = {IRI(quad.object.value) for quad in above if isinstance(quad.object, NamedNode)}
        return tuple(sorted(iris - {type}))

    def _above(self, type: IRI) -> set[IRI]:
        """A type and all above it."""
        reached, new = set[IRI](), {type}
        while new:
            reached |= new
            new = {above for each in new for above in self.broader(each)} - reached
        return reached

    def range(self, property: IRI) -> IRI | None:
        """The type of a property's values, if it is one that entities have."""
        ranges = self._store.quads(NamedNode(property), NamedNode(RDFS.range), graph=DefaultGraph())
        iris = {IRI(quad.object.value) for quad in ranges if isinstance(quad.object, NamedNode)}
        return min(iris & self.types.keys(), default=None)

    def type(self, name: str) -> IRI:
        """The type that has an identifier; UnknownNameError if no entity has such a type."""
        return self._known(name, self.types, "type")

    def property(self, name: str) -> IRI:
        """The property that has an identifier; UnknownNameError if no entity has it."""
        return self._known(name, self.properties, "property")

    def common_types(self) -> list[IRI]:
        """All types, those of most things first."""
        return sorted(self.types, key=lambda iri: (-self.types[iri], iri))

    def properties_of(self, type: IRI | None) -> list[IRI]:
        """The properties that things of a type have, those that most have first, what is derived last."""
        counts = self.properties if type is None else self._by_type.get(type, Counter())
        return sorted(
            counts.keys() - HIDDEN,
            key=lambda iri: (iri not in self._stated, -counts[iri], iri),
        )

    def type_object(self, type: IRI, lang: str, *, broader: bool = False) -> dict[str, Any]:
        """A type as clients get it; ``broader`` adds those above it."""
        shown: dict[str, Any] = {"id": self._labels.curie(type), "name": self._labels.name(type, lang)}
        if broader and self.broader(type):
            shown["broader"] = [self.type_object(above, lang) for above in self.broader(type)]
        return shown

    def property_object(self, property: IRI, lang: str) -> dict[str, str]:
        """A property as clients get it."""
        return {"id": self._labels.curie(property), "name": self._labels.name(property, lang)}

    def _known(self, name: str, known: Mapping[IRI, int], what: str) -> IRI:
        try:
            iri = expand(name, self._prefixes)
        except AtsmuKGError:
            iri = IRI(name)
        if iri in known:
            return iri
        near = nearest(name, self._curies(known))
        advice = did_you_mean(near, f"Its suggest service names each {what} that there is.")
        raise UnknownNameError(f"there is no {what} {quoted(name)}", advice=advice, name=name, nearest=near)

    def _curies(self, iris: Iterable[IRI]) -> list[str]:
        return [self._labels.curie(iri) for iri in iris]
