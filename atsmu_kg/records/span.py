"""Spans of days: what a day, a month, a year or an interval of them covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from atsmu_kg.errors import ParameterError, quoted

DAY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
OPEN = ".."


class Span(NamedTuple):
    """From the first day to the last one; None where an end is open.

    >>> Span.of("2022"), Span.of("2023/2024").first
    (Span(first=datetime.date(2022, 1, 1), last=datetime.date(2022, 12, 31)), datetime.date(2023, 1, 1))
    """

    first: date | None
    last: date | None

    @classmethod
    def of(cls, time: object) -> Span:
        """The span of a time as ISO 8601 writes it.

        time: a day, a month or a year ("2023-02-15", "2023-02", "2023", 2023), or an interval of such
            ("2023/2024"; ".." where an end is open).

        Raises ParameterError for anything else.
        """
        time = quoted(time) if isinstance(time, int) else str(time)
        first, slash, last = time.partition("/")
        opens = _days(first, time)[0] if first != OPEN else None
        closes = _days(last if slash else first, time)[1] if (last if slash else first) != OPEN else None
        if opens and closes and opens > closes:
            raise ParameterError(
                f"{quoted(time)} ends before it begins", advice="Write the earlier time first.", value=time
            )
        return cls(opens, closes)

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return _begins_by(self, other) and _begins_by(other, self)


def _begins_by(span: Span, other: Span) -> bool:
    return span.first is None or other.last is None or span.first <= other.last


def _days(text: str, time: str) -> tuple[date, date]:
    """The first and the last day of a day, month or year."""
    parts = DAY.fullmatch(text)
    try:
        if parts is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in parts.groups())
        assert year is not None
        last_month = month or 12
        first = date(year, month or 1, day or 1)
        return first, date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:
        raise ParameterError(
            f"{quoted(time)} is not a time",
            advice="Give a day, a month, a year or an interval: '2023-02-15', '2023', '2023/2024'.",
            value=time,
        ) from None
