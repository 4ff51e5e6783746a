"""The command line as a shell sees it: what is printed, and the exit code."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from loopback import serving
from pyoxigraph import RdfFormat, parse

from atsmu_kg import __version__, load, open
from atsmu_kg.cli import arguments as command_line
from atsmu_kg.cli import main
from atsmu_kg.cli.plain import plain_run
from atsmu_kg.queries import packaged

ROOT = Path(__file__).parent.parent
OTHER_FORMATS = ("trig", "nt", "rdf", "jsonld")
PERIOD = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/atsmu-kg/id/period/year-2026> a dcterms:PeriodOfTime ;
    skos:prefLabel "2026"@en , "2026 год"@ru , "соли 2026"@tg ;
    dcat:startDate "2026"^^xsd:gYear ; dcat:endDate "2026"^^xsd:gYear .
<https://example.org/survey> dcterms:temporal <https://w3id.org/atsmu-kg/id/period/year-2026> .
"""
ATSMU_KG = str(Path(sys.executable).with_name("atsmu-kg"))


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command prints; nothing may be said on the standard error stream."""
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_run(capsys: pytest.CaptureFixture[str]) -> None:
    table = said(capsys, "run", "faculties")
    assert "atsmu:dentistry-faculty" in table
    assert "Public Health Faculty" in table


def test_run_takes_the_parameters_of_the_query(capsys: pytest.CaptureFixture[str]) -> None:
    rows = said(
        capsys, "run", "certainly_at_least", "--floor", "100000", "--lang=ru", "--format", "csv"
    ).splitlines()
    assert len(rows) == 3
    assert "единицы библиотечного фонда" in rows[2]


@pytest.mark.parametrize("name", sorted(packaged()))
def test_run_explains_each_query(capsys: pytest.CaptureFixture[str], name: str) -> None:
    page = said(capsys, "run", name, "--help")
    assert packaged()[name].summary in page
    assert "kg.queries" not in page


@pytest.mark.parametrize("name", sorted(packaged()))
def test_the_example_of_each_query_can_be_run(capsys: pytest.CaptureFixture[str], name: str) -> None:
    program, *words = shlex.split(said(capsys, "run", name, "--help").rpartition("\nExample: ")[2])
    assert program == "atsmu-kg"
    json_rows = json.loads(said(capsys, *words, "--format", "json"))["results"]["bindings"]
    assert len(json_rows) == packaged()[name].expect["rows"]


def test_run_without_a_name_lists_the_queries(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "run") == said(capsys, "queries")


def test_queries_by_tag(capsys: pytest.CaptureFixture[str]) -> None:
    listed = said(capsys, "queries", "--tag", "structure")
    assert "  faculties" in listed
    assert "partner_countries" not in listed


@pytest.mark.parametrize(
    ("format", "read"),
    [
        ("json", lambda text: json.loads(text)["results"]["bindings"][0]["n"]["value"]),
        ("csv", lambda text: text.splitlines()[1]),
        ("tsv", lambda text: text.splitlines()[1]),
        ("xml", lambda text: text.partition("<literal")[2].partition(">")[2].partition("<")[0]),
        ("html", lambda text: "13" if ">13<" in text else ""),
        ("table", lambda text: text.splitlines()[2].strip()),
    ],
)
def test_query_in_each_format(capsys: pytest.CaptureFixture[str], format: str, read: object) -> None:
    text = said(capsys, "query", "SELECT (COUNT(*) AS ?n) { ?f a akg:Faculty }", "--format", format)
    # The faculties of all institutions that a source names.
    assert read(text) == "13"  # type: ignore[operator]


@pytest.mark.whole
def test_other_shapes_without_files_are_for_the_graph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .
        <https://example.org/Few> sh:targetClass <https://w3id.org/atsmu-kg/ontology#Figure> ;
            sh:property [ sh:path schema:value ; sh:maxInclusive 680000 ] .""",
        "utf-8",
    )
    assert main(["validate", "--shapes", str(shapes)]) == 1
    told = capsys.readouterr().out
    assert "2 results (2 violations) in " in told and "is more than 680000" in told


@pytest.mark.parametrize(
    "command",
    [["run", "faculties"], ["show", "dentistry-faculty"], ["info"]],
)
def test_an_endpoint_in_place_of_the_packaged_graph(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    with serving(load().store.engine) as server:  # type: ignore[attr-defined]
        there = said(capsys, *command, "--endpoint", server.url)
    assert there == said(capsys, *command)


def test_a_citation_as_bibtex(capsys: pytest.CaptureFixture[str]) -> None:
    entries = said(capsys, "run", "faculties", "--cite", "--format", "bibtex")
    assert entries == load().queries.faculties().cite().to_bibtex()


def test_a_citation_shows_the_passages_of_a_copy_of_the_source(
    capsys: pytest.CaptureFixture[str], shared: Path
) -> None:
    source = str(shared / "source" / "seed.txt")
    shown = said(capsys, "run", "faculties", "--cite", "--source", source)
    assert "“The University has four faculties" in shown
    assert "“" not in said(capsys, "run", "faculties", "--cite")


class Terminal(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_data_steer_no_terminal_and_are_data_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    command = ["query", "SELECT ?x { BIND('\\u001B[31m' AS ?x) }", "--format", format]
    assert "\x1b[31m" in said(capsys, *command)
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    assert main(command) == 0
    assert "\x1b" not in terminal.getvalue()
    assert "\\x1b[31m" in terminal.getvalue()


def test_a_table_for_spreadsheets_has_no_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    text = "SELECT ?x ?y { VALUES (?x ?y) { ('=1+1' -4) } }"
    assert said(capsys, "query", text, "--format", "csv", "--guard").splitlines() == ["x,y", "'=1+1,-4"]


def test_statements_of_a_citation_are_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    citation = load().queries.faculties().cite()
    assert said(capsys, "run", "faculties", "--cite") == f"{citation}\n"
    assert said(capsys, "run", "faculties", "--cite=full") == f"{citation.to_text(full=True)}\n"
    text = "SELECT ?year { atsmu:university schema:foundingDate ?year }"
    for words in (["--cite=full", text], [text, "--cite=full"]):
        assert "\n   atsmu:university schema:foundingDate" in said(capsys, "query", *words)


@pytest.mark.parametrize(("thing", "answer", "code"), [("?f", "yes", 0), ("akg:Faculty", "no", 1)])
def test_ask_answers_by_word_and_code(
    capsys: pytest.CaptureFixture[str], thing: str, answer: str, code: int
) -> None:
    assert said(capsys, "query", f"ASK {{ {thing} a akg:Faculty }}", code=code) == f"{answer}\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT ?n { country:TJ schema:position ?n }", 0),
        ("CONSTRUCT WHERE { country:TJ schema:position ?n }", 0),
        ("ASK { country:TJ schema:position ?n }", 1),
        ("ASK { country:TJ skos:prefLabel ?n }", 0),
    ],
)
def test_a_citation_has_the_exit_code_of_its_answer(
    capsys: pytest.CaptureFixture[str], text: str, code: int
) -> None:
    said(capsys, "query", text, code=code)
    said(capsys, "query", text, "--cite", code=code)


def test_construct_gives_turtle(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "query", "CONSTRUCT WHERE { enumeration:faculties schema:itemListElement ?f }")
    assert len(list(parse(text, RdfFormat.TURTLE))) == 4


def test_query_from_a_file_and_from_standard_input(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    file = tmp_path / "count.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?f a akg:Faculty }", "utf-8")
    from_file = said(capsys, "query", str(file))
    monkeypatch.setattr("sys.stdin", io.StringIO(file.read_text("utf-8")))
    assert said(capsys, "query", "-") == from_file


def test_show_says_who_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "show", "figure:students")
    assert "schema:value" in page
    assert "[profile:s15]" in page
    assert "Стоматологический" in said(capsys, "show", "dentistry-faculty", "--lang", "ru").splitlines()[0]


def test_info_counts(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "info")
    assert __version__ in page
    assert "(197 of passages)" in page


def test_validate_conforms(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "period.ttl"
    file.write_text(PERIOD, "utf-8")
    assert said(capsys, "validate", str(file), "--engine", "shifty").startswith("Conforms: 2 focus nodes")


# The example of KnowledgeGraph.validate says so too.
@pytest.mark.long
def test_the_packaged_graph_conforms(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "validate", "--engine", "shifty").startswith("Conforms")


def test_check_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    assert "66 of 66 claims are stated" in said(capsys, "check", "coverage")


def test_check_source(capsys: pytest.CaptureFixture[str], shared: Path) -> None:
    page = said(capsys, "check", "source", str(shared / "source" / "seed.txt"))
    assert "is the document that the graph was made from" in page


@pytest.mark.whole
def test_check_source_by_name(capsys: pytest.CaptureFixture[str], shared: Path) -> None:
    file = str(shared / "source" / "seed.txt")
    assert said(capsys, "check", "source", file, "--source", "profile") == said(
        capsys, "check", "source", file
    )


# The page about validation does the same.
@pytest.mark.long
def test_validate_files_with_the_graph(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "part.ttl"
    file.write_text(
        "<https://w3id.org/atsmu-kg/id/dentistry-faculty> a <https://w3id.org/atsmu-kg/ontology#Faculty> ."
    )
    said(capsys, "validate", str(file), "--engine", "shifty", code=1)
    page = said(capsys, "validate", str(file), "--engine", "shifty", "--with-graph")
    assert page.startswith("Conforms")


# test_validation_shape_lint.py reads our own shapes, and the page about validation asks for others.
@pytest.mark.long
def test_check_shapes(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "check", "shapes")


# A release, in the guides, has every format too.
@pytest.mark.parametrize(
    "extension", ["ttl", "nq", *(pytest.param(each, marks=pytest.mark.long) for each in OTHER_FORMATS)]
)
def test_export(capsys: pytest.CaptureFixture[str], tmp_path: Path, extension: str) -> None:
    target = tmp_path / f"graph.{extension}"
    assert said(capsys, "export", str(target)) == ""
    assert target.stat().st_size > 100_000


def test_store(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    open(tmp_path / "store").close()
    assert said(capsys, "run", "faculties", "--store", str(tmp_path / "store")) == said(
        capsys, "run", "faculties"
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_the_queries(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert "partner_countries" in said(capsys, "completion", shell)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_is_no_error(unbuffered: str) -> None:
    command = f"{ATSMU_KG} export - --format nt | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = {"PATH": "", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [ATSMU_KG, "run", "faculties", "--lang", "tg"], capture_output=True, env=environment, check=True
    )
    assert "Факултети тиббӣ" in done.stdout.decode("utf-8")


# Of an invented institution, test_curation_institutions_graph.py has one.
@pytest.mark.long
def test_demo(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = said(capsys, "demo")
    assert "Conforms" in page
    assert all(f"\n{name}: " in page for name in packaged())
    assert sorted(file.suffix for file in (tmp_path / "out").iterdir()) == [
        ".jsonld", ".nq", ".nt", ".rdf", ".trig", ".ttl",
    ]  # fmt: skip
    assert all(file.stat().st_size > 100_000 for file in (tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    "arguments", ["faculties", "sources --thing atsmu:university --by=one x", "no_such a"]
)
def test_a_call_without_options_is_read_as_argparse_reads_it(arguments: str) -> None:
    words = ["run", *arguments.split()]
    plain, parsed = plain_run(words), vars(command_line.parse(words))
    assert plain is not None
    assert vars(plain) | {"data": []} == {name: parsed[name] for name in parsed if name != "parser"}


@pytest.mark.parametrize("option", command_line.parse(["run"]).parser._option_string_actions)
def test_each_option_is_left_to_argparse(option: str) -> None:
    cut_short = [option[:length] for length in range(len(option), 1, -1)]
    for word in (*cut_short, f"{option}=x", "-", "--", "-5"):
        assert plain_run(["run", "faculties", "--by", "one", word]) is None, word
