"""Constraints with several values, and what a result says of the one that is at fault."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.rdf.namespaces import SH
from atsmu_kg.validation import Report, Shapes, validate
from atsmu_kg.validation.facts import Facts
from atsmu_kg.validation.paths import path_text, path_values

ENGINES = ("pyshacl", "shifty")
PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def short(message: str) -> str:
    return message.replace("<https://example.org/", "").replace(">", "")


def both(data: str, shapes: str) -> Report:
    """The report, which both engines give alike."""
    read = Shapes.read(turtle(shapes))
    quads = turtle(data)
    reference, second = (validate(quads, read, engine=engine) for engine in ENGINES)
    assert reference.results == second.results, f"{reference.to_text()}{second.to_text()}"
    return reference


@pytest.mark.parametrize(
    ("constraint", "data", "messages"),
    [
        ("sh:class ex:A, ex:B", "ex:v a ex:A", ["is not a B"]),
        ("sh:class ex:A, ex:B", "ex:v a ex:C", ["is not a A", "is not a B"]),
        ("sh:hasValue ex:v, ex:w", "", ["lacks the value w"]),
        ("sh:node ex:T, ex:U", "ex:v a ex:A", ["does not conform to U"]),
        ("sh:disjoint ex:q, ex:r", "ex:a ex:q ex:v ; ex:r ex:w", ["has the same value for q"]),
        ("sh:equals ex:q, ex:r", "ex:a ex:q ex:v", ["differs from the values of r"]),
        (
            "sh:not [ sh:class ex:A ], [ sh:class ex:B ]",
            "ex:v a ex:A, ex:B",
            ["conforms to a shape that it must not conform to"] * 2,
        ),
        (
            "sh:or ( ex:T ex:U ) , ( ex:T [ sh:class ex:C ] )",
            "ex:v a ex:C",
            ["conforms to none of the shapes in sh:or"],
        ),
    ],
)
def test_each_value_is_a_constraint(constraint: str, data: str, messages: list[str]) -> None:
    shapes = f"""ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:maxCount 9 ; {constraint} ] .
        ex:T a sh:NodeShape ; sh:class ex:A . ex:U a sh:NodeShape ; sh:class ex:B ."""
    report = both(f"ex:a ex:p ex:v . {data}{' .' if data else ''}", shapes)
    assert [short(result.message) for result in report] == messages
    assert {result.source_shape for result in report} == {"https://example.org/S"}


def test_less_than() -> None:
    shapes = """ex:S sh:targetNode ex:a ; sh:property
        [ sh:path ex:p ; sh:lessThan ex:q, ex:r ; sh:lessThanOrEquals ex:q, ex:r ] ."""
    report = both("ex:a ex:p 2 ; ex:q 2 ; ex:r 1 .", shapes)
    assert [short(result.message) for result in report] == [
        "is not less than the value of q",
        "is not less than the value of r",
        "is not less than or equal to the value of r",
    ]


def test_each_language_is_told() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:uniqueLang true ] ."
    report = both("ex:a ex:p 'a'@en, 'b'@EN, 'c'@tg, 'd'@tg, 'e'@tg, 'f'@ru, 'g', 'h' .", shapes)
    assert [result.message for result in report] == [
        "has more than one value in the language en",
        "has more than one value in the language tg",
    ]


def test_two_constraints_with_one_message() -> None:
    query = "[ sh:select 'SELECT $this { $this ?p %d }' ]"
    shapes = f"ex:S sh:targetNode ex:a ; sh:message 'm' ; sh:sparql {query % 1} , {query % 2} ."
    report = both("ex:a ex:p 1, 2 .", shapes)
    assert [result.message for result in report] == ["m", "m"]
    assert len({result.parameter for result in report}) == 2
    assert report.to_text(None).count("    m\n") == 1, "no message is reported twice"
    assert report.to_html(None).count(">m<") == 1
    assert len(both("ex:a ex:p 1 .", shapes)) == 1


def test_a_shape_with_parts_is_whole_where_others_refer_to_it() -> None:
    shapes = """
        ex:Both a sh:NodeShape , rdfs:Class ; sh:class ex:A, ex:B .
        ex:N sh:targetNode ex:a ; sh:not ex:Both .
        ex:M sh:targetNode ex:b ; sh:node ex:Both .
        ex:O sh:targetNode ex:b ; sh:or ( ex:Both [ sh:class ex:C ] ) .
        ex:Q sh:targetNode ex:c ; sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ;
            sh:qualifiedValueShape ex:Both ] ."""
    report = both("ex:a a ex:A, ex:B . ex:b a ex:A . ex:c ex:p ex:b . ex:d a ex:Both .", shapes)
    assert sorted((result.focus_node[-1], short(result.message)) for result in report) == [
        ("a", "conforms to a shape that it must not conform to"),
        ("b", "conforms to none of the shapes in sh:or"),
        ("b", "does not conform to Both"),
        ("c", "has fewer than 1 values that conform to the qualified shape"),
        ("d", "is not a A"),
        ("d", "is not a B"),
    ]


@pytest.mark.parametrize("severity", ["http://www.w3.org/ns/shacl#Info", "https://example.org/Grave"])
def test_parts_have_what_their_shape_has(severity: str) -> None:
    shapes = f"""ex:S sh:targetNode ex:a ; sh:severity <{severity}> ; sh:message "No." ;
        sh:class ex:A, ex:B .
        ex:T sh:targetNode ex:a ; sh:deactivated true ; sh:class ex:A, ex:B ."""
    report = both("ex:a ex:p 1 .", shapes)
    assert [(result.message, result.severity) for result in report] == [("No.", severity)] * 2


def test_equal_shapes_are_two() -> None:
    shape = "[ sh:path ex:p ; sh:minCount 1 ]"
    report = both("ex:a ex:q 1 .", f"ex:S sh:targetNode ex:a ; sh:property {shape} , {shape} .")
    assert len(report) == 2
    assert len({result.violated_shape for result in report}) == 2


def test_a_range_of_languages() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:languageIn ( 'tg-Cyrl' 'EN' ) ] ."
    words = "'a'@tg-Cyrl-TJ , 'b'@tg , 'c'@tg-cyrl , 'd'@en-gb , 'e'@eng , 'f'@tg-Cyrlx , 'g' , 5"
    report = both(f"ex:a ex:p {words} .", shapes)
    assert {str(result.value) for result in report} == {"b", "e", "f", "g", "5"}
    anything = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:languageIn ( '*' ) ] ."
    assert {str(result.value) for result in both(f"ex:a ex:p {words} .", anything)} == {"g", "5"}
    none = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:languageIn ( ) ] ."
    assert len(both(f"ex:a ex:p {words} .", none)) == 8
    assert {result.message for result in both("ex:a ex:p 1 .", none)} == {
        "is not allowed: the list of languages is empty"
    }


def test_rules_infer_nothing() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:class ex:A ; sh:rule [ a sh:TripleRule ] ."
    assert len(both("ex:a ex:p 1 .", shapes)) == 1


def test_prefixes_of_an_imported_ontology() -> None:
    shapes = """ex:S sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex:Own ;
            sh:select "SELECT $this { $this e:p ?x }" ] .
        ex:Own owl:imports ex:Middle . ex:Middle owl:imports ex:Base , ex:Own .
        ex:Base sh:declare [ sh:prefix "e" ; sh:namespace "https://example.org/"^^xsd:anyURI ] ."""
    assert len(both("ex:a ex:p 1 .", shapes)) == 1
    assert both("ex:a ex:q 1 .", shapes).conforms


def test_two_prefixes_of_one_namespace() -> None:
    shapes = """ex:S sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex:Own ;
            sh:select "PREFIX n: <https://example.org/> SELECT $this { $this e:p ?x ; n:q ?y ; f:r ?z }" ] .
        ex:Own sh:declare [ sh:prefix "e" ; sh:namespace "https://example.org/"^^xsd:anyURI ] ,
            [ sh:prefix "f" ; sh:namespace "https://example.org/"^^xsd:anyURI ] ."""
    assert len(both("ex:a ex:p 1 ; ex:q 2 ; ex:r 3 .", shapes)) == 1
    assert both("ex:a ex:p 1 ; ex:q 2 .", shapes).conforms


PATHS = """
ex:inverse sh:path [ sh:inversePath ex:p ] .
ex:sequence sh:path ( ex:p [ sh:inversePath ex:q ] ) .
ex:backwards sh:path [ sh:inversePath ( ex:p ex:q ) ] .
ex:alternative sh:path [ sh:alternativePath ( ex:p ex:q ) ] .
ex:any sh:path [ sh:zeroOrMorePath ex:p ] .
ex:some sh:path [ sh:oneOrMorePath ex:p ] .
ex:optional sh:path [ sh:zeroOrOnePath ex:p ] .
ex:deep sh:path ( [ sh:oneOrMorePath [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ] ] ex:p ) .
"""
steps = st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from("pq"), st.sampled_from("abcd")))


@given(steps, st.sampled_from("abcd"))
def test_value_nodes_are_those_of_sparql(edges: set[tuple[str, str, str]], focus: str) -> None:
    # Engines differ over zero steps from what is not in the data.
    edges = edges | {(name, "r", name) for name in "abcd"}
    told = [[ox.NamedNode(f"https://example.org/{name}") for name in edge] for edge in sorted(edges)]
    triples = [ox.Triple(*edge) for edge in told]
    store = ox.Store()
    store.extend(ox.Quad(*edge) for edge in told)
    shapes, data = Facts(turtle(PATHS)), Facts(triples)
    node = ox.NamedNode(f"https://example.org/{focus}")
    for _, path in shapes.with_predicate(SH.path):
        query = f"SELECT DISTINCT ?x {{ {node} {path_text(path, shapes)} ?x }}"
        wanted = {solution["x"] for solution in store.query(query)}
        found = path_values(node, path, shapes, data)
        assert set(found) == wanted, query
        assert len(found) == len(wanted)
