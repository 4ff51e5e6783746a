"""Rows: tuples of Python values that also know the names of their columns."""

from __future__ import annotations

from functools import lru_cache

from atsmu_kg.errors import ParameterError, QueryError, UnknownNameError, quoted
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text, to_python
from atsmu_kg.stores.answers import literal, term
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol

    from atsmu_kg.citations.citation import Sources

    class Origin(Protocol):
        """The answer that a row belongs to."""

        def sources_of(self, row: Row) -> Sources:
            """What supports one of the answer's rows."""


FEW = 100
# So many digits int() takes, however low its limit is set.
DIGITS = 640


class UnknownColumnError(UnknownNameError, AttributeError, KeyError):
    """There is no such column; an AttributeError and a KeyError too, as hasattr() and mappings expect."""


class Row(tuple):  # type: ignore[type-arg]
    """One solution: values by attribute, by name and by position. The unbound is None.

    A column named like a method or ``sources`` hides it (``row.count``). Columns whose name begins with an
    underscore, or is not a Python name, are reached by key. Raises UnknownColumnError, which is an
    UnknownNameError, for any other name.

    >>> row = row_type(("faculty", "count"))([IRI("https://ror.org/"), 4])
    >>> row.count, row["count"], row[-1]
    (4, 4, 4)
    >>> faculty, count = row
    >>> row
    Row(faculty=IRI('https://ror.org/'), count=4)
    """

    __slots__ = ()
    _places: dict[str, int] = {}  # noqa: RUF012  (a constant of each class that row_type makes)
    _answer: Origin | None = None

    @property
    def sources(self) -> Sources:
        """The statements that support this row, and the passages and authorities that make them.

        The whole answer is cited when this is first asked of one of its rows; QueryError as ``Result.cite``
        raises it, and for a row that has left its answer: unpickled, copied, made by hand.
        """
        if self._answer is None:
            advice = "Ask the rows of a result for their sources, or call its cite()."
            raise QueryError("this row does not know the answer that it belongs to", advice=advice)
        return self._answer.sources_of(self)

    def asdict(self) -> dict[str, Any]:
        """The values by column name."""
        return dict(zip(self._places, self, strict=True))

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            place = self._places.get(key)
            if place is None:
                raise unknown_column(key, self._places)
            key = place
        try:
            return tuple.__getitem__(self, key)
        except TypeError as error:
            advice = "Give the name of a column or its number."
            raise ParameterError(
                f"{quoted(key)} is not a position in a row", advice=advice, value=key
            ) from error

    def __getattr__(self, name: str) -> Any:
        raise unknown_column(name, self._places)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (tuple(self._places), tuple(self))

    def __repr__(self) -> str:
        return (
            f"Row({', '.join(f'{name}={value!r}' for name, value in zip(self._places, self, strict=True))})"
        )


def rows_of(answer: Origin, columns: tuple[str, ...], count: int, rows: Iterable[Any]) -> tuple[Row, ...]:
    """The rows of an answer, each of which knows it: a few by themselves, many by a class of their own.

    To make a class takes as long as to tell a hundred rows; to tell a million takes 100 MB.
    """
    if count > FEW:
        return tuple(map(type("Row", (row_type(columns),), {"__slots__": (), "_answer": answer}), rows))
    told = tuple(map(_telling_row_type(columns), rows))
    for row in told:
        row._answer = answer
    return told


@lru_cache(maxsize=256)
def _telling_row_type(columns: tuple[str, ...]) -> type[Row]:
    return type("Row", (row_type(columns),), {})


@lru_cache(maxsize=256)
def row_type(columns: tuple[str, ...]) -> type[Row]:
    """The class of the rows with these columns; one class an answer costs less than one dict a row."""
    members: dict[str, Any] = {name: _member(at) for at, name in enumerate(columns) if name[0] != "_"}
    members |= {"__slots__": (), "_places": {name: at for at, name in enumerate(columns)}}
    return type("Row", (Row,), members)


@lru_cache(maxsize=1 << 14)
def value(cell: str) -> Any:
    """The Python value of one cell of an answer; the same cells come again and again, so they are remembered.

    >>> value('"4"^^<http://www.w3.org/2001/XMLSchema#byte>'), value("<https://ror.org/>"), value("")
    (4, IRI('https://ror.org/'), None)
    """
    if not cell:
        return None
    if cell[0] == "<" and cell[1] != "<":
        return IRI(cell[1:-1])
    plain = literal(cell)
    if plain is not None:
        characters, language = plain
        return Text(characters, language) if language else characters
    if cell.isdigit() and len(cell) <= DIGITS:
        return int(cell)
    return to_python(term(cell))


def unknown_column(name: str, columns: Any) -> UnknownColumnError:
    """The error to raise for a column that an answer does not have."""
    known = ", ".join(columns) or "none"
    near = nearest(name, columns)
    advice = f"{did_you_mean(near[:1])} The columns are: {known}.".lstrip()
    error = UnknownColumnError(f"there is no column {quoted(name)}", advice=advice, nearest=near)
    error.name = name
    return error


def _member(place: int) -> property:
    return property(lambda row: tuple.__getitem__(row, place))


def _restore(columns: tuple[str, ...], values: tuple[Any, ...]) -> Row:
    return row_type(columns)(values)
