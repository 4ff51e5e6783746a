"""Texts that are not SPARQL, unknown prefixes, and variables that no term can stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import AtsmuKGError, ParameterError, QuerySyntaxError, UnknownPrefixError
from atsmu_kg.sparql.binding import bind
from atsmu_kg.sparql.tokens import prefixes_declared, prefixes_used, query_form, variables, with_prefixes


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        ("", 1, 1, "''"),
        ("# only a comment", 1, 1, "''"),
        ("PREFIX a: <a:>\n", 1, 11, "'<a:>'"),
        ("SELCT * {}", 1, 1, "'SELCT'"),
        ("PREFIX a: <a:>\n  { ASK }", 2, 3, "'{'"),
        ("'SELECT' 1", 1, 10, "'1'"),
        ("\ufeffASK {}", 1, 1, "'\\ufeffASK'"),
    ],
)
def test_no_query_at_all(text: str, line: int, column: int, found: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        query_form(text, file="a.rq")
    assert str(caught.value).startswith(f"a.rq:{line}:{column}: expected a query or an update, found {found}")
    assert "SELECT" in caught.value.advice


def test_an_unknown_prefix_is_placed_and_known_ones_like_it_are_named() -> None:
    with pytest.raises(UnknownPrefixError) as caught:
        with_prefixes("ASK {\r\n  'é' skoss:a ?b }", file="a.rq")
    error = caught.value
    assert (error.file, error.line, error.column, error.prefix) == ("a.rq", 2, 7, "skoss")
    assert error.nearest[0] == "skos"
    assert str(error).startswith("a.rq:2:7: the prefix 'skoss:' is unknown\n  Did you mean skos:")


def test_an_unknown_prefix_like_no_other() -> None:
    with pytest.raises(UnknownPrefixError) as caught:
        with_prefixes("ASK { ?s qwfp:a ?o }")
    assert caught.value.advice == "Declare it (PREFIX qwfp: <…>) or write the IRI in full."


def test_a_prefix_is_unknown_where_only_other_prefixes_are_known() -> None:
    with pytest.raises(UnknownPrefixError):
        with_prefixes("ASK { ?s skos:a ?o }", {"ex": "http://example.org/"})


@pytest.mark.parametrize(
    ("text", "line", "column", "what", "advice"),
    [
        ("SELECT ?x { ?s ?p ?x }", 1, 8, "is projected", "(?x AS ?value)"),
        ("SELECT\n?s $x { ?s ?p ?x }", 2, 4, "is projected", "(?x AS ?value)"),
        ("SELECT DISTINCT ?x WHERE { ?s ?p ?x }", 1, 17, "is projected", "(?x AS ?value)"),
        ("SELECT (1 AS ?y) ?x { ?s ?p ?x }", 1, 18, "is projected", "(?x AS ?value)"),
        ("SELECT (EXISTS { ?s ?p ?x } AS ?y) ?x {}", 1, 36, "is projected", "(?x AS ?value)"),
        ("ASK { { SELECT ?x { ?s ?p ?x } } }", 1, 16, "is projected", "(?x AS ?value)"),
        ("SELECT (1 AS ?x) {}", 1, 14, "is given a value by AS", "name"),
        ("ASK { BIND(1 AS ?x) }", 1, 17, "is given a value by AS", "name"),
        ("ASK { ?s ?p ?o } GROUP BY (1 as ?x)", 1, 33, "is given a value by AS", "name"),
        ("ASK { VALUES ?x { 1 } }", 1, 14, "is a column of VALUES", "not a column"),
        ("ASK { VALUES ( ?y ?x ) { (1 2) } }", 1, 19, "is a column of VALUES", "not a column"),
        ("ASK { ?s ?p ?x } VALUES ?x { 1 }", 1, 25, "is a column of VALUES", "not a column"),
        ("SELECT ?s { ?s ?p ?x } GROUP BY ?s ?x", 1, 36, "is a key of GROUP BY", "Leave the key out"),
        ("ASK { ?s ?p ?x } GROUP BY (1) ?x", 1, 31, "is a key of GROUP BY", "Leave the key out"),
        ("SELECT * { ?s ?p ?x } ORDER BY ?s ?x", 1, 35, "is a key of ORDER BY", "Leave the key out"),
        ("SELECT * {} ORDER BY EXISTS { ?s ?p ?o } ?x", 1, 42, "is a key of ORDER BY", "Leave the key out"),
        ("SELECT * { FILTER(!bound ( ?x )) }", 1, 28, "is an argument of BOUND", "COALESCE(?x, …)"),
        ("SELECT * {} ORDER BY DESC(?o) ?x", 1, 31, "is a key of ORDER BY", "Leave the key out"),
        ("DESCRIBE ?x", 1, 10, "stands where only an IRI can", "atsmu_kg.IRI"),
        ("ASK { ?s ?x ?o }", 1, 10, "stands where only an IRI can", "atsmu_kg.IRI"),
        ("ASK { GRAPH ?x { } }", 1, 13, "stands where only an IRI can", "atsmu_kg.IRI"),
        ("ASK { FILTER(?a<?x&&?b>?c) . ?s ?p ?x }", 1, 17, "stands between < and >", "spaces around the <"),
        ("ASK { FILTER(?a<?x&&?b>?c) }", 1, 17, "stands between < and >", "spaces around the <"),
        (
            "ASK { FILTER(?a<akg:f(?x)&&?b>?c) . ?s ?p ?x }",
            1,
            23,
            "stands between < and >",
            "spaces around the <",
        ),
    ],
)
def test_a_variable_that_no_term_can_stand_for(
    text: str, line: int, column: int, what: str, advice: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        bind(text, {"x": '"v"'}, file="a.rq")
    assert str(caught.value).startswith(f"a.rq:{line}:{column}: ?x can't be a parameter: it {what}")
    assert advice in caught.value.advice
    assert caught.value.variable == "x"
    other = f"{text}\n# ?x"
    assert bind(other.replace("?s", "?other"), {}) == other.replace("?s", "?other")


@pytest.mark.parametrize(("text", "column"), [("SELECT * {} LIMIT ?x", 19), ("SELECT * {} OFFSET ?x", 20)])
def test_a_number_of_solutions_is_no_parameter(text: str, column: int) -> None:
    with pytest.raises(QuerySyntaxError, match="expected a whole number") as caught:
        bind(text, {"x": '"5"'}, file="a.rq")
    assert (caught.value.file, caught.value.line, caught.value.column) == ("a.rq", 1, column)
    assert "no variable" in caught.value.advice


@pytest.mark.parametrize("text", ["?x", "DELETE { ?s ?p ?x } WHERE { ?s ?p ?o }", "ASK { ?s ex:p ?x }"])
def test_nothing_is_bound_in_what_is_no_query(text: str) -> None:
    with pytest.raises((QuerySyntaxError, UnknownPrefixError)) as caught:
        bind(text, {"x": '"v"'}, file="a.rq")
    assert (caught.value.file, caught.value.line) == ("a.rq", 1)


def test_a_variable_that_the_query_lacks() -> None:
    with pytest.raises(ParameterError, match=r"the query has no variable \?floor") as caught:
        bind("ASK { ?s ?p ?flor } # ?floor", {"floor": '"v"'})
    assert caught.value.nearest == ["flor"]
    assert caught.value.advice == "Did you mean ?flor?"


def test_a_variable_is_named_without_its_sign() -> None:
    with pytest.raises(ParameterError, match=r"no variable \?\?x") as caught:
        bind("ASK { ?x ?p ?o }", {"?x": '"v"'})
    assert caught.value.nearest == ["x"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "v",
        "5",
        "true",
        "?y",
        "ex:a",
        "_:b",
        "[]",
        '"v',
        '"v" ',
        '"v" "w"',
        '"v"@',
        '"v"^^',
        '"v"^^ex:d',
        '"v",<a:b>',
        '"v".<a:b>',
        '"v" } ; DROP ALL #',
        "<a:b> <c:d>",
        "<a b>",
        "<<( <a:s> <a:p> <a:o> )>>",
        '"v"#',
        "\n<a:b>",
    ],
)
def test_what_render_does_not_make_is_refused(value: str) -> None:
    with pytest.raises(ParameterError, match=r"the value of \?x is not one IRI or literal") as caught:
        bind("ASK { ?s ?p ?x }", {"x": value})
    assert "atsmu_kg.rdf.terms.render" in caught.value.advice


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('ASK { ?s ?p ?x . ?s ?p "open }', 1, 24),
        ("ASK {\n ?s ?p ?x . § }", 2, 13),
        ("ASK { ?x ?p '''\n", 1, 13),
    ],
)
def test_nothing_is_bound_in_what_is_not_sparql(text: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError, match="is not SPARQL") as caught:
        bind(text, {"x": '"v"'}, file="a.rq")
    assert (caught.value.file, caught.value.line, caught.value.column) == ("a.rq", line, column)
    assert "quote" in caught.value.advice


@given(st.text() | st.text(st.sampled_from("?x$x SELECT{}()<>'\"#\n\\@^:.1AS ")))
def test_any_text_is_answered_or_refused_with_an_error_of_ours(text: str) -> None:
    variables(text)
    prefixes_declared(text)
    prefixes_used(text)
    for ask in (query_form, with_prefixes, lambda text: bind(text, {"x": '"v"'})):
        try:
            ask(text)
        except AtsmuKGError as error:
            assert str(error)
