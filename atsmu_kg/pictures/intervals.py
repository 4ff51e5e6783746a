"""Numbers between a least and a greatest one, drawn as the intervals that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atsmu_kg.pictures.charts import distinct, require_few
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import BLUE, INK, dressed

if TYPE_CHECKING:
    from collections.abc import Sequence

    Number = float | int | None


def picture(
    names: Sequence[str], least: Sequence[Number], greatest: Sequence[Number], *, axis: str, title: str
) -> Picture:
    """A line from the least to the greatest number of each row, with an arrowhead where there is no end.

    Where both are the same the line is a dot; a row with neither keeps its place, with a dash. ParameterError
    for more rows than a picture can hold.
    """
    import altair as alt

    require_few(names)
    known = [number for number in (*least, *greatest) if number is not None]
    floor, ceiling = min([0, *known]), max(known, default=1)
    # Where an open line ends means nothing; it only has to be seen.
    ceiling += (ceiling - floor) / 20
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "low": floor if low is None else low,
            "high": ceiling if high is None else high,
            "text": _text(low, high),
            "low_end": low is not None,
            "high_end": high is not None,
        }
        for name, low, high in zip(distinct(names), least, greatest, strict=True)
    ]
    drawn = [row for row in rows if row["low_end"] or row["high_end"]]
    scale = alt.Scale(domain=[floor, ceiling], nice=False)

    def chart(values: list[dict[str, Any]], at: str) -> Any:
        return alt.Chart(alt.InlineData(values=values)).encode(
            x=alt.X(f"{at}:Q", title=axis, scale=scale, axis=alt.Axis(format=",~r", labelOverlap=True)),
            y=alt.Y("name:N", title=None, scale=alt.Scale(domain=distinct(names))),
        )

    lines = chart(drawn, "low").mark_rule(color=BLUE, strokeWidth=3)
    layers = [lines.encode(x2="high:Q", tooltip=["name:N", "text:N"])]
    for end, arrow in (("low", "triangle-left"), ("high", "triangle-right")):
        for shape, is_end in (("circle", True), (arrow, False)):
            if members := [row for row in drawn if row[f"{end}_end"] is is_end]:
                marks = chart(members, end).mark_point(shape=shape, size=70, filled=True)
                layers.append(marks.encode(color=alt.value(BLUE), opacity=alt.value(1)))
    texts = alt.Chart(alt.InlineData(values=rows)).mark_text(align="left", color=INK)
    layers.append(texts.encode(x=alt.value(534), y=alt.Y("name:N", title=None), text="text:N"))
    layered = alt.layer(*layers).properties(width=520, height=alt.Step(24))
    told = "; ".join(f"{row['name']}: {row['text']}" for row in rows)
    return Picture(dressed(layered, title, description=told))


def _text(low: Number, high: Number) -> str:
    if low is None and high is None:
        return "—"
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"≥ {low:,}"
    return f"≤ {high:,}" if low is None else f"{low:,} – {high:,}"
