"""Constraints in SPARQL, asked of the embedded engine first: it never misses what the reference finds."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.validation.data_graph import DataGraph, to_rdflib
from atsmu_kg.validation.embedded import EmbeddedData
from atsmu_kg.validation.merged_graph import MergedGraph, n_triples
from atsmu_kg.validation.prebinding import Prebinding

EX = "https://example.org/"
PREFIXES = f"PREFIX ex: <{EX}> PREFIX xsd: <{XSD}>\n"
A, B, C = (ox.NamedNode(EX + name) for name in "abc")
P, Q = (ox.NamedNode(EX + name) for name in "pq")

FORMS = [
    *((form, XSD.integer) for form in ("0", "5", "-5", "05", "5.0", "99999999999999999999")),
    *((form, XSD.decimal) for form in ("5.5", "-0.25", "5.0", "5", "x")),
    *((form, XSD.double) for form in ("5.0E0", "5", "NaN")),
    *((form, XSD.boolean) for form in ("true", "false", "1")),
    *((form, XSD.date) for form in ("2020-02-29", "2019-02-29", "2020-02-28Z", "2020-03-01")),
    *((form, XSD.dateTime) for form in ("2020-02-29T00:00:00Z", "2020-02-29T00:00:00")),
    *((form, XSD.gYear) for form in ("1939", "24", "1940")),
    *((form, XSD.duration) for form in ("P1Y", "P2Y", "P12M", "P365D")),
    *((form, XSD.string) for form in ("5", "a", "", "Душанбе")),
    ("a", XSD.anyURI),
    ("a", "https://example.org/kind"),
]
LITERALS = [ox.Literal(form, datatype=ox.NamedNode(datatype)) for form, datatype in FORMS]
LITERALS += [ox.Literal("a", language="en"), ox.Literal("a", language="ru")]

CONDITIONS = [
    *(f"?one {operator} ?other" for operator in ("=", "!=", "<", "<=", ">", ">=")),
    *(f"?one {operator} ?other = ?one" for operator in ("+", "-", "*", "/")),
    *(
        "?one IN (?other, 5)",
        "?one NOT IN (?other)",
        "?one > ?other && ?one != 5",
        "?one = 5 || !(?one < ?other)",
    ),
    *("DATATYPE(?one) = DATATYPE(?other)", "LANG(?one) = LANG(?other)", "LANGMATCHES(LANG(?one), 'en')"),
    *("STR(?one) = STR(?other)", "CONTAINS(?one, ?other)", "STRSTARTS(STR(?one), '5')", "ABS(?one) > 0"),
    *("YEAR(?one) > 1", "STRLEN(?one) > 0", "SUBSTR(?one, 1, 1) = 'a'", "REGEX(STR(?one), '^[0-9]+$')"),
    *("xsd:integer(STR(?one)) = ?other", "xsd:decimal(STR(?one)) > ?other", "xsd:boolean(?one)"),
    *("CONCAT(?one, 'a') = ?other", "REPLACE(STR(?one), '[0-9]', '') = ''", "COALESCE(?one > ?other, true)"),
    *(
        "IF(?one = 5, true, ?one < ?other)",
        "?one / 60.0 = ?other / 3 + 0.0",
        "STRBEFORE(?one, 'a') = ''",
        "STRAFTER(STR(?one), 'a') = ''",
    ),
]

QUERIES = [
    "$this ex:p ?x",
    "?x ex:p $this",
    "FILTER($this = ex:a)",
    "FILTER(BOUND($this))",
    "BIND($this AS ?x) ?x ex:p ?y",
    "?x ex:p ?y FILTER(?y = $this)",
    "$this ex:p ?x OPTIONAL { ?y ex:q $this FILTER(?y != ?x) } FILTER(!BOUND(?y))",
    "?x ex:p ?y FILTER NOT EXISTS { ?y ex:q $this }",
    "?x ex:p ?y FILTER EXISTS { ?y ex:q ?z FILTER(?z != $this) }",
    "{ $this ex:p ?x } UNION { ?x ex:q ?y FILTER(?x = $this) }",
    "{ ?x ex:p ?y } UNION { FILTER($this = ex:b) }",
    "$this (ex:p|^ex:q)+ ?x FILTER(?x != $this)",
    "{ SELECT $this (COUNT(?x) AS ?n) { $this ex:p ?x } GROUP BY $this } FILTER(?n > 1)",
    "{ SELECT DISTINCT $this ?x { $this ex:p/ex:q ?x } }",
]


# rdflib takes long to parse a query.
PARSED: dict[str, Any] = {}


def reference(triples: list[ox.Triple], text: str, focus: ox.NamedNode) -> bool:
    return bool(len(DataGraph(triples, PARSED).query(text, initBindings={"this": to_rdflib(focus)})))


def merged(triples: list[ox.Triple]) -> MergedGraph:
    return MergedGraph(n_triples(triples))


@given(st.sampled_from(LITERALS), st.sampled_from(LITERALS), st.sampled_from(CONDITIONS))
def test_no_solution_is_missed_whatever_the_literals(
    one: ox.Literal, other: ox.Literal, condition: str
) -> None:
    triples = [ox.Triple(A, P, one), ox.Triple(A, Q, other)]
    text = f"{PREFIXES}SELECT $this {{ $this ex:p ?one ; ex:q ?other FILTER({condition}) }}"
    if EmbeddedData(merged(triples), {}).lacks_solutions(text, {"this": A}):
        assert not reference(triples, text, A)


@given(
    st.lists(st.builds(ox.Triple, *map(st.sampled_from, ((A, B, C), (P, Q), (A, B, C)))), unique=True),
    st.sampled_from((A, B)),
    st.sampled_from(QUERIES),
)
def test_both_engines_find_solutions_for_the_same_focus_nodes(
    triples: list[ox.Triple], focus: ox.NamedNode, pattern: str
) -> None:
    text = f"{PREFIXES}SELECT $this WHERE {{ {pattern} }}"
    lacking = EmbeddedData(merged(triples), {}).lacks_solutions(text, {"this": focus})
    assert lacking is not reference(triples, text, focus)


UNBOUND = [
    "$this ex:p ?x",
    "?x ex:p $this FILTER NOT EXISTS { $this ex:q ?x }",
    "$this ex:p ?x OPTIONAL { ?x ex:q ?y FILTER(?y != ?x) }",
    "$this ex:p ?x OPTIONAL { $this ex:q ?y } FILTER(!BOUND(?y))",
    "{ $this ex:p ?x } UNION { ?x ex:q $this } ?x ex:p ?y",
    "?x $this ?y FILTER(?x = ?y)",
    "{ $this ex:p ?x } FILTER EXISTS { ?z ex:p $this FILTER(?z != ?x) }",
    "$this (ex:p|^ex:q)+ ?x FILTER(?x != $this)",
]
BOUND_LATE = [
    "?x ex:p ?y FILTER(?y = $this)",
    "BIND($this AS ?x) $this ex:p ?y",
    "$this ex:p* ?x",
    "?x ex:p ?y FILTER NOT EXISTS { ?y ex:q $this }",
    "$this ex:p ?x OPTIONAL { ?y ex:q ?z FILTER(?z != $this) }",
    "{ $this ex:p ?x } UNION { ?x ex:p ?y }",
    "$this ex:p ?x FILTER EXISTS { { SELECT $this { $this ex:q ?y } } }",
]


@given(
    st.lists(st.builds(ox.Triple, *map(st.sampled_from, ((A, B, C, P), (P, Q), (A, B, C, P)))), unique=True),
    st.sampled_from([*UNBOUND, *BOUND_LATE, *QUERIES]),
)
def test_asked_about_many_focus_nodes_it_says_the_same(triples: list[ox.Triple], pattern: str) -> None:
    text = f"{PREFIXES}SELECT $this WHERE {{ {pattern} }}"
    data = EmbeddedData(merged(triples), {})
    for node in [A, B, C, P, Q, A, B, C, P, Q, A, B, C, P, Q]:
        assert data.lacks_solutions(text, {"this": node}) is EmbeddedData(
            merged(triples), {}
        ).lacks_solutions(text, {"this": node})


@pytest.mark.parametrize(
    ("pattern", "unbound"), [*((each, True) for each in UNBOUND), *((each, False) for each in BOUND_LATE)]
)
def test_query_whose_groups_begin_with_the_focus_node(pattern: str, unbound: bool) -> None:
    query = Prebinding.of(f"{PREFIXES}SELECT $this {{ {pattern} }}", ("this",))
    assert query is not None
    assert query.unbound is unbound


def test_aggregates_are_asked_of_each_focus_node() -> None:
    text = f"{PREFIXES}SELECT $this {{ $this ex:p ?x }} GROUP BY $this HAVING (COUNT(?x) > 1)"
    query = Prebinding.of(text, ("this",))
    assert query is not None
    assert not query.unbound


@pytest.mark.parametrize(
    ("pattern", "agreed"),
    [
        ("[\u0400-\u04ff]", True),
        ("^[^A-Z]$|^x", True),
        ("[A-Z--[Q]]", False),
        ("[a&&b]", False),
        ("(a)", False),
        ("\\\\p{L}", False),
    ],
)
def test_pattern_that_engines_read_alike(pattern: str, agreed: bool) -> None:
    query = Prebinding.of(
        f'{PREFIXES}SELECT $this {{ $this ex:p ?x FILTER(REGEX(?x, "{pattern}")) }}', ("this",)
    )
    assert (query is not None) is agreed


@pytest.mark.parametrize(
    "pattern",
    [
        "$this ex:p ?x FILTER(RAND() >= 2)",
        "$this ex:p ?x FILTER(ex:f(?x))",
        "$this ex:p ?x FILTER(REGEX(?x, '\\\\p{L}'))",
        "$this ex:p ?x FILTER(REGEX(?x, ?x))",
        "$this ex:p ?x FILTER(?x / 5.5 < 1)",
        "$this ex:p 05",
        "$this ex:p 5e0",
        "GRAPH ex:g { $this ex:p ?x }",
        "SERVICE <http://localhost/> { $this ex:p ?x }",
        "$this ex:p ?x MINUS { $this ex:p ?x }",
        "{ SELECT $this ?x { $this ex:p ?x } LIMIT 1 }",
        "{ SELECT $this (SAMPLE(?x) AS ?y) { $this ex:p ?x } GROUP BY $this }",
        "BIND(?x * 2.0 AS ?y) FILTER(STR(?y) = '2')",
        "$this other:p ?x",
        "$this ex:p",
    ],
)
def test_what_engines_may_read_in_their_own_way_is_left_to_the_reference(pattern: str) -> None:
    assert Prebinding.of(f"{PREFIXES}SELECT $this {{ {pattern} }}", ("this",)) is None


def test_a_query_of_another_form_is_left_to_the_reference() -> None:
    assert Prebinding.of("ASK { $this ?p ?o }", ("this",)) is None


@pytest.mark.parametrize("focus", [ox.BlankNode("b"), ox.Literal("a")])
def test_focus_nodes_without_a_name_are_left_to_the_reference(focus: ox.BlankNode | ox.Literal) -> None:
    assert not EmbeddedData(merged([]), {}).lacks_solutions("SELECT $this { $this ?p ?o }", {"this": focus})


def test_the_reference_is_asked_only_about_focus_nodes_with_solutions() -> None:
    triples = [ox.Triple(A, P, ox.Literal("a"))]
    parsed: dict[str, object] = {}
    graph = DataGraph(triples, parsed, EmbeddedData(merged(triples), {}))  # type: ignore[arg-type]
    text = f"{PREFIXES}SELECT $this ?value {{ $this ex:p ?value }}"
    assert not len(graph.query(text, initBindings={"this": to_rdflib(B)}))
    assert not parsed
    (row,) = graph.query(text, initBindings={"this": to_rdflib(A)})
    assert row.asdict() == {"this": to_rdflib(A), "value": to_rdflib(ox.Literal("a"))}  # type: ignore[union-attr]
    assert list(parsed) == [text]
