"""Python values as JSON has them."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

Number = int | Decimal | float


def written(number: Number | None) -> int | float | str | None:
    """A number as JSON has it: a text where JSON's readers would round it.

    >>> written(500), written(Decimal("0.1")), written(Decimal("0.12345678901234567890")), written(-1e999)
    (500, 0.1, '0.12345678901234567890', '-INF')
    """
    if number is None or isinstance(number, int):
        return number
    if isinstance(number, float):
        return number if isfinite(number) else str(number).upper().replace("NAN", "NaN")
    nearest = float(number)
    return nearest if Decimal(repr(nearest)) == number else str(number)


def known(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an object that have a value.

    >>> known({"line": 3, "column": None})
    {'line': 3}
    """
    return {name: value for name, value in members.items() if value is not None}
