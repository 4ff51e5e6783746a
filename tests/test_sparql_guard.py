"""The guard finds SERVICE in any spelling, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import LimitError
from atsmu_kg.sparql.guard import Guard, refuse_service

ENDPOINT = "http://example.org/sparql"

gaps = st.lists(st.sampled_from([" ", "\t", "\n", "\r\n", "# SERVICE\n", "#>'\n"]), max_size=3).map("".join)


@st.composite
def spelt(draw: st.DrawFn, word: str) -> str:
    """The word in random case, its letters perhaps as codepoint escapes."""
    letters = []
    for letter in word:
        cased = draw(st.sampled_from([letter.lower(), letter.upper()]))
        escapes = [cased, f"\\u{ord(cased):04x}", f"\\u{ord(cased):04X}", f"\\U{ord(cased):08X}"]
        letters.append(draw(st.sampled_from(escapes)))
    return "".join(letters)


@st.composite
def clauses(draw: st.DrawFn) -> str:
    silent = draw(st.sampled_from(["", draw(spelt("silent"))]))
    endpoint = draw(st.sampled_from([f"<{ENDPOINT}>", ":x", "ex:", "ex:a\\#b", "?e", "$e", "service:s"]))
    parts = [draw(spelt("service")), silent, endpoint, "{ ?a ?b ?c }"]
    return "".join(part + draw(gaps) for part in parts)


befores = st.sampled_from(
    [
        "",
        "?s ?p ?o . ",
        "?s ?p true",
        "?s ?p 1",
        "?s ?p 'it''s' .",
        "?s ?p '''# ' ''' .",
        "?s <http://example.org/#p> <http://example.org/#o> . ",
        "?s ?p ?o # a comment\n",
        "FILTER(?a<?b)",
        "FILTER(?a<?b#>\n)",
        "FILTER(?a<5#>'''\n)",
        "FILTER(?a<'>'&&?b>'<')",
        "FILTER(?a<(5)&&?b>'#')",
        "VALUES ?x { '''it's''' '' }",
        "VALUES (?x ?y) { (<http://example.org/#a> <http://example.org/#b>) }",
        "?s ex:a\\#b ?o . ",
        "?s ?p '\\u0027 . ",
        "OPTIONAL { ?s ?p ?o }",
        "GRAPH ?g { ?s ?p ?o }",
    ]
)


@given(befores, clauses(), st.sampled_from(["", " # '''", " . ?s ?p '''#'''", " FILTER(?a<?b#>\n)"]))
def test_every_spelling_of_a_service_clause_is_found(before: str, clause: str, after: str) -> None:
    with pytest.raises(LimitError) as caught:
        refuse_service(f"SELECT * {{ {before}{clause}{after} }}", {ENDPOINT + "/other"})
    assert caught.value.limit == "allow_service"


@given(clauses())
def test_a_service_clause_in_a_comment_or_a_string_is_data(clause: str) -> None:
    line = re.sub(r"[\r\n]|\\[uU]", " ", clause)
    quoted = line.replace("\\", "\\\\").replace("'", "\\'")
    for text in (
        f"SELECT * {{ ?s ?p ?o }} # {line}",
        f"SELECT * {{ # {line}\n ?s <http://example.org/service#p> ?o }}",
        f"SELECT * {{ ?s <http://example.org/#p> '{quoted}' }}",
        f"SELECT * {{ ?s ?p '''\n{quoted}\n''' , \"\" }}",
        f"SELECT * {{ FILTER(?a < 5 && ?b > 5) ?s ?p '{quoted}'@en }}",
        f"SELECT * {{ FILTER(?a IN (<http://example.org/#a>, <http://example.org/#b>)) ?s ?p '{quoted}' }}",
    ):
        Guard().check(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service ?name { ?service a service:Clinic ; skos:prefLabel ?name }",
        "SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "SELECT * FROM service:g { ?s ?p ?o }",
        "SELECT * FROM NAMED service:g { GRAPH ?service { ?s ?p ?o } }",
        "DESCRIBE service:x { ?s ?p ?o }",
        "DESCRIBE ?service ?o { ?service ?p ?o }",
        "SELECT * { GRAPH <http://example.org/service> { ?s ?p ?o } }",
        "SELECT * { ?s a <http://www.w3.org/ns/sparql-service-description#Service> . ?s ?p ?o }",
        "PREFIX service: <http://example.org/service#> SELECT * { ?s service:load ?o }",
        "SELECT * { ?insert ?delete ?load } # LOAD <http://example.org/>",
        'SELECT ("caf\\u00e9" AS ?service) ?o { ?s ?p ?o }',
        "SELECT ?service ?o { ?s ?p 'caf\\u00e9' }",
    ],
)
def test_what_only_looks_like_it_passes(text: str) -> None:
    Guard().check(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "endpoint"),
    [
        (f"ASK {{\n  SERVICE <{ENDPOINT}> {{}} }}", 2, 3, f"<{ENDPOINT}>"),
        ("ASK { SERVICE silent ?e {} }", 1, 7, "?e"),
        (f"ASK {{ SERVICESILENT<{ENDPOINT}>{{}} }}", 1, 7, f"<{ENDPOINT}>"),
        ("ASK { SERVICE:x{} }", 1, 7, ":x"),
        (f"ASK {{ SERVICE <{ENDPOINT}\\u0020> {{}} }}", 1, 7, f"<{ENDPOINT}\\u0020>"),
    ],
)
def test_where_a_service_clause_is(text: str, line: int, column: int, endpoint: str) -> None:
    with pytest.raises(LimitError, match="asks another endpoint") as caught:
        refuse_service(text)
    assert (caught.value.line, caught.value.column, caught.value.endpoint) == (line, column, endpoint)
    assert "allow_service" in caught.value.advice


def test_an_allowed_endpoint_passes_and_hides_no_other() -> None:
    allowed = f"SERVICE <{ENDPOINT}> {{ ?s ?p ?o }}"
    refuse_service(f"SELECT * {{ {allowed} {allowed} }}", {ENDPOINT})
    for other in ("SERVICE <http://example.com/> {}", "SERVICE ?e {}", "SERVICE ex:e {}"):
        with pytest.raises(LimitError):
            refuse_service(f"SELECT * {{ {allowed} {other} }}", {ENDPOINT})
        with pytest.raises(LimitError):
            refuse_service(f"SELECT * {{ SERVICE # {other}\n <{ENDPOINT}> {{ {other} }} }}", {ENDPOINT})


@pytest.mark.parametrize("word", ["LOAD", "insert", "Delete", "CLEAR", "\\u004coad", "LO\\U00000041D"])
def test_an_update_is_refused_however_it_is_spelt(word: str) -> None:
    with pytest.raises(LimitError, match="this is an update") as caught:
        Guard().check(f"PREFIX ex: <http://example.org/> # a comment\n{word} <http://example.org/>")
    assert (caught.value.limit, caught.value.line, caught.value.column) == ("update", 2, 1)


@pytest.mark.parametrize(
    ("limit", "most", "over"),
    [
        ("size", " " * 50, " " * 51),
        ("depth", "{" * 50, "{" * 51),
        ("depth", "{([<<" * 12, "{([<<" * 13),
        ("depth", "{}" * 60, "{}(" * 51),
        ("unions", "{} UNION " * 50, "{} uni\\u006fn " * 51),
    ],
)
def test_sizes_are_held_to_the_character(limit: str, most: str, over: str) -> None:
    bounds = {"size": 1000, "depth": 50, "unions": 50} | {limit: 50}
    guard = Guard(size=bounds["size"], depth=bounds["depth"], unions=bounds["unions"])
    guard.check(most)
    with pytest.raises(LimitError, match="at most 50 are allowed") as caught:
        guard.check(over)
    assert (caught.value.limit, caught.value.allowed) == (limit, 50)


def test_brackets_in_strings_iris_and_comments_are_no_nesting() -> None:
    Guard(depth=1).check("SELECT * { ?s <http://example.org/((> '{{{' # ((((\n }")
