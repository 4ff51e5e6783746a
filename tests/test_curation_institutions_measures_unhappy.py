"""Measures of an institution's own that are declared or used wrongly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from invented_institution import append, begin, tables

from atsmu_kg.curation.institutions import Dataset, convert
from atsmu_kg.errors import DataError

DECLARED = 'graph:editorial {{ id:{} a akg:Measure ; skos:prefLabel "garden"@en {} . }}\n'
AREA = DECLARED.format("garden-area", "; qudt:hasUnit unit:M2")


@pytest.fixture
def college(tmp_path: Path) -> Callable[[str, str], Dataset]:
    """A dataset with a declaration and a row of figures."""

    def declaring(declared: str, row: str) -> Dataset:
        dataset = begin(tmp_path / "college")
        append(dataset.root / "data" / "statements.trig", declared)
        append(dataset.root / "tables" / "figures.csv", row)
        return dataset

    return declaring


@pytest.mark.parametrize(
    ("declared", "row", "says", "advice"),
    [
        (AREA, "1,garden,,garden-area,Exactly,12,number,,,", "'number' is not the unit of this", "M2"),
        (AREA, "1,garden,,garden-aria,Exactly,12,M2,,,", "or of the dataset", "Did you mean garden-area?"),
        ("", "1,garden,,GardenArea,Exactly,12,M2,,,", "or of the dataset", "The choices are"),
        (AREA, "1,garden,garden-area,garden-area,Exactly,12,M2,,,", "is not a unit of the tables", "univ"),
        (
            DECLARED.format("garden-area", ""),
            "1,garden,,garden-area,Exactly,12,number,,,",
            "id:garden-area has no unit",
            "unit:NUM for a count",
        ),
        (
            DECLARED.format("StudentCount", "; qudt:hasUnit unit:NUM"),
            "1,students,,StudentCount,Exactly,12,number,,,",
            "id:StudentCount is named like a measure of the vocabulary",
            "Use akg:StudentCount",
        ),
    ],
    ids=["unit", "misspelt", "undeclared", "not-a-thing", "no-unit", "vocabulary's"],
)
def test_a_wrong_measure_is_told(
    college: Callable[[str, str], Dataset], declared: str, row: str, says: str, advice: str
) -> None:
    dataset = college(declared, f"{row}\n")
    with pytest.raises(DataError) as raised:
        convert(tables(dataset.root), dataset.root / "data" / "profile.trig")
    assert says in str(raised.value)
    assert advice in str(raised.value)


@pytest.mark.parametrize(
    ("row", "says", "advice"),
    [
        ("Garden Area,M2,a,а,а,", "cell A2 (measure): 'Garden Area' can't end an IRI here", "lower-case"),
        ("area,m²,a,а,а,", "cell B2 (unit): 'm²' is not a unit", "M2"),
        ("area,%,a,а,а,", "cell B2 (unit): '%' is not a unit", "Did you mean percent?"),
        ("area,,a,а,а,", "cell B2 (unit): an empty cell is not a unit", "number"),
        ("area,M2,a,,а,", "cell D2 (name_ru): an empty cell is not a name", "in this language"),
        ("area,M2,a,а,а,Gardens", "cell F2 (part_of): 'Gardens' is not a measure of", "garden-area?"),
        ("area,M2,a,а,а,area", "cell F2 (part_of): 'area' is the measure itself", "measure of the whole"),
        ("area,M2,a,а,а,\narea,M2,b,б,б,", "cell A3 (measure): 'area' stands in", "one of the two rows"),
        (
            "garden-area,M2,a,а,а,",
            "cell A2 (measure): 'garden-area' is declared in the data",
            "here or there",
        ),
    ],
)
def test_a_wrong_row_of_measures_is_told(
    college: Callable[[str, str], Dataset], row: str, says: str, advice: str
) -> None:
    dataset = college(AREA, "")
    append(dataset.root / "tables" / "measures.csv", f"{row}\n")
    with pytest.raises(DataError) as raised:
        convert(tables(dataset.root), dataset.root / "data" / "profile.trig")
    assert says in str(raised.value)
    assert advice in str(raised.value)


def test_figures_have_the_unit_that_their_measure_declares(college: Callable[[str, str], Dataset]) -> None:
    dataset = college(AREA, "1,garden,,garden-area,Exactly,12,M2,,,\n")
    convert(tables(dataset.root), dataset.root / "data" / "profile.trig")
    file = dataset.root / "data" / "profile.trig"
    file.write_text(file.read_text("utf-8").replace("unit:M2", "unit:HA"), "utf-8")
    messages = [result.message for result in dataset.graph().validate().results]
    assert any("Use the measure with one unit only" in message for message in messages)
