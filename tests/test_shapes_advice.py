"""One fault, one message: what a person gets wrong is told once, by the shape whose advice mends it."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from test_shapes import INSTITUTION, SHAPES, complete, institution

from atsmu_kg.rdf.namespaces import RDFS, contract
from atsmu_kg.validation import ValidationResult, validate

VOCABULARY = ox.NamedNode("https://college.example/graph/ontology")
LABEL = re.compile(r'("[^"]+)("@)')
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
def told() -> dict[str, list[ValidationResult]]:
    """What is told of each fault: a college of its own has it, with names of its own, beside the others."""
    text, stated = INSTITUTION.read_text("utf-8"), []
    colleges = {f"https://college-{number}.example/": fault for number, fault in enumerate(FAULTS)}
    for number, (right, wrong, _) in enumerate(FAULTS.values()):
        assert right in text
        changed = f"@prefix rdfs: <{RDFS}> .\n{text.replace(right, wrong)}"
        changed = changed.replace("https://college.example/", f"https://college-{number}.example/")
        stated += ox.parse(LABEL.sub(rf"\1 {number}\2", changed), ox.RdfFormat.TRIG)
    vocabulary = {quad for quad in institution() if quad.graph_name == VOCABULARY}
    told: dict[str, list[ValidationResult]] = {fault: [] for fault in FAULTS}
    for result in validate(complete([*vocabulary, *stated]), SHAPES, engine="shifty"):
        nodes = (str(result.focus_node), str(result.value))
        (fault,) = {fault for home, fault in colleges.items() if any(home in node for node in nodes)}
        told[fault].append(result)
    return told


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_once(fault: str, told: dict[str, list[ValidationResult]]) -> None:
    _, _, shape = FAULTS[fault]
    assert {contract(result.source_shape) for result in told[fault]} == {f"akgsh:{shape}"}
    assert len({result.message for result in told[fault]}) == 1
