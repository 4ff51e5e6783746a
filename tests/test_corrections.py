"""Mistakes that the graph once had: each as a question whose answer would show that it is back."""

from __future__ import annotations

import pytest

from atsmu_kg.graph import KnowledgeGraph, load

# What must hold, by the passage that it is about.
HOLDS = {
    "s03: the Ministry of Health is that of the source": """
        GRAPH profile:s03 { atsmu:university akg:managedBy organization:ministry-of-health }
        FILTER NOT EXISTS { atsmu:university akg:managedBy organization:mohsp-tj }""",
    "s05: the world community is what the goal is to bring about": """
        GRAPH profile:s05 { purpose:international-standards akg:isToBringAbout purpose:world-community }
        FILTER NOT EXISTS { [] org:purpose purpose:world-community }""",
    "s06: the work on curricula follows the requirements of WFME": """
        GRAPH profile:s06 { purpose:new-curricula akg:worksToRequirementsOf organization:wfme }
        FILTER NOT EXISTS { atsmu:university akg:worksToRequirementsOf [] }""",
    "s08: the ministry is that of the Republic": """
        GRAPH profile:s08 { organization:ministry-of-health schema:areaServed country:TJ }""",
    "s08: a majority of achievements": """
        claim:professors-achievements skos:prefLabel ?name FILTER(STRSTARTS(?name, "The majority of "))""",
    "s09: the 60 % hold for Dushanbe": """
        GRAPH profile:s09 { figure:share-of-interventions dcterms:spatial place:dushanbe }""",
    "s13: the 796 work in the 63 chairs": """
        GRAPH profile:s13 { figure:academic-staff akg:distributedOver figure:chairs }""",
    "s13: a majority of the staff": """
        claim:outstanding-staff skos:prefLabel ?name FILTER(STRSTARTS(?name, "The majority of "))""",
    "s21: one catalogue of two bodies": """
        GRAPH profile:s21 {
          atsmu:university akg:listedIn ?catalogue .
          ?catalogue dcterms:publisher organization:faimer , organization:ecfmg
        }""",
    "s22: the goal is the management's": """
        GRAPH profile:s22 { atsmu:management org:purpose purpose:better-education }
        FILTER NOT EXISTS { atsmu:university org:purpose purpose:better-education }""",
    "s23: educational institutions": """
        purpose:adopt-experience skos:prefLabel ?name FILTER(CONTAINS(?name, "educational institutions"))""",
    "s24: an important direction has a priority as in s10": """
        GRAPH profile:s24 { purpose:promote-cooperation akg:priority ?priority }
        GRAPH profile:s10 { ?other akg:priority ?priority }""",
    "s26: the range ends with the text": """
        ?graph prov:wasDerivedFrom <https://w3id.org/atsmu-kg/source/profile.txt#char=5195,5294>""",
    "the journal belongs to its publisher": """
        ?journal a schema:Periodical ; dcterms:publisher atsmu:university""",
    "Dushanbe is in Tajikistan": "place:dushanbe schema:containedInPlace country:TJ",
    "one place for the university": """
        { SELECT (COUNT(?point) AS ?points) { atsmu:university schema:geo ?point } } FILTER(?points = 1)""",
    "places are features with latitude and longitude": """
        atsmu:university a geo:Feature . atsmu:coordinates wgs:lat ?lat ; wgs:long ?long""",
    "organisations are those of FOAF": "atsmu:university a foaf:Organization",
    "figures name their variable": """
        figure:students schema:variableMeasured akg:StudentCount ; rdfs:label ?label""",
    "a directory of schools is no catalogue of data": """
        registry:who-directory a akg:Registry FILTER NOT EXISTS { [] a dcat:Catalog }""",
    "the maintainers are an agent": """
        <https://w3id.org/atsmu-kg/maintainers> a prov:Agent""",
    "what is entailed names its premises": "graph:entailed prov:wasDerivedFrom graph:ontology",
    "two texts of one origin are one witness": """
        <https://w3id.org/atsmu-kg/source/enwiki-atsmu> dcterms:license ?licence ; schema:url ?address ;
          akg:dependsOn <https://w3id.org/atsmu-kg/source/profile.txt>""",
}
# What nothing may fit.
NEVER = {
    "a stock figure of the profile without a time": """
        GRAPH ?passage { ?figure a akg:Figure FILTER NOT EXISTS { ?figure dcterms:temporal ?period } }
        FILTER(STRSTARTS(STR(?passage), "https://w3id.org/atsmu-kg/graph/profile/"))""",
    "a praise as a bare fact": """
        VALUES ?claim { claim:successful-improvement claim:successful-projects }
        FILTER NOT EXISTS { ?claim a schema:Claim ; akg:modality akg:Evaluation }""",
    "a part of a whole of another source": """
        GRAPH ?here { ?part akg:partOf ?whole } GRAPH ?there { ?whole schema:value ?value }
        ?here prov:wasDerivedFrom/oa:hasSource ?source . ?there prov:wasDerivedFrom/oa:hasSource ?other
        FILTER(?source != ?other)""",
    "a rector with a term of office": """
        ?post org:role akg:Rector ; schema:startDate|schema:endDate|org:memberDuring ?term""",
    "a planned unit that the university is said to have": """
        atsmu:university akg:plansUnit ?unit GRAPH ?passage { atsmu:university org:hasUnit ?unit }""",
    "a figure, cooperation, post or event without a label": """
        VALUES ?class { akg:Figure akg:Cooperation org:Membership akg:Event }
        ?thing a ?class FILTER NOT EXISTS { ?thing rdfs:label|skos:prefLabel ?label }""",
    "a verified identity with a concept": "?thing owl:sameAs ?concept . ?concept a skos:Concept",
}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return load()


@pytest.mark.parametrize("what", HOLDS)
def test_what_was_corrected_stays_corrected(kg: KnowledgeGraph, what: str) -> None:
    assert kg.ask(f"ASK {{ {HOLDS[what]} }}")


@pytest.mark.parametrize("what", NEVER)
def test_a_mistake_of_once_is_nowhere(kg: KnowledgeGraph, what: str) -> None:
    assert kg.select(f"SELECT * {{ {NEVER[what]} }}").rows == ()
