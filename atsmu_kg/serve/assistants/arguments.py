"""The arguments of a call, held against what the tool or the prompt takes."""

from __future__ import annotations

from atsmu_kg.choices import Choices
from atsmu_kg.errors import LimitError, ParameterError, quoted
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# The types of JSON Schema that arguments have, with their names in messages.
TYPES: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "a text"),
    "integer": (int, "a whole number"),
    "object": (dict, "an object"),
}
LONGEST = 200_000


def checked(schema: Mapping[str, Any], given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The arguments of a call, if they are such as a JSON Schema of an object has them.

    schema: its ``properties``, each with a ``type`` or an ``enum``, and which of them are ``required``.
    given: the arguments; null is the same as none.

    Raises ParameterError for an argument that is missing, unknown or of another type, and LimitError for a
    text of more than 200,000 characters.

    >>> checked({"properties": {"text": {"type": "string"}}, "required": ["text"]}, {"text": "Iran"})
    {'text': 'Iran'}
    >>> checked({"properties": {"limit": {"type": "integer"}}}, {"limt": 3})
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.ParameterError: 'limt' is not an argument here
      Did you mean limit? The arguments are limit.
    """
    properties: Mapping[str, Any] = schema["properties"]
    arguments = {name: value for name, value in (given or {}).items() if value is not None}
    listed = f"The arguments are {', '.join(properties)}."
    for name in arguments:
        if name not in properties:
            advice = f"{did_you_mean(nearest(name, properties))} {listed}".lstrip()
            raise ParameterError(f"{quoted(name)} is not an argument here", advice=advice, parameter=name)
    for name in schema.get("required", ()):
        if name not in arguments:
            raise ParameterError(f"{name} is missing", advice=listed, parameter=name)
    for name, value in arguments.items():
        _check(name, value, properties[name])
    return arguments


def _check(name: str, value: Any, schema: Mapping[str, Any]) -> None:
    if "enum" in schema:
        Choices(schema["enum"], name, f"{name} can't be {{}}").checked(value)
        return
    kind, words = TYPES[schema["type"]]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ParameterError(
            f"{name} is {quoted(value)[:60]}, which is not {words}", advice=f"Give {words}.", parameter=name
        )
    if isinstance(value, str) and len(value) > LONGEST:
        raise LimitError(
            f"{name} has {len(value):,} characters",
            advice=f"At most {LONGEST:,} are taken.",
            limit="size",
            allowed=LONGEST,
        )
