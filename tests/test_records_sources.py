"""Records where sources differ: the preferred one's value is shown, and that others differ is told."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import SCHEMA
from atsmu_kg.records.span import Span
from atsmu_kg.stores.embedded import EmbeddedStore

PREFERRED = "<https://w3id.org/atsmu-kg/ontology#preferredSource> <https://w3id.org/atsmu-kg/source/"
MERGE = Path(__file__).parent.parent / "data" / "atsmu-kg.nq"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return load()


def preferring(document: str, folder: Path) -> KnowledgeGraph:
    """The packaged graph as it is if another document is preferred, or none."""
    lines = MERGE.read_text("utf-8").splitlines(keepends=True)
    changed = (line.replace(f"{PREFERRED}profile.txt>", f"{PREFERRED}{document}>") for line in lines)
    kept = (line for line in changed if document or PREFERRED not in line)
    (folder / "changed.nq").write_text("".join(kept), "utf-8")
    return KnowledgeGraph(EmbeddedStore.memory(str(folder / "changed.nq")))


def test_the_year_is_that_of_the_preferred_source_and_knows_the_other(kg: KnowledgeGraph) -> None:
    founded = kg.university.founded
    assert founded is not None
    assert (founded, str(founded), repr(founded)) == (1939, "1939", "<Year 1939; otherwise 1933>")
    (other,) = founded.others
    assert (other.property, other.value) == (SCHEMA.foundingDate, Year(1933))
    assert [source.iri.rpartition("/graph/")[2] for source in other.sources] == [
        "gse-tadzhik-medical-institute/p3-s1"
    ]
    again = pickle.loads(pickle.dumps(founded))
    assert again == founded and again.others == founded.others


def test_which_source_is_preferred_is_data(tmp_path: Path) -> None:
    with preferring("gse-tadzhik-medical-institute", tmp_path) as other:
        founded = other.university.founded
        assert founded is not None
        assert founded == 1933 and [each.value for each in founded.others] == [1939]
        assert [str(figure) for figure in other.figures.preferred.of("ChairCount")] == ["55"]
        assert "foundingDate          1933" in str(other.describe("university")).partition("1939")[0]


def test_without_a_preferred_source_most_sources_decide(tmp_path: Path) -> None:
    with preferring("", tmp_path) as graph:
        founded = graph.university.founded
        assert founded is not None
        assert founded == 1939 and [each.value for each in founded.others] == [1933]
        assert graph.university.others == () and len(graph.figures.preferred) == len(graph.figures)
        assert "not in the preferred source" not in str(graph.describe("university"))


def test_the_university_tells_that_sources_differ(kg: KnowledgeGraph) -> None:
    assert {other.property for other in kg.university.others} >= {SCHEMA.foundingDate}
    assert "; other sources differ on " in repr(kg.university)
    page = kg.university._repr_html_()
    assert "other sources" in page and "1933" in page
    (line,) = (line for line in str(kg.describe("university")).splitlines() if "  1933  " in line)
    assert line.endswith("not in the preferred source")


def test_a_list_tells_what_other_sources_name_besides(kg: KnowledgeGraph) -> None:
    assert [each.iri.curie for each in kg.faculties.others] == ["atsmu:paediatric-faculty"]
    assert len(kg.faculties) == 4 and kg.faculties.complete
    assert "Paediatric Faculty" in kg.faculties._repr_html_()


def test_figures_are_chosen_by_measure_source_and_time(kg: KnowledgeGraph) -> None:
    students = kg.figures.of("StudentCount", about="university")
    assert {str(each.measure.iri.curie) for each in students} == {"akg:StudentCount"}
    assert [str(each) for each in students.of(source="profile.txt")] == ["8844"]
    assert [(each.time, str(each)) for each in students.of(time="1939")] == [("1939", "130")]
    assert {str(each) for each in students.of(source="caravan-2025-07-23", time=2025)} == {
        *("13772", "6721", "799", "400")
    }
    assert {str(each) for each in students.of(category="women")} == {"6721", "400"}
    assert kg.figures.of("akg:StudentCount") == kg.figures.of(
        "https://w3id.org/atsmu-kg/ontology#StudentCount"
    )
    assert len(kg.figures.of()) == len(kg.figures)


def test_a_year_finds_its_days_and_the_periods_that_it_is_in(kg: KnowledgeGraph) -> None:
    times = {each.time for each in kg.figures.of("StudentCount", about="university", time="2023")}
    assert times == {"2023-07-28", "2023/2024"}
    assert not [each for each in kg.figures.of("StudentCount", time="1900") if each.time]


def test_a_figure_knows_its_document_its_time_and_what_it_is_restricted_to(kg: KnowledgeGraph) -> None:
    (women,) = kg.figures.of("StudentCount", about="university", category="women").of(
        category="presidential-quota"
    )
    assert women.document is not None and women.document.iri.endswith("/source/caravan-2025-07-23")
    assert (women.time, [str(each) for each in women.categories]) == ("2025", ["presidential quota", "women"])
    assert repr(women).endswith("(students, presidential quota, women, 2025)>")
    share = kg.figures["share-of-interventions"]
    assert str(share.place) == "Dushanbe" and share.time is None


def test_a_choice_of_figures_shows_their_numbers_and_times(kg: KnowledgeGraph) -> None:
    early = kg.figures.of("StudentCount", time="1930/1980")
    assert repr(early) == "<2 figures: students 130 (1939), students more than 4000 (1974/1975)>"
    assert repr(kg.figures.of(source="profile.txt", time="1900")) == "<0 figures>"
    assert repr(kg.figures).endswith(", …>")


def test_every_key_that_is_offered_is_taken(kg: KnowledgeGraph) -> None:
    figures = kg.figures
    for key in figures._ipython_key_completions_():
        assert figures[key]
    for key in figures.measures._ipython_key_completions_():
        assert figures.of(key)
    for key in figures.documents._ipython_key_completions_():
        assert figures.of(source=key)
    for key in figures.categories._ipython_key_completions_():
        assert figures.of(category=key)


def test_a_page_of_figures_tells_time_and_document(kg: KnowledgeGraph) -> None:
    page = kg.figures.of("StudentCount", time=1939)._repr_html_()
    assert ">1939<" in page and "TAJIK MEDICAL INSTITUTE" in page


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_spans_overlap_when_a_day_is_in_both(a: date, b: date, c: date, d: date) -> None:
    one, other = Span.of(f"{min(a, b)}/{max(a, b)}"), Span.of(f"{min(c, d)}/{max(c, d)}")
    common = max(min(a, b), min(c, d)) <= min(max(a, b), max(c, d))
    assert one.overlaps(other) is other.overlaps(one) is common


@given(st.dates())
def test_a_day_is_in_its_month_year_and_open_intervals(day: date) -> None:
    for time in (f"{day:%Y-%m}".zfill(7), f"{day.year:04}", f"{day}/..", f"../{day}", "../.."):
        assert Span.of(time).overlaps(Span.of(day))


def test_claims_are_those_of_the_preferred_source_and_of_the_others_when_asked_for(
    kg: KnowledgeGraph,
) -> None:
    claims = kg.claims
    assert {claim.document.iri.rpartition("/")[2] for claim in claims if claim.document} == {"profile.txt"}
    assert claims.of(source="profile.txt") == claims.of(source=claims[0].document.iri)  # type: ignore[union-attr]
    assert claims.of(source="profile.txt").members == claims.members
    assert len(claims.of()) == len(claims) + len(claims.others) == len(kg.queries.claims())
    (second,) = claims.of(source="asiaplus-2016-08-31")
    assert (second.about.iri.curie, second.time, second.modality.iri.curie) == (
        "organization:khatlon-state-medical-university",
        "2016-08-31",
        "akg:Assertion",
    )
    opinions = claims.of(modality="ReportedOpinion", about="university")
    assert {opinion.modality.iri.curie for opinion in opinions} == {"akg:ReportedOpinion"}
    assert len(repr(claims)) < 1000


def test_a_statement_knows_which_reading_noted_it(kg: KnowledgeGraph) -> None:
    noted = kg.figures["f042"].second_reading
    assert noted is not None and noted.iri.curie == "akg:FirstReadingOnly"
    assert kg.figures["students"].second_reading is None
    said = {claim.second_reading.iri.curie for claim in kg.claims.others if claim.second_reading}
    assert said >= {"akg:BothReadings", "akg:SecondReadingOnly"}


def test_what_can_be_read_otherwise_says_so(kg: KnowledgeGraph) -> None:
    doubtful = kg.figures["f044"]
    assert doubtful.ambiguous and "can be read otherwise" in repr(doubtful)
    assert [note.lang for note in doubtful.notes] == ["en"] and kg.figures["students"].notes == ()
    assert not kg.figures["f051"].ambiguous and "otherwise" not in repr(kg.figures["f051"])
    assert kg.figures["students"].reading is None
    asked = kg.query("SELECT DISTINCT ?f { ?f a akg:Figure ; akg:reading akg:Ambiguous }")
    assert {figure.iri for figure in kg.figures if figure.ambiguous} == {row.f for row in asked}
    assert {claim.ambiguous for claim in kg.claims.others} == {True, False}
