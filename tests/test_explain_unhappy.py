"""What can't be explained: the library's errors, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.errors import (
    AtsmuKGError,
    LimitError,
    QueryError,
    QuerySyntaxError,
    StoreError,
    UnknownPrefixError,
)
from atsmu_kg.explain import why_empty
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.stores.embedded import EmbeddedStore

STORE = atsmu_kg.load().store
WORDS = [
    token.text
    for token in tokens(
        "SELECT DISTINCT * ?a ?b ( COUNT ( ?a ) AS ?n ) WHERE { ?a a akg:Faculty ; skos:prefLabel ?b . "
        "OPTIONAL { ?a ^org:hasUnit/org:hasUnit* [ ] } MINUS { ?b ?p 1 } FILTER ( LANG ( ?b ) = 'en'@tg ) "
        "GRAPH ?g { } UNION { BIND ( 1 AS ?x ) VALUES ?y { UNDEF <a:b> } } } GROUP BY ?a LIMIT 1 OFFSET"
    )
    if token.kind != "space"
]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", QuerySyntaxError),
        ("SELECT * { ?s ?p ", QuerySyntaxError),
        ("SELECT * { ?s nope:p ?o }", UnknownPrefixError),
        ("ASK " + "{" * 5000, QuerySyntaxError),
        ("DESCRIBE <a:s>", QueryError),
        ("SELECT ?s { SERVICE <http://localhost/> { ?s ?p ?o } }", QueryError),
        ("SELECT ?s { <relative> ?p ?s }", AtsmuKGError),
        ("SELECT ?s ?s { ?s <a:p> 'x'^^<relative> }", AtsmuKGError),
        ("SELECT ?s (1 AS ?s) { ?s <a:p> <a:o> }", AtsmuKGError),
    ],
)
def test_refused(text: str, error: type[AtsmuKGError]) -> None:
    with pytest.raises(error) as caught:
        why_empty(STORE, text)
    assert caught.value.message


def test_a_closed_store() -> None:
    store = EmbeddedStore.memory()
    store.close()
    with pytest.raises(StoreError):
        why_empty(store, "ASK {}")


def test_a_timeout_holds() -> None:
    bomb = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
    with pytest.raises(LimitError):
        why_empty(STORE, f"SELECT * {{ {bomb} FILTER(RAND() > 2) }}", timeout=0.2)


@pytest.mark.parametrize("mark", ["$pattern", "${sources}", "?_count", "?_b_1", "#", "}", "\\u0022"])
def test_texts_that_look_like_ours(mark: str) -> None:
    why = why_empty(STORE, f"SELECT * {{ ?_b_1 ?_count '{mark}' . [] ?p [] }} # {mark}")
    assert why.removed_by is not None
    assert why.removed_by.text == f"?_b_1 ?_count '{mark}'"


def test_comments_within_the_query() -> None:
    why = why_empty(STORE, "SELECT * # }\nFROM <a:g> # {\n{ ?s ?p # .\n 1 } # end\nLIMIT # 2\n5 # 3")
    assert why.kind == "pattern"


def test_many_patterns_and_values() -> None:
    chain = " ".join(f"?s{n} <a:p{n}> ?s{n + 1} ." for n in range(90))
    assert why_empty(STORE, f"SELECT * {{ {chain} }}").before == 1
    values = " ".join(f"<a:v{n}>" for n in range(300))
    assert why_empty(STORE, f"SELECT * {{ VALUES ?s {{ {values} }} ?s ?p ?o }}").before == 300


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_words(text: str) -> None:
    try:
        assert why_empty(STORE, text).to_text()
    except AtsmuKGError as error:
        assert error.message


@given(st.text(max_size=30))
def test_any_text(text: str) -> None:
    try:
        assert why_empty(STORE, f"SELECT * {{ ?s ?p '{text}' }}").to_text()
    except AtsmuKGError as error:
        assert error.message


@pytest.mark.parametrize("text", ["", "SELECT", "ASK { ?s nope:p ?o }", "INSERT DATA { <a:s> <a:p> <a:o> }"])
def test_warnings_of_what_is_no_query(text: str) -> None:
    with pytest.raises(AtsmuKGError):
        atsmu_kg.load().warnings(text)


def test_warnings_quote_no_control_characters() -> None:
    text = r"ASK { ?s ?p ?n FILTER(LANG(?n) = 'x\u001B[31m') }".replace(r"\u001B", "\x1b")
    (warning,) = atsmu_kg.load().warnings(text)
    assert str(warning).isprintable() or "\x1b" not in str(warning)
    assert "\\U0000001B" in warning.term


def test_a_display_of_an_answer_whose_graph_is_closed(tmp_path: Path) -> None:
    graph = atsmu_kg.open(tmp_path / "store")
    answer = graph.query("ASK { ?f a akg:Facultie }")
    graph.close()
    assert answer.told() == ()
    with pytest.raises(AtsmuKGError):
        answer.warnings  # noqa: B018


def test_many_unknown_terms_are_told_up_to_a_limit() -> None:
    patterns = " ".join(f"?s akg:no{number} ?o{number} ." for number in range(250))
    warnings = atsmu_kg.load().warnings(f"ASK {{ {patterns} }}")
    assert len(warnings) == 200
    assert sum(bool(each.nearest) for each in warnings) <= 10
