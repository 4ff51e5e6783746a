"""Pictures that can't be: what is wrong, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import altair as alt
import pytest

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.errors import (
    DataError,
    ExportError,
    MissingDependencyError,
    ParameterError,
    QueryError,
    UnknownNameError,
)
from atsmu_kg.pictures import charts, countries, figures, places, time_series
from atsmu_kg.pictures.choice import NoPictureError
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.records.listing import Listing, UnknownMemberError
from atsmu_kg.results import Result
from atsmu_kg.stores.answers import Solutions


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with atsmu_kg.load() as graph:
        yield graph


@pytest.mark.parametrize("package", ["altair", "ttf_opensans", "vl_convert"])
@pytest.mark.parametrize("name", ["figures", "structure", "countries", "ontology"])
def test_without_the_extra_the_command_that_installs_it_is_told(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, package: str, name: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingDependencyError, match=package) as caught:
        getattr(kg.plot, name)()
    assert caught.value.advice == "pip install 'atsmu-kg[plot]'"
    with pytest.raises(MissingDependencyError):
        kg.queries.figures().plot()
    with pytest.raises(MissingDependencyError):
        kg.plot.neighbourhood("university")


def test_networkx_is_missed_in_the_same_way(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingDependencyError, match="networkx") as caught:
        kg.to_networkx()
    assert caught.value.advice == "pip install 'atsmu-kg[plot]'"


@pytest.mark.parametrize("lang", ["de", "", "EN", "tg-Cyrl"])
def test_a_picture_in_another_language(kg: KnowledgeGraph, lang: str) -> None:
    plot = kg.plot
    for draw in (plot.figures, plot.structure, plot.countries, plot.ontology, kg.to_networkx, kg.to_geojson):
        with pytest.raises(ParameterError, match="is not a language"):
            draw(lang=lang)
    with pytest.raises(ParameterError, match="is not a language"):
        plot.neighbourhood("university", lang=lang)
    with pytest.raises(ParameterError, match="is not a language"):
        kg.queries.figures().plot(lang=lang)


def test_a_thing_that_the_graph_does_not_know(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError) as caught:
        kg.plot.neighbourhood("dentistry-facultie")
    assert caught.value.nearest[0] == "atsmu:dentistry-faculty"


@pytest.mark.parametrize("limit", [0, -3])
def test_a_neighbourhood_without_neighbours(kg: KnowledgeGraph, limit: int) -> None:
    with pytest.raises(ParameterError, match=f"limit can't be {limit}"):
        kg.plot.neighbourhood("university", limit=limit)


@pytest.mark.parametrize("name", ["picture.jpeg", "picture", "picture.mmd", ".svg"])
def test_a_format_that_a_picture_does_not_have(kg: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="is not a format of this picture") as caught:
        kg.plot.figures().save(tmp_path / name)
    assert "svg" in caught.value.advice
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="No such file or directory"):
        kg.plot.figures().save(tmp_path / "missing" / "picture.svg")
    with pytest.raises(ExportError, match="No such file or directory"):
        kg.to_geojson(tmp_path / "missing" / "places.geojson")


@pytest.mark.parametrize("scale", [0, -1, 21, float("nan"), float("inf")])
def test_a_scale_that_no_picture_has(kg: KnowledgeGraph, scale: float) -> None:
    with pytest.raises(ParameterError, match="times its size"):
        kg.plot.structure().to_png(scale=scale)


def test_a_chart_that_names_an_address_is_not_drawn() -> None:
    chart = alt.Chart("https://example.org/data.csv", title="x").mark_point().encode(x="a:Q")
    for draw in (Picture(chart).to_svg, Picture(chart).to_png, Picture(chart).to_pdf):
        with pytest.raises(ExportError, match=r"not allowed: https://example\.org/data\.csv"):
            draw()


def test_no_figures_and_no_countries(kg: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match="no figures"):
        figures.picture([])
    with pytest.raises(ParameterError, match="no countries"):
        countries.picture(Listing(()), Listing(()), kg.university)


def test_a_time_series_of_what_can_not_be_on_two_axes(kg: KnowledgeGraph) -> None:
    for figures_, what in (
        (kg.figures.of(source="profile.txt", measure="StudentCount"), "no dated figures"),
        (kg.figures.of("ChairCount", about="university").of(time="1900"), "no dated figures"),
        (kg.figures.of(source="bme-tajik-medical-institute"), "measures, not of one"),
    ):
        with pytest.raises(ParameterError, match=what):
            time_series.picture(figures_)
    with pytest.raises(ParameterError, match="no dated figures"):
        kg.plot.time_series("StudentCount", time=1900)
    with pytest.raises(UnknownMemberError, match="the list has no 'student'"):
        kg.plot.time_series("student")


def test_a_bound_that_the_vocabulary_does_not_have(kg: KnowledgeGraph) -> None:
    odd = replace(kg.figures["students"], bound=kg.records["akg:Exhaustive"])
    with pytest.raises(DataError, match="unknown bound"):
        figures.picture([odd])


def test_a_country_without_an_outline(kg: KnowledgeGraph) -> None:
    country = kg.partner_countries[0]
    lost = replace(country, identity=replace(country.identity, identifiers=()))
    with pytest.raises(DataError, match="has no outline"):
        countries.picture(Listing((lost,)), kg.student_origins, kg.university)


@pytest.mark.parametrize(
    ("query", "kind", "message"),
    [
        ("SELECT ?f { ?f a akg:Faculty }", None, r"do not fit any picture: f \(iri\)"),
        ("SELECT ?n { VALUES ?n { 1 2 } }", None, r"do not fit any picture: n \(number\)"),
        (
            "SELECT ?name ?n { VALUES (?name ?n) { ('a' 1) } }",
            "map",
            r"do not fit the picture 'map': name \(text\), n \(number\)",
        ),
        ("SELECT ?name ?n { VALUES (?name ?n) { ('a' 1) } }", "line", "do not fit the picture 'line'"),
        ("SELECT ?name ?n { VALUES (?name ?n) { ('a' true) } }", None, r"n \(other\)"),
        ("SELECT ?name ?n { VALUES (?name ?n) { ('a' 1) ('b' 'x') } }", None, r"n \(other\)"),
        ("SELECT ?name ?n { VALUES (?name ?n) { ('a' UNDEF) } }", None, r"n \(nothing\)"),
        ("SELECT ?name ?n { VALUES (?name ?n) { ('a' 'INF'^^xsd:double) } }", None, r"n \(other\)"),
        ("SELECT ?code ?n { VALUES (?code ?n) { ('TJ' 1) ('XX' 2) } }", "map", r"code \(text\)"),
        ("SELECT ?f { ?f a akg:Nothing }", None, "without rows"),
    ],
)
def test_columns_that_fit_no_picture(kg: KnowledgeGraph, query: str, kind: str | None, message: str) -> None:
    with pytest.raises(NoPictureError, match=message) as caught:
        kg.query(query).plot(kind)
    assert isinstance(caught.value, QueryError)
    assert caught.value.advice


def test_what_each_kind_needs_is_told(kg: KnowledgeGraph) -> None:
    with pytest.raises(NoPictureError) as caught:
        kg.queries.names().plot()
    assert "bars needs a category and a number" in caught.value.advice
    assert caught.value.roles["name"] == "text"


def test_a_kind_that_is_none(kg: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match="'pie' is not a kind of picture") as caught:
        kg.queries.figures().plot("pie")
    assert "bars" in caught.value.advice


def test_a_country_that_comes_twice(kg: KnowledgeGraph) -> None:
    answer = kg.query("SELECT ?code ?n { VALUES (?code ?n) { ('TJ' 1) ('IN' 2) ('TJ' 3) } }")
    with pytest.raises(ParameterError, match="country:TJ comes more than once"):
        answer.plot()


def test_more_bars_and_lines_than_can_be_read(kg: KnowledgeGraph) -> None:
    properties = kg.queries.properties()
    with pytest.raises(ParameterError, match=f"{len(properties)} rows are too many for a readable picture"):
        properties.plot()
    names = [str(place) for place in range(charts.MOST_LINES + 1)]
    with pytest.raises(ParameterError, match="can't be told apart"):
        charts.lines([2000] * len(names), [1] * len(names), names, year="year", number="n")


def test_an_answer_that_knows_no_graph_has_plain_pictures(kg: KnowledgeGraph) -> None:
    loose = Result(Solutions('?code\t?n\n"TJ"\t4\n"IN"\t5\n'))
    assert loose.plot().spec["layer"][0]["mark"]["type"] == "bar"
    with pytest.raises(NoPictureError, match="do not fit the picture 'map'"):
        loose.plot("map")


def test_places_without_coordinates() -> None:
    with pytest.raises(ParameterError, match="no row has both coordinates"):
        places.picture(["a"], [None], [38.5], title="t", lang="en")


@pytest.mark.parametrize("query", ["SELECT ?n { VALUES ?n { 1 2 } }", "SELECT ?a { VALUES ?a { 'x' } }"])
def test_columns_that_fit_nothing(kg: KnowledgeGraph, query: str) -> None:
    with pytest.raises(NoPictureError, match="do not fit any picture") as caught:
        kg.query(query).plot()
    assert "latitude" in caught.value.advice
