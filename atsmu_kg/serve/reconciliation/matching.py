"""Matching: the entities that a query may mean, and how surely."""

from __future__ import annotations

from dataclasses import dataclass, field

from atsmu_kg.serve.reconciliation.evidence import AGREES, UNKNOWN, Evidence, letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from atsmu_kg.rdf.namespaces import IRI
    from atsmu_kg.serve.reconciliation.entities import Entities
    from atsmu_kg.serve.reconciliation.labels import EntityLabels
    from atsmu_kg.serve.reconciliation.queries import ReconciliationQuery
    from atsmu_kg.serve.reconciliation.schema import Schema

# What the name of a candidate is worth: by the kind of a match with all of it, else as its letters are alike.
WHOLE = {"exact": 100.0, "folded": 95.0, "variant": 85.0}
PART = 0.8
# What a property counts for beside the name, which counts for 1; and a candidate of another type than wanted.
WEIGHT = 0.4
OF_ANOTHER_TYPE = 0.5
# What is worth less has a few letters of the name by chance.
LEAST = 25.0
# A match is sure by such a score, if no other candidate comes so near it whose name is the same, or nearly;
# and a short code may be a word as well.
SURE, LEAD, SAME = 85.0, 16.0, 90.0
SHORT_CODE = 4
# Only the candidates with the best names are held against the properties.
MOST_WEIGHED = 200


@dataclass(slots=True)
class Candidate:
    """An entity that may be meant, and why.

    ``name`` is what its name is worth, ``certain`` whether the name alone could be relied on.
    """

    iri: IRI
    name: float | None = None
    features: dict[str, float | bool] = field(default_factory=dict)
    agreements: list[float] = field(default_factory=list)
    of_type: bool = True
    certain: bool = False

    @property
    def score(self) -> float:
        """From 0 to 100, by the name and the properties."""
        parts = [(1.0, self.name)] if self.name is not None else []
        parts += [(WEIGHT, agreement) for agreement in self.agreements]
        score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
        return round(score if self.of_type else score * OF_ANOTHER_TYPE, 1)


class Matcher:
    """What answers reconciliation queries.

    labels, entities, schema: what the candidates are called, and are.
    """

    def __init__(self, labels: EntityLabels, entities: Entities, schema: Schema) -> None:
        self._labels = labels
        self._entities = entities
        self._schema = schema
        self._evidence = Evidence(entities, schema)

    def candidates(self, query: ReconciliationQuery, lang: str) -> list[dict[str, Any]]:
        """The candidates for a query, the best first; UnknownNameError for unknown types or properties."""
        types = [self._schema.type(name) for name in query.types]
        conditions = [
            (self._schema.property(condition.property), condition) for condition in query.conditions
        ]
        candidates = [*(self._called(query.text) if query.text.strip() else self._having(conditions))]
        for candidate in candidates if types else ():
            bears = [type in self._schema.entities.get(candidate.iri, ()) for type in types]
            candidate.of_type = all(bears) if query.strict == "all" else any(bears)
            candidate.features["type"] = candidate.of_type
        fitting = [candidate for candidate in candidates if candidate.of_type]
        if query.strict == "should" and not fitting:
            fitting = candidates
        fitting.sort(key=lambda candidate: (-(candidate.name or 0.0), candidate.iri))
        del fitting[MOST_WEIGHED:]
        for candidate in fitting:
            for property, condition in conditions:
                agreement = self._evidence.agreement(candidate.iri, property, condition.values)
                candidate.features[condition.property] = agreement
                candidate.agreements.append(agreement)
        fitting.sort(key=lambda candidate: (-candidate.score, candidate.iri))
        sure = _is_sure(fitting, is_restricted=bool(types or conditions))
        return [
            self._shown(candidate, lang, is_match=sure and number == 0)
            for number, candidate in enumerate(fitting[: query.limit])
        ]

    def _called(self, text: str) -> Iterator[Candidate]:
        """The things of such an identifier or name."""
        named = self._entities.named(text)
        if named is not None:
            yield Candidate(named, 100.0, {"name": 100.0, "whole_name": True, "letters": 100.0}, certain=True)
        for match in self._entities.matches(text):
            likeness = letters(text, str(match.matched))
            name = WHOLE.get(match.kind, round(PART * likeness, 1))
            if match.iri in self._schema.entities and match.iri != named and name >= LEAST:
                is_code = match.scheme is not None
                features = {"name": name, "whole_name": match.kind in WHOLE, "letters": likeness}
                yield Candidate(
                    match.iri,
                    name,
                    features | ({"short_code": True} if is_code and len(text.strip()) < SHORT_CODE else {}),
                    certain=match.kind in ("exact", "folded"),
                )

    def _having(self, conditions: Iterable[tuple[IRI, Any]]) -> Iterator[Candidate]:
        """The entities of which at least one of the conditions is true; a code of one says which it is."""
        codes = {scheme for known in self._schema.codes.values() for scheme in known}
        entities: dict[IRI, bool] = {}
        for property, condition in conditions:
            for iri in self._evidence.having(property, condition.values):
                entities[iri] = entities.get(iri, False) or property in codes
        for iri, has_code in entities.items():
            yield Candidate(iri, certain=has_code)

    def _shown(self, candidate: Candidate, lang: str, *, is_match: bool) -> dict[str, Any]:
        iri = candidate.iri
        shown: dict[str, Any] = {
            "id": self._entities.identifier(iri),
            "name": self._labels.name(iri, lang),
            "type": [self._schema.type_object(type, lang) for type in self._schema.direct(iri)],
            "score": candidate.score,
            "match": is_match,
            "features": [{"id": name, "value": value} for name, value in candidate.features.items()],
        }
        description = self._entities.description(iri, lang)
        return shown | ({"description": description} if description else {})


def _is_sure(candidates: list[Candidate], *, is_restricted: bool) -> bool:
    """Whether the first of the candidates is surely meant: by its whole name, and nothing else near it."""
    if not candidates:
        return False
    first, *others = candidates
    return (
        first.certain
        and first.of_type
        and first.score >= SURE
        and all(agreement >= UNKNOWN for agreement in first.agreements)
        and (is_restricted or "short_code" not in first.features)
        and not any(_is_rival(other, first) for other in others)
        and (first.name is not None or first.score == AGREES)
    )


def _is_rival(other: Candidate, first: Candidate) -> bool:
    """Whether another candidate may as well be meant; not so if it is called so in other words only."""
    is_called_so = other.certain or other.features.get("letters", SAME) >= SAME
    return is_called_so and other.score > first.score - LEAD
