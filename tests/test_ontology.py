"""The vocabulary: each own term is labelled, described and linked; nothing is used that is not defined."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple, parse

from atsmu_kg.rdf.namespaces import AKG, ATSMU, DCTERMS, OWL, RDF, RDFS, SKOS, VANN, contract, expand

ROOT = Path(__file__).parent.parent
TRIPLES = frozenset(quad.triple for quad in parse(path=str(ROOT / "ontology" / "atsmu-kg.ttl")))
FORMER = {triple.subject.value for triple in TRIPLES if triple.predicate.value == OWL.deprecated}
OWN = sorted({triple.subject.value for triple in TRIPLES if triple.subject.value in AKG} - FORMER)
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
LINKS = ("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:seeAlso")


@cache
def stated() -> dict[tuple[str, str], list[NamedNode | Literal]]:
    """What the vocabulary states, by subject and predicate."""
    objects: dict[tuple[str, str], list[NamedNode | Literal]] = {}
    for triple in TRIPLES:
        objects.setdefault((triple.subject.value, triple.predicate.value), []).append(triple.object)
    return objects


def values(subject: str, predicate: str) -> list[NamedNode | Literal]:
    return stated().get((subject, predicate), [])


def types(term: str) -> set[str]:
    return {value.value for value in values(term, RDF.type)}


@pytest.mark.parametrize("term", OWN, ids=contract)
def test_term_is_labelled_in_three_languages(term: str) -> None:
    labels = values(term, RDFS.label)
    assert sorted(label.language for label in labels) == ["en", "ru", "tg"], (
        f"give {contract(term)} one label in en, ru, tg"
    )
    assert set(values(term, SKOS.prefLabel)) in (set(), set(labels))


@pytest.mark.parametrize("term", OWN, ids=contract)
def test_properties_begin_with_a_small_letter_and_all_else_with_a_capital(term: str) -> None:
    property = bool(types(term) & {OWL.ObjectProperty, OWL.DatatypeProperty})
    name = term.removeprefix(str(AKG))
    assert name.isalnum()
    assert name[0].islower() == property


@pytest.mark.parametrize("term", sorted(FORMER), ids=contract)
def test_a_former_name_leads_to_the_term_that_replaces_it(term: str) -> None:
    assert [value.value in OWN for value in values(term, DCTERMS.isReplacedBy)] == [True]
    assert not types(term)


@pytest.mark.parametrize("term", OWN, ids=contract)
def test_term_is_described_in_three_languages(term: str) -> None:
    comments = values(term, RDFS.comment)
    assert sorted(comment.language for comment in comments) == ["en", "ru", "tg"], (
        f"give {contract(term)} one rdfs:comment each in en, ru and tg in ontology/atsmu-kg.ttl"
    )
    assert len({comment.value for comment in comments}) == 3, f"translate the comment of {contract(term)}"


@pytest.mark.parametrize("term", OWN, ids=contract)
def test_term_is_defined_by_the_ontology(term: str) -> None:
    assert [value.value for value in values(term, RDFS.isDefinedBy)] == ["https://w3id.org/atsmu-kg/ontology"]


@pytest.mark.parametrize("term", [term for term in OWN if types(term) & KINDS], ids=contract)
def test_class_and_property_link_to_a_standard(term: str) -> None:
    linked = [value.value for link in LINKS for value in values(term, expand(link))]
    inherited = [
        value.value for up in linked if up in AKG for link in LINKS for value in values(up, expand(link))
    ]
    assert any(iri not in AKG for iri in linked + inherited), (
        f"link {contract(term)} to its nearest standard term"
    )


@pytest.mark.parametrize("term", [t for t in OWN if OWL.ObjectProperty in types(t)], ids=contract)
def test_object_property_has_a_domain(term: str) -> None:
    assert values(term, RDFS.domain), f"give {contract(term)} the class that it is said of"


SUPERCLASSES = [
    ("akg:University", "org:FormalOrganization schema:CollegeOrUniversity"),
    ("akg:Faculty", "org:OrganizationalUnit"),
    ("akg:Centre", "org:OrganizationalUnit"),
    ("akg:Library", "org:OrganizationalUnit schema:Library"),
    ("akg:ElectronicLibrary", "akg:Library"),
    ("akg:Figure", "schema:Observation"),
    ("akg:Measure", "schema:StatisticalVariable"),
    ("akg:Enumeration", "schema:ItemList"),
    *((kind, "akg:Purpose") for kind in ("akg:Goal", "akg:Mandate", "akg:Activity")),
    ("akg:Purpose", "skos:Concept"),
    *((place, "schema:Place") for place in ("akg:Region", "akg:SubRegion")),
    *((entity, "prov:Entity") for entity in ("akg:StatementGraph", "akg:Attestation")),
    ("akg:SourceDocument", "schema:DigitalDocument"),
    ("akg:Passage", "oa:SpecificResource"),
    *(
        (f"akg:{kind}", "skos:Concept")
        for kind in (
            *("Bound", "Completeness", "CooperationKind", "EventKind", "IdentifierScheme", "Modality"),
            *("OrganizationKind", "Post", "Priority", "Reading", "Scope", "Verification"),
        )
    ),
]


@pytest.mark.parametrize(("term", "superclasses"), SUPERCLASSES, ids=lambda cell: cell)
def test_class_has_the_superclasses_that_its_readers_look_for(term: str, superclasses: str) -> None:
    stated = {each.value for each in values(expand(term), RDFS.subClassOf)}
    assert {expand(name) for name in superclasses.split()} <= stated


def test_every_own_term_that_the_data_uses_is_defined(merged: frozenset[Triple]) -> None:
    used = {
        term.value
        for triple in merged
        for term in triple
        if isinstance(term, NamedNode) and term.value in AKG
    }
    described = {t.subject.value for t in merged if t.predicate.value == SKOS.prefLabel} | set(OWN) | FORMER
    assert sorted(used - described) == [], "define the term in ontology/atsmu-kg.ttl"


def test_every_class_and_property_of_the_ontology_is_used(merged: frozenset[Triple]) -> None:
    """An unused term is dead or shows a hole in the data; these bounds are for a next source."""
    abstract = {"AtLeast", "LessThan", "AtMost", "statedIn"}
    used = {t.predicate.value for t in merged} | {
        t.object.value
        for t in merged
        if isinstance(t.object, NamedNode) and t.predicate.value != RDFS.subClassOf
    }
    unused = {term for term in OWN if term not in used and term.removeprefix(str(AKG)) not in abstract}
    assert sorted(map(contract, unused)) == []


@pytest.mark.parametrize(
    "predicate",
    [
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.abstract,
        DCTERMS.creator,
        DCTERMS.publisher,
        DCTERMS.created,
        DCTERMS.modified,
        DCTERMS.license,
        DCTERMS.bibliographicCitation,
        OWL.versionIRI,
        OWL.versionInfo,
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
    ],
    ids=contract,
)
def test_ontology_has_the_metadata_that_catalogues_ask(predicate: str) -> None:
    assert values("https://w3id.org/atsmu-kg/ontology", predicate), (
        f"state {contract(predicate)} of the ontology"
    )


@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description], ids=contract)
@pytest.mark.parametrize("file", ["atsmu-kg", "alignment", "standards", "shapes"])
def test_file_says_in_three_languages_what_it_is(file: str, predicate: str) -> None:
    path = ROOT / "ontology" / f"{file}.ttl"
    (ontology,) = {
        quad.subject
        for quad in parse(path=str(path))
        if quad.predicate.value == RDF.type and quad.object == NamedNode(OWL.Ontology)
    }
    texts = [
        quad.object.language
        for quad in parse(path=str(path))
        if (quad.subject, quad.predicate.value) == (ontology, predicate)
    ]
    assert sorted(texts) == ["en", "ru", "tg"], (
        f"give ontology/{path.name} one {contract(predicate)} each in en, ru and tg"
    )


@pytest.mark.parametrize("prefix", ["akg", "https://w3id.org/atsmu-kg/ontology#"])
def test_ontology_names_its_namespace(prefix: str) -> None:
    stated = {t.object.value for t in TRIPLES if t.predicate.value.startswith(str(VANN))}
    assert prefix in stated


# Invented things, each of two classes that nothing is both of.
INCONSISTENT = (
    ("invented-unit", "akg:Faculty", "akg:Centre"),
    ("invented-number", "akg:Figure", "akg:Enumeration"),
    ("invented-aim", "akg:Mandate", "akg:Goal"),
)


@pytest.fixture(scope="module")
def errors(merged: frozenset[Triple]) -> list[str]:
    """What is inconsistent in the data with the invented things: the rules only add, so a fault of the data
    shows beside theirs, and the closure, which is slow, is made once."""
    invented = {
        Triple(NamedNode(ATSMU[name]), NamedNode(RDF.type), NamedNode(expand(kind)))
        for name, *kinds in INCONSISTENT
        for kind in kinds
    }
    return owl_rl_errors(merged | invented)


@pytest.mark.long
def test_data_is_consistent_under_owl_rl(errors: list[str]) -> None:
    assert [error for error in errors if not any(name in error for name, *_ in INCONSISTENT)] == []


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name, *_ in INCONSISTENT])
def test_owl_rl_finds_an_inconsistency(name: str, errors: list[str]) -> None:
    assert [error for error in errors if name in error]


def owl_rl_errors(triples: frozenset[Triple]) -> list[str]:
    """What the OWL 2 RL rules say is inconsistent."""
    import rdflib
    from owlrl import DeductiveClosure, OWLRL_Semantics

    def term(node: NamedNode | Literal) -> rdflib.term.Node:
        if isinstance(node, NamedNode):
            return rdflib.URIRef(node.value)
        datatype = None if node.language else rdflib.URIRef(node.datatype.value)
        return rdflib.Literal(node.value, lang=node.language, datatype=datatype, normalize=False)

    # Evidence, labels and identifiers meet no axiom that could fail, and are most of the graph.
    plain = {
        "akg:evidence",
        "schema:name",
        "schema:alternateName",
        "skos:altLabel",
        "schema:value",
        "rdfs:comment",
    }
    graph = rdflib.Graph()
    for triple in triples:
        if contract(triple.predicate.value) not in plain:
            graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    error = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return [str(message) for message in graph.objects(None, error)]
