"""What answers the API, whoever asks: matches, suggestions, previews and extensions over one graph."""

from __future__ import annotations

from time import monotonic

from atsmu_kg.errors import AtsmuKGError, UnknownNameError
from atsmu_kg.rdf.namespaces import AKG, IRI, ORG, SCHEMA
from atsmu_kg.serve.problems import details, status_of
from atsmu_kg.serve.reconciliation import queries
from atsmu_kg.serve.reconciliation.entities import Entities
from atsmu_kg.serve.reconciliation.extension import Extender, PropertySettings
from atsmu_kg.serve.reconciliation.labels import EntityLabels
from atsmu_kg.serve.reconciliation.matching import Matcher
from atsmu_kg.serve.reconciliation.preview import Previewer
from atsmu_kg.serve.reconciliation.schema import Schema
from atsmu_kg.serve.reconciliation.suggest import Suggester

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from atsmu_kg.graph import KnowledgeGraph

# After so many seconds the rest of a batch waits until others had their turn.
SLICE = 0.05
# What tables are mostly about; of these the ones that the graph has.
DEFAULT_TYPES = (
    ORG.Organization,
    SCHEMA.Country,
    SCHEMA.City,
    SCHEMA.Person,
    AKG.Faculty,
    AKG.Centre,
    AKG.Registry,
)


class ReconciliationService:
    """The services of the API over a graph, each a method that takes what clients give and makes JSON.

    kg: the graph, of which most is read at once.

    >>> import atsmu_kg
    >>> service = ReconciliationService(atsmu_kg.load())
    >>> service.match({"q0": {"query": "Эрон"}}, "en")["q0"]["result"][0]["id"]
    'id/country/IR'
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._labels = EntityLabels(kg)
        self._schema = Schema(kg, self._labels)
        self._entities = Entities(kg, self._labels, self._schema)
        self._matcher = Matcher(self._labels, self._entities, self._schema)
        self._extender = Extender(self._labels, self._entities, self._schema)
        self._suggester = Suggester(self._labels, self._entities, self._schema)
        self._previewer = Previewer(self._labels, self._entities, self._schema, self._extender)
        self._base = kg.base

    def match(self, batch: Mapping[str, Any], lang: str) -> dict[str, Any]:
        """The results of queries, as many of the first ones as are answered at once.

        The result of an ill-formed one has no candidates, and an ``error`` beside them.
        """
        results: dict[str, Any] = {}
        end = monotonic() + SLICE
        for key, given in batch.items():
            try:
                query = queries.ReconciliationQuery.read(given)
                results[key] = {"result": self._matcher.candidates(query, lang)}
            except AtsmuKGError as error:
                results[key] = queries.error(details(error, status_of(error)))
            if monotonic() > end:
                break
        return results

    def extend(self, ids: list[str], properties: list[dict[str, Any]], lang: str) -> dict[str, Any]:
        """The values of properties of entities, of as many of the first ones as are answered at once.

        Raises UnknownNameError for a property that no entity has, ParameterError for settings.
        """
        wanted = {
            asked["id"]: (
                self._schema.property(asked["id"]),
                PropertySettings.read(asked.get("settings"), lang),
            )
            for asked in properties
        }
        rows: dict[str, Any] = {}
        end = monotonic() + SLICE
        for identifier in ids:
            rows[identifier] = self._extender.row(identifier, wanted)
            if monotonic() > end:
                break
        columns = self._extender.meta([property for property, _ in wanted.values()], lang)
        # By the identifiers that the client knows them by.
        meta = [column | {"id": name} for name, column in zip(wanted, columns, strict=True)]
        return {"meta": meta, "rows": rows}

    def suggest(self, kind: str, prefix: str, cursor: int, lang: str, type: str = "") -> dict[str, Any]:
        """What a suggest service proposes for what somebody has typed, as far as it knows for a type."""
        suggest = {
            "entity": self._suggester.entities,
            "property": self._suggester.properties,
            "type": self._suggester.types,
        }[kind]
        try:
            wanted = self._schema.type(type) if type else None
        except UnknownNameError:  # a wish, not a question
            wanted = None
        return {"result": suggest(prefix, cursor, lang, wanted)}

    def flyout(self, kind: str, id: str, lang: str) -> dict[str, str]:
        """What is shown beside a suggestion; UnknownNameError if there is no such thing."""
        if kind == "entity":
            return {"id": id, "html": self._previewer.entity_flyout(self._entities.require(id), lang)}
        iri = self._schema.type(id) if kind == "type" else self._schema.property(id)
        return {"id": id, "html": self._previewer.term_flyout(iri, lang)}

    def preview(self, id: str, lang: str, view: str) -> str:
        """A page about an entity; UnknownNameError if there is none."""
        return self._previewer.page(self._entities.require(id), lang, view)

    def view(self, id: str) -> str:
        """The IRI of an entity; UnknownNameError if there is none."""
        return str(self._entities.require(id))

    def properties(self, type: str, limit: int | None, lang: str) -> dict[str, Any]:
        """The properties by which entities of a type can be extended, or of all if it is empty.

        Raises UnknownNameError for an unknown type.
        """
        iri = self._schema.type(type) if type else None
        proposed = self._schema.properties_of(iri)[:limit]
        shown = {"properties": [self._schema.property_object(property, lang) for property in proposed]}
        return {"type": type, **shown} | ({} if limit is None else {"limit": limit})

    def about(self, lang: str) -> dict[str, Any]:
        """What the manifest says of the graph: its name, and types to begin with."""
        types = [type for type in DEFAULT_TYPES if type in self._schema.types]
        institution = IRI(f"{self._base}id/university")
        name = self._labels.name(institution, lang) if institution in self._labels.named else self._base
        return {"name": name, "types": [self._schema.type_object(type, lang) for type in types]}
