"""The questions on which sources disagree, each answered by a few lines of SPARQL, as reported."""

from __future__ import annotations

import pytest

import atsmu_kg
from atsmu_kg.graph import KnowledgeGraph

FIGURES = """SELECT ?document ?value ?on {
  ?figure schema:observationAbout %s ; schema:measuredProperty %s ; schema:value ?value .
  %s
  GRAPH ?graph { ?figure a akg:Figure } ?graph prov:wasDerivedFrom/oa:hasSource ?document
  OPTIONAL { ?figure schema:observationDate ?on } OPTIONAL { ?figure dcterms:temporal/dcat:startDate ?on }
}"""
FOUNDED = """SELECT ?document ?value {
  GRAPH ?graph { %s schema:foundingDate ?value } ?graph prov:wasDerivedFrom/oa:hasSource ?document
}"""
EVENTS = """SELECT ?document ?value {
  GRAPH ?graph { ?event schema:about %s ; akg:eventKind %s ; schema:startDate ?value }
  ?graph prov:wasDerivedFrom/oa:hasSource ?document
}"""
NAMES = """SELECT ?document ?value {
  GRAPH ?graph { ?name a akg:NameInUse ; schema:about %s ; schema:name ?value ;
    akg:knownOn ?on FILTER(STR(?on) = "%s") }
  ?graph prov:wasDerivedFrom/oa:hasSource ?document
}"""
CLAIMS = """SELECT ?document ?value {
  GRAPH ?graph { ?claim a schema:Claim ; schema:about ?about ; skos:prefLabel ?value }
  ?graph prov:wasDerivedFrom/oa:hasSource ?document
  FILTER(LANG(?value) = "en" && REGEX(?value, "%s", "i"))
}"""


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """The packaged graph."""
    return atsmu_kg.load()


def answers(kg: KnowledgeGraph, query: str) -> set[tuple[str, str]]:
    """Each value with the name of the document that gives it."""
    return {
        (row.document.rpartition("/")[2].removesuffix(".txt"), str(row.value)) for row in kg.query(query).rows
    }


def figures(kg: KnowledgeGraph, about: str, measure: str, more: str = "") -> set[tuple[str, str]]:
    return answers(kg, FIGURES % (about, measure, more))


ALL = "FILTER NOT EXISTS { ?figure akg:category ?category }"
YEAR = """FILTER EXISTS {
  ?figure schema:observationDate|dcterms:temporal/dcat:startDate ?day FILTER(STRSTARTS(STR(?day), "%s"))
}"""


def test_01_in_which_year_was_it_founded(kg: KnowledgeGraph) -> None:
    found = answers(kg, FOUNDED % "atsmu:university")
    assert {
        ("profile", "1939"),
        ("bme-tajik-medical-institute", "1939"),
        ("tajmedun-80-years", "1939"),
    } <= found
    assert ("gse-tadzhik-medical-institute", "1933") in found
    assert kg.university.founded == 1939
    assert ("farazh-2019", "1939-09-01") in answers(kg, EVENTS % ("atsmu:university", "akg:Founding"))


def test_02_since_when_is_it_a_university(kg: KnowledgeGraph) -> None:
    found = answers(kg, EVENTS % ("atsmu:university", "akg:BecomingUniversity"))
    assert found == {("ruwiki-mirror-perceptiode", "1992"), ("tajmedun-80-years", "1993")}
    assert ("tajmedun-public-health", "1992") in answers(kg, FOUNDED % "atsmu:public-health-faculty")


def test_03_when_did_the_dentistry_faculty_open(kg: KnowledgeGraph) -> None:
    found = answers(kg, FOUNDED % "atsmu:dentistry-faculty")
    assert found == {("tajmedun-orthopedic-dentistry", "1963"), ("bme-tajik-medical-institute", "1977")}
    again = answers(kg, EVENTS % ("atsmu:dentistry-faculty", "akg:Reopening"))
    assert again == {("tajmedun-orthopedic-dentistry", "1977")}
    first = answers(kg, EVENTS % ("atsmu:dentistry-faculty", "akg:FirstGraduation"))
    assert first == {("bme-tajik-medical-institute", "1982")}


def test_04_when_was_the_pharmaceutical_faculty_founded(kg: KnowledgeGraph) -> None:
    assert answers(kg, FOUNDED % "atsmu:pharmaceutical-faculty") == {("bme-tajik-medical-institute", "1981")}
    decided = answers(kg, EVENTS % ("atsmu:pharmaceutical-faculty", "akg:FoundingDecision"))
    assert decided == {("tajmedun-pharmaceutical-technology", "1980")}


def test_05_what_was_it_called_in_1939(kg: KnowledgeGraph) -> None:
    assert answers(kg, NAMES % ("atsmu:university", "1939")) == {
        ("farazh-2019", "Донишкадаи тиббии Тоҷикистон"),
        ("ruwiki-mirror-perceptiode", "Tajik Medical Institute"),
        ("tajmedun-histology", "Stalinabad Medical Institute"),
    }
    later = answers(kg, NAMES % ("atsmu:university", "1975"))
    assert later == {("gse-tadzhik-medical-institute", "Avicenna Tadzhik Medical Institute")}


def test_06_how_many_faculties_has_it_and_which(kg: KnowledgeGraph) -> None:
    assert figures(kg, "atsmu:university", "akg:FacultyCount") == {
        ("profile", "4"),
        ("khovar-2025-02-14", "5"),
        ("bme-tajik-medical-institute", "5"),
        ("tajmedun-university-page", "5"),
    }
    listed = kg.query("SELECT ?member { enumeration:f003 schema:itemListElement ?member }").rows
    assert {row.member.rpartition("/")[2] for row in listed} == {
        *("medical-faculty", "paediatric-faculty", "public-health-faculty"),
        *("dentistry-faculty", "pharmaceutical-faculty"),
    }


def test_07_how_many_chairs(kg: KnowledgeGraph) -> None:
    found = figures(kg, "atsmu:university", "akg:ChairCount", ALL)
    assert {
        ("profile", "63"),
        ("khovar-2025-02-14", "62"),
        ("tajmedun-80-years", "70"),
        ("gse-tadzhik-medical-institute", "55"),
    } <= found


def test_08_how_many_students_and_on_which_levels(kg: KnowledgeGraph) -> None:
    found = kg.query("""SELECT ?value ?category {
      ?figure schema:measuredProperty akg:StudentCount ; akg:category ?category ; schema:value ?value .
      GRAPH ?graph { ?figure a akg:Figure }
      ?graph prov:wasDerivedFrom/oa:hasSource <https://w3id.org/atsmu-kg/source/tajmedun-good-doctor>
    }""").rows
    assert {(row.value, row.category.curie) for row in found} == {
        (12189, "category:undergraduate"),
        (13397, "category:all-levels"),
    }


def test_09_how_many_students_a_year_before_2025(kg: KnowledgeGraph) -> None:
    assert {("khovar-2025-02-14", "12631")} <= figures(
        kg, "atsmu:university", "akg:StudentCount", YEAR % "2023"
    )
    assert {("caravan-2025-07-23", "12734")} == figures(
        kg, "atsmu:university", "akg:StudentCount", YEAR % "2024"
    )


def test_10_by_how_much_did_the_number_of_students_grow(kg: KnowledgeGraph) -> None:
    found = figures(kg, "atsmu:university", "measure:student-growth")
    assert found == {("caravan-2025-07-23", "7.5"), ("khovar-2025-02-14", "3")}
    computed = kg.query("""SELECT ((?new - ?old) * 100.0 / ?old AS ?percent) {
      figure:f013 schema:value ?new . figure:f012 schema:value ?old
    }""").rows[0]
    assert round(float(computed.percent), 2) == 8.15


def test_11_how_many_international_students_in_2023_24(kg: KnowledgeGraph) -> None:
    whole = "?figure akg:category category:all-levels ; dcterms:temporal/dcat:startDate '2023'^^xsd:gYear ."
    found = figures(kg, "atsmu:university", "akg:InternationalStudentCount", whole)
    assert found == {("khovar-2024-01-30", "1793"), ("peshina-2024-01", "1772")}


def test_12_of_how_many_countries_around_2019_and_2020(kg: KnowledgeGraph) -> None:
    found = figures(kg, "atsmu:university", "akg:OriginCountryCount")
    assert {("khovar-2020-07-16", "14"), ("peshina-2024-01", "16")} <= found


def test_13_of_how_many_countries_at_all(kg: KnowledgeGraph) -> None:
    found = {value for _, value in figures(kg, "atsmu:university", "akg:OriginCountryCount")}
    assert found == {"14", "15", "16", "24", "27"}


def test_14_how_many_graduated_in_2023(kg: KnowledgeGraph) -> None:
    rows = kg.query("""SELECT ?subject ?value {
      ?figure schema:measuredProperty measure:graduates-of-the-year ;
        schema:observationDate '2023'^^xsd:gYear ;
        schema:observationAbout ?subject ; schema:value ?value
    }""").rows
    values = {row.subject.rpartition("/")[2]: row.value for row in rows}
    assert values.pop("university") == 2075
    assert sum(values.values()) == 1639


def test_15_what_does_796_count(kg: KnowledgeGraph) -> None:
    rows = kg.query("""SELECT ?measure ?category {
      ?figure schema:value 796 ; schema:measuredProperty ?measure OPTIONAL { ?figure akg:category ?category }
    }""").rows
    assert {(row.measure.curie, row.category and row.category.curie) for row in rows} == {
        ("akg:AcademicStaffCount", None),
        ("akg:StudentCount", "category:presidential-quota"),
    }


def test_16_how_many_teachers(kg: KnowledgeGraph) -> None:
    assert figures(kg, "atsmu:university", "akg:AcademicStaffCount") == {("profile", "796")}
    found = {value for _, value in figures(kg, "atsmu:university", "measure:teachers", ALL)}
    assert {"638", "630", "500"} <= found


def test_17_is_it_the_only_one(kg: KnowledgeGraph) -> None:
    assert {
        document for document, _ in answers(kg, CLAIMS % "only (institution|higher|medical)|sole university")
    } == {
        *("profile", "sdc-medical-education-reform", "studyhealthscience-2009", "ozodi-2013"),
    }
    others = {
        document
        for document, _ in answers(kg, CLAIMS % "prepares medical personnel$|second medical university")
    }
    assert others == {"khovar-2016-03-04", "sadoimardum-2023-02-24", "asiaplus-2016-08-31"}


def test_18_with_how_many_institutions_does_it_work(kg: KnowledgeGraph) -> None:
    assert figures(kg, "atsmu:university", "akg:PartnerInstitutionCount") == {("profile", "80")}
    found = figures(kg, "atsmu:university", "measure:partners-with-an-agreement", ALL)
    assert found == {("tajmedun-press-2022-07-13", "61")}


def test_19_how_many_places_has_the_dormitory(kg: KnowledgeGraph) -> None:
    assert figures(kg, "atsmu:dormitory-navoi", "measure:places") == {
        ("asiaplus-2009-11-18", "650"),
        ("khovar-2009-11-18", "600"),
    }
    assert figures(kg, "atsmu:dormitory-navoi", "measure:quota-students-housed-first") == {
        ("asiaplus-2009-11-18", "150"),
        ("khovar-2009-11-18", "200"),
    }


def test_20_how_large_was_the_intake(kg: KnowledgeGraph) -> None:
    plans = figures(kg, "atsmu:university", "measure:intake-of-the-year", "?figure akg:modality akg:Plan .")
    assert ("khovar-2016-03-04", "2000") in plans
    reported = "FILTER NOT EXISTS { ?figure akg:modality akg:Plan }"
    assert figures(kg, "atsmu:university", "measure:intake-of-the-year", reported) == {
        ("khovar-2016-03-04", "1600"),
        ("khovar-2023-07-30", "1500"),
        ("khovar-2023-07-30", "2000"),
    }


def test_21_how_many_items_has_the_library(kg: KnowledgeGraph) -> None:
    assert figures(kg, "atsmu:library", "akg:LibraryItemCount") == {
        ("profile", "680334"),
        ("sinolib-history", "96730"),
        ("sinolib-history", "147080"),
        ("gse-tadzhik-medical-institute", "268000"),
        ("bme-tajik-medical-institute", "500000"),
    }


def test_22_was_it_the_second_largest_of_the_ussr(kg: KnowledgeGraph) -> None:
    assert {document for document, _ in answers(kg, CLAIMS % "second largest")} == {"tajmedun-80-years"}
    assert ("gse-tadzhik-medical-institute", "4000") in figures(kg, "atsmu:university", "akg:StudentCount")


def test_23_listed_by_ecfmg_or_a_partner_of_it(kg: KnowledgeGraph) -> None:
    assert kg.query("ASK { atsmu:university akg:listedIn/dcterms:publisher organization:ecfmg }")
    claim = (
        "ASK { ?claim a schema:Claim ; dcterms:relation organization:ecfmg ; schema:about atsmu:university }"
    )
    assert kg.query(claim)


def test_24_curricula_to_requirements_or_programmes_that_meet_standards(kg: KnowledgeGraph) -> None:
    assert kg.query("ASK { purpose:new-curricula akg:worksToRequirementsOf organization:wfme }")
    assert not kg.query("ASK { atsmu:university akg:worksToRequirementsOf ?any }")
    assert kg.query("ASK { claim:f028 dcterms:relation organization:wfme ; akg:modality akg:Assertion }")


def test_25_when_did_the_centres_of_recent_years_open(kg: KnowledgeGraph) -> None:
    assert kg.query("ASK { atsmu:stem-cells-laboratory akg:opened period:recent-years }")
    found = answers(kg, EVENTS % ("atsmu:stem-cells-laboratory", "akg:Opening"))
    assert found == {("tajmedun-stem-cells", "2009-11-20")}


def test_26_which_soros_foundation(kg: KnowledgeGraph) -> None:
    rows = kg.query("SELECT ?other { organization:soros-foundation rdfs:seeAlso ?other }").rows
    assert {row.other.rpartition("/")[2] for row in rows} == {"osf", "osiaf-tj"}
    assert kg.query(
        "ASK { ?name schema:about organization:soros-foundation ; schema:name 'Open Society Institute'@en }"
    )


def test_27_what_share_of_the_students_are_women(kg: KnowledgeGraph) -> None:
    assert figures(kg, "atsmu:university", "measure:share-of-women") == {("khovar-2020-07-16", "41.7")}
    row = kg.query("""SELECT (?women * 100.0 / ?all AS ?percent) {
      ?part akg:category category:women ; akg:partOf ?whole ; schema:value ?women ;
        schema:observationAbout atsmu:university .
      ?whole schema:value ?all .
      FILTER NOT EXISTS { ?part akg:category category:presidential-quota }
    }""").rows[0]
    assert round(float(row.percent), 1) == 48.8


def test_28_how_many_students_on_the_presidential_quota(kg: KnowledgeGraph) -> None:
    only = """?figure akg:category category:presidential-quota
      FILTER NOT EXISTS { ?figure akg:category category:women }"""
    assert figures(kg, "atsmu:university", "akg:StudentCount", only) == {
        ("ruwiki-mirror-perceptiode", "796"),
        ("caravan-2025-07-23", "799"),
    }


@pytest.mark.parametrize("text", ["enwiki-atsmu", "atsmu-net-cooperation"])
def test_a_text_of_the_same_origin_is_no_second_witness(kg: KnowledgeGraph, text: str) -> None:
    source = "https://w3id.org/atsmu-kg/source/"
    assert kg.query(f"ASK {{ <{source}{text}> akg:dependsOn <{source}profile.txt> }}")


def test_a_dated_figure_and_an_undated_one_are_no_disagreement(kg: KnowledgeGraph) -> None:
    dates = "schema:observationDate|dcterms:temporal/dcat:startDate|dcterms:temporal/dcat:endDate"
    dated = {row.f for row in kg.query(f"SELECT DISTINCT ?f {{ ?f a akg:Figure ; {dates} ?date }}")}
    pairs = [(row.statement, row.other) for row in kg.queries.disagreements()]
    assert pairs
    assert [pair for pair in pairs if (pair[0] in dated) != (pair[1] in dated)] == []


@pytest.mark.parametrize(
    "query",
    [
        *("student_origins", "partner_countries", "partner_regions", "origins_by_region"),
        *("open_lists", "intervention_share", "figure_places", "parts_of_wholes"),
    ],
)
def test_each_country_and_number_has_its_source(kg: KnowledgeGraph, query: str) -> None:
    rows = kg.queries[query]()
    assert rows and all(row.source is not None for row in rows)


def test_countries_without_a_region_are_counted_in_a_row_that_says_so(kg: KnowledgeGraph) -> None:
    nowhere = {
        lang: [row.name for row in kg.queries.origins_by_region(lang=lang) if row.region is None]
        for lang in ("en", "ru", "tg")
    }
    assert {lang: str(name) for lang, (name,) in nowhere.items()} == {
        "en": "no region stated",
        "ru": "регион не указан",
        "tg": "минтақа нишон дода нашудааст",
    }


def test_each_open_list_has_a_name_and_the_time_of_its_source(kg: KnowledgeGraph) -> None:
    rows = {row.enumeration.curie: row for row in kg.queries.open_lists(lang="ru")}
    assert all(row.name is not None for row in rows.values())
    assert str(rows["enumeration:f041"].date) == "2020-07-16"
    assert rows["enumeration:student-origins"].date is None
