"""Answers held against what the header of their query promises."""

from __future__ import annotations

from typing import Any

from atsmu_kg.errors import ParameterError, UnknownPrefixError
from atsmu_kg.queries.comments import Header
from atsmu_kg.queries.query import NamedQuery
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.stores.answers import Solutions, term
from atsmu_kg.text import counted


def check_answer(query: NamedQuery, solutions: Solutions) -> None:
    """Hold the answer to a query's example against its header: rows, columns, types, what may be unbound.

    Raises DataError at the place in the header that is not true.
    """
    header = Header(query.file, query.text)
    rows = terms_of(solutions)
    if solutions.columns != tuple(query.types):
        raise header.error(("columns",), f"the answer has the columns {', '.join(solutions.columns)}")
    for number, column in enumerate(query.columns):
        place = ("columns", number)
        for value in {row[number] for row in rows}:
            if value is None and not column.optional:
                advice = "Declare it 'optional: true'."
                raise header.error(place, f"{column.name} is unbound in some row", advice)
            if value is not None and not fits(value, column.type):
                raise header.error(
                    place, f"{column.name} is declared {column.type}, but has the value {value}"
                )
    wanted = query.expect["rows"]
    if len(rows) != wanted:
        advice = "If the data changed on purpose, correct the header and run make data."
        raise header.error(
            ("expect", "rows"), f"{counted(wanted, 'row')} expected, but {len(rows):,} found", advice
        )
    for name, value in query.expect.get("first", {}).items():
        actual: Any = rows[0][solutions.columns.index(name)]
        if actual is None or actual.value not in (str(value), _expanded(value)):
            message = f"{value!r} is expected in the first row, but there is {actual}"
            raise header.error(("expect", "first", name), message)


def terms_of(solutions: Solutions) -> list[tuple[Any, ...]]:
    """The terms of an answer, row by row, None where a variable is unbound.

    >>> terms_of(Solutions("?f\\t?n\\n<https://ror.org/>\\t\\n"))
    [(<NamedNode value=https://ror.org/>, None)]
    """
    return list(solutions.rows(term(cell) if cell else None for cell in solutions.cells()))


def fits(value: Any, type: str) -> bool:
    """Whether a term is of a column's declared type: iri, string, text, any, or a datatype as a CURIE or IRI.

    >>> import pyoxigraph as ox
    >>> fits(ox.Literal("да", language="ru"), "text"), fits(ox.Literal(4), "xsd:decimal")
    (True, False)
    """
    datatype = getattr(value, "datatype", None)
    if type in ("any", "iri"):
        return type == "any" or datatype is None
    if type == "text":
        return bool(getattr(value, "language", None))
    return datatype is not None and datatype.value == expand("xsd:string" if type == "string" else type)


def _expanded(name: Any) -> str | None:
    try:
        return expand(name) if isinstance(name, str) else None
    except (ParameterError, UnknownPrefixError):
        return None
