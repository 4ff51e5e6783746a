"""Records of graphs that say too little, too much, or something that can't be true."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from atsmu_kg.errors import DataError, ParameterError, UnknownNameError
from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.records import Records
from atsmu_kg.stores.embedded import EmbeddedStore

PREFIXES = """
    @prefix akg: <https://w3id.org/atsmu-kg/ontology#> . @prefix schema: <https://schema.org/> .
    @prefix atsmu: <https://w3id.org/atsmu-kg/id/> . @prefix figure: <https://w3id.org/atsmu-kg/id/figure/> .
    @prefix qudt: <http://qudt.org/schema/qudt/> . @prefix unit: <http://qudt.org/vocab/unit/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix profile: <https://w3id.org/atsmu-kg/graph/profile/> .
"""
FIGURE = (
    "a akg:Figure ; schema:observationAbout atsmu:university ; schema:measuredProperty akg:StudentCount ;"
    " qudt:hasUnit unit:NUM ; schema:value 9000 "
)


def with_statements(turtle: str, graph: KnowledgeGraph | None = None) -> Records:
    """The records of a graph with more statements, in the default graph and in a named one."""
    graph = graph or load()
    graph.store.extend(parse(PREFIXES + turtle, RdfFormat.TURTLE))
    graph.store.extend(parse(PREFIXES + f"profile:s99 {{ {turtle} }}", RdfFormat.TRIG))
    return Records(graph.queries)


@pytest.fixture(scope="module")
def records() -> Records:
    return Records(load().queries)


def test_an_empty_graph_has_empty_lists_and_no_university() -> None:
    empty = Records(KnowledgeGraph(EmbeddedStore.memory()).queries)
    assert len(empty.faculties) == len(empty.figures) == len(empty.passages) == 0
    assert empty.faculties.complete is None and empty.find("Iran") == ()
    with pytest.raises(DataError, match="rdf:type of atsmu:university is not stated"):
        _ = empty.university
    with pytest.raises(DataError, match="names no library"):
        _ = empty.library


@pytest.mark.parametrize("name", ["student", "figure:student", "nothing at all", ""])
def test_an_unknown_member_is_an_error_with_the_nearest(records: Records, name: str) -> None:
    with pytest.raises(KeyError) as caught:
        records.figures[name]
    assert isinstance(caught.value, UnknownNameError)
    assert name != "student" or "students" in str(caught.value)


def test_an_unknown_record_is_an_error_with_the_nearest(records: Records) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean country:IR"):
        records["country:IRR"]


@pytest.mark.parametrize("lang", ["english!", ">20", ".2f", ",.2f", "x" * 40])
def test_a_format_is_a_language(records: Records, lang: str) -> None:
    exact, bounded = records.figures["students"], records.figures["international-students"]
    for each in (records.university, exact, bounded, exact.quantity, bounded.quantity):
        with pytest.raises(ParameterError, match="is not a language tag"):
            format(each, lang)


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ("", r"akg:bound of figure:odd is not stated"),
        ("; akg:bound akg:Exactly ; schema:minValue 'nine'", r"schema:minValue of figure:odd is 'nine'"),
        ("; akg:bound akg:Exactly ; akg:partOf figure:odd", r"figure:odd is a part of itself"),
    ],
    ids=["no bound", "a word for a number", "a part of itself"],
)
def test_a_figure_that_can_not_be_is_an_error(statements: str, message: str) -> None:
    records = with_statements(f"figure:odd {FIGURE} {statements} .")
    with pytest.raises(DataError, match=message):
        _ = records.figures


def test_an_unknown_bound_is_an_error_when_it_is_calculated_with() -> None:
    figure = with_statements(f"figure:odd {FIGURE} ; akg:bound akg:Roughly .").figures["odd"]
    assert figure.value == 9000
    with pytest.raises(DataError, match="unknown bound akg:Roughly"):
        _ = figure + 1


def test_bounds_that_cross_are_an_error_when_they_are_calculated_with() -> None:
    crossed = "; akg:bound akg:About ; schema:minValue 9001 ; schema:maxValue 8999"
    figure = with_statements(f"figure:odd {FIGURE} {crossed} .").figures["odd"]
    with pytest.raises(DataError, match="figure:odd is at least 9001 and at most 8999"):
        _ = figure > 1


@pytest.mark.parametrize(
    ("bound", "lower", "upper", "text"),
    [
        ("MoreThan", 9000, None, "more than 9001"),
        ("AtLeast", 9000, None, "at least 9001"),
        ("LessThan", None, 9000, "less than 9001"),
        ("AtMost", None, 9000, "at most 9001"),
        ("Exactly", 9000, 9000, "9001"),
        ("About", None, None, "about 9001"),
    ],
)
def test_bounds_follow_where_they_are_not_stated(
    bound: str, lower: int | None, upper: int | None, text: str
) -> None:
    figure = with_statements(f"figure:odd {FIGURE} ; akg:bound akg:{bound} .").figures["odd"]
    assert (figure.lower, figure.upper, str(figure + 1)) == (lower, upper, text)


def test_a_name_for_two_figures_is_ambiguous() -> None:
    records = with_statements(f"atsmu:students {FIGURE} ; akg:bound akg:Exactly .")
    with pytest.raises(KeyError, match=r"(atsmu|figure):students and \w+:students are meant"):
        records.figures["students"]
    assert records.figures["atsmu:students"] == 9000


def test_where_sources_differ_the_value_of_the_most_is_shown() -> None:
    records = with_statements('atsmu:university schema:foundingDate "1938"^^xsd:gYear .')
    assert records.university.founded == 1939, "1939 is stated by two passages"


def test_blank_nodes_are_passed_over() -> None:
    records = with_statements("[] a akg:Faculty ; skos:prefLabel 'Nameless' .")
    assert len(records.faculties) == 4 and records.find("nameless") == ()
