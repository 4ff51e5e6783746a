"""Diagrams: boxes and the links between them, as a chart and as Mermaid text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from atsmu_kg.choices import PICTURE_FORMATS
from atsmu_kg.pictures.columns import LINE, placed
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import BLUE, FAINT, INK, PAPER, SIZE, SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atsmu_kg.pictures.columns import Box, BoxPosition, Link


# How many pixels an arrowhead is wide.
ARROW = 7


class Look(NamedTuple):
    """The look of a kind of boxes; the outline tells them apart without colours."""

    fill: str
    stroke: str
    dash: tuple[int, ...]
    thickness: float
    ink: str


LOOKS = {
    "centre": Look("#1b3f66", "#1b3f66", (), 1.5, PAPER),
    "group": Look("#dbe9f6", BLUE, (), 2.0, INK),
    "own": Look(PAPER, BLUE, (), 1.0, INK),
    "standard": Look("#f3f3f3", FAINT, (4, 3), 1.0, INK),
    "property": Look(PAPER, PAPER, (), 0.0, FAINT),
}


class Relation(NamedTuple):
    """What a diagram says: that one thing is related to another, and how."""

    source: str
    label: str
    target: str


class Diagram(Picture):
    """A picture of things and their relations, which Mermaid can draw too.

    chart: the Altair chart.
    names: what the things are called, by the keys that the relations have.
    relations: how the things are related.
    """

    formats = PICTURE_FORMATS

    def __init__(self, chart: Any, names: Mapping[str, str], relations: Sequence[Relation]) -> None:
        super().__init__(chart)
        self.names = names
        self.relations = tuple(relations)

    def to_mermaid(self) -> str:
        """The diagram as Mermaid text, which Markdown pages draw: a flowchart from left to right."""
        known = dict.fromkeys(key for each in self.relations for key in (each.source, each.target))
        marks = {key: f"n{place}" for place, key in enumerate(known)}
        lines = [f'  {mark}["{_escaped(self.names[key])}"]' for key, mark in marks.items()]
        for source, label, target in self.relations:
            arrow = f'-->|"{_escaped(label)}"|' if label else "-->"
            lines.append(f"  {marks[source]} {arrow} {marks[target]}")
        return "\n".join(["flowchart LR", *lines, ""])

    def _in(self, format: str) -> str | bytes:
        return self.to_mermaid() if format == "mmd" else super()._in(format)


def drawing(boxes: Sequence[Box], links: Sequence[Link], order: Sequence[int]) -> Any:
    """The chart of boxes in columns.

    boxes: the things, each with its column.
    links: the lines between boxes, by their keys.
    order: the numbers of the columns, in the order in which they are filled.
    """
    import altair as alt

    places = placed(boxes, links, order)
    right = max(place.x + place.width / 2 for place in places.values())
    bottom = max(place.y + place.height / 2 for place in places.values())
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, right]), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[bottom, 0]), axis=None)
    points = [
        {"link": place, "step": step, "x": at[0], "y": at[1]}
        for place, link in enumerate(links)
        for step, at in enumerate(_path(places[link.source], places[link.target]))
    ]
    lines = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(interpolate="basis", stroke=FAINT, strokeWidth=1.1)
        .encode(x=x, y=y, detail="link:N", order="step:Q")
    )
    layers = [lines, *_arrowheads(links, places, x, y)]
    for kind in dict.fromkeys(box.kind for box in boxes):
        members = [box for box in boxes if box.kind == kind]
        layers += _boxes(LOOKS[kind], members, places, x, y)
    return alt.layer(*layers).properties(width=right, height=bottom)


def _arrowheads(links: Sequence[Link], places: Mapping[str, BoxPosition], x: Any, y: Any) -> list[Any]:
    """A triangle where each arrow meets the side of its box."""
    import altair as alt

    layers = []
    for shape, turn in (("triangle-right", 1), ("triangle-left", -1)):
        ends = [
            _path(places[link.source], places[link.target])[-1]
            for link in links
            if link.arrow and (places[link.source].x <= places[link.target].x) == (turn == 1)
        ]
        if ends:
            rows = [{"x": across - turn * ARROW / 2, "y": down} for across, down in ends]
            marks = alt.Chart(alt.InlineData(values=rows)).mark_point(
                shape=shape, size=ARROW**2, filled=True, fill=FAINT, opacity=1
            )
            layers.append(marks.encode(x=x, y=y))
    return layers


def _boxes(look: Look, boxes: list[Box], places: Mapping[str, BoxPosition], x: Any, y: Any) -> list[Any]:
    import altair as alt

    rows = []
    for box in boxes:
        at = places[box.key]
        lines, notes = len(box.lines), len(box.notes)
        rows.append(
            {
                "key": box.key,
                "x": at.x,
                "left": at.x - at.width / 2,
                "right": at.x + at.width / 2,
                "top": at.y - at.height / 2,
                "bottom": at.y + at.height / 2,
                "y": round(at.y - notes * (LINE - 2) / 2 - (lines - 1) * LINE / 2, 2),
                "note_y": round(at.y + lines * LINE / 2 - (notes - 1) * (LINE - 2) / 2, 2),
                "label": box.lines,
                "note": box.notes,
            }
        )
    base = alt.Chart(alt.InlineData(values=rows))
    outlines = base.mark_rect(
        cornerRadius=4, fill=look.fill, stroke=look.stroke, strokeWidth=look.thickness, strokeDash=look.dash
    )
    outlines = outlines.encode(
        x=_end(x, "left"), x2="right:Q", y=_end(y, "top"), y2="bottom:Q", tooltip="key:N"
    )
    labels = base.mark_text(color=look.ink, fontSize=SIZE, lineHeight=LINE, baseline="middle")
    texts = [outlines, labels.encode(x=x, y=y, text="label:N")]
    if any(box.note for box in boxes):
        notes = base.mark_text(
            color=look.ink, fontSize=SMALL, lineHeight=LINE - 2, baseline="middle", opacity=0.8
        )
        texts.append(notes.encode(x=x, y=_end(y, "note_y"), text="note:N"))
    return texts


def _end(channel: Any, field: str) -> Any:
    copied = channel.copy()
    copied.shorthand = f"{field}:Q"
    return copied


def _path(source: BoxPosition, target: BoxPosition) -> list[tuple[float, float]]:
    """From the side of one box to the facing side of the other, bending half-way."""
    turn = 1 if source.x <= target.x else -1
    start, end = source.x + turn * source.width / 2, target.x - turn * target.width / 2
    half = (start + end) / 2
    return [(start, source.y), (half, source.y), (half, target.y), (end, target.y)]


def _escaped(text: str) -> str:
    """A text between quotes of Mermaid, where the marks of its own language and of HTML have codes."""
    codes = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "\\": "#92;", "\n": " "}
    return "".join(codes.get(character, character) for character in text)
