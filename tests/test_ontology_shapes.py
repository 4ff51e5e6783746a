"""The vocabulary's own terms, held against shapes of their own: kept by all, broken by an example each."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, parse

from atsmu_kg.rdf.namespaces import RDF, SH
from atsmu_kg.validation import Report, Shapes, validate

ROOT = Path(__file__).parent.parent
SHAPES = ROOT / "tests" / "test_ontology_shapes.ttl"
VOCABULARY = "urn:vocabulary:"
# What shifty finds, pySHACL finds too: a second opinion.
ENGINES = (pytest.param("pyshacl", marks=pytest.mark.long), "shifty")
QUADS = frozenset(parse(path=str(SHAPES)))
MESSAGES = {
    quad.subject.value.removeprefix(VOCABULARY): quad.object.value
    for quad in QUADS
    if isinstance(quad.subject, NamedNode) and quad.predicate.value == SH.message
}


def test_each_property_shape_says_what_to_do() -> None:
    kind = NamedNode(SH.PropertyShape)
    named = {quad.subject for quad in QUADS if quad.predicate.value == RDF.type and quad.object == kind}
    assert {node.value.removeprefix(VOCABULARY) for node in named} <= set(MESSAGES)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_vocabulary_conforms(engine: str, quads: frozenset[Quad]) -> None:
    report = validate(sorted(quads, key=str), Shapes.read(SHAPES), engine=engine)
    assert report.conforms, report.to_text()


@pytest.fixture(scope="module")
def broken(faulty: list[Quad]) -> Report:
    return validate(faulty, Shapes.read(SHAPES), engine="shifty")


@pytest.mark.parametrize("shape", sorted(MESSAGES))
def test_shape_is_broken_by_an_example(shape: str, broken: Report) -> None:
    assert (f"{VOCABULARY}{shape}", MESSAGES[shape]) in {
        (result.source_shape, result.message) for result in broken
    }, f"add an example that breaks {shape} to tests/test_shapes_violations.trig"
