"""Shapes and data that can't be used: an error that says what is wrong, where, and what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import (
    AtsmuKGError,
    DataError,
    DataSyntaxError,
    MissingDependencyError,
    ParameterError,
    ShapeError,
    StoreError,
    ValidationError,
)
from atsmu_kg.validation import Report, validate, validate_files
from atsmu_kg.validation.lint import lint_shapes

PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
"""
SHAPES = "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxCount 9 ] ."
DATA = "<https://example.org/a> <https://example.org/p> 1 ."


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TURTLE))


def sparql(query: str) -> list[ox.Quad]:
    constraint = f'[ sh:prefixes ex: ; sh:select """{query}""" ]'
    return turtle(f"{PREFIXES} ex:S sh:targetSubjectsOf ex:p ; sh:sparql {constraint} .")


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + SHAPES)
    return file


@pytest.mark.parametrize(
    ("name", "content", "error", "words", "line"),
    [
        ("data.ttl", "", DataError, "no triples", None),
        ("data.ttl", "# only a comment\n", DataError, "no triples", None),
        (
            "data.ttl",
            "@prefix ex: <https://example.org/> .\nex:a ex:b ex:c\nex:d ex:e ex:f .",
            DataSyntaxError,
            "dot",
            3,
        ),
        ("data.ttl", "ex:a ex:b ex:c .", DataSyntaxError, "prefix", 1),
        ("data.ttl", "\n<a> <https://example.org/p> 1 .", DataSyntaxError, "relative IRI", 2),
        ("data.ttl", '<urn:a> <urn:p> "x', DataSyntaxError, "end of file", 1),
        ("data.nq", "<urn:a> <urn:p> 1 .", DataSyntaxError, "", 1),
        ("data.nt", "<urn:a> <urn:p> <urn:o> <urn:g> .", DataSyntaxError, "", 1),
        (
            "data.jsonld",
            '{"@id": "a", "https://example.org/p": 1}',
            DataSyntaxError,
            "relative IRI <a>",
            1,
        ),
        (
            "data.jsonld",
            '{"@context": "https://schema.org/", "name": 1}',
            DataSyntaxError,
            "nothing is fetched",
            None,
        ),
        ("data.jsonld", '{"@id": "urn:a",', DataSyntaxError, "", 1),
        ("data.rdf", "<rdf:RDF>", DataSyntaxError, "", 1),
        ("data.csv", "a,b\n1,2\n", StoreError, ".csv is not the ending of an RDF format", None),
        ("data", DATA, StoreError, "the name has no ending", None),
    ],
)
def test_unreadable_files(
    name: str,
    content: str,
    error: type[AtsmuKGError],
    words: str,
    line: int | None,
    tmp_path: Path,
    shapes: Path,
) -> None:
    file = tmp_path / name
    file.write_text(content)
    for read in (lambda: validate_files(file, shapes), lambda: lint_shapes(file)):
        with pytest.raises(error) as raised:
            read()
        assert raised.value.file == str(file)
        assert raised.value.line == line
        assert raised.value.advice
        assert words.lower() in raised.value.message.lower()


def test_bytes_that_are_not_utf8(tmp_path: Path, shapes: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_bytes(b'<urn:a> <urn:p> "\xff" .')
    with pytest.raises(DataSyntaxError, match="UTF-8") as raised:
        validate_files(file, shapes)
    assert raised.value.line == 1


def test_a_file_that_is_not_there(tmp_path: Path, shapes: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        validate_files(tmp_path / "none.ttl", shapes)
    with pytest.raises(StoreError, match="no such file"):
        validate_files(shapes, tmp_path / "none.ttl")
    with pytest.raises(StoreError, match="no such file"):
        lint_shapes(shapes, tmp_path / "none.ttl")


def test_a_folder(tmp_path: Path, shapes: Path) -> None:
    folder = tmp_path / "folder.ttl"
    folder.mkdir()
    with pytest.raises(StoreError, match="folder"):
        validate_files(folder, shapes)


def test_a_relative_iri_with_a_base_is_fine(tmp_path: Path, shapes: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("@base <https://example.org/> .\n<a> <p> 1 .")
    assert validate_files(file, shapes).focus_nodes == 1


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_shapes_without_a_shape(engine: str) -> None:
    with pytest.raises(ShapeError, match="no shape"):
        validate(turtle(DATA), turtle(DATA), engine=engine)


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
@pytest.mark.parametrize(
    "shape",
    [
        "ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:minCount 1 .",
        "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p , ex:q ; sh:minCount 1 ] .",
        'ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:pattern "[a" ] .',
        "ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:message 'm' ] .",
        "ex:S sh:targetSubjectsOf ex:p ; sh:property ex:None .",
        "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI , sh:Literal ] .",
    ],
)
def test_ill_formed_shapes(shape: str, engine: str) -> None:
    with pytest.raises(ShapeError) as raised:
        validate(turtle(DATA), turtle(PREFIXES + shape), engine=engine)
    assert "atsmu-kg check shapes" in raised.value.advice


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        ("ex:S a sh:NodeShape .\nex:T a sh:PropertyShape ;\n sh:targetSubjectsOf ex:p .", 2),
        ("ex:S sh:targetSubjectsOf ex:p ;\n sh:property [ sh:path ex:p ] ,\n [ sh:path ex:p , ex:q ] .", 3),
    ],
    ids=["named", "anonymous"],
)
def test_an_ill_formed_shape_has_a_place(tmp_path: Path, shape: str, line: int) -> None:
    good, bad, data = tmp_path / "good.ttl", tmp_path / "bad.ttl", tmp_path / "data.ttl"
    good.write_text(
        PREFIXES + "ex:G sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:minCount 0 ] ."
    )
    bad.write_text(PREFIXES + shape)
    data.write_text(DATA)
    with pytest.raises(ShapeError) as raised:
        validate_files(data, [good, bad])
    assert (raised.value.file, raised.value.line) == (str(bad), PREFIXES.count("\n") + line)


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this ex:p ?x",
        "SELECT $this WHERE { $this schema:name ?x }",
        "SELECT $this WHERE { SERVICE <https://example.org/sparql> { $this ex:p ?x } }",
        "SELECT $this WHERE { $this ex:p ?x MINUS { $this ex:q ?x } }",
    ],
)
def test_queries_that_can_not_be_run(query: str, engine: str) -> None:
    with pytest.raises(ShapeError) as raised:
        validate(turtle(DATA), sparql(query), engine=engine)
    assert raised.value.advice


def test_queries_that_read_files_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text(DATA)
    with pytest.raises(ShapeError, match="other data"):
        validate(turtle(DATA), sparql(f"SELECT $this FROM <{secret.as_uri()}> WHERE {{ $this ex:p ?x }}"))


def test_an_unknown_engine(shapes: Path) -> None:
    with pytest.raises(ParameterError, match="pyrudof") as raised:
        validate(turtle(DATA), shapes, engine="pyrudof")
    assert "pyshacl, shifty" in raised.value.advice


def test_an_engine_that_is_not_installed(shapes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shifty", None)
    with pytest.raises(MissingDependencyError) as raised:
        validate(turtle(DATA), shapes, engine="shifty")
    assert raised.value.advice == "pip install 'atsmu-kg[shifty]'"


def test_pandas_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependencyError) as raised:
        Report(results=(), focus_nodes=0, shapes=1, engine="pyshacl").to_dataframe()
    assert raised.value.advice == "pip install 'atsmu-kg[pandas]'"


def test_triple_terms_are_refused(shapes: Path) -> None:
    a = ox.NamedNode("urn:a")
    with pytest.raises(DataError, match="triple term"):
        validate([ox.Triple(a, a, ox.Triple(a, a, a))], shapes)


def test_what_breaks_an_engine_is_wrapped(shapes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyshacl

    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(pyshacl.Validator, "create_validation_report", fail)
    with pytest.raises(ValidationError, match="RecursionError: too deep") as raised:
        validate(turtle(DATA), shapes)
    assert isinstance(raised.value.__cause__, RecursionError)


def test_ill_typed_literals_are_told_once_with_their_line(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(PREFIXES + SHAPES.replace("sh:maxCount 9", "sh:datatype xsd:date"))
    data.write_text(
        "@prefix ex: <https://example.org/> .\n"
        'ex:a ex:p "2024-13-40"^^<http://www.w3.org/2001/XMLSchema#date> ;\n'
        '  ex:q "abc"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    )
    for engine in ("pyshacl", "shifty"):
        report = validate_files(data, shapes, engine=engine, lang="ru")
        assert [(result.short_path, result.line) for result in report] == [
            ("<https://example.org/p>", 2),
            ("<https://example.org/q>", 3),
        ]
        assert "«abc»" in report.results[1].message


def test_a_value_with_backslashes_breaks_no_message() -> None:
    shapes = sparql("SELECT $this ?value WHERE { $this ex:p ?value }")
    data = turtle(r'<https://example.org/a> <https://example.org/p> "C:\\data\\1" .')
    for engine in ("pyshacl", "shifty"):
        assert [result.value for result in validate(data, shapes, engine=engine)] == [r"C:\data\1"]


def test_data_of_another_kind_are_refused(shapes: Path) -> None:
    with pytest.raises(ParameterError, match="data can't be of the type tuple"):
        validate([("s", "p", "o")], shapes)  # type: ignore[list-item]


def test_pyshacl_logs_nothing(shapes: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ShapeError):
        validate(turtle(DATA), sparql("SELECT $this WHERE { $this ex:p ?x MINUS { $this ex:q ?x } }"))
    assert caplog.records == []
