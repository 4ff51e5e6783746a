from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from syntax_corpus import QUERIES

from atsmu_kg.errors import QuerySyntaxError, UnknownPrefixError
from atsmu_kg.rdf.namespaces import PREFIXES, RDF, XSD
from atsmu_kg.sparql import nodes, parse
from atsmu_kg.sparql.nodes import (
    Aggregate,
    BlankNode,
    Call,
    Iri,
    Node,
    Operation,
    RDFLiteral,
    TriplePattern,
    Variable,
)
from atsmu_kg.sparql.patterns import Assignment, Exists, Filter, Group, Minus, Optional, Query, Union, Values
from atsmu_kg.sparql.scope import in_scope, mentioned
from atsmu_kg.sparql.tokens import tokens

CATALOGUE = sorted((Path(__file__).parent.parent / "queries").glob("*.rq"))


def where(text: str) -> Group:
    group = parse(text).where
    assert group is not None
    return group


def patterns(text: str) -> list[TriplePattern]:
    return [each for each in where(text).elements if isinstance(each, TriplePattern)]


def expression(text: str) -> Node:
    (element,) = where(f"ASK {{ FILTER({text}) }}").elements
    assert isinstance(element, Filter)
    return element.expression


def spelled(node: Node) -> str:
    """An expression with all its parentheses."""
    if isinstance(node, Variable):
        return node.name
    if isinstance(node, RDFLiteral):
        return node.value
    assert isinstance(node, Operation), node
    first, *rest = map(spelled, node.arguments)
    if not rest:
        return f"({node.operators[0]}{first})"
    return f"({first}{''.join(map(''.join, zip(node.operators, rest, strict=True)))})"


def read(text: str) -> Query:
    """A generated query, unless a note below the grammar forbids it: two BINDs or two groups share a name."""
    try:
        return parse(text)
    except QuerySyntaxError as error:
        assert re.match("BIND gives a value|_:n is in two", error.message), error
        reject()


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.stem)
def test_catalogue_queries_are_read_whole(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    query = parse(text)
    read = {node.offset for node in query.walk() if isinstance(node, Variable)}
    assert read == {token.offset for token in tokens(text) if token.kind == "variable"}, (
        "the tree lacks variables of the text"
    )


@given(QUERIES)
def test_what_the_engine_accepts_is_accepted(text: str) -> None:
    try:
        ox.Store().query(text, prefixes=dict(PREFIXES))
    except SyntaxError:
        assume(False)
    query = parse(text)
    for node in query.walk():
        assert 0 <= node.offset <= node.end <= len(text)
        assert text.split("\n")[node.line - 1][node.column - 1 :].startswith(
            query.source(node).split("\n")[0]
        )


@given(QUERIES)
def test_children_lie_within_their_parents_and_in_order(text: str) -> None:
    query = read(text)
    for node in query.walk():
        children = list(node.children())
        assert [child.offset for child in children] == sorted(child.offset for child in children)
        if isinstance(node, Group | Operation | Call | Filter | Optional | Minus | Union):
            assert all(node.offset <= child.offset and child.end <= node.end for child in children)


@given(QUERIES)
def test_groups_read_again_from_their_own_text_are_the_same(text: str) -> None:
    query = read(text)
    assume(query.where is not None)
    assert query.where is not None
    again = parse(f"ASK {query.source(query.where)}", query.prefixes)
    assert mentioned(again) == mentioned(query.where)
    assert [type(each) for each in again.walk()][1:] == [type(each) for each in query.where.walk()]


@given(QUERIES, st.data())
def test_a_text_with_a_token_missing_is_refused_or_read_but_never_breaks(
    text: str, data: st.DataObject
) -> None:

    found = tokens(text)
    del found[data.draw(st.integers(0, len(found) - 1))]
    try:
        parse("".join(token.text for token in found))
    except (QuerySyntaxError, UnknownPrefixError) as error:
        assert error.line
        assert error.column


def test_a_triple_pattern_has_its_own_text_only() -> None:
    text = "ASK { ?s a akg:Figure ; schema:value ?v , 4 . }"
    query = parse(text)
    assert query.where is not None
    assert [query.source(each) for each in query.where.elements] == [
        "?s a akg:Figure",
        "schema:value ?v",
        "4",
    ]
    assert {each.subject.name for each in patterns(text) if isinstance(each.subject, Variable)} == {"s"}


def test_a_is_the_type() -> None:
    (pattern,) = patterns("ASK { ?s a ?type }")
    assert isinstance(pattern.predicate, Iri)
    assert pattern.predicate.value == RDF.type


def test_brackets_stand_for_one_blank_node() -> None:
    inner, outer = patterns("ASK { ?s schema:value [ a ?t ] }")
    assert isinstance(outer.object, BlankNode)
    assert isinstance(inner.subject, BlankNode)
    assert inner.subject.label == outer.object.label


def test_a_collection_is_a_chain_of_first_and_rest() -> None:
    found = patterns("ASK { (1 ?x) ?p () }")
    predicates = [each.predicate.value for each in found if isinstance(each.predicate, Iri)]
    assert predicates == [RDF.first, RDF.rest, RDF.first, RDF.rest]
    assert isinstance(found[3].object, Iri)
    assert found[3].object.value == RDF.nil
    assert isinstance(found[4].object, Iri)
    labels = {each.subject.label for each in found if isinstance(each.subject, BlankNode)}
    assert len(labels) == 2


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("akg:a/akg:b|akg:c", "|(/(a,b),c)"),
        ("^akg:a/akg:b", "/(^(a),b)"),
        ("^akg:a*", "^(*(a))"),
        ("(akg:a|akg:b)+", "+(|(a,b))"),
        ("akg:a?/akg:b", "/(?(a),b)"),
        ("!(akg:a|^akg:b)", "!(a,^(b))"),
        ("!akg:a", "!(a)"),
        ("(akg:a)", "a"),
    ],
)
def test_paths_bind_as_the_grammar_says(path: str, shape: str) -> None:
    def shown(node: Node) -> str:
        if isinstance(node, nodes.Path):
            return f"{node.operator}({','.join(map(shown, node.parts))})"
        assert isinstance(node, Iri)
        return node.value.rpartition("#")[2]

    (pattern,) = patterns(f"ASK {{ ?s {path} ?o }}")
    assert shown(pattern.predicate) == shape


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("?a || ?b && ?c", "(a||(b&&c))"),
        ("?a && ?b || ?c && ?d", "((a&&b)||(c&&d))"),
        ("?a + ?b * ?c - ?d", "(a+(b*c)-d)"),
        ("?a*?b+?c", "((a*b)+c)"),
        ("?a -1", "(a-1)"),
        ("?a -1 * ?b", "(a-(1*b))"),
        ("!?a = ?b", "((!a)=b)"),
        ("- ?a + ?b", "((-a)+b)"),
        ("(?a + ?b) * ?c", "((a+b)*c)"),
        ("?a<?b&&?c>?d", "((a<b)&&(c>d))"),
        ("?a<=?b&&?c>?d", "((a<=b)&&(c>d))"),
        ("?a IN (?b, ?c)", "(aINb)"),
    ],
)
def test_operators_bind_as_the_grammar_says(text: str, meaning: str) -> None:
    node = expression(text)
    if isinstance(node, Operation) and node.operators == ("IN",):
        assert [spelled(each) for each in node.arguments] == ["a", "b", "c"]
    else:
        assert spelled(node) == meaning


def test_an_operator_split_from_an_iri_keeps_lines_and_columns() -> None:
    query = parse("ASK { FILTER(?a<?b\n&&?c>?d) }")
    places = {node.name: (node.line, node.column) for node in query.walk() if isinstance(node, Variable)}
    assert places == {"a": (1, 14), "b": (1, 17), "c": (2, 3), "d": (2, 6)}


@pytest.mark.parametrize(
    ("text", "value", "datatype", "language"),
    [
        (r'"a\"\u0041\n"', 'a"A\n', XSD.string, ""),
        ("'''it's'''", "it's", XSD.string, ""),
        ('"да"@RU', "да", RDF.langString, "ru"),
        ('"4"^^xsd:byte', "4", XSD.byte, ""),
        ("4", "4", XSD.integer, ""),
        ("-4.0", "-4.0", XSD.decimal, ""),
        ("4e0", "4e0", XSD.double, ""),
        ("TRUE", "true", XSD.boolean, ""),
    ],
)
def test_literals(text: str, value: str, datatype: str, language: str) -> None:
    (pattern,) = patterns(f"ASK {{ ?s ?p {text} }}")
    assert isinstance(pattern.object, RDFLiteral)
    assert (pattern.object.value, pattern.object.datatype, pattern.object.language) == (
        value,
        datatype,
        language,
    )


def test_iris_are_resolved() -> None:
    found = patterns("BASE <http://example.org/a/> PREFIX x: <../b#> ASK { <c> x:d\\-e <\\u0068ttp://f/> }")
    (pattern,) = found
    assert [each.value for each in pattern.children() if isinstance(each, Iri)] == [
        "http://example.org/a/c",
        "http://example.org/b#d-e",
        "http://f/",
    ]


def test_filters_stand_apart_from_what_they_filter() -> None:
    group = where("ASK { FILTER(?v > 1) ?s schema:value ?v OPTIONAL { ?s a ?t } }")
    assert [type(each) for each in group.patterns] == [TriplePattern, Optional]
    assert len(group.filters) == 1


def test_all_of_a_select() -> None:
    query = parse(
        "SELECT DISTINCT ?s (COUNT(DISTINCT ?v) AS ?n) FROM <a:g> FROM NAMED <a:h> { ?s ?p ?v } "
        "GROUP BY ?s (STR(?v) AS ?w) HAVING (?n > 1) (?n < 9) ORDER BY DESC(?n) ?s "
        "OFFSET 2 LIMIT 3 VALUES (?s) { (<a:b>) (UNDEF) }"
    )
    assert (query.form, query.modifier, query.limit, query.skipped) == ("SELECT", "DISTINCT", 3, 2)
    assert [(each.graph.value, each.named) for each in query.sources] == [("a:g", False), ("a:h", True)]
    assert [each.variable and each.variable.name for each in query.projection] == ["s", "n"]
    assert isinstance(query.projection[1].expression, Aggregate)
    assert query.projection[1].expression.distinct
    assert [each.variable and each.variable.name for each in query.group_by] == [None, "w"]
    assert len(query.having) == 2
    assert [each.descending for each in query.order_by] == [True, False]
    assert query.values is not None
    assert query.values.rows[1] == (None,)


@pytest.mark.parametrize("text", ["CONSTRUCT { ?s a 1 } WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s a 1 }"])
def test_construct_has_a_template(text: str) -> None:
    (triple,) = parse(text).template
    assert isinstance(triple.object, RDFLiteral)


def test_describe_needs_no_pattern() -> None:
    query = parse("DESCRIBE atsmu:university ?x")
    assert query.where is None
    assert len(query.targets) == 2


def test_a_sub_select_is_the_one_element_of_its_group() -> None:
    (inner,) = where("SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 1 } }").elements
    assert isinstance(inner, Group)
    (select,) = inner.elements
    assert isinstance(select, Query)
    assert select.limit == 1
    assert in_scope(inner) == ["s"]


def test_exists_and_union_and_values() -> None:
    group = where(
        "ASK { { ?a a 1 } UNION { ?b a 2 } UNION { ?c a 3 } "
        "FILTER(NOT EXISTS { ?d a 4 } && EXISTS { ?e a 5 }) VALUES ?f { 6 7 } BIND(8 AS ?g) }"
    )
    union, condition, values, bind = group.elements
    assert isinstance(union, Union)
    assert len(union.groups) == 3
    assert isinstance(condition, Filter)
    assert [each.negated for each in condition.walk() if isinstance(each, Exists)] == [True, False]
    assert isinstance(values, Values)
    assert len(values.rows) == 2
    assert isinstance(bind, Assignment)
    assert in_scope(group) == ["a", "b", "c", "f", "g"]
    assert mentioned(group) == ["a", "b", "c", "d", "e", "f", "g"]


def test_a_text_is_read_once() -> None:
    assert parse("ASK { ?once ?p ?o }") is parse("ASK { ?once ?p ?o }")
