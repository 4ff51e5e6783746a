"""The picture that an answer gets from its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.pictures import charts
from atsmu_kg.pictures.picture import Picture

BARS = 'SELECT ?name ?n { VALUES (?name ?n) { ("a" 12.5) ("b" -3) ("c" UNDEF) ("a" 7) } }'
LINE = """SELECT ?year ?n {
  VALUES (?year ?n) { ("2019"^^xsd:gYear 4) ("2021"^^xsd:gYear 7) ("2020"^^xsd:gYear UNDEF) } }"""
LINES = """SELECT ?year ?name ?n {
  VALUES (?year ?name ?n) { (2019 "a" 4) (2021 "a" 7) (2019 "б" 1) (2021 "б" 9.5) } }"""
MAP = "SELECT ?{0} ?n {{ VALUES (?{0} ?n) {{ ({1} 12) ({2} 300) }} }}"
FIGURES = "SELECT ?figure ?value { ?figure schema:value ?value . FILTER(?value > 10000) }"


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with atsmu_kg.load() as graph:
        yield graph


def marks(picture: Picture) -> set[str]:
    def walk(part: Any) -> Iterator[str]:
        if "mark" in part:
            yield part["mark"]["type"]
        for key in ("layer", "vconcat", "hconcat"):
            for each in part.get(key, []):
                yield from walk(each)

    return set(walk(picture.spec))


def values(picture: Picture) -> list[dict[str, Any]]:
    (rows,) = (part for part in picture.spec["datasets"].values() if isinstance(part, list))
    return list(rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (BARS, {"bar", "text"}),
        ("SELECT ?f ?n { ?f a akg:Faculty BIND(4 AS ?n) }", {"bar", "text"}),
        (LINE, {"line", "point"}),
        (LINES, {"line", "point"}),
        (MAP.format("code", '"TJ"', '"IN"'), {"geoshape", "text"}),
        (MAP.format("code", '"TJK"', '"IND"'), {"geoshape", "text"}),
        (MAP.format("code", '"762"', '"356"'), {"geoshape", "text"}),
        (MAP.format("country", "country:TJ", "country:IN"), {"geoshape", "text"}),
        (FIGURES, {"point", "text"}),
    ],
    ids=["texts", "iris", "years", "series", "alpha-2", "alpha-3", "numeric", "country", "figures"],
)
def test_the_columns_choose_the_picture(kg: KnowledgeGraph, query: str, expected: set[str]) -> None:
    picture = kg.query(query).plot()
    assert marks(picture) == expected
    assert picture.to_svg()


@pytest.mark.parametrize(
    ("query", "arguments", "expected"),
    [
        ("figures", {}, {"point", "text"}),
        ("certainly_at_least", {"floor": 500}, {"point", "text"}),
        ("bounds", {}, {"bar", "text"}),
        ("source_documents", {}, {"bar", "text"}),
    ],
)
def test_named_queries_have_pictures(
    kg: KnowledgeGraph, query: str, arguments: dict[str, Any], expected: set[str]
) -> None:
    assert marks(kg.queries[query](**arguments).plot()) == expected


@pytest.mark.parametrize("kind", ["bars", "map"])
def test_the_kind_may_be_chosen(kg: KnowledgeGraph, kind: str) -> None:
    picture = kg.query(MAP.format("country", "country:TJ", "country:IN")).plot(kind)
    assert ("bar" in marks(picture)) is (kind == "bars")


def test_figures_keep_their_bounds(kg: KnowledgeGraph) -> None:
    picture = kg.queries.certainly_at_least(floor=20_000).plot(lang="ru")
    (rows,) = picture.spec["datasets"].values()
    assert {row["text"] for row in rows} == {"более 35,000", "более 45,000", "151,100", "680,334"}


def test_bars_keep_the_order_of_the_rows_and_show_what_is_missing(kg: KnowledgeGraph) -> None:
    rows = values(kg.query(BARS).plot())
    assert [(row["name"], row["value"], row["text"]) for row in rows] == [
        ("a", 12.5, "12.5"),
        ("b", -3, "-3"),
        ("c", None, "—"),
        ("a (2)", 7, "7"),
    ]
    assert "—" in kg.query(BARS).plot().to_svg()


def test_a_line_has_only_years_that_have_a_number(kg: KnowledgeGraph) -> None:
    assert [(row["year"], row["value"]) for row in values(kg.query(LINE).plot())] == [(2019, 4), (2021, 7)]


def test_lines_differ_by_more_than_colour(kg: KnowledgeGraph) -> None:
    spec = kg.query(LINES).plot().spec
    line, signs = spec["layer"]
    assert line["encoding"]["strokeDash"]["scale"]["domain"] == ["a", "б"]
    assert len(set(map(tuple, line["encoding"]["strokeDash"]["scale"]["range"]))) == 2
    assert len(set(signs["encoding"]["shape"]["scale"]["range"])) == 2
    assert len(charts.SHAPES) == len(set(charts.SHAPES)) == len(charts.DASHES) == charts.MOST_LINES


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Partner countries with code and region"),
        ("ru", "Страны партнёров с кодом и регионом"),
        ("tg", "Кишварҳои шарикон бо рамз ва минтақа"),
    ],
)
def test_countries_without_a_number_are_a_map_of_them(kg: KnowledgeGraph, lang: str, title: str) -> None:
    picture = kg.queries.partner_countries().plot(lang=lang)
    assert picture.title == title
    rows = picture.spec["datasets"][picture.spec["layer"][-1]["data"]["name"]]
    assert [each["code"] for each in rows] == kg.queries.partner_countries().column("code")


def test_a_country_that_comes_twice_without_a_number_is_drawn_once(kg: KnowledgeGraph) -> None:
    answer = kg.query("SELECT ?code ?x { VALUES (?code ?x) { ('TJ' 'a') ('IN' 'b') ('TJ' 'c') } }")
    assert answer.plot().spec["description"].count("Tajikistan") == 1


def test_a_map_writes_its_numbers(kg: KnowledgeGraph) -> None:
    svg = kg.query(MAP.format("code", '"TJ"', '"IN"')).plot(lang="tg").to_svg()
    assert "TJ 12" in svg
    assert "IN 300" in svg
    assert re.search("Сарҳадҳо", svg)


def drawn(picture: Picture) -> list[dict[str, Any]]:
    """All rows of data of a picture but the outlines of countries."""
    parts = [part for part in picture.spec["datasets"].values() if isinstance(part, list)]
    return [row for part in parts for row in part]


def test_titles_and_axes_are_the_texts_of_the_query(kg: KnowledgeGraph) -> None:
    query = kg.queries.partner_regions
    picture = query().plot()
    assert picture.title == query.summary
    described = {each.name: each.description for each in query.columns}
    assert picture.spec["layer"][0]["encoding"]["x"]["title"] in described.values()
    assert kg.query(BARS).plot().title == "n / name"


# What a picture may say in Latin letters, whatever its language: names of things and a maker of maps.
NAMES = re.compile(r"Natural Earth|[a-z]+:[\w-]+")
DRAWN: dict[str, dict[str, str]] = {
    "partner_regions": {},
    "origins_by_region": {},
    "open_lists": {},
    "languages": {},
    "corroboration": {},
    "figures": {},
    "student_origins": {},
    "time_series": {"measure": "akg:ChairCount"},
    "ratio": {"numerator": "akg:AcademicStaffCount", "denominator": "akg:ChairCount"},
}


@pytest.mark.parametrize("lang", ["ru", "tg"])
@pytest.mark.parametrize("name", DRAWN)
def test_nothing_in_a_picture_is_english_in_another_language(
    kg: KnowledgeGraph, name: str, lang: str
) -> None:
    query = kg.queries[name]
    asked = {"lang": lang} if any(each.name == "lang" for each in query.parameters) else {}
    svg = query(**DRAWN[name], **asked).plot(lang=lang).to_svg()
    said = [re.sub("<[^>]*>", "", text) for text in re.findall("<text[^>]*>(.*?)</text>", svg, re.DOTALL)]
    assert said
    assert [text for text in said if re.search("[A-Za-z]{3,}", NAMES.sub("", text))] == []


def test_a_picture_is_in_the_language_that_the_query_was_asked_in(kg: KnowledgeGraph) -> None:
    picture = kg.queries.partner_regions(lang="ru").plot()
    assert picture.title == "Сколько стран партнёров находится в каждом регионе"
    assert picture.spec["layer"][0]["encoding"]["x"]["title"] == "сколько в нём стран партнёров"
    assert kg.queries.partner_regions(lang="ru").plot(lang="en").title == kg.queries.partner_regions.summary


def test_a_text_that_nobody_has_translated_is_left_out_of_a_title(kg: KnowledgeGraph) -> None:
    answer = kg.query(BARS)
    answer.summary, answer.descriptions = "A question of my own", {"n": "my number"}
    picture = answer.plot(lang="tg")
    assert picture.title == "n / name"
    assert answer.plot().title == "A question of my own"


def test_several_numbers_of_one_size_are_drawn_beside_each_other(kg: KnowledgeGraph) -> None:
    picture = kg.queries.open_lists().plot()
    rows = [
        row for row in values(picture) if row["name"] == "Countries that international students come from"
    ]
    assert [row["value"] for row in rows] == [9, 15, 6]
    assert picture.spec["layer"][0]["encoding"]["yOffset"]["field"] == "series"
    query = 'SELECT ?name ?few ?many { VALUES (?name ?few ?many) { ("a" 1 100000) ("b" 2 200000) } }'
    assert [row["value"] for row in values(kg.query(query).plot())] == [1, 2]


def test_a_least_and_a_greatest_number_are_drawn_as_bounds(kg: KnowledgeGraph) -> None:
    query = """SELECT ?name ?min ?max { VALUES (?name ?min ?max) {
      ("a" 3 3) ("b" 4000 UNDEF) ("c" UNDEF 500) ("d" 20 1000) ("e" UNDEF UNDEF) } }"""
    picture = kg.query(query).plot()
    assert marks(picture) == {"rule", "point", "text"}
    svg = picture.to_svg()
    for text in ("≥ 4,000", "≤ 500", "20 – 1,000", "—"):
        assert f">{text}<" in svg
    shapes = [layer["mark"].get("shape") for layer in picture.spec["layer"]]
    assert {"triangle-right", "triangle-left", "circle"} <= set(shapes)


@pytest.mark.parametrize("names", [("latitude", "longitude"), ("lat", "long"), ("lat", "lng")])
def test_coordinates_are_a_map(kg: KnowledgeGraph, names: tuple[str, str]) -> None:
    north, east = names
    query = f"""SELECT ?name ?{north} ?{east} {{ VALUES (?name ?{north} ?{east}) {{
      ("a" 38.5 68.7) ("b" 38.6 68.8) ("c" UNDEF 1) ("d" -12 7) }} }}"""
    picture = kg.query(query).plot()
    assert marks(picture) == {"geoshape", "circle", "text"}
    assert ">a, b<" in picture.to_svg()
    assert {row["name"] for row in drawn(picture) if "name" in row} == {"a", "b", "d"}


def test_numbers_that_are_no_degrees_are_no_coordinates(kg: KnowledgeGraph) -> None:
    query = 'SELECT ?name ?lat ?long { VALUES (?name ?lat ?long) { ("a" 380 68) } }'
    assert "bar" in marks(kg.query(query).plot())


def test_an_answer_keeps_the_texts_of_its_query_in_a_copy(kg: KnowledgeGraph) -> None:
    import pickle

    answer = kg.queries.open_lists()
    again = pickle.loads(pickle.dumps(answer))
    assert (again.summary, again.descriptions) == (answer.summary, answer.descriptions)
    assert answer.descriptions["named"]


def test_arrows_lead_to_what_a_statement_is_about(kg: KnowledgeGraph) -> None:
    picture = kg.plot.neighbourhood("country:TJ")
    shapes = [layer["mark"].get("shape") for layer in picture.spec["layer"]]
    assert shapes.count("triangle-right") == 1
    assert not any(each.startswith("attestation") for each in picture.names.values())
