"""Records in RDF: DCAT-AP by its shapes, VoID and the service description by recounting."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

import atsmu_kg
from atsmu_kg.cli.publish import PROFILES as OFFERED
from atsmu_kg.publishing.catalogue import PROFILES, record_of
from atsmu_kg.publishing.catalogue.prefixes import CATALOGUE, DATASET, RECORD_PREFIXES, SERVICE
from atsmu_kg.publishing.catalogue.publication import Publication
from atsmu_kg.publishing.catalogue.record import Record
from atsmu_kg.rdf.namespaces import expand

ENDPOINT = "https://example.org/sparql"
Graph = set[Triple]


def iri(curie: str) -> NamedNode:
    return NamedNode(expand(curie, RECORD_PREFIXES))


def graph(record: Record) -> Graph:
    return {quad.triple for quad in ox.parse(record.content, format=ox.RdfFormat.TURTLE)}


def values(triples: Graph, subject: str, predicate: str) -> set[str]:
    node, property = NamedNode(subject), iri(predicate)
    return {
        each.object.value  # type: ignore[union-attr]
        for each in triples
        if each.subject == node and each.predicate == property
    }


@pytest.fixture(scope="module")
def publication(quads: frozenset[Quad]) -> Publication:
    return Publication(quads)


@pytest.fixture(scope="module")
def served(quads: frozenset[Quad]) -> Publication:
    return Publication(quads, endpoint=ENDPOINT)


@pytest.fixture(scope="module")
def dcat(publication: Publication) -> Graph:
    return graph(record_of(publication, "dcat-ap"))


@pytest.fixture(scope="module")
def void(publication: Publication) -> Graph:
    return graph(record_of(publication, "void"))


@pytest.fixture(scope="module")
def shapes(shared: Path) -> rdflib.Graph:
    """DCAT-AP's shapes and ranges, without its references to property shapes that do not exist."""
    found = rdflib.Graph()
    for name in ("dcat-ap-SHACL.ttl", "ranges.ttl"):
        found.parse(shared / "external" / "dcat-ap-3.0.1" / name)
    for property in set(found.objects(None, rdflib.SH.property)):
        if (property, rdflib.SH.path, None) not in found:
            found.remove((None, rdflib.SH.property, property))
    return found


def conforms(triples: Graph, shapes: rdflib.Graph) -> tuple[bool, str]:
    import pyshacl

    data = rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    return bool(conforms), str(text)


@pytest.mark.parametrize("endpoint", [None, ENDPOINT])
def test_dcat_ap_conforms(
    endpoint: str | None, shapes: rdflib.Graph, publication: Publication, served: Publication
) -> None:
    record = record_of(served if endpoint else publication, "dcat-ap")
    fine, text = conforms(graph(record), shapes)
    assert fine, text


def test_dcat_ap_conforms_over_the_merged_data(
    merged: frozenset[Triple], dcat: Graph, shapes: rdflib.Graph
) -> None:
    """Directories of schools are no catalogues of datasets, and each agent and scheme has its name."""
    fine, text = conforms({*merged, *dcat}, shapes)
    assert fine, text


BROKEN: dict[str, tuple[str, str, object]] = {
    "dataset-title": (DATASET, "dcterms:title", None),
    "dataset-description": (DATASET, "dcterms:description", None),
    "catalogue-publisher": (CATALOGUE, "dcterms:publisher", None),
    "catalogue-title": (CATALOGUE, "dcterms:title", None),
    "publisher-name": ("https://w3id.org/atsmu-kg/maintainers", "foaf:name", None),
    "publisher-class": ("https://w3id.org/atsmu-kg/maintainers", "rdf:type", None),
    "theme-class": ("http://publications.europa.eu/resource/authority/data-theme/EDUC", "rdf:type", None),
    "theme-label": (
        "http://publications.europa.eu/resource/authority/data-theme/HEAL",
        "skos:prefLabel",
        None,
    ),
    "language-class": ("http://publications.europa.eu/resource/authority/language/TGK", "rdf:type", None),
    "licence-class": ("https://creativecommons.org/licenses/by-sa/4.0/", "rdf:type", None),
    "contact-class": ("https://w3id.org/atsmu-kg/maintainers#contact", "rdf:type", None),
    "place-class": ("https://w3id.org/atsmu-kg/id/place/dushanbe", "rdf:type", None),
    "file-address": (f"{DATASET}/nq", "dcat:accessURL", None),
    "file-size": (f"{DATASET}/nq", "dcat:byteSize", Literal("many")),
    "file-format-text": (f"{DATASET}/nq", "dcterms:format", Literal("N-Quads")),
    "checksum-value": (f"{DATASET}/nq/sha256", "spdx:checksumValue", None),
    "checksum-algorithm": (f"{DATASET}/nq/sha256", "spdx:algorithm", Literal("SHA-256")),
    "standard-class": ("https://w3id.org/atsmu-kg/ontology", "rdf:type", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_does_not_conform(name: str, dcat: Graph, shapes: rdflib.Graph) -> None:
    subject, predicate, instead = BROKEN[name]
    node, property = NamedNode(subject), iri(predicate)
    broken = {each for each in dcat if (each.subject, each.predicate) != (node, property)}
    assert broken != dcat, f"{subject} has no {predicate}: nothing was broken"
    if instead is not None:
        broken.add(Triple(node, property, instead))  # type: ignore[arg-type]
    assert not conforms(broken, shapes)[0]


# What DCAT-AP recommends and nobody states.
UNSTATED = {
    ("Agent", "type"): "nobody says what kind of body the maintainers are",
    ("Location", "bbox"): "no source in the graph gives one",
    ("Period of Time", "end date"): "the source does not say when it was written",
}


def test_dcat_ap_has_all_that_is_mandatory_or_recommended(served: Publication, shared: Path) -> None:
    triples = graph(record_of(served, "dcat-ap"))
    rows = csv.reader((shared / "external/dcat-ap-3.0.1/quick-reference.csv").read_text("utf-8").splitlines())
    instances = defaultdict(set)
    for each in triples:
        if each.predicate == iri("rdf:type"):
            instances[each.object.value].add(each.subject)  # type: ignore[union-attr]
    missing, present = set(), 0
    for name, kind, level, label, property in rows:
        if level in ("Mandatory", "Recommended") and instances[kind]:
            stated = {each.subject for each in triples if each.predicate.value == property}
            lacking = instances[kind] - stated
            present += not lacking
            if (level == "Mandatory" and lacking) or not instances[kind] & stated:
                missing.add((name, label))
    assert missing == set(UNSTATED)
    assert present > 30
    assert values(triples, SERVICE, "dcat:endpointURL") == {ENDPOINT}


def test_no_endpoint_is_made_up(publication: Publication) -> None:
    record = record_of(publication, "dcat-ap")
    assert SERVICE not in str(record)
    assert any("--served-at" in note for note in record.notes)


@pytest.mark.parametrize("language", ["en", "ru", "tg"])
def test_titles_and_descriptions_are_in_each_language(language: str, dcat: Graph) -> None:
    for subject in (DATASET, CATALOGUE):
        for predicate in ("dcterms:title", "dcterms:description"):
            found = [
                each.object
                for each in dcat
                if each.subject == NamedNode(subject) and each.predicate == iri(predicate)
            ]
            assert language in {each.language for each in found if isinstance(each, Literal)}


def test_what_the_files_are_said_to_be_is_what_they_are(publication: Publication, dcat: Graph) -> None:
    assert len(publication.distributions) == 9
    for file in publication.distributions:
        assert values(dcat, file.iri, "dcat:byteSize") == {str(len(file.content))}
        (checksum,) = values(dcat, file.iri, "spdx:checksum")
        assert values(dcat, checksum, "spdx:checksumValue") == {sha256(file.content).hexdigest()}
        (address,) = values(dcat, file.iri, "dcat:downloadURL")
        assert address == f"https://w3id.org/atsmu-kg/release/{publication.description.version}/{file.file}"


def test_facts_of_the_description_are_the_graphs_own(dcat: Graph, merged: frozenset[Triple]) -> None:
    ontology = "https://w3id.org/atsmu-kg/ontology"
    assert values(dcat, DATASET, "dcat:version") == values(set(merged), ontology, "owl:versionInfo")
    assert values(dcat, DATASET, "dcterms:issued") == values(set(merged), ontology, "dcterms:issued")
    dushanbe = "https://w3id.org/atsmu-kg/id/place/dushanbe"
    (point,) = values(dcat, dushanbe, "dcat:centroid")
    (longitude,) = values(set(merged), dushanbe, "schema:longitude")
    (latitude,) = values(set(merged), dushanbe, "schema:latitude")
    assert point == f"POINT({longitude} {latitude})"


# VoID


def test_void_totals_are_those_of_the_merge(void: Graph, merged: frozenset[Triple]) -> None:
    things = {
        each.subject.value  # type: ignore[union-attr]
        for each in merged
        if each.subject.value.startswith("https://w3id.org/atsmu-kg/id/")  # type: ignore[union-attr]
    }
    counted = {
        "void:triples": len(merged),
        "void:distinctSubjects": len({each.subject for each in merged}),
        "void:distinctObjects": len({each.object for each in merged}),
        "void:properties": len({each.predicate for each in merged}),
        "void:classes": len({each.object for each in merged if each.predicate == iri("rdf:type")}),
        "void:entities": len(things),
    }
    assert {term: values(void, DATASET, term) for term in counted} == {
        term: {str(count)} for term, count in counted.items()
    }


def partitions(void: Graph, link: str, key: str, *terms: str) -> dict[str, tuple[int, ...]]:
    found = {}
    for part in values(void, DATASET, link):
        (name,) = values(void, part, key)
        found[name] = tuple(int(value) for term in terms for value in values(void, part, term))
    return found


def test_void_class_partitions_are_recounted(void: Graph, merged: frozenset[Triple]) -> None:
    size = Counter(each.subject for each in merged)
    instances = defaultdict(set)
    for each in merged:
        if each.predicate == iri("rdf:type"):
            instances[each.object.value].add(each.subject)  # type: ignore[union-attr]
    assert partitions(void, "void:classPartition", "void:class", "void:entities", "void:triples") == {
        name: (len(things), sum(size[thing] for thing in things)) for name, things in instances.items()
    }


def test_void_property_partitions_are_recounted(void: Graph, merged: frozenset[Triple]) -> None:
    uses: dict[str, list[Triple]] = defaultdict(list)
    for each in merged:
        uses[each.predicate.value].append(each)
    terms = ("void:triples", "void:distinctSubjects", "void:distinctObjects")
    assert partitions(void, "void:propertyPartition", "void:property", *terms) == {
        name: (len(found), len({each.subject for each in found}), len({each.object for each in found}))
        for name, found in uses.items()
    }


def test_void_linksets_are_recounted(void: Graph, merged: frozenset[Triple]) -> None:
    spaces = {
        each.object.value: each.subject.value  # type: ignore[union-attr]
        for each in void
        if each.predicate == iri("void:uriSpace") and each.subject != NamedNode(DATASET)
    }
    counted: Counter[tuple[str, str]] = Counter()
    for each in merged:
        alone = Triple(each.subject, iri("owl:sameAs"), each.object) not in merged
        if each.predicate in (iri("owl:sameAs"), iri("skos:exactMatch")) or (
            each.predicate == iri("schema:sameAs") and alone
        ):
            for space, target in spaces.items():
                if each.object.value.startswith(space):  # type: ignore[union-attr]
                    counted[target, each.predicate.value] += 1
    stated = {}
    for links in values(void, DATASET, "void:subset"):
        (target,) = values(void, links, "void:objectsTarget")
        (property,) = values(void, links, "void:linkPredicate")
        (count,) = values(void, links, "void:triples")
        assert values(void, links, "void:subjectsTarget") == {DATASET}
        stated[target, property] = int(count)
    assert stated == counted
    assert len(counted) > 8


def test_each_link_of_identity_leads_to_a_dataset_that_is_described(
    publication: Publication, merged: frozenset[Triple]
) -> None:
    """A new authority needs its uriSpace in data/dataset.ttl, or VoID passes its links over."""
    spaces = [
        each.object.value  # type: ignore[union-attr]
        for each in publication.description.quads
        if each.predicate == iri("void:uriSpace")
    ]
    lost = {
        each.object.value  # type: ignore[union-attr]
        for each in merged
        if each.predicate == iri("owl:sameAs") and not each.object.value.startswith(tuple(spaces))  # type: ignore[union-attr]
    }
    assert not lost, "state the uriSpace of these in data/dataset.ttl"


# SPARQL 1.1 Service Description


def test_the_service_description_counts_each_graph(served: Publication, quads: frozenset[Quad]) -> None:
    triples = graph(record_of(served, "service"))
    counted = Counter(quad.graph_name for quad in quads)
    merge = counted.pop(DefaultGraph())
    (dataset,) = values(triples, SERVICE, "sd:defaultDataset")
    (default,) = values(triples, dataset, "sd:defaultGraph")
    assert values(triples, default, "void:triples") == {str(merge)}
    stated = {}
    for entry in values(triples, dataset, "sd:namedGraph"):
        (name,) = values(triples, entry, "sd:name")
        (content,) = values(triples, entry, "sd:graph")
        stated[name] = {int(count) for count in values(triples, content, "void:triples")}
    assert stated == {str(getattr(name, "value", name)): {count} for name, count in counted.items()}
    assert values(triples, SERVICE, "sd:endpoint") == {ENDPOINT}
    assert values(triples, SERVICE, "rdf:type") == {expand("sd:Service", RECORD_PREFIXES)}


# All of them


def test_the_command_line_offers_each_profile() -> None:
    assert tuple(PROFILES) == OFFERED


@pytest.mark.parametrize("profile", ["void", "citation", "croissant"])
def test_the_facade_gives_the_same_record(profile: str, publication: Publication) -> None:
    with atsmu_kg.load() as kg:
        record: Any = kg.catalogue(profile)
    assert record.content == record_of(publication, profile).content
    assert record.profile == profile
    assert f"<Record {profile}: {record.file}" in repr(record)


@pytest.mark.parametrize("profile", ["dcat-ap", "void", "service"])
def test_records_in_rdf_have_no_blank_nodes_and_no_machine_s_path(profile: str, served: Publication) -> None:
    record = record_of(served, profile)
    assert "_:" not in str(record)
    assert "file://" not in str(record)
