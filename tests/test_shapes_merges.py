"""What may stand side by side: institutions that have like names, and sources that know more or disagree."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from test_shapes import INSTITUTION, SHAPES, complete

from atsmu_kg.rdf.namespaces import PREFIXES, expand
from atsmu_kg.validation import Report, Shapes, validate

MERGED = Path(__file__).with_suffix(".trig")
CASES = {
    "a Medical Faculty in each of two universities": (
        "atsmu:medical-faculty",
        "<https://college.example/id/medical-faculty>",
        "atsmu:university",
        "<https://college.example/id/college>",
    ),
    "a fifth faculty that a later source knows": (
        "atsmu:invented-faculty",
        "enumeration:faculties",
        "figure:faculties",
        "figure:invented-faculties",
    ),
    "two numbers of students and two founding years": (
        "atsmu:university",
        "figure:students",
        "figure:invented-students",
    ),
}


@pytest.fixture(scope="module")
def report(quads: frozenset[ox.Quad]) -> Report:
    """Our graph, the invented college and the invented yearbook together, held against the shapes once."""
    # With a faculty named like ours the college has three; a country has one IRI in all datasets.
    text = INSTITUTION.read_text("utf-8").replace("https://college.example/id/country/", PREFIXES["country"])
    college = [
        ox.Quad(quad.subject, quad.predicate, ox.Literal(3), quad.graph_name)
        if quad.object == ox.Literal(2)
        else quad
        for quad in ox.parse(text, ox.RdfFormat.TRIG)
    ]
    stated = [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]
    together = complete([*stated, *college, *ox.parse(path=str(MERGED))])
    return validate(together, Shapes.read(SHAPES), engine="shifty")


@pytest.mark.whole
@pytest.mark.parametrize("things", CASES.values(), ids=CASES)
def test_nothing_is_wrong_about(things: tuple[str, ...], report: Report) -> None:
    nodes = {ox.NamedNode(expand(thing)) for thing in things}
    wrong = [result for result in report if nodes & {result.focus_term, result.value_term}]
    assert wrong == []


@pytest.mark.whole
def test_the_merge_conforms(report: Report) -> None:
    assert report.conforms, report.to_text()
