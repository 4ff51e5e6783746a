"""Measures that an institution declares itself: used in its tables, conforming, and shown by their labels."""

from __future__ import annotations

import pytest
from invented_institution import IRI, append, fill, tables
from pyoxigraph import Quad

from atsmu_kg.curation.institutions import Dataset, convert

MEASURES = """
graph:editorial {
    id:bed-count a akg:Measure ;
        skos:prefLabel "hospital beds"@en , "больничные койки"@ru , "катҳои беморхона"@tg ;
        qudt:hasUnit unit:NUM .
    id:garden-area a akg:Measure ;
        skos:prefLabel "area of the garden"@en , "площадь сада"@ru , "масоҳати боғ"@tg ;
        qudt:hasUnit unit:M2 .
    id:occupied-share a akg:Measure ;
        skos:prefLabel "occupied beds"@en , "занятые койки"@ru , "катҳои банд"@tg ;
        qudt:hasUnit unit:PERCENT .
}
"""
SENTENCE = "It has 150 beds, of which 82.5% are occupied, and a garden of more than 1,250.5 square metres."
FIGURES = """\
6,beds,,bed-count,Exactly,150,number,,,
6,occupied-beds,,id:occupied-share,Exactly,82.5,percent,,id:bed-count,
6,garden,,garden-area,MoreThan,1250.5,unit:M2,,,
"""


@pytest.fixture(scope="module")
def measuring(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The invented institution with three measures of its own."""
    root = tmp_path_factory.mktemp("measuring") / "college"
    dataset = fill(root)
    source = root / "source" / "profile.txt"
    text = source.read_text("utf-8").rstrip("\n")
    source.write_text(f"{text} {SENTENCE}\n", "utf-8")
    claim = f"C08,6,{len(text) + 1},{len(text) + 1 + len(SENTENCE)},figure"
    append(root / "data" / "claims" / "profile.csv", f"{claim},figure:beds,,\n{claim},figure:garden,,\n")
    append(root / "data" / "statements.trig", MEASURES)
    append(root / "tables" / "figures.csv", FIGURES)
    convert(tables(root), root / "data" / "profile.trig")
    return dataset


def test_own_measures_conform(measuring: Dataset) -> None:
    report = measuring.graph().validate()
    assert report.conforms, report.to_text()


def test_own_measures_beside_ours_conform(measuring: Dataset, quads: frozenset[Quad]) -> None:
    report = measuring.graph(beside=quads).validate()
    assert report.conforms, report.to_text()


def test_own_measures_are_shown_by_their_labels(measuring: Dataset) -> None:
    kg = measuring.graph()
    rows = kg.queries.figures(measure=f"{IRI}bed-count", lang="ru")
    assert [str(name) for name in rows.column("measure")] == ["больничные койки"]
    figures = kg.figures.of("garden-area")
    assert [str(figure) for figure in figures] == ["more than 1250.5 M2"]
    assert figures[0].measure.name == "area of the garden"


def test_the_source_has_the_values_of_own_measures(measuring: Dataset) -> None:
    assert measuring.check_source("profile").faults == []
