"""The claims table against the graph, and both against the source document."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from atsmu_kg.curation.claims import ClaimCheck, on_borders, read_claims, read_tables
from atsmu_kg.curation.coverage import Coverage, check_source, coverage
from atsmu_kg.rdf.namespaces import AKG, PREFIXES, SCHEMA, contract, expand

ROOT = Path(__file__).parent.parent
CLAIMS = read_tables(ROOT / "data" / "claims")
TURTLE = RdfFormat.TURTLE
PREFIXED = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def covered(quads: frozenset[Quad]) -> Coverage:
    return coverage(quads, CLAIMS)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_pattern_of_a_claim_has_a_triple(claim: ClaimCheck, covered: Coverage) -> None:
    missing = [str(pattern) for lacking, pattern in covered.unmatched if lacking == claim]
    assert missing == [], f"state it in the graph of {claim.passage}"


def test_all_is_covered(covered: Coverage) -> None:
    assert covered.complete, covered.to_text()
    assert covered.to_text().splitlines()[-1].startswith("66 of 66 claims are stated")


CHANGES = [
    ("period:since-1939", "dcat:startDate", "akg:AtLeast"),
    ("figure:graduates", "akg:bound", "akg:AtLeast"),
    ("figure:theses", "dcterms:temporal", "period:each-year"),
    ("figure:theses", "schema:measuredProperty", "akg:ArticleCount"),
    ("figure:international-students", "akg:partOf", "figure:chairs"),
    ("claim:key-base", "akg:modality", "akg:Assertion"),
    ("purpose:better-education", "akg:priority", "akg:OneOfTheMain"),
]


@pytest.mark.parametrize(("subject", "predicate", "value"), CHANGES, ids=lambda cell: cell)
def test_what_the_passage_says_of_a_figure_is_in_the_claims(
    subject: str, predicate: str, value: str, quads: frozenset[Quad]
) -> None:
    """A change that leaves the graph sound: another bound, period, measure, whole or modality."""
    place = (expand(subject), expand(predicate))
    changed = {
        Quad(quad.subject, quad.predicate, NamedNode(expand(value)), quad.graph_name)
        if (getattr(quad.subject, "value", ""), quad.predicate.value) == place
        else quad
        for quad in quads
    }
    found = coverage(changed, CLAIMS)
    assert [str(pattern).split()[:2] for _, pattern in found.unmatched] == [[subject, predicate]]


@pytest.mark.parametrize("cell", ["8844", '"1939"^^xsd:gYear', '"ATSMU"@en', "38.6018", "true", "akg:About"])
def test_an_object_of_the_claims_table(cell: str, tmp_path: Path) -> None:
    file = tmp_path / "yearbook.csv"
    written = cell.replace('"', '""')
    file.write_text(
        "claim,sentence,start,end,kind,subject,predicate,object\n"
        f'Y1,1,0,9,fact,figure:staff,schema:value,"{written}"\n',
        "utf-8",
    )
    ((pattern,),) = (claim.patterns for claim in read_claims(file))
    assert pattern.object == next(iter(parse(f"{PREFIXED}figure:staff schema:value {cell} .", TURTLE))).object
    assert str(pattern) == f"figure:staff schema:value {cell}"


def test_a_missing_triple_is_found(quads: frozenset[Quad]) -> None:
    without = {quad for quad in quads if quad.predicate.value != SCHEMA.foundingDate}
    found = coverage(without, CLAIMS)
    assert {claim.id for claim, _ in found.unmatched} == {"C04", "C09"}
    assert "64 of 66 claims" in found.to_text()
    assert "  Add it to the data." in found.to_text().splitlines()
    assert "C01  profile sentence 1   [0,85)  3 triples" in found.to_text().splitlines()
    assert "C02  profile sentence 1   [0,85)  1 triple" in found.to_text().splitlines()


def test_a_triple_that_no_claim_asks_for_is_found(quads: frozenset[Quad]) -> None:
    stray = Quad(*[NamedNode(expand("atsmu:university"))] * 3, NamedNode(expand("profile:s07")))
    found = coverage({*quads, stray}, CLAIMS)
    assert found.unclaimed == [stray]
    assert "Add a row to the claims table." in found.to_text()


def test_a_merged_triple_that_no_graph_states_is_found(quads: frozenset[Quad]) -> None:
    stray = Quad(*[NamedNode(expand("atsmu:university"))] * 3, DefaultGraph())
    found = coverage({*quads, stray}, CLAIMS)
    assert found.unstated == [stray.triple]
    assert "Run 'make data'." in found.to_text()


def test_the_claims_are_those_of_the_check_list(shared: Path) -> None:
    with (shared / "source" / "claims.csv").open(encoding="utf-8", newline="") as file:
        listed = {
            row["id"]: (int(row["sentence"]), int(row["start"]), int(row["end"]), row["kind"])
            for row in csv.DictReader(file)
        }
    found = {claim.id: (claim.sentence, claim.start, claim.end, claim.kind) for claim in CLAIMS}
    # Four evaluations that the check-list passes over, each in the sentence of another claim.
    beyond = {name: found.pop(name) for name in ("C63", "C64", "C65", "C66")}
    assert {kind for *_, kind in beyond.values()} == {"assertion"}
    assert {claim[:3] for claim in beyond.values()} <= {claim[:3] for claim in listed.values()}
    # The check-list counts the blank at the end of the last sentence.
    text = (shared / "source" / "seed.txt").read_text("utf-8")
    trimmed = {
        name: (sentence, start, start + len(text[start:end].rstrip()), kind)
        for name, (sentence, start, end, kind) in listed.items()
    }
    assert found == trimmed


def test_figures_have_the_check_lists_value_and_bound(shared: Path, quads: frozenset[Quad]) -> None:
    bounds = {"exact": AKG.Exactly, "more than": AKG.MoreThan, "about": AKG.About}
    triples = coverage(quads, CLAIMS).triples
    with (shared / "source" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file) if row["kind"] == "figure"}
    assert len(rows) == 17
    for claim in (claim for claim in CLAIMS if claim.id in rows):
        facts = {
            triple.predicate.value: triple.object.value
            for triple in triples[claim]
            if "/figure/" in str(triple.subject)
        }
        row = rows[claim.id]
        assert (facts[SCHEMA.value], facts[AKG.bound]) == (row["value"], bounds[row["bound"]]), claim.id


def test_the_source_is_the_recorded_one(shared: Path, quads: frozenset[Quad]) -> None:
    found = check_source(shared / "source" / "seed.txt", quads, CLAIMS)
    assert found.faults == []
    assert [claim.id for claim, _, _ in found.passages] == [claim.id for claim in CLAIMS]
    assert all(triples for _, _, triples in found.passages)


def test_a_changed_source_is_noticed(shared: Path, quads: frozenset[Quad], tmp_path: Path) -> None:
    changed = tmp_path / "seed.txt"
    changed.write_text("A " + (shared / "source" / "seed.txt").read_text("utf-8"), "utf-8")
    faults = check_source(changed, quads, CLAIMS).faults
    assert "SHA-256" in faults[0]
    assert any("border of a sentence" in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("A b. C d.", 0, 4, True),
        ("A b. C d.", 5, 9, True),
        ("A b. C d.", 1, 4, False),
        ("A b.", 0, 9, False),
        ("A", 1, 1, False),
    ],
)
def test_borders(text: str, start: int, end: int, expected: bool) -> None:
    assert on_borders(text, start, end) is expected


def test_no_sentence_of_the_source_is_in_the_project(shared: Path) -> None:
    sentences = {
        passage
        for claim in CLAIMS
        if len(passage := (shared / "source" / "seed.txt").read_text("utf-8")[claim.start : claim.end]) > 60
    }
    for folder in ("data", "ontology", "queries", "atsmu_kg", "docs"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in {".trig", ".ttl", ".nq", ".csv", ".rq", ".py", ".md", ".json", ".jsonld"}:
                content = file.read_text("utf-8")
                assert not [s for s in sentences if s in content], f"{file} holds a sentence of the source"


def test_labels_of_patterns_read_well() -> None:
    assert (
        str(read_claims(ROOT / "data" / "claims" / "profile.csv")[0].patterns[0])
        == "atsmu:university rdf:type *"
    )
    assert contract(CLAIMS[0].passage) == "<https://w3id.org/atsmu-kg/source/profile.txt#char=0,85>"
