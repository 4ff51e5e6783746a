"""What a query may read: its footprint, and answers from that part of the graphs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.files import path
from atsmu_kg.graph import DATASET, INDEX, MERGE
from atsmu_kg.queries import NamedQuery, packaged
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.footprint import footprint
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore

if TYPE_CHECKING:
    from atsmu_kg.stores.selection import Footprint

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE = f"<{RDF}type>"


def optional_examples(query: NamedQuery) -> dict[str, Any]:
    """The parameters with an example that a caller may leave out."""
    return {
        each.name: each.example for each in query.parameters if not each.required and each.example is not None
    }


@pytest.fixture(scope="module")
def whole() -> EmbeddedStore:
    store = EmbeddedStore.memory(path(DATASET))
    assert store.unread is None
    return store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s <a:p> ?o }", [["", "<a:p>", ""]]),
        ("SELECT * { ?s a <a:C> }", [["", TYPE, "<a:C>"]]),
        ("SELECT * { ?s a ?c }", [["", TYPE, ""]]),
        ("SELECT * { ?s a ?c . ?s a <a:C> }", [["", TYPE, "<a:C>"], ["0s", TYPE, ""]]),
        ('SELECT * { <a:s> <a:p> "o" }', [["<a:s>", "<a:p>", ""]]),
        (
            "SELECT * { ?s <a:p>/<a:q>|^<a:r> ?o }",
            [["", "<a:q>", ""], ["", "<a:p>", "0s"], ["", "<a:r>", ""]],
        ),
        (
            "SELECT * { ?s <a:p>* <a:o> . <a:s> <a:q>? ?o . ?s <a:r>+ ?o }",
            [["", "<a:p>", ""], ["", "<a:q>", ""], ["", "<a:r>", ""]],
        ),
        (
            "SELECT * { { ?s <a:p> ?o } UNION { ?s <a:q> ?o MINUS { ?s <a:r> 1 } } }",
            [["", "<a:p>", ""], ["", "<a:q>", ""], ["1s", "<a:r>", ""]],
        ),
        (
            "SELECT * { OPTIONAL { ?s <a:p> ?o } FILTER NOT EXISTS { ?o <a:q> <a:o> } }",
            [["", "<a:p>", ""], ["", "<a:q>", "<a:o>"]],
        ),
        (
            "SELECT * { { SELECT ?s { ?s <a:p> [ <a:q> ( 1 ) ] } } }",
            [
                ["", f"<{RDF}rest>", f"<{RDF}nil>"],
                ["0s", f"<{RDF}first>", ""],
                ["", "<a:q>", "1s"],
                ["", "<a:p>", "2s"],
            ],
        ),
        ("CONSTRUCT { ?s <a:q> ?o } WHERE { ?s <a:p> ?o }", [["", "<a:p>", ""]]),
        ("ASK {}", []),
        ("SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>, <a:q>)) }", [["", "<a:p> <a:q>", ""]]),
        ("SELECT * { ?s ?p <a:o> FILTER(?p IN (<a:p>)) }", [["", "<a:p>", "<a:o>"]]),
        (
            "SELECT * { ?s <a:r> ?o OPTIONAL { ?s ?p ?o FILTER(?p IN (<a:p>, <a:q>)) } }",
            [["", "<a:r>", ""], ["0s", "<a:p> <a:q>", "0o"]],
        ),
        (
            "SELECT * { { GRAPH ?g { ?s ?p ?o } } FILTER(?p IN (<a:p>, <a:q>)) }",
            [["", "<a:p> <a:q>", "", ""]],
        ),
        ("SELECT * { ?s <a:p> ?o FILTER(?p IN (<a:q>)) }", [["", "<a:p>", ""]]),
        ("SELECT * { GRAPH ?g { ?s <a:p> ?o } }", [["", "<a:p>", "", ""]]),
        ("SELECT * { GRAPH <a:g> { ?s <a:p> <a:o> } }", [["", "<a:p>", "<a:o>", "<a:g>"]]),
        (
            "SELECT * { GRAPH ?g { ?s <a:p> <a:o> . <a:s> <a:p> ?o } }",
            [["", "<a:p>", "<a:o>", ""], ["<a:s>", "<a:p>", "", "0g"]],
        ),
        (
            "SELECT * { ?s <a:p> ?o GRAPH ?g { ?s <a:p> <a:o> } }",
            [["", "<a:p>", ""], ["0s", "<a:p>", "<a:o>", ""]],
        ),
        (
            "SELECT * { ?g <a:q> ?o OPTIONAL { GRAPH ?g { ?s <a:p>/^<a:q> ?o } } }",
            [["", "<a:q>", ""], ["0o", "<a:q>", "", "0s"], ["", "<a:p>", "1o", "1g"]],
        ),
        (
            "SELECT * { GRAPH ?g { ?s <a:p> ?o OPTIONAL { ?s <a:q> ?o } } }",
            [["", "<a:p>", "", ""], ["0s", "<a:q>", "0o", "0g"]],
        ),
        (
            "SELECT * { GRAPH ?g { { ?s <a:p> ?o } UNION { { ?s <a:q> ?o } } } }",
            [["", "<a:p>", "", ""], ["", "<a:q>", "", ""]],
        ),
        (
            "SELECT * { GRAPH ?g { ?s <a:p> ?o } FILTER NOT EXISTS { GRAPH ?g { ?s <a:q> ?o } } }",
            [["", "<a:p>", "", ""], ["0s", "<a:q>", "0o", "0g"]],
        ),
        (
            "SELECT * { GRAPH ?g { ?s <a:p> ?o FILTER NOT EXISTS { ?s <a:q> ?o } } }",
            [["", "<a:p>", "", ""], ["0s", "<a:q>", "0o", "0g"]],
        ),
        (
            "SELECT * { ?s <a:p> ?o MINUS { GRAPH ?g { ?s <a:q> ?o } } }",
            [["", "<a:p>", ""], ["0s", "<a:q>", "0o", ""]],
        ),
        (
            "SELECT * { GRAPH ?g { ?s <a:p> ?o GRAPH ?h { ?s <a:q> ?o } } }",
            [["", "<a:p>", "", ""], ["0s", "<a:q>", "0o", ""]],
        ),
        ("SELECT * { ?s <a:p>/<a:q> <a:o> }", [["", "<a:q>", "<a:o>"], ["", "<a:p>", "0s"]]),
        (
            "SELECT * { <a:s> <a:p>/<a:q>/<a:r> ?o }",
            [["<a:s>", "<a:p>", ""], ["0o", "<a:q>", ""], ["1o", "<a:r>", ""]],
        ),
        ("SELECT * { ?s !<a:p> ?o . ?s <a:q> <a:o> }", [["", "<a:q>", "<a:o>"], ["0s", "", ""]]),
        ("SELECT * { <a:s> ?p ?o }", [["<a:s>", "", ""]]),
        ("SELECT * { ?s ?p <a:o> }", [["", "", "<a:o>"]]),
        ("SELECT * { GRAPH <a:g> { ?s ?p ?o } }", [["", "", "", "<a:g>"]]),
        ("SELECT * { ?s ?p ?o . ?s <a:p> <a:o> }", [["", "<a:p>", "<a:o>"], ["0s", "", ""]]),
        ("SELECT * { ?g <a:p> <a:o> GRAPH ?g { ?s ?p ?o } }", [["", "<a:p>", "<a:o>"], ["", "", "", "0s"]]),
        ("SELECT * { VALUES ?s { <a:s> <a:t> } ?s ?p ?o }", [["<a:s> <a:t>", "", ""]]),
        ("SELECT * { BIND(<a:s> AS ?s) ?s ?p ?o }", [["<a:s>", "", ""]]),
        ("SELECT * { ?s <a:p> ?o BIND(?o AS ?x) ?x <a:q> ?y }", [["", "<a:p>", ""], ["", "<a:q>", ""]]),
        ("SELECT * { ?s <a:p> ?o FILTER(?s = <a:s>) }", [["<a:s>", "<a:p>", ""]]),
        ('SELECT * { ?s <a:p> ?o FILTER(LANG(?o) = "en" && ?o != 1) }', [["", "<a:p>", "@en"]]),
    ],
)
def test_footprint(text: str, expected: list[list[str]]) -> None:
    assert footprint(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT * { ?s <a:p> ?o OPTIONAL { ?o <a:q> ?x } ?x <a:r> ?y OPTIONAL { ?x <a:s> ?z } }",
            [["", "<a:p>", ""], ["", "<a:r>", ""], ["0o", "<a:q>", ""], ["1s", "<a:s>", ""]],
        ),
        ("SELECT * { OPTIONAL { ?o <a:q> ?x } ?s <a:p> ?o }", [["", "<a:p>", ""], ["", "<a:q>", ""]]),
        ("SELECT * { ?s <a:p> ?o { OPTIONAL { ?o <a:q> ?x } } }", [["", "<a:p>", ""], ["", "<a:q>", ""]]),
        ("SELECT * { ?s <a:p> ?o MINUS { ?o <a:q> ?x } }", [["", "<a:p>", ""], ["0o", "<a:q>", ""]]),
        (
            "SELECT * { ?s <a:p> ?o { ?x <a:q> ?y FILTER EXISTS { ?o <a:r> ?x } } }",
            [["", "<a:p>", ""], ["", "<a:q>", ""], ["", "<a:r>", "1s"]],
        ),
        (
            "SELECT * { ?s <a:p> ?o BIND(EXISTS { ?o <a:q> ?x } AS ?b) }",
            [["", "<a:p>", ""], ["", "<a:q>", ""]],
        ),
        (
            "SELECT * { { ?s <a:p> ?o } UNION { ?o <a:q> ?x } ?o <a:r> ?y }",
            [["", "<a:r>", ""], ["", "<a:p>", "0s"], ["0s", "<a:q>", ""]],
        ),
        (
            "SELECT * { { ?s <a:p> ?o } UNION { ?o <a:q> ?x } OPTIONAL { ?o <a:r> ?y } }",
            [["", "<a:p>", ""], ["", "<a:q>", ""], ["0o 1s", "<a:r>", ""]],
        ),
        (
            "SELECT * { { ?s <a:p> ?o } UNION { ?s <a:q> ?x } OPTIONAL { ?o <a:r> ?y } }",
            [["", "<a:p>", ""], ["", "<a:q>", ""], ["", "<a:r>", ""]],
        ),
        (
            "SELECT * { ?s <a:p> <a:o> { SELECT ?s { ?s <a:q> ?x } } }",
            [["", "<a:p>", "<a:o>"], ["0s", "<a:q>", ""]],
        ),
        (
            "SELECT * { ?s <a:p> <a:o> { SELECT ?x { ?s <a:q> ?x } } }",
            [["", "<a:p>", "<a:o>"], ["", "<a:q>", ""]],
        ),
        (
            "SELECT * { ?s <a:p> <a:o> { SELECT ?s { ?s <a:q> ?x } LIMIT 1 } }",
            [["", "<a:p>", "<a:o>"], ["", "<a:q>", ""]],
        ),
        (
            "SELECT * { ?s <a:p> <a:o> { SELECT ?s (COUNT(*) AS ?n) { ?s <a:q> ?x } GROUP BY ?s } }",
            [["", "<a:p>", "<a:o>"], ["0s", "<a:q>", ""]],
        ),
        (
            "SELECT * { ?x <a:p> <a:o> { SELECT ?s (COUNT(*) AS ?n) { ?s <a:q> ?x } GROUP BY ?s } }",
            [["", "<a:p>", "<a:o>"], ["", "<a:q>", ""]],
        ),
        (
            "SELECT * { GRAPH ?g { ?s <a:p> ?o { SELECT ?x { ?x <a:q> ?y } } } }",
            [["", "<a:p>", "", ""], ["", "<a:q>", "", ""]],
        ),
        ("SELECT * { VALUES ?s { <a:s> UNDEF } ?s <a:p> ?o }", [["", "<a:p>", ""]]),
        ("SELECT * { ?s <a:p> ?o BIND(STR(?o) AS ?x) ?x <a:q> ?y }", [["", "<a:p>", ""], ["", "<a:q>", ""]]),
        ("SELECT * { ?s <a:p> ?o FILTER(?s = <a:s> || ?o = 1) }", [["", "<a:p>", ""]]),
        ('SELECT * { ?s <a:p> ?o FILTER(LANG(?o) = "" || ?s = ?o) }', [["", "<a:p>", ""]]),
        (
            "SELECT * { ?s <a:p> ?o OPTIONAL { ?s <a:q> ?x FILTER(?o = <a:o>) } }",
            [["", "<a:p>", ""], ["0s", "<a:q>", ""]],
        ),
        ('SELECT * { ?s <a:p> "o" . ?x <a:q> "o" }', [["", "<a:p>", ""], ["", "<a:q>", ""]]),
    ],
)
def test_a_step_is_limited_by_what_makes_no_difference_only(text: str, expected: list[list[str]]) -> None:
    assert footprint(parse(text)) == expected


def test_what_comes_again_is_one_step() -> None:
    text = "SELECT * { ?s <a:p> ?o OPTIONAL { ?o <a:q> ?x } OPTIONAL { ?o <a:q> ?y . ?y <a:r> ?z } }"
    assert footprint(parse(text)) == [["", "<a:p>", ""], ["0o", "<a:q>", ""], ["1o", "<a:r>", ""]]


@pytest.mark.parametrize(
    ("select", "given"),
    [
        ("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p", "p ?p ?n"),
        ("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", "g ?g ?n"),
    ],
)
def test_what_an_index_counts_is_not_read(select: str, given: str) -> None:
    text = f"SELECT * {{ {{ {select} }} OPTIONAL {{ ?n <a:p> ?x }} }}"
    assert footprint(parse(text)) == [[select, given], ["", "<a:p>", ""]]


@pytest.mark.parametrize(
    "select",
    [
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
        "SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p",
        "SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?p (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?s } GROUP BY ?p",
        "SELECT ?p (COUNT(*) AS ?n) { ?p ?p ?o } GROUP BY ?p",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?g ?p ?o } } GROUP BY ?g",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o != 1) } GROUP BY ?p",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING(COUNT(*) > 1)",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ?s",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p LIMIT 1",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p VALUES ?p { <a:p> }",
        "SELECT DISTINCT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    ],
)
def test_other_counts_are_of_what_is_read(select: str) -> None:
    assert footprint(parse(f"SELECT * {{ {{ {select} }} }}")) is None


def test_a_count_with_a_parameter_in_it_is_of_what_is_read() -> None:
    select = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    assert footprint(parse(f"SELECT * {{ {{ {select} }} }}"), ["s"]) == [["?s", "", ""]]


def test_a_count_that_stands_in_a_string_too_is_of_what_is_read() -> None:
    select = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    assert footprint(parse(f"SELECT * {{ {{ {select} }} FILTER(?n != '{select}') }}")) is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { { SELECT * { ?s ?p ?o } } }",
        "SELECT * { ?s !<a:p> ?o }",
        "SELECT * { ?s <a:p> ?o FILTER EXISTS { ?x ?p ?y } }",
        "SELECT * { ?s <a:p> ?o OPTIONAL { ?x ?p ?y } FILTER(?p IN (<a:p>)) }",
        "SELECT * { ?s <a:p> ?o MINUS { ?x ?p ?y } FILTER(?p IN (<a:p>)) }",
        "SELECT * { GRAPH ?g { ?s <a:p> ?o OPTIONAL { GRAPH ?h { ?x ?p ?y } } } }",
        "SELECT * { ?s <a:p>/!(<a:q>|^<a:r>) ?o }",
        "SELECT * { ?s <a:p>* ?o }",
        "SELECT * { ?s <a:p>/<a:q>? [] }",
        "SELECT * { ?s ?p ?o FILTER(?p NOT IN (<a:p>, <a:q>)) }",
        "SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>, ?q)) }",
        "SELECT * { ?s ?p ?o FILTER(<a:p> IN (?p, <a:q>)) }",
        "SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>) || ?o = 1) }",
        "SELECT * { ?s ?p ?o OPTIONAL { ?o <a:p> ?x FILTER(?p IN (<a:p>)) } }",
        "SELECT * { GRAPH ?g {} }",
        "SELECT * { GRAPH <a:g> {} }",
        "SELECT * { ?s <a:p> ?o GRAPH ?g {} }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { OPTIONAL { ?s <a:p> ?o } } }",
        "SELECT * { GRAPH ?g { { ?s <a:p> ?o } UNION {} } }",
        "SELECT * { GRAPH ?g { VALUES ?o { 1 } MINUS { ?s <a:p> ?o } } }",
        "SELECT * { GRAPH ?g { FILTER NOT EXISTS { ?s <a:p> ?o } } }",
        "SELECT * { GRAPH ?g { BIND(1 AS ?o) } }",
        "SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s <a:p> ?o } } }",
        "SELECT * { GRAPH ?g { GRAPH ?h { ?s <a:p> ?o } } }",
        "SELECT * { GRAPH ?g { ?s <a:p> ?o GRAPH ?h {} } }",
        "SELECT * { GRAPH ?g { <a:s> <a:p>* ?o } }",
        "SELECT * { GRAPH ?g { ?s <a:q> ?o . <a:s> (<a:p>|<a:q>?) ?o } }",
        "SELECT * { GRAPH ?g { ?s !<a:p> ?o } }",
        "SELECT * FROM <a:g> { ?s <a:p> ?o }",
        "SELECT * FROM NAMED <a:g> { ?s <a:p> ?o }",
        "SELECT * { SERVICE <https://example.org/> { ?s <a:p> ?o } }",
        "DESCRIBE <a:s>",
        "DESCRIBE ?s { ?s <a:p> ?o }",
    ],
)
def test_a_query_that_may_read_anything_has_no_footprint(text: str) -> None:
    assert footprint(parse(text)) is None


def test_parameters_stand_in_steps_until_they_are_given() -> None:
    text = "SELECT * { ?_thing ?p ?o FILTER(LANG(?o) = ?__lang) ?s <a:p> ?__optional }"
    assert footprint(parse(text), ["_thing", "__lang"]) == [["?_thing", "", "@?__lang"], ["", "<a:p>", ""]]


def test_a_named_query_reads_what_its_parameters_name() -> None:
    query = packaged().who_says
    first, *_ = query.footprint("country:IR", "skos:prefLabel", lang="tg")
    assert first == (f"<{PREFIXES['country']}IR>", f"<{PREFIXES['skos']}prefLabel>", "", "")
    assert query.footprint("country:IR", "skos:prefLabel", lang="tg")[-2][-1] == "@tg"


@pytest.mark.parametrize("name", packaged())
def test_a_named_query_answers_from_its_footprint_as_from_the_whole(name: str, whole: EmbeddedStore) -> None:
    query = packaged()[name]
    languages = {"lang": "tg"} if any(parameter.name == "lang" for parameter in query.parameters) else {}
    given = {**query.example, **languages}
    assert answer(packaged_store(), query.render(**given), query.footprint(**given)) == answer(
        whole, query.render(**given)
    )


@pytest.mark.parametrize("name", [name for name, query in packaged().items() if optional_examples(query)])
def test_and_so_it_does_with_all_parameters_given(name: str, whole: EmbeddedStore) -> None:
    query = packaged()[name]
    given = {**query.example, **optional_examples(query)}
    assert answer(packaged_store(), query.render(**given), query.footprint(**given)) == answer(
        whole, query.render(**given)
    )


def test_most_named_queries_have_a_footprint() -> None:
    without = [name for name, query in packaged().items() if query.footprint(**query.example) is None]
    assert len(without) <= len(packaged()) / 10, without


def test_a_named_query_that_says_its_sources_leaves_other_quads_unread(whole: EmbeddedStore) -> None:
    query = packaged().faculties
    store = packaged_store()
    answer(store, query.render(), query.footprint())
    assert store.unread == path(DATASET)
    assert store.size == whole.size
    assert store.unread is None


def packaged_store() -> EmbeddedStore:
    return EmbeddedStore.memory(path(DATASET), index=path(INDEX), merge=path(MERGE))


def answer(store: EmbeddedStore, text: str, footprint: Footprint | None = None) -> str:
    solutions = store.query(text, footprint=footprint)
    assert isinstance(solutions, Solutions)
    return solutions.tsv


@pytest.fixture(scope="module")
def kg_read_whole() -> KnowledgeGraph:
    kg = atsmu_kg.load()
    assert kg.store.size
    return kg


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("who_says", {"thing": "country:IR", "property": "skos:prefLabel", "lang": "ru"}),
        ("facts", {"type": "akg:Library"}),
        ("passage_states", {"passage": "profile:s14"}),
        ("linked_organizations", {}),
        ("facts", {"type": "akg:Libary"}),
    ],
)
def test_what_is_asked_of_an_answer_from_a_part(
    name: str, parameters: dict[str, str], kg_read_whole: KnowledgeGraph
) -> None:
    """Its citation, its warnings, and why it is empty."""
    part = atsmu_kg.load().queries[name](**parameters)
    whole = kg_read_whole.queries[name](**parameters)
    assert part.rows == whole.rows
    assert [str(warning) for warning in part.warnings] == [str(warning) for warning in whole.warnings]
    assert part.cite().to_text() == whole.cite().to_text()
    if not part:
        assert part.why_empty().to_text() == whole.why_empty().to_text()
