"""What things, types and properties are called, in the language that is wanted or another."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import DataError
from atsmu_kg.publishing.pages.labels import NAMES, standard_terms
from atsmu_kg.rdf.namespaces import AKG, IRI, RDFS, SCHEMA, SKOS, contract
from atsmu_kg.serve.texts import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.records import Figure

DESCRIPTIONS = (SCHEMA.description, SKOS.definition, RDFS.comment, SKOS.scopeNote)
REMEMBERED = 20_000


class EntityLabels:
    """The names and descriptions in a graph, by IRI and language.

    kg: the graph.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._store = kg.store
        self._prefixes = kg.prefixes
        self._figures: dict[IRI, Figure] = {}
        with suppress(DataError):  # of a graph that does not fit the model, whose figures are no numbers
            self._figures = {figure.iri: figure for figure in kg.figures}
        self.named = kg.records.index.names
        self.name = lru_cache(REMEMBERED)(self._name)

    def _name(self, iri: IRI, lang: str) -> str:
        """The name of anything; a figure is called by what it measures and its number, with its bound."""
        figure = self._figures.get(iri)
        if figure is not None:
            return f"{figure.measure.names.best(lang, otherwise=self.curie(iri))}: {figure:{lang}}"
        names = self.named.get(iri)
        known = str.__str__(names.best(lang)) if names else ""
        return known or in_language(self.names(iri), lang) or self.curie(iri)

    def names(self, iri: IRI) -> Mapping[str, str]:
        """The name in each language, by the first property that gives any."""
        return texts(self._store, iri, NAMES) or standard_terms().get(self.curie(iri), {})

    def bounded(self, iri: IRI, lang: str) -> str | None:
        """The number of a figure whose bound is a part of it: "more than 500" is not 500. Else None."""
        figure = self._figures.get(iri)
        return None if figure is None or figure.bound.iri == AKG.Exactly else f"{figure:{lang}}"

    def description(self, iri: IRI, lang: str) -> str:
        """What the graph has as a description, or nothing."""
        return in_language(texts(self._store, iri, DESCRIPTIONS), lang)

    def curie(self, iri: str) -> str:
        """The CURIE of an IRI, or the IRI where it has none."""
        return contract(iri, self._prefixes).strip("<>")


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """The text in a language, else in the first that there is; empty if there is none.

    >>> in_language({"en": "Iran", "tg": "Эрон"}, "tg"), in_language({"en": "Iran"}, "ru")
    ('Эрон', 'Iran')
    """
    return next((texts[tag] for tag in (lang, *LANGUAGES, *sorted(texts)) if tag in texts), "")
