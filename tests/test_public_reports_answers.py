"""Faults that people reported of answers to queries: a dataset and a query of the kind, and the right value.

Each test names its origin, the repository and the number of the report; the inputs are our own.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_public_reports import NAMES, graph, table

from atsmu_kg.errors import AtsmuKGError, QuerySyntaxError
from atsmu_kg.rdf.terms import Literal
from atsmu_kg.results import Result
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.remote import xml_results
from atsmu_kg.stores.remote.cells import cell
from atsmu_kg.stores.remote.solutions import SolutionStream

PEOPLE = """ex:a ex:name "A" ; ex:age 42 ; ex:knows ex:b , ex:c .
ex:b ex:name "B" ; ex:age 36 ; ex:knows ex:c . ex:c ex:age 20 ."""
NESTED = 'ex:r a ex:E ; ex:m ex:b . ex:b a ex:E ; ex:m ex:t . ex:t a ex:E ; ex:f "x" .'
PAIR = "ex:a ex:f 1 ; ex:w ex:i . ex:b ex:f 1 ; ex:ws ex:j . ex:c ex:f 1 ."
LABELLED = 'ex:u1 ex:label "U1" ; a ex:Unit . ex:u2 a ex:Unit ; ex:has ex:n .'

# In these the right value is the number of solutions.
SOLUTIONS = [
    (
        "RDFLib/rdflib#40",
        PEOPLE,
        "SELECT ?x { ?x ex:age ?a OPTIONAL { ?x ex:name ?n } FILTER(BOUND(?n)) }",
        2,
    ),
    (
        "eclipse-rdf4j/rdf4j#425",
        PEOPLE,
        "SELECT ?x ?n { ?x ex:age ?a OPTIONAL { ?x ex:name ?n } FILTER(!BOUND(?n)) }",
        1,
    ),
    (
        "openlink/virtuoso-opensource#459",
        "",
        'SELECT * { VALUES (?a ?b) { (1 "one") (2 "two") (3 UNDEF) } FILTER(BOUND(?b)) }',
        2,
    ),
    (
        "openlink/virtuoso-opensource#27",
        'ex:e ex:p ex:x ; ex:q "l" .',
        "SELECT * { ex:e ?p ?o FILTER(isIRI(?o)) OPTIONAL { ?o ex:none ?t } }",
        1,
    ),
    (
        "openlink/virtuoso-opensource#151",
        PAIR,
        "SELECT ?p ?i { ?p ex:f 1 OPTIONAL { ?p ex:w ?i } OPTIONAL { ?p ex:ws ?i } FILTER(BOUND(?i)) }",
        2,
    ),
    ("openlink/virtuoso-opensource#424", "ex:a ex:b ex:c .", "SELECT * { ?s ?p ?o MINUS { ?x ?y ?z } }", 1),
    ("d2rq/d2rq#184", PEOPLE, "SELECT * { ?x ex:age ?a FILTER(?a < 40) OPTIONAL { ?x ex:knows ?y } }", 2),
    ("Merck/Halyard#69", "", 'SELECT ?x { BIND("x" AS ?x) FILTER(?x = "x") }', 1),
    (
        "eclipse-rdf4j/rdf4j#3696",
        LABELLED,
        'SELECT * { ?b ex:label ?l . ?b a ex:Unit FILTER(?l = "U1") BIND(?b AS ?n) ?n ex:has ?h }',
        0,
    ),
    ("oxigraph/oxigraph#189", "", "SELECT (SAMPLE(?o) AS ?d) { ?s ex:none ?o } GROUP BY ?s", 0),
    ("eclipse-rdf4j/rdf4j#573", "", "SELECT ?s { ?s ?p ?o } GROUP BY ?s", 0),
    ("dotnetrdf/dotnetrdf#351", "", "SELECT ?s (COUNT(?o) AS ?c) { ?s a ?o } GROUP BY ?s", 0),
    ("RDFLib/rdflib#3382", "", "SELECT ?s (COUNT(?o) AS ?n) { ?s ex:none ?o } GROUP BY ?s", 0),
    ("eclipse-rdf4j/rdf4j#1978", "", "SELECT (MAX(?o) AS ?most) { ?s ex:none ?o }", 1),
    (
        "RDFLib/rdflib#2484",
        NESTED,
        "SELECT ?s { ?s a ex:E FILTER NOT EXISTS { ?s ?m ?c . ?c a ex:E FILTER NOT EXISTS { ?c ex:f [] } } }",
        2,
    ),
    (
        "RDFLib/rdflib#709",
        "ex:a ex:rel ex:b .",
        "SELECT * { ?a ex:rel ?b FILTER NOT EXISTS { ?a ex:rel ?b FILTER NOT EXISTS { ?c ex:rel2 ?b } } }",
        0,
    ),
    (
        "RDFLib/rdflib#709",
        "ex:a ex:rel ex:b . ex:c ex:rel2 ex:b .",
        "SELECT * { ?a ex:rel ?b FILTER NOT EXISTS { ?a ex:rel ?b FILTER NOT EXISTS { ?c ex:rel2 ?b } } }",
        1,
    ),
    (
        "dotnetrdf/dotnetrdf#58",
        "ex:a ex:p ex:b .",
        "SELECT (ex:a AS ?x) { FILTER NOT EXISTS { ex:a ex:p ex:b } }",
        0,
    ),
    (
        "comunica/comunica#606",
        "ex:me ex:likes ex:x , ex:y . ex:you ex:likes ex:y .",
        "SELECT ?i { ex:me ex:likes ?i MINUS { ex:you ex:likes ?i } }",
        1,
    ),
    (
        "RDFLib/rdflib#715",
        "ex:a ex:isa ex:x , ex:y . ex:b ex:isa ex:x .",
        "SELECT ?child ?parent { ?child ex:isa+ ?parent }",
        3,
    ),
    ("kasei/perlrdf#54", "ex:a ex:p ex:b .", "SELECT * { ex:a ex:p* ex:b }", 1),
    (
        "comunica/comunica#1285",
        "ex:o ex:id [ ex:v 1 ] ; ex:value [ ex:coding ( [ a ex:T ] ) ] ; "
        "ex:part ( [ ex:value [ ex:coding [] ] ] ) .",
        "SELECT ?id { ?o ex:id [ ex:v ?id ] . ?o ex:value [ ex:coding [ rdf:rest*/rdf:first [ a ex:T ] ] ] }",
        1,
    ),
]


@pytest.mark.parametrize(
    ("source", "data", "query", "rows"), SOLUTIONS, ids=[f"{q[0]}-{q[3]}" for q in SOLUTIONS]
)
def test_the_number_of_solutions(source: str, data: str, query: str, rows: int) -> None:
    with graph(data) as kg:
        assert len(kg.query(NAMES + query)) == rows


MIXED = 'ex:a ex:v 1 . ex:b ex:v 2 . ex:c ex:v "three" .'
# In these the right value is that of the only cell.
VALUES: list[tuple[str, str, str, Any]] = [
    (
        "RDFLib/rdflib#404",
        PEOPLE,
        "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x ex:age ?a ; ex:knows [ ex:age ?b ] FILTER(?a > ?b) }",
        2,
    ),
    (
        "eclipse-rdf4j/rdf4j#4175",
        "ex:a ex:v 1 . ex:b ex:v 1 . ex:c ex:v 2 .",
        "SELECT (SUM(DISTINCT ?v) AS ?n) { ?s ex:v ?v }",
        3,
    ),
    ("RDFLib/rdflib#1873", "", 'SELECT (CONCAT("", SHA1(?x)) AS ?y) {}', None),
    ("eclipse-rdf4j/rdf4j#6052", "", "SELECT (SUM(1) AS ?n) { ?s ex:none ?o }", 0),
    ("eclipse-rdf4j/rdf4j#6051", "", "SELECT (GROUP_CONCAT(?o) AS ?all) { ?s ex:none ?o }", ""),
    ("fluree/db#1447", MIXED, "SELECT (SUM(?v) AS ?sum) { ?s ex:v ?v }", None),
    ("fluree/db#1447", MIXED, "SELECT (AVG(?v) AS ?mean) { ?s ex:v ?v }", None),
    (
        "eclipse-rdf4j/rdf4j#3091",
        "",
        'SELECT (BOUND(?d) AS ?b) { OPTIONAL { VALUES (?d ?u) { ("x" "http://e.org/") } '
        'FILTER(STRSTARTS("http://other.org", ?u)) } }',
        False,
    ),
]


@pytest.mark.parametrize(("source", "data", "query", "value"), VALUES, ids=[f"{q[0]}-{q[3]}" for q in VALUES])
def test_the_only_value(source: str, data: str, query: str, value: Any) -> None:
    with graph(data) as kg:
        ((found,),) = kg.select(NAMES + query).rows
    assert found == value
    assert type(found) is type(value)


REFUSED = [
    ("RDFLib/rdflib#2960", "SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }"),
    ("RDFLib/rdflib#1393", "SELECT COUNT(*) { ?s ?p ?o }"),
]


@pytest.mark.parametrize(("source", "query"), REFUSED, ids=[q[0] for q in REFUSED])
def test_what_is_no_query_is_told_with_its_place(source: str, query: str) -> None:
    with graph("ex:a ex:b ex:c .") as kg, pytest.raises(QuerySyntaxError) as caught:
        kg.query(query)
    assert caught.value.line == 1
    assert caught.value.advice


@pytest.mark.parametrize("source", ["CLARIAH/grlc#101"])
@pytest.mark.parametrize("value", ['say "no"', "it's", "back\\slash", 'x" } ?s ?p ?o { "', "two\nlines"])
def test_a_parameter_is_a_value_whatever_is_in_it(source: str, value: str) -> None:
    with graph("ex:a ex:b ex:c .") as kg:
        assert kg.select("SELECT ?x { BIND(?given AS ?x) }", bindings={"given": value}).scalar() == value


# Tables of other tools.


@pytest.mark.parametrize("source", ["aws/aws-sdk-pandas#2690"])
def test_an_unbound_cell_is_a_missing_value_of_a_data_frame(source: str) -> None:
    pytest.importorskip("pandas")
    with graph("ex:a ex:n 1 . ex:b ex:m 2 .") as kg:
        frame = kg.select(NAMES + "SELECT ?s ?n { ?s ?p ?o OPTIONAL { ?s ex:n ?n } } ORDER BY ?s").to_pandas()
    assert frame.n.isna().tolist() == [False, True]
    assert frame.n.tolist()[0] == 1


@pytest.mark.parametrize(
    "source", ["aws/graph-notebook#707", "RDFLib/rdflib#1179", "RDFLib/sparqlwrapper#125"]
)
def test_a_column_of_numbers_is_one_in_a_data_frame(source: str) -> None:
    pandas = pytest.importorskip("pandas")
    with graph("ex:a ex:n 1 . ex:b ex:n 2 .") as kg:
        frame = kg.select(NAMES + "SELECT ?n { ?s ex:n ?n } ORDER BY ?n").to_pandas()
    assert pandas.api.types.is_integer_dtype(frame.n)
    assert frame.n.sum() == 3


@pytest.mark.parametrize("source", ["aws/graph-notebook#707"])
def test_a_number_that_is_none_is_kept_in_a_data_frame(source: str) -> None:
    pytest.importorskip("pandas")
    with graph('ex:a ex:n 1 . ex:b ex:n "example"^^xsd:integer .') as kg:
        frame = kg.select(NAMES + "SELECT ?n { ?s ex:n ?n } ORDER BY STR(?n)").to_pandas()
    assert [str(each) for each in frame.n] == ["1", "example"]


@pytest.mark.parametrize("source", ["protegeproject/sparql-query-plugin#4"])
def test_a_text_without_a_language_has_no_empty_tag(source: str) -> None:
    assert table("hello").to_tsv() == '?text\n"hello"\n'
    (row,) = json.loads(table("hello").to_json())["results"]["bindings"]
    assert row == {"text": {"type": "literal", "value": "hello"}}


# Results that servers send.


def received(*bindings: dict[str, str]) -> list[str]:
    document = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": each} for each in bindings]}}
    return cells(SolutionStream([json.dumps(document).encode()]))


def cells(stream: SolutionStream) -> list[str]:
    return [cell(each) for batch in stream.batches() for column in batch.columns() for each in column]


XSD_INT = "http://www.w3.org/2001/XMLSchema#int"
BINDINGS = [
    ("RDFLib/rdflib#1894", {"type": "literal", "value": "a"}, '"a"'),
    (
        "w3c/rdf-tests#74",
        {"type": "typed-literal", "value": "7", "datatype": XSD_INT},
        f'"7"^^<{XSD_INT}>',
    ),
    ("fluree/db#999", {"type": "literal", "value": "да", "xml:lang": "tg"}, '"да"@tg'),
]


@pytest.mark.parametrize(("source", "binding", "term"), BINDINGS, ids=[b[0] for b in BINDINGS])
def test_a_term_of_json_results(source: str, binding: dict[str, str], term: str) -> None:
    assert received(binding) == [term]


@pytest.mark.parametrize("source", ["easyrdf/easyrdf#174"])
def test_a_term_of_an_unknown_kind_is_told_and_not_guessed(source: str) -> None:
    with pytest.raises(AtsmuKGError):
        received({"type": "literal-typed", "value": "7", "datatype": XSD_INT})


LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


@pytest.mark.parametrize("source", ["apache/jena#2555", "eclipse-rdf4j/rdf4j#2815"])
def test_a_text_that_lost_its_language_is_shown_as_it_came(source: str) -> None:
    (term,) = received({"type": "literal", "value": "x", "datatype": LANG_STRING})
    result = Result(Solutions(f"?x\n{term}\n"))
    assert result.scalar() == Literal("x", LANG_STRING)
    assert result.to_csv() == "x\r\nx\r\n"
    assert json.loads(result.to_json())["results"]["bindings"][0]["x"]["datatype"] == LANG_STRING


@pytest.mark.parametrize("source", ["paulovn/sparql-kernel#43"])
@pytest.mark.parametrize("literal", ["<literal/>", "<literal></literal>"])
def test_an_empty_text_in_xml_results_is_one(source: str, literal: str) -> None:
    document = (
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results>'
        f'<result><binding name="x">{literal}</binding></result></results></sparql>'
    )
    stream = SolutionStream(xml_results.as_json([document.encode()]))
    assert [cell(each) for batch in stream.batches() for column in batch.columns() for each in column] == [
        '""'
    ]
