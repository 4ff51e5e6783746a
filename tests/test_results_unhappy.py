"""Results: what is wrong, and what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from atsmu_kg.errors import (
    DataError,
    ExportError,
    MissingDependencyError,
    ParameterError,
    QueryError,
    UnknownNameError,
)
from atsmu_kg.rdf.terms import Literal
from atsmu_kg.results import Result
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.graph import GraphResult
from atsmu_kg.stores.answers import Solutions, Triples

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture
def result() -> Result:
    return Result(
        Solutions("?faculty\t?min\n<http://example.org/a>\t1\n<http://example.org/b>\t2\n"), query="ASK"
    )


@pytest.mark.parametrize("how", ["attribute", "key", "column"])
def test_an_unknown_column(result: Result, how: str) -> None:
    with pytest.raises(UnknownNameError, match="no column 'facultys'") as caught:
        {
            "attribute": lambda: result[0].facultys,
            "key": lambda: result[0]["facultys"],
            "column": lambda: result.column("facultys"),
        }[how]()
    assert caught.value.name == "facultys"
    assert caught.value.nearest == ["faculty"]
    assert caught.value.advice == "Did you mean faculty? The columns are: faculty, min."


def test_an_unknown_column_is_what_python_expects_too(result: Result) -> None:
    assert getattr(result[0], "max", "none") == "none"
    with pytest.raises(KeyError):
        result[0]["max"]
    with pytest.raises(IndexError):
        result[0][2]
    with pytest.raises(IndexError):
        result[2]


@pytest.mark.parametrize("count", [0, 2])
def test_one_row_of_none_or_many(count: int) -> None:
    with pytest.raises(QueryError, match=f"gave {count} rows, not one") as caught:
        Result(Solutions("?x\n" + "1\n" * count), query="SELECT").one()
    assert (caught.value.rows, caught.value.query) == (count, "SELECT")


def test_a_scalar_of_many_columns(result: Result) -> None:
    with pytest.raises(QueryError, match="gave 2 columns, not one"):
        result.scalar()


@pytest.mark.parametrize(
    ("declared", "cell", "kind"),
    [
        ("xsd:integer", f'"many"^^<{XSD}integer>', "integer"),
        ("xsd:integer", "1.5", "integer"),
        ("iri", '"a"', "iri"),
        ("string", '"a"@ru', "string"),
        (f"{XSD}boolean", "1", "boolean"),
        ("xsd:date", f'"2024-02-30"^^<{XSD}date>', "date"),
    ],
)
def test_a_term_that_does_not_fit_its_declared_type(declared: str, cell: str, kind: str) -> None:
    result = Result(Solutions(f"?x\n\n{cell}\n"), types={"x": declared})
    for convert in (result.to_pandas, result.to_polars):
        with pytest.raises(DataError, match=f"declared {kind}, but row 1") as caught:
            convert()
        assert (caught.value.name, caught.value.row) == ("x", 1)
        assert cell in caught.value.message


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_package_that_is_not_installed(
    result: Result, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingDependencyError) as caught:
        getattr(result, f"to_{package}")()
    assert caught.value.advice == f"pip install 'atsmu-kg[{package}]'"
    assert caught.value.package == package


def test_an_unknown_format(result: Result) -> None:
    with pytest.raises(ExportError, match="not a format of query results") as caught:
        result.serialize("xlsx")
    assert caught.value.advice == "The choices are csv, tsv, json, xml."
    with pytest.raises(ExportError, match="an ASK has no answer"):
        BooleanResult(True).serialize("csv")
    with pytest.raises(ExportError, match="not a format of graphs"):
        GraphResult(Triples("")).serialize("csv")


def test_a_file_that_can_not_be_written(result: Result, tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        result.to_csv(tmp_path)
    assert caught.value.file == str(tmp_path)


def test_terms_that_rdflib_has_no_node_for() -> None:
    with pytest.raises(ExportError, match="rdflib has no node"):
        Result(Solutions("?x\n<<( <a:a> <a:b> <a:c> )>>\n")).to_rdflib()
    with pytest.raises(ExportError, match="rdflib has no node"):
        GraphResult(Triples('<a:a> <a:b> "x"@ar--rtl .\n')).to_rdflib()


def test_a_number_of_more_digits_than_python_reads_stays_a_literal() -> None:
    digits = "9" * 5000
    for cell in (digits, f'"-{digits}"^^<{XSD}integer>'):
        result = Result(Solutions(f"?x\n{cell}\n"))
        number = result.scalar()
        assert isinstance(number, Literal)
        assert (number.lexical.lstrip("-"), str(number.datatype)) == (digits, f"{XSD}integer")
        assert digits in result.to_text(width=0)
        assert digits in result._repr_html_()
        assert str(result.to_pandas()["x"][0]).lstrip("-") == digits
        assert str(result.to_polars()["x"][0]).lstrip("-") == digits
    assert Result(Solutions(f"?x\n{'9' * 4000}\n")).scalar() == 10**4000 - 1


@pytest.mark.parametrize("limit", [10**5001, -(10**5001), 2**63], ids=["great", "small", "just"])
def test_a_limit_beyond_all_numbers(result: Result, limit: int) -> None:
    with pytest.raises(ParameterError, match="limit can't be"):
        result.to_text(limit=limit)
