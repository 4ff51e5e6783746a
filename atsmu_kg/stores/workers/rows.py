"""Counting the rows of an answer in the bytes that an engine writes, as they come."""

from __future__ import annotations

import re
from types import MappingProxyType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LINES = ("text/tab-separated-values", "text/csv", "application/n-triples", "application/n-quads")
HEADED = LINES[:2]
# What begins a row and can't stand within one, for quotes and brackets of values are escaped; its length.
MARKS: Mapping[str, tuple[re.Pattern[bytes], int]] = MappingProxyType(
    {
        "application/sparql-results+xml": (re.compile(rb"<result>"), 8),
        "application/sparql-results+json": (re.compile(rb'[\[,]\{"[^,}:\]]'), 4),
    }
)


class RowCount:
    """The number of rows, or of triples, in the parts of an answer so far.

    media_type: that of the answer: one of query results, N-Triples or N-Quads. In JSON a row without any
        value does not count.

    >>> rows = RowCount("text/csv")
    >>> rows.add(b'name\\r\\n"one\\nrow"\\r'), rows.add(b'\\nanother\\r\\n')
    (0, 2)
    """

    __slots__ = ("_count", "_in_quotes", "_mark", "_tail", "_width")

    def __init__(self, media_type: str) -> None:
        self._mark: re.Pattern[bytes] | None
        self._mark, self._width = MARKS.get(media_type, (None, 1))
        # Only CSV has line ends within values.
        self._in_quotes = False if media_type == "text/csv" else None
        self._tail = b""
        self._count = -(media_type in HEADED)

    def add(self, part: bytes) -> int:
        """Count what comes next; the rows so far, without a header."""
        if self._in_quotes is not None:
            pieces = part.split(b'"')
            self._count += sum(piece.count(b"\n") for piece in pieces[self._in_quotes :: 2])
            self._in_quotes ^= len(pieces) % 2 == 0
        elif self._mark is None:
            self._count += part.count(b"\n")
        else:
            known = self._tail + part
            self._count += len(self._mark.findall(known))
            self._tail = known[1 - self._width :]
        return max(0, self._count)
