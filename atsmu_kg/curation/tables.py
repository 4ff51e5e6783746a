"""CSV tables whose every row knows its line, so that an error can name it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from atsmu_kg.errors import DataError, StoreError
from atsmu_kg.text import counted


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, message: str, advice: str) -> DataError:
        """The error to raise for something wrong in this row; its fact ``row`` is the row."""
        return DataError(message, advice=advice, file=self.file, line=self.line, row=self)


def read_table(file: str, columns: Sequence[str]) -> list[Row]:
    """The rows of a UTF-8 CSV file (RFC 4180) that has exactly these columns, in any order.

    Raises StoreError if the file can't be read, DataError if it isn't UTF-8 or CSV, has no rows or other
    columns, or if a row has another number of cells than the header.
    """
    reader = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if header is None:
                header = _header(file, cells, columns)
            elif len(cells) == len(header):
                rows.append(Row(file, line, dict(zip(header, cells, strict=True))))
            elif cells:
                message = f"the row has {counted(len(cells), 'cell')}, the header {len(header)}"
                advice = "Quote a cell that holds a comma or a line end."
                raise DataError(message, advice=advice, file=file, line=line)
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"the file is not CSV: {error}"
        advice = 'Quote cells with "…" and double the quotation marks inside them (RFC 4180).'
        raise DataError(message, file=file, line=line, advice=advice) from error
    if not rows:
        advice = f"Give a header ({','.join(columns)}) and rows."
        raise DataError("the table has no rows", advice=advice, file=file)
    return rows


def _text(file: str) -> str:
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        advice = "Give a CSV file."
        raise StoreError(f"the table can't be read: {reason}", advice=advice, file=file) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        raise DataError(message, file=file, line=line, advice="Save the table as UTF-8.") from error


def _header(file: str, header: list[str], columns: Sequence[str]) -> list[str]:
    if sorted(header) == sorted(columns):
        return header
    told = [
        f"{what} {', '.join(repr(name) for name in names)}"
        for what, names in (
            ("lacks", sorted(set(columns) - set(header))),
            ("has the unknown", sorted(set(header) - set(columns))),
            ("repeats", sorted({name for name in header if header.count(name) > 1})),
        )
        if names
    ]
    advice = f"The columns are {','.join(columns)}."
    raise DataError(f"the header {'; it '.join(told)}", file=file, line=1, advice=advice)
