"""A second source, invented here, fits without a change of schema, and both stay true as reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_curation_building import copy_sources

from atsmu_kg.curation.building.merge import build
from atsmu_kg.curation.building.passages import passage_quads
from atsmu_kg.curation.claims import read_claims, read_tables
from atsmu_kg.curation.coverage import check_source, coverage
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import IRI, PREFIXES
from atsmu_kg.rdf.serializers import write
from atsmu_kg.stores.embedded import EmbeddedStore

TEXT = "An invented yearbook. In 2026 the university had at least 9000 students."
CLAIMS = """claim,sentence,start,end,kind,subject,predicate,object
Y01,2,22,72,figure,figure:students-2026,,
Y01,2,22,72,figure,period:year-2026,,
"""
TRIG = """
<https://w3id.org/atsmu-kg/graph/yearbook/s02> {
    figure:students-2026 a akg:Figure ;
        schema:observationAbout atsmu:university ;
        schema:measuredProperty akg:StudentCount ;
        schema:value 9000 ;
        akg:bound akg:AtLeast ;
        schema:minValue 9000 ;
        qudt:hasUnit unit:NUM ;
        dcterms:temporal period:year-2026 .
    period:year-2026 a dcterms:PeriodOfTime ;
        dcat:startDate "2026"^^xsd:gYear ;
        dcat:endDate "2026"^^xsd:gYear .
}
graph:editorial {
    period:year-2026 skos:prefLabel "2026 (invented)"@en , "2026 (вымышленный)"@ru , "2026 (бофта)"@tg .
}
"""
WHO_SAYS = """
SELECT ?graph ?value ?bound ?period ?passage {
  VALUES ?value { 8844 9000 }
  GRAPH ?graph { ?figure schema:measuredProperty akg:StudentCount ; schema:value ?value ; akg:bound ?bound .
                 OPTIONAL { ?figure dcterms:temporal ?period } }
  ?graph prov:wasDerivedFrom ?passage
} ORDER BY ?value"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's sources with an invented yearbook beside them, built."""
    root = tmp_path_factory.mktemp("both")
    copy_sources(root)
    (root / "yearbook.txt").write_text(TEXT, "utf-8")
    claims = root / "data" / "claims" / "yearbook.csv"
    claims.write_text(CLAIMS, "utf-8")
    header = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    (root / "data" / "yearbook.trig").write_text(header + TRIG, "utf-8")
    passages = passage_quads(
        root / "yearbook.txt",
        read_claims(claims),
        titles={"en": "An invented yearbook", "ru": "Вымышленный ежегодник", "tg": "Солномаи бофта"},
        language="en",
        date="2026-11-22",
    )
    write(passages, root / "data" / "yearbook-passages.trig")
    build(root)
    return root


@pytest.mark.whole
def test_both_figures_stand_each_with_its_passage(both: Path) -> None:
    kg = KnowledgeGraph(EmbeddedStore.memory(str(both / "data" / "atsmu-kg.nq")))
    rows = kg.query(WHO_SAYS).rows
    assert [(row.graph.removeprefix(PREFIXES["graph"]), row.value, row.bound.curie) for row in rows] == [
        ("profile/s15", 8844, "akg:Exactly"),
        ("yearbook/s02", 9000, "akg:AtLeast"),
    ]
    assert [row.passage.rpartition("/")[2] for row in rows] == [
        "profile.txt#char=2646,2889",
        "yearbook.txt#char=22,72",
    ]
    written, year = (IRI(PREFIXES["period"] + name) for name in ("when-written", "year-2026"))
    assert [row.period for row in rows] == [written, year]


@pytest.mark.whole
def test_the_disagreement_is_found_by_its_query(both: Path) -> None:
    kg = KnowledgeGraph(EmbeddedStore.memory(str(both / "data" / "atsmu-kg.nq")))
    assert len(kg.queries.disagreements()) >= 1


@pytest.mark.whole
def test_it_conforms_to_the_same_shapes(both: Path) -> None:
    kg = KnowledgeGraph(EmbeddedStore.memory(str(both / "data" / "atsmu-kg.nq")))
    report = kg.validate(engine="shifty")
    assert report.conforms, report.to_text()


@pytest.mark.whole
def test_both_sources_are_covered(both: Path) -> None:
    quads = read(both / "data" / "atsmu-kg.nq")
    claims = read_tables(both / "data" / "claims")
    found = coverage(quads, claims)
    assert found.complete, found.to_text()
    assert found.to_text().splitlines()[-1].startswith("67 of 67 claims")
    assert check_source(both / "yearbook.txt", quads, claims, source="yearbook").faults == []
