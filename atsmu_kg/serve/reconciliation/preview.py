"""Previews: a page of fixed size about an entity, and what is shown beside a suggestion."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.files import template
from atsmu_kg.publishing.pages.labels import NAMES
from atsmu_kg.rdf.namespaces import IRI, RDF, SCHEMA, SKOS, is_web
from atsmu_kg.records.names.index import NAMES as OTHER_NAMES
from atsmu_kg.serve.reconciliation.extension import PropertySettings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.serve.reconciliation.entities import Entities
    from atsmu_kg.serve.reconciliation.extension import Extender
    from atsmu_kg.serve.reconciliation.labels import EntityLabels
    from atsmu_kg.serve.reconciliation.schema import Schema

WIDTH, HEIGHT = 420, 240
MOST_ROWS, MOST_VALUES, LONGEST = 5, 3, 300
# The head of a preview has these.
TOLD = frozenset({*NAMES, *OTHER_NAMES, RDF.type, SCHEMA.alternateName, SKOS.scopeNote, SCHEMA.description})


class Previewer:
    """What answers the preview service and the flyouts.

    labels, entities, schema, extender: what things are called, and are, and what the graph says of them.
    """

    def __init__(self, labels: EntityLabels, entities: Entities, schema: Schema, extender: Extender) -> None:
        self._labels = labels
        self._entities = entities
        self._schema = schema
        self._extender = extender

    def page(self, iri: IRI, lang: str, view: str) -> str:
        """A page about an entity, that links to what the view template makes of it."""
        identifier = self._entities.identifier(iri)
        rows = "\n".join(
            f"<dt>{escape(name)}</dt><dd>{escape(values)}</dd>" for name, values in self._rows(iri, lang)
        )
        names = {self._labels.name(iri, tag) for tag in LANGUAGES} - {self._labels.name(iri, lang)}
        return template(__file__, "preview.html").substitute(
            lang=lang,
            width=WIDTH,
            height=HEIGHT,
            name=escape(self._labels.name(iri, lang)),
            address=escape(view.replace("{{id}}", quote(identifier, safe=""))),
            others=escape(" · ".join(sorted(names))),
            description=escape(self._entities.description(iri, lang)[:LONGEST]),
            rows=rows,
        )

    def entity_flyout(self, iri: IRI, lang: str) -> str:
        """What is shown beside a suggested entity."""
        return self._flyout(self._labels.name(iri, lang), self._entities.description(iri, lang))

    def term_flyout(self, iri: IRI, lang: str) -> str:
        """What is shown beside a suggested type or property."""
        return self._flyout(self._labels.name(iri, lang), self._labels.description(iri, lang))

    def _flyout(self, name: str, description: str) -> str:
        return template(__file__, "flyout.html").substitute(
            name=escape(name), description=escape(description[:LONGEST])
        )

    def _rows(self, iri: IRI, lang: str) -> list[tuple[str, str]]:
        """The properties that most things of the kind have, with their values in words."""
        settings = PropertySettings(content="name", lang=lang)
        direct = self._schema.direct(iri)
        rows = []
        for property in self._schema.properties_of(direct[0] if direct else None):
            values = self._extender.values(iri, property, settings) if property not in TOLD else []
            texts = [str(next(iter(value.values()))) for value in values]
            if texts and not all(map(is_web, texts)):  # addresses are for programs
                more = " …" if len(texts) > MOST_VALUES else ""
                name = self._labels.name(property, lang)
                rows.append((name, ", ".join(texts[:MOST_VALUES])[:LONGEST] + more))
            if len(rows) == MOST_ROWS:
                break
        return rows
