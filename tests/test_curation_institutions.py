"""Datasets of the same form about other institutions: begun, filled, validated, asked, exported."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from invented_institution import IRI, STATEMENTS, TABLES, append, begin, fill, tables, write
from pyoxigraph import DefaultGraph, NamedNode

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.curation.building.merge import merged
from atsmu_kg.curation.institutions import Dataset, convert
from atsmu_kg.curation.institutions.columns import COLUMNS
from atsmu_kg.curation.institutions.conversion import quads
from atsmu_kg.curation.institutions.questions import InstitutionGraph, own_query, surprises
from atsmu_kg.curation.institutions.sheets import read_sheets
from atsmu_kg.curation.names import FORM, InstitutionNames
from atsmu_kg.errors import DataError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.queries import packaged
from atsmu_kg.queries.header import read_headers
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import AKG, ATSMU, BASE, COUNTRY
from atsmu_kg.rdf.serializers import write as write_file
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.validation import Report, validate_files

NAMES = InstitutionNames(IRI)
INSTITUTION = sorted(name for name, query in packaged().items() if "atsmu:" in query.text)


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return fill(tmp_path_factory.mktemp("college"))


@pytest.fixture(scope="module")
def kg(college: Dataset) -> Iterator[InstitutionGraph]:
    with college.graph() as graph:
        yield graph


@pytest.fixture(scope="module")
def both(college: Dataset) -> Iterator[InstitutionGraph]:
    with atsmu_kg.load() as ours, college.graph(beside=ours.quads()) as graph:
        yield graph


def contents(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_a_new_dataset_lacks_only_what_its_source_must_say(tmp_path: Path) -> None:
    dataset = begin(tmp_path / "new")
    convert(tables(dataset.root), dataset.root / "data" / "profile.trig")
    report = dataset.graph().validate(engine="shifty")
    assert {result.focus_node for result in report} == {f"{IRI}university"}, report.to_text()
    missing = {result.path for result in report}
    assert missing == {
        "https://schema.org/foundingDate",
        "https://schema.org/geo",
        "https://schema.org/location",
        "https://schema.org/url",
        "http://www.opengis.net/ont/geosparql#hasGeometry",
        "http://www.w3.org/ns/org#classification",
        # Something that links it to another organisation, such as a unit.
        next(path for path in missing if "org:hasUnit" in str(path)),
    }


def test_the_comments_of_a_new_dataset_show_all_that_it_lacks(tmp_path: Path) -> None:
    dataset = begin(tmp_path / "new")
    shown = (dataset.root / "data" / "statements.trig").read_text("utf-8").partition("profile:s02")[2]
    wanted = [line.strip() for line in STATEMENTS.splitlines() if line.strip()][1:]
    assert [line.removeprefix("#").strip() for line in shown.splitlines()[1 : len(wanted) + 1]] == wanted


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_templates_of_tables_have_the_columns(tmp_path: Path, kind: str) -> None:
    table = begin(tmp_path / "new").root / "tables" / f"{kind}.csv"
    assert table.read_text("utf-8") == ",".join(COLUMNS[kind]) + "\n"


def test_every_new_dataset_has_the_same_bytes(tmp_path: Path) -> None:
    assert contents(write(tmp_path / "a").root) == contents(fill(tmp_path / "b").root)


def test_bytes_do_not_depend_on_the_hash_seed_or_the_order_of_tables(college: Dataset) -> None:
    before = contents(college.root / "data")
    for seed in ("1", "2"):
        files = sorted(map(str, tables(college.root)), reverse=seed == "2")
        command = [sys.executable, "-m", "atsmu_kg.cli", "convert", *files]
        target = str(college.root / "data" / "profile.trig")
        subprocess.run(
            [*command, "--to", target], check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        )
        assert contents(college.root / "data") == before


@pytest.mark.whole
def test_it_conforms_to_the_same_shapes(kg: InstitutionGraph) -> None:
    report = kg.validate()
    assert report.conforms, report.to_text()


def test_its_files_conform_as_they_stand(college: Dataset) -> None:
    report = validate_files(college.files, engine="shifty")
    assert report.conforms, report.to_text()


# The same with measures of its own beside ours is validated in test_curation_institutions_measures.py.
@pytest.mark.long
def test_both_together_conform(both: InstitutionGraph) -> None:
    report = both.validate(engine="shifty")
    assert report.conforms, report.to_text()


# What stands in the files, what is written instead, the thing that then is wrong, and what a report advises.
BROKEN = [
    (
        "schema:minValue 91",
        "schema:minValue 90",
        f"{IRI}figure/international-students-2020",
        "Let the least and greatest values follow from the bound",
    ),
    (
        "akg:completeness akg:Exhaustive",
        "akg:completeness akg:Illustrative",
        f"{IRI}enumeration/profile-s3-faculties",
        "Count the members",
    ),
    (
        "schema:value 1200 ;",
        "schema:value 80 ;",
        f"{IRI}figure/students-2020",
        "Let the least and greatest values follow from the bound",
    ),
    (
        "schema:measuredProperty akg:StudentCount",
        "schema:measuredProperty akg:studentsCount",
        f"{IRI}figure/students-2020",
        "Name the one akg:Measure",
    ),
    ("a akg:Faculty ;", "a akg:Facultie ;", AKG.Facultie, "Use a class of the model"),
]


@pytest.fixture(scope="module")
def report_on_broken_values(college: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Report:
    file = college.root / "data" / "profile.trig"
    text = file.read_text("utf-8")
    for old, new, *_ in BROKEN:
        assert old in text
        text = text.replace(old, new)
    broken = tmp_path_factory.mktemp("broken") / "profile.trig"
    broken.write_text(text, "utf-8")
    return validate_files([broken, *(each for each in college.files if each != file)], engine="shifty")


@pytest.mark.parametrize(("thing", "advice"), [row[2:] for row in BROKEN])
def test_a_broken_value_is_reported_with_its_line(
    report_on_broken_values: Report, thing: str, advice: str
) -> None:
    told = [
        result
        for result in report_on_broken_values
        if result.focus_node == thing and advice in result.message
    ]
    assert told, report_on_broken_values.to_text()
    assert {(Path(str(result.file)).name, bool(result.line)) for result in told} == {("profile.trig", True)}


UNSEEN = [
    ("profile.trig", r"\s+akg:countedIn figure:partners ;", "", "Add akg:countedIn to the cooperation"),
    ("profile.trig", r"\s+akg:countedBy figure:faculties ;", "", "the figure that counts"),
    ("statements.trig", "schema:geo id:coordinates", "schema:geo id:coordinate", "nothing of that name"),
]


def test_shapes_that_need_the_passages_see_them_too(tmp_path: Path) -> None:
    dataset = fill(tmp_path / "college")
    for name, old, new, _ in UNSEEN:
        file = dataset.root / "data" / name
        text = file.read_text("utf-8")
        file.write_text(re.sub(old, new, text), "utf-8")
        assert file.read_text("utf-8") != text
    told = dataset.graph().validate(engine="shifty").to_text()
    assert [advice for *_, advice in UNSEEN if advice not in told] == [], told


UNSOURCED = """
graph:editorial {
    id:arts-faculty skos:altLabel "Arts"@en .
    id:hall a schema:City ; skos:prefLabel "Hall"@en , "Зал"@ru , "Толор"@tg .
    id:university schema:location id:hall .
}
"""


@pytest.fixture(scope="module")
def unsourced(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The dataset with a town that only its editors speak of."""
    dataset = fill(tmp_path_factory.mktemp("unsourced"))
    append(dataset.root / "data" / "statements.trig", UNSOURCED)
    return dataset


@pytest.fixture(scope="module")
def unsourced_file(unsourced: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the dataset states, without the vocabulary, in a file elsewhere."""
    file = tmp_path_factory.mktemp("elsewhere") / "whole.nq"
    write_file(merged(unsourced.stated()), file)
    return file


def without_source(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    """The things of which `atsmu-kg validate` says that no source speaks."""
    main(["validate", "--engine", "shifty", "--format", "json", *arguments])
    results = json.loads(capsys.readouterr().out)["results"]
    return {each["focusNode"]["value"] for each in results if "no source speaks of it" in each["message"]}


def test_validating_files_of_a_dataset_knows_its_things(
    unsourced: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    assert without_source(capsys, *map(str, unsourced.files)) == {f"{IRI}hall"}


@pytest.mark.whole
def test_validating_files_elsewhere_is_told_whose_things(
    unsourced_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert without_source(capsys, str(unsourced_file)) == set()
    others = ["--things", "https://other.example/id/", "--things", IRI]
    assert without_source(capsys, str(unsourced_file), *others) == {f"{IRI}hall"}


@pytest.mark.whole
def test_validating_a_store_is_told_whose_things(
    unsourced_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    EmbeddedStore.open(store, create_from=str(unsourced_file)).close()
    assert without_source(capsys, "--store", store) == set()
    assert without_source(capsys, "--store", store, "--things", IRI) == {f"{IRI}hall"}
    with atsmu_kg.open(store, read_only=True) as kg:
        report = kg.validate(engine="shifty", things=[IRI])
    assert f"{IRI}hall" in {result.focus_node for result in report if "no source" in result.message}


def test_the_dataset_around_a_file_is_found_from_any_depth(unsourced: Dataset, tmp_path: Path) -> None:
    for name in ("Makefile", "data/statements.trig", "data/claims/profile.csv"):
        found = Dataset.around(unsourced.root / name)
        assert found is not None
        assert found.names == NAMES
    assert Dataset.around(tmp_path / "other.trig") is None


def test_its_claims_are_stated_and_its_source_is_the_one_recorded(college: Dataset) -> None:
    assert college.coverage().unmatched == []
    assert college.check_source("profile").faults == []


def test_a_claim_without_a_triple_is_found(tmp_path: Path) -> None:
    dataset = fill(tmp_path / "college")
    table = dataset.root / "data" / "claims" / "profile.csv"
    table.write_text(table.read_text("utf-8").replace("students-2020", "students-2021"), "utf-8")
    ((claim, pattern),) = dataset.coverage().unmatched
    assert (claim.id, pattern.line, str(pattern)) == ("C05", 7, "figure:students-2021 * *")


def test_a_claims_table_has_the_prefixes_of_the_dataset(college: Dataset) -> None:
    claims = {claim.id: claim for claim in college.claims("profile")}
    (short,), (full,) = claims["C02"].patterns, claims["C03"].patterns
    assert short.subject == full.subject == NamedNode(f"{IRI}university")
    assert full.object == NamedNode(COUNTRY.TJ)
    assert claims["C05"].patterns[0].subject == NamedNode(f"{IRI}figure/students-2020")
    assert claims["C05"].graph == f"{NAMES.base}graph/profile/s04"


def test_what_it_names_itself_has_its_own_base(college: Dataset) -> None:
    shared = {f"{BASE}{name}" for name in FORM}
    for file in college.files:
        for quad in read(file):
            graph, subject = str(to_python(quad.graph_name)), str(to_python(quad.subject))
            assert graph in shared or graph.startswith(NAMES.base), f"{file}: {quad}"
            ours = subject.startswith((BASE, "http://")) or subject in shared
            assert not ours or file.name in ("form.trig", "entailed.trig") or subject in COUNTRY, (
                f"{file}: {quad}"
            )


def test_a_figure_names_its_passage(kg: InstitutionGraph) -> None:
    (row,) = kg.query(
        """SELECT ?value ?start ?hash {
             GRAPH ?g { ?f schema:measuredProperty akg:StudentCount ; schema:value ?value }
             ?g prov:wasDerivedFrom ?p . ?p oa:hasSelector/oa:start ?start ; schema:sha256 ?hash }"""
    )
    assert (row.value, row.start) == (1200, 139)


@pytest.mark.parametrize("name", INSTITUTION)
def test_a_query_about_the_university_is_about_this_one(kg: InstitutionGraph, name: str) -> None:
    text = kg.queries[name].text
    assert str(ATSMU) not in text.replace(f"{ATSMU}country/", ""), f"{name}.rq still names ATSMU"
    assert "atsmu:" not in text, f"{name}.rq still has the prefix atsmu:"
    assert IRI in text


def test_other_queries_are_the_packaged_ones_but_for_their_expectations(kg: InstitutionGraph) -> None:
    for name in set(packaged()) - set(INSTITUTION):
        ours, theirs = (
            [token.text for token in tokens(each.text) if not token.text.startswith("#+ expect:")]
            for each in (packaged()[name], kg.queries[name])
        )
        assert ours == theirs, name


def test_all_queries_are_well_formed_and_expect_their_rows(college: Dataset, kg: InstitutionGraph) -> None:
    assert sorted(read_headers(college.root / "queries")) == sorted(packaged())
    assert surprises(kg) == []


def test_the_named_queries_answer(kg: InstitutionGraph) -> None:
    assert [str(name) for name in kg.queries.faculties().column("name")] == [
        "Faculty of Arts",
        "Faculty of Law",
    ]
    assert next(map(str, kg.queries.faculties(lang="ru").column("name"))) == "Факультет искусств"
    assert kg.queries.university().one().founded == 1999
    assert sorted(kg.queries.figures().column("value")) == [2, 12, 90, 1200]
    assert kg.queries.certainly_at_least(floor=91).column("min") == [91, 1200]
    assert len(kg.queries.cooperations(kind="akg:JointProjects")) == 1


def test_partners_are_counted_where_the_row_says_so(kg: InstitutionGraph) -> None:
    counted = kg.query("SELECT ?c { ?x akg:countedIn ?figure ; akg:partnerCountry ?c } ORDER BY ?c")
    assert [str(row.c)[-2:] for row in counted] == ["BR", "IN"]


def test_only_names_in_the_language_of_the_source_are_its_own(kg: InstitutionGraph) -> None:
    rows = kg.query(
        """SELECT DISTINCT ?graph (LANG(?name) AS ?tag) {
             GRAPH ?graph { ?thing skos:prefLabel ?name } FILTER(STRSTARTS(STR(?graph), "https://college.example/"))
           } ORDER BY ?graph ?tag"""
    )
    tags: dict[str, set[str]] = {}
    for row in rows:
        tags.setdefault(str(row.graph).removeprefix(NAMES.base), set()).add(str(row.tag))
    assert tags.pop("graph/editorial") == {"en", "ru", "tg"}
    assert {frozenset(each) for each in tags.values()} == {frozenset({"en"})}


def test_an_answer_is_cited(kg: InstitutionGraph) -> None:
    (row,) = kg.query(f"SELECT ?year {{ <{IRI}university> schema:foundingDate ?year }}").cite()
    assert [passage.position for passage in row.passages] == [2]


def test_both_are_queried_together(both: InstitutionGraph) -> None:
    assert sorted(both.queries.university().column("founded")) == [1939, 1999]
    rows = both.query(
        """SELECT ?country (COUNT(DISTINCT ?u) AS ?n) { ?u a akg:University ; akg:hasStudentsFrom ?country }
           GROUP BY ?country HAVING (COUNT(DISTINCT ?u) = 2)"""
    )
    assert [row.country.curie for row in rows] == ["country:IN"]
    assert both.queries.student_origins().column("code") == ["IN"]


def test_ours_answers_as_before_beside_the_other(both: InstitutionGraph) -> None:
    with atsmu_kg.load() as alone:
        beside = KnowledgeGraph(both.store)
        for name in INSTITUTION:
            if name not in ("country", "certainly_at_least", "countries_in_region"):
                example = {"thing": "atsmu:university"} if name == "names" else packaged()[name].example
                assert beside.queries[name](**example).rows == alone.queries[name](**example).rows, name


@pytest.mark.whole
def test_it_is_exported_and_read_back(college: Dataset, tmp_path: Path) -> None:
    wanted = {quad for quad in college.quads() if quad.graph_name != DefaultGraph()}
    for extension in ("nq", "trig", "jsonld"):
        target = tmp_path / f"dataset.{extension}"
        college.export(target)
        assert {quad for quad in read(target) if quad.graph_name != DefaultGraph()} == wanted
    assert "@prefix id: <https://college.example/kg/id/>" in (tmp_path / "dataset.trig").read_text("utf-8")


def test_renewing_keeps_the_rest_of_a_query(college: Dataset) -> None:
    text = (college.root / "queries" / "faculties.rq").read_text("utf-8")
    assert text == own_query(packaged().faculties.text, NAMES).replace("{rows: 0}", "{rows: 2}")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "college"
    given = ["--name", "Вымышленный колледж", "--language", "ru", "--name-en", "Invented College"]
    assert main(["new", str(root), "--iri", IRI, "--date", "2026-11-23", *given]) == 0
    assert main(["convert", *map(str, tables(root)), "--to", str(root / "data" / "profile.trig")]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        f"{root / 'data' / 'profile.trig'}: 0 quads",
        f"{root / 'data' / 'profile-passages.trig'}: 22 quads",
        f"{root / 'data' / 'entailed.trig'}: {len(read(root / 'data' / 'entailed.trig'))} quads",
    ]
    names = {
        str(name)
        for name in Dataset.read(root)
        .graph()
        .query("SELECT ?n { ?u a akg:University ; skos:prefLabel ?n }")
        .column("n")
    }
    assert names == {"Вымышленный колледж", "Invented College"}


def test_tables_are_those_of_the_fixture() -> None:
    assert set(TABLES) == set(COLUMNS)


@pytest.mark.whole
def test_a_second_source_fits(tmp_path: Path) -> None:
    root = fill(tmp_path / "college").root
    text = "A yearbook, invented. In 2021 it had at least 1300 students."
    (root / "source" / "yearbook.txt").write_text(text, "utf-8")
    header = "claim,sentence,start,end,kind,subject,predicate,object"
    claim = f"Y01,2,22,{len(text)},figure,figure:students-2021,,"
    (root / "data" / "claims" / "yearbook.csv").write_text(f"{header}\n{claim}\n", "utf-8")
    table = tmp_path / "figures-yearbook.csv"
    row = "2,students-2021,,StudentCount,AtLeast,1300,number,,,2021\n"
    table.write_text(",".join(COLUMNS["figures"]) + "\n" + row, "utf-8")
    with pytest.raises(DataError, match="the source 'yearbook' has no title"):
        convert([table], root / "data" / "yearbook.trig")
    titles = '[title.yearbook]\nen = "A yearbook"\nru = "Ежегодник"\ntg = "Солнома"\n'
    append(root / "dataset.toml", titles)
    convert([table], root / "data" / "yearbook.trig")
    dataset = Dataset.read(root)
    with dataset.graph() as kg:
        report = kg.validate(engine="shifty")
        assert report.conforms, report.to_text()
        query = "SELECT ?v { ?f schema:measuredProperty akg:StudentCount ; schema:value ?v } ORDER BY ?v"
        assert kg.query(query).column("v") == [1200, 1300]
    assert dataset.coverage().unmatched == []
    assert dataset.check_source("yearbook").faults == []


@pytest.mark.whole
def test_the_code_in_its_readme_runs(
    college: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(college.root)
    (code,) = re.findall("```python\n(.*?)```", (college.root / "README.md").read_text("utf-8"), re.DOTALL)
    exec(code, {})
    printed = capsys.readouterr().out
    assert "Faculty of Law" in printed
    assert "Invented College" in printed
    assert "Avicenna" in printed


@pytest.mark.whole
def test_make_checks_in_its_folder(tmp_path: Path) -> None:
    root = fill(tmp_path / "college").root
    done = make(root, "check", "export")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Invented College: all is well\n") == 1
    assert sorted(each.name for each in (root / "out").iterdir()) == [
        "dataset.jsonld",
        "dataset.nq",
        "dataset.trig",
    ]
    (root / "tables" / "units.csv").write_text("sentence\n", "utf-8")
    done = make(root, "check")
    assert done.returncode != 0
    assert "tables/units.csv:1: the header lacks" in done.stderr


def test_a_new_dataset_asks_no_index_for_the_library(tmp_path: Path) -> None:
    root = begin(tmp_path / "college").root
    texts = [file.read_text("utf-8") for file in root.rglob("*") if file.is_file()]
    installs = [line for text in texts for line in text.splitlines() if "pip install" in line]
    assert installs == ['          python -m pip install "atsmu-kg[excel] @ $ATSMU_KG"']
    assert not list(root.rglob("requirements*"))


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        ("", False),
        ("atsmu-kg", False),
        ("http://college.example/atsmu_kg.whl", False),
        ("git+https://college.example/kg.git", False),
        ("git+https://college.example/kg.git@0123abc", True),
        ("https://college.example/atsmu_kg-0.1.0-py3-none-any.whl", True),
    ],
)
def test_its_ci_installs_only_from_the_place_that_its_owner_names(
    tmp_path: Path, place: str, taken: bool
) -> None:
    root = begin(tmp_path / "college").root
    workflow = yaml.safe_load((root / ".github" / "workflows" / "check.yml").read_text("utf-8"))
    (step,) = [each for each in workflow["jobs"]["check"]["steps"] if "ATSMU_KG" in each.get("env", {})]
    assert step["env"]["ATSMU_KG"] == "${{ vars.ATSMU_KG }}"
    script = step["run"].replace("python -m pip", "echo pip")
    done = subprocess.run(
        ["sh", "-e", "-c", script], env={"ATSMU_KG": place}, capture_output=True, text=True, check=False
    )
    if taken:
        assert done.stdout == f"pip install atsmu-kg[excel] @ {place}\n"
    else:
        assert done.returncode == 1
        assert "Set the repository's variable ATSMU_KG" in done.stdout


def make(root: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    """Run make in a dataset's folder with the interpreter that has the library."""
    environment = {**os.environ, "PYTHONPATH": str(Path(atsmu_kg.__file__).parent.parent)}
    return subprocess.run(
        ["make", *targets, f"PYTHON={sys.executable}"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_cells_may_have_the_names_of_the_other_files(college: Dataset, tmp_path: Path) -> None:
    named = {
        "figures": {"figure": "figure:", "part_of": "figure:", "measure": "akg:", "about": "id:"},
        "units": {"unit": f"{college.names.things}", "kind": "akg:", "counted_by": "figure:"},
    }
    written = []
    for kind, prefixes in named.items():
        rows = list(csv.DictReader((college.root / "tables" / f"{kind}.csv").read_text("utf-8").splitlines()))
        for row in rows:
            row.update({column: prefix + row[column] for column, prefix in prefixes.items() if row[column]})
        written.append(tmp_path / f"{kind}.csv")
        with written[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    plain = [college.root / "tables" / f"{kind}.csv" for kind in named]
    stated = []
    for some in (plain, written):
        sheets = [sheet for table in some for sheet in read_sheets(str(table), COLUMNS)]
        stated.append(set(quads(sheets, college, "profile")))
    assert stated[0]
    assert stated[1] == stated[0]
