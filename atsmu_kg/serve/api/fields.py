"""The fields of an address, each given once, as values."""

from __future__ import annotations

from atsmu_kg.choices import Choices
from atsmu_kg.errors import ParameterError
from atsmu_kg.serve.protocol import fields, single
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

SWITCH: Choices[str] = Choices(("true", "false"), "value", "{} is neither true nor false")
# What is no text, by its name.
SWITCHES = frozenset({"sources", "entailed", "lint"})
NUMBERS = frozenset({"limit", "offset"})
LONGEST_NUMBER = 15


def given(encoded: bytes, known: Collection[str], listed: str = "") -> dict[str, str]:
    """The fields of an address; ParameterError, with those that may be meant, for one that is not known.

    encoded: the part of the address behind the question mark.
    known: the names that are taken.
    listed: what the error says of them (default: all of the names).

    >>> given(b"lang=ru&limit=2", ["lang", "limit"])
    {'lang': 'ru', 'limit': '2'}
    """
    asked = fields(encoded)
    listed = listed or (f"The fields are {', '.join(known)}." if known else "There are none.")
    for name in asked:
        if name not in known:
            near = nearest(name, known)
            advice = f"{did_you_mean(near)} {listed}".lstrip()
            message = f"there is no field {name!r} here"
            raise ParameterError(message, advice=advice, parameter=name, nearest=near)
    return {name: single(asked, name) for name in asked}


def value(name: str, text: str) -> Any:
    """The value of an option by its name: a switch, a whole number, or the text itself; ParameterError.

    >>> value("sources", "true"), value("limit", "20"), value("lang", "ru")
    (True, 20, 'ru')
    """
    if name in SWITCHES:
        return SWITCH.checked(text.lower()) == "true"
    if name in NUMBERS:
        if not (text.isdecimal() and text.isascii() and len(text) <= LONGEST_NUMBER):
            advice = f"Give a whole number: {name}=20."
            raise ParameterError(f"{name} can't be {text!r}", advice=advice, parameter=name, value=text)
        return int(text)
    return text
