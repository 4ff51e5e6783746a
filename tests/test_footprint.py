"""What a query may read: its footprint, and answers from that part of the graphs alone."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.files import path
from atsmu_kg.graph import DATASET, MERGE
from atsmu_kg.queries import packaged
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.footprint import footprint
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.ordered import in_order

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
P_Q_R = ["<a:p>", "<a:q>", "<a:r>"]
NAMED_P_Q = ["GRAPH <a:p>", "GRAPH <a:q>"]
TYPE = f"<{RDF}type>"
IRIS = [ox.NamedNode(f"a:{name}") for name in "pqrso"]
GRAPHS = [ox.NamedNode(f"a:{name}") for name in "ghp"]
nodes = st.sampled_from(IRIS)
literals = st.sampled_from([" <a:p> ", " <a:p> <a:o> ", "\n<a:s> <a:p> <a:o> <a:g> .\n", "1"])
quads = st.builds(ox.Quad, nodes, nodes, nodes | st.builds(ox.Literal, literals), st.sampled_from(GRAPHS))
QUESTIONS = [
    "SELECT * { ?s <a:p> ?o }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o } }",
    "SELECT * { GRAPH ?g { ?s <a:p> <a:o> } }",
    "SELECT * { GRAPH <a:g> { ?s <a:q> ?o } }",
    "SELECT * { ?s <a:q> ?o OPTIONAL { GRAPH ?g { ?s <a:q> ?o } ?g <a:r>/<a:s> ?source } }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o OPTIONAL { ?o <a:q>/^<a:p> ?x } } }",
    "SELECT * { GRAPH ?g { { ?s <a:p> ?o } UNION { ?s <a:q> <a:o> } } }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o FILTER NOT EXISTS { ?s <a:q> ?x } } }",
    "SELECT * { ?s <a:p> ?o MINUS { GRAPH ?g { ?s <a:q> ?o } } }",
    "SELECT * { GRAPH ?g { ?s <a:r>+ ?o } }",
    "SELECT * { GRAPH ?g { ?s <a:p> ?o { SELECT (COUNT(*) AS ?n) { ?x <a:q> ?y } } } }",
    "SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>, <a:r>)) }",
    "SELECT * { GRAPH ?g { ?s ?p <a:o> } FILTER(?p IN (<a:q>, <a:r>)) }",
    "SELECT * { ?s <a:p> ?o OPTIONAL { ?o ?p ?x FILTER(?p IN (<a:p>, <a:r>)) } }",
    "SELECT * { GRAPH ?g {} }",
    "SELECT * { GRAPH ?g { OPTIONAL { ?s <a:p> ?o } } }",
    "SELECT * { GRAPH ?g { <a:s> <a:p>* ?o } }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <a:p> ?o } }",
]


@pytest.fixture(scope="module")
def whole() -> EmbeddedStore:
    store = EmbeddedStore.memory(path(DATASET))
    assert store.unread is None
    return store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s <a:p> ?o }", ["<a:p>"]),
        ("SELECT * { ?s a <a:C> }", [f"{TYPE} <a:C>"]),
        ("SELECT * { ?s a ?c }", [TYPE]),
        ("SELECT * { ?s a ?c . ?s a <a:C> }", [TYPE]),
        ('SELECT * { <a:s> <a:p> "o" }', ["<a:p>"]),
        ("SELECT * { ?s <a:p>/<a:q>|^<a:r> ?o }", P_Q_R),
        ("SELECT * { ?s <a:p>* <a:o> . <a:s> <a:q>? ?o . ?s <a:r>+ ?o }", P_Q_R),
        ("SELECT * { { ?s <a:p> ?o } UNION { ?s <a:q> ?o MINUS { ?s <a:r> 1 } } }", P_Q_R),
        (
            "SELECT * { OPTIONAL { ?s <a:p> ?o } FILTER NOT EXISTS { ?o <a:q> <a:o> } }",
            ["<a:p>", "<a:q> <a:o>"],
        ),
        (
            "SELECT * { { SELECT ?s { ?s <a:p> [ <a:q> ( 1 ) ] } } }",
            ["<a:p>", "<a:q>", f"<{RDF}first>", f"<{RDF}rest> <{RDF}nil>"],
        ),
        ("CONSTRUCT { ?s <a:q> ?o } WHERE { ?s <a:p> ?o }", ["<a:p>", "<a:q>"]),
        ("ASK {}", []),
        ("SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>, <a:q>)) }", ["<a:p>", "<a:q>"]),
        ("SELECT * { ?s ?p <a:o> FILTER(?p IN (<a:p>)) }", ["<a:p> <a:o>"]),
        ("SELECT * { ?s <a:r> ?o OPTIONAL { ?s ?p ?o FILTER(?p IN (<a:p>, <a:q>)) } }", P_Q_R),
        ("SELECT * { { GRAPH ?g { ?s ?p ?o } } FILTER(?p IN (<a:p>, <a:q>)) }", NAMED_P_Q),
        ("SELECT * { ?s <a:p> ?o FILTER(?p IN (<a:q>)) }", ["<a:p>"]),
        ("SELECT * { GRAPH ?g { ?s <a:p> ?o } }", ["GRAPH <a:p>"]),
        ("SELECT * { GRAPH <a:g> { ?s <a:p> <a:o> } }", ["GRAPH <a:p> <a:o>"]),
        ("SELECT * { GRAPH ?g { ?s <a:p> <a:o> . <a:s> <a:p> ?o } }", ["GRAPH <a:p>"]),
        ("SELECT * { ?s <a:p> ?o GRAPH ?g { ?s <a:p> <a:o> } }", ["<a:p>", "GRAPH <a:p> <a:o>"]),
        ("SELECT * { ?g <a:q> ?o OPTIONAL { GRAPH ?g { ?s <a:p>/^<a:q> ?o } } }", ["<a:q>", *NAMED_P_Q]),
        ("SELECT * { GRAPH ?g { ?s <a:p> ?o OPTIONAL { ?s <a:q> ?o } } }", NAMED_P_Q),
        ("SELECT * { GRAPH ?g { { ?s <a:p> ?o } UNION { { ?s <a:q> ?o } } } }", NAMED_P_Q),
        ("SELECT * { GRAPH ?g { ?s <a:p> ?o } FILTER NOT EXISTS { GRAPH ?g { ?s <a:q> ?o } } }", NAMED_P_Q),
        ("SELECT * { GRAPH ?g { ?s <a:p> ?o FILTER NOT EXISTS { ?s <a:q> ?o } } }", NAMED_P_Q),
        ("SELECT * { ?s <a:p> ?o MINUS { GRAPH ?g { ?s <a:q> ?o } } }", ["<a:p>", "GRAPH <a:q>"]),
        ("SELECT * { GRAPH ?g { ?s <a:p> ?o GRAPH ?h { ?s <a:q> ?o } } }", NAMED_P_Q),
    ],
)
def test_footprint(text: str, expected: list[str]) -> None:
    assert footprint(parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s <a:p> ?o FILTER EXISTS { ?s ?p ?o } }",
        "SELECT * { { SELECT * { ?s ?p ?o } } }",
        "SELECT * { ?s !<a:p> ?o }",
        "SELECT * { ?s <a:p>/!(<a:q>|^<a:r>) ?o }",
        "SELECT * { ?s <a:p>* ?o }",
        "SELECT * { ?s <a:p>/<a:q>? [] }",
        "SELECT * { ?s ?p ?o FILTER(?p NOT IN (<a:p>, <a:q>)) }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (<a:p>, <a:q>)) }",
        "SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>, ?q)) }",
        "SELECT * { ?s ?p ?o FILTER(<a:p> IN (?p, <a:q>)) }",
        "SELECT * { ?s ?p ?o FILTER(?p IN (<a:p>) || ?o = 1) }",
        "SELECT * { ?s ?p ?o OPTIONAL { ?o <a:p> ?x FILTER(?p IN (<a:p>)) } }",
        "SELECT * { ?s <a:p> ?o OPTIONAL { ?s ?p ?o } FILTER(?p IN (<a:p>)) }",
        "SELECT * { ?s <a:p> ?o MINUS { ?s ?p ?o } FILTER(?p IN (<a:p>)) }",
        "SELECT * { ?s <a:p> ?o { SELECT ?o { ?s ?p ?o } } FILTER(?p IN (<a:p>)) }",
        "SELECT * { ?s ?p ?o . ?o ?q ?x FILTER(?p IN (<a:p>)) }",
        "SELECT * { GRAPH ?g {} }",
        "SELECT * { GRAPH <a:g> {} }",
        "SELECT * { ?s <a:p> ?o GRAPH ?g {} }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { ?s <a:p> ?o OPTIONAL { ?s ?p ?o } } }",
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


@pytest.mark.parametrize("name", packaged())
def test_a_named_query_answers_from_its_footprint_as_from_the_whole(name: str, whole: EmbeddedStore) -> None:
    query = packaged()[name]
    languages = {"lang": "tg"} if any(parameter.name == "lang" for parameter in query.parameters) else {}
    text = query.render(**query.example, **languages)
    store = EmbeddedStore.memory(path(DATASET), merge=path(MERGE))
    assert answer(store, text, query.footprint) == answer(whole, text)


def test_most_named_queries_have_a_footprint() -> None:
    footprints = [query.footprint for query in packaged().values()]
    assert sum(footprint is not None for footprint in footprints) > len(footprints) / 2


def test_a_named_query_that_says_its_sources_leaves_other_quads_unread(whole: EmbeddedStore) -> None:
    query = packaged().faculties
    store = EmbeddedStore.memory(path(DATASET), merge=path(MERGE))
    answer(store, query.render(), query.footprint)
    assert store.unread == path(DATASET)
    assert store.size == whole.size
    assert store.unread is None


@given(st.frozensets(quads, max_size=12), st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=4))
def test_answers_from_parts_are_those_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, stated: frozenset[ox.Quad], texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    merge = {ox.Quad(*quad.triple) for quad in stated}
    lines = (ox.serialize(stated | merge, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    (folder / "whole.nq").write_bytes(b"".join(sorted(lines)))
    (folder / "merge.nt").write_bytes(
        in_order(ox.serialize([quad.triple for quad in merge], format=ox.RdfFormat.N_TRIPLES) or b"")
    )
    whole = EmbeddedStore.memory(str(folder / "whole.nq"))
    parts = EmbeddedStore.memory(str(folder / "whole.nq"), merge=str(folder / "merge.nt"))
    for text in texts:
        answers = [answer(store, text, footprint(parse(text))).splitlines() for store in (parts, whole)]
        assert sorted(answers[0]) == sorted(answers[1])
    assert set(parts.quads()) == set(whole.quads())
    assert parts.size == len(stated | merge)


def answer(store: EmbeddedStore, text: str, footprint: list[str] | None = None) -> str:
    solutions = store.query(text, footprint=footprint)
    assert isinstance(solutions, Solutions)
    return solutions.tsv
