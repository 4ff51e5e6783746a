"""The datatypes of literals: the lexical forms that they allow, their ranges, and their values in Python.

They are those of XML Schema (XSD 1.1, Part 2) that RDF 1.1 Concepts names in 5.1, and their kin.
"""

from __future__ import annotations

import re
from functools import cache, reduce

from atsmu_kg.errors import ParameterError, quoted
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Self

RDF, XSD = PREFIXES["rdf"], PREFIXES["xsd"]
INF = float("inf")


class Year(int):
    """A calendar year (xsd:gYear): a number, shown as years are written.

    >>> Year(1939), str(Year(1939)), str(Year(800)), Year(1939) + 1
    (Year(1939), '1939', '0800', 1940)
    """

    def __new__(cls, year: int | str) -> Self:
        """The year as a number or as its digits; ParameterError for anything else."""
        try:
            return super().__new__(cls, year)
        except (TypeError, ValueError, OverflowError) as error:
            message = f"{quoted(year)} is not a year"
            raise ParameterError(message, advice="Give a whole number: Year(1939).", value=year) from error

    def __str__(self) -> str:
        return f"{'-' if self < 0 else ''}{abs(int(self)):04}"

    def __repr__(self) -> str:
        return f"Year({int(self)})"


class Datatype:
    """One datatype: its name in the namespace ``xsd:``, and the pattern of its lexical forms.

    ``low`` and ``high`` are the least and the greatest of an integer type, ``kind`` what a column of such
    values holds. ``convert`` makes the Python value of a form that matches ``held``, by default ``pattern``:
    Python's types hold less, and no type stands for a datatype without it.
    """

    __slots__ = ("convert", "held", "high", "kind", "low", "name", "pattern")

    def __init__(
        self,
        name: str,
        pattern: str,
        kind: str = "",
        convert: Callable[[str], Any] | str | None = None,
        *,
        held: str = "",
        low: float = -INF,
        high: float = INF,
    ) -> None:
        self.name = name
        self.pattern = pattern
        self.kind = kind
        self.convert = convert
        self.held = held or pattern
        self.low = low
        self.high = high

    @property
    def iri(self) -> str:
        """The IRI of the datatype."""
        return XSD + self.name

    def __repr__(self) -> str:
        return f"Datatype({self.name!r})"


def well_formed(lexical: str, datatype: str) -> bool:
    """Whether the datatype allows the lexical form; true of datatypes that this module does not know.

    >>> well_formed("2024-02-30", f"{XSD}date"), well_formed("007", f"{XSD}integer")
    (False, True)
    """
    known = _KNOWN.get(datatype)
    if known is None:
        return True
    match = pattern(known.name).fullmatch(lexical)
    if match is None:
        return False
    if known.name in INTEGERS:
        return known.low <= integer(lexical) <= known.high
    return _day_exists(match)


def python_value(lexical: str, datatype: str) -> Any:
    """The Python value of a literal; None if its datatype does not allow it, or no type of Python holds it.

    >>> python_value("007", f"{XSD}integer"), python_value("128", f"{XSD}byte")
    (7, None)
    """
    return _reader(datatype)(lexical) if datatype in _KNOWN else None


def integer(lexical: str) -> int:
    """The number that a well-formed integer of any length stands for."""
    from decimal import Decimal

    return int(Decimal(lexical))  # int() refuses a text of more than 4300 digits


@cache
def pattern(name: str) -> re.Pattern[str]:
    """What the lexical forms of a datatype match, with a group for each part of a date or a time."""
    return re.compile(DATATYPES[name].pattern, re.ASCII | re.DOTALL)


@cache  # bounded: asked for the keys of _KNOWN only
def _reader(datatype: str) -> Callable[[str], Any]:
    """A function from a lexical form to its value, or to None if the datatype or Python does not allow it."""
    known = _KNOWN[datatype]
    convert: Any = known.convert
    if convert is None:
        return lambda lexical: None
    fullmatch = re.compile(known.held, re.ASCII | re.DOTALL).fullmatch
    if isinstance(convert, str):  # the name of it, so that its module is imported for such values only
        module, *attributes = convert.split(".")
        convert = reduce(getattr, attributes, __import__(module))

    def read(lexical: str) -> Any:
        try:
            return convert(lexical) if fullmatch(lexical) else None
        except (ParameterError, ValueError, OverflowError):
            return None

    return read


def _within(low: float, high: float) -> Callable[[str], int | None]:
    return lambda lexical: value if low <= (value := int(lexical)) <= high else None


def _finite(lexical: str) -> float | None:
    """A float, unless the form is of a number that is too great for one."""
    return value if abs(value := float(lexical)) < INF or "N" in lexical else None


def _timedelta(lexical: str) -> Any:
    from datetime import timedelta

    seconds = {"D": 86400, "H": 3600, "M": 60, "S": 1}
    parts = re.findall(r"([0-9]+)\.?([0-9]*)([DHMS])", lexical)
    size = sum(int(whole) * seconds[unit] * 10**6 + int(part.ljust(6, "0")) for whole, part, unit in parts)
    return timedelta(microseconds=-size if lexical.startswith("-") else size)


def _day_exists(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    if parts.get("day") is None or parts.get("month") is None:
        return True
    year, month, day = int(parts.get("year") or 4), int(parts["month"]), int(parts["day"])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_REAL = rf"{_NUMBER}(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)"
_TIME = rf"(?:{_CLOCK}|(?P<midnight>24:00:00(?:\.0+)?))"
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_TIME_OF_DAY = r"(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
# What Python holds: four digits of a year, no zone of a day, and no more than microseconds.
_PYTHON_DATE = r"\d{4}-\d\d-\d\d"
_PYTHON_TIME = r"\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_PYTHON_DURATION = r"-?P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,6})?S)?)?"

_RANGES = {
    "integer": (-INF, INF),
    "nonNegativeInteger": (0, INF),
    "positiveInteger": (1, INF),
    "nonPositiveInteger": (-INF, 0),
    "negativeInteger": (-INF, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
INTEGERS = frozenset(_RANGES)

_TABLE = (
    *(
        Datatype(name, r"[+-]?\d+", "integer", _within(low, high), low=low, high=high)
        for name, (low, high) in _RANGES.items()
    ),
    Datatype("decimal", _NUMBER, "number", "decimal.Decimal"),
    Datatype("double", _REAL, "number", _finite),
    Datatype("float", _REAL, "number", _finite),
    Datatype("boolean", "true|false|1|0", "boolean", lambda lexical: lexical in ("true", "1")),
    Datatype("string", ".*", "string", str),
    Datatype("anyURI", ".*", "string", str),
    Datatype("normalizedString", r"[^\t\n\r]*"),
    Datatype("token", r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?"),
    Datatype("language", "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"),
    Datatype("Name", r"(?u:[^\W\d]|:)(?u:[\w.:-])*"),
    Datatype("NCName", r"(?u:[^\W\d])(?u:[\w.-])*"),
    Datatype("NMTOKEN", r"(?u:[\w.:-])+"),
    Datatype("hexBinary", "(?:[0-9A-Fa-f]{2})*"),
    Datatype(
        "base64Binary",
        "(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}(?:[A-Za-z0-9+/] ?=|= ?=))?",
    ),
    Datatype(
        "date", f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?", "date", "datetime.date.fromisoformat", held=_PYTHON_DATE
    ),
    Datatype(
        "dateTime",
        f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
        "datetime",
        "datetime.datetime.fromisoformat",
        held=f"{_PYTHON_DATE}T{_PYTHON_TIME}",
    ),
    Datatype("dateTimeStamp", f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}", "datetime"),
    Datatype("time", f"{_TIME}{_ZONE}?", "time", "datetime.time.fromisoformat", held=_PYTHON_TIME),
    Datatype("gYear", f"{_YEAR}{_ZONE}?", "integer", Year, held=_YEAR),
    Datatype("gYearMonth", f"{_YEAR}-{_MONTH}{_ZONE}?"),
    Datatype("gMonth", f"--{_MONTH}{_ZONE}?"),
    Datatype("gMonthDay", f"--{_MONTH}-{_DAY}{_ZONE}?"),
    Datatype("gDay", f"---{_DAY}{_ZONE}?"),
    Datatype("duration", rf"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?{_TIME_OF_DAY}"),
    Datatype("yearMonthDuration", r"-?P(?=.)(?:\d+Y)?(?:\d+M)?"),
    Datatype(
        "dayTimeDuration", rf"-?P(?=.)(?:\d+D)?{_TIME_OF_DAY}", "duration", _timedelta, held=_PYTHON_DURATION
    ),
)

DATATYPES: Mapping[str, Datatype] = {datatype.name: datatype for datatype in _TABLE}
_KNOWN = {datatype.iri: datatype for datatype in _TABLE}
# What a literal may have as its datatype; of those behind the first, any lexical form passes.
STANDARD = frozenset({*_KNOWN, *(f"{RDF}{name}" for name in ("langString", "HTML", "XMLLiteral", "JSON"))})
