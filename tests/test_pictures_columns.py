"""Boxes in columns, the widths of texts, and names in Mermaid."""

from __future__ import annotations

import re

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.pictures.columns import GAP, Box, Link, placed
from atsmu_kg.pictures.diagram import Diagram, Relation
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import FONT, SIZE, width

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@st.composite
def diagrams(draw: st.DrawFn) -> tuple[list[Box], list[Link], list[int]]:
    columns = draw(st.integers(1, 4))
    boxes = [
        Box(f"b{place}", draw(words), draw(st.integers(0, columns - 1)), note=draw(st.just("") | words))
        for place in range(draw(st.integers(1, 12)))
    ]
    keys = st.sampled_from([box.key for box in boxes])
    links = draw(st.lists(st.builds(Link, keys, keys), max_size=15))
    return boxes, links, draw(st.permutations(range(columns)))


@given(diagrams())
def test_no_box_covers_another(diagram: tuple[list[Box], list[Link], list[int]]) -> None:
    boxes, links, order = diagram
    places = placed(boxes, links, order)
    assert set(places) == {box.key for box in boxes}
    for box in boxes:
        place = places[box.key]
        assert place.y - place.height / 2 >= -0.001
        assert place.width >= max(width(line) for line in box.lines)
        for other in boxes:
            if other.key != box.key and other.column == box.column:
                at = places[other.key]
                assert abs(at.y - place.y) >= (at.height + place.height) / 2 + GAP - 0.001


@given(diagrams())
def test_columns_stand_side_by_side(diagram: tuple[list[Box], list[Link], list[int]]) -> None:
    boxes, links, order = diagram
    places = placed(boxes, links, order)
    for box in boxes:
        for other in boxes:
            if box.column < other.column:
                left, right = places[box.key], places[other.key]
                assert left.x + left.width / 2 < right.x - right.width / 2


@pytest.mark.parametrize(
    "text",
    [
        "Avicenna Tajik State Medical University",
        "Широкая Щётка ЖШЩЮФЫ",
        "Донишҷӯёни хориҷӣ",
        "WMwm@%",
        "illicit (fit)",
    ],
)
def test_a_text_is_never_wider_than_is_reckoned(text: str) -> None:
    chart = alt.Chart(alt.InlineData(values=[{"t": text}]), width=1, height=1)
    mark = chart.mark_text(fontSize=SIZE, font=FONT).encode(text="t:N")
    svg = Picture(mark.configure(padding=0).configure_view(stroke=None)).to_svg()
    drawn = float(re.findall(r' width="([\d.]+)"', svg)[0])
    assert drawn - 1 <= width(text) <= 1.35 * drawn


@given(words, words, words)
def test_mermaid_takes_any_name(name: str, other: str, label: str) -> None:
    diagram = Diagram(None, {"a": name, "b": other}, [Relation("a", label, "b")])
    head, first, second, link, *rest = diagram.to_mermaid().split("\n")
    assert (head, rest) == ("flowchart LR", [""])
    assert re.fullmatch(r'  n0\["[^"<>`\\]*"\]', first)
    assert re.fullmatch(r'  n1\["[^"<>`\\]*"\]', second)
    assert re.fullmatch(r'  n0 -->(\|"[^"<>`\\]*"\|)? n1', link)
