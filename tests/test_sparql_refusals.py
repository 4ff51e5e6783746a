"""Texts that are no queries: refused alike by query, lint, cite and connect(), with place and advice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from loopback import Loopback, serving
from pyoxigraph import Store

import atsmu_kg
from atsmu_kg.citations import cite
from atsmu_kg.errors import AtsmuKGError, QuerySyntaxError, UnknownPrefixError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.results import Result
from atsmu_kg.sparql import parse

AT_THE_START = "expected SELECT, ASK, CONSTRUCT or DESCRIBE"


def refusals() -> Iterator[tuple[str, str]]:
    """The texts of the table beside this file, each with its message; and those that no line can hold."""
    table = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    for block in table.strip().split("\n\n"):
        text, _, message = block.partition("\n")
        yield text, dedent(message)
    advice = "After the prefixes, begin with SELECT, ASK, CONSTRUCT or DESCRIBE."
    yield "", f"1:1: {AT_THE_START}, found the end of the query\n  {advice}"
    yield "# ?\r\n \r'x'", f"3:1: {AT_THE_START}, found \"'x'\"\n  {advice}"
    advice = "Take it out; it comes from a text that was read in a wrong encoding."
    yield "ASK {\n ?s ?p \udc80 }", f"2:8: the character U+DC80 is not a character by itself\n  {advice}"


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with atsmu_kg.load() as graph:
        yield graph


@pytest.fixture(scope="module")
def answer(kg: KnowledgeGraph) -> Result:
    return kg.queries.faculties()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Loopback]:
    with serving(Store()) as server:
        yield server


@pytest.mark.parametrize(("text", "message"), list(refusals()), ids=ascii)
def test_all_ways_in_refuse_alike(
    kg: KnowledgeGraph, answer: Result, endpoint: Loopback, text: str, message: str
) -> None:
    remote = atsmu_kg.connect(endpoint.url)
    ways = {
        "parse": lambda: parse(text),
        "query": lambda: kg.query(text),
        "query within limits": lambda: kg.query(text, timeout=60),
        "stream": lambda: kg.stream(text),
        "the store itself": lambda: kg.store.query(text),
        "lint": lambda: kg.lint(text),
        "cite": lambda: cite(kg.store, text, answer),
        "connect": lambda: remote.query(text),
        "connect and stream": lambda: remote.stream(text),
        "a store of an endpoint": lambda: remote.store.query(text),
    }
    for way, ask in ways.items():
        with pytest.raises(AtsmuKGError) as caught:
            ask()
        assert str(caught.value) == message, way
        wanted = UnknownPrefixError if "skso:" in message else QuerySyntaxError
        assert type(caught.value) is wanted, way
    assert endpoint.requests == [], "nothing is sent"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK { ?s ?p ?o FILTER(!!?o) }", "1:24: expected an expression behind '!', found '!'"),
        ("SELECT (SUM(COUNT(?o)) AS ?n) { ?s ?p ?o }", "1:13: COUNT is within SUM"),
        ("ASK { ?s ?p <<( ?s ?p ?o )>> }", "1:13: expected a term, found '<<('"),
        ("ASK { ?s ?p 'x'@en--ltr }", "1:16: expected a language without direction, found '@en--ltr'"),
        ("SELECT * { ?s ?p ?o LATERAL { ?o ?q ?r } }", "1:21: expected a pattern or '}', found 'LATERAL'"),
        ("ASK { FILTER(ADJUST(NOW(), 1)) }", "1:14: SPARQL 1.1 has no function 'ADJUST'"),
        ("ASK { FILTER NOTEXISTS { ?s ?p ?o } }", "1:14: SPARQL 1.1 has no function 'NOTEXISTS'"),
        (
            "SELECT ?s { ?s ?p ?o } GROUP BY (1 AS ?s)",
            "1:39: AS gives a value to ?s, which the pattern binds",
        ),
        ("SELECT ?g { ?s ?p ?o } GROUP BY ?g (1 AS ?g)", "1:42: GROUP BY gives ?g twice"),
        ("ASK { ?s ?p - 1 }", "1:13: expected a term, found '-'"),
    ],
)
def test_what_only_the_engine_reads_is_refused_before_it_is_asked(
    kg: KnowledgeGraph, answer: Result, endpoint: Loopback, text: str, message: str
) -> None:
    remote = atsmu_kg.connect(endpoint.url)
    for ask in (parse, kg.query, kg.stream, kg.lint, remote.query, lambda text: cite(kg.store, text, answer)):
        with pytest.raises(QuerySyntaxError) as caught:
            ask(text)  # type: ignore[operator]
        assert str(caught.value).startswith(message)
    assert endpoint.requests == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) { ?s ?p ?o }",
        "SELECT (MAX(STR(?o)) AS ?m) { ?s ?p ?o } GROUP BY (LANG(?o) AS ?l) HAVING (?m > 'a') ORDER BY ?l",
        "SELECT ?l (COUNT(*) AS ?n) (EXISTS { ?o ?q ?r } AS ?e) { ?s ?p ?o } GROUP BY (LANG(?o) AS ?l)",
        "SELECT (COUNT(*) AS ?p) { ?s ?p ?o } GROUP BY ?s ORDER BY ?o",
        "SELECT * { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } BIND(?n AS ?m) }",
        "SELECT * { BIND(1 AS ?x) ?x ?y ?z . OPTIONAL { BIND(2 AS ?z) } FILTER(?w) BIND(3 AS ?w) }",
        "SELECT * { MINUS { ?s ?p ?o } BIND(1 AS ?s) }",
        "SELECT * { _:b ?p ?o . FILTER(?o) _:b ?q [ ?r _:b ] }",
        "CONSTRUCT { _:b ?p ?o } WHERE { _:b ?p ?o }",
        "PREFIX a: <a:> PREFIX a: <b:> BASE <http://e.org/a> BASE <b> ASK { a:b <> <#c> }",
        "SELECT * { ?s ?p ?o } OFFSET 2 LIMIT 1",
        "ASK { ?s ?p ?o } ORDER BY COUNT(*) LIMIT 1",
        "SELECT (1 AS ?a) (?a AS ?b) { }",
        "CONSTRUCT FROM <a:b> WHERE { }",
        "DESCRIBE ?x ?x",
        "SELECT ?a ?b { VALUES (?a ?b) { } } VALUES () { () }",
    ],
)
def test_what_the_notes_allow_is_read(text: str) -> None:
    assert parse(text).text == text
