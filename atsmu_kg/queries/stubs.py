"""The types of the catalogue for type checkers and editors: one method and one row a query."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import signature

from atsmu_kg.queries import Column, Query

PREAMBLE = '''# fmt: off
# ruff: noqa
"""The types of the named queries; made from their headers by `make data`, not to be edited."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

from atsmu_kg.queries import Catalogue, Query
from atsmu_kg.results import Result, Row
from atsmu_kg.rdf.terms import Literal as OtherLiteral
from atsmu_kg.rdf.terms import Text, Year
from atsmu_kg.rdf.namespaces import IRI

R = TypeVar("R", bound=Row)

class Rows(Result, Generic[R]):
    """A Result whose rows have typed columns."""

    def __iter__(self) -> Iterator[R]: ...
    def one(self) -> R: ...
    @property
    def rows(self) -> tuple[R, ...]: ...
'''

VALUES = {
    "iri": "IRI",
    "string": "str",
    "text": "Text",
    "any": "Any",
    "xsd:integer": "int",
    "xsd:decimal": "Decimal",
    "xsd:gYear": "Year",
    "xsd:boolean": "bool",
}


def stub(queries: Iterable[Query]) -> str:
    '''The text of the stub module for these queries.

    >>> from atsmu_kg.queries import packaged
    >>> print(stub([packaged().faculties]).partition("rows(self)")[2])  # doctest: +ELLIPSIS
     -> tuple[R, ...]: ...
    <BLANKLINE>
    class FacultiesRow(Row):
        faculty: IRI
        name: Text
    <BLANKLINE>
    class FacultiesQuery(Query):
        def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout...) -> Rows[FacultiesRow]: ...
    <BLANKLINE>
    class Queries(Catalogue):
        """The packaged catalogue, bound to a graph."""
    <BLANKLINE>
        @property
        def faculties(self) -> FacultiesQuery:
            """The faculties of the university."""
    <BLANKLINE>
    '''
    listed = list(queries)
    catalogue = ["class Queries(Catalogue):", '    """The packaged catalogue, bound to a graph."""', ""]
    for query in listed:
        catalogue += [
            "    @property",
            f"    def {query.name}(self) -> {_name(query)}Query:",
            f'        """{query.summary}."""',
            "",
        ]
    return "\n".join([PREAMBLE, *map(_classes, listed), *catalogue])


def _classes(query: Query) -> str:
    name = _name(query)
    columns = [f"    {column.name}: {_value(column)}" for column in query.columns]
    parameters = str(signature(query)).removeprefix("(").partition(") -> ")[0]
    call = f"    def __call__(self, {parameters}) -> Rows[{name}Row]: ..."
    return "\n".join([f"class {name}Row(Row):", *columns, "", f"class {name}Query(Query):", call, ""])


def _name(query: Query) -> str:
    return query.name.title().replace("_", "")


def _value(column: Column) -> str:
    return VALUES.get(column.type, "OtherLiteral") + (" | None" if column.optional else "")
