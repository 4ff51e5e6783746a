"""Rules about terms: those of SHACL, and those that shapes take from vocabularies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import STANDARD
from atsmu_kg.rdf.namespaces import RDF, SH, XSD, contract
from atsmu_kg.text import did_you_mean, nearest
from atsmu_kg.validation.lint.vocabulary import ADVANCED, looks_like_shacl, shacl_lacks, shacl_terms
from atsmu_kg.validation.paths import path_predicates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.lint.finding import Finding
    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.lint.document import Document

CLASSES = (SH.targetClass, SH["class"])
PROPERTIES = (
    SH.targetSubjectsOf,
    SH.targetObjectsOf,
    SH.equals,
    SH.disjoint,
    SH.lessThan,
    SH.lessThanOrEquals,
)


def shacl_terms_exist(document: Document) -> Iterator[Finding]:
    """Every term in SHACL's namespace is one of SHACL's."""
    known = shacl_terms()
    for subject, predicate, value in document.facts:
        for iri in _iris(subject, predicate, value):
            if shacl_lacks(iri):
                near = nearest(iri.removeprefix(str(SH)), {term.removeprefix(str(SH)) for term in known})
                meant = did_you_mean([f"sh:{name}" for name in near], "Take it out.")
                message = f"SHACL has no term {contract(iri)}, so validators pass over it"
                yield document.finding("unknown-shacl-term", message, meant, subject, predicate, value)


def shacl_namespace_is_right(document: Document) -> Iterator[Finding]:
    """No term is in a namespace that only looks like SHACL's."""
    for subject, predicate, value in document.facts:
        for iri in _iris(subject, predicate, value):
            if looks_like_shacl(iri):
                message = f"<{iri}> is not in the namespace of SHACL, so validators pass over it"
                advice = f"Write @prefix sh: <{SH}> ."
                yield document.finding("wrong-namespace", message, advice, subject, predicate, value)


def features_are_run(document: Document) -> Iterator[Finding]:
    """No term is of an extension that a standard validation leaves out."""
    for subject, predicate, value in document.facts:
        for iri in _iris(subject, predicate, value):
            if iri in ADVANCED:
                message = f"{contract(iri)} belongs to SHACL Advanced Features, which validation does not run"
                advice = "Say it in SHACL Core or with sh:sparql."
                yield document.finding("advanced-feature", message, advice, subject, predicate, value)


def classes_exist(document: Document) -> Iterator[Finding]:
    """Target classes and sh:class name classes that the ontology or a standard has."""
    for predicate in CLASSES:
        for shape, value in document.facts.with_predicate(predicate):
            yield from _known(document, "class", shape, predicate, value)


def properties_exist(document: Document) -> Iterator[Finding]:
    """Paths, targets and pairs name properties that the ontology or a standard has."""
    for predicate in PROPERTIES:
        for shape, value in document.facts.with_predicate(predicate):
            yield from _known(document, "property", shape, predicate, value)
    for shape, path in document.facts.with_predicate(SH.path):
        for value in path_predicates(path, document.facts):
            yield from _known(document, "property", shape, SH.path, value)
    for shape, head in document.facts.with_predicate(SH.ignoredProperties):
        for value in document.facts.members(head):
            yield from _known(document, "property", shape, SH.ignoredProperties, value)


def datatypes_exist(document: Document) -> Iterator[Finding]:
    """sh:datatype names a datatype of XSD or RDF, or one that the ontology or the data have."""
    for shape, value in document.facts.with_predicate(SH.datatype):
        if isinstance(value, ox.NamedNode) and value.value not in STANDARD:
            standard = value.value in XSD or value.value in RDF
            if standard or document.vocabulary.lacks(value.value):
                names = nearest(value.value.rpartition("#")[2], {iri.rpartition("#")[2] for iri in STANDARD})
                advice = did_you_mean([f"xsd:{name}" for name in names], "Correct it.")
                message = f"there is no datatype {contract(value.value)}, so no literal can conform"
                yield document.finding("unknown-datatype", message, advice, shape, SH.datatype, value)


def target_nodes_exist(document: Document) -> Iterator[Finding]:
    """sh:targetNode names nodes of the data, where data are given."""
    nodes = document.vocabulary.nodes
    for shape, value in document.facts.with_predicate(SH.targetNode):
        if nodes and isinstance(value, ox.NamedNode) and value.value not in nodes:
            message = f"the target node {contract(value.value)} does not occur in the data"
            advice = "Correct the IRI, or take the target out."
            yield document.finding("unknown-target-node", message, advice, shape, SH.targetNode, value)


def severities_exist(document: Document) -> Iterator[Finding]:
    """sh:severity names one of SHACL's severities, or one that the shapes graph declares."""
    declared = {
        node for node, kind in document.facts.with_predicate(RDF.type) if kind == ox.NamedNode(SH.Severity)
    }
    for shape, value in document.facts.with_predicate(SH.severity):
        if value not in {
            ox.NamedNode(SH.Violation),
            ox.NamedNode(SH.Warning),
            ox.NamedNode(SH.Info),
            *declared,
        }:
            message = f"{value} is not a severity"
            advice = "Use sh:Violation, sh:Warning or sh:Info, or declare it a sh:Severity."
            yield document.finding("unknown-severity", message, advice, shape, SH.severity, value)


def _known(document: Document, kind: str, shape: Term, predicate: str, value: Term) -> Iterator[Finding]:
    if (
        isinstance(value, ox.NamedNode)
        and document.vocabulary.lacks(value.value)
        and value not in document.facts
    ):
        message = (
            f"no vocabulary has the {kind} {contract(value.value)}, so {contract(predicate)} finds nothing"
        )
        advice = document.vocabulary.meant(value.value)
        yield document.finding(f"unknown-{kind}", message, advice, shape, predicate, value)


def _iris(subject: Term, predicate: str, value: Term) -> Iterator[str]:
    yield predicate
    yield from (term.value for term in (subject, value) if isinstance(term, ox.NamedNode))


RULES = (
    shacl_terms_exist,
    shacl_namespace_is_right,
    features_are_run,
    classes_exist,
    properties_exist,
    datatypes_exist,
    target_nodes_exist,
    severities_exist,
)
