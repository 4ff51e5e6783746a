"""Data frames whose columns have types: declared ones, else those that the terms of a column agree on.

| terms | pandas | polars |
| --- | --- | --- |
| IRIs and blank nodes, strings, texts, literals without a Python type | string | String |
| xsd:integer and its kin, xsd:gYear | Int64 | Int64 |
| xsd:decimal, xsd:double, xsd:float | Float64 | Float64 |
| xsd:boolean | boolean | Boolean |
| xsd:date | datetime64[us] | Date |
| xsd:dateTime, all with a time zone | datetime64[us, UTC] | Datetime(us, UTC) |
| xsd:dateTime, all without | datetime64[us] | Datetime(us) |
| xsd:dayTimeDuration | timedelta64[us] | Duration(us) |
| anything else, or a mixture | object (Python values) | Object |

A column declared ``text``, or with a language-tagged text in it, is followed by ``<name>_lang``, the language
of each row, so that two languages stay apart whatever the answer holds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from atsmu_kg.errors import DataError, MissingDependencyError
from atsmu_kg.rdf.datatypes import DATATYPES, Year
from atsmu_kg.rdf.namespaces import IRI, PREFIXES
from atsmu_kg.rdf.terms import BNode, Literal, Text
from atsmu_kg.results.rows import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    import pandas
    import polars

    from atsmu_kg.stores.answers import Solutions

# What a column holds, and the Python types that it holds then; the first that fits is the one.
KINDS: dict[str, set[type]] = {
    "string": {str},
    "iri": {IRI, BNode},
    "text": {Text, str},
    "integer": {int, Year},
    "number": {int, Decimal, float},
    "boolean": {bool},
    "date": {date},
    "datetime": {datetime},
    "time": {time},
    "duration": {timedelta},
    "lexical": {Literal, str},
}

DECLARED = {
    **{kind: kind for kind in KINDS},
    **{f"xsd:{datatype.name}": datatype.kind for datatype in DATATYPES.values() if datatype.kind},
    "rdf:langString": "text",
}


def to_pandas(solutions: Solutions, types: Mapping[str, str]) -> pandas.DataFrame:
    """The solutions as a pandas DataFrame; see Result.to_pandas."""
    try:
        import numpy as np
        import pandas as pd
    except ImportError as error:
        raise MissingDependencyError.of("pandas") from error

    def numbers(values: list[Any]) -> Any:
        # Not through pd.array(), which takes a NaN, a value of xsd:double, for a missing one.
        missing = np.array([number is None for number in values], dtype=bool)
        return pd.arrays.FloatingArray(np.array([number or 0.0 for number in values], dtype=float), missing)

    def moments(values: list[Any]) -> Any:
        naive = [moment and moment.replace(tzinfo=None) for moment in values]
        return pd.Series(np.array(naive, dtype="datetime64[us]")).dt.tz_localize("UTC")

    arrays: dict[str, Callable[[list[Any]], Any]] = {
        "string": lambda values: pd.array(values, dtype="string"),
        "integer": lambda values: pd.array(values, dtype="Int64"),
        "number": numbers,
        "boolean": lambda values: pd.array(values, dtype="boolean"),
        "date": lambda values: np.array(values, dtype="datetime64[us]"),
        "naive": lambda values: np.array(values, dtype="datetime64[us]"),
        "aware": moments,
        "duration": lambda values: np.array(values, dtype="timedelta64[us]"),
    }
    columns = {}
    for name, kind, values in _columns(solutions, types):
        columns[name] = arrays[kind](values) if kind in arrays else pd.Series(values, dtype=object)
    return pd.DataFrame(columns, index=range(len(solutions)))


def to_polars(solutions: Solutions, types: Mapping[str, str]) -> polars.DataFrame:
    """The solutions as a polars DataFrame; see Result.to_polars."""
    try:
        import polars as pl
    except ImportError as error:
        raise MissingDependencyError.of("polars") from error

    dtypes: dict[str, Any] = {
        "string": pl.String,
        "integer": pl.Int64,
        "number": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
        "naive": pl.Datetime("us"),
        "aware": pl.Datetime("us", "UTC"),
        "time": pl.Time,
        "duration": pl.Duration("us"),
        "object": pl.Object,
    }
    return pl.DataFrame(
        [pl.Series(name, values, dtype=dtypes[kind]) for name, kind, values in _columns(solutions, types)]
    )


def _columns(solutions: Solutions, types: Mapping[str, str]) -> Iterator[tuple[str, str, list[Any]]]:
    """The name, the kind and the values of each column of the frame, in order."""
    names = solutions.columns
    everything = solutions.cells()
    for place, name in enumerate(names):
        cells = everything[place :: len(names)]
        # Each distinct cell once; past the cache, which a long column would only wash out.
        values = {cell: value.__wrapped__(cell) for cell in set(cells)}
        kind = _kind(values.values())
        declared = _declared(types.get(name, ""))
        if declared:
            _require(declared, name, cells, values)
            kind = declared
        if kind == "text":
            yield name, "string", [values[cell] and str.__str__(values[cell]) for cell in cells]
            languages = {cell: getattr(parsed, "lang", None) for cell, parsed in values.items()}
            yield _companion(name, names), "string", [languages[cell] for cell in cells]
        else:
            kind = _frame_kind(kind, [parsed for parsed in values.values() if parsed is not None])
            convert = CONVERSIONS.get(kind)
            if convert is not None:
                values = {
                    cell: parsed if parsed is None else convert(parsed) for cell, parsed in values.items()
                }
            yield name, kind, [values[cell] for cell in cells]


def _kind(values: Any) -> str:
    found = {type(each) for each in values if each is not None}
    datatypes = {each.datatype for each in values if isinstance(each, Literal)}
    if len(datatypes) > 1 or (datatypes and str in found):
        return "object"
    return next((kind for kind, types in KINDS.items() if found <= types), "object")


def _declared(type: str) -> str:
    """The kind that a declared type asks for; none for no type, ``lexical`` for a datatype without a twin."""
    if not type or type == "any":
        return ""
    for prefix in ("xsd", "rdf"):
        if type.startswith(PREFIXES[prefix]):
            type = f"{prefix}:{type.removeprefix(PREFIXES[prefix])}"
    return DECLARED.get(type, "lexical")


def _require(kind: str, name: str, cells: list[str], values: dict[str, Any]) -> None:
    wrong = {
        cell for cell, parsed in values.items() if parsed is not None and type(parsed) not in KINDS[kind]
    }
    if wrong:
        row = next(row for row, cell in enumerate(cells) if cell in wrong)
        raise DataError(
            f"column {name!r} is declared {kind}, but row {row} has {cells[row]}",
            advice="Mend the data or the declared type; the rows themselves hold every term.",
            name=name,
            row=row,
            value=values[cells[row]],
        )


def _frame_kind(kind: str, values: list[Any]) -> str:
    """The kind of column that a frame has for values of a kind: ``object`` where it has none."""
    if kind in ("iri", "lexical"):
        return "string"
    if kind == "integer" and not all(-(2**63) <= member < 2**63 for member in values):
        return "object"
    if kind in ("datetime", "time"):
        zones = {member.tzinfo is not None for member in values}
        if kind == "time":
            return "object" if True in zones else kind
        return "object" if len(zones) > 1 else "aware" if True in zones else "naive"
    return kind


def _plain(each: Any) -> str:
    """The characters of a value, without the class that says more about them."""
    return f"_:{str.__str__(each)}" if isinstance(each, BNode) else str.__str__(str(each))


CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "string": _plain,
    "integer": int,
    "number": float,
    "aware": lambda moment: moment.astimezone(UTC),
}


def _companion(name: str, taken: tuple[str, ...]) -> str:
    companion = f"{name}_lang"
    while companion in taken:
        companion += "_"
    return companion
