"""CSV tables whose every row knows its line, so that an error can name it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from atsmu_kg.errors import DataError, StoreError
from atsmu_kg.rdf.documents import content
from atsmu_kg.text import counted


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its cells by column, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, message: str, advice: str) -> DataError:
        """The error to raise for something wrong in this row; its fact ``row`` is the row."""
        return DataError(message, advice=advice, file=self.file, line=self.line, row=self)


def read_table(file: str, columns: Sequence[str]) -> list[TableRow]:
    """The rows of a UTF-8 CSV file (RFC 4180) that has exactly these columns, in any order.

    Raises StoreError if the file can't be read, DataError if it isn't UTF-8 or CSV, has no rows or other
    columns, or if a row has another number of cells than the header.
    """
    lines = csv_rows(file)
    _, header = next(lines, (1, []))
    if header:
        require_columns(header, columns, file=file)
    rows: list[TableRow] = []
    for line, cells in lines:
        if len(cells) == len(header):
            rows.append(TableRow(file, line, dict(zip(header, cells, strict=True))))
        elif cells:
            message = f"the row has {counted(len(cells), 'cell')}, the header {len(header)}"
            advice = "Quote a cell that holds a comma or a line end."
            raise DataError(message, advice=advice, file=file, line=line)
    if not rows:
        advice = f"Give a header ({','.join(columns)}) and rows."
        raise DataError("the table has no rows", advice=advice, file=file)
    return rows


def csv_rows(file: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row of a UTF-8 CSV file (RFC 4180), with the line where the row begins.

    A header that has semicolons or tabs and no comma, as spreadsheets write in many languages, says that
    these part the cells.

    Raises StoreError if the file can't be read, DataError, with the line, if it isn't UTF-8 or CSV.
    """
    text = _text(file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"the file is not CSV: {error}"
        advice = 'Quote cells with "…" and double the quotation marks inside them (RFC 4180).'
        raise DataError(message, file=file, line=line, advice=advice) from error


def _delimiter(text: str) -> str:
    """What parts the cells of a table, by its header."""
    header = text.partition("\n")[0]
    return next((mark for mark in ";\t" if mark in header and "," not in header), ",")


def require_columns(
    header: Sequence[str], columns: Sequence[str], *, file: str, line: int = 1, sheet: str = ""
) -> None:
    """Raises DataError for a header that is not these columns, in any order."""
    told = [
        f"{what} {', '.join(map(repr, names))}"
        for what, names in (
            ("lacks", [name for name in columns if name not in header]),
            ("has the unknown", [name for name in header if name not in columns]),
            ("repeats", sorted({name for name in header if header.count(name) > 1})),
        )
        if names
    ]
    if told:
        where = f"sheet {sheet}: " if sheet else ""
        advice = f"The columns are {','.join(columns)}."
        message = f"{where}the header {'; it '.join(told)}"
        raise DataError(message, file=file, line=line, sheet=sheet, advice=advice)


def _text(file: str) -> str:
    try:
        data = content(file)
    except StoreError as error:
        raise StoreError(f"the table {error.message}", advice=error.advice, file=file) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        raise DataError(message, file=file, line=line, advice="Save the table as CSV UTF-8.") from error
