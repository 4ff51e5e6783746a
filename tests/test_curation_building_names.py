"""The table of names, and the graphs that are made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, parse

from atsmu_kg.curation.building.names import COLUMNS, name_quads, read_names, write_names
from atsmu_kg.curation.tables import read_table
from atsmu_kg.errors import DataError
from atsmu_kg.rdf.namespaces import AKG, BASE, RDF, SCHEMA, SKOS, contract, expand

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "data" / "names" / "names.csv"
CONFIG = str(ROOT / "data" / "authority")
RUSSIAN = ("country:TJ", "ru", "prefLabel", "Таджикистан", "verified", "a page; another page", "")


def table(folder: Path, *rows: tuple[str, ...]) -> str:
    file = folder / "names.csv"
    file.write_text("\n".join(",".join(row) for row in (COLUMNS, *rows)) + "\n", "utf-8")
    return str(file)


def thing(curie: str, *labels: tuple[str, Literal]) -> list[Quad]:
    node, graph = NamedNode(expand(curie)), NamedNode(expand("graph:editorial"))
    return [
        Quad(node, NamedNode(RDF.type), NamedNode(SCHEMA.Country), graph),
        *(Quad(node, NamedNode(property), label, graph) for property, label in labels),
    ]


def stated(quads: list[Quad], curie: str) -> set[tuple[str, str, str]]:
    return {
        (contract(quad.predicate.value), str(quad.object), contract(quad.graph_name.value))
        for quad in quads
        if quad.subject == NamedNode(expand(curie))
    }


@pytest.fixture(scope="module")
def published() -> list[Quad]:
    return list(parse(path=str(ROOT / "data" / "names.trig")))


def test_the_published_graphs_are_up_to_date(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("authority", "names", *(file.name for file in (ROOT / "data").glob("*.trig"))):
        (data / name).symlink_to(ROOT / "data" / name)
    (data / "names.trig").unlink()
    write_names(tmp_path)
    assert (data / "names.trig").read_bytes() == (ROOT / "data" / "names.trig").read_bytes()


def test_without_a_table_nothing_is_written(tmp_path: Path) -> None:
    write_names(tmp_path)
    assert not list(tmp_path.iterdir())


def test_each_used_row_is_attested_with_its_evidence(published: list[Quad]) -> None:
    things = {quad.object for quad in published if quad.predicate.value == SCHEMA.about}
    evidence = {quad.subject: quad.object for quad in published if quad.predicate.value == AKG.evidence}
    values = {
        (quad.object, evidence[quad.subject]) for quad in published if quad.predicate.value == SCHEMA.value
    }
    rows = [row for row in read_names(str(TABLE)) if NamedNode(row.thing) in things]
    assert len(rows) > 170
    assert {(row.name, Literal(row.evidence)) for row in rows} == values


def test_single_source_names_stand_in_a_graph_that_says_so(published: list[Quad]) -> None:
    rows = read_table(str(TABLE), COLUMNS)
    status = {(expand(row["thing"]), row["name"], row["language"]): row["status"] for row in rows}
    labels = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    names = {
        (quad.subject.value, quad.object.value, quad.object.language): quad.graph_name.value
        for quad in published
        if quad.predicate.value in labels and quad.subject.value.startswith(BASE + "id/")
    }
    assert len(names) > 150
    assert all(
        graph.endswith("-single-source") == (status[name] == "single-source") for name, graph in names.items()
    )
    assert "unverified" not in {status[name] for name in names}


def test_former_names_are_found_but_not_shown(published: list[Quad]) -> None:
    former = [
        row
        for row in read_table(str(TABLE), COLUMNS)
        if "FORMER" in row["note"] and row["thing"] != "country:SU"
    ]
    assert len(former) > 5
    assert {row["label"] for row in former} == {"hiddenLabel"}
    stalinabad = Literal("Stalinabad", language="en")
    assert {quad.predicate.value for quad in published if quad.object == stalinabad} == {
        SKOS.hiddenLabel,
        SCHEMA.value,
    }


def test_a_name_waits_for_its_thing(tmp_path: Path) -> None:
    file = table(tmp_path, RUSSIAN)
    assert name_quads(file, CONFIG, [], []) == []
    quads = name_quads(file, CONFIG, thing("country:TJ"), [])
    assert stated(quads, "country:TJ") == {("skos:prefLabel", '"Таджикистан"@ru', "authority:names")}


def test_what_another_graph_shows_is_only_attested(tmp_path: Path) -> None:
    file = table(tmp_path, RUSSIAN)
    for property in (SKOS.prefLabel, SKOS.altLabel):
        known = thing("country:TJ", (property, Literal("Таджикистан", language="ru")))
        quads = name_quads(file, CONFIG, known, [])
        assert not stated(quads, "country:TJ")
        assert Literal("a page; another page") in {quad.object for quad in quads}


def test_a_second_preferred_name_is_an_alternative(tmp_path: Path) -> None:
    known = thing("country:TJ", (SKOS.prefLabel, Literal("Тоҷикистон", language="ru")))
    quads = name_quads(table(tmp_path, RUSSIAN), CONFIG, known, [])
    assert stated(quads, "country:TJ") == {("skos:altLabel", '"Таджикистан"@ru', "authority:names")}


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [RUSSIAN, ("country:TJ", "tg", "altLabel", "Тоҷикистон", "single-source", "a page", "")]
    known = thing("country:TJ")
    forward = name_quads(table(tmp_path, *rows), CONFIG, known, [])
    assert forward == name_quads(table(tmp_path, *reversed(rows)), CONFIG, known, [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("country:TJ", "fa", *RUSSIAN[2:]), "'fa' is not a language"),
        ((*RUSSIAN[:2], "label", *RUSSIAN[3:]), "'label' is not a label"),
        ((*RUSSIAN[:4], "sure", *RUSSIAN[5:]), "'sure' is not a status"),
        ((*RUSSIAN[:3], " Таджикистан", *RUSSIAN[4:]), "the name is empty, or begins or ends with a space"),
        ((*RUSSIAN[:5], "", ""), "the evidence is empty"),
        (("nowhere:TJ", *RUSSIAN[1:]), "'nowhere:TJ' is not the CURIE of a thing"),
        (RUSSIAN, "country:TJ has the name"),
        ((*RUSSIAN[:3], "Точикистан", *RUSSIAN[4:]), "has another preferred name, 'Таджикистан', on line 2"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: tuple[str, ...], message: str) -> None:
    with pytest.raises(DataError, match=r"names\.csv:3: ") as error:
        read_names(table(tmp_path, RUSSIAN, row))
    assert message in str(error.value)


def test_unverified_rows_are_passed_over(tmp_path: Path) -> None:
    assert read_names(table(tmp_path, (*RUSSIAN[:4], "unverified", *RUSSIAN[5:]))) == []
