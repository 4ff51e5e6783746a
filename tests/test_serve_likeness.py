"""Which queries are alike, and which are mere lookups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.serve.api.exchange import ApiQuestion
from atsmu_kg.serve.likeness import is_lookup, likeness

PIECES = st.sampled_from(['"', "'", "<", ">", "#", "\n", "{", "}", "\\", " _ ", "a:b", "?x", "12", "PREFIX "])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK {}", True),
        ("SELECT * WHERE { ?s ?p ?o }", True),
        ("PREFIX a: <a:> SELECT ?x { ?x a a:Y . } LIMIT 10", True),
        ("SELECT ?p ?o { <http://example.org/{a}> ?p 'a.(' }", False),
        ("SELECT ?p ?o { <http://example.org/(a)> ?p 'a.(' } # {", True),
        ("DESCRIBE akg:Faculty", True),
        ("DESCRIBE * { ?s ?p ?o . ?t ?q ?r }", False),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", False),
        ("SELECT * { ?a ?b ?c ; ?e ?f }", False),
        ("SELECT * { ?a (!<a:a>)* ?c }", False),
        ("SELECT * { ?a a:b* ?c }", False),
        ("SELECT (SHA512(?o) AS ?x) { ?s ?p ?o }", False),
        ("SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 3 OFFSET 4 # x", True),
        ("SELECT * { ?s ?p ?o } ORDER BY SHA512(?o)", False),
        ("SELECT ?n { ?f a akg:Faculty ; skos:prefLabel ?n . FILTER(LANG(?n) = 'ru') } LIMIT 3", True),
        ("SELECT ?n { ?f a akg:Faculty ; ?p ?n ; ?q ?o ; ?r ?t }", False),
        ("SELECT ?n { ?f a akg:Faculty FILTER(EXISTS { ?a ?b ?c . ?d ?e ?f }) }", False),
        ("SELECT ?n { ?f a akg:Faculty FILTER(A(B(C(?f)))) }", False),
        ("SELECT * { { ?s ?p ?o } }", False),
    ],
)
def test_a_lookup_has_one_pattern(text: str, expected: bool) -> None:
    assert is_lookup(likeness(text)) is expected


def test_queries_for_other_things_are_alike_and_others_are_not() -> None:
    text = "SELECT ?n { %s skos:prefLabel ?n FILTER(LANG(?n) = %s) } LIMIT %s"
    alike = {likeness(text % ask) for ask in (("<a:b#c>", '"ru"', 1), ("atsmu:x.y", "'a \\' {'", 2.5))}
    assert len(alike) == 1
    assert likeness("SELECT ?n { ?n a akg:Faculty ; ?p ?o }") not in alike


@pytest.mark.parametrize(
    "piece",
    [
        "-",
        "a",
        '"\\',
        "'",
        "<",
        "<a",
        "#",
        "a:",
        "1.",
        " ",
        "{ a ",
        "PREFIX a _ ",
        "{",
        "{a a a;a a ",
        "{a a a FILTER(",
        "()",
    ],
)
def test_a_long_text_is_looked_at_once(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    for hostile in (text, f'"{text}', f"ASK {{ ?s ?p {text}", f"{text}}}"):
        assert not is_lookup(likeness(hostile))


@given(st.lists(PIECES, max_size=400).map("".join))
def test_what_is_alike_stays_so(text: str) -> None:
    short = likeness(text)
    assert len(short) <= len(text)
    assert is_lookup(short) in (True, False)


def test_named_queries_of_different_names_are_not_alike() -> None:
    chosen = ("application/json", "application/json")
    marks = {ApiQuestion({"name": name}, chosen, "/", b"").likeness for name in ("faculties", "network")}
    assert len(marks) == 2
    texts = {ApiQuestion({"text": f"ASK {{ <a:{at}> ?p ?o }}"}, chosen, "/", b"").likeness for at in "ab"}
    assert len(texts) == 1
