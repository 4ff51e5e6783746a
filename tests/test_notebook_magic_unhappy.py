"""The magic %%sparql with what it can't answer: an error of ours that says what to do, without frames."""

from __future__ import annotations

from pathlib import Path

import pytest
import shells
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.errors import (
    AtsmuKGError,
    ParameterError,
    QuerySyntaxError,
    StoreError,
    UnknownNameError,
    UnknownPrefixError,
)
from atsmu_kg.notebook.completion import Completion
from atsmu_kg.notebook.line import read, value


@pytest.fixture(scope="module")
def shell():
    return shells.shell()


@pytest.mark.parametrize(
    ("cell", "error", "told"),
    [
        ("%%sparql facultys", UnknownNameError, "faculties"),
        ("%%sparql faculties --lnag ru", ParameterError, "lang"),
        ("%%sparql faculties --lang fr", ParameterError, "en, ru, tg"),
        ("%%sparql certainly_at_least", ParameterError, "floor"),
        ("%%sparql certainly_at_least --floor many", ParameterError, "whole number"),
        ("%%sparql faculties\nASK {}", ParameterError, "Leave the cell empty"),
        ("%%sparql --into x\n# nothing", ParameterError, "there is no query"),
        ("%sparql", ParameterError, "there is no query"),
        ("%%sparql --absent 1\nASK {}", ParameterError, "absent"),
        ("%%sparql --x contry:IR\nASK { ?x ?p ?o }", UnknownPrefixError, "country"),
        ("%%sparql --store nowhere\nASK {}", StoreError, "nowhere"),
        ("%%sparql faculties --into class", ParameterError, "--into name"),
        ("%%sparql faculties --into not-a-name", ParameterError, "--into name"),
    ],
)
def test_what_is_wrong_is_told(shell, cell: str, error: type[AtsmuKGError], told: str) -> None:
    done = shell.run_cell(cell)
    assert isinstance(done.error_in_exec, error)
    assert told in str(done.error_in_exec)


def test_a_line_number_is_that_of_the_cell(shell) -> None:
    done = shell.run_cell("%%sparql\nSELECT * {\n  ?s ?p }")
    assert isinstance(done.error_in_exec, QuerySyntaxError)
    assert done.error_in_exec.line == 3


def test_an_error_is_shown_without_frames(shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run_cell("%%sparql facultys")
    shown = capsys.readouterr()
    assert "there is no query 'facultys'" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err


@pytest.mark.parametrize(
    "line",
    [
        "faculties centres",
        "faculties --lang",
        "faculties --lang en --lang ru",
        "faculties --",
        "faculties --lang 'ru",
        "--store here --endpoint http://localhost:9/",
    ],
)
def test_a_line_that_can_not_be_meant_is_refused(line: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read(line)
    assert caught.value.advice


@given(st.text())
def test_any_line_is_read_or_refused(text: str) -> None:
    try:
        line = read(text)
    except ParameterError:
        return
    assert not (line.store and line.endpoint)


@given(st.text())
def test_any_value_is_read_or_refused(text: str) -> None:
    try:
        value(text)
    except AtsmuKGError as error:
        assert error.advice


@pytest.fixture(scope="module")
def completion() -> Completion:
    kg = atsmu_kg.load()
    return Completion(lambda _: kg)


@given(text=st.text())
def test_completion_never_fails(completion: Completion, text: str) -> None:
    for cell in (f"%%sparql\n{text}", f"%%sparql {text}", text):
        fragment, _ = completion.suggestions(cell)
        assert cell.endswith(fragment)


@pytest.mark.parametrize("places", ["--store a --dataset b", "--dataset a --endpoint http://x/"])
def test_a_dataset_beside_another_place_is_refused(places: str) -> None:
    with pytest.raises(ParameterError, match="a query is asked in one place"):
        read(f"faculties {places}")


def test_a_folder_without_a_dataset_is_told_in_a_cell(shell, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"dataset\.toml"):
        shell.run_cell(f"%%sparql faculties --dataset {tmp_path}").raise_error()
