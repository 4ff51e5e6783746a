"""Data extension: the values of properties, for the entities of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from pyoxigraph import BlankNode, Literal, NamedNode

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.rdf.namespaces import IRI, RDFS, SCHEMA
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.serve.reconciliation.queries import wrong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.serve.reconciliation.entities import Entities, Value
    from atsmu_kg.serve.reconciliation.labels import EntityLabels
    from atsmu_kg.serve.reconciliation.schema import Schema

CONTENTS = ("entity", "name", "id")
ALL_LANGUAGES = "all"
# JSON's numbers are exact up to here for all who read them.
LARGEST = 2**53
# What has the number of a figure without its bound.
NUMBERS = (SCHEMA.value, RDFS.label)


@dataclass(frozen=True, slots=True)
class PropertySettings:
    """How the values of one property are wanted.

    limit: the most values; 0 for all.
    content: of values that are entities the ``entity``, its ``name`` or its ``id``.
    lang: the language of texts, or ``all``.
    """

    limit: int = 0
    content: str = CONTENTS[0]
    lang: str = LANGUAGES[0]

    @classmethod
    def read(cls, given: object, lang: str) -> PropertySettings:
        """The settings that a client sends; what it does not set is as by default.

        >>> PropertySettings.read({"limit": "5", "content": ""}, "tg")
        PropertySettings(limit=5, content='entity', lang='tg')
        """
        if given is None:
            given = {}
        if not isinstance(given, dict):
            raise wrong("settings", given, 'an object, such as {"limit": 1}')
        # A form that somebody left empty sends empty strings.
        told = {name: value for name, value in given.items() if value not in (None, "")}
        limit = str(told.get("limit", 0)).removesuffix(".0")
        if not (limit.isascii() and limit.isdecimal() and len(limit) < 10):
            raise wrong("limit", told["limit"], "a whole number, 0 for all values")
        content, wanted = told.get("content", CONTENTS[0]), told.get("lang", lang)
        if content not in CONTENTS:
            raise wrong("content", content, f"one of {', '.join(CONTENTS)}")
        if wanted not in (*LANGUAGES, ALL_LANGUAGES):
            raise wrong("lang", wanted, f"one of {', '.join((*LANGUAGES, ALL_LANGUAGES))}")
        return cls(int(limit), content, wanted)


class Extender:
    """What answers data extension queries.

    labels, entities, schema: what the things are called, and are, and which codes they have.
    """

    def __init__(self, labels: EntityLabels, entities: Entities, schema: Schema) -> None:
        self._labels = labels
        self._entities = entities
        self._schema = schema

    def meta(self, properties: Iterable[IRI], lang: str) -> list[dict[str, Any]]:
        """The columns: each property with its name, and the type of its values if they have one."""
        columns = []
        for property in properties:
            column: dict[str, Any] = dict(self._schema.property_object(property, lang))
            type = self._schema.range(property)
            columns.append(column | ({"type": self._schema.type_object(type, lang)} if type else {}))
        return columns

    def row(
        self, identifier: str, wanted: Mapping[str, tuple[IRI, PropertySettings]]
    ) -> dict[str, list[Any]]:
        """The values of the wanted properties of an entity, in a stable order; of an unknown one none."""
        iri = self._entities.known(identifier)
        return {
            name: [] if iri is None else self.values(iri, property, settings)
            for name, (property, settings) in wanted.items()
        }

    def values(self, iri: IRI, property: IRI, settings: PropertySettings) -> list[dict[str, Any]]:
        """The values of a property of a thing, in a stable order."""
        codes = self._schema.codes.get(iri, {}).get(property)
        if codes is not None:
            values: list[dict[str, Any]] = [{"str": code} for code in sorted(codes)]
        elif property in NUMBERS and (number := self._labels.bounded(iri, _spoken(settings.lang))):
            name = self._labels.name(iri, _spoken(settings.lang))
            values = [{"str": number if property == SCHEMA.value else name}]
        else:
            stated = self._entities.values(iri, property)
            shown = (self._shown(value, settings) for value in in_language(stated, settings.lang))
            values = [value for value in shown if value]
        return values[: settings.limit or None]

    def _shown(self, value: Value, settings: PropertySettings) -> dict[str, Any] | None:
        """A value as clients get it; None for a node without a name."""
        if isinstance(value, NamedNode):
            iri = IRI(value.value)
            if not self._entities.is_entity(iri):
                return {"str": str(iri)}
            identifier, name = self._entities.identifier(iri), self._labels.name(iri, _spoken(settings.lang))
            return {
                "entity": {"id": identifier, "name": name},
                "name": {"str": name},
                "id": {"str": identifier},
            }[settings.content]
        if isinstance(value, BlankNode):
            return None
        return literal(to_python(value), str(getattr(value, "value", value)))


def literal(value: object, lexical: str) -> dict[str, Any]:
    """A literal as clients get it: a number or a moment where JSON has it exactly, else its characters.

    >>> from atsmu_kg.rdf.datatypes import Year
    >>> literal(26, "26"), literal(Year(1939), "1939"), literal("x", "x")
    ({'int': 26}, {'int': 1939}, {'str': 'x'})
    """
    if isinstance(value, bool):
        return {"str": lexical}
    if isinstance(value, int) and abs(value) <= LARGEST:
        return {"int": int(value)}
    if isinstance(value, float | Decimal) and isfinite(value):
        return {"float": float(value)}
    if isinstance(value, datetime):
        return {"date": value.isoformat()}
    if isinstance(value, date):
        return {"date": f"{value.isoformat()}T00:00:00Z"}
    return {"str": lexical}


def in_language(values: Iterable[Value], lang: str) -> list[Value]:
    """The values without the texts in other languages than one, if there are some in it.

    Where there are none, those in the first language that there is stay.
    """
    listed = [*values]
    tags = {value.language for value in listed if isinstance(value, Literal) and value.language}
    if lang == ALL_LANGUAGES or not tags:
        return listed
    chosen = next(tag for tag in (lang, *LANGUAGES, *sorted(tags)) if tag in tags)
    return [value for value in listed if (getattr(value, "language", None) or chosen) == chosen]


def _spoken(lang: str) -> str:
    return LANGUAGES[0] if lang == ALL_LANGUAGES else lang
