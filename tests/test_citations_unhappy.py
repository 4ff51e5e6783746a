from __future__ import annotations

from pathlib import Path

import pytest

import atsmu_kg
from atsmu_kg.citations import cite
from atsmu_kg.citations.citation import Citation
from atsmu_kg.citations.rewriting import provenance
from atsmu_kg.errors import DataError, QueryError, QuerySyntaxError, StoreError
from atsmu_kg.graph import KnowledgeGraph

UNCITABLE = [
    ("DESCRIBE atsmu:university", "1:1: DESCRIBE can't be cited"),
    ("SELECT * {\n  ?s a ?t\n  SERVICE <http://e.org/> { ?s ?p ?o }\n}", "3:3: SERVICE can't be cited"),
    ("SELECT (RAND() AS ?r) { }", "1:9: RAND() can't be cited"),
    ("SELECT * { ?s ?p ?o BIND(UUID() AS ?u) }", "1:26: UUID() can't be cited"),
    ("SELECT * { ?s ?p ?o FILTER(?o < now()) }", "1:33: NOW() can't be cited"),
    ("CONSTRUCT { ?s a [] } { ?s a ?t }", "1:18: a blank node in the template of CONSTRUCT can't be cited"),
    (
        "CONSTRUCT { ?g a ?s } { ?s a ?t } GROUP BY (?t AS ?g)",
        "1:18: ?s, which the groups do not have, can't be cited",
    ),
    (
        "CONSTRUCT { <a:b> a <a:c> } { ?s a ?t } GROUP BY ?t",
        "1:1: a template without a key of the groups can't be cited",
    ),
    (
        "SELECT * { GRAPH ?g { { SELECT ?s { ?s a ?t } } } }",
        "1:25: a sub-select within GRAPH ?g can't be cited",
    ),
    (
        "SELECT * { { SELECT DISTINCT (COUNT(?t) AS ?n) { ?s a ?t } GROUP BY ?s LIMIT 1 } }",
        "1:14: a sub-select with groups, DISTINCT and LIMIT can't be cited",
    ),
]


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture(scope="module")
def citation(kg: KnowledgeGraph) -> Citation:
    result = kg.queries.faculties(lang="en")
    return cite(kg.store, result.query, result)


@pytest.mark.parametrize(("text", "message"), UNCITABLE, ids=[text for text, _ in UNCITABLE])
def test_what_can_not_be_cited_is_named_with_its_place(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        provenance(text)
    first, *advice = str(caught.value).split("\n")
    assert first == message
    assert advice


def test_a_graph_that_engines_may_leave_unbound_is_named_where_the_answer_is_not_found_again(
    kg: KnowledgeGraph,
) -> None:
    text = "SELECT * {\n GRAPH ?g { VALUES ?a { akg:Faculty } FILTER EXISTS { ?a a ?b } } }"
    result = kg.query(text)
    with pytest.raises(QueryError) as caught:
        cite(kg.store, text, result)
    assert str(caught.value).startswith("2:2: GRAPH ?g without a triple pattern can't be cited")
    assert "within GRAPH ?g" in caught.value.advice


def test_a_variable_that_a_group_does_not_bind_is_named_where_the_answer_is_not_found_again(
    kg: KnowledgeGraph,
) -> None:
    text = "SELECT ?f ?e { ?f a akg:Faculty {\n BIND(?f AS ?e) } }"
    other = kg.query("SELECT ?f (?f AS ?e) { ?f a akg:Faculty }")
    with pytest.raises(QueryError) as caught:
        cite(kg.store, text, other)
    assert str(caught.value).startswith("1:33: BIND of ?f, which its group does not bind, can't be cited")


def test_a_query_that_is_none(kg: KnowledgeGraph) -> None:
    with pytest.raises(QuerySyntaxError, match="expected SELECT"):
        cite(kg.store, "no query", kg.queries.faculties(lang="en"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?f { ?f a akg:Centre }",
        "SELECT ?f ?one { ?f a akg:Centre BIND(1 AS ?one) }",
        "SELECT ?x { ?x a akg:Faculty }",
        "ASK { }",
        "CONSTRUCT WHERE { ?s a ?t }",
    ],
)
def test_a_result_of_another_query(kg: KnowledgeGraph, text: str) -> None:
    result = kg.query("SELECT ?f (1 AS ?one) { ?f a akg:Faculty }")
    with pytest.raises(QueryError, match=r"the query can have|the query does not give"):
        cite(kg.store, text, result)


def test_a_graph_that_has_changed(kg: KnowledgeGraph) -> None:
    with atsmu_kg.load() as other:
        result = other.query("SELECT ?f { ?f a akg:Faculty ; skos:prefLabel ?name }")
        other.store.remove(list(other.quads()))
        with pytest.raises(QueryError, match="a row that the query does not give"):
            cite(other.store, result.query, result)


def test_a_copy_that_is_missing(citation: Citation, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be read"):
        citation.with_source(tmp_path / "none.txt")


def test_a_copy_that_is_a_folder(citation: Citation, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be read"):
        citation.with_source(tmp_path)


def test_a_copy_of_another_document(citation: Citation, tmp_path: Path) -> None:
    copy = tmp_path / "other.txt"
    copy.write_text("other", encoding="utf-8")
    with pytest.raises(DataError, match=r"other\.txt: this is not a document that is cited") as caught:
        citation.with_source(copy)
    assert "profile.txt" in caught.value.advice


def test_a_copy_where_no_passage_is_cited(kg: KnowledgeGraph, tmp_path: Path) -> None:
    copy = tmp_path / "other.txt"
    copy.write_text("other", encoding="utf-8")
    result = kg.query("ASK { akg:Faculty rdfs:label ?label }")
    with pytest.raises(DataError) as caught:
        cite(kg.store, result.query, result, source=copy)  # type: ignore[arg-type]
    assert caught.value.advice == "No passage of a document is cited."
