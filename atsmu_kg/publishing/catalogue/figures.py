"""The figures as one table, which says which passage reports each."""

from __future__ import annotations

import csv
import io

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# What each column is, and its type in schema.org's terms.
COLUMNS = {
    "figure": ("the figure", "URL"),
    "about": ("what the figure is about", "URL"),
    "measure": ("what it counts or measures", "URL"),
    "measure_en": ("the English name of that", "Text"),
    "value": ("the value as reported", "Integer"),
    "bound": ("how the value limits the true one", "URL"),
    "least": ("the least value that follows, if any does", "Integer"),
    "greatest": ("the greatest value that follows, if any does", "Integer"),
    "unit": ("the unit, from QUDT", "URL"),
    "period": ("the time that it holds for, if the source says so", "URL"),
    "date": ("the year, month or day that it holds for, if the source says so", "Text"),
    "passage": ("the passage that reports it", "URL"),
}


def table(figures: Iterable[tuple[str, ...]]) -> bytes:
    """The rows of the query for figures, sorted, as CSV (RFC 4180) in UTF-8; empty is what nobody states."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(set(figures)))
    return text.getvalue().encode()


def kinds(figures: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """The type of each column: a column of numbers that are not all whole holds floats."""
    found = {column: kind for column, (_, kind) in COLUMNS.items()}
    for row in figures:
        for column, cell in zip(COLUMNS, row, strict=True):
            if found[column] == "Integer" and cell and not cell.lstrip("+-").isdigit():
                found[column] = "Float"
    return found
