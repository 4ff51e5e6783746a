"""Suggestions: entities, types and properties whose names begin with what somebody has typed so far."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.records.names import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from atsmu_kg.serve.reconciliation.entities import Entities
    from atsmu_kg.serve.reconciliation.labels import EntityLabels
    from atsmu_kg.serve.reconciliation.schema import Schema

PAGE = 20
LONGEST = 500


class Suggester:
    """What answers the suggest services.

    labels, entities, schema: what things, types and properties are called, and are.
    """

    def __init__(self, labels: EntityLabels, entities: Entities, schema: Schema) -> None:
        self._labels = labels
        self._entities = entities
        self._schema = schema
        self._beginnings = [(name, thing) for thing, name in entities.spellings if thing in schema.entities]

    def entities(self, prefix: str, cursor: int, lang: str, type: IRI | None = None) -> list[dict[str, Any]]:
        """The entities whose names begin so or are found by it, short names first, and those of a type.

        One that is named by its identifier comes before all.
        """
        wanted = fold(prefix)
        named = self._entities.named(prefix)
        iris = dict.fromkeys([] if named is None else [named])
        begun = sorted(
            (len(name), name, thing) for name, thing in self._beginnings if wanted and name.startswith(wanted)
        )
        iris |= dict.fromkeys(thing for _, _, thing in begun)
        matches = self._entities.matches(prefix)
        iris |= dict.fromkeys(match.iri for match in matches if match.iri in self._schema.entities)
        others = {iri for iri in iris if type not in self._schema.entities.get(iri, ())} - {named}
        ordered = sorted(iris, key=others.__contains__)
        return [self._entity(iri, lang) for iri in ordered[cursor : cursor + PAGE]]

    def types(self, prefix: str, cursor: int, lang: str, _: IRI | None = None) -> list[dict[str, Any]]:
        """The types whose names begin so or have such a word, in any language."""
        page = self._terms(prefix, self._schema.common_types(), self._schema.type)[cursor : cursor + PAGE]
        return [self._described(self._schema.type_object(iri, lang, broader=True), iri, lang) for iri in page]

    def properties(
        self, prefix: str, cursor: int, lang: str, type: IRI | None = None
    ) -> list[dict[str, Any]]:
        """The same of properties, those that things of a type have before others."""
        of_type = [] if type is None else self._schema.properties_of(type)
        iris = [*dict.fromkeys([*of_type, *self._schema.properties_of(None)])]
        page = self._terms(prefix, iris, self._schema.property)[cursor : cursor + PAGE]
        return [self._described(self._schema.property_object(iri, lang), iri, lang) for iri in page]

    def _entity(self, iri: IRI, lang: str) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": self._entities.identifier(iri),
            "name": self._labels.name(iri, lang),
            "notable": [self._schema.type_object(type, lang) for type in self._schema.direct(iri)],
        }
        description = self._entities.description(iri, lang)
        return shown | ({"description": description} if description else {})

    def _described(self, shown: dict[str, Any], iri: IRI, lang: str) -> dict[str, Any]:
        description = self._labels.description(iri, lang)
        return shown | ({"description": description} if description else {})

    def _terms(self, prefix: str, iris: Iterable[IRI], known: Callable[[str], IRI]) -> list[IRI]:
        """The terms with such a name in any language, whole ones first, then beginnings, then words."""
        wanted = fold(prefix)
        if not wanted:
            return [*iris]
        try:
            named = known(prefix.strip())
        except AtsmuKGError:
            named = None
        ranks = {
            iri: min(
                _rank(wanted, fold(name))
                for name in (self._labels.curie(iri).partition(":")[2], *self._names(iri))
            )
            for iri in iris
        }
        ranks |= {named: -1} if named is not None else {}
        return sorted((iri for iri in ranks if ranks[iri] < 3), key=lambda iri: ranks[iri])

    def _names(self, iri: IRI) -> Iterable[str]:
        names = self._labels.named.get(iri)
        return names.values() if names else self._labels.names(iri).values()


def _rank(wanted: str, name: str) -> int:
    """How a folded name has what is wanted: 0 whole, 1 at its beginning, 2 at that of a word, 3 not."""
    if name == wanted:
        return 0
    return 1 if name.startswith(wanted) else 2 if f" {wanted}" in name else 3
