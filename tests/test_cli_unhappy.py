"""What a shell user can get wrong: one message that says where and what to do, and the right exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from atsmu_kg.cli import main

BAD = [
    ("unknown command", ["nosuch"], 2, "invalid choice"),
    ("no command", [], 2, "required"),
    ("unknown option", ["info", "--colour"], 2, "unrecognized arguments: --colour"),
    ("unknown query", ["run", "facultys"], 2, "'atsmu-kg queries' lists all"),
    ("nearly a query", ["run", "facultys"], 2, "Did you mean faculties"),
    ("misspelt parameter", ["run", "certainly_at_least", "--flor", "5"], 2, "Did you mean floor?"),
    ("missing parameter", ["run", "certainly_at_least"], 2, "needs the parameter floor"),
    (
        "missing parameter in a shell",
        ["run", "certainly_at_least"],
        2,
        "\n  For example: atsmu-kg run certainly_at_least --floor 500\n",
    ),
    (
        "wrong type in a shell",
        ["run", "certainly_at_least", "--floor", "many"],
        2,
        "\n  For example: atsmu-kg run certainly_at_least --floor 500\n",
    ),
    ("too many rows", ["query", "SELECT * { ?s ?p ?o }", "--max-rows", "5"], 3, "raise --max-rows"),
    ("wrong type", ["run", "certainly_at_least", "--floor", "many"], 2, "takes a whole number as floor"),
    ("no value", ["run", "certainly_at_least", "--floor"], 2, "--floor has no value"),
    ("not a parameter", ["run", "faculties", "floor"], 2, "Write parameters as --name value"),
    ("wrong choice", ["run", "faculties", "--lang", "fr"], 2, "invalid choice: 'fr'"),
    ("unknown prefix", ["run", "figures", "--thing", "atmsu:university"], 2, "atsmu:"),
    ("unknown tag", ["queries", "--tag", "nosuch"], 2, "no query has the tag"),
    ("syntax error", ["query", "SELECT ?s WHERE { ?s ?p }"], 2, "1:"),
    ("unknown prefix in a query", ["query", "SELECT ?s { ?s skoss:prefLabel ?o }"], 2, "skos:"),
    ("no query file", ["query", "nosuch.rq"], 2, "nosuch.rq"),
    ("no text", ["query", ""], 2, "1:1: expected SELECT"),
    ("no time", ["query", "ASK {}", "--timeout", "0"], 2, "or leave the option out"),
    ("unknown thing", ["show", "country:ZZ"], 2, "the graph says nothing of country:ZZ"),
    ("format of another kind", ["query", "ASK {}", "--format", "csv"], 2, "ASK"),
    ("rows as a graph", ["run", "faculties", "--format", "turtle"], 2, "turtle"),
    ("a citation without --cite", ["run", "faculties", "--format", "bibtex"], 2, "Add --cite."),
    ("a way to cite that is none", ["query", "ASK {}", "--cite=long"], 2, "--cite"),
    ("a guard of no table", ["query", "ASK {}", "--guard"], 2, "Add --format csv."),
    ("a source without --cite", ["run", "faculties", "--source", __file__], 2, "Add --cite."),
    (
        "a citation as a table of cells",
        ["query", "ASK {}", "--cite", "--format", "csv"],
        2,
        "no format 'csv'",
    ),
    (
        "another document",
        ["run", "faculties", "--cite", "--source", __file__],
        1,
        "not a document that is cited",
    ),
    ("no validation file", ["validate", "nosuch.ttl"], 2, "there is no file 'nosuch.ttl'"),
    ("a graph without files", ["validate", "--with-graph"], 2, "Name the files."),
    ("files and a store", ["validate", __file__, "--store", "."], 2, "Name one of them."),
    (
        "unknown source",
        ["check", "source", __file__, "--source", "yearbook"],
        2,
        "no claim is made of the source 'yearbook'\n  Give the name of a claims table: profile.",
    ),
    ("no source file", ["check", "source", "nosuch.txt"], 2, "there is no file"),
    ("export without a format", ["export", "-"], 2, "--format trig"),
    ("export to an unknown format", ["export", "graph.docx"], 2, "docx"),
    ("export into nowhere", ["export", "nosuch/graph.ttl"], 2, "nosuch"),
    ("store that is not there", ["run", "faculties", "--store", "nosuch"], 3, "nosuch"),
    ("endpoint that is not there", ["info", "--endpoint", "http://127.0.0.1:1/"], 3, "nothing listens"),
    ("endpoint that is no address", ["info", "--endpoint", "sparql"], 2, "http(s)://"),
    ("endpoint and store", ["info", "--endpoint", "http://x/", "--store", "y"], 2, "not allowed with"),
    ("build outside a checkout", ["build", "--root", "/"], 3, "not a checkout"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "says"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_a_mistake_gets_one_message(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert exit_code(arguments) == code
    captured = capsys.readouterr()
    assert says in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut.ttl", b"<a:s> <a:p>", "cut.ttl:1:"),
        ("relative.ttl", b"<s> <a:p> <a:o> .", "relative.ttl:1:"),
        ("latin.ttl", '<a:s> <a:p> "é" .'.encode("latin-1"), "latin.ttl"),
        ("typed.ttl", b'<a:s> <a:p> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .', "typed.ttl:1"),
        ("cut.jsonld", b'{"@id": ', "cut.jsonld"),
        ("cut.rdf", b"<rdf:RDF", "cut.rdf"),
        ("remote.jsonld", b'{"@context": "https://schema.org/", "@id": "a:b"}', "remote.jsonld"),
    ],
)
def test_a_bad_file_is_invalid_data(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert exit_code(["validate", str(file)]) == 1
    captured = capsys.readouterr()
    assert says in captured.err + captured.out
    assert "Traceback" not in captured.err


def test_a_folder_with_other_files_is_refused_before_a_release_is_made(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the release is made first")

    monkeypatch.setattr("atsmu_kg.publishing.release.release", refuse)
    (tmp_path / "thesis.docx").write_bytes(b"x")
    assert exit_code(["release", str(tmp_path)]) == 3
    assert "files that are not part of a release: thesis.docx" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def exit_code(arguments: list[str]) -> int:
    """The exit code, whether returned or raised as argparse does."""
    try:
        return main(arguments)
    except SystemExit as raised:
        assert isinstance(raised.code, int)
        return raised.code


@pytest.mark.parametrize("arguments", ["run", b"run", [1], ["run", None], 5])
def test_what_is_no_command_line(capsys: pytest.CaptureFixture[str], arguments: object) -> None:
    assert main(arguments) == 2  # type: ignore[arg-type]
    assert "which is not a list of texts" in capsys.readouterr().err


def test_a_folder_to_validate_is_told_as_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    assert exit_code(["validate", "mine"]) == 2
    assert "there is no file 'mine', but a folder: give the files in it" in capsys.readouterr().err
    (tmp_path / "mine" / "dataset.toml").touch()
    assert exit_code(["validate", "mine"]) == 2
    assert "for the dataset in it give --dataset mine" in capsys.readouterr().err
