"""The graph of an invented institution from its folder: everything that it is asked is about that one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_institution import IRI, fill
from pyoxigraph import NamedNode

import atsmu_kg
from atsmu_kg.choices import PROFILES
from atsmu_kg.cli import main
from atsmu_kg.curation.institutions import Dataset
from atsmu_kg.curation.institutions.questions import InstitutionGraph
from atsmu_kg.errors import QuerySyntaxError, StoreError, UnknownNameError, UnknownPrefixError
from atsmu_kg.publishing.fair import assess
from atsmu_kg.queries import packaged

# What the vocabulary, which a release brings along, says of itself.
ATTRIBUTED = (
    "vocabulary",
    "alignment",
    "definitions",
    *("Properties of standards", "Свойства стандартов", "Хосиятҳои стандартҳо", "Определения", "Таърифҳои"),
    "maintainers",
    "atsmu-kg/ontology#",
    "atsmu-kg/id/",
    "atsmu-kg.",
    "Луғати",
    "Словарь",
    "Мутобиқат",
    "Соответствия",
)


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return fill(tmp_path_factory.mktemp("graph") / "college")


@pytest.fixture(scope="module")
def kg(college: Dataset) -> Iterator[InstitutionGraph]:
    with atsmu_kg.dataset(college.root) as kg:
        yield kg


@pytest.fixture(scope="module")
def both(college: Dataset) -> Iterator[InstitutionGraph]:
    with atsmu_kg.load() as ours, college.graph(beside=ours.quads()) as kg:
        yield kg


@pytest.mark.whole
def test_the_graph_says_whose_it_is(kg: InstitutionGraph) -> None:
    assert repr(kg).startswith("<InstitutionGraph Invented College: ")
    assert kg.version == "0.1.0"


def test_its_prefixes_are_its_own(kg: InstitutionGraph) -> None:
    assert kg.select("SELECT DISTINCT ?v { figure:partners schema:value ?v }").scalar() == 12
    assert kg.ask("ASK { id:university org:hasUnit id:library . GRAPH profile:s03 { ?s ?p ?o } }")
    assert not kg.ask("ASK { atsmu:university ?p ?o }")


def test_a_prefix_that_the_query_declares_stays(kg: InstitutionGraph) -> None:
    assert not kg.ask("PREFIX id: <https://elsewhere.example/> ASK { id:university ?p ?o }")


@pytest.mark.parametrize(
    ("query", "error", "place"),
    [
        ("ASK { id:university ?p }", QuerySyntaxError, (1, 24)),
        ("ASK { id:university a ?t . idd:x ?p ?o }", UnknownPrefixError, (1, 28)),
    ],
)
def test_errors_name_the_place_in_the_query_as_it_was_written(
    kg: InstitutionGraph, query: str, error: type[QuerySyntaxError], place: tuple[int, int]
) -> None:
    with pytest.raises(error) as caught:
        kg.query(query)
    assert (caught.value.line, caught.value.column) == place


def test_lint_knows_its_prefixes(kg: InstitutionGraph) -> None:
    (finding,) = kg.lint("SELECT ?f { id:university org:hasUnit ?f . ?f a akg:Facultie }")
    assert finding.code == "unknown-class"


def test_its_records_are_those_of_the_institution(kg: InstitutionGraph) -> None:
    assert kg.university.iri == f"{IRI}university"
    assert str(kg.university.name) == "Invented College"
    assert kg.university.founded == 1999
    assert [str(each.name) for each in kg.faculties] == ["Faculty of Arts", "Faculty of Law"]
    assert kg.faculties.complete
    assert str(kg.library.name) == "College Library"
    assert kg.records["library"] is kg.records["id:library"]
    assert str(kg.figures["international-students-2020"]) == "more than 90"
    assert [each.iri.curie for each in kg.partner_countries] == ["country:BR", "country:IN"]
    assert kg.find("Faculty of Law")[0].iri == f"{IRI}law-faculty"
    with pytest.raises(UnknownNameError):
        kg.records["dentistry-faculty"]


def test_a_bare_name_is_described_as_its_own(kg: InstitutionGraph) -> None:
    assert kg.describe("library").iri == kg.describe("id:library").iri == f"{IRI}library"


def test_its_answers_are_shown_with_its_prefixes(kg: InstitutionGraph) -> None:
    answer = kg.select("SELECT ?unit { id:university org:hasUnit ?unit } ORDER BY ?unit LIMIT 1")
    assert answer.to_text(width=0).splitlines()[2] == "id:arts-faculty"
    assert ">id:arts-faculty</a>" in answer._repr_html_()
    assert "1. unit id:arts-faculty [1]" in answer.cite().to_text()
    assert "id:university org:hasUnit id:arts-faculty [1]" in answer.cite().to_text(full=True)
    triples = kg.construct("CONSTRUCT WHERE { id:university org:hasUnit ?unit }")
    assert ">id:arts-faculty</a>" in triples._repr_html_()


def test_a_thing_is_shown_with_its_prefixes(kg: InstitutionGraph) -> None:
    page = str(kg.describe("university"))
    assert page.splitlines()[0].endswith("(id:university)")
    assert "  org:hasUnit                  id:library  [profile:s" in page
    assert f"<{IRI}" not in page
    with pytest.raises(UnknownNameError, match="the graph says nothing of id:librray") as caught:
        kg.describe("librray")
    assert caught.value.nearest[0] == "id:library"


def test_what_it_does_not_know_is_told_with_its_prefixes_and_in_its_place(kg: InstitutionGraph) -> None:
    why = kg.select("SELECT ?unit { atsmu:university org:hasUnit ?unit }").why_empty()
    assert (why.removed_by.line, why.removed_by.column) == (1, 16)
    assert why.unknown[0].nearest[0] == "id:university"
    (unknown,) = kg.select("SELECT ?x { id:librray org:unitOf ?x }").warnings
    assert (unknown.text, unknown.nearest[0], unknown.column) == (
        "the graph knows no thing id:librray",
        "id:library",
        13,
    )
    (lack,) = kg.select("SELECT ?x { id:university org:unitOf ?x }").why_empty().lacks
    assert lack.text == "id:university has no org:unitOf"


def test_its_pictures_know_its_names(kg: InstitutionGraph) -> None:
    for name in ("library", "id:library", f"{IRI}library"):
        assert "College Library" in kg.plot.neighbourhood(name).to_mermaid()
    assert "Faculty of Law" in kg.plot.structure().to_mermaid()


def test_an_answer_is_cited_by_the_title_of_the_dataset(kg: InstitutionGraph) -> None:
    citation = kg.query("SELECT ?faculty { id:university org:hasUnit ?faculty }").cite()
    for text in (citation.to_bibtex(), citation.to_csl_json()):
        assert "Invented College: a dataset in which every statement names its source" in text
        assert "atsmu" not in text.lower()
        assert "https://college.example/kg" in text


# The dearest are made of what others are made of.
@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(name, marks=pytest.mark.whole if name in ("dcat-ap", "schema-org") else ())
        for name in PROFILES
    ],
)
def test_a_record_describes_the_dataset_only(
    kg: InstitutionGraph, both: InstitutionGraph, profile: str
) -> None:
    record = kg.catalogue(profile)
    assert "Invented College" in str(record) or profile == "lod-cloud"
    assert "Avicenna" not in str(record)
    assert both.catalogue(profile).content == record.content


def test_a_record_names_the_endpoint_of_its_own_service(kg: InstitutionGraph) -> None:
    record = str(kg.catalogue("dcat-ap", endpoint="https://college.example/sparql"))
    assert "<https://college.example/kg/service>" in record
    assert "https://w3id.org/atsmu-kg/service" not in record


@pytest.mark.whole
def test_a_steward_comes_to_a_release_without_a_word_about_another_university(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = fill(tmp_path / "college").root
    monkeypatch.chdir(root)
    for command in (["check", "dataset"], ["release", "out/release"]):
        assert main(command) == 0
        told = capsys.readouterr()
        assert "dataset: Invented College (https://college.example/kg/)\n" in told.err, command
        assert "atsmu" not in told.out.lower() + told.err.lower(), command
    release = root / "out" / "release"
    files = {each.relative_to(release).as_posix(): each for each in release.rglob("*") if each.is_file()}
    assert {"dataset.nq", "dataset.ttl", "figures.csv", "index.html", "CITATION.cff", "void.ttl"} <= set(
        files
    )
    assert not {"w3id/.htaccess", "ontology/frame.jsonld"} & set(files)
    for path, file in files.items():
        # The archive holds the same files.
        if path.startswith("ontology/") or path.endswith(".zip"):
            continue
        text = re.sub(
            r"https?://w3id\.org/atsmu-kg[/\w#-]*|w3id\.org%2Fatsmu-kg", "", file.read_text("utf-8")
        )
        lines = [line for line in text.splitlines() if re.search("avicenna|atsmu", line, re.IGNORECASE)]
        strange = [line for line in lines if not any(word in line for word in ATTRIBUTED)]
        assert not strange, (path, strange[:3])
    page = files["index.html"].read_text("utf-8")
    assert "<h1>Invented College: a dataset in which every statement names its source</h1>" in page


def test_what_is_not_fair_yet_names_its_own_rules(kg: InstitutionGraph, tmp_path: Path) -> None:
    kg.release().write(tmp_path / "release")
    reasons = " ".join(verdict.reason for verdict in assess(tmp_path / "release"))
    assert "redirects/.htaccess" in reasons
    assert "w3id/.htaccess" not in reasons


def test_its_identifiers_lead_to_its_release(kg: InstitutionGraph) -> None:
    rules = kg.release().contents["redirects/.htaccess"].decode()
    assert "RewriteRule ^ - [E=HOST:https://college.example/kg]\n" in rules
    # The files of the release lie where the identifiers do: they must not lead to themselves.
    assert "\nRewriteRule ^release/(.+)$ - [L]\n" in rules
    assert "\nRewriteRule ^(id/.*|maintainers)$ %{ENV:HOST}/%{ENV:LATEST}/dataset.ttl [R=303,L]\n" in rules
    assert "ontology" not in rules
    elsewhere = kg.release(host="https://files.example/").contents["redirects/.htaccess"].decode()
    assert "\nRewriteRule ^release/(.+)$ %{ENV:HOST}/release/$1 [R=302,L]\n" in elsewhere
    assert "E=HOST:https://files.example]" in elsewhere


@pytest.mark.whole
def test_two_releases_are_compared_by_the_versions_of_the_dataset(
    college: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["release", str(tmp_path / "one"), "--dataset", str(college.root)]) == 0
    described = college.root / "data" / "dataset.ttl"
    text = described.read_text("utf-8")
    described.write_text(text.replace('dcat:version "0.1.0"', 'dcat:version "7.0"'), "utf-8")
    try:
        assert main(["release", str(tmp_path / "two"), "--dataset", str(college.root)]) == 0
    finally:
        described.write_text(text, "utf-8")
    folders = [str(tmp_path / "one"), str(tmp_path / "two")]
    assert main(["diff", *folders]) == 0
    assert "0.1.0 → 7.0" in capsys.readouterr().out
    assert main(["diff", *folders, "--format", "patch"]) == 0
    assert "H id <https://college.example/kg/release/7.0> ." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (["run", "faculties"], "Faculty of Law"),
        (["run", "faculties", "--cite"], "Profile of Invented College, sentence 3"),
        (["query", "SELECT ?v { figure:partners schema:value ?v }"], "12"),
        (["queries"], "faculties"),
        (["show", "library"], "College Library"),
        (["info"], "https://creativecommons.org/licenses/by/4.0/"),
        (["check", "coverage"], "claims are stated"),
        (["catalogue", "--profile", "citation"], "Invented College"),
        (["export", "-", "--format", "nt"], "<https://college.example/kg/id/university>"),
        pytest.param(["validate", "--engine", "shifty"], "Conforms", marks=pytest.mark.whole),
    ],
)
def test_each_command_speaks_of_the_dataset_that_is_named_or_around(
    college: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    command: list[str],
    wanted: str,
) -> None:
    main([*command, "--dataset", str(college.root)])
    named = capfdbinary.readouterr()
    monkeypatch.chdir(college.root / "data" / "claims")
    main(command)
    around = capfdbinary.readouterr()
    assert wanted in named.out.decode()
    assert around.out == named.out
    said = b"dataset: Invented College (https://college.example/kg/)\n"
    assert said in around.err
    assert said in named.err


@pytest.mark.whole
def test_commands_about_files_of_the_dataset_say_whose_they_are(
    college: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "dataset: Invented College (https://college.example/kg/)\n"
    data, root = college.root / "data", str(college.root)
    for command in (
        ["validate", "--engine", "shifty", str(data / "profile.trig")],
        ["check", "source", str(college.root / "source" / "profile.txt"), "--dataset", root],
        ["convert", str(college.root / "tables" / "units.csv"), "--to", str(data / "profile.trig")],
    ):
        main(command)
        assert said in capsys.readouterr().err, command


@pytest.mark.whole
def test_the_demo_is_about_the_dataset(
    college: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    main(["demo", "--dataset", str(college.root)])
    told = capsys.readouterr()
    assert "dataset: Invented College" in told.err
    assert "Faculty of Law" in told.out
    assert "Avicenna" not in told.out
    assert "focus nodes" in told.out
    assert all(f"\n{name}: " in told.out for name in packaged())
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        f"dataset.{extension}" for extension in ("jsonld", "nq", "nt", "rdf", "trig", "ttl")
    ]
    assert all(file.stat().st_size > 10_000 for file in (tmp_path / "out").iterdir())


def test_a_fault_is_told_where_it_was_written(tmp_path: Path) -> None:
    written = fill(tmp_path / "college")
    statements = written.root / "data" / "statements.trig"
    text = statements.read_text("utf-8")
    statements.write_text(text.replace("schema:foundingDate", "schema:dissolutionDate"), "utf-8")
    with atsmu_kg.dataset(written.root) as kg:
        report = kg.validate(engine="shifty")
    (founded,) = [result for result in report if result.source_shape.curie == "akgsh:University-founded"]
    assert "  violation  id:university (Invented College)  schema:foundingDate  (" in report.to_text()
    assert "<td>id:university" in report.to_html() or ">id:university<" in report.to_html()
    assert Path(str(founded.file)).name == "statements.trig"


def test_info_counts_its_passages(college: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    main(["info", "--dataset", str(college.root)])
    passages = len({claim.passage for claim in college.claims("profile")})
    assert f"({passages} of passages)" in capsys.readouterr().out


def test_what_the_rows_of_tables_state_needs_no_claim(
    college: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", "coverage", "--dataset", str(college.root)])
    told = capsys.readouterr().out
    assert "enumeration:" not in told
    assert "<https://college.example/kg" not in told
    assert code == (1 if "no claim asks for" in told else 0)


def test_lint_and_check_source_speak_of_the_dataset(
    college: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = tmp_path / "own.rq"
    query.write_text("SELECT ?f { id:university org:hasUnit ?f . ?f a akg:Faculty }", "utf-8")
    assert main(["lint", str(query), "--dataset", str(college.root)]) == 0
    source = str(college.root / "source" / "profile.txt")
    assert main(["check", "source", source, "--dataset", str(college.root)]) == 0
    assert "C01" in capsys.readouterr().out


def test_a_store_that_is_named_is_asked_wherever_one_is(
    college: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with atsmu_kg.open(tmp_path / "store"):
        pass
    monkeypatch.chdir(college.root)
    assert main(["run", "faculties", "--store", str(tmp_path / "store")]) == 0
    assert "Dentistry Faculty" in capsys.readouterr().out


def test_a_folder_without_a_dataset_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StoreError, match=r"the folder has no dataset\.toml"):
        atsmu_kg.dataset(tmp_path)
    assert main(["run", "faculties", "--dataset", str(tmp_path)]) != 0
    assert main(["check", "dataset", str(tmp_path)]) == 3
    assert "the folder has no dataset.toml" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["info", "--dataset", str(tmp_path / "nowhere")])


@pytest.mark.whole
def test_a_licence_that_is_not_known_is_the_stewards_to_name(tmp_path: Path) -> None:
    licence = "https://college.example/licence"
    arguments = ["--name", "C", "--iri", IRI, "--licence", licence, "--date", "2026-11-23"]
    assert main(["new", str(tmp_path / "c"), *arguments]) == 0
    with atsmu_kg.dataset(tmp_path / "c") as kg:
        assert json.loads(str(kg.catalogue("schema-org")))["license"] == licence


def test_nothing_else_is_in_the_graph_of_the_dataset(kg: InstitutionGraph) -> None:
    assert not list(kg.store.quads(subject=NamedNode("https://w3id.org/atsmu-kg/id/university")))


def test_parameters_take_the_prefixes_of_the_dataset(kg: InstitutionGraph) -> None:
    told = kg.queries.card(thing="id:university").rows
    assert told and told == kg.queries.card(thing=f"{IRI}university").rows
    assert kg.thing_named("figure:students-2020") == f"{IRI}figure/students-2020"
