"""Queries as clients send them: read, and refused with words where they are ill-formed."""

from __future__ import annotations

from dataclasses import dataclass

from atsmu_kg.errors import ParameterError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    Value: TypeAlias = "str | int | float | bool | Reference"

FIELDS = frozenset({"query", "type", "limit", "properties", "type_strict"})
STRICT = ("any", "should", "all")
LONGEST = 500
DEFAULT_LIMIT, MOST = 10, 100
# Of types, properties, and values of a property in one query.
MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that is an entity, by its identifier."""

    id: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A property by its identifier, and the values of which the entity should have one."""

    property: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ReconciliationQuery:
    """One query of a batch.

    text: the name, code or identifier that is looked for; empty where only conditions are given.
    types: the identifiers of types.
    strict: ``any`` of the types or ``all`` of them, or ``should``: others where none of them is called so.
    conditions: what else should be true of the entity.
    limit: the most candidates that are wanted.
    """

    text: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    conditions: tuple[Condition, ...] = ()
    limit: int = DEFAULT_LIMIT

    @classmethod
    def read(cls, given: object) -> ReconciliationQuery:
        """The query that an object of a batch is; ParameterError if it is ill-formed.

        >>> ReconciliationQuery.read({"query": "Iran", "type": "schema:Country"}).types
        ('schema:Country',)
        """
        if not isinstance(given, dict):
            raise wrong("a query", given, 'an object, such as {"query": "Iran"}')
        unknown = sorted(given.keys() - FIELDS)
        if unknown:
            raise ParameterError(
                f"a query has no field {quoted(unknown[0][:LONGEST])}",
                advice=f"The fields are {', '.join(sorted(FIELDS))}.",
            )
        if "query" not in given and not given.get("properties"):
            raise ParameterError("there is nothing to look for", advice="Give 'query', or 'properties'.")
        types = given.get("type", [])
        strict = given.get("type_strict", STRICT[0])
        if strict not in STRICT:
            raise wrong("'type_strict'", strict, f"one of {', '.join(STRICT)}")
        return cls(
            _text(given.get("query", ""), "'query'"),
            tuple(_text(type, "a type") for type in _listed(types, "'type'")),
            strict,
            tuple(_condition(one) for one in _listed(given.get("properties", []), "'properties'")),
            _limit(given.get("limit", DEFAULT_LIMIT)),
        )


def _condition(given: object) -> Condition:
    if not isinstance(given, dict) or "pid" not in given or "v" not in given:
        raise wrong("a property", given, "an object with 'pid' and 'v'")
    return Condition(_text(given["pid"], "'pid'"), tuple(map(_value, _listed(given["v"], "'v'"))))


def _value(given: Any) -> Value:
    if isinstance(given, dict):
        return Reference(_text(given.get("id"), "the 'id' of a value"))
    if isinstance(given, bool | int | float):
        return given
    return _text(given, "a value")


def _listed(given: object, what: str) -> list[Any]:
    """A list as it is, anything else as the only one of a list."""
    listed = given if isinstance(given, list) else [given]
    if len(listed) > MOST_PARTS:
        raise ParameterError(f"{what} has {len(listed)} members", advice=f"At most {MOST_PARTS} are allowed.")
    return listed


def _text(given: object, what: str) -> str:
    if not isinstance(given, str):
        raise wrong(what, given, "a string")
    if len(given) > LONGEST:
        raise ParameterError(
            f"{what} has {len(given):,} characters", advice=f"At most {LONGEST} are allowed."
        )
    return given


def _limit(given: Any) -> int:
    """At most so many candidates, but no more than any client can show."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not given >= 1 or given != int(given):
        raise wrong("'limit'", given, "a whole number from 1")
    return min(int(given), MOST)


def wrong(what: str, given: object, wanted: str) -> ParameterError:
    """The error for what a client has given, with what it should have been."""
    shown = quoted(given)
    shown = shown if len(shown) <= 80 else f"{shown[:80]}…"
    return ParameterError(f"{what} can't be {shown}", advice=f"Give {wanted}.")


def error(problem: Mapping[str, Any]) -> dict[str, Any]:
    """The result of a query that was refused: no candidates, and why."""
    return {"result": [], "error": problem}
