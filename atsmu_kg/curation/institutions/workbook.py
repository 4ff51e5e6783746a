"""The tables as an Excel workbook to fill in, whose cells offer the terms of the vocabulary."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from atsmu_kg.curation.institutions.columns import COLUMNS, FIGURE_UNITS, RELATIONS, UNIT_KINDS
from atsmu_kg.curation.institutions.sheets import excel_library

# A zip file can't say an earlier day; a day of its own would change the bytes with each run.
DAY = (1980, 1, 1, 0, 0, 0)
ROWS = 1000


def workbook(measures: Sequence[str], bounds: Sequence[str], completeness: Sequence[str]) -> bytes:
    """An empty workbook with a sheet for each kind of table; the same bytes each time.

    Raises MissingDependencyError without openpyxl.
    """
    library = excel_library()
    choices: Mapping[tuple[str, str], Sequence[str]] = {
        ("figures", "measure"): sorted(measures),
        ("figures", "bound"): sorted(bounds),
        ("figures", "unit"): FIGURE_UNITS,
        ("figures", "share_of"): sorted(measures),
        ("units", "kind"): UNIT_KINDS,
        ("units", "completeness"): sorted(completeness),
        ("measures", "part_of"): sorted(measures),
        ("partners", "relation"): RELATIONS,
        ("partners", "completeness"): sorted(completeness),
    }
    book = library.Workbook()
    book.remove(book.active)
    offered = {}
    for kind, columns in COLUMNS.items():
        sheet = book.create_sheet(kind)
        sheet.append(list(columns))
        sheet.freeze_panes = "A2"
        for column in columns:
            sheet.column_dimensions[_letter(columns, column)].width = max(12, len(column) + 4)
        offered[kind] = sheet
    # Excel takes at most 255 characters of choices in place, and any number from cells of another sheet.
    lists = book.create_sheet("_choices")
    for place, ((kind, column), values) in enumerate(choices.items(), 1):
        for row, value in enumerate([f"{kind}.{column}", *values], 1):
            lists.cell(row, place, value)
        letter = lists.cell(1, place).column_letter
        rule = library.worksheet.datavalidation.DataValidation(
            type="list", formula1=f"_choices!${letter}$2:${letter}${len(values) + 1}", allow_blank=True
        )
        own = _letter(COLUMNS[kind], column)
        rule.add(f"{own}2:{own}{ROWS}")
        offered[kind].add_data_validation(rule)
    return _steady(book)


def _letter(columns: Sequence[str], column: str) -> str:
    return chr(ord("A") + columns.index(column))


def _steady(book: Any) -> bytes:
    """The bytes of a workbook without the time at which it was made."""
    book.properties.created = book.properties.modified = datetime(*DAY)
    saved, steady = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with ZipFile(saved) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _without_time(content)
            target.writestr(ZipInfo(name, DAY), content, ZIP_DEFLATED)
    return steady.getvalue()


def _without_time(properties: bytes) -> bytes:
    """The document's properties; openpyxl writes the time of saving, whatever it was given."""
    import re

    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", properties)
