"""Questions and their answers as JSON: bounds, sources, limits, and what is told where there is no answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.errors import (
    AtsmuKGError,
    DataSyntaxError,
    LimitError,
    ParameterError,
    QueryError,
    QuerySyntaxError,
    UnknownNameError,
)
from atsmu_kg.rdf.namespaces import AKG
from atsmu_kg.records import Figure
from atsmu_kg.serve.questions import QuestionLimits, Questions
from atsmu_kg.serve.questions.answering import Answering
from atsmu_kg.serve.questions.graph import AskedGraph, told_of
from atsmu_kg.serve.questions.schemas import definitions, schema
from atsmu_kg.serve.snapshot import Snapshot
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.predicates import count_variables

Ask = Callable[..., Any]
SCHEMAS = {
    "named": "Answer",
    "sparql": "Answer",
    "find": "Things",
    "describe": "Description",
    "cite": "Citation",
    "lint": "Findings",
    "validate": "Report",
}
KG = atsmu_kg.load()
INTERNATIONAL = "figure:international-students"
# Ways to get at a figure's number, with and without the figure beside it.
SHAPES = (
    "SELECT ?n { <FIGURE> schema:value ?n }",
    "SELECT ?f ?n { VALUES ?f { <FIGURE> } ?f schema:value ?n }",
    "SELECT ?n { <FIGURE> schema:value|schema:minValue|schema:maxValue ?n }",
    "SELECT (?v + 0 AS ?n) { <FIGURE> schema:value ?v }",
    "SELECT (MAX(?v) AS ?n) { <FIGURE> schema:value ?v }",
    "SELECT (CONCAT('n ', STR(?v)) AS ?n) { <FIGURE> schema:value ?v }",
    "SELECT ?n { <FIGURE> rdfs:label ?n FILTER(LANG(?n) = 'en') }",
    "SELECT * { <FIGURE> ?p ?n }",
    "SELECT ?n { GRAPH ?g { <FIGURE> schema:value ?n } }",
    "CONSTRUCT { atsmu:university schema:value ?n } WHERE { <FIGURE> schema:value ?n }",
    "DESCRIBE <FIGURE>",
)


class Asking:
    """Questions from tests, whose answers all fit their schemas."""

    def __init__(self, questions: Questions, runner: asyncio.Runner) -> None:
        self.questions = questions
        self._runner = runner
        self._validators = {
            kind: jsonschema.Draft202012Validator(schema(name)) for kind, name in SCHEMAS.items()
        }

    def __call__(self, kind: str, *values: Any, **given: Any) -> Any:
        answer = self._runner.run(getattr(self.questions, kind)(*values, **given))
        self._validators[kind].validate(answer)
        return answer


@pytest.fixture(scope="module")
def asking(root: Path) -> Iterator[Asking]:
    copy = root.parent / "shared" / "source" / "seed.txt"
    with asyncio.Runner() as runner:
        limits = QuestionLimits(timeout=60.0, max_rows=400)
        questions = Questions(KG, limits, source=str(copy) if copy.is_file() else None)
        runner.run(questions.open())
        yield Asking(questions, runner)
        runner.run(questions.close())


def test_the_schemas_are_schemas() -> None:
    for name, text in definitions().items():
        jsonschema.Draft202012Validator.check_schema(text)
        assert schema(name)["$defs"].keys() <= definitions().keys()


def test_a_number_of_a_figure_has_its_bound_its_unit_its_time_and_its_source(asking: Asking) -> None:
    answer = asking("sparql", f"SELECT ?n {{ {INTERNATIONAL} schema:value ?n }}", sources=True, lang="ru")
    (row,) = answer["rows"]
    cell = row["cells"]["n"]
    assert (cell["value"], cell["text"], cell["bound"]) == (500, "более 500", "MoreThan")
    assert cell["unit"] == "unit:NUM"
    (source,) = answer["sources"]
    assert row["sources"] == [source["number"]] == [1]
    assert source["locator"] == "characters 2646 to 2889"
    assert answer["version"] == KG.version


def test_a_source_says_where_it_can_be_read(asking: Asking) -> None:
    answer = asking("named", "figures", {"document": "asiaplus-2009-04-28"}, sources=True, limit=1)
    (source,) = [source for source in answer["sources"] if source["kind"] == "passage"]
    assert source["locator"] == "p2 s2"
    assert source["document"]["publisher"] == "Asia-Plus"
    assert source["document"]["address"].startswith("https://asiaplustj.info/")


def test_a_copy_of_the_document_is_quoted(asking: Asking, shared: Path) -> None:
    text = (shared / "source" / "seed.txt").read_text("utf-8")
    quoted = [each for each in asking("named", "figures", sources=True)["sources"] if "quotation" in each]
    assert len(quoted) > 5
    for source in quoted:
        start, end = source["characters"]
        assert source["quotation"] == text[start:end]
    elsewhere = asking("sparql", "SELECT ?v { figure:f221 schema:value ?v }", sources=True)
    assert not any("quotation" in source for source in elsewhere["sources"])


def bare(row: dict[str, Any], number: str) -> bool:
    """Whether a row shows a number without a word on what bounds it."""
    texts = [figure["text"] for figure in row.get("figures", ())]
    texts += [cell["text"] for cell in row["cells"].values() if cell and "text" in cell]
    shown = any(
        number in str(cell["value"]) for cell in row["cells"].values() if cell and cell["type"] != "iri"
    )
    return shown and not any(not text[0].isdigit() for text in texts)


@given(st.integers(min_value=0), st.sampled_from(SHAPES))
def test_no_number_of_a_bounded_figure_comes_without_its_bound(asking: Asking, at: int, shape: str) -> None:
    bounded = [figure for figure in KG.figures if figure.bound.iri != AKG.Exactly]
    check_bounds(asking, bounded[at % len(bounded)], shape)


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_no_number_of_any_bounded_figure_comes_without_its_bound(asking: Asking, shape: str) -> None:
    for figure in KG.figures:
        check_bounds(asking, figure, shape)


@pytest.mark.long
def test_no_named_query_tells_a_number_of_a_bounded_figure_without_its_bound(asking: Asking) -> None:
    bounded = {figure.value for figure in KG.figures if figure.bound.iri != AKG.Exactly}
    for query in KG.queries.values():
        counts = count_variables(parse(query.render(**query.example)))
        for row in asking("named", query.name, query.example)["rows"]:
            bare = [
                name
                for name, cell in row["cells"].items()
                if cell and cell["type"] == "number" and cell["value"] in bounded and "text" not in cell
            ]
            assert {*bare} <= counts or row.get("figures"), (query.name, row)


def check_bounds(asking: Asking, figure: Figure, shape: str) -> None:
    answer = asking("sparql", shape.replace("FIGURE", figure.iri), lint=False)
    assert answer["rows"]
    if figure.bound.iri != AKG.Exactly:
        assert not any(bare(row, str(figure.value)) for row in answer["rows"]), f"{figure} by {shape}"


def test_a_total_names_the_figures_that_it_rests_on(asking: Asking) -> None:
    answer = asking("sparql", "SELECT (SUM(?v) AS ?sum) { ?f a akg:Figure ; schema:value ?v }")
    (row,) = answer["rows"]
    assert not row["figures"][0]["text"][0].isdigit()
    assert len(row["figures"]) + row["more_figures"] > 100


def test_an_answer_that_is_cut_says_so_and_where_to_go_on(asking: Asking) -> None:
    first = asking("named", "figures", limit=3)
    assert (first["complete"], first["next"]) == (False, 3)
    assert first["cut"] == {"limit": "max_rows", "allowed": 3}
    both = asking("named", "figures", limit=6)["rows"]
    assert first["rows"] + asking("named", "figures", limit=3, offset=3)["rows"] == both
    whole = asking("sparql", "SELECT * { ?s ?p ?o }")
    assert (len(whole["rows"]), whole["cut"]["allowed"]) == (400, 400)
    assert "next" not in asking("named", "faculties", limit=4)
    behind = asking("named", "faculties", offset=1000)
    assert (behind["rows"], behind["complete"], "empty" in behind) == ([], True, False)


def test_what_has_no_rows_says_why_and_what_is_near(asking: Asking) -> None:
    answer = asking("sparql", "SELECT ?f { ?f a akg:Facultie }")
    assert "akg:Faculty" in answer["empty"]["nearest"]
    assert answer["empty"]["removed_by"]["text"] == "?f a akg:Facultie"
    assert [warning["code"] for warning in answer["warnings"]] == ["unknown-class"]
    assert asking("find", "dentristy fakulti qqq")["nearest"] is not None
    assert asking("named", "figures", {"measure": "akg:ChairCount", "bound": "akg:LessThan"})["empty"][
        "reason"
    ]


def test_yes_and_no(asking: Asking) -> None:
    assert asking("sparql", "ASK { ?f a akg:Faculty }", sources=True)["boolean"] is True
    no = asking("sparql", "ASK { ?f a akg:Nothing }", sources=True)
    assert (no["boolean"], no["sources"]) == (False, [])
    assert no["caveats"]


def test_things_are_found_and_described(asking: Asking) -> None:
    found = asking("find", "Иран")["things"][0]
    assert (found["curie"], found["label"], found["how"]) == ("country:IR", "Iran", "exact")
    described = asking("describe", "Dentistry Faculty", lang="ru")
    assert described["thing"]["label"] == "Стоматологический факультет"
    assert all(row["sources"] for row in described["about"])
    mentioned = asking("describe", "akg:InternationalStudentCount")["mentions"]
    assert any(row["cells"]["subject"].get("text") == "more than 500" for row in mentioned)
    assert not asking("describe", "atsmu:university", entailed=True)["complete"]


def test_citations_come_by_row_and_as_documents(asking: Asking) -> None:
    rows = asking("cite", name="faculties", parameters={"lang": "tg"})
    assert len(rows["rows"]) == 4
    assert all(row["statements"][0]["sources"] for row in rows["rows"])
    text = "SELECT ?year { atsmu:university schema:foundingDate ?year }"
    for style, beginning in (("text", "Sources\n[1] "), ("bibtex", "@misc{"), ("csl-json", "[")):
        assert asking("cite", text, style=style)["citation"].startswith(beginning)


def test_another_institution_answers_with_its_own_queries_names_and_title(tmp_path: Path) -> None:
    folder = str(tmp_path / "college")
    assert main(["new", folder, "--name", "A College", "--iri", "https://college.example/id/"]) == 0
    kg = atsmu_kg.dataset(folder)
    snapshot = Snapshot(kg, tmp_path)
    # As a worker has it, without the process.
    graph = AskedGraph(kg.store.engine, json.loads(json.dumps(told_of(kg, snapshot))))  # type: ignore[attr-defined]
    answering = Answering(graph, max_rows=10, max_bytes=10_000)
    (row,) = answering.sparql("SELECT ?u { ?u a akg:University ; skos:prefLabel [] }")["rows"]
    assert row["cells"]["u"] == {
        "type": "iri",
        "value": "https://college.example/id/university",
        "curie": "id:university",
        "label": "A College",
    }
    # Nothing is told yet of where it is.
    assert answering.named("university", {})["empty"]["reason"]
    assert answering.describe("university")["thing"]["label"] == "A College"
    assert answering.find("College")["things"][0]["curie"] == "id:university"
    assert "A College" in answering.cite(name="university", style="bibtex")["citation"]
    assert answering.answer("lint", text="ASK { id:university a akg:University }")["version"] == kg.version


def test_headers_are_searched(asking: Asking) -> None:
    questions = asking.questions
    validator = jsonschema.Draft202012Validator(schema("Queries"))
    validator.validate(questions.queries())
    validator.validate(questions.queries(lang="tg"))
    assert len(questions.queries()["queries"]) == len(KG.queries)
    assert "student_origins" in [
        query["name"] for query in questions.queries("students countries")["queries"]
    ]
    assert {query["tags"][0] for query in questions.queries(topic="figures")["queries"]} == {"figures"}
    assert questions.header("faculties", "ru")["columns"][1]["description"] == "название"


REFUSED: list[tuple[tuple[Any, ...], type[AtsmuKGError], str]] = [
    (("named", "facultys"), UnknownNameError, "faculties"),
    (("named", "faculties", {"lng": "ru"}), ParameterError, "lang"),
    (("named", "faculties", {"lng": 5}), ParameterError, "lang"),
    (("named", "certainly_at_least", {"floor": "many"}), ParameterError, "500"),
    (("named", "certainly_at_least"), ParameterError, "floor"),
    (("named", "faculties", {"lang": ["ru"]}), ParameterError, "not a language"),
    (("named", "figures", {"thing": {"iri": "x"}}), ParameterError, "an IRI"),
    (("named", "certainly_at_least", {"floor": 1.5}), ParameterError, "a whole number"),
    (("named", "certainly_at_least", {"floor": True}), ParameterError, "a whole number"),
    (("named", "figures", {"thing": "universty"}), ParameterError, "university"),
    (("sparql", "SELECT ?f { ?f a }"), QuerySyntaxError, "term"),
    (("sparql", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), LimitError, "another endpoint"),
    (("sparql", "INSERT DATA { <a:a> <a:b> 1 }"), LimitError, "update"),
    (("sparql", "SELECT * FROM <file:///etc/hosts> { ?s ?p ?o }"), AtsmuKGError, "no graph"),
    (("sparql", "ASK " + "{" * 300 + "}" * 300), LimitError, "deep"),
    (("describe", "nothing-of-that-name"), UnknownNameError, "nothing"),
    (("describe", "dentistry-facultie"), UnknownNameError, "dentistry-faculty"),
    (("cite",), ParameterError, "neither is given"),
]


def test_an_error_is_the_librarys_own(asking: Asking) -> None:
    for question, error, told in REFUSED:
        with pytest.raises(error) as raised:
            asking(*question)
        assert told in str(raised.value), question


def test_a_fault_of_ours_is_told_and_the_worker_goes_on(asking: Asking) -> None:
    with pytest.raises(QueryError, match="KeyError"):
        asking("ask", "nonsense")
    assert asking("sparql", "ASK {}")["boolean"] is True


def test_options_are_checked(asking: Asking) -> None:
    for option in ({"limit": 0}, {"offset": -1}, {"lang": "de"}, {"limit": "x"}):
        with pytest.raises(ParameterError):
            asking("named", "faculties", **option)


def test_what_takes_too_long_is_ended_and_the_next_is_answered(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking.questions, "limits", QuestionLimits(timeout=0.5))
    with pytest.raises(LimitError) as raised:
        asking("cite", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert (raised.value.limit, raised.value.allowed) == ("timeout", 0.5)
    monkeypatch.undo()
    assert asking("sparql", "ASK {}")["boolean"] is True


def test_what_is_too_long_is_cut_at_a_row(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(asking.questions._common, "max_bytes", 2_000)
    answer = asking("named", "countries")
    assert answer["cut"] == {"limit": "max_bytes", "allowed": 2_000}
    assert answer["next"] == len(answer["rows"]) > 0
    monkeypatch.undo()
    assert asking("named", "countries", offset=answer["next"], limit=1)["rows"]


def test_yes_or_no_tells_the_figures_that_it_rests_on(asking: Asking) -> None:
    answer = asking("sparql", f"ASK {{ {INTERNATIONAL} schema:value 500 }}", sources=True)
    assert answer["boolean"]
    assert [figure["text"] for figure in answer["figures"]] == ["more than 500"]


def test_yes_or_no_that_can_t_be_cited_is_an_answer_with_a_warning(asking: Asking) -> None:
    answer = asking("sparql", "ASK { ?f a akg:Faculty FILTER(RAND() < 2) }", sources=True)
    assert answer["boolean"]
    assert [warning["code"] for warning in answer["warnings"]] == ["uncited"]


@pytest.mark.whole
def test_what_is_wrong_with_rdf_of_somebody_else_s_is_told_in_the_wanted_language(asking: Asking) -> None:
    figure = "<https://w3id.org/atsmu-kg/id/figure/x> a <https://w3id.org/atsmu-kg/ontology#Figure> ."
    report = asking("validate", figure, lang="tg")
    assert not report["conforms"]
    assert {result["focus"] for result in report["results"]} == {"figure:x"}
    assert any("нишон диҳед" in result["message"] for result in report["results"])
    with pytest.raises(DataSyntaxError) as caught:
        asking("validate", "<a:b> <a:c> .")
    assert (caught.value.line, caught.value.column) != (None, None)


def test_numbers_that_can_t_be_cited_come_with_the_figures_that_they_may_be_of(asking: Asking) -> None:
    query = (
        f"SELECT ?n ?t (RAND() AS ?r) {{ {INTERNATIONAL} schema:value ?n BIND(CONCAT('n=', STR(?n)) AS ?t) }}"
    )
    answer = asking("sparql", query, sources=True)
    assert [warning["code"] for warning in answer["warnings"]] == ["uncited"]
    assert {figure["text"] for figure in answer["figures"]} == {"more than 500", "about 500"}
    (row,) = answer["rows"]
    assert "figures" not in row
