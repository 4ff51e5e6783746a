"""Calls that can't be right: each is refused before anything is asked, with what to write instead."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import atsmu_kg
from atsmu_kg import BNode, KnowledgeGraph, Text
from atsmu_kg.endpoints.federation import Federation
from atsmu_kg.errors import (
    ExportError,
    ParameterError,
    QueryError,
    QuerySyntaxError,
    StoreError,
    UnknownNameError,
)

NOTHING_THERE = "http://localhost:9/sparql"
FORMS = {
    "select": "SELECT ?s { ?s ?p ?o }",
    "ask": "prefix ex: <http://example.org/> # SELECT?\nask { ?s ?p ?o }",
    "construct": "CONSTRUCT WHERE { ?s ?p ?o }",
    "describe": "DESCRIBE country:TJ",
}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


@pytest.mark.parametrize("call", ["select", "ask", "construct"])
@pytest.mark.parametrize("form", FORMS)
def test_another_form_names_the_right_call(kg: KnowledgeGraph, call: str, form: str) -> None:
    right = "construct" if form == "describe" else form
    if call == right:
        return
    nowhere = atsmu_kg.connect(NOTHING_THERE)  # which can't answer, and is not asked
    for graph in (kg, nowhere):
        with pytest.raises(
            QueryError, match=rf"this query is an? {form.upper()}, which {call}\(\)"
        ) as caught:
            getattr(graph, call)(FORMS[form])
        assert caught.value.advice == f"Ask with {right}(…)."
        with pytest.raises(QueryError, match=rf"which a{call}\(\) does not answer") as caught:
            asyncio.run(getattr(graph, f"a{call}")(FORMS[form]))
        assert caught.value.advice == f"Ask with a{right}(…)."


@pytest.mark.parametrize("form", ["ask", "construct", "describe"])
def test_another_form_has_no_rows_to_stream(kg: KnowledgeGraph, form: str) -> None:
    async def first(graph: KnowledgeGraph) -> None:
        async with graph.astream(FORMS[form]) as rows:
            await anext(rows)

    right = "construct" if form == "describe" else form
    for graph in (kg, atsmu_kg.connect(NOTHING_THERE)):
        with pytest.raises(QueryError, match="only a SELECT has solutions") as caught:
            graph.stream(FORMS[form])
        assert caught.value.advice == f"Ask with {right}(…)."
        with pytest.raises(QueryError, match="only a SELECT has solutions") as caught:
            asyncio.run(first(graph))
        assert caught.value.advice == f"Ask with a{right}(…)."


def test_another_form_in_a_federation(kg: KnowledgeGraph) -> None:
    both = Federation({"a": kg, "b": atsmu_kg.connect(NOTHING_THERE)})
    with pytest.raises(QueryError, match="this query is a SELECT"):
        both.ask(FORMS["select"])
    with pytest.raises(QueryError, match="this query is a CONSTRUCT") as caught:
        asyncio.run(both.aselect(FORMS["construct"]))
    assert caught.value.advice == "Ask each by itself: federation[name].aconstruct(…)."
    with pytest.raises(QueryError, match="this query is an ASK"):
        asyncio.run(both.aselect(FORMS["ask"]))


@pytest.mark.parametrize("text", ["", "SELECTED ?s { }", "INSERT DATA { <a:s> <a:p> <a:o> }"])
def test_what_is_no_query_is_told_as_by_query(kg: KnowledgeGraph, text: str) -> None:
    with pytest.raises(QuerySyntaxError) as by_query:
        kg.query(text)
    with pytest.raises(QuerySyntaxError) as by_select:
        kg.select(text)
    assert str(by_query.value) == str(by_select.value)


@pytest.mark.parametrize(
    ("given", "message", "advice"),
    [
        ({"timout": 3}, r"no variable \?timout, and timout is not an option", "Did you mean timeout?"),
        ({"naem": "x"}, r"no variable \?naem", "Did you mean ?name?"),
        ({"quite_other": 1}, r"no variable \?quite_other", "The options are allow_service, call"),
        ({"bindings": {"naem": "x"}}, r"no variable \?naem", "Did you mean ?name?"),
        ({"bindings": {"name": "x"}, "name": "x"}, r"\?name is given twice", "Give it once."),
        ({"bindings": ["name"]}, "bindings is .*not a mapping", "Give a dict"),
        ({"bindings": {5: "name"}}, "bindings is .*not a mapping", "Give a dict"),
        ({"name": object()}, "this object can't be an RDF term", "Give a str"),
        ({"name": BNode("b")}, "is not one IRI or literal", "A blank node would match anything"),
    ],
)
def test_values_that_can_not_be(kg: KnowledgeGraph, given: dict[str, Any], message: str, advice: str) -> None:
    for call in (kg.query, kg.ask):
        with pytest.raises(ParameterError, match=message) as caught:
            call("ASK { ?u skos:altLabel ?name }", **given)
        assert advice in caught.value.advice


def test_a_record_is_given_by_its_iri(kg: KnowledgeGraph) -> None:
    for value in (kg.faculties[0], kg.find("Iran")[0]):
        with pytest.raises(ParameterError) as caught:
            kg.ask("ASK { ?thing a ?type }", thing=value)
        assert caught.value.advice == "Give its iri."


def test_the_example_of_an_error_is_a_whole_call(kg: KnowledgeGraph) -> None:
    for query in kg.queries.values():
        for parameter in query.parameters:
            with pytest.raises(ParameterError) as caught:
                query.render(**{parameter.name: b"none"})
            query.render(**caught.value.example)
            assert query.example.keys() <= caught.value.example.keys(), caught.value
    with pytest.raises(ParameterError, match=r"For example: who_says\(thing='.*', property='.*'\)\.$"):
        kg.queries.who_says("atsmu:university")


def test_slips_in_calls_of_named_queries(kg: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match="faculties has no parameter 'timout'") as caught:
        kg.queries.faculties(timout=3)  # type: ignore[call-arg]
    assert "Did you mean timeout?" in caught.value.advice
    with pytest.raises(ParameterError, match="lang is given twice"):
        kg.queries.faculties(lang="en", bindings={"lang": "en"})
    with pytest.raises(ParameterError, match="faculties has no parameter 'lnag'"):
        kg.queries.faculties(bindings={"lnag": "en"})
    with pytest.raises(ParameterError, match="bindings is 5"):
        kg.queries.faculties(bindings=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ASK { ?x a akg:Faculty }", "a subject"),
        ("ASK { ?s ?x ?o }", "a predicate"),
        ("ASK { ?s a ?x }", "a type"),
        ("ASK { ?s rdf:type ?x }", "a type"),
        ("ASK { OPTIONAL { ?s ?p ?o FILTER EXISTS { ?o a ?x } } }", "a type"),
        ("ASK { GRAPH ?x { ?s ?p ?o } }", "the name of a graph"),
        ("SELECT * { { SELECT ?s { ?s ?x ?o } } }", "a predicate"),
    ],
)
def test_a_curie_where_only_an_iri_can_stand(kg: KnowledgeGraph, text: str, place: str) -> None:
    with pytest.raises(ParameterError, match=rf"\?x is {place}.*'akg:Faculty' is not one") as caught:
        kg.query(text, x="akg:Faculty")
    assert "x=expand('akg:Faculty')" in caught.value.advice
    for value in ("Faculty", Text("akg", "en"), 5):
        with pytest.raises(ParameterError, match=place) as caught:
            kg.query(text, bindings={"x": value})
        assert "x=IRI('https://…')" in caught.value.advice
    assert kg.query(text, x=atsmu_kg.IRI("https://w3id.org/atsmu-kg/ontology#Faculty")) is not None


def test_a_curie_may_be_a_text_elsewhere(kg: KnowledgeGraph) -> None:
    assert not kg.ask("ASK { ?s skos:altLabel ?x }", x="akg:Faculty")


CHOICES: list[tuple[Callable[[KnowledgeGraph], Any], str, str]] = [
    (lambda kg: kg.validate(lang="de"), "'de' is not a language", "en, ru, tg"),
    (lambda kg: kg.validate(lang="rus"), "'rus' is not a language", "Did you mean ru?"),
    (
        lambda kg: kg.validate(engine="pyshcal"),
        "'pyshcal' is not a validation engine",
        "Did you mean pyshacl?",
    ),
    (lambda kg: kg.describe("country:IR", lang="zz"), "'zz' is not a language", "en, ru, tg"),
    (lambda kg: kg.catalogue("dcat"), "there is no profile 'dcat'", "Did you mean dcat-ap?"),
    (lambda kg: kg.export("x.ttl", "turtel"), "'turtel' is not a format of graphs", "Did you mean turtle"),
    (lambda kg: kg.plot.figures(lang="de"), "'de' is not a language", "en, ru, tg"),
    (lambda kg: kg.to_networkx(lang="de"), "'de' is not a language", "en, ru, tg"),
    (lambda kg: kg.to_geojson(lang="de"), "'de' is not a language", "en, ru, tg"),
    (lambda kg: kg.faculties.extent("de"), "'de' is not a language", "en, ru, tg"),
    (lambda kg: kg.queries.figures().plot("bar"), "'bar' is not a kind of picture", "Did you mean bars?"),
    (lambda kg: kg.queries.figures().plot(lang="de"), "'de' is not a language", "en, ru, tg"),
    (
        lambda kg: kg.queries.figures().serialize("jsn"),
        "'jsn' is not a format of query",
        "Did you mean json?",
    ),
    (lambda kg: kg.ask("ASK {}").serialize("csv"), "no answer in the format 'csv'", "json, xml"),
    (
        lambda kg: kg.construct(FORMS["construct"]).serialize("hdt"),
        "'hdt' is not a format of graphs",
        "turtle",
    ),
    (lambda _: atsmu_kg.connect(NOTHING_THERE, method="get"), "method can't be 'get'", "Did you mean GET?"),
    (
        lambda _: atsmu_kg.connect(NOTHING_THERE, incomplete="alow"),
        "incomplete can't be 'alow'",
        "Did you mean allow?",
    ),
    (
        lambda kg: kg.plot.structure().save("x.svgg"),
        "'svgg' is not a format of this picture",
        "Did you mean svg",
    ),
    (lambda kg: kg.push(NOTHING_THERE, method="updat"), "method can't be 'updat'", "Did you mean update?"),
]


@pytest.mark.parametrize("case", CHOICES, ids=[f"{says}" for _, says, _ in CHOICES])
def test_a_choice_that_there_is_none_of(
    kg: KnowledgeGraph, case: tuple[Callable[[KnowledgeGraph], Any], str, str]
) -> None:
    call, message, advice = case
    with pytest.raises(ParameterError, match=message) as caught:
        call(kg)
    assert advice in caught.value.advice and "The choices are" in caught.value.advice


@pytest.mark.parametrize("name", ["https://example.org/%zz", "<urn:x:[>", "akg:a[0]"])
def test_a_name_that_is_no_iri_for_the_engine(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises(ParameterError, match="is not an absolute IRI"):
        kg.describe(name)


def test_errors_that_were_of_other_kinds_still_are(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError):
        kg.catalogue("dcat")  # type: ignore[arg-type]
    with pytest.raises(ExportError):
        kg.export("x.ttl", "turtel")  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["\ud800", "x" * 256, f"folder/{'я' * 128}.nt", "a\0b"])
def test_a_path_that_no_file_can_have(kg: KnowledgeGraph, path: str) -> None:
    asked: list[Callable[[], object]] = [
        lambda: atsmu_kg.open(path),
        lambda: kg.export(path, "nt"),
        lambda: kg.release(pages=path),
        lambda: kg.to_geojson(path),
    ]
    for ask in asked:
        with pytest.raises(ParameterError, match="which is not a path") as caught:
            ask()
        assert caught.value.advice


def test_a_citation_and_a_stream_stay_where_their_graph_is(kg: KnowledgeGraph) -> None:
    citation = kg.queries.faculties().cite()
    assert copy.copy(citation) is copy.deepcopy(citation) is citation
    for what in (citation, citation[0]):
        with pytest.raises(StoreError, match="a citation can't be sent to another process"):
            pickle.dumps(what)
    with kg.stream(FORMS["select"]) as rows, pytest.raises(QueryError, match="still coming"):
        pickle.dumps(rows)
