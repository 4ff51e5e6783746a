"""What is made from the headers of the queries: an index, so that YAML is read once, types, and translations.

The types are a stub for type checkers and editors, with one method and one row a query. The translations are
those of the site that queries are shown with too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from inspect import signature
from pathlib import Path
from typing import Any

from atsmu_kg.atomic import replace
from atsmu_kg.queries.header import read_headers
from atsmu_kg.queries.query import Column, NamedQuery
from atsmu_kg.queries.template import INDEX
from atsmu_kg.queries.translations import TEXTS

STUB = "atsmu_kg/queries/catalogue_types.pyi"

LOCALE = "docs/locale"
# A text and its translation in a file of GNU gettext, each on a line of its own.
MESSAGE = re.compile(r'^msgid ("(?:[^"\\]|\\.)+")\nmsgstr ("(?:[^"\\]|\\.)+")$', re.MULTILINE)

PREAMBLE = '''# fmt: off
# ruff: noqa
"""The types of the named queries; made from their headers by `make data`, not to be edited."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Generic, Literal, SupportsIndex, TypeVar, overload

from atsmu_kg.queries.catalogue import Catalogue
from atsmu_kg.queries.query import NamedQuery
from atsmu_kg.results import Result, Row
from atsmu_kg.rdf.terms import Literal as OtherLiteral
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.terms import Text
from atsmu_kg.rdf.namespaces import IRI

R = TypeVar("R", bound=Row)

class TypedRow(Row):
    """A row of known columns: another attribute is a mistake."""

    __getattr__: None  # type: ignore[assignment, misc]

class Rows(Result, Generic[R]):
    """A Result whose rows have typed columns."""

    def __iter__(self) -> Iterator[R]: ...
    @overload
    def __getitem__(self, key: SupportsIndex) -> R: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[R, ...]: ...
    def one(self) -> R: ...
    @property
    def rows(self) -> tuple[R, ...]: ...
'''

CATALOGUE = '''class Queries(Catalogue):
    """The packaged catalogue, bound to a graph."""

    __getattr__: None  # type: ignore[assignment, misc]
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


def compile_catalogue(root: str | Path) -> None:
    """Writes the index of the queries, their texts and the types of the catalogue into a checkout."""
    folder = Path(root, "queries")
    entries = read_headers(folder)
    queries = [NamedQuery(name, str(folder), entry) for name, entry in entries.items()]
    replace(folder / INDEX, index(entries).encode())
    replace(Path(root, STUB), stub(queries).encode())
    if locale := sorted(Path(root, LOCALE).glob("*.po")):
        replace(folder / TEXTS, translations(queries, locale).encode())


def index(entries: dict[str, Any]) -> str:
    """The index as JSON, one query a line."""
    lines = [
        f"{json.dumps(name)}: {json.dumps(entries[name], ensure_ascii=False)}" for name in sorted(entries)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def translations(queries: Iterable[NamedQuery], locale: Iterable[Path]) -> str:
    """The texts of the queries with their translations in these files, by language, as JSON."""
    known = sorted({text for query in queries for text in _texts(query)})
    languages = {}
    for file in locale:
        pairs = MESSAGE.findall(file.read_text("utf-8"))
        messages: dict[str, str] = {json.loads(text): json.loads(translation) for text, translation in pairs}
        languages[file.stem] = {text: messages[text] for text in known if text in messages}
    return json.dumps(languages, ensure_ascii=False, indent=0) + "\n"


def _texts(query: NamedQuery) -> Iterator[str]:
    """What a picture of its answer can say, and a form of its parameters."""
    yield from (query.summary, query.description, *query.tags)
    yield from (column.description for column in query.columns)
    yield from (parameter.description for parameter in query.parameters)


def stub(queries: Iterable[NamedQuery]) -> str:
    '''The text of the stub module for these queries.

    >>> from atsmu_kg.queries import packaged
    >>> print(stub([packaged().faculties]).partition("rows(self)")[2])  # doctest: +ELLIPSIS
     -> tuple[R, ...]: ...
    <BLANKLINE>
    class FacultiesRow(TypedRow):
        faculty: IRI
        name: Text
        source: IRI | None
    <BLANKLINE>
    class FacultiesQuery(NamedQuery):
        def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout...) -> Rows[FacultiesRow]: ...
    <BLANKLINE>
    class Queries(Catalogue):
        """The packaged catalogue, bound to a graph."""
    <BLANKLINE>
        __getattr__: None  # type: ignore[assignment, misc]
    <BLANKLINE>
        @property
        def faculties(self) -> FacultiesQuery:
            """The faculties of the university."""
    <BLANKLINE>
    '''
    listed = list(queries)
    catalogue = [CATALOGUE]
    for query in listed:
        catalogue += [
            "    @property",
            f"    def {query.name}(self) -> {_name(query)}Query:",
            f'        """{query.summary}."""',
            "",
        ]
    return "\n".join([PREAMBLE, *map(_classes, listed), *catalogue])


def _classes(query: NamedQuery) -> str:
    name = _name(query)
    columns = [f"    {column.name}: {_value(column)}" for column in query.columns]
    parameters = str(signature(query)).replace("collections.abc.", "").removeprefix("(").partition(") -> ")[0]
    call = f"    def __call__(self, {parameters}) -> Rows[{name}Row]: ..."
    return "\n".join(
        [f"class {name}Row(TypedRow):", *columns, "", f"class {name}Query(NamedQuery):", call, ""]
    )


def _name(query: NamedQuery) -> str:
    return query.name.title().replace("_", "")


def _value(column: Column) -> str:
    return VALUES.get(column.type, "OtherLiteral") + (" | None" if column.optional else "")
