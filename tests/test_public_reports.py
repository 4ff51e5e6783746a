"""Faults that people reported of SPARQL and RDF software: an input of the kind, and its right value.

Each test names its origin, the repository and the number of the report; the inputs are our own.
"""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import AtsmuKGError, ExportError, ShapeError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.rdf.documents import parse
from atsmu_kg.rdf.serializers import serialize
from atsmu_kg.results import Result
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.solutions import SolutionStream
from atsmu_kg.validation import validate

PREFIXES = """@prefix ex: <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
NAMES = "PREFIX ex: <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def reported(origin: str) -> pytest.MarkDecorator:
    """The report that a test comes from, which is its id."""
    return pytest.mark.parametrize("report_of", [origin])


def graph(turtle: str, *, named: str = "") -> KnowledgeGraph:
    store = EmbeddedStore.memory()
    quads = parse((PREFIXES + turtle).encode(), ox.RdfFormat.TURTLE)
    if named:
        name = ox.NamedNode(named)
        quads = [ox.Quad(*quad.triple, name) for quad in quads]
    store.extend(quads)
    return KnowledgeGraph(store)


def report(data: str, shapes: str) -> list[tuple[str, str]]:
    """The component and the value of each result."""
    found = validate(
        parse((PREFIXES + data).encode(), ox.RdfFormat.TURTLE),
        parse((PREFIXES + shapes).encode(), ox.RdfFormat.TURTLE),
    )
    return sorted((result.component.curie, str(result.value)) for result in found)


# In these the right value is the number of solutions.
QUERIES = [
    (
        "RDFLib/rdflib#532",
        'ex:m ex:office [ ex:from "1990-01-01"^^xsd:date ; ex:to "1992-01-01"^^xsd:date ] , '
        '[ ex:from "2005-01-01"^^xsd:date ; ex:to "2007-01-01"^^xsd:date ] .',
        'SELECT ?m { ?m ex:office [ ex:from ?a ; ex:to ?b ] FILTER(?a <= "2006-01-01"^^xsd:date && '
        '"2006-01-01"^^xsd:date <= ?b) }',
        1,
    ),
    (
        "RDFLib/rdflib#29",
        'ex:a ex:day "2007-12-31"^^xsd:date . ex:b ex:day "2008-01-06"^^xsd:date .',
        'SELECT ?s { ?s ex:day ?d FILTER(?d >= "2008-01-06"^^xsd:date) }',
        1,
    ),
    (
        "RDFLib/rdflib#630",
        'ex:a ex:from "2016-01-01T20:00:00"^^xsd:dateTime ; ex:to "2016-01-02T20:00:00"^^xsd:dateTime . '
        'ex:b ex:from "2016-01-02T20:00:00"^^xsd:dateTime ; ex:to "2016-01-01T20:00:00"^^xsd:dateTime .',
        "SELECT ?s { ?s ex:from ?a ; ex:to ?b FILTER(?a < ?b) }",
        1,
    ),
    (
        "RDFLib/rdflib#3096",
        'ex:a ex:name "Bar"^^xsd:NCName ; ex:text "Bar" .',
        "SELECT ?s { ?s ex:name ?a ; ex:text ?b FILTER(STR(?a) = ?b) }",
        1,
    ),
    ("RDFLib/rdflib#86", "ex:a ex:b ex:c .", "SELECT ?s { OPTIONAL { ?s ?p ?o } }", 1),
    ("apache/jena#1750", 'ex:a ex:n 10 . ex:b ex:n "10"^^xsd:double .', "SELECT ?s { ?s ex:n 10 }", 1),
    (
        "apache/jena#1750",
        'ex:a ex:n 10 . ex:b ex:n "10"^^xsd:double .',
        "SELECT ?s { ?s ex:n ?n FILTER(?n = 10) }",
        2,
    ),
    (
        "ad-freiburg/qlever#3359",
        'ex:a ex:unit ex:kg ; ex:mass "441"^^xsd:double .',
        "SELECT ?s (MAX(?m) AS ?most) { ?s ex:unit ?u ; ex:mass ?m FILTER(?u = ex:kg) FILTER(?m > 440.0) } "
        "GROUP BY ?s",
        1,
    ),
    (
        "askomics/askomics#117",
        'ex:a ex:label "bla"^^xsd:string .',
        'SELECT ?s { ?s ex:label ?l FILTER(?l = "bla") }',
        1,
    ),
    (
        "eclipse-rdf4j/rdf4j#3947",
        'ex:a ex:v "x"@en . ex:b ex:v "y" .',
        'SELECT ?s { ?s ex:v ?v FILTER(?v NOT IN ("x"@en, "z")) }',
        1,
    ),
    (
        "fluree/db#1339",
        "ex:a ex:v 1.5 .",
        "SELECT ?s { ?s ex:v ?v FILTER(DATATYPE(?v) = xsd:decimal) }",
        1,
    ),
    (
        "oxigraph/oxrdflib#8",
        'ex:a ex:l "one"^^xsd:string ; ex:c "c" . ex:b ex:l "two" .',
        "SELECT ?l ?c { ?s ex:l ?l OPTIONAL { ?s ex:c ?c } }",
        2,
    ),
]


@pytest.mark.parametrize(
    ("source", "data", "query", "rows"), QUERIES, ids=[f"{q[0]}-{q[3]}" for q in QUERIES]
)
def test_the_number_of_solutions(source: str, data: str, query: str, rows: int) -> None:
    with graph(data) as kg:
        assert len(kg.query(NAMES + query)) == rows


IN_A_GRAPH = [
    ("oxigraph/oxigraph#308", "SELECT ?g ?s ?o { GRAPH ?g { ?s ex:p+ ?o } }", 3),
    ("oxigraph/oxigraph#991", "SELECT ?g ?s { GRAPH ?g { ?s !(ex:q) ex:c } }", 1),
    ("openlink/virtuoso-opensource#1078", "SELECT DISTINCT ?s { GRAPH ?g { ?s ex:p?/ex:p ex:c } }", 2),
]


@pytest.mark.parametrize(("source", "query", "rows"), IN_A_GRAPH, ids=[q[0] for q in IN_A_GRAPH])
def test_paths_in_a_graph_that_is_a_variable(source: str, query: str, rows: int) -> None:
    with graph("ex:a ex:p ex:b . ex:b ex:p ex:c .", named="https://example.org/g") as kg:
        assert len(kg.query(NAMES + query)) == rows


def table(*values: str) -> Result:
    """An answer of one column."""
    cells = [str(ox.Literal(value)) for value in values]
    return Result(Solutions("?text\n" + "".join(f"{cell}\n" for cell in cells)))


@pytest.mark.parametrize("source", ["ge-high-assurance/RACK#654", "ad-freiburg/qlever#3055"])
@pytest.mark.parametrize("text", ['say "no"', "two\nlines", "two\r\nlines", "old\rMac", "a,b", "tab\there"])
def test_a_csv_cell_comes_back_as_it_was(source: str, text: str) -> None:
    _, row = csv.reader(io.StringIO(table(text).to_csv(), newline=""))
    assert row == [text]


@pytest.mark.parametrize("source", ["ad-freiburg/qlever#912", "ad-freiburg/qlever#3064"])
@pytest.mark.parametrize("text", ['say "no"', "two\nlines", "old\rMac", "tab\there", "back\\slash"])
def test_a_tsv_cell_is_one_turtle_term_on_one_line(source: str, text: str) -> None:
    header, line, end = table(text).to_tsv().split("\n")
    assert (header, end) == ("?text", "")
    assert "\r" not in line
    assert "\t" not in line
    (quad,) = parse(f"<a:s> <a:p> {line} .".encode(), ox.RdfFormat.TURTLE)
    assert quad.object == ox.Literal(text)


@reported("RDFLib/rdflib#1649")
def test_the_prefix_of_a_name_that_is_only_an_object_is_declared(report_of: str) -> None:
    quads = parse((PREFIXES + "ex:a ex:slot rdf:type .").encode(), ox.RdfFormat.TURTLE)
    written = serialize(quads, "ttl")
    assert set(parse(written, ox.RdfFormat.TURTLE)) == set(quads)


@reported("RDFLib/rdflib#2812")
def test_a_string_stays_a_string_in_json_ld(report_of: str) -> None:
    quads = parse((PREFIXES + 'ex:a ex:t "text"^^xsd:string .').encode(), ox.RdfFormat.TURTLE)
    written = serialize(quads, "jsonld")
    assert set(parse(written, ox.RdfFormat.JSON_LD)) == set(quads)


@pytest.mark.parametrize("source", ["ktbs/ktbs#91", "eclipse-rdf4j/rdf4j#5365"])
def test_a_language_is_kept_in_json_ld(source: str) -> None:
    quads = parse((PREFIXES + 'ex:a ex:t "text"@en , "матн"@tg , "text" .').encode(), ox.RdfFormat.TURTLE)
    written = serialize(quads, "jsonld")
    assert set(parse(written, ox.RdfFormat.JSON_LD)) == set(quads)


LITERALS = [
    ("linkeddata/rdflib.js#772", '"true"^^xsd:boolean'),
    ("linkeddata/rdflib.js#772", '"1"^^xsd:boolean'),
    ("linkeddata/rdflib.js#772", '"0"^^xsd:boolean'),
    ("linkeddata/rdflib.js#827", '"yes"^^xsd:boolean'),
    ("linkeddata/rdflib.js#827", '"1.2.3"^^xsd:decimal'),
    ("linkeddata/rdflib.js#827", '"INF"^^xsd:double'),
    ("easyrdf/easyrdf#179", "false"),
    ("RDFLib/rdflib#608", '"10"^^xsd:decimal'),
    ("RDFLib/rdflib#1043", '"0.0000000000000005"^^xsd:decimal'),
    ("RDFLib/rdflib#1043", '"5E-16"^^xsd:decimal'),
    ("emmo-repo/EMMOntoPy#97", '"1e12"^^xsd:double'),
]


@pytest.mark.parametrize("format", ["ttl", "trig", "nt", "rdf", "jsonld"])
@pytest.mark.parametrize(("source", "literal"), LITERALS, ids=[f"{each[0]}-{each[1]}" for each in LITERALS])
def test_a_literal_comes_back_with_its_characters(source: str, literal: str, format: str) -> None:
    quads = parse((PREFIXES + f"ex:a ex:v {literal} .").encode(), ox.RdfFormat.TURTLE)
    rdf = ox.RdfFormat.from_extension(format)
    assert rdf is not None
    assert set(parse(serialize(quads, format), rdf)) == set(quads)


@reported("ruby-rdf/json-ld#2")
def test_a_list_keeps_all_members_in_json_ld(report_of: str) -> None:
    quads = parse((PREFIXES + "ex:a ex:items ( 1 2 3 4 ) .").encode(), ox.RdfFormat.TURTLE)
    back = parse(serialize(quads, "jsonld"), ox.RdfFormat.JSON_LD)
    assert len(back) == len(quads)
    assert {quad.object.value for quad in back if isinstance(quad.object, ox.Literal)} == set("1234")


@reported("RDFLib/rdflib#3542")
def test_lists_that_share_a_cell_do_so_afterwards(report_of: str) -> None:
    text = 'ex:a ex:items ( "head" "shared" ) . '
    quads = list(parse((PREFIXES + text).encode(), ox.RdfFormat.TURTLE))
    (tail,) = {quad.subject for quad in quads if quad.object == ox.Literal("shared")}
    quads.append(
        ox.Quad(ox.NamedNode("https://example.org/b"), ox.NamedNode("https://example.org/items"), tail)
    )
    for format in ("ttl", "jsonld"):
        rdf = ox.RdfFormat.from_extension(format)
        assert rdf is not None
        assert len(parse(serialize(quads, format), rdf)) == len(quads)


@reported("edmcouncil/rdf-toolkit#85")
def test_a_property_that_is_no_xml_name_is_refused_in_rdf_xml(report_of: str) -> None:
    subject, property = (ox.NamedNode(f"https://example.org/{name}") for name in ("a", "label:"))
    with pytest.raises(ExportError, match="label:"):
        serialize([ox.Quad(subject, property, ox.Literal("x"))], "rdf")


CLOSED = """ex:S a sh:NodeShape ; sh:targetClass ex:Parent ;
    sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
    sh:property [ sh:path ex:name ; sh:datatype xsd:string ; sh:minCount 1 ; sh:maxCount 1 ] ."""


@reported("RDFLib/pySHACL#9")
def test_a_closed_shape_sees_what_it_does_not_list(report_of: str) -> None:
    found = report('ex:f a ex:Parent ; ex:name "Father" ; ex:dummy "Dummy" .', CLOSED)
    assert found == [("sh:ClosedConstraintComponent", "Dummy")]


@reported("RDFLib/pySHACL#58")
def test_ignored_properties_without_closed_say_what_is_missing(report_of: str) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:ignoredProperties ( rdf:type ) ."
    with pytest.raises(ShapeError, match="closed"):
        report("ex:a a ex:T .", shapes)


@pytest.mark.parametrize(("value", "results"), [('"x"', 0), ('"1"^^xsd:int', 0), ('"1"^^xsd:decimal', 1)])
def test_one_of_two_datatypes(value: str, results: int) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:D ; sh:property [ sh:path ex:v ;
        sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:int ] ) ] ."""
    assert len(report(f"ex:a a ex:D ; ex:v {value} .", shapes)) == results


CONSTRAINTS = [
    (
        "RDFLib/pySHACL#33",
        "ex:d a ex:Document ; ex:of [ a ex:Author ] , [ a ex:Other ] .",
        "sh:targetClass ex:Document ; sh:property [ sh:path ex:of ; sh:qualifiedMinCount 1 ; "
        "sh:qualifiedValueShape [ sh:class ex:Author ] ]",
        [],
    ),
    (
        "RDFLib/pySHACL#87",
        "ex:B rdfs:subClassOf ex:A . ex:C rdfs:subClassOf ex:B . ex:D rdfs:subClassOf ex:C . "
        "ex:v a ex:V ; ex:has ex:d . ex:d a ex:D .",
        "sh:targetClass ex:V ; sh:property [ sh:path ex:has ; sh:class ex:A ]",
        [],
    ),
    (
        "rdf-ext/shacl-engine#42",
        'ex:AA rdfs:subClassOf ex:A . ex:a a ex:AA ; ex:label "aa" .',
        "sh:targetClass ex:A ; sh:property [ sh:path ex:label ; sh:minLength 4 ]",
        ["sh:MinLengthConstraintComponent"],
    ),
    (
        "eclipse-rdf4j/rdf4j#1376",
        "ex:a a ex:A ; ex:label ex:none .",
        "sh:targetClass ex:A ; sh:property [ sh:path ex:label ; sh:uniqueLang true ]",
        [],
    ),
    (
        "w3c/data-shapes#843",
        'ex:a a ex:A ; ex:label "one" , "two" , "da"@tg , "ne"@tg .',
        "sh:targetClass ex:A ; sh:property [ sh:path ex:label ; sh:uniqueLang true ]",
        ["sh:UniqueLangConstraintComponent"],
    ),
    (
        "ULB-Darmstadt/shacl-form#34",
        'ex:a a ex:A ; ex:label "one" .',
        "sh:targetClass ex:A ; sh:property [ sh:path ex:label ; sh:minCount 2 ]",
        ["sh:MinCountConstraintComponent"],
    ),
]


@pytest.mark.parametrize(
    ("source", "data", "shape", "components"), CONSTRAINTS, ids=[each[0] for each in CONSTRAINTS]
)
def test_what_a_constraint_finds(source: str, data: str, shape: str, components: list[str]) -> None:
    prefix = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    found = report(prefix + data, f"ex:S a sh:NodeShape ; {shape} .")
    assert [component for component, _ in found] == components


@reported("TopQuadrant/shacl#171")
def test_a_closed_property_shape_speaks_of_its_values(report_of: str) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:knows ; sh:closed true ;
        sh:property [ sh:path ex:name ] ] ."""
    assert report('ex:a a ex:P ; ex:knows ex:b . ex:b ex:name "b" .', shapes) == []
    found = report("ex:a a ex:P ; ex:knows ex:b . ex:b ex:age 4 .", shapes)
    assert [component for component, _ in found] == ["sh:ClosedConstraintComponent"]


BODIES = [
    (
        "RDFLib/sparqlwrapper#163",
        '{"head":{"vars":["x"]},"results":{"bindings":[\njava.util.Timeout',
    ),
    ("RDFLib/sparqlwrapper#171", '{"head":{"vars":["x"]},"results":{"bindings":[{"x":'),
    ("Callidon/sparql-engine#84", "{]}}"),
    (
        "read-write-web/rww-play#143",
        {"head": {"vars": []}, "results": {"bindings": [{"D": {"type": "literal", "value": "a"}}]}},
    ),
    ("ad-freiburg/qlever#2694", {"head": {"vars": ["x"]}, "results": {"bindings": [None]}}),
]


@pytest.mark.parametrize(("source", "body"), BODIES, ids=[body[0] for body in BODIES])
def test_results_that_are_none_are_refused(source: str, body: str | dict[str, object]) -> None:
    document = body if isinstance(body, str) else json.dumps(body)
    with pytest.raises(AtsmuKGError):
        list(SolutionStream([document.encode()]).batches())
