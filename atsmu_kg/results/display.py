"""A look at rows: HTML for notebooks, plain text for terminals."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from itertools import chain

from atsmu_kg.files import template
from atsmu_kg.rdf.namespaces import IRI, PREFIXES, contract
from atsmu_kg.rdf.terms import Literal, Text, readable, with_language
from atsmu_kg.results.rows import value as value_of
from atsmu_kg.stores.answers import literal
from atsmu_kg.text import counted, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from atsmu_kg.stores.answers import Solutions

HTML_ROWS = 50
GAP = "  "
NARROWEST = 8
LEAST_GROUPED = 1000
# Letters of Europe and Central Asia, none of which is put above another one.
PLAIN = (
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u038a\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u2010-\u2027]*"
)


def html(
    columns: Sequence[str],
    rows: Sequence[Any],
    version: str,
    *,
    noun: str = "row",
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """A table: CURIEs that link to their IRIs, a badge for each language, and what was left out.

    Everything is escaped, and only http and https IRIs are links.
    """
    from functools import partial
    from html import escape

    cell = partial(_html_cell, prefixes=prefixes)
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "\n".join(f"<tr>{''.join(map(cell, row, columns))}</tr>" for row in rows[:HTML_ROWS])
    foot = escape(_foot(len(rows), HTML_ROWS, version, noun))
    return template(__file__, "table.html").substitute(
        head=head, body=body, foot=foot, span=max(len(columns), 1)
    )


def lines(
    solutions: Solutions,
    version: str,
    *,
    width: int | None = None,
    limit: int | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Iterator[str]:
    """The lines of an aligned table; too wide cells lose their ends, IRIs their starts.

    The width is by default the terminal's; where there is none, nothing is cut off.
    """
    if width is None:
        width = _terminal_width()
    count = len(solutions)
    names, cells = solutions.columns, solutions.by_column(limit)
    # In a pipe a number is data, without marks between its digits.
    columns = [_Column(*column, prefixes, grouped=width > 0) for column in zip(names, cells, strict=True)]
    widths = _widths([column.breadth for column in columns], width)
    fitted = [column.fitted(breadth) for column, breadth in zip(columns, widths, strict=True)]
    shown = count if limit is None else min(count, limit)
    rows = zip(*fitted, strict=True) if columns else iter([()] * (shown + 1))
    yield GAP.join(next(rows)).rstrip()
    yield GAP.join("─" * breadth for breadth in widths)
    for row in rows:
        yield GAP.join(row).rstrip()
    yield _foot(count, limit, version, "row")


class _Column:
    """A column of a table in plain text, whose cells come again and again: each is looked at once."""

    __slots__ = ("_breadths", "_cells", "_numeric", "_texts", "breadth")

    def __init__(
        self, name: str, cells: Sequence[str], prefixes: Mapping[str, str], *, grouped: bool
    ) -> None:
        self._cells = dict.fromkeys(cells), cells
        self._texts = [name, *_printable(list(_text_cells(name, self._cells[0], prefixes, grouped)))]
        self._breadths = _breadths(self._texts)
        values = map(value_of, self._cells[0])
        self._numeric = bool(cells) and all(isinstance(value, int | float | None) for value in values)
        self.breadth = max(self._breadths)

    def fitted(self, width: int) -> Iterator[str]:
        """The name and the cells, each as wide as that."""
        name, *texts = _fitted(self._texts, self._breadths, width, self._numeric)
        different, cells = self._cells
        return chain([name], map(dict(zip(different, texts, strict=True)).__getitem__, cells))


def _terminal_width() -> int:
    """The columns of the terminal, 0 if there is none: as shutil tells them, which takes longer to import."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 0


def columns_of(characters: str) -> int:
    """How many columns of a terminal a string takes.

    >>> columns_of("Тоҷикистон"), columns_of("医科大学"), columns_of("i\\u0304")
    (10, 8, 1)
    """
    return len(characters) if characters.isascii() else sum(map(_columns_of_one, characters))


def _breadths(cells: Sequence[str]) -> list[int]:
    """How many columns each cell takes; in most, each of the characters takes one."""
    characters = "".join(cells)
    plain = characters.isascii() or re.fullmatch(PLAIN, characters)
    return list(map(len if plain else columns_of, cells))


@lru_cache(maxsize=1024)
def _columns_of_one(character: str) -> int:
    if character.isascii():
        return 1
    from unicodedata import category, combining, east_asian_width

    if combining(character) or category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _html_cell(value: Any, column: str, prefixes: Mapping[str, str]) -> str:
    from html import escape

    from atsmu_kg.results.markup import in_language, link

    if value is None:
        return "<td></td>"
    if isinstance(value, IRI):
        return f"<td>{link(value, prefixes=prefixes)}</td>"
    if isinstance(value, Text):
        return f'<td>{in_language(value)} <span class="lang">{escape(value.lang)}</span></td>'
    if isinstance(value, Literal):
        return f'<td title="{escape(value.datatype)}">{escape(value.lexical)}</td>'
    kind = ' class="number"' if isinstance(value, int | float) and not isinstance(value, bool) else ""
    return f"<td{kind}>{escape(_grouped(value, column) or readable(value, prefixes))}</td>"


def _text_cells(
    column: str, cells: Iterable[str], prefixes: Mapping[str, str], grouped: bool
) -> Iterator[str]:
    """The cells of a column as people read them."""
    for cell in cells:
        plain = literal(cell)
        if plain is not None:
            characters, language = plain
            yield f"{characters} @{language.lower()}" if language else characters
        elif cell[:1] == "<" and cell[1] != "<":
            yield contract(cell[1:-1], prefixes)
        else:
            value = value_of(cell)
            yield (grouped and _grouped(value, column)) or (
                "" if value is None else with_language(value, prefixes)
            )


def _printable(cells: list[str]) -> list[str]:
    """The cells as ``text.printable`` has them; a look at all of them finds that most columns are so."""
    together = f"|{'|'.join(cells)}|"
    changes = not together.isprintable() or any(gap in together for gap in ("  ", "| ", " |"))
    return list(map(printable, cells)) if changes else cells


def _grouped(value: Any, column: str) -> str:
    """A number of more than three digits in groups of them; empty for what is none, or is a year."""
    if (
        type(value).__name__ not in ("int", "Decimal")
        or "year" in column.lower()
        or abs(value) < LEAST_GROUPED
    ):
        return ""
    return f"{value:,}"


def _widths(widths: list[int], width: int) -> list[int]:
    """The widths of columns, the widest ones cut until all have room in a width, if that is not 0."""
    room = width - len(GAP) * (len(widths) - 1)
    while width and sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _fitted(cells: Sequence[str], breadths: Sequence[int], width: int, right: bool) -> Iterable[str]:
    if max(breadths) <= width and breadths == list(map(len, cells)):
        return [cell.rjust(width) if right else cell.ljust(width) for cell in cells]
    return (_fit(cell, breadth, width, right) for cell, breadth in zip(cells, breadths, strict=True))


def _fit(cell: str, breadth: int, width: int, right: bool) -> str:
    left = width - breadth
    if left < 0:
        # IRIs begin alike: what tells them apart is at their ends.
        iri = cell.startswith("<") and cell.endswith(">") and " " not in cell
        left, kept = width - 1, 0
        for character in reversed(cell) if iri else cell:
            if _columns_of_one(character) > left:
                break
            left -= _columns_of_one(character)
            kept += 1
        cell = "…" + cell[len(cell) - kept :] if iri else cell[:kept] + "…"
    return " " * left + cell if right else cell + " " * left


def _foot(count: int, limit: int | None, version: str, noun: str) -> str:
    parts = [counted(count, noun)]
    if limit is not None and count > limit:
        parts.append(f"{count - limit:,} more than shown")
    if version:
        parts.append(f"graph version {version}")
    return " · ".join(parts)
