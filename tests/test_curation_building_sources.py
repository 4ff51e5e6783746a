"""The tables of further sources: the graphs that they make, complete and stable, each fact in its passage."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.curation.building.source_statements import SourceStatements
from atsmu_kg.curation.building.source_tables import SourceTables, document_iri, read_sources
from atsmu_kg.curation.building.sources import source_quads
from atsmu_kg.curation.coverage import fact_coverage
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import expand

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "data" / "sources"
DATE = "2026-11-29"


@pytest.fixture(scope="module")
def tables() -> SourceTables:
    return read_sources(TABLES)


def test_all_facts_of_all_sources_are_there(tables: SourceTables) -> None:
    assert (len(tables.documents), len(tables.facts)) == (51, 277)
    assert {fact.source for fact in tables.facts} == {row["id"] for row in tables.documents}


def test_each_fact_makes_statements_in_the_graph_of_its_passage(tables: SourceTables) -> None:
    quads = SourceStatements(tables).quads
    for fact in tables.facts:
        assert quads[fact.id], fact.id
        assert {quad.graph_name for quad in quads[fact.id]} == {NamedNode(fact.graph)}


def test_notes_speak_to_readers(tables: SourceTables) -> None:
    """Of what they compare with they say the page or the sentence, not how our tables number it."""
    numbers = re.compile(r"\b[CF]\d{2,3}\b")
    ids = {row["id"] for row in tables.documents}
    for fact in tables.facts:
        assert not numbers.search(fact.note), fact.id
        assert not ids & set(re.findall(r"[\w-]+", fact.note)), fact.id


def test_the_file_is_what_the_tables_make() -> None:
    assert set(read(ROOT / "data" / "sources.trig")) == set(source_quads(TABLES, DATE))


def test_the_order_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "from atsmu_kg.curation.building.sources import source_quads\n"
        "import hashlib\n"
        f"text = chr(10).join(map(str, source_quads({str(TABLES)!r}, {DATE!r})))\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_every_fact_is_covered(quads: frozenset[Quad]) -> None:
    found = fact_coverage(quads, TABLES)
    assert found.complete, found.to_text()
    assert found.to_text().splitlines()[-1] == "277 of 277 facts of 51 sources are stated"
    assert found.facts["khovar-2025-02-14"] == 13


def test_a_missing_and_a_stray_triple_are_found(quads: frozenset[Quad]) -> None:
    value = NamedNode(expand("schema:value"))
    figure = NamedNode(expand("figure:f004"))
    stray = Quad(figure, value, Literal("x"), NamedNode(expand("graph:khovar-2025-02-14/p5-s1")))
    without = {quad for quad in quads if (quad.subject, quad.predicate) != (figure, value)}
    found = fact_coverage({*without, stray}, TABLES)
    assert [fact.id for fact, _ in found.unstated] == ["F004"]
    assert found.unasked == [stray]
    assert found.to_text().splitlines()[-1] == "276 of 277 facts of 51 sources are stated"


def test_what_describes_a_document_is_held_against_its_row(quads: frozenset[Quad]) -> None:
    document = NamedNode(document_iri("khovar-2024-01-30"))
    publisher, provenance = NamedNode(expand("schema:publisher")), NamedNode(expand("graph:provenance"))
    other = Quad(document, publisher, Literal("Another publisher"), provenance)
    (own,) = (
        quad
        for quad in quads
        if (*quad.triple,)[:2] == (document, publisher) and quad.graph_name == provenance
    )
    assert fact_coverage({*quads, other}, TABLES).unasked == [other]
    found = fact_coverage(quads - {own}, TABLES)
    assert (found.undescribed, found.complete) == ([own], False)
    assert "graph:provenance does not state" in found.to_text()


def test_the_names_of_things_are_held_against_their_rows(quads: frozenset[Quad]) -> None:
    names = SourceStatements(read_sources(TABLES)).editorial()
    lost = next(quad for quad in names if quad.predicate.value == expand("skos:prefLabel"))
    assert fact_coverage(quads - {lost}, TABLES).undescribed == [lost]


def test_a_part_joins_the_whole_of_one_source_and_time(tables: SourceTables) -> None:
    facts = {fact.name: fact for fact in tables.facts}
    part_of = expand("akg:partOf")
    joined = 0
    for quads in SourceStatements(tables).quads.values():
        for quad in quads:
            if quad.predicate.value == part_of:
                part, whole = (
                    facts[str(node).rpartition("/")[2].rstrip(">")] for node in (quad.subject, quad.object)
                )
                assert (part.source, part.as_of, part.subject) == (whole.source, whole.as_of, whole.subject)
                joined += 1
    assert joined > 20


@pytest.mark.parametrize("name", ["F157", "F245"])
def test_a_bare_triple_that_can_be_read_otherwise_says_so_on_its_graph(
    name: str, tables: SourceTables, quads: frozenset[Quad]
) -> None:
    (graph,) = (NamedNode(fact.graph) for fact in tables.facts if fact.id == name)
    doubt = NamedNode(expand("akg:Ambiguous"))
    assert Quad(graph, NamedNode(expand("akg:reading")), doubt, graph) in quads


@pytest.mark.parametrize(
    ("name", "node", "reading"),
    [
        ("F001", "membership:f001", "akg:BothReadings"),
        ("F042", "figure:f042", "akg:FirstReadingOnly"),
        ("F161", "name:f161", "akg:SecondReadingOnly"),
    ],
)
def test_a_fact_says_which_reading_noted_it(
    name: str, node: str, reading: str, tables: SourceTables, quads: frozenset[Quad]
) -> None:
    (graph,) = (NamedNode(fact.graph) for fact in tables.facts if fact.id == name)
    subject, property, object = (NamedNode(expand(curie)) for curie in (node, "akg:secondReading", reading))
    assert Quad(subject, property, object, graph) in quads


def test_a_fact_of_a_page_that_was_read_once_says_nothing_of_a_second_reading(
    tables: SourceTables, quads: frozenset[Quad]
) -> None:
    once = {fact.name for fact in tables.facts if fact.second_reading is None}
    said = {
        quad.subject.value.rpartition("/")[2]
        for quad in quads
        if quad.predicate.value == expand("akg:secondReading") and isinstance(quad.subject, NamedNode)
    }
    assert once
    assert not once & said


def test_all_that_is_ambiguous_and_each_note_is_in_the_graph_of_its_fact(
    tables: SourceTables, quads: frozenset[Quad]
) -> None:
    said = {(quad.graph_name, quad.object) for quad in quads}
    for fact in tables.facts:
        graph = NamedNode(fact.graph)
        if fact.ambiguous:
            assert (graph, NamedNode(expand("akg:Ambiguous"))) in said, fact.id
        if fact.note:
            assert (graph, Literal(fact.note, language="en")) in said, fact.id


def test_a_planned_unit_has_the_day_of_its_announcement(quads: frozenset[Quad]) -> None:
    (graph,) = {
        quad.graph_name
        for quad in quads
        if quad.predicate == NamedNode(expand("akg:plansUnit"))
        and "khovar-2025-02-14" in str(quad.graph_name)
    }
    day = Literal("2025-02-14", datatype=NamedNode(expand("xsd:date")))
    assert Quad(NamedNode(graph.value), NamedNode(expand("akg:knownOn")), day, graph) in quads


def test_a_rector_is_known_on_a_day_without_a_term(quads: frozenset[Quad]) -> None:
    node = NamedNode(expand("membership:f001"))
    said = {quad.predicate.value: quad.object for quad in quads if quad.subject == node}
    assert said[expand("akg:knownOn")] == Literal("2025-02-14", datatype=NamedNode(expand("xsd:date")))
    assert expand("dcterms:temporal") not in said
