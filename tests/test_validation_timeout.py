"""A validation with a deadline: the same report before it, an error that names the shape after it."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from atsmu_kg.cli import main
from atsmu_kg.errors import LimitError, ParameterError, ShapeError, ValidationError
from atsmu_kg.stores.workers import frames
from atsmu_kg.validation import Shapes, validate, validate_files
from atsmu_kg.validation.limited import _late, _read, _request
from atsmu_kg.validation.merged_graph import MergedGraph, n_triples
from atsmu_kg.validation.worker import serve

FOLDER = Path(__file__).with_name("validation") / "components"
PREFIXES = "@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
HANGING = (
    "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    "ex:T sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern '^(a+)+$' ; sh:class ex:A , ex:B ] ."
)
LONG = f"ex:a ex:p '{'a' * 64}b' ."


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def test_a_pattern_that_does_not_end() -> None:
    with pytest.raises(LimitError, match="did not end within 1 s") as raised:
        validate(turtle(LONG), turtle(HANGING), timeout=1)
    assert (raised.value.limit, raised.value.allowed) == ("timeout", 1)
    # None where the process had not even begun.
    assert raised.value.shape in {"<https://example.org/T>", None}
    assert raised.value.advice


def test_the_shape_at_work_is_told() -> None:
    shapes = Shapes.read(turtle(HANGING))
    answers = io.BytesIO()
    serve(
        io.BytesIO(
            _request("pyshacl", MergedGraph(n_triples(turtle("ex:a ex:p 'aa' ."))), shapes, frozenset())
        ),
        answers,
    )
    answers.seek(0)
    begun = []
    while (frame := frames.receive(answers))[0] == frames.DATA:
        begun.append(str(shapes.whole(ox.NamedNode(frame[1].decode()))))
    assert set(begun) == {"<https://example.org/S>", "<https://example.org/T>"}
    assert frame[0] == frames.TRIPLES
    assert _read(answers.getvalue())[1] == frame
    late = _late(3, begun[-1].strip("<>"), shapes)
    assert (late.shape, begun[-1] in late.message) == (begun[-1], True)
    cut = answers.getvalue()[: -len(frame[1]) - 3]
    assert _read(cut)[1] is None


def test_files_and_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(PREFIXES + LONG)
    shapes.write_text(PREFIXES + HANGING)
    with pytest.raises(LimitError, match="did not end"):
        validate_files(data, shapes, timeout=1)
    assert main(["validate", str(data), "--shapes", str(shapes), "--timeout", "0.01"]) not in {0, 1}
    assert "0.01 s" in capsys.readouterr().err


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
@pytest.mark.parametrize("name", ["ill-typed", "sparql", "node", "path-sequence", "unique-lang"])
def test_in_time_the_report_is_the_same(name: str, engine: str) -> None:
    quads = list(ox.parse(path=str(FOLDER / f"{name}.trig")))
    data, shapes = (
        [quad.triple for quad in quads if quad.graph_name == ox.NamedNode(f"https://example.org/{graph}")]
        for graph in ("violating", "shapes")
    )
    assert validate(data, shapes, engine=engine, timeout=120) == validate(data, shapes, engine=engine)


def test_blank_nodes_are_still_those_of_the_data() -> None:
    shapes = turtle("ex:S sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI .")
    data = turtle("ex:a ex:p [ ex:q 1 ] .")
    (result,) = validate(data, shapes, timeout=120)
    assert result.focus_term == data[0].object or result.focus_term == data[1].object


def test_an_error_of_the_engine_is_told_as_without_a_timeout() -> None:
    prefix = "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this { $this unknown:p ?x }' ] ."
    told = []
    for timeout in (None, 120):
        with pytest.raises(ShapeError) as raised:
            validate(turtle(LONG), turtle(prefix), timeout=timeout)
        told.append(str(raised.value))
    assert told[0] == told[1]


@pytest.mark.parametrize("timeout", [0, -1, "5", True, float("nan")])
def test_what_is_no_timeout(timeout: Any) -> None:
    with pytest.raises(ParameterError, match="timeout can't be"):
        validate(turtle(LONG), turtle(HANGING), timeout=timeout)


def test_no_end_is_a_timeout_too() -> None:
    shapes = turtle("ex:S sh:targetNode ex:a ; sh:nodeKind sh:IRI .")
    assert validate(turtle(LONG), shapes, timeout=float("inf")).conforms


def test_a_process_that_does_not_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(ValidationError, match="no process can be started"):
        validate(turtle(LONG), turtle(HANGING), timeout=9)


def test_a_process_that_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ValidationError, match="without a report") as raised:
        validate(turtle(LONG), turtle(HANGING), timeout=9)
    assert raised.value.advice
