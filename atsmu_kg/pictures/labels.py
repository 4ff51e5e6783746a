"""What things, classes and properties are called in a language, as the catalogue's queries tell it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from atsmu_kg.rdf.namespaces import AKG, IRI, OWL, RDFS, SCHEMA, SKOS, contract
from atsmu_kg.records.names.preferred import Names, preferred

if TYPE_CHECKING:
    from atsmu_kg.queries.catalogue_types import Queries

TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


class Labels:
    """The names of a graph's things and of its vocabulary's terms; asked for when first wanted."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    @cached_property
    def names(self) -> dict[IRI, Names]:
        """The names of each thing and term, in all languages; a figure's are those of what it measures."""
        things = [(row.thing, row.kind, row.name) for row in self._queries.names()]
        terms = [
            (row.thing, SKOS.prefLabel, row.value)
            for kind in TERMS
            for row in self._queries.facts(kind)
            if row.property == RDFS.label
        ]
        names = preferred(things + terms)
        for row in self._queries.facts(AKG.Figure):
            if row.property == SCHEMA.measuredProperty and row.value in names:
                names.setdefault(row.thing, names[row.value])
        return names

    def __call__(self, iri: IRI, lang: str) -> str:
        """The name in a language, else in another one, else the CURIE or the IRI itself."""
        curie = contract(iri).strip("<>")
        return str.__str__(self.names[iri].best(lang, otherwise=curie)) if iri in self.names else curie
