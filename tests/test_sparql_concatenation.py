"""GROUP_CONCAT gives one type, and the same text as another engine, whatever it puts together."""

from __future__ import annotations

import pytest
import rdflib

from atsmu_kg import KnowledgeGraph
from atsmu_kg.sparql.concatenation import with_plain_strings
from atsmu_kg.stores.embedded import EmbeddedStore

CONCATENATIONS = [
    ("GROUP_CONCAT(?v)", "{ VALUES ?v { 1 2.5 <urn:a> 'b'@en } }"),
    ("GROUP_CONCAT(?v; SEPARATOR='); (')", "{ VALUES ?v { 'a'@en 'b'@en } }"),
    ("GROUP_CONCAT(DISTINCT ?v)", "{ VALUES ?v { 'a'@en 'a'@fr 2 <urn:b> 'a'@en 2 } }"),
    ("group_concat( distinct # not (this;\n (?v) # )\n ; separator = ';')", "{ VALUES ?v { 1 2 1 } }"),
    ("GROUP_CONCAT((?v) + (?v * 2))", "{ VALUES ?v { 1 2 } }"),
    ("GROUP_CONCAT(IF(?v > 1, 'x;', ')'))", "{ VALUES ?v { 1 2 } }"),
]


@pytest.mark.parametrize(("aggregate", "pattern"), CONCATENATIONS)
def test_it_is_a_plain_string_of_whatever_parts(aggregate: str, pattern: str) -> None:
    text = f"SELECT ({aggregate} AS ?all) {pattern}"
    assert with_plain_strings(text, {}).count("\n") == text.count("\n")
    with KnowledgeGraph(EmbeddedStore.memory()) as kg:
        here = kg.select(text).scalar()
    ((there,),) = rdflib.Graph().query(text)  # type: ignore[misc]
    assert (type(here), here) == (str, str(there))


def test_it_may_stand_in_a_condition_and_beside_others() -> None:
    text = """SELECT ?s (GROUP_CONCAT(?o) AS ?a) (GROUP_CONCAT(DISTINCT ?o; SEPARATOR="-") AS ?b) {
      VALUES (?s ?o) { (<urn:a> 1) (<urn:a> 1) (<urn:b> 2) } }
      GROUP BY ?s HAVING (GROUP_CONCAT(?o) = "1 1")"""
    with KnowledgeGraph(EmbeddedStore.memory()) as kg:
        assert [(row.a, row.b) for row in kg.select(text)] == [("1 1", "1")]


def test_a_text_without_it_is_left_as_it_is() -> None:
    for text in ("SELECT * { ?s ?p 'GROUP_CONCAT(' }", "SELECT * { ?s ?p ?o }", "GROUP_CONCAT("):
        assert with_plain_strings(text, {}) == text
