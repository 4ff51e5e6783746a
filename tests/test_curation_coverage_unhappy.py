"""Claims tables and source documents that are not what they should be."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg import files
from atsmu_kg.curation.claims import read_claims, read_tables
from atsmu_kg.curation.coverage import check_source
from atsmu_kg.errors import DataError, ParameterError, StoreError
from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.rdf.terms import spell

YEAR_1993 = ox.Literal("1993", datatype=ox.NamedNode(XSD.gYear))
HEADER = "claim,sentence,start,end,kind,subject,predicate,object\n"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("id,sentence\n", ":1: the header lacks"),
        (HEADER + "C1,1,0,9,fact,atsmu:university,,\nC1,2,0,9,fact,atsmu:university,,\n", ":3: claim C1"),
        (HEADER + "C1,1,0,9,fact,nosuch:university,,\n", ":2: the prefix 'nosuch:'"),
        (HEADER + "C1,one,0,9,fact,atsmu:university,,\n", ":2: "),
        (HEADER + "C1,1,0\n", ":2: "),
        (HEADER + "C1,1,0,9,fact,figure:staff,schema:value,8 844\n", ":2: '8 844' is not one literal"),
        (HEADER + 'C1,1,0,9,fact,figure:staff,schema:value,"8, 9"\n', ":2: '8, 9' is not one literal"),
    ],
    ids=["columns", "two-places", "prefix", "not-a-number", "short-row", "thousands", "two-literals"],
)
def test_a_bad_claims_table_says_where(tmp_path: Path, table: str, says: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(table, "utf-8")
    with pytest.raises(DataError) as raised:
        read_claims(file)
    assert says in str(raised.value)
    assert raised.value.line
    assert is_sentence(raised.value.advice)


def test_a_name_that_no_iri_can_hold(tmp_path: Path) -> None:
    file = tmp_path / "year book.csv"
    file.write_text(HEADER + "C1,1,0,9,fact,atsmu:university,,\n", "utf-8")
    with pytest.raises(DataError, match="'year book' can't stand in an IRI"):
        read_claims(file)


def test_a_source_without_claims(tmp_path: Path) -> None:
    file = tmp_path / "yearbook.txt"
    file.write_text("A yearbook.", "utf-8")
    with pytest.raises(ParameterError, match="no claim is made of the source 'yearbook'"):
        check_source(file, [], [], source="yearbook")


def test_a_source_of_another_name_is_told_the_claims_tables(tmp_path: Path) -> None:
    for name in ("yearbook", "almanac"):
        (tmp_path / f"{name}.csv").write_text(HEADER + "C1,1,0,9,fact,atsmu:university,,\n", "utf-8")
    file = tmp_path / "yearbook.txt"
    file.write_text("A yearbook.", "utf-8")
    with pytest.raises(ParameterError) as raised:
        check_source(file, [], read_tables(tmp_path))
    assert raised.value.advice == "Give the name of a claims table: almanac, yearbook."
    assert raised.value.known == ["almanac", "yearbook"]


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no\.csv"):
        read_claims(tmp_path / "no.csv")


def test_a_source_that_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes("é".encode("latin-1"))
    with pytest.raises(DataError, match="byte 0 is not UTF-8") as raised:
        check_source(file, [], [])
    assert is_sentence(raised.value.advice)


def test_a_missing_source(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no\.txt") as raised:
        check_source(tmp_path / "no.txt", [], [])
    assert is_sentence(raised.value.advice)


def is_sentence(advice: str) -> bool:
    """Whether advice begins and ends as everywhere else."""
    return advice[:1].isupper() and advice.endswith((".", "?"))


@pytest.mark.parametrize(
    ("subject", "predicate", "wrong", "says"),
    [
        ("figure:graduates", "schema:value", ox.Literal(3500), "3500, the value of figure:graduates"),
        ("figure:graduates", "schema:value", ox.Literal(53000), "53000, the value of figure:graduates"),
        ("figure:faculties", "schema:value", ox.Literal(5), "5, the value of figure:faculties"),
        ("figure:share-of-interventions", "schema:value", ox.Literal(6), "6, the value of figure:share-"),
        ("atsmu:university", "schema:foundingDate", YEAR_1993, "1993, the founding year of atsmu:university"),
    ],
    ids=["digit-lost", "digits-swapped", "number-word", "percentage", "founding-year"],
)
def test_a_number_that_its_passage_does_not_contain(
    shared: Path, quads: frozenset[ox.Quad], subject: str, predicate: str, wrong: ox.Literal, says: str
) -> None:
    def changed(quad: ox.Quad) -> ox.Quad:
        of_profile = "/graph/profile/" in str(quad.graph_name)
        if of_profile and (spell(quad.subject), spell(quad.predicate)) == (subject, predicate):
            return ox.Quad(quad.subject, quad.predicate, wrong, quad.graph_name)
        return quad

    claims = read_tables(Path(files.path("data/claims")))
    faults = check_source(shared / "source" / "seed.txt", map(changed, quads), claims).faults
    assert faults
    assert all(f"does not contain {says}" in fault and fault.startswith("the passage ") for fault in faults)
