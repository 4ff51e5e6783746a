"""Tables in CSV and Excel whose every cell knows where it stands."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from atsmu_kg.curation.tables import csv_rows, require_columns
from atsmu_kg.errors import DataError, MissingDependencyError, StoreError
from atsmu_kg.rdf.documents import content
from atsmu_kg.text import counted

# A workbook of a megabyte can unpack to a thousand of them, and each byte takes fifty in memory.
MOST_BYTES = 50_000_000
MOST_CELLS = 1_000_000
# In place of the name of a column, of a cell that is in none.
BEYOND = "beyond the header"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell holds, without the blanks around it, and where it stands. Rows and columns count from 1.

    >>> Cell("8 844", "uni.xlsx", "figures", 5, 7, "value").error("is not a number", "Write 8844.").args[0]
    "sheet figures, cell G5 (value): '8 844' is not a number"
    """

    text: str
    file: str
    sheet: str
    row: int
    column: int
    name: str

    @property
    def address(self) -> str:
        """The cell as a spreadsheet names it."""
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"

    def error(self, problem: str, advice: str) -> DataError:
        """The error to raise for what is wrong with the cell; its facts name sheet, row and column."""
        where = f"sheet {self.sheet}, " if self.sheet else ""
        held = repr(self.text) if self.text else "an empty cell"
        return DataError(
            f"{where}cell {self.address} ({self.name}): {held} {problem}",
            advice=advice,
            file=self.file,
            line=self.row,
            column=self.column,
            sheet=self.sheet,
            row=self.row,
            name=self.name,
            text=self.text,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its kind, which its name says, and its rows, each a cell by column name.

    ``wrong`` are the errors of cells that can't be read, or that stand in no column.
    """

    kind: str
    rows: Sequence[Mapping[str, Cell]]
    wrong: Sequence[DataError] = ()


def read_sheets(file: str, kinds: Mapping[str, Sequence[str]]) -> list[Sheet]:
    """The tables of a .csv or .xlsx file; ``kinds`` gives the columns of each kind.

    The name of a CSV file or of a sheet begins with its kind (``figures``, ``figures-2026``); a sheet whose
    name begins with ``_`` is passed over, and so are empty rows. Raises StoreError if the file can't be
    read, MissingDependencyError if Excel's format can't, and DataError for other names or columns and for
    workbooks that are too large. What else cells hold than text and numbers, the sheets tell.
    """
    suffix = Path(file).suffix.lower()
    if suffix == ".csv":
        rows = ((line, [cell.strip() for cell in cells]) for line, cells in csv_rows(file))
        return [_sheet(file, "", Path(file).stem, rows, kinds, [])]
    if suffix == ".xlsx":
        return [
            _sheet(file, title, title, rows, kinds, wrong)
            for title, rows, wrong in _workbook(file)
            if not title.startswith("_")
        ]
    raise StoreError("the extension is not that of a table", file=file, advice="Give .csv or .xlsx files.")


def _sheet(
    file: str,
    sheet: str,
    name: str,
    rows: Iterator[tuple[int, list[str]]],
    kinds: Mapping[str, Sequence[str]],
    wrong: list[DataError],
) -> Sheet:
    kind = name.partition("-")[0].strip()
    if kind not in kinds:
        what = f"sheet {sheet!r}" if sheet else "the file's name"
        raise DataError(
            f"{what} is not the name of a kind of table",
            file=file,
            advice=f"Name it {', '.join(kinds)}, or one of these with a hyphen and more behind it"
            + ("; a sheet of notes begins with _." if sheet else "."),
        )
    line, header = next(rows, (1, []))
    while header and not header[-1]:
        header.pop()
    require_columns(header, kinds[kind], file=file, line=line, sheet=sheet)
    return Sheet(kind, list(_cells(file, sheet, rows, header, wrong)), wrong)


def _cells(
    file: str,
    sheet: str,
    rows: Iterator[tuple[int, list[str]]],
    header: Sequence[str],
    wrong: list[DataError],
) -> Iterator[Mapping[str, Cell]]:
    for number, texts in rows:
        if not any(texts):
            continue
        for place, text in enumerate(texts[len(header) :], len(header) + 1):
            if text:
                stray = Cell(text, file, sheet, number, place, BEYOND)
                wrong.append(
                    stray.error(
                        "stands in no column",
                        "Take it out; in CSV, quote a cell that holds a comma. Of a list, such as of "
                        "countries, each has a row of its own.",
                    )
                )
        padded = [*texts, *[""] * (len(header) - len(texts))]
        yield {
            name: Cell(padded[place], file, sheet, number, place + 1, name)
            for place, name in enumerate(header)
        }


def _workbook(file: str) -> list[tuple[str, Iterator[tuple[int, list[str]]], list[DataError]]]:
    openpyxl = excel_library(file)
    data = io.BytesIO(content(file))
    try:
        _require_size(file, sum(part.file_size for part in ZipFile(data).infolist()), MOST_BYTES, "byte")
        # Values of formulas are only as fresh as the program that saved them: formulas are read as such.
        book = openpyxl.load_workbook(data, data_only=False)
        # One cell far out makes a sheet of empty ones between.
        for sheet in book.worksheets:
            _require_size(file, sheet.max_row * sheet.max_column, MOST_CELLS, "cell")
    except (StoreError, DataError):
        raise
    except Exception as error:
        # openpyxl lets through what zipfile and the XML parser raise.
        raise DataError(
            f"the file is not an Excel workbook: {error}",
            file=file,
            advice="Save it as .xlsx, or as CSV UTF-8.",
        ) from error
    wrong: dict[str, list[DataError]] = {sheet.title: [] for sheet in book.worksheets}
    return [
        (sheet.title, _excel_rows(file, sheet, wrong[sheet.title]), wrong[sheet.title])
        for sheet in book.worksheets
    ]


def _require_size(file: str, size: int, most: int, what: str) -> None:
    """Raises DataError for a workbook that would unpack to more than is read."""
    if size > most:
        raise DataError(
            f"the workbook unpacks to {counted(size, what)}; at most {most:,} are allowed",
            file=file,
            advice="Save the tables alone, without pictures and empty cells, or as CSV UTF-8.",
        )


def excel_library(file: str | None = None) -> Any:
    """What reads and writes Excel files, an optional dependency: MissingDependencyError without it."""
    try:
        return import_module("openpyxl")
    except ImportError as error:
        raise MissingDependencyError(
            "openpyxl is not installed, and Excel files need it",
            file=file,
            advice="pip install 'atsmu-kg[excel]', or use CSV (UTF-8).",
        ) from error


def _excel_rows(file: str, sheet: Any, wrong: list[DataError]) -> Iterator[tuple[int, list[str]]]:
    for cells in sheet.iter_rows():
        yield cells[0].row, [_excel_text(file, sheet.title, cell, wrong) for cell in cells]


def _excel_text(file: str, sheet: str, cell: Any, wrong: list[DataError]) -> str:
    """The text of a cell; a number as it would be typed."""
    value = cell.value
    if value is None:
        return ""
    here = Cell(str(value), file, sheet, cell.row, cell.column, "in Excel")
    if cell.data_type == "f":
        wrong.append(here.error("is a formula", "Paste its value instead (Paste special, values)."))
        return here.text
    if cell.data_type == "s":
        return str(value).strip()
    if cell.data_type == "n" and isinstance(value, int | float):
        return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    wrong.append(here.error("is neither a text nor a number", "Format the cell as text and write it again."))
    return here.text
