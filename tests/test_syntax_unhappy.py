from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syntax_corpus import QUERIES

from atsmu_kg.errors import QuerySyntaxError, UnknownPrefixError
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.parser import DEEPEST
from atsmu_kg.sparql.tokens import Token, significant

BAD = [
    ("", "1:1: expected SELECT, ASK, CONSTRUCT or DESCRIBE, found the end of the query"),
    ("INSERT DATA { }", "1:1: this is an update (INSERT), not a query"),
    ("SELECT { }", "1:8: expected a variable, found '{'"),
    ("SELECT (1 AS 2) { }", "1:14: expected a variable, found '2'"),
    ("ASK { ?s ?p", "1:12: expected a term, found the end of the query"),
    ("ASK { ?s ?p ?o", "1:5: this '{' is never closed"),
    ("ASK { ?s ?p ?o } x", "1:18: expected the end of the query, found 'x'"),
    ("ASK { ?s ?p ?o ?a ?b ?c }", "1:16: expected '.', ';', ',' or '}', found '?a'"),
    ("ASK { . }", "1:7: expected a pattern or '}', found '.'"),
    ("ASK { ?s 'p' ?o }", "1:10: expected an IRI, found \"'p'\""),
    ("ASK { ?s A ?o }", "1:10: expected an IRI, found 'A'"),
    ("ASK { [] }", "1:10: expected an IRI, found '}'"),
    ("ASK { ?s ?p ?o FILTER ?o }", "1:23: expected an expression, found '?o'"),
    ("ASK { FILTER(<a:b>) FILTER <a:b> }", "1:34: expected '(', found '}'"),
    ("ASK { FILTER(1 = 2 = 3) }", "1:20: expected an operator other than a second comparison, found '='"),
    ("ASK { FILTER(STRR(?x)) }", "1:14: SPARQL 1.1 has no function 'STRR'\n  Did you mean STR"),
    ("ASK { FILTER(STR(?x, ?y)) }", "1:14: STR takes 1 argument, not 2"),
    ("ASK { FILTER(REGEX(?x)) }", "1:14: REGEX takes 2 to 3 arguments, not 1"),
    ("ASK { FILTER(BOUND(1)) }", "1:20: BOUND takes a variable"),
    ("ASK { VALUES (?a ?b) { (1) } }", "1:24: VALUES has 2 variables, but 1 value here"),
    ("ASK { VALUES ?a { ?b } }", "1:19: expected an IRI or a literal, found '?b'"),
    ("ASK { OPTIONAL ?s }", "1:16: expected '{', found '?s'"),
    ("ASK { ?s ?p 'x }", '1:13: "\'x }" is not SPARQL'),
    ("ASK { ?s !(akg:a akg:b) ?o }", "1:18: expected ')', found 'akg:b'"),
    ("CONSTRUCT { ?s a/a ?o } { }", "1:13: CONSTRUCT builds triples, and this is not a triple"),
    ("CONSTRUCT WHERE { OPTIONAL { } }", "1:19: CONSTRUCT builds triples, and this is not a triple"),
    ("SELECT * { } LIMIT -1", "1:20: expected a whole number, found '-1'"),
    ("SELECT * { } LIMIT 1 LIMIT 2", "1:22: LIMIT is given twice"),
    ("SELECT * { } ORDER BY", "1:22: expected an expression, found the end of the query"),
    ("SELECT * { { SELECT * { } } . { SELECT ?x } }", "1:43: expected '{', found '}'"),
    ("PREFIX <a:b> ASK { }", "1:8: expected a prefix with a colon, found '<a:b>'"),
    ("PREFIX a: b: ASK { }", "1:11: expected an IRI in angle brackets, found 'b:'"),
    ("ASK\n{ ?s ?p\n  ?o ; ; }\n}", "4:1: this '}' closes nothing"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[text.replace("\n", " ") for text, _ in BAD])
def test_errors_name_the_place(text: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert str(caught.value).startswith(message)


def test_an_unknown_prefix_is_named() -> None:
    with pytest.raises(UnknownPrefixError) as caught:
        parse("ASK { ?s skso:prefLabel ?o }")
    assert (caught.value.line, caught.value.column, caught.value.prefix) == (1, 10, "skso")
    assert "skos" in caught.value.nearest


WORDS = [
    *(
        "SELECT",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
        "WHERE",
        "*",
        "DISTINCT",
        "PREFIX e: <http://e.org/>",
        "BASE",
        "FROM",
    ),
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "?a",
        "?b",
        "_:l",
        "akg:p",
        "nope:p",
        "<http://e.org/>",
        "<r>",
    ),
    *(
        "'s'",
        "'open",
        "'\\uD800'",
        "1",
        "-1",
        "true",
        "@en",
        "^^",
        "UNION",
        "OPTIONAL",
        "MINUS",
        "FILTER",
        "BIND",
        "AS",
    ),
    *(
        "VALUES",
        "UNDEF",
        "GRAPH",
        "SERVICE",
        "EXISTS",
        "NOT",
        "IN",
        "COUNT",
        "GROUP_CONCAT",
        "SEPARATOR",
        "STR",
        "IF",
    ),
    *(
        "GROUP",
        "ORDER",
        "BY",
        "HAVING",
        "LIMIT",
        "OFFSET",
        "DESC",
        "=",
        "<",
        "<=",
        "!",
        "!=",
        "&&",
        "||",
        "|",
        "/",
        "^",
    ),
    *("+", "a", "A", "INSERT", "é", "\ud800", "#", "\n", "\r", "\r\n", "\\", "\0", "9" * 30),
]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.builds(
        lambda text, at, words: text[:at] + " ".join(words) + text[at:],
        QUERIES,
        st.integers(0, 300),
        st.lists(st.sampled_from(WORDS), max_size=3),
    ),
    st.builds(lambda text, at: text[:at], QUERIES, st.integers(0, 300)),
)


@given(TEXTS)
def test_any_text_is_read_or_refused_at_a_place_within_it(text: str) -> None:
    try:
        parse(text)
    except (QuerySyntaxError, UnknownPrefixError) as error:
        lines = re.split(r"\r\n?|\n", text)
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.message
        assert error.advice


DEEP = {
    "groups": ("ASK " + "{ " * 3000, " }" * 3000),
    "parentheses": ("ASK { FILTER(" + "(" * 5000 + "1", ")" * 5000 + ") }"),
    "negations": ("ASK { FILTER(" + "!(" * 5000 + "1", ")" * 5000 + ") }"),
    "calls": ("ASK { FILTER(" + "STR(" * 5000 + "1", ")" * 5000 + ") }"),
    "aggregates": ("SELECT (" + "SUM(" * 5000 + "1", ")" * 5000 + " AS ?x) { }"),
    "paths": ("ASK { ?s " + "(" * 5000 + "a", ")" * 5000 + " ?o }"),
    "brackets": ("ASK { ?s ?p " + "[ ?p " * 5000 + "1", " ]" * 5000 + " }"),
    "collections": ("ASK { ?s ?p " + "( " * 5000 + "1", " )" * 5000 + " }"),
    "sub-selects": ("SELECT * { " + "{ SELECT * { " * 3000, "} } " * 3000 + "}"),
    "not exists": ("ASK { " + "FILTER NOT EXISTS { " * 3000, "} " * 3000 + "}"),
}


@pytest.mark.parametrize("parts", DEEP.values(), ids=DEEP)
def test_depth_is_limited(parts: tuple[str, str]) -> None:
    with pytest.raises(QuerySyntaxError, match=f"nested more than {DEEPEST} levels deep"):
        parse("".join(parts))


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("ASK {{ FILTER({}) }}", " || ".join(["?x"] * 5000)),
        ("ASK {{ FILTER({}) }}", " + 1 - ".join(["?x"] * 5000)),
        ("ASK {{ FILTER({}) }}", " * 2 / ".join(["?x"] * 5000)),
        ("ASK {{ {} }}", " UNION ".join(["{ }"] * 5000)),
        ("ASK {{ ?s {} ?o }}", "/".join(["a"] * 5000)),
        ("ASK {{ ?s ?p ({}) }}", "1 " * 5000),
    ],
)
def test_width_is_not(text: str, width: str) -> None:
    assert sum(1 for _ in parse(text.format(width)).walk()) >= 5000


def test_just_within_the_limit_is_read_from_a_usual_stack() -> None:
    inner = DEEPEST - 1
    assert parse("ASK { FILTER" + "(1||1&&1=1+1*" * inner + "1" + ")" * inner + " }").form == "ASK"
    assert parse("ASK { ?s " + "(^a/a|" * inner + "a" + ")*" * inner + " ?o }").form == "ASK"
    assert parse("ASK " + "{ OPTIONAL" * inner + "{ }" + "}" * inner).form == "ASK"


def test_a_stack_that_is_nearly_full_is_a_clear_error() -> None:
    def fill(left: int) -> None:
        if left:
            fill(left - 1)
        else:
            parse("ASK { FILTER" + "(" * 90 + "1" + ")" * 90 + " # from deep within\n}")

    depth = 0
    frame = sys._getframe()
    while frame is not None:
        frame, depth = frame.f_back, depth + 1  # type: ignore[assignment]
    with pytest.raises(QuerySyntaxError, match="nested too deeply"):
        fill(sys.getrecursionlimit() - depth - 100)


def test_a_sum_without_spaces_is_split_without_reading_on_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counted(text: str) -> list[Token]:
        read.append(len(text))
        return significant(text)

    monkeypatch.setattr("atsmu_kg.sparql.parser.significant", counted)
    parse(f"ASK {{ FILTER(?a{'+1' * 500} > 0) }}", {})
    assert len(read) == 1
