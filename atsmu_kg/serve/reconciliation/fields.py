"""The fields of a request: read, and refused with words where they are ill-formed."""

from __future__ import annotations

import msgspec

from atsmu_kg.serve import protocol
from atsmu_kg.serve.problems import RequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.serve.protocol import Fields

# The most queries in a batch, and the most entities and properties in an extension.
BATCH, MOST_PROPERTIES = 1_000, 50
LONGEST = 500


def parsed(asked: Fields, name: str) -> Any:
    """What a field has in JSON; RequestError if it is none.

    >>> parsed({"queries": ['{"q0": {"query": "Iran"}}']}, "queries")
    {'q0': {'query': 'Iran'}}
    """
    try:
        return msgspec.json.decode(protocol.single(asked, name))
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        message = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise RequestError(
            400, f"{name!r} is not JSON: {message}", advice="Send it in JSON (RFC 8259)."
        ) from error


def text(asked: Fields, name: str, otherwise: str) -> str:
    """The value of a field, which may be left out; RequestError if it is too long."""
    value = protocol.single(asked, name) if name in asked else otherwise
    if len(value) > LONGEST:
        advice = f"At most {LONGEST} are allowed."
        raise RequestError(400, f"{name!r} has {len(value):,} characters", advice=advice)
    return value


def whole(asked: Fields, name: str, otherwise: int) -> int:
    """The whole number in a field, which may be left out; RequestError if it is none.

    >>> whole({"cursor": ["20"]}, "cursor", 0), whole({}, "cursor", 0)
    (20, 0)
    """
    value = text(asked, name, "") or str(otherwise)
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise RequestError(400, f"{name!r} can't be {value!r}", advice="Give a whole number.")
    return int(value)


def table(given: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """The identifiers and the properties of an extension; RequestError if it is ill-formed."""
    ids = given.get("ids") if isinstance(given, dict) else None
    properties = given.get("properties") if isinstance(given, dict) else None
    if not isinstance(ids, list) or not all(isinstance(identifier, str) for identifier in ids):
        raise RequestError(
            400, "'extend' has no list of 'ids'", advice="Give identifiers, which are strings."
        )
    if not isinstance(properties, list) or not all(
        isinstance(asked, dict) and isinstance(asked.get("id"), str) for asked in properties
    ):
        raise RequestError(
            400,
            "'extend' has no list of 'properties'",
            advice='Give objects with an id: {"id": "akg:UnM49"}.',
        )
    require_most(len(ids), BATCH, "'ids'")
    require_most(len(properties), MOST_PROPERTIES, "'properties'")
    return list(dict.fromkeys(ids)), properties


def require_most(count: int, most: int, what: str) -> None:
    """Raises RequestError for more of something than there may be."""
    if count > most:
        raise RequestError(413, f"there are {count:,} {what}", advice=f"At most {most:,} are allowed.")
