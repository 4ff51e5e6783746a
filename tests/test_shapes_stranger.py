"""What another institution may say, beyond what ours says: correct data that the shapes must not punish."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from test_shapes import SHAPES, complete, institution

from atsmu_kg.rdf.namespaces import contract
from atsmu_kg.validation import Report, Shapes, validate

STRANGER = Path(__file__).with_suffix(".trig")
TEXT = STRANGER.read_text("utf-8")
# A place in what the stranger says, what stands there instead, and the shape that tells.
FAULTS = {
    "a country in a town": ("containedInPlace id:continent", "containedInPlace id:town", "Country-place"),
    "a town in nothing": ("containedInPlace id:province", "containedInPlace id:rector", "City-place"),
    "a month as a text": ('dcat:endDate "2025-09"^^xsd:gYearMonth', 'dcat:endDate "2025-09"', "Period-end"),
    "a month that is a year": ('Date "2025-09"^^xsd:gYearMonth', 'Date "2025-09"^^xsd:gYear', "Period-start"),
    "a post that is none": ("org:role id:dean", "org:role id:rector", "Membership-post"),
    "an area in two units": (
        "qudt:hasUnit unit:HA .\n    id:garden a",
        "qudt:hasUnit unit:M2 .\n    id:garden a",
        "Measure-unit",
    ),
}


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.read(SHAPES)


def told(text: str, shapes: Shapes, engine: str = "shifty") -> Report:
    stated = [*institution(), *ox.parse(text, ox.RdfFormat.TRIG)]
    return validate(complete(stated), shapes, engine=engine)


@pytest.mark.parametrize("engine", [pytest.param("pyshacl", marks=pytest.mark.long), "shifty"])
def test_a_stranger_conforms(engine: str, shapes: Shapes) -> None:
    """Labels in any language, an address, a predecessor, posts, months, places, areas."""
    report = told(TEXT, shapes, engine)
    assert report.conforms, report.to_text()


@pytest.fixture(scope="module")
def told_of_faults(shapes: Shapes) -> set[str]:
    """The shapes that tell something where all the faults are."""
    text = TEXT
    for right, wrong, _ in FAULTS.values():
        assert right in text
        text = text.replace(right, wrong)
    return {contract(result.source_shape) for result in told(text, shapes)}


@pytest.mark.parametrize("shape", [shape for *_, shape in FAULTS.values()], ids=FAULTS)
def test_a_fault_beside_it_is_told(shape: str, told_of_faults: set[str]) -> None:
    assert f"akgsh:{shape}" in told_of_faults


@pytest.mark.long
@pytest.mark.parametrize(("right", "wrong", "shape"), FAULTS.values(), ids=FAULTS)
def test_a_fault_alone_is_told(right: str, wrong: str, shape: str, shapes: Shapes) -> None:
    report = told(TEXT.replace(right, wrong), shapes)
    assert f"akgsh:{shape}" in {contract(result.source_shape) for result in report}
