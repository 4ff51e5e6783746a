"""Mistakes of the first edition of the graph, each as a test: what a passage says, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Store, Triple

from atsmu_kg.publishing.catalogue import record_of
from atsmu_kg.publishing.catalogue.publication import Publication
from atsmu_kg.rdf.namespaces import PREFIXES, contract

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
OURS = "https://w3id.org/atsmu-kg"


@pytest.fixture(scope="module")
def store(quads: frozenset[Quad]) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def ask(store: Store, pattern: str) -> bool:
    answer = store.query(f"{PROLOGUE}ASK {{ {pattern} }}")
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def column(store: Store, pattern: str) -> list[str]:
    """What a pattern binds to ?x, each once: CURIEs, and literals by their text."""
    solutions = store.query(f"{PROLOGUE}SELECT DISTINCT ?x WHERE {{ {pattern} }}")
    assert isinstance(solutions, QuerySolutions)
    terms = [solution["x"] for solution in solutions]
    return sorted(contract(x.value) if isinstance(x, NamedNode) else x.value for x in terms)


SAID = {
    "s09: the share is of the facilities of Dushanbe": (
        "GRAPH profile:s09 { figure:share-of-interventions dcterms:spatial place:dushanbe }"
    ),
    "s06: the work on curricula follows the requirements of WFME": (
        "GRAPH profile:s06 { purpose:new-curricula akg:worksToRequirementsOf organization:wfme }"
    ),
    "s05: the world community is what the first goal is to bring about": (
        "GRAPH profile:s05 { purpose:international-standards akg:isToBringAbout purpose:world-community }"
    ),
    "s08: the ministry is that of the republic": (
        "GRAPH profile:s08 { organization:ministry-of-health schema:areaServed country:TJ }"
    ),
    "s21: one catalogue of two bodies": (
        "GRAPH profile:s21 "
        "{ registry:faimer-ecfmg dcterms:publisher organization:faimer, organization:ecfmg }"
    ),
    "s22: the goal is the management's": (
        "GRAPH profile:s22 { atsmu:management org:purpose purpose:better-education }"
    ),
    "s24: its direction has the priority that the one of s10 has": (
        "GRAPH profile:s24 { purpose:promote-cooperation akg:priority ?rank } "
        "GRAPH profile:s10 { purpose:public-health-research akg:priority ?rank }"
    ),
    "s13: the 796 work in the 63 chairs": (
        "GRAPH profile:s13 { figure:academic-staff akg:distributedOver figure:chairs ; schema:value 796 . "
        "figure:chairs schema:value 63 }"
    ),
    "s08: the majority of achievements": (
        "GRAPH profile:s08 { claim:professors-achievements skos:prefLabel ?x } "
        'FILTER(CONTAINS(?x, "majority"))'
    ),
    "s13: the majority of the staff": (
        'GRAPH profile:s13 { claim:outstanding-staff skos:prefLabel ?x } FILTER(CONTAINS(?x, "majority"))'
    ),
    "s23: educational institutions": (
        'purpose:adopt-experience skos:prefLabel ?x FILTER(CONTAINS(?x, "medical educational institutions"))'
    ),
    "the journal belongs to its publisher": "work:avicenna-bulletin dcterms:publisher atsmu:university",
    "something leads to the United Kingdom": (
        "?x ?p country:GB FILTER(?p != schema:about && !STRSTARTS(STR(?x), STR(country:)))"
    ),
    "the English article depends on the profile's text": (
        f"<{OURS}/source/enwiki-atsmu> akg:dependsOn <{OURS}/source/profile.txt>"
    ),
    "the profile says whose licence its text is under": (
        f'<{OURS}/source/profile.txt> dcterms:rights ?x FILTER(CONTAINS(?x, "CC BY-SA 4.0"))'
    ),
    "the maintainers are an agent of PROV-O": f"<{OURS}/maintainers> a prov:Agent",
    "what follows names its premises": (
        "graph:entailed prov:wasDerivedFrom graph:ontology, graph:editorial, graph:provenance"
    ),
    "Dushanbe is in Tajikistan": "place:dushanbe schema:containedInPlace country:TJ",
    "Dushanbe has plain coordinates": "place:dushanbe wgs:lat ?x ; wgs:long ?y",
    "the university has plain coordinates": "atsmu:university schema:geo [ wgs:lat ?x ; wgs:long ?y ]",
    "the university is a feature": "atsmu:university a geo:Feature",
    "an organisation is one of FOAF": "organization:who a foaf:Organization ; foaf:name ?x",
    "a figure names its variable": "figure:students schema:variableMeasured ?x",
    "a figure of five years says so": 'figure:theses schema:observationPeriod "P5Y"',
}

NOT_SAID = {
    "s05: not a second goal": "purpose:world-community a akg:Goal",
    "s05: no purpose of the university": "atsmu:university org:purpose purpose:world-community",
    "s06: no property of the university": "atsmu:university akg:worksToRequirementsOf ?x",
    "s22: not the university's goal": "atsmu:university org:purpose purpose:better-education",
    "s03: not the later ministry": (
        "organization:ministry-of-health (owl:sameAs|schema:sameAs|^owl:sameAs|^schema:sameAs) "
        "organization:mohsp-tj"
    ),
    "s03: not named like the later ministry": (
        "organization:ministry-of-health skos:prefLabel|skos:altLabel ?x "
        'FILTER(REGEX(?x, "Social|соц|иҷтимо"))'
    ),
    "a directory of schools is no catalogue of datasets": "?x a akg:Registry, dcat:Catalog",
    "no bare number of GeoNames is a seat": "?s akg:seatCity ?x FILTER(!STRSTARTS(STR(?x), STR(place:)))",
    "no mapping relation of SKOS on what is no concept": (
        "?s skos:exactMatch|skos:closeMatch|skos:relatedMatch|skos:broadMatch|skos:narrowMatch ?x "
        "FILTER NOT EXISTS { ?s a skos:Concept }"
    ),
    "an organisation is no concept": "?x a org:Organization, skos:Concept",
    "a template of addresses is one of RFC 6570": (
        r'?s schema:urlTemplate ?x FILTER(!REGEX(STR(?x), "^([^{}]|[{][+#./;?&]?[A-Za-z0-9_]+[}])*$"))'
    ),
    "no code without its scheme": (
        "?x a skos:Concept FILTER NOT EXISTS { ?x skos:inScheme/a skos:ConceptScheme }"
    ),
    "no sub-region without its region": (
        "?x a akg:SubRegion FILTER NOT EXISTS { ?x schema:containedInPlace/a akg:Region }"
    ),
    "no date for a stock figure that has none in its passage": (
        "figure:students schema:observationDate|dcterms:temporal/dcat:startDate ?x"
    ),
}


@pytest.mark.parametrize("pattern", SAID.values(), ids=list(SAID))
def test_the_graph_says(pattern: str, store: Store) -> None:
    assert ask(store, pattern)


@pytest.mark.parametrize("pattern", NOT_SAID.values(), ids=list(NOT_SAID))
def test_the_graph_does_not_say(pattern: str, store: Store) -> None:
    assert not ask(store, pattern)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("successful-improvement", "s06"),
        ("well-equipped", "s17"),
        ("strengthened-capacity", "s19"),
        ("successful-projects", "s25"),
    ],
)
def test_an_evaluation_is_a_claim(claim: str, passage: str, store: Store) -> None:
    assert ask(
        store, f"GRAPH profile:{passage} {{ claim:{claim} a schema:Claim ; akg:modality akg:Evaluation }}"
    )


STOCK = (
    *("academic-staff", "chairs", "faculties", "students", "international-students", "origin-countries"),
    *("library-items", "electronic-books", "partner-institutions"),
)


@pytest.mark.parametrize("figure", STOCK)
def test_a_stock_figure_holds_when_the_text_was_written(figure: str, store: Store) -> None:
    assert column(store, f"figure:{figure} dcterms:temporal ?x") == ["period:when-written"]


@pytest.mark.parametrize("city", ["astana", "bern", "bonn", "geneva"])
def test_a_city_of_a_seat_is_a_place_with_names(city: str, store: Store) -> None:
    assert ask(store, f"?o akg:seatCity place:{city} . place:{city} a schema:City ; skos:prefLabel ?x")


def test_the_last_sentence_has_no_trailing_blank(store: Store, shared: Path) -> None:
    text = (shared / "source" / "seed.txt").read_text("utf-8")
    for end in column(store, "?s a oa:TextPositionSelector ; oa:end ?x"):
        assert not text[int(end) - 1].isspace()


def test_the_university_has_its_coordinates_once(store: Store) -> None:
    assert column(store, "atsmu:university schema:geo ?x") == ["atsmu:coordinates"]


def test_the_later_ministry_is_linked_and_the_link_says_why(store: Store) -> None:
    assert ask(
        store, "organization:ministry-of-health rdfs:seeAlso organization:mohsp-tj ; skos:editorialNote ?x"
    )


def test_less_than_is_at_least_one_less(store: Store) -> None:
    (comment,) = column(store, 'akg:LessThan rdfs:comment ?x FILTER(LANG(?x) = "en")')
    assert "at least one less" in comment


def test_nothing_of_ours_is_without_a_label(store: Store) -> None:
    unlabelled = f'?x ?p ?o FILTER(STRSTARTS(STR(?x), "{OURS}")) FILTER NOT EXISTS {{ ?x rdfs:label ?label }}'
    assert column(store, unlabelled) == []


def test_the_attribution_of_the_english_article_stands_where_licences_do(root: Path) -> None:
    text = (root / "LICENSE-DATA").read_text("utf-8")
    assert "https://en.wikipedia.org/wiki/Avicenna_Tajik_State_Medical_University" in text
    assert "CC BY-SA" in text


@pytest.mark.whole
def test_a_source_has_its_attribution_in_what_a_release_says(quads: frozenset[Quad]) -> None:
    record = record_of(Publication(quads), "dcat-ap").content
    said = record if isinstance(record, str) else record.decode("utf-8")
    assert "CC BY-SA 4.0" in said
    assert "https://en.m.wikipedia.org/wiki/Avicenna_Tajik_State_Medical_University" in said


def test_every_term_that_the_data_uses_is_declared(
    merged: frozenset[Triple], ontology: frozenset[Triple]
) -> None:
    akg = PREFIXES["akg"]
    used = {
        x.value for triple in merged for x in triple if isinstance(x, NamedNode) and x.value.startswith(akg)
    }
    declared = {t.subject.value for t in ontology if isinstance(t.subject, NamedNode)}
    assert sorted(used - declared) == [], "declare the term in ontology/atsmu-kg.ttl"


def test_a_literal_has_no_blank_at_its_ends(merged: frozenset[Triple]) -> None:
    """But for evidence, which is kept word for word."""
    texts = {
        t.object.value
        for t in merged
        if isinstance(t.object, Literal) and not t.predicate.value.endswith("#evidence")
    }
    assert [text for text in texts if text != text.strip()] == []


@pytest.mark.parametrize(
    "gone",
    [
        *("id/registry/faimer", "id/registry/ecfmg", "source/profile.txt#char=5195,5295"),
        *(
            f"id/attestation/organization-ministry-of-health-{name}"
            for name in ("homepage", "name-en", "name-ru", "name-tg")
        ),
    ],
)
def test_an_iri_of_the_first_edition_that_goes_names_its_replacement(gone: str, store: Store) -> None:
    replaced = f"<{OURS}/{gone}> owl:deprecated true ; dcterms:isReplacedBy ?x ; rdfs:label ?label"
    assert ask(store, f"{replaced} . ?x a ?class")
