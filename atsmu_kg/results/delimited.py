"""SPARQL CSV as the programs that read it need it: no blank lines for rows, no formulas for texts."""

from __future__ import annotations

import re

# What spreadsheets take for the beginning of a formula, also in its full width.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
FIELD = re.compile(r'("(?:[^"]|"")*+"|[^",\r\n]*+)(,|\r?\n)')


def with_empty_rows(document: str) -> str:
    """A CSV document of one column with ``""`` for each row without a value.

    Many readers skip blank lines, and would have fewer rows.

    >>> with_empty_rows("x\\r\\na\\r\\n\\r\\n")
    'x\\r\\na\\r\\n""\\r\\n'
    """
    return FIELD.sub(lambda field: field[0] if field[1] else f'""{field[2]}', document)


def guarded(document: str) -> str:
    """A CSV document with an apostrophe before each value that a spreadsheet would run as a formula.

    Numbers stay as they are, a negative one too.

    >>> guarded('x,y\\r\\n-4,"=HYPERLINK(""a"")"\\r\\n')
    'x,y\\r\\n-4,"\\'=HYPERLINK(""a"")"\\r\\n'
    """
    return FIELD.sub(_guarded, document)


def _guarded(field: re.Match[str]) -> str:
    quoted = field[1].startswith('"')
    value = field[1][1:-1] if quoted else field[1]
    if not FORMULA.match(value) or NUMBER.fullmatch(value):
        return field[0]
    return f'"\'{value}"{field[2]}' if quoted else f"'{field[0]}"
