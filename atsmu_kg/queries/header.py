"""The headers of named queries, each held against its query; ``queries.comments`` reads what they say."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from atsmu_kg.errors import AtsmuKGError, DataError, ParameterError, StoreError, UnknownPrefixError
from atsmu_kg.queries.comments import Header, Place
from atsmu_kg.queries.parameters import TYPES, Parameter
from atsmu_kg.queries.query import LIMITS, NamedQuery
from atsmu_kg.queries.template import checksum
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.binding import bind
from atsmu_kg.sparql.footprint import footprint
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore

# What a mapping of the header must hold, and what it may hold.
HEADER = (
    {"summary": str, "tags": list, "expect": dict},
    {"description": str, "params": list, "columns": list, "replaces": dict},
)
PARAMETER = (
    {"name": str, "variable": str, "type": str},
    {"required": bool, "default": object, "example": object, "choices": list, "description": str},
)
COLUMN = {"name": str, "type": str}, {"optional": bool, "description": str}
EXPECT = {"rows": int}, {"first": dict}
# grlc's own keys, which a header may hold too: they say how grlc serves the query, and change nothing here.
GRLC = {"defaults", "endpoint", "endpoint_in_url", "enumerate", "method", "pagination", "transform"}
# One underscore before a required parameter, two before an optional one (grlc, gquery.get_parameters).
VARIABLE = re.compile(r"__?([a-zA-Z0-9]+)(?:_iri|_number|_literal|_integer|_[a-zA-Z0-9]+_[a-zA-Z0-9]+)?")
COLUMN_TYPES = {"iri", "string", "text", "any"}
# A catalogue is a mapping whose queries are attributes too: they can't have the names of its own.
RESERVED = {*dir(Mapping), "bound", "directory"}


class HeaderEntries(Mapping[str, "dict[str, Any]"]):
    """The index entries of a folder of .rq files, by name; each is read, and checked, when it is wanted.

    directory: the folder.

    Raises StoreError if it holds no queries; DataError where an entry is wanted whose header is wrong.
    """

    def __init__(self, directory: str | Path) -> None:
        self._files = {file.stem: file for file in sorted(Path(directory).glob("*.rq"))}
        self._read: dict[str, dict[str, Any]] = {}
        if not self._files:
            advice = "Name a folder of .rq files."
            raise StoreError("the folder holds no queries", file=str(directory), advice=advice)

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in self._read:
            self._read[name] = read_header(self._files[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files


def read_headers(directory: str | Path) -> dict[str, Any]:
    """The index entries of all .rq files of a folder, by name; DataError for the first that is wrong."""
    return dict(HeaderEntries(directory))


def read_header(file: Path) -> dict[str, Any]:
    """The index entry of one query: what its header says, and where in the text its parameters stand.

    The header is held against the query. Raises DataError with file, line and column.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"the query can't be read: {error}", file=str(file)) from error
    header = Header(str(file), text)
    if not _is_name(file.stem) or file.stem in RESERVED:
        raise header.error((), f"{file.stem!r} can't name a query", "Rename the file: lower_case_words.rq.")
    if isinstance(header.data, dict):
        header.data = {key: value for key, value in header.data.items() if key not in GRLC}
    entry = header.check(header.data, (), HEADER)
    if not entry["summary"].strip() or "\n" in entry["summary"].strip():
        raise header.error(("summary",), "the summary is not one line of text")
    if not entry["tags"] or not all(isinstance(tag, str) for tag in entry["tags"]):
        raise header.error(("tags",), "tags is a list of texts", "The first tag is the query's group.")
    parameters = _parameters(header, file.stem, entry.setdefault("params", []))
    columns = _columns(header, entry.setdefault("columns", []))
    _check_replaced(header, file.stem, entry.get("replaces", {}), parameters)
    header.check(entry["expect"], ("expect",), EXPECT)
    first = entry["expect"].get("first", {})
    header.check(first, ("expect", "first"), ({}, dict.fromkeys(columns, object)))
    if first and not entry["expect"]["rows"]:
        raise header.error(("expect", "first"), "a first row is expected, but no rows")
    start = sum(len(line) + 1 for line in text.split("\n")[: header.length])
    entry |= {
        "start": start,
        "checksum": checksum(text),
        "slots": _slots(header, text, parameters),
    }
    _check_query(header, NamedQuery(file.stem, str(file.parent), entry), text[start:])
    constants = [parameter.variable for parameter in parameters if parameter.is_constant]
    return entry | {"footprint": footprint(parse(text), constants)}


def _parameters(header: Header, query: str, entries: list[Any]) -> list[Parameter]:
    parameters: list[Parameter] = []
    for number, entry in enumerate(entries):
        place = ("params", number)
        header.check(entry, place, PARAMETER)
        _check_name(header, (*place, "name"), entry["name"], [earlier.name for earlier in parameters])
        if entry["type"] not in TYPES:
            known = ", ".join(TYPES)
            raise header.error(
                (*place, "type"), f"the type {entry['type']!r} is unknown", f"The choices are {known}."
            )
        parameter = Parameter(query, entry)
        if parameter.required != entry.get("required", False) or parameter.example is None:
            advice = (
                "Give a default, or 'required: true' and an example; 'default: null' needs an example too."
            )
            raise header.error(place, f"{parameter.name} is not required and has no default", advice)
        underscore = "_" if parameter.required else "__"
        match = VARIABLE.fullmatch(parameter.variable)
        if not match or parameter.variable[: match.start(1)] != underscore or match[1] != parameter.name:
            raise header.error(
                (*place, "variable"),
                f"grlc would not take ?{parameter.variable} for {parameter.name} as it is declared",
                f"Name it ?{underscore}{parameter.name}, with _iri or _integer after it for that type.",
            )
        if parameter.required and parameters and not parameters[-1].required:
            raise header.error(place, f"{parameter.name} is required, but comes after an optional parameter")
        for key in entry.keys() & {"default", "example"}:
            if entry[key] is None:
                continue
            try:
                parameter.render(entry[key])
            except ParameterError as error:
                raise header.error((*place, key), error.message) from error
        parameters.append(parameter)
    return parameters


def _columns(header: Header, entries: list[Any]) -> list[str]:
    names: list[str] = []
    for number, entry in enumerate(entries):
        place = ("columns", number)
        header.check(entry, place, COLUMN)
        _check_name(header, (*place, "name"), entry["name"], names)
        try:
            if entry["type"] not in COLUMN_TYPES:
                expand(entry["type"])
        except (ParameterError, UnknownPrefixError) as error:
            advice = f"Name a datatype (xsd:integer), or one of {', '.join(sorted(COLUMN_TYPES))}."
            raise header.error(
                (*place, "type"), f"{entry['type']!r} is not a type of a column", advice
            ) from error
        names.append(entry["name"])
    return names


def _check_replaced(
    header: Header, query: str, replaced: dict[str, Any], parameters: list[Parameter]
) -> None:
    """Each former query with the values of parameters that ask the same here."""
    for name, values in replaced.items():
        place = ("replaces", name)
        if not _is_name(name) or name == query:
            raise header.error(place, f"{name!r} can't have been the name of another query")
        header.check(values, place, ({}, {parameter.name: object for parameter in parameters}))


def _is_name(name: str) -> bool:
    return bool(re.fullmatch("[a-z][a-z0-9_]*", name)) and not keyword.iskeyword(name)


def _check_name(header: Header, place: Place, name: str, others: list[str]) -> None:
    if not _is_name(name) or hasattr(tuple, name):
        raise header.error(place, f"{name!r} can't be a Python name here", "Use lower_case_words.")
    if name in others:
        raise header.error(place, f"the name {name!r} is given twice")
    if name in LIMITS or name == "bindings":
        raise header.error(place, f"{name!r} is a limit that every query takes", "Give it another name.")


def _slots(header: Header, text: str, parameters: list[Parameter]) -> list[tuple[int, str]]:
    names = {parameter.variable: parameter.name for parameter in parameters}
    slots = []
    for token in tokens(text):
        variable = token.text[1:] if token.kind == "variable" else ""
        if variable in names:
            slots.append((token.offset, names[variable]))
        elif variable.startswith("_"):
            raise DataError(
                f"?{variable} looks like a parameter that the header does not declare",
                file=header.file,
                line=token.line,
                column=token.column,
                advice="Declare it under params, or give it a name without a leading underscore.",
            )
    for number, parameter in enumerate(parameters):
        if parameter.name not in {name for _, name in slots}:
            raise header.error(
                ("params", number, "variable"), f"the query has no variable ?{parameter.variable}"
            )
    return slots


def _check_query(header: Header, query: NamedQuery, body: str) -> None:
    """Hold the SPARQL against the header: its syntax, where its parameters stand, what it projects."""
    try:
        bind(
            body, {parameter.variable: parameter.render(parameter.example) for parameter in query.parameters}
        )
        answer = EmbeddedStore.memory().query(query.render(**query.example), prefixes={})
    except AtsmuKGError as error:
        line = header.length + (error.line or 1)
        raise DataError(
            error.message, file=header.file, line=line, column=error.column, advice=error.advice
        ) from error
    projected = list(answer.columns) if isinstance(answer, Solutions) else []
    declared = list(query.types)
    if projected != declared:
        raise header.error(
            ("columns",),
            f"the header declares the columns {', '.join(declared) or 'none'}",
            f"The query has {', '.join(projected) or 'none'}; bring them into line.",
        )
