"""What things are called on pages, and of what kind they are."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from atsmu_kg.files import beside
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, FOAF, OA, PROV, RDF, RDFS, SCHEMA, SKOS, contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.publishing.pages.statements import SiteGraph

NAMES = (SKOS.prefLabel, RDFS.label, SCHEMA.name, DCTERMS.title, FOAF.name)
# The classes that say most of a thing stand in these namespaces, in this order.
TELLING = (str(AKG), str(SCHEMA), "http://www.w3.org/ns/org#", "")
# What all of them are says nothing of any.
GENERAL = (PROV.Entity, OA.SpecificResource)
OTHERWISE = ("en", "ru", "tg")


class PageLabels:
    """The names of things in each language; a CURIE where the graph has none.

    statements: the graph.
    prefixes: those of the CURIEs.
    """

    def __init__(self, statements: SiteGraph, prefixes: Mapping[str, str]) -> None:
        self._statements = statements
        self._prefixes = prefixes
        self._names: dict[str, dict[str, str]] = {}
        self._curies: dict[str, str] = {}

    def names(self, iri: str) -> dict[str, str]:
        """The name in each language that has one, by the first property of ``NAMES`` that gives any."""
        if iri not in self._names:
            names: dict[str, str] = {}
            for property in NAMES:
                for value in self._statements.values(iri, property):
                    if isinstance(value, ox.Literal):
                        names.setdefault(value.language or "", value.value)
                if names:
                    break
            self._names[iri] = names or standard_terms().get(self.curie(iri), names)
        return self._names[iri]

    def best(self, iri: str, lang: str) -> tuple[str, str]:
        """The name in a language, else in another, with the language that it is in; else the CURIE."""
        names = self.names(iri)
        for each in (lang, *OTHERWISE, *sorted(names)):
            if each in names:
                return names[each], each
        return self.curie(iri), ""

    def text(self, iri: str, lang: str) -> str:
        """The best name without its language."""
        return self.best(iri, lang)[0]

    def curie(self, iri: str) -> str:
        """The CURIE of an IRI, or the IRI where it has none."""
        if iri not in self._curies:
            self._curies[iri] = contract(iri, self._prefixes).strip("<>")
        return self._curies[iri]

    def kinds(self, thing: str) -> list[str]:
        """The classes that a thing is stated to be of, the most telling first; else those that follow."""
        types = [
            triple.object.value
            for triples in (self._statements.about(thing), self._statements.following(thing))
            for triple in triples
            if triple.predicate.value == RDF.type and isinstance(triple.object, ox.NamedNode)
        ]
        telling = [name for name in types if name not in GENERAL] or types
        place = {name: at for at, name in reversed([*enumerate(telling)])}
        return sorted(place, key=lambda name: (self._telling(name), place[name]))

    def _telling(self, name: str) -> int:
        return next(at for at, namespace in enumerate(TELLING) if name.startswith(namespace))


@cache
def standard_terms() -> dict[str, dict[str, str]]:
    """The names of terms of standards for which the graph has none, by CURIE and language."""
    import tomllib

    return tomllib.loads(beside(__file__, "kinds.toml"))
