"""The pictures of the packaged graph: what they show, in which words, and that they come out the same."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import xml.dom.minidom
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.pictures import countries, figures, shapes, time_series
from atsmu_kg.pictures.gallery import Gallery
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import width
from atsmu_kg.pictures.words import LANGUAGES, _words, word
from atsmu_kg.rdf.namespaces import AKG, FIGURE, IRI
from atsmu_kg.records import Figure

PICTURES: dict[str, Callable[..., Picture]] = {
    "figures": Gallery.figures,
    "time_series": lambda gallery, lang: gallery.time_series("StudentCount", lang=lang),
    "structure": Gallery.structure,
    "countries": Gallery.countries,
    "neighbourhood": lambda gallery, lang: gallery.neighbourhood("dentistry-faculty", lang=lang),
    "crowded": lambda gallery, lang: gallery.neighbourhood("university", lang=lang),
    "ontology": Gallery.ontology,
}
BOUNDS = list(figures.GLYPHS)
AGAIN = ("time_series", "neighbourhood", "crowded")
SMALL = ("structure", "countries", "neighbourhood")
every_picture = pytest.mark.parametrize("name", PICTURES)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with atsmu_kg.load() as graph:
        yield graph


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket is opened meanwhile."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a picture opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)


@cache
def drawn(kg: KnowledgeGraph, name: str, lang: str = "en") -> Picture:
    return PICTURES[name](kg.plot, lang=lang)


@cache
def svg_of(kg: KnowledgeGraph, name: str, lang: str = "en") -> str:
    return drawn(kg, name, lang).to_svg()


def parts(spec: Any) -> Iterator[dict[str, Any]]:
    """All objects of a specification."""
    if isinstance(spec, dict):
        yield spec
        spec = list(spec.values())
    if isinstance(spec, list):
        for each in spec:
            yield from parts(each)


def texts(svg: str) -> Iterator[tuple[str, float, float, str, float]]:
    """The lines of text of a document: words, place, anchor and size."""

    def walk(node: Any, x: float, y: float) -> Iterator[tuple[str, float, float, str, float]]:
        transform = node.getAttribute("transform")
        if moved := re.match(r"translate\(([-\d.e]+),([-\d.e]+)\)", transform):
            x, y = x + float(moved[1]), y + float(moved[2])
        if node.tagName == "text":
            size = float((node.getAttribute("font-size") or "11").removesuffix("px"))
            spans = node.getElementsByTagName("tspan") or [node]
            for span in spans:
                words = "".join(each.data for each in span.childNodes if each.nodeType == each.TEXT_NODE)
                yield words, x, y, node.getAttribute("text-anchor"), size
            return
        for child in node.childNodes:
            if child.nodeType == child.ELEMENT_NODE:
                yield from walk(child, x, y)

    yield from walk(xml.dom.minidom.parseString(svg).documentElement, 0, 0)


# --- all pictures


# In Russian words are as long as in Tajik.
@pytest.mark.parametrize(
    "lang",
    ["en", pytest.param("ru", marks=pytest.mark.long), pytest.param("tg", marks=pytest.mark.whole)],
)
@every_picture
def test_no_label_is_cut_off(kg: KnowledgeGraph, name: str, lang: str) -> None:
    svg = svg_of(kg, name, lang)
    wide, high = (float(re.search(rf' {side}="([\d.]+)"', svg)[1]) for side in ("width", "height"))
    found = list(texts(svg))
    assert found
    for words, x, y, anchor, size in found:
        # The estimate is up to a fifth too long.
        long = width(words, size) * 0.8
        left = x - {"end": long, "middle": long / 2}.get(anchor, 0)
        assert left >= 0, f"{words!r} begins outside of the picture"
        assert left + long <= wide, f"{words!r} ends outside of the picture"
        assert 0 <= y <= high, f"{words!r} is outside of the picture"
        # Two names of properties have an ellipsis of their own.
        assert not words.endswith("…"), f"{words!r} is cut short"


@pytest.mark.whole
@every_picture
def test_a_language_changes_all_words_of_our_own(kg: KnowledgeGraph, name: str) -> None:
    titles = {lang: drawn(kg, name, lang).title for lang in LANGUAGES}
    assert len(set(titles.values())) == 3 or name == "ontology"
    shown = {lang: {words for words, *_ in texts(svg_of(kg, name, lang))} for lang in ("en", "tg")}
    assert any(re.search("[а-яӣқғӯҳҷ]", words) for words in shown["tg"])
    assert not any(re.search("[а-яӣқғӯҳҷ]", words) for words in shown["en"])


@pytest.mark.parametrize(
    "name",
    # The others are drawn again, and under another hash seed, by the next test.
    [pytest.param(each, marks=() if each in AGAIN else pytest.mark.long) for each in PICTURES],
)
def test_the_svg_is_the_same_again(kg: KnowledgeGraph, name: str) -> None:
    again = PICTURES[name](kg.plot, lang="en")
    assert svg_of(kg, name) == again.to_svg()


@pytest.mark.whole
def test_the_svg_is_the_same_under_another_hash_seed(kg: KnowledgeGraph) -> None:
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    code = """
import atsmu_kg, sys
from hashlib import sha256
plot = atsmu_kg.load().plot
for each in (plot.figures(lang="ru"), plot.structure(), plot.countries(lang="tg"), plot.ontology()):
    print(sha256(each.to_svg().encode()).hexdigest())
"""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    here = [
        svg_of(kg, *each) for each in (("figures", "ru"), ("structure",), ("countries", "tg"), ("ontology",))
    ]
    assert done.stdout.decode().split() == [sha256(each.encode()).hexdigest() for each in here]


@every_picture
def test_a_picture_holds_its_data_and_asks_no_network(kg: KnowledgeGraph, name: str, offline: None) -> None:
    picture = drawn(kg, name)
    assert picture.to_svg()
    page = picture.to_html()
    assert not re.search(r'<(script|link|img)[^>]+(src|href)="(https?:)?//', page)
    assert not any("url" in part for part in parts(picture.spec))


@pytest.mark.parametrize(
    "name",
    # The others are drawn as SVG by the test before, which is what becomes a PNG.
    [pytest.param(each, marks=() if each in SMALL else pytest.mark.long) for each in PICTURES],
)
def test_a_picture_becomes_a_png_without_a_network(kg: KnowledgeGraph, name: str, offline: None) -> None:
    assert drawn(kg, name).to_png(scale=1).startswith(b"\x89PNG")


@every_picture
def test_a_picture_is_described_for_those_who_do_not_see_it(kg: KnowledgeGraph, name: str) -> None:
    assert len(drawn(kg, name).spec["description"]) > 100


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.svg", b"<svg"),
        ("a.png", b"\x89PNG"),
        ("a.PDF", b"%PDF"),
        ("a.html", b"<!DOCTYPE html>"),
        ("a.json", b"{"),
        ("a.mmd", b"flowchart LR"),
    ],
)
def test_a_picture_saves_itself(kg: KnowledgeGraph, tmp_path: Path, name: str, begins: bytes) -> None:
    kg.plot.structure().save(tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_format_may_be_given(kg: KnowledgeGraph, tmp_path: Path) -> None:
    kg.plot.structure().save(tmp_path / "drawing", "svg")
    assert (tmp_path / "drawing").read_text("utf-8") == kg.plot.structure().to_svg()


def test_a_notebook_shows_the_picture(kg: KnowledgeGraph) -> None:
    picture = kg.plot.figures()
    bundle = picture._repr_mimebundle_()
    assert bundle["image/svg+xml"] == picture.to_svg()
    assert b64decode(bundle["image/png"]) == picture.to_png(scale=1)
    assert bundle["text/plain"] == "<Picture: Figures and their bounds>"


def test_the_gallery_says_what_it_has(kg: KnowledgeGraph) -> None:
    assert all(name in repr(kg.plot) for name in ("figures", "structure", "countries", "ontology"))


@pytest.mark.parametrize("key", _words())
def test_each_word_is_there_in_each_language(key: str) -> None:
    assert len({word(key, lang) for lang in LANGUAGES}) >= 2, f"{key} in words.toml is not translated"
    assert set(_words()[key]) == set(LANGUAGES)


# --- figures


def rows(picture: Picture) -> list[dict[str, Any]]:
    return [row for part in picture.spec["datasets"].values() for row in part if "figure" in row]


def glyphs(picture: Picture) -> dict[str, tuple[str, str, str]]:
    """What the chart draws for each bound: outline, colour of the line, colour of the inside."""
    found: dict[str, tuple[str, str, str]] = {}
    for part in parts(picture.spec):
        channels = part.get("encoding", {})
        if "shape" in channels:
            scales = [channels[name]["scale"] for name in ("shape", "stroke", "fill")]
            names = scales[0]["domain"]
            assert all(scale["domain"] == names for scale in scales)
            found |= dict(zip(names, zip(*(scale["range"] for scale in scales), strict=True), strict=True))
    return found


@every_language
def test_every_figure_is_in_the_picture(kg: KnowledgeGraph, lang: str) -> None:
    picture = kg.plot.figures(lang=lang)
    assert {row["figure"] for row in rows(picture)} == {figure.iri.curie for figure in kg.figures.preferred}
    shown = [words for words, *_ in texts(svg_of(kg, "figures", lang))]
    for figure in kg.figures.preferred:
        assert format(figure, f",{lang}") in shown
        assert format(figure.measure, lang) in shown


@every_language
def test_exactly_and_more_than_and_about_look_different(kg: KnowledgeGraph, lang: str) -> None:
    names = {bound: format(kg.records[bound], lang) for bound in (AKG.Exactly, AKG.MoreThan, AKG.About)}
    drawn = glyphs(kg.plot.figures(lang=lang))
    assert set(drawn) == set(names.values())
    assert len({shape for shape, *_ in drawn.values()}) == 3, (
        "bounds differ by their shape, not only by colour"
    )
    exactly, more, about = (drawn[name] for name in names.values())
    assert exactly[1] == exactly[2], "an exact number is a full dot"
    assert more[2] != more[1], "a number that is not in its interval is an empty ring"
    assert "2.4" in more[0] and "2.4" not in exactly[0] + about[0], "an interval without an end is an arrow"


@pytest.mark.parametrize("bound", BOUNDS, ids=lambda bound: bound.curie)
def test_each_bound_has_its_own_glyph(kg: KnowledgeGraph, bound: IRI) -> None:
    picture = figures.picture([bounded(kg, bound)])
    ((path, stroke, fill),) = glyphs(picture).values()
    assert (path, stroke) == figures.GLYPHS[bound][::2]
    assert (fill == stroke) is (bound in (AKG.Exactly, AKG.AtLeast, AKG.AtMost))
    assert ("2.4" in path.replace("-2.4", "")) is (bound in (AKG.MoreThan, AKG.AtLeast))
    assert ("-2.4" in path) is (bound in (AKG.LessThan, AKG.AtMost))
    assert sum(glyph == figures.GLYPHS[bound] for glyph in figures.GLYPHS.values()) == 1


def test_glyphs_of_two_bounds_differ_without_colour() -> None:
    assert len({(glyph.path, glyph.filled) for glyph in figures.GLYPHS.values()}) == len(BOUNDS)


@every_language
def test_a_time_series_tells_time_scope_and_source_of_each_figure(kg: KnowledgeGraph, lang: str) -> None:
    told = {words for words, *_ in texts(svg_of(kg, "time_series", lang))}
    students = kg.figures.of("StudentCount", about="university")
    for figure in students:
        assert figure.document is not None
        assert {format(figure, f",{lang}"), figure.document.iri.rpartition("/")[2]} <= told
        assert figure.time is None or figure.time in told
    assert {word("no_date", lang), word("unrestricted", lang)} <= told
    assert len(students) == max(int(text) for text in told if text.isdecimal() and len(text) < 3)


def test_a_time_series_draws_bounds_as_bounds(kg: KnowledgeGraph) -> None:
    series = [row for row in rows(drawn(kg, "time_series")) if "at" in row]
    assert {row["text"] for row in series if row["hollow"]} == {"more than 4,000"}
    (period,) = (row for row in series if row["time"] == "1974/1975")
    assert (period["from"], period["at"], period["to"]) == (1974.0, 1975.0, 1976.0)
    assert set(time_series.SHAPES) == set(BOUNDS) and len(set(time_series.SHAPES.values())) == 4


@pytest.mark.parametrize("measure", ["student-growth", "StudentCount", "GraduateCount"])
def test_the_axis_of_time_names_each_year_once(kg: KnowledgeGraph, measure: str) -> None:
    named = [words for words, *_ in texts(kg.plot.time_series(measure).to_svg())]
    years = named[: named.index("1")]
    years = [words for words in years if re.fullmatch("[12][0-9]{3}", words)]
    assert years and years == sorted(set(years))


def test_an_open_period_is_drawn_to_the_edge(kg: KnowledgeGraph) -> None:
    series = {row["time"]: row for row in rows(kg.plot.time_series("GraduateCount")) if "at" in row}
    assert series["1939/.."]["to"] == series["1939/2009"]["to"] and series["1939/.."]["at"] == 1939.0
    assert series["../1975"]["from"] == series["1933/1975"]["from"]


def test_a_percentage_has_a_scale_of_its_own(kg: KnowledgeGraph) -> None:
    counts, shares = kg.plot.figures().spec["vconcat"]
    assert [counts["layer"][0]["encoding"]["x"]["scale"]["type"]] == ["log"]
    assert shares["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 100]


def test_numbers_that_are_near_each_other_have_a_scale_from_zero(kg: KnowledgeGraph) -> None:
    (panel,) = figures.picture([kg.figures["theses"], kg.figures["monographs"]]).spec["vconcat"]
    assert panel["layer"][0]["encoding"]["x"]["scale"]["zero"] is True


def test_a_zero_is_drawn(kg: KnowledgeGraph) -> None:
    none = replace(kg.figures["theses"], value=0, minimum=0, maximum=0)
    (panel,) = figures.picture([none, kg.figures["articles"]]).spec["vconcat"]
    assert panel["layer"][0]["encoding"]["x"]["scale"]["zero"] is True


def bounded(kg: KnowledgeGraph, bound: IRI) -> Figure:
    """An invented figure with a bound."""
    known = kg.figures["students"]
    identity = replace(known.identity, iri=FIGURE[bound.rpartition("#")[2]])
    thing = kg.records[bound]
    return replace(known, identity=identity, bound=thing, minimum=None, maximum=None)


# --- countries


def test_every_country_is_on_the_map_in_its_kind(kg: KnowledgeGraph) -> None:
    picture = kg.plot.countries()
    kinds = {
        row["code"]: row["kind"]
        for part in picture.spec["datasets"].values()
        for row in part
        if "id" in row and "kind" in row
    }
    partners = {country.alpha2 for country in kg.partner_countries}
    origins = {country.alpha2 for country in kg.student_origins}
    assert {code for code, kind in kinds.items() if kind == "both"} == partners & origins
    assert {code for code, kind in kinds.items() if kind == "only_partners"} == partners - origins
    assert {code for code, kind in kinds.items() if kind == "only_origins"} == origins - partners


@every_language
def test_every_country_is_named_below_the_map(kg: KnowledgeGraph, lang: str) -> None:
    shown = [words for words, *_ in texts(svg_of(kg, "countries", lang))]
    for country in {*kg.partner_countries, *kg.student_origins}:
        assert format(country, lang) in shown
        assert country.alpha2 in shown


def test_kinds_of_countries_differ_in_shape_and_in_lightness() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    kinds = [countries.SIGNS[kind] for kind in ("only_origins", "only_partners", "both")]
    assert len({sign.shape for sign in countries.SIGNS.values()}) == len(countries.SIGNS)
    light, middle, dark = (lightness(sign.colour) for sign in kinds)
    assert light - middle > 0.15 < middle - dark


def test_the_university_is_where_the_graph_says(kg: KnowledgeGraph) -> None:
    places = [
        row
        for part in kg.plot.countries().spec["datasets"].values()
        for row in part
        if isinstance(row, dict) and row.get("kind") == "home"
    ]
    assert {(row["east"], row["north"]) for row in places if "east" in row} == {(68.7854, 38.6018)}


def test_the_outlines_are_those_of_the_package() -> None:
    path = Path(shapes.__file__).with_name("countries-110m.json")
    assert sha256(path.read_bytes()).hexdigest() == (
        "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8"
    )
    assert path.with_suffix(".LICENSE").exists()


def test_the_middle_of_a_country_is_within_its_outline() -> None:
    for code in sorted(shapes.known()):
        geometry = next(each for each in shapes._geometries() if each.get("id") == code)
        outlines = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        points = [point for part in outlines for point in shapes._ring(part[0])]
        east, north = shapes.middle(code)
        assert min(y for _, y in points) < north < max(y for _, y in points)
        assert any(
            min(x for x, _ in points) <= east + turn <= max(x for x, _ in points) for turn in (-360, 0, 360)
        )


# --- diagrams


def test_the_tree_has_all_units(kg: KnowledgeGraph) -> None:
    picture = kg.plot.structure()
    assert {each.target for each in picture.relations} >= {row.unit.curie for row in kg.queries.units()}
    assert picture.names["atsmu:dentistry-faculty"] == "Dentistry Faculty"


@every_language
def test_the_tree_says_which_lists_are_complete(kg: KnowledgeGraph, lang: str) -> None:
    shown = [words for words, *_ in texts(svg_of(kg, "structure", lang))]
    assert kg.faculties.extent(lang) in shown
    assert kg.centres.extent(lang) in shown


def test_a_neighbourhood_has_all_statements_with_their_graphs(kg: KnowledgeGraph) -> None:
    picture = kg.plot.neighbourhood("dentistry-faculty", lang="tg")
    labels = {each.label for each in picture.relations}
    assert {"schema:itemListElement", "org:hasUnit", "rdf:type"} <= labels
    assert "profile:s14" in picture.to_svg()


def test_a_crowded_neighbourhood_counts_what_it_leaves_out(kg: KnowledgeGraph) -> None:
    described = kg.describe("university")
    things = [each for each in described.about if isinstance(each.object, IRI)]
    mentions = [each for each in described.mentions if isinstance(each.subject, IRI)]
    attested = [each for each in mentions if each.subject.curie.startswith("attestation:")]
    things += [each for each in mentions if each not in attested]
    assert attested
    for limit in (1, 24, 1000):
        picture = kg.plot.neighbourhood("university", limit=limit)
        left_out = [re.fullmatch(r"and (\d+) more", name) for name in picture.names.values()]
        counted = sum(int(match[1]) for match in left_out if match)
        shown = len(picture.relations) - sum(map(bool, left_out))
        assert shown + counted == len(things)
        assert (counted > 0) is (limit < 1000)


@every_language
def test_the_ontology_has_every_class_and_property(kg: KnowledgeGraph, lang: str, ontology: Any) -> None:
    kinds = ("Class", "ObjectProperty", "DatatypeProperty")
    ours = {
        IRI(triple.subject.value).curie
        for triple in ontology
        if triple.object
        in {type(triple.predicate)(f"http://www.w3.org/2002/07/owl#{kind}") for kind in kinds}
    }
    assert len(ours) > 60
    assert ours <= {words for words, *_ in texts(svg_of(kg, "ontology", lang))}


def test_mermaid_has_a_line_for_each_relation(kg: KnowledgeGraph) -> None:
    picture = kg.plot.ontology()
    lines = picture.to_mermaid().splitlines()
    assert lines[0] == "flowchart LR"
    assert sum("-->" in line for line in lines) == len(picture.relations)
    assert sum(bool(re.fullmatch(r'  n\d+\[".+"\]', line)) for line in lines) == len(picture.names)
