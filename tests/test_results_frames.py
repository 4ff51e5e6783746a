"""DataFrames: columns have types, a year stays a year, two languages stay apart."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pytest

from atsmu_kg.rdf.terms import Literal, Text
from atsmu_kg.results import Result
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore

X = "http://www.w3.org/2001/XMLSchema#"
EX = "http://example.org/"


def column(*cells: str, type: str = "") -> Result:
    return Result(Solutions("".join(f"{cell}\n" for cell in ("?x", *cells))), types={"x": type})


def typed(lexical: str, name: str) -> str:
    return f'"{lexical}"^^<{X}{name}>'


CASES: dict[str, tuple[list[str], str, Any, Any, list[Any]]] = {
    "iri": ([f"<{EX}a>", ""], "iri", "string", pl.String, [EX + "a", None]),
    "blank node": (["_:b"], "iri", "string", pl.String, ["_:b"]),
    "string": (['"a"', '""', ""], "string", "string", pl.String, ["a", "", None]),
    "anyURI": ([typed(EX, "anyURI")], "xsd:anyURI", "string", pl.String, [EX]),
    "integer": (["7", "", typed("5", "byte")], "xsd:integer", "Int64", pl.Int64, [7, None, 5]),
    "year": ([typed("1939", "gYear"), ""], "xsd:gYear", "Int64", pl.Int64, [1939, None]),
    "decimal": (["1.50", ""], "xsd:decimal", "Float64", pl.Float64, [1.5, None]),
    "integers among decimals": (["1.50", "2"], "xsd:decimal", "Float64", pl.Float64, [1.5, 2.0]),
    "double": (
        ["1e3", typed("-INF", "double"), ""],
        "xsd:double",
        "Float64",
        pl.Float64,
        [1e3, -math.inf, None],
    ),
    "boolean": (
        ["true", "", typed("0", "boolean")],
        "xsd:boolean",
        "boolean",
        pl.Boolean,
        [True, None, False],
    ),
    "date": (
        [typed("2024-02-29", "date"), ""],
        "xsd:date",
        "datetime64[us]",
        pl.Date,
        [dt.date(2024, 2, 29), None],
    ),
    "moment": (
        [typed("2024-02-29T12:00:00+05:00", "dateTime"), ""],
        "xsd:dateTime",
        "datetime64[us, UTC]",
        pl.Datetime("us", "UTC"),
        [dt.datetime(2024, 2, 29, 7, tzinfo=dt.UTC), None],
    ),
    "moment without a zone": (
        [typed("2024-02-29T12:00:00", "dateTime"), ""],
        "xsd:dateTime",
        "datetime64[us]",
        pl.Datetime("us"),
        [dt.datetime(2024, 2, 29, 12), None],
    ),
    "duration": (
        [typed("P1DT2H", "dayTimeDuration"), ""],
        "xsd:dayTimeDuration",
        "timedelta64[us]",
        pl.Duration("us"),
        [dt.timedelta(days=1, hours=2), None],
    ),
    "time": ([typed("12:30:00", "time")], "xsd:time", "object", pl.Time, [dt.time(12, 30)]),
    "datatype without a twin": (
        ['"POINT(1 2)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'],
        "geo:wktLiteral",
        "string",
        pl.String,
        ["POINT(1 2)"],
    ),
    "mixture": (['"a"', "1"], "", "object", pl.Object, ["a", 1]),
    "mixed zones": (
        [typed("2024-02-29T12:00:00", "dateTime"), typed("2024-02-29T12:00:00Z", "dateTime")],
        "",
        "object",
        pl.Object,
        [dt.datetime(2024, 2, 29, 12), dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)],
    ),
    "the least and the greatest of 64 bits": (
        [str(-(2**63)), str(2**63 - 1)],
        "xsd:integer",
        "Int64",
        pl.Int64,
        [-(2**63), 2**63 - 1],
    ),
    **{
        f"{name} of 64 bits": ([str(number), "1"], "xsd:integer", "object", pl.Object, [number, 1])
        for name, number in (("one below the least", -(2**63) - 1), ("one above the greatest", 2**63))
    },
    "integers of more than 64 bits": (["1", str(2**80)], "xsd:integer", "object", pl.Object, [1, 2**80]),
    "nothing bound": (["", ""], "", "string", pl.String, [None, None]),
    "no rows": ([], "xsd:integer", "Int64", pl.Int64, []),
    "an ill-typed literal among integers": (
        ["1", typed("many", "integer")],
        "",
        "object",
        pl.Object,
        [1, Literal("many", X + "integer")],
    ),
}
# A column of nothing has no type of its own to infer.
WAYS = [
    (name, declared) for name, (cells, *_) in CASES.items() for declared in (True, False) if cells or declared
]
way = pytest.mark.parametrize(
    ("case", "declared"),
    WAYS,
    ids=[f"{name}, {'declared' if declared else 'inferred'}" for name, declared in WAYS],
)


def plain(value: Any) -> Any:
    if value is pd.NA or value is pd.NaT:
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


@way
def test_pandas_columns(case: str, declared: bool) -> None:
    cells, type, dtype, _, values = CASES[case]
    frame = column(*cells, type=type if declared else "").to_pandas()
    assert list(frame.columns) == ["x"]
    assert str(frame.x.dtype) == dtype
    found = [plain(value) for value in frame.x]
    if case == "date":
        found = [value and value.date() for value in found]
    assert found == values


@way
def test_polars_columns(case: str, declared: bool) -> None:
    cells, type, _, dtype, values = CASES[case]
    frame = column(*cells, type=type if declared else "").to_polars()
    assert frame.schema == {"x": dtype}
    assert frame["x"].to_list() == values


def test_nan_is_a_value_and_not_a_missing_one() -> None:
    result = column(typed("NaN", "double"), "", "0.0")
    assert list(result.to_pandas().x.isna()) == [False, True, False]
    assert [value is None or str(value) for value in result.to_polars()["x"]] == ["nan", True, "0.0"]


frames: list[Callable[[Result], dict[str, list[Any]]]] = [
    lambda result: {name: [plain(value) for value in values] for name, values in result.to_pandas().items()},  # type: ignore[misc]
    lambda result: result.to_polars().to_dict(as_series=False),
]


@pytest.mark.parametrize("frame", frames, ids=["pandas", "polars"])
class TestLanguages:
    def test_two_languages_stay_apart(self, frame: Callable[[Result], dict[str, list[Any]]]) -> None:
        table = frame(column('"Тоҷикистон"@tg', '"Таджикистан"@ru', '"plain"', ""))
        assert table == {
            "x": ["Тоҷикистон", "Таджикистан", "plain", None],
            "x_lang": ["tg", "ru", None, None],
        }

    def test_a_declared_text_has_its_language_also_without_rows(
        self, frame: Callable[[Result], dict[str, list[Any]]]
    ) -> None:
        assert frame(column(type="text")) == {"x": [], "x_lang": []}
        assert frame(column('"plain"', type="rdf:langString")) == {"x": ["plain"], "x_lang": [None]}

    def test_a_column_of_the_query_keeps_its_name(
        self, frame: Callable[[Result], dict[str, list[Any]]]
    ) -> None:
        table = frame(Result(Solutions('?x\t?x_lang\n"a"@ru\t"mine"\n')))
        assert table == {"x": ["a"], "x_lang_": ["ru"], "x_lang": ["mine"]}


def test_a_frame_without_columns_has_its_rows() -> None:
    assert len(Result(Solutions("\n\n\n")).to_pandas()) == 2


def test_strings_are_plain_and_full_iris_stay() -> None:
    frame = column('"да"@ru').to_pandas()
    assert type(frame.x[0]) is str
    assert not isinstance(frame.x[0], Text)
    assert type(column(f"<{EX}a>").to_polars()["x"][0]) is str


def test_many_rows_keep_their_order_and_types() -> None:
    store = EmbeddedStore.memory()
    digits = " ".join(str(digit) for digit in range(10))
    text = f"""
      SELECT (?a * 100 + ?b * 10 + ?c AS ?n) (STRLANG(STR(?n), "tg") AS ?name) (?n / 4 AS ?quarter) {{
      VALUES ?a {{ {digits} }} VALUES ?b {{ {digits} }} VALUES ?c {{ {digits} }} }} ORDER BY ?n"""
    result = Result(store.query(text))  # type: ignore[arg-type]
    frame = result.to_pandas()
    assert list(frame.n) == list(range(1000))
    assert list(frame.name) == [str(number) for number in range(1000)]
    assert list(frame.quarter) == [number / 4 for number in range(1000)]
    assert [row.quarter for row in result[:2]] == [Decimal(0), Decimal("0.25")]
    assert result.to_polars().to_dicts()[999] == {
        "n": 999,
        "name": "999",
        "name_lang": "tg",
        "quarter": 249.75,
    }
