"""SPARQL-based constraints and constraint components: what is asked how often, and what results tell."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import ShapeError
from atsmu_kg.rdf.namespaces import RDF, SH
from atsmu_kg.validation import Report, Shapes, validate

ENGINES = ("pyshacl", "shifty")
PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
LEAST = """
ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:message "below {$least}" ;
        sh:ask "ASK { FILTER ($value >= $least) }" ] .
"""
NEED = """
ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:need ] ;
    sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:message "node lacks {$need}" ;
        sh:select "SELECT $this { FILTER NOT EXISTS { $this ?p $need } }" ] ;
    sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:message "property lacks {$need}" ;
        sh:select "SELECT $this { FILTER NOT EXISTS { $this $PATH $need } }" ] .
"""


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def both(data: str, shapes: str) -> Report:
    read, quads = Shapes.read(turtle(shapes)), turtle(data)
    reference, second = (validate(quads, read, engine=engine) for engine in ENGINES)
    assert reference.results == second.results, f"{reference.to_text()}{second.to_text()}"
    return reference


@pytest.mark.parametrize(
    ("shapes", "data", "told"),
    [
        (
            f"{LEAST} ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ex:least 3 ] .",
            "ex:a ex:p 1, 2, 6 .",
            [("1", "below 3"), ("2", "below 3")],
        ),
        (
            f"{LEAST} ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ex:least 3, 5 ] .",
            "ex:a ex:p 1, 4, 6 .",
            [("1", "below 3"), ("1", "below 5"), ("4", "below 5")],
        ),
        (f"{LEAST} ex:S sh:targetNode 1, 2, 5 ; ex:least 3 .", "", [("1", "below 3"), ("2", "below 3")]),
        (
            f"{NEED} ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ex:need 3 ] .",
            "ex:a ex:q 3 .",
            [("None", "property lacks 3")],
        ),
        (
            f"{NEED} ex:S sh:targetNode ex:a ; ex:need 3 .",
            "ex:a ex:q 1 .",
            [("https://example.org/a", "node lacks 3")],
        ),
    ],
)
def test_a_constraint_component(shapes: str, data: str, told: list[tuple[str, str]]) -> None:
    report = both(data or "ex:z ex:z 1 .", shapes)
    assert [(str(result.value), result.message) for result in report] == told


def test_a_shape_with_a_component_is_told_by_its_own_message_first() -> None:
    shapes = f'{LEAST} ex:S sh:targetNode 1 ; sh:message "too small" ; ex:least 3 .'
    assert [result.message for result in both("ex:z ex:z 1 .", shapes)] == ["too small"]


def test_deactivated_constraints() -> None:
    query = "sh:select 'SELECT $this { $this ?p 1 }'"
    shapes = f"ex:S sh:targetNode ex:a ; sh:sparql [ sh:deactivated true ; {query} ] , [ {query} ] ."
    assert len(both("ex:a ex:p 1 .", shapes)) == 1


def test_what_only_one_engine_knows_is_an_error_of_the_shape() -> None:
    shapes = turtle(
        "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this { $shapesGraph ?p 1 }' ] ."
    )
    with pytest.raises(ShapeError, match="shapesGraph"):
        validate(turtle("ex:a ex:p 1 ."), shapes)


REPORTED = """
ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P ,
    [ sh:path ( [ sh:inversePath ex:p ] [ sh:zeroOrMorePath ex:q ] ) ; sh:maxCount 1 ;
      sh:message "Too many"@en , "Слишком много"@ru ] ;
    sh:sparql ex:Q .
ex:P sh:path ex:q ; sh:class ex:A , ex:B .
ex:Q sh:select "SELECT $this ?value { $this ?p ?value }" ; sh:severity sh:Info .
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_the_report_as_rdf(engine: str) -> None:
    report = validate(
        turtle("ex:b ex:p ex:a . ex:c ex:p ex:a . ex:a ex:q 5 ."), turtle(REPORTED), engine=engine
    )
    triples = [quad.triple for quad in ox.parse(report.to_rdf(), format=ox.RdfFormat.TURTLE)]

    def values(node: object, name: str) -> list[object]:
        predicate = ox.NamedNode(name)
        return [each.object for each in triples if (each.subject, each.predicate) == (node, predicate)]

    def of(component: str) -> list[object]:
        wanted = ox.NamedNode(f"{SH[component]}ConstraintComponent")
        return [each.subject for each in triples if each.object == wanted]

    (root,) = {each.subject for each in triples if each.object == ox.NamedNode(SH.ValidationReport)}
    assert len(values(root, SH.result)) == len(report) == 4
    assert {shape for node in of("Class") for shape in values(node, SH.sourceShape)} == {
        ox.NamedNode("https://example.org/P")
    }
    assert len(of("Class")) == 2
    (most,) = of("MaxCount")
    assert set(values(most, SH.resultMessage)) == {
        ox.Literal("Too many", language="en"),
        ox.Literal("Слишком много", language="ru"),
    }
    (shape,), (path,) = values(most, SH.sourceShape), values(most, SH.resultPath)
    assert isinstance(shape, ox.BlankNode)
    (first,), (rest,) = values(path, RDF.first), values(path, RDF.rest)
    assert values(first, SH.inversePath) == [ox.NamedNode("https://example.org/p")]
    assert values(values(rest, RDF.first)[0], SH.zeroOrMorePath) == [ox.NamedNode("https://example.org/q")]
    assert values(rest, RDF.rest) == [ox.NamedNode(RDF.nil)]
    (found,) = of("SPARQL")
    assert values(found, SH.sourceConstraint) == [ox.NamedNode("https://example.org/Q")]
    assert (
        report.to_rdf()
        == validate(
            turtle("ex:b ex:p ex:a . ex:c ex:p ex:a . ex:a ex:q 5 ."), turtle(REPORTED), engine=engine
        ).to_rdf()
    )
