"""The values of literals that operators of SPARQL see, and how they compare (XSD 1.1, part 2, 3.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import isnan
from typing import TYPE_CHECKING, Any

from atsmu_kg.rdf.datatypes import INTEGERS, XSD, integer, pattern, well_formed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEMPORAL = frozenset({"date", "dateTime", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"})
DURATIONS = frozenset({"duration", "yearMonthDuration", "dayTimeDuration"})


@dataclass(frozen=True, slots=True)
class Value:
    """What a well-formed literal stands for: comparable with the values of its own family only.

    >>> compare(Value("number", 5), Value("number", Decimal("5.0")))
    0
    """

    family: str
    value: Any


def value(lexical: str, datatype: str) -> Value | None:
    """The value that operators of SPARQL see; None if the form is ill typed or the datatype has no operators.

    >>> value("05", f"{XSD}integer").value, value("five", f"{XSD}integer")
    (5, None)
    """
    name = datatype.removeprefix(XSD)
    family, read = _readers().get(name, (None, None))
    if family is None or read is None or name == datatype or not well_formed(lexical, datatype):
        return None
    match = pattern(name).fullmatch(lexical)
    return Value(family, read(match)) if match else None


def compare(left: Value, right: Value) -> int:
    """-1, 0 or 1; TypeError where SPARQL's operators give an error: other families, or no answer at all."""
    if left.family != right.family:
        raise TypeError(f"a {left.family} does not compare with a {right.family}")
    one, other = left.value, right.value
    if left.family == "duration":
        return _compare_durations(one, other)
    if left.family in TEMPORAL:
        return _compare_moments(one, other)
    if isinstance(one, float) or isinstance(other, float):
        one, other = float(one), float(other)
        if isnan(one) or isnan(other):
            raise TypeError("NaN has no order")
    return int(one > other) - int(one < other)


@cache
def _readers() -> Mapping[str, tuple[str, Callable[[re.Match[str]], object]]]:
    """For each datatype that operators know: its family, and what makes the value of a matched form."""
    numbers = {name: ("number", lambda match: integer(match[0])) for name in INTEGERS}
    floats = {name: ("number", lambda match: float(match[0])) for name in ("double", "float")}
    return {
        **numbers,
        **floats,
        "decimal": ("number", lambda match: Decimal(match[0])),
        "boolean": ("boolean", lambda match: match[0] in {"true", "1"}),
        "string": ("string", lambda match: match[0]),
        **{name: (name, _moment) for name in TEMPORAL},
        "dateTimeStamp": ("dateTime", _moment),
        **dict.fromkeys(DURATIONS, ("duration", _duration)),
    }


def _moment(match: re.Match[str]) -> tuple[Decimal, bool]:
    """Seconds on the timeline, and whether a time zone fixed them there."""
    parts = match.groupdict()
    days = _days(int(parts.get("year") or 1972), int(parts.get("month") or 1), int(parts.get("day") or 1))
    hours = 24 if parts.get("midnight") and parts.get("year") else int(parts.get("hour") or 0)
    seconds = Decimal(days * 86400 + hours * 3600 + int(parts.get("minute") or 0) * 60)
    seconds += Decimal(parts.get("second") or 0)
    zone = parts.get("zone")
    if zone and zone != "Z":
        offset = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds -= offset if zone[0] == "+" else -offset
    return seconds, zone is not None


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar, for any year."""
    year -= month <= 2
    of_era = year % 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return year // 400 * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def _compare_moments(left: tuple[Decimal, bool], right: tuple[Decimal, bool]) -> int:
    difference = left[0] - right[0]
    # XSD 1.1, E.3.3: a missing zone may be any from -14:00 to +14:00.
    if left[1] != right[1] and abs(difference) <= 14 * 3600:
        raise TypeError("a time with a zone does not compare with a time near it without one")
    return (difference > 0) - (difference < 0)


def _duration(match: re.Match[str]) -> tuple[int, Decimal]:
    """Months and seconds."""
    lexical = match[0]
    date, _, time = lexical.lstrip("-").lstrip("P").partition("T")
    amounts = {unit: Decimal(amount) for amount, unit in re.findall(r"([\d.]+)([YMD])", date)}
    times = {unit: Decimal(amount) for amount, unit in re.findall(r"([\d.]+)([HMS])", time)}
    sign = -1 if lexical.startswith("-") else 1
    months = int(amounts.get("Y", 0) * 12 + amounts.get("M", 0))
    seconds = amounts.get("D", 0) * 86400 + times.get("H", 0) * 3600 + times.get("M", 0) * 60
    return sign * months, sign * (seconds + times.get("S", Decimal(0)))


def _compare_durations(left: tuple[int, Decimal], right: tuple[int, Decimal]) -> int:
    months, seconds = left[0] - right[0], left[1] - right[1]
    # XSD 1.1, 3.3.6.1: a month is as long as it is after each of these four.
    starts = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
    differences = [
        (_days(year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1, 1) - _days(year, month, 1))
        * 86400
        + seconds
        for year, month in starts
    ]
    signs = {(difference > 0) - (difference < 0) for difference in differences}
    if len(signs) > 1:
        raise TypeError("how long a month is decides, and that is unknown")
    return signs.pop()
