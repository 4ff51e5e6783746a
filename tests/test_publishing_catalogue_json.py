"""Records that are no RDF files: search engines, DataCite, citation, the LOD Cloud, Croissant, RO-Crate."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import yaml
from pyoxigraph import Quad, Triple

from atsmu_kg import files
from atsmu_kg.publishing.catalogue import record_of
from atsmu_kg.publishing.catalogue.publication import Publication
from atsmu_kg.rdf.namespaces import PREFIXES, expand

FIGURE = expand("akg:Figure")
KERNEL = "{http://datacite.org/schema/kernel-4}"


@pytest.fixture(scope="module")
def publication(quads: frozenset[Quad]) -> Publication:
    return Publication(quads)


def document(publication: Publication, profile: str) -> Any:
    return json.loads(record_of(publication, profile).content)


# schema.org


def test_schema_org_has_what_dataset_search_asks_for(publication: Publication) -> None:
    found = document(publication, "schema-org")
    assert found["@context"] == "https://schema.org/"
    assert found["@type"] == "Dataset"
    assert isinstance(found["name"], str)
    assert 50 <= len(found["description"]) <= 5000
    wanted = {
        *("alternateName", "creator", "distribution", "identifier", "isAccessibleForFree", "keywords"),
        *("license", "spatialCoverage", "temporalCoverage", "url", "version"),
    }
    assert not wanted - set(found)
    assert all(found[name] not in ("", [], None) for name in wanted)
    assert found["temporalCoverage"] == "1939/.."


def test_schema_org_says_where_it_is_listed_and_what_it_rests_on(publication: Publication) -> None:
    found = document(publication, "schema-org")
    (catalogue,) = found["includedInDataCatalog"]
    assert catalogue["@id"] == "https://w3id.org/atsmu-kg/catalogue"
    assert catalogue["name"] == "Catalogue of the atsmu-kg project"
    assert [work["@id"] for work in found["citation"]] == found["isBasedOn"]
    assert all(work["name"] for work in found["citation"])
    assert found["creditText"].endswith(f"(version {found['version']}). {found['url']}")
    # There is no DOI yet, and none is made up.
    assert "sameAs" not in found


def test_schema_org_has_the_other_names_that_are_stated(quads: frozenset[Quad], tmp_path: Path) -> None:
    doi = "https://doi.org/10.5072/invented"
    described = tmp_path / "dataset.ttl"
    known = Path(files.path("data/dataset.ttl")).read_text("utf-8")
    same = f"<https://w3id.org/atsmu-kg/dataset> <http://www.w3.org/2002/07/owl#sameAs> <{doi}> ."
    described.write_text(f"{known}\n{same}\n", "utf-8")
    assert document(Publication(quads, stated=str(described)), "schema-org")["sameAs"] == [doi]


def test_schema_org_is_json_ld_in_schema_org_s_terms(publication: Publication) -> None:
    text = json.dumps(document(publication, "schema-org") | {"@context": {"@vocab": PREFIXES["schema"]}})
    triples = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)}
    properties = {each.predicate.value for each in triples} - {expand("rdf:type")}
    assert len(triples) > 80
    assert all(each.startswith(PREFIXES["schema"]) for each in properties)


@pytest.mark.parametrize("profile", ["schema-org", "croissant"])
def test_files_are_what_json_records_say(profile: str, publication: Publication) -> None:
    stated = {each["name"]: each for each in document(publication, profile)["distribution"]}
    assert set(stated) == {file.file for file in publication.distributions}
    for file in publication.distributions:
        assert stated[file.file]["sha256"] == sha256(file.content).hexdigest()
        assert stated[file.file]["contentSize"] == f"{len(file.content)} B"
        assert stated[file.file]["encodingFormat"] == file.media_type


# DataCite


def test_datacite_json_is_valid(publication: Publication) -> None:
    schema45 = pytest.importorskip("datacite.schema45")
    found = document(publication, "datacite-json")
    assert schema45.validate(found), [each.message for each in schema45.validator.iter_errors(found)]
    assert not schema45.validate({name: value for name, value in found.items() if name != "creators"})


def test_datacite_xml_says_what_datacite_makes_of_the_json(publication: Publication) -> None:
    """The only difference is the identifier: XML wants one, and there is none yet."""
    schema45 = pytest.importorskip("datacite.schema45")

    def elements(text: str) -> Counter[tuple[str, frozenset[tuple[str, str]], str]]:
        return Counter(
            (each.tag, frozenset(each.attrib.items()), (each.text or "").strip())
            for each in ElementTree.fromstring(text).iter()
            if each.tag != f"{KERNEL}resource"
        )

    ours = elements(str(record_of(publication, "datacite-xml")))
    theirs = elements(schema45.tostring(document(publication, "datacite-json")))
    assert not theirs - ours
    assert list(ours - theirs) == [(f"{KERNEL}identifier", frozenset({("identifierType", "DOI")}), ":tba")]


def test_no_doi_is_made_up_and_the_note_says_so(publication: Publication) -> None:
    assert "doi" not in document(publication, "datacite-json")
    for profile in ("datacite-json", "datacite-xml"):
        assert any("no DOI" in note for note in record_of(publication, profile).notes)


# CITATION.cff


def test_the_citation_is_valid(publication: Publication, tmp_path: Path) -> None:
    record = record_of(publication, "citation")
    record.write(tmp_path / record.file)
    program = Path(sys.executable).with_name("check-jsonschema")
    if not program.exists():
        pytest.skip("check-jsonschema is not installed")
    schema = ["--builtin-schema", "vendor.citation-file-format"]
    subprocess.run([program, *schema, tmp_path / record.file], check=True, capture_output=True)


def test_the_citation_of_the_checkout_is_the_same(publication: Publication, root: Path) -> None:
    def read(text: str) -> Any:
        found = yaml.safe_load(text)
        return found | {"keywords": sorted(found["keywords"])}

    made = read(str(record_of(publication, "citation")))
    assert made == read((root / "CITATION.cff").read_text("utf-8")), (
        "write it anew: atsmu-kg catalogue --profile citation --output CITATION.cff"
    )


# LOD Cloud


def test_the_lod_cloud_s_counts_are_the_graph_s(publication: Publication, merged: frozenset[Triple]) -> None:
    found = document(publication, "lod-cloud")
    assert found["triples"] == str(len(merged))
    identity = {expand(term) for term in ("owl:sameAs", "schema:sameAs", "skos:exactMatch")}
    spaces = {"dbpedia": "http://dbpedia.org/resource/", "geonames-semantic-web": "https://sws.geonames.org/"}
    assert {each["target"]: int(each["value"]) for each in found["links"]} == {
        name: len(
            {
                (each.subject, each.object)
                for each in merged
                if each.predicate.value in identity
                and isinstance(each.object, ox.NamedNode)
                and each.object.value.startswith(space)
            }
        )
        for name, space in spaces.items()
    }


def test_the_lod_cloud_s_rules_are_told_where_they_are_not_met(publication: Publication) -> None:
    most = max(int(each["value"]) for each in document(publication, "lod-cloud")["links"])
    notes = " ".join(record_of(publication, "lod-cloud").notes)
    assert ("too few links" in notes) == (most < 50)
    assert f"DBpedia {most}" in notes
    assert "too small" not in notes


def test_a_small_graph_is_told_that_it_is_too_small(quads: frozenset[Quad]) -> None:
    about = {"https://w3id.org/atsmu-kg/ontology", "https://w3id.org/atsmu-kg/maintainers"}
    few = {quad for quad in quads if quad.subject.value in about or "/place/" in quad.subject.value}  # type: ignore[union-attr]
    few |= {quad for quad in quads if quad.subject.value.endswith(("/country/TJ", "/university"))}  # type: ignore[union-attr]
    notes = record_of(Publication(few), "lod-cloud").notes
    assert any(note.startswith("too small for the LOD Cloud") for note in notes)


# Croissant


@pytest.fixture(scope="module")
def croissant(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("croissant")
    for file in publication.distributions:
        (folder / file.file).write_bytes(file.content)
    record = record_of(publication, "croissant")
    record.write(folder / record.file)
    return folder / record.file


def test_croissant_is_valid_and_its_records_are_the_table(publication: Publication, croissant: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(croissant))
    assert not dataset.metadata.ctx.issues.errors
    rows = list(dataset.records(record_set="figures"))
    (table,) = (file for file in publication.distributions if file.file == "figures.csv")
    written = list(csv.DictReader(io.StringIO(table.content.decode(), newline="")))
    assert len(rows) == len(written) > 10
    values = {(row["figures/figure"].decode(), float(row["figures/value"])) for row in rows}
    assert values == {(row["figure"], float(row["value"])) for row in written}


def test_a_broken_croissant_is_refused(croissant: Path, tmp_path: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    broken = json.loads(croissant.read_text("utf-8"))
    broken["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "elsewhere.csv"
    (tmp_path / "croissant.json").write_text(json.dumps(broken), "utf-8")
    with pytest.raises(mlcroissant.ValidationError):
        mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))


def test_the_table_has_each_figure_with_its_passage(
    publication: Publication, merged: frozenset[Triple]
) -> None:
    (table,) = (file for file in publication.distributions if file.file == "figures.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode(), newline="")))
    figures = {
        each.subject.value  # type: ignore[union-attr]
        for each in merged
        if each.predicate.value == expand("rdf:type") and each.object == ox.NamedNode(FIGURE)
    }
    assert {row["figure"] for row in rows} == figures
    assert all("#" in row["passage"] for row in rows)
    assert {"2013", "2025-02-14"} & {row["date"] for row in rows}
    graduates = next(row for row in rows if row["figure"].endswith("/graduates"))
    assert (graduates["value"], graduates["least"], graduates["greatest"]) == ("35000", "35001", "")


# RO-Crate


def test_the_crate_is_flat_and_describes_each_file(publication: Publication) -> None:
    nodes = document(publication, "ro-crate")["@graph"]
    by_id = {node["@id"]: node for node in nodes}
    assert len(by_id) == len(nodes)
    descriptor = by_id["ro-crate-metadata.json"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = by_id[descriptor["about"]["@id"]]
    assert {"name", "description", "datePublished", "license"} <= set(root)
    parts = {each["@id"] for each in root["hasPart"]}
    assert parts == {file.file for file in publication.distributions}
    for node in nodes:
        for value in node.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict) and set(each) == {"@id"}:
                    assert each["@id"] in by_id or each["@id"].startswith("https://w3id.org/ro/crate/")
    for file in publication.distributions:
        assert by_id[file.file]["sha256"] == file.sha256
        assert by_id[file.file]["contentSize"] == str(file.size)
