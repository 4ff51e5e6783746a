"""XSD datatypes: which lexical forms they allow, and how their values compare (XSD 1.1, part 2, 3.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import isnan
from typing import TYPE_CHECKING, Any

from atsmu_kg.rdf.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INTEGERS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}

_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)"
_TIME = rf"(?:{_CLOCK}|(?P<midnight>24:00:00(?:\.0+)?))"
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"

PATTERNS: Mapping[str, str] = {
    **dict.fromkeys(INTEGERS, r"[+-]?\d+"),
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    **dict.fromkeys(("double", "float"), r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"),
    "boolean": r"true|false|1|0",
    "string": r"(?s:.*)",
    "anyURI": r"(?s:.*)",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": r"(?u:[^\W\d]|:)(?u:[\w.:-])*",
    "NCName": r"(?u:[^\W\d])(?u:[\w.-])*",
    "NMTOKEN": r"(?u:[\w.:-])+",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}(?:[A-Za-z0-9+/] ?=|= ?=))?",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "time": f"{_TIME}{_ZONE}?",
    "gYear": f"{_YEAR}{_ZONE}?",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": f"--{_MONTH}{_ZONE}?",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
    "gDay": f"---{_DAY}{_ZONE}?",
    "duration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "yearMonthDuration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": r"-?P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
}

TEMPORAL = frozenset({"date", "dateTime", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"})
DURATIONS = frozenset({"duration", "yearMonthDuration", "dayTimeDuration"})

# Datatypes that RDF 1.1 Concepts, 5.1 and 5.2, names beside those above; any lexical form passes.
KNOWN = frozenset(
    {
        *(f"{XSD}{name}" for name in PATTERNS),
        RDF.langString,
        RDF.HTML,
        RDF.XMLLiteral,
        RDF.JSON,
    }
)


@dataclass(frozen=True, slots=True)
class Value:
    """What a well-formed literal stands for: comparable with the values of its own family only.

    >>> compare(Value("number", 5), Value("number", Decimal("5.0")))
    0
    """

    family: str
    value: Any


def well_formed(lexical: str, datatype: str) -> bool:
    """Whether the datatype allows the lexical form; true of datatypes that this module does not know.

    >>> well_formed("2024-02-30", XSD.date), well_formed("007", XSD.integer), well_formed("128", XSD.byte)
    (False, True, False)
    """
    name = datatype.removeprefix(str(XSD))
    if name == datatype or name not in PATTERNS:
        return True
    match = _pattern(name).fullmatch(lexical)
    if match is None:
        return False
    if name in INTEGERS:
        low, high = INTEGERS[name]
        number = _integer(lexical)
        return (low is None or number >= low) and (high is None or number <= high)
    return _day_exists(match)


def value(lexical: str, datatype: str) -> Value | None:
    """The value that operators of SPARQL see; None if the form is ill typed or the datatype has no operators.

    >>> value("05", XSD.integer).value, value("five", XSD.integer)
    (5, None)
    """
    name = datatype.removeprefix(str(XSD))
    family, read = _readers().get(name, (None, None))
    if family is None or read is None or name == datatype or not well_formed(lexical, datatype):
        return None
    match = _pattern(name).fullmatch(lexical)
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
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(PATTERNS[name], re.ASCII)


@cache
def _readers() -> Mapping[str, tuple[str, Callable[[re.Match[str]], object]]]:
    """For each datatype that operators know: its family, and what makes the value of a matched form."""
    numbers = {name: ("number", lambda match: _integer(match[0])) for name in INTEGERS}
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


def _integer(lexical: str) -> int:
    # Through Decimal: int() refuses a text of more than 4300 digits.
    return int(Decimal(lexical))


def _day_exists(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    if parts.get("day") is None or parts.get("month") is None:
        return True
    year, month, day = int(parts.get("year") or 4), int(parts["month"]), int(parts["day"])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


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
