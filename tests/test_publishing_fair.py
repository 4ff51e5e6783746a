"""The FAIR tests: a release passes them, and each fails on a release that lacks what it asks for."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.cli import main
from atsmu_kg.errors import DataSyntaxError, StoreError
from atsmu_kg.publishing import fair
from atsmu_kg.publishing.catalogue.prefixes import DATASET, RECORD_PREFIXES
from atsmu_kg.publishing.fair import RDF, assess
from atsmu_kg.publishing.release import release
from atsmu_kg.publishing.verdict import FAILS, NOT_YET, PASSES, Verdict
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import expand

pytestmark = pytest.mark.whole


def iri(curie: str) -> NamedNode:
    return NamedNode(expand(curie, RECORD_PREFIXES))


@pytest.fixture(scope="module")
def folder(quads: frozenset[Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("release")
    release(quads).write(target)
    return target


@pytest.fixture(scope="module")
def metadata(folder: Path) -> frozenset[Quad]:
    return frozenset(
        [quad for name in RDF for quad in read(folder / name)] + fair._record_in(folder / "index.html")
    )


def verdict(name: str, metadata: set[Quad]) -> Verdict:
    store = ox.Store()
    store.extend(metadata)
    return fair._asked(store, (TESTS / f"{name}.rq").read_text("utf-8"))


TESTS = Path(fair.__file__).with_name("fair")
names = sorted(path.stem for path in TESTS.glob("*.rq"))


@pytest.mark.parametrize("name", names)
def test_a_release_passes(name: str, metadata: frozenset[Quad]) -> None:
    found = verdict(name, set(metadata))
    assert found.outcome == PASSES, found
    assert found.test == name


# Each test with a property without which it must fail.
NEEDS = {
    "FsF-F1-01MD": "dcterms:identifier",
    "FsF-F1-02MD-1": "rdf:type",
    "FsF-F2-01M-2": "schema:datePublished",
    "FsF-F2-01M-3": "schema:keywords",
    "FsF-F3-01M-2": "schema:contentUrl",
    "FsF-F4-01M-1": "schema:distribution",
    "FsF-A1-01M-1": "dcterms:accessRights",
    "FsF-A1.1-01MD": "dcat:landingPage",
    "FsF-A1.2-01MD": "dcat:landingPage",
    "FsF-I1-01M-1": "rdf:type",
    "FsF-I2-01M-2": "prov:wasDerivedFrom",
    "FsF-I3-01M-2": "prov:wasDerivedFrom",
    "FsF-R1-01M-1": "rdf:type",
    "FsF-R1-01M-2": "dcat:byteSize",
    "FsF-R1-01M-3": "schema:variableMeasured",
    "FsF-R1.1-01M-1": "dcterms:license",
    "FsF-R1.2-01M-1": "dcterms:modified",
    "FsF-R1.2-01M-2": "prov:wasDerivedFrom",
    "FsF-R1.3-01M-3": "dcat:dataset",
    "FsF-R1.3-02D-1": "rdf:type",
    "FOOPS-PURL1": "rdf:type",
    "FOOPS-URI2": "vann:preferredNamespaceUri",
    "FOOPS-VER1": "owl:versionIRI",
    "FOOPS-FIND1": "vann:preferredNamespacePrefix",
    "FOOPS-OM1": "dcterms:license",
    "FOOPS-OM2": "dcterms:bibliographicCitation",
    "FOOPS-OM4.1": "dcterms:license",
    "FOOPS-OM5.1": "dcterms:created",
    "FOOPS-OM5.2": "dcterms:issued",
    "FOOPS-HTTP1": "rdf:type",
    "FOOPS-VOC1": "dcterms:title",
    "FOOPS-VOC2": "rdfs:isDefinedBy",
    "FOOPS-VOC3": "rdfs:label",
    "FOOPS-VOC4": "rdfs:comment",
    "LOV-agents": "foaf:name",
    "LOV-dates": "dcterms:modified",
    "LOV-defined": "rdfs:isDefinedBy",
    "LOV-languages": "dcterms:title",
}


@pytest.mark.parametrize("name", names)
def test_a_release_without_what_a_test_asks_for_fails(name: str, metadata: frozenset[Quad]) -> None:
    property = iri(NEEDS[name])
    found = verdict(name, {quad for quad in metadata if quad.predicate != property})
    assert found.outcome == FAILS
    assert found.reason


FILE, TERM = iri("dataset:new"), iri("akg:new")
TOO_MUCH = {
    "FsF-R1.3-02D-1": [
        (FILE, "dcat:mediaType", NamedNode("https://www.iana.org/assignments/media-types/application/pdf"))
    ],
    "FsF-R1-01M-2": [(FILE, "dcterms:title", Literal("a file without a size"))],
    "FsF-A1.1-01MD": [(FILE, "dcat:downloadURL", NamedNode("ftp://example.org/file"))],
    "FsF-A1.2-01MD": [(FILE, "dcat:downloadURL", NamedNode("http://example.org/file"))],
    "FOOPS-VOC3": [(TERM, "rdf:type", iri("owl:Class"))],
    "FOOPS-VOC4": [(TERM, "rdf:type", iri("owl:ObjectProperty"))],
    "LOV-defined": [(TERM, "rdf:type", iri("owl:DatatypeProperty"))],
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_one_file_or_term_without_it_is_enough_to_fail(name: str, metadata: frozenset[Quad]) -> None:
    new = {Quad(subject, iri(predicate), object) for subject, predicate, object in TOO_MUCH[name]}
    new.add(Quad(NamedNode(DATASET), iri("dcat:distribution"), FILE))
    assert verdict(name, metadata | new).outcome == FAILS


def test_what_can_t_be_passed_yet_says_why(folder: Path) -> None:
    verdicts = assess(folder)
    later = [each for each in verdicts if each.outcome == NOT_YET]
    assert later
    assert all(each.reason for each in later)
    assert not {each.test for each in later} & set(names)
    assert len({each.test for each in verdicts}) == len(verdicts)


def test_a_changed_file_is_noticed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = folder / "figures.csv"
    whole = figures.read_bytes()
    assert main(["check", "fair", str(folder)]) == 0
    try:
        figures.write_bytes(whole.replace(b"8844", b"9844"))
        assert main(["check", "fair", str(folder)]) == 1
    finally:
        figures.write_bytes(whole)
    assert "fails    release-intact" in capsys.readouterr().out


def test_a_folder_without_a_release_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="dcat-ap"):
        assess(tmp_path)


def test_a_page_whose_record_is_broken_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text(f"{fair.SCRIPT}{{</script>", "utf-8")
    with pytest.raises(DataSyntaxError, match="not JSON"):
        fair._record_in(page)
    page.write_text("<p>", "utf-8")
    assert fair._record_in(page) == []
