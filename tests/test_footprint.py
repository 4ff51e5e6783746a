"""What a query may read: its footprint, and answers from that part of the default graph alone."""

from __future__ import annotations

import pytest

from atsmu_kg.files import path
from atsmu_kg.graph import DATASET, MERGE
from atsmu_kg.queries import packaged
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.footprint import footprint
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
P_Q_R = ["<a:p>", "<a:q>", "<a:r>"]
TYPE = f"<{RDF}type>"


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
        "SELECT * { GRAPH ?g { ?s <a:p> ?o } }",
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


def answer(store: EmbeddedStore, text: str, footprint: list[str] | None = None) -> str:
    solutions = store.query(text, footprint=footprint)
    assert isinstance(solutions, Solutions)
    return solutions.tsv
