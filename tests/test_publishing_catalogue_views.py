"""JSON-LD: nothing is lost on the way there and back, and what the two views leave out is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.errors import ExportError
from atsmu_kg.publishing.catalogue import views
from atsmu_kg.rdf import serializers as exports
from atsmu_kg.rdf.namespaces import PREFIXES, contract, expand

pytest.importorskip("pyld")

UNIVERSITY = NamedNode(expand("atsmu:university"))
TYPE = NamedNode(expand("rdf:type"))
ENTAILED = NamedNode(expand("graph:entailed"))

pytestmark = pytest.mark.whole


def to_quads(document: Any) -> set[Quad]:
    """The quads of a JSON-LD document, which may fetch nothing."""
    from pyld import jsonld

    text = jsonld.to_rdf(document, {**views._options(), "format": "application/n-quads"})
    return set(ox.parse(text, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def merge(quads: frozenset[Quad]) -> set[Quad]:
    return {Quad(*quad.triple) for quad in quads}


@pytest.fixture(scope="module")
def stated(quads: frozenset[Quad]) -> set[Quad]:
    """What the named graphs state, without what merely follows."""
    named = {quad for quad in quads if isinstance(quad.graph_name, NamedNode)}
    return {Quad(*quad.triple) for quad in named if quad.graph_name != ENTAILED}


@pytest.fixture(scope="module")
def framed(quads: frozenset[Quad]) -> bytes:
    return views.framed(quads)


@pytest.fixture(scope="module")
def tree(framed: bytes) -> Any:
    return json.loads(framed)


# There and back


@pytest.mark.long
def test_expanding_and_compacting_the_whole_dataset_loses_nothing(quads: frozenset[Quad], root: Path) -> None:
    from pyld import jsonld

    context = json.loads((root / "ontology" / "context.jsonld").read_text("utf-8"))
    options = views._options()
    expanded = jsonld.expand(json.loads(exports.serialize(quads, "json-ld")), options)
    back = jsonld.compact(expanded, context, options)
    assert to_quads(back) == quads
    assert jsonld.expand(back, options) == expanded


def test_no_context_is_fetched() -> None:
    from pyld import jsonld
    from pyld.jsonld import JsonLdError

    with pytest.raises(JsonLdError) as caught:
        jsonld.expand({"@context": "https://schema.org/", "name": "x"}, views._options())
    assert isinstance(caught.value.__cause__, ExportError)


@pytest.mark.parametrize("lexical", ["007", "8844", "-1", "+5"])
def test_integers_keep_their_characters(lexical: str) -> None:
    number = Literal(lexical, datatype=NamedNode(expand("xsd:integer")))
    quad = Quad(UNIVERSITY, NamedNode(expand("schema:value")), number)
    assert to_quads(views.expanded([quad])) == {quad}


# The tree


def test_the_tree_says_nothing_but_what_is_stated(tree: Any, stated: set[Quad]) -> None:
    found = to_quads(tree)
    assert not found - stated
    assert len(found) > 900


def test_the_tree_has_all_that_is_stated_of_the_university(tree: Any, stated: set[Quad]) -> None:
    found = to_quads(tree)
    assert not {quad for quad in stated if quad.subject == UNIVERSITY} - found


@pytest.mark.parametrize(
    "kind", ["Figure", "Enumeration", "Event", "Cooperation", "Faculty", "Centre", "Goal", "Activity"]
)
def test_the_tree_reaches_each_thing_of_a_kind(kind: str, tree: Any, stated: set[Quad]) -> None:
    """Of those that something in the tree links to, or that are said of something in it."""
    described = {quad.subject for quad in to_quads(tree)}
    about = {"schema:observationAbout", "schema:about", "akg:party", "akg:within"}
    linked = {quad.object for quad in stated if quad.subject in described} | {
        quad.subject
        for quad in stated
        if quad.object in described and contract(quad.predicate.value) in about
    }
    things = {
        quad.subject
        for quad in stated
        if quad.subject in linked
        and (quad.predicate, quad.object) == (TYPE, NamedNode(expand(f"akg:{kind}")))
    }
    assert things
    assert not things - described


# By class, what the frame does not reach; the whole dataset has it.
LEFT_OUT = {
    "the vocabulary": {
        *(
            "owl:Class",
            "owl:DatatypeProperty",
            "owl:ObjectProperty",
            "owl:Ontology",
            "akg:Bound",
            "akg:Reading",
            "akg:SecondReading",
        ),
        *("akg:Category", "akg:EventKind", "akg:IdentifierScheme", "akg:Measure", "akg:OrganizationKind"),
        *("akg:Verification", "skos:ConceptScheme"),
    },
    "who says what": {
        *("akg:AuthorityGraph", "akg:DerivedGraph", "akg:EditorialGraph", "akg:PassageGraph", "akg:Passage"),
        *("akg:SourceDocument", "akg:Attestation", "oa:TextPositionSelector", "foaf:Agent", "prov:Agent"),
        "dcterms:LinguisticSystem",
    },
    "what is said of others than the university": {
        *("schema:PropertyValue", "schema:Country", "akg:Region", "akg:SubRegion", "org:FormalOrganization"),
        *(
            "akg:Registry",
            "schema:City",
            "schema:Periodical",
            "akg:Building",
            "akg:Enumeration",
            "akg:Event",
            "akg:Faculty",
        ),
        *("akg:Figure", "akg:NameInUse", "org:Membership", "schema:Claim", "schema:Person"),
    },
}


def test_what_the_frame_leaves_out(tree: Any, stated: set[Quad]) -> None:
    described = {quad.subject for quad in to_quads(tree)}
    left = {quad for quad in stated if quad.subject not in described and quad.predicate == TYPE}
    assert {contract(quad.object.value) for quad in left} == set().union(*LEFT_OUT.values())  # type: ignore[union-attr]


def test_the_tree_has_all_that_the_passages_state(tree: Any, quads: frozenset[Quad]) -> None:
    """A new property of a passage's graph needs its place in ontology/frame.jsonld."""
    passages = PREFIXES["profile"]
    said = {quad for quad in quads if str(getattr(quad.graph_name, "value", "")).startswith(passages)}
    assert said
    assert not {Quad(*quad.triple) for quad in said} - to_quads(tree)


def test_the_tree_is_readable(tree: Any) -> None:
    assert tree["id"] == "atsmu:university"
    assert tree["name"]["tg"].startswith("Донишгоҳи")
    assert set(tree["founded"]) == {"1933", "1939"}
    graduates = next(each for each in tree["figures"] if each["id"] == "atsmu:figure/graduates")
    assert (graduates["value"], graduates["least"], graduates["bound"]["name"]["en"]) == (
        35000,
        35001,
        "more than",
    )
    assert {each["name"]["en"] for each in tree["units"]} >= {"Dentistry Faculty"}


# schema.org alone


def test_the_schema_org_view_has_all_that_schema_org_can_say(merge: set[Quad]) -> None:
    view = json.loads(views.schema_org(merge))
    assert to_quads(view) == views.in_schema_org(merge)


def test_the_schema_org_view_needs_no_other_vocabulary(merge: set[Quad]) -> None:
    found = to_quads(json.loads(views.schema_org(merge)))
    foreign = {
        quad.predicate.value for quad in found if not quad.predicate.value.startswith(PREFIXES["schema"])
    }
    assert foreign == {expand("rdf:type")}
    classes = {quad.object.value for quad in found if quad.predicate == TYPE}  # type: ignore[union-attr]
    assert all(each.startswith(PREFIXES["schema"]) for each in classes)
    assert expand("schema:CollegeOrUniversity") in classes


def test_a_crawler_finds_the_university_in_the_view(merge: set[Quad]) -> None:
    view = json.loads(views.schema_org(merge))
    (university,) = (node for node in view["@graph"] if "CollegeOrUniversity" in node["type"])
    assert set(university["foundingDate"]) == {"1933", "1939"}
    assert len(university["department"]) >= 12
    assert "https://ror.org/02emvsg33" in university["sameAs"]
    students = next(node for node in view["@graph"] if node["id"].endswith("figure/students"))
    assert (students["type"], students["value"]) == ("Observation", 8844)


@pytest.mark.whole
def test_views_have_the_same_bytes_whatever_the_order(quads: frozenset[Quad], framed: bytes) -> None:
    backwards = sorted(quads, key=str, reverse=True)
    assert views.framed(backwards) == framed
    assert views.schema_org(backwards) == views.schema_org(quads)
