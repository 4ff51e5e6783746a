"""Labels that would break out of a picture: they are data in each format that it is saved in."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.pictures import charts, intervals, places
from atsmu_kg.pictures.columns import Box
from atsmu_kg.pictures.diagram import Diagram, Relation, drawing
from atsmu_kg.pictures.escaping import drawable, page
from atsmu_kg.pictures.picture import Picture

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "a\x0bb",
    "\x00\x1b[31m\x7f\ud800"[:-1],
    "\ufffe\uffff",
    "\"'`\\u003c]]>&amp;",
    "\ue000\ue001<",
]


def pictures(label: str) -> list[Picture]:
    """One picture of each kind, with the label wherever a text of the graph can stand."""
    chart = alt.Chart(alt.InlineData(values=[{"a": label}]), title=label).mark_text().encode(text="a:N")
    return [
        charts.bars([label, "b"], {label: [1, 2], "n": [3, 4]}, axis=label, title=label),
        intervals.picture([label, "b"], [1, None], [None, 2], axis=label, title=label),
        places.picture([label, "b"], [68.7, None], [38.5, 1], title=label, lang="en"),
        charts.lines([1939, 2025], [1, 2], [label, label], year="year", number="n"),
        Diagram(drawing([Box("k", label, 0)], [], [0]), {"k": label}, [Relation("k", label, "k")]),
        Picture(chart),
    ]


def tags(page: str) -> list[str]:
    """What of a page an HTML parser reacts to within a script."""
    return re.findall(r"</?script|<!--", page, flags=re.IGNORECASE)


@cache
def tags_beside_a_plain_label() -> list[list[str]]:
    return [tags(picture.to_html()) for picture in pictures("plain")]


@pytest.mark.whole
@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_a_label_is_data_in_each_format(label: str) -> None:
    for picture, plain in zip(pictures(label), tags_beside_a_plain_label(), strict=True):
        ElementTree.fromstring(picture.to_svg())
        assert picture.to_png(scale=0.2).startswith(b"\x89PNG")
        assert tags(picture.to_html()) == plain


@given(st.text(max_size=40))
def test_what_is_drawable_is_xml_and_else_unchanged(text: str) -> None:
    clean = drawable({"a": [{"b": text}]})["a"][0]["b"]
    ElementTree.fromstring(f"<t>{clean.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</t>")
    assert len(clean) == len(text)
    if text.isprintable():
        assert clean == text


@given(st.text(alphabet=st.sampled_from("</script>!-\ue000\ue001a\\"), max_size=30))
def test_no_less_than_of_the_data_stands_in_the_script(text: str) -> None:
    made = page({"t": text}, lambda spec: f"[{spec['t']}]")
    assert "<" not in made
    assert made.replace("\\u003c", "<") == f"[{text}]"
