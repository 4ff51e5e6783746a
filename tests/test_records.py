"""Records: what the graph says, as typed values."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction

import pytest

from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import AKG, IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records import Listing, Records, Thing
from atsmu_kg.records.names import Names
from atsmu_kg.records.thing import Identity

LISTS = (
    *("faculties", "centres", "figures", "partner_countries", "student_origins"),
    *("organizations", "registries", "claims", "passages"),
)


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return load()


@pytest.fixture(scope="module")
def records(kg: KnowledgeGraph) -> Records:
    return Records(kg.queries)


def everything(records: Records) -> list[Thing]:
    lists: list[Listing[Thing]] = [getattr(records, name) for name in LISTS]
    return [records.university, records.library, *(each for listing in lists for each in listing)]


def test_the_university_has_what_the_sources_say(records: Records) -> None:
    university = records.university
    assert university.name == "Avicenna Tajik State Medical University"
    assert (university.founded, f"{university.city}", f"{university.country:ru}") == (
        Year(1939),
        "Dushanbe",
        "Таджикистан",
    )
    assert f"{university.named_after}" == "Avicenna" and f"{university.status}" == "public university"
    assert university.managed_by is not None
    assert university.managed_by.iri.curie == "organization:ministry-of-health"
    assert university.coordinates is not None
    assert (university.coordinates.latitude, university.coordinates.longitude) == (
        Decimal("38.6018"),
        Decimal("68.7854"),
    )
    assert university.aliases[0] == Text("ATSMU", "en")
    assert university.identifier(AKG["RorId"]) == "https://ror.org/02emvsg33"
    (guide,) = university.works_to_requirements_of
    assert guide.name == "World Federation for Medical Education"
    assert university.homepage == "https://www.tajmedun.tj/"


def test_names_are_in_every_language(records: Records) -> None:
    faculty = records.faculties["dentistry-faculty"]
    assert faculty.names["tg"] == Text("Факултети стоматологӣ", "tg")
    assert (f"{faculty}", f"{faculty:ru}", f"{faculty:de}") == (
        "Dentistry Faculty",
        "Стоматологический факультет",
        "Dentistry Faculty",
    )


@pytest.mark.parametrize(
    ("figure", "texts", "lower", "upper"),
    [
        ("international-students", ("more than 500", "более 500", "беш аз 500"), 501, None),
        ("students", ("8844", "8844", "8844"), 8844, 8844),
        ("share-of-interventions", ("about 60 %", "около 60 %", "тақрибан 60 %"), None, None),
        ("graduates", ("more than 35000", "более 35000", "беш аз 35000"), 35001, None),
    ],
)
def test_a_figure_knows_its_bound(
    records: Records, figure: str, texts: tuple[str, str, str], lower: int | None, upper: int | None
) -> None:
    found = records.figures[figure]
    assert (str(found), f"{found:ru}", f"{found:tg}") == texts
    assert (found.lower, found.upper) == (lower, upper)


def test_every_figure_agrees_with_the_query_of_figures(kg: KnowledgeGraph, records: Records) -> None:
    rows = [*kg.queries.figures(), *kg.queries.figures("atsmu:library")]
    assert {row.figure for row in rows} == {figure.iri for figure in records.figures.preferred}
    for row in rows:
        figure = records.figures[row.figure]
        stated = figure.value, figure.bound.names["en"], figure.measure.names["en"]
        assert stated == (row.value, row.bound, row.measure)
        assert (figure.lower, figure.upper) == (row.min, row.max), figure
        assert (figure.period and figure.period.names["en"]) == row.period


def test_figures_are_calculated_with(records: Records) -> None:
    figures = records.figures
    students, staff, guests = (
        figures[name] for name in ("students", "academic-staff", "international-students")
    )
    assert (students / staff).exact == Fraction(8844, 796)
    assert (guests + students).lower == 9345 and (guests + students).upper is None
    assert (str(guests + 10), f"{guests + 10:ru}", f"{10 + guests:tg}") == (
        "at least 511",
        "не менее 511",
        "на камтар аз 511",
    )
    assert str((guests / students).as_percent()) == "at least 5.664 %"
    assert str(figures["share-of-interventions"] * students) == "about 5306.4"
    assert guests > 500 and figures["faculties"] == 4 == len(records.faculties)
    assert guests.is_greater(600) is None
    assert guests.part_of == students and students != staff


def test_a_figure_is_a_record_and_a_number(records: Records) -> None:
    faculties, centres = records.figures["faculties"], records.figures["chairs"]
    assert faculties == 4 and hash(faculties) == hash(4) and faculties in {4: "four"}
    assert faculties != centres and pickle.loads(pickle.dumps(faculties)) == faculties
    assert {faculties, centres} == {centres, faculties}


@pytest.mark.parametrize(
    ("name", "count", "complete", "total", "missing"),
    [
        ("faculties", 4, True, "4", "0"),
        ("centres", 6, False, None, None),
        ("student_origins", 9, False, "15", "6"),
        ("partner_countries", 12, None, None, None),
        ("registries", 2, None, None, None),
        ("figures", 165, None, None, None),
        ("claims", 11, None, None, None),
        ("passages", 26, None, None, None),
    ],
)
def test_a_list_knows_whether_it_is_complete(
    records: Records, name: str, count: int, complete: bool | None, total: str | None, missing: str | None
) -> None:
    found: Listing[Thing] = getattr(records, name)
    assert (len(found), found.complete) == (count, complete)
    assert (found.total and str(found.total), found.missing and str(found.missing)) == (total, missing)
    assert found.sources


def test_a_list_is_a_sequence_with_names(records: Records) -> None:
    origins = records.student_origins
    assert origins["IR"] == origins["country:IR"] == origins[origins["IR"].iri]
    assert origins[0].name == "Afghanistan"
    assert origins[:2] == tuple(origins)[:2] and origins["IR"] in origins
    assert repr(records.faculties) == (
        "<Listing of 4/4 (exhaustive): Dentistry Faculty, Medical Faculty, Pharmaceutical Faculty, "
        "Public Health Faculty; other sources: Paediatric Faculty>"
    )
    assert origins.extent("ru") == "9/15 (неисчерпывающий, с примерами)"


def test_a_country_has_codes_and_regions(records: Records) -> None:
    iran = records.partner_countries["IR"]
    assert (iran.alpha2, iran.alpha3, iran.numeric) == ("IR", "IRN", "364")
    assert (f"{iran.region}", f"{iran.sub_region}") == ("Asia", "Southern Asia")


def test_registries_claims_and_the_library(records: Records) -> None:
    publisher = records.registries["who-directory"].publisher
    assert publisher is not None and {Text("WHO", "en"), Text("ВОЗ", "ru")} <= set(publisher.aliases)
    assert f"{publisher.kind}" == "intergovernmental organisation"
    claim = records.claims["best-library"]
    assert (f"{claim.modality:ru}", claim.about) == ("передаваемое мнение", records.library)
    assert records.library.figures["library-items"] == 680334
    assert records.library.electronic is not None and len(records.library.electronic.services) == 2
    assert f"{records.centres['stomatology-centre'].opened}".startswith("recent years")
    assert records.university.project_partners["who"] == publisher


def test_passages_are_in_order_with_their_ranges(kg: KnowledgeGraph, records: Records) -> None:
    assert [each.position for each in records.passages] == list(range(1, 27))
    assert [(each.start, each.end, each.triples) for each in records.passages] == [
        (row.start, row.end, row.triples) for row in kg.queries.passages()
    ]


def test_every_record_has_sources_a_name_and_a_page(records: Records) -> None:
    for record in everything(records):
        assert record.sources, record
        assert record.name and str(record) and repr(record)
        assert records[record.iri] == record and type(records[record.iri]) is type(record)
        assert record.iri in record._repr_html_()


def test_sources_are_the_graphs_that_state_it(kg: KnowledgeGraph, records: Records) -> None:
    faculties = records.faculties
    assert [source.iri.curie for source in faculties.sources] == ["profile:s14", "graph:editorial"]
    passage = faculties.sources[0].derived_from
    assert passage == "https://w3id.org/atsmu-kg/source/profile.txt#char=2548,2645"
    assert str(faculties.sources[0]) == "Profile of the university, sentence 14"
    graphs = {row.graph for row in kg.queries.who_says("figure:students", "schema:value")}
    assert graphs <= {source.iri for source in records.figures["students"].sources}


def test_a_thing_without_a_kind_has_a_record_too(records: Records) -> None:
    assert f"{records['akg:MoreThan']:tg}" == "беш аз"
    assert f"{records['person:avicenna']}" == "Avicenna" and records["medical-faculty"] in records.faculties


def test_records_are_values(records: Records) -> None:
    for record in everything(records):
        again = pickle.loads(pickle.dumps(record))
        assert again == record and again.names == record.names and str(again) == str(record)
        with pytest.raises(AttributeError):
            record.identity = record.identity  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(records.student_origins)) == records.student_origins
    with pytest.raises(AttributeError):
        records.faculties.total = None  # type: ignore[misc]


def test_records_outlive_their_graph() -> None:
    with load() as graph:
        figures = Records(graph.queries).figures
    assert str(figures["students"] / figures["academic-staff"]) == "≈ 11.11"


def test_many_threads_get_the_same() -> None:
    records = Records(load().queries)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda name: getattr(records, name), LISTS * 8))
    assert answers == [getattr(records, name) for name in LISTS] * 8


def test_a_page_escapes_what_it_shows() -> None:
    hostile = Text("<script>alert('$title')</script>", 'en"><b')
    record = Thing(Identity(IRI("javascript:alert(1)"), Names([hostile])))
    for page in (record._repr_html_(), Listing((record,))._repr_html_()):
        assert "<script" not in page and 'en"><b' not in page and "href" not in page
        assert "&lt;script&gt;" in page


def test_importing_the_graph_does_not_import_records() -> None:
    program = "import sys, atsmu_kg.graph; print(*(m for m in sys.modules if '.records' in m))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert not done.stdout.strip()


def test_a_description_can_be_pickled(kg: KnowledgeGraph) -> None:
    told = kg.describe("country:IR")
    assert str(pickle.loads(pickle.dumps(told))) == str(told)
