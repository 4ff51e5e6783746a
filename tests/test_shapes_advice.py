"""One fault, one message: what a person gets wrong is told once, by the shape whose advice mends it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from test_shapes import INSTITUTION, SHAPES, complete, institution

from atsmu_kg.rdf.namespaces import RDFS, contract
from atsmu_kg.validation import Shapes, validate

VOCABULARY = ox.NamedNode("https://college.example/graph/ontology")
EXTRA = 'schema:color "red" ;'
# A place in the description of the invented college, what stands there instead, and the shape that tells.
FAULTS = {
    "no unit": (
        "qudt:hasUnit unit:NUM .\n\n    id:origins",
        "rdfs:label 'two'@en . id:origins",
        "Figure-unit",
    ),
    "a value in words": ("schema:value 2 ;", 'schema:value "two" ;', "Figure-value"),
    "a share of nothing": ("schema:measurementDenominator akg:InterventionCount ;", "", "FigureUnitShape"),
    "a share above 100": ("12.5", "120.5", "FigureUnitShape"),
    "a figure's colour": ("schema:value 2 ;", f"schema:value 2 ; {EXTRA}", "FigureShape"),
    "no completeness": ("akg:completeness akg:Exhaustive ;", "", "Enumeration-completeness"),
    "not counted": ("akg:countedBy id:faculty-figure ;", "", "EnumerationCountShape"),
    "a list's colour": ("akg:countedBy id", f"{EXTRA} akg:countedBy id", "EnumerationShape"),
    "a country's code": ("country/TJ", "country/tj", "CountryNameShape"),
    "a country's colour": ("a schema:Country ;", f"a schema:Country ; {EXTRA}", "CountryShape"),
    "half a pair": ('akg:latitudeDMS "38°30′00″S" ;', "", "CoordinatesPairShape"),
    "a latitude as text": ("schema:latitude -38.5 ;", 'schema:latitude "-38.5" ;', "latitude"),
    "a point's colour": ("schema:latitude -38.5 ;", f"schema:latitude -38.5 ; {EXTRA}", "CoordinatesShape"),
    "a passage's name": ("#char=0,900", "#char=0-900", "PassageNameShape"),
    "a passage's colour": ("schema:position 1 ;", f"schema:position 1 ; {EXTRA}", "PassageShape"),
}


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.read(SHAPES)


@pytest.mark.parametrize(("right", "wrong", "shape"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_once(right: str, wrong: str, shape: str, shapes: Shapes) -> None:
    text = INSTITUTION.read_text("utf-8")
    assert right in text
    changed = ox.parse(f"@prefix rdfs: <{RDFS}> .\n{text.replace(right, wrong)}", ox.RdfFormat.TRIG)
    vocabulary = {quad for quad in institution() if quad.graph_name == VOCABULARY}
    report = validate(complete([*vocabulary, *changed]), shapes, engine="shifty")
    assert {contract(result.source_shape) for result in report} == {f"akgsh:{shape}"}
    assert len({result.message for result in report}) == 1
