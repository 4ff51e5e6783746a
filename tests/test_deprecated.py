"""IRIs are never reused and never vanish: one that went is deprecated, and says what replaces it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import BASE, DCTERMS, OWL

ROOT = Path(__file__).parent.parent
FILES = (
    "data/atsmu-kg.nq",
    "data/dataset.ttl",
    "ontology/atsmu-kg.ttl",
    "ontology/alignment.ttl",
    "ontology/shapes.ttl",
    "ontology/deprecated.ttl",
)
# All IRIs of ours that the data, the vocabulary and the shapes of the release use, each without the base.
PUBLISHED = (Path(__file__).parent / "iris_of_0.1.0.txt").read_text("utf-8").split("\n")[:-1]


@pytest.fixture(scope="module")
def quads() -> frozenset[Quad]:
    return frozenset(quad for file in FILES for quad in read(str(ROOT / file)))


@pytest.fixture(scope="module")
def replaced(quads: frozenset[Quad]) -> dict[str, set[str]]:
    """What replaces each deprecated IRI."""
    said = [quad.triple for quad in quads if quad.predicate.value in (OWL.deprecated, DCTERMS.isReplacedBy)]
    deprecated = {triple.subject.value for triple in said if triple.object == Literal(True)}
    return {
        iri: {each.object.value for each in said if each.subject.value == iri} - {"true"}
        for iri in deprecated
    }


def test_no_published_iri_vanishes(quads: frozenset[Quad]) -> None:
    known = {
        node.value
        for quad in quads
        for node in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(node, NamedNode)
    }
    lost = [name for name in PUBLISHED if f"{BASE.rstrip('/')}{name}" not in known]
    assert not lost, (
        "deprecate it with dcterms:isReplacedBy: a thing in data/editorial.trig, a shape in "
        "ontology/deprecated.ttl, a term where it is defined"
    )


def test_every_deprecated_iri_has_a_replacement_in_use(
    quads: frozenset[Quad], replaced: dict[str, set[str]]
) -> None:
    described = {quad.subject.value for quad in quads} - set(replaced)
    assert replaced
    for iri, replacements in replaced.items():
        assert replacements and replacements <= described, f"{iri} is replaced by {replacements}"


def test_nothing_refers_to_a_deprecated_iri(quads: frozenset[Quad], replaced: dict[str, set[str]]) -> None:
    uses = [quad for quad in quads if isinstance(quad.object, NamedNode) and quad.object.value in replaced]
    assert not uses, "refer to its replacement"
