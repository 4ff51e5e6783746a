"""Measures that an institution declares itself: used in its tables, conforming, and shown by their labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_institution import IRI, append, fill, tables
from pyoxigraph import NamedNode, Quad

from atsmu_kg.curation.institutions import Dataset, convert
from atsmu_kg.rdf.namespaces import AKG, SKOS

BROADER = NamedNode(SKOS.broader)

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
TABLE = """\
bed-count,number,hospital beds,больничные койки,катҳои беморхона,
garden-area,unit:M2,area of the garden,площадь сада,масоҳати боғ,
occupied-share,percent,occupied beds,занятые койки,катҳои банд,
"""


@pytest.fixture(scope="module")
def measuring(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The invented institution with three measures of its own, declared by hand."""
    return with_figures(tmp_path_factory.mktemp("measuring") / "college", statements=MEASURES)


@pytest.fixture(scope="module")
def tabulating(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The same measures, declared in a table."""
    return with_figures(tmp_path_factory.mktemp("tabulating") / "college", table=TABLE)


def with_figures(root: Path, statements: str = "", table: str = "") -> Dataset:
    dataset = fill(root)
    source = root / "source" / "profile.txt"
    text = source.read_text("utf-8").rstrip("\n")
    source.write_text(f"{text} {SENTENCE}\n", "utf-8")
    claim = f"C08,6,{len(text) + 1},{len(text) + 1 + len(SENTENCE)},figure"
    append(root / "data" / "claims" / "profile.csv", f"{claim},figure:beds,,\n{claim},figure:garden,,\n")
    append(root / "data" / "statements.trig", statements)
    append(root / "tables" / "measures.csv", table)
    append(root / "tables" / "figures.csv", FIGURES)
    convert(tables(root), root / "data" / "profile.trig")
    return dataset


def test_own_measures_conform(measuring: Dataset) -> None:
    report = measuring.graph().validate(engine="shifty")
    assert report.conforms, report.to_text()


def test_a_table_declares_what_is_written_by_hand(measuring: Dataset, tabulating: Dataset) -> None:
    assert set(tabulating.quads()) == set(measuring.quads())


def test_a_measure_of_a_table_is_a_part_of_another(tmp_path: Path) -> None:
    rows = TABLE.replace("койки,катҳои беморхона,", "койки,катҳои беморхона,akg:StudentCount")
    dataset = with_figures(tmp_path / "college", table=rows.replace("банд,", "банд,id:bed-count"))
    wholes = {quad.subject.value: quad.object.value for quad in dataset.quads() if quad.predicate == BROADER}
    assert wholes == {
        f"{IRI}bed-count": AKG.StudentCount,
        f"{IRI}occupied-share": f"{IRI}bed-count",
    }


@pytest.mark.whole
def test_own_measures_beside_ours_conform(measuring: Dataset, quads: frozenset[Quad]) -> None:
    report = measuring.graph(beside=quads).validate(engine="shifty")
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
