"""The picture of figures in time: when each holds, how its number bounds the true one, and who reports it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from atsmu_kg.errors import ParameterError
from atsmu_kg.pictures.figures import ABOUT, RING
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import COLOURS, FAINT, INK, PAPER, SMALL, dressed, width
from atsmu_kg.pictures.words import checked, word
from atsmu_kg.rdf.namespaces import AKG
from atsmu_kg.records.figures import in_order
from atsmu_kg.records.numerals import sign
from atsmu_kg.records.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from atsmu_kg.records import Figure

WIDTH, HEIGHT, ROW = 640, 320, 20
MOST_YEARS = 18
GAP = 24
# Where the number of a figure may stand beside its sign, the best first, and the room that it takes.
PLACES = (
    (7, -7),
    (-19, -7),
    (7, 8),
    (-19, 8),
    (-6, -14),
    (-6, 15),
    (22, -7),
    (22, 8),
    (-34, -7),
    (37, -7),
    (37, 8),
)
LABEL = (14, 10)
# As in the picture of figures, but the numbers grow upwards here.
UP, DOWN = "M0,-.5L0,-2.4M-.45,-1.7L0,-2.4L.45,-1.7", "M0,.5L0,2.4M-.45,1.7L0,2.4L.45,1.7"
SHAPES = {
    AKG.Exactly: RING,
    AKG.MoreThan: RING + UP,
    AKG.AtLeast: RING + UP,
    AKG.About: ABOUT,
    AKG.AtMost: RING + DOWN,
    AKG.LessThan: RING + DOWN,
}
HOLLOW = (AKG.MoreThan, AKG.LessThan, AKG.About)


class DrawnFigure(NamedTuple):
    """What is drawn and written of one figure."""

    number: str
    time: str
    text: str
    scope: str
    source: str


def picture(figures: Iterable[Figure], lang: str = "en") -> Picture:
    """The figures of one measure by time, with a list that tells the source of each.

    A bar is the year or period that a figure holds for; its sign is that of the bound: a full dot is exactly
    the number, an empty ring with an arrow is more than it, a lozenge is about it. Figures of one source and
    one scope are joined. One that is not dated stands in the list only, and the rarer scopes have one colour.

    Raises ParameterError if none is dated, or if they are of several measures or units.
    """
    import altair as alt

    checked(lang)
    ordered = _checked(in_order(figures))
    scopes = Counter(_scope(figure, lang) for figure in ordered).most_common()
    rows = [
        DrawnFigure(
            str(place),
            figure.time or word("no_date", lang),
            format(figure, f",{lang}"),
            *_origin(figure, lang),
        )
        for place, figure in enumerate(ordered, 1)
    ]
    drawn = [_mark(figure, row) for figure, row in zip(ordered, rows, strict=True) if figure.time]
    title = f"{ordered[0].measure:{lang}}: {word('time_series', lang)}"
    rarer = [FAINT] * (len(scopes) - len(COLOURS))
    colours = alt.Scale(domain=[scope for scope, _ in scopes], range=[*COLOURS[: len(scopes)], *rarer])
    chart = alt.vconcat(_chart(_placed(drawn), colours, ordered, lang), _list(rows, colours), spacing=GAP)
    text = "; ".join(f"{row.time}: {row.text} ({row.scope}; {row.source})" for row in rows)
    return Picture(dressed(chart, title, subtitle=[_subject(ordered, lang)], description=f"{title}. {text}"))


def _checked(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The same, if they can be drawn on one pair of axes."""
    advice = "Choose some that are dated: kg.figures.of('StudentCount', about='university')."
    if not any(figure.time for figure in figures):
        raise ParameterError("there are no dated figures to draw", advice=advice)
    for what, values in {
        "measures": {figure.measure.iri for figure in figures},
        "units": {figure.unit for figure in figures},
    }.items():
        if len(values) > 1:
            raise ParameterError(f"the figures are of {len(values)} {what}, not of one", advice=advice)
    for figure in figures:
        _ = figure.quantity  # refuses a bound that has no sign
    return figures


def _scope(figure: Figure, lang: str) -> str:
    return ", ".join(format(each, lang) for each in figure.categories) or word("unrestricted", lang)


def _origin(figure: Figure, lang: str) -> tuple[str, str]:
    """The scope of a figure and the short name of its document."""
    return _scope(figure, lang), figure.document.iri.rpartition("/")[2] if figure.document else ""


def _subject(figures: tuple[Figure, ...], lang: str) -> str:
    return "; ".join(dict.fromkeys(format(figure.about, lang) for figure in figures))


def _mark(figure: Figure, row: DrawnFigure) -> dict[str, Any]:
    """Where a figure is drawn: in the middle of its time, or at the end of it that is not open."""
    span = Span.of(figure.time)
    ends = [_year(end, after) for end, after in ((span.first, 0), (span.last, 1)) if end is not None]
    return {
        **row._asdict(),
        "figure": figure.iri.curie,
        "from": ends[0],
        "to": ends[-1],
        "opens": span.first is None,
        "closes": span.last is None,
        "at": sum(ends) / len(ends),
        "value": figure.value if isinstance(figure.value, int) else float(figure.value),
        "bound": figure.bound.iri,
        "hollow": figure.bound.iri in HOLLOW,
        "series": f"{row.scope} {row.source}",
    }


def _year(day: date, after: int) -> float:
    """A day as a number on the axis of years; ``after`` is 1 for the end of the day."""
    from calendar import isleap

    return day.year + (day.timetuple().tm_yday - 1 + after) / (366 if isleap(day.year) else 365)


def _placed(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, open ends drawn to the edge, and the number of each beside its sign where there is room."""
    first, last = min(row["from"] for row in drawn), max(row["to"] for row in drawn)
    across, up = WIDTH / ((last - first) or 1), HEIGHT / (max(abs(row["value"]) for row in drawn) or 1)
    at = [(row["at"] * across, -row["value"] * up) for row in drawn]
    taken = [(x - LABEL[0] / 2, y) for x, y in at]

    def is_free(left: float, middle: float) -> bool:
        return all(abs(left - x) >= LABEL[0] or abs(middle - y) >= LABEL[1] for x, y in taken)

    alike = Counter((row["series"], row["at"]) for row in drawn)
    for row, (x, y) in zip(drawn, at, strict=True):
        beside = (place for place in PLACES if is_free(x + place[0], y + place[1]))
        row["right"], row["down"] = place = next(beside, PLACES[0])
        taken.append((x + place[0], y + place[1]))
        row["from"] = first if row.pop("opens") else row["from"]
        row["to"] = last if row.pop("closes") else row["to"]
        if alike[row["series"], row["at"]] > 1:
            row["series"] += f" {row['number']}"
    return drawn


def _years(drawn: list[dict[str, Any]]) -> list[int]:
    """The beginnings of years that the axis names, not more than there is room for."""
    first, last = min(int(row["from"]) for row in drawn), max(int(row["to"]) for row in drawn)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 500, 9999) if (last - first) / step <= MOST_YEARS)
    return [year for year in range(first, last + 1) if year % step == 0 or step == 1]


def _chart(drawn: list[dict[str, Any]], colours: Any, figures: tuple[Figure, ...], lang: str) -> Any:
    import altair as alt

    bounds = {
        bound: format(figure.bound, lang) for figure in figures if (bound := figure.bound.iri) in SHAPES
    }
    names = [bounds[bound] for bound in SHAPES if bound in bounds]
    shape = alt.Scale(domain=names, range=[SHAPES[bound] for bound in SHAPES if bound in bounds])
    fills = [PAPER if bound in HOLLOW else INK for bound in SHAPES if bound in bounds]
    for row in drawn:
        row["bound"] = bounds[row["bound"]]
    base = alt.Chart(alt.InlineData(values=drawn)).encode(
        y=alt.Y(
            "value:Q",
            title=sign(figures[0].unit).strip() or word("plain_number", lang),
            axis=alt.Axis(format=",~r"),
        )
    )
    x = alt.X(
        "at:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=16),
        axis=alt.Axis(format="d", values=_years(drawn), labelOverlap=True),
    )
    joined = base.mark_line(strokeWidth=1.5).encode(
        x=x, stroke=alt.Stroke("scope:N", scale=colours, legend=None), detail="series:N"
    )
    periods = base.mark_rule(strokeWidth=4, opacity=0.35).encode(
        x=alt.X("from:Q"), x2="to:Q", stroke=alt.Stroke("scope:N", scale=colours, legend=None)
    )
    colour = alt.condition("datum.hollow", alt.value(PAPER), alt.Fill("scope:N", scale=colours, legend=None))
    signs = base.mark_point(size=70, strokeWidth=1.6, opacity=1).encode(
        x=x,
        shape=alt.Shape("bound:N", scale=shape, legend=None),
        stroke=alt.Stroke("scope:N", scale=colours, legend=None),
        fill=colour,
        tooltip=["time:N", "text:N", "scope:N", "source:N", "figure:N"],
    )
    # The legend's signs have no scope's colour; the points below them are not to be seen.
    legend = alt.Legend(title=None, symbolSize=120, symbolOpacity=1, columns=3)
    key = base.mark_point(opacity=0).encode(
        x=x,
        shape=alt.Shape("bound:N", scale=shape, legend=legend),
        stroke=alt.Stroke(
            "bound:N", scale=alt.Scale(domain=names, range=[INK for _ in names]), legend=legend
        ),
        fill=alt.Fill("bound:N", scale=alt.Scale(domain=names, range=fills), legend=legend),
    )
    numbers = base.mark_text(
        dx=alt.ExprRef("datum.right"), dy=alt.ExprRef("datum.down"), align="left", fontSize=SMALL, color=INK
    )
    layers = (joined, periods, signs, key, numbers.encode(x=x, text="number:N"))
    # Altair shares the scales of layers unless told.
    chart = alt.layer(*layers).resolve_scale(stroke="independent", fill="independent", shape="independent")
    return chart.properties(width=WIDTH, height=HEIGHT)


def _list(rows: list[DrawnFigure], colours: Any) -> Any:
    """Each figure with its number, time, value, scope and source, in columns as wide as they need."""
    import altair as alt

    base = alt.Chart(alt.InlineData(values=[row._asdict() for row in rows])).encode(
        y=alt.Y("number:O", sort=None, axis=None)
    )
    columns, at = [], 0.0
    for name in DrawnFigure._fields:
        column = base.mark_text(align="left", color=FAINT if name == "number" else INK).encode(
            x=alt.value(at), text=f"{name}:N"
        )
        if name == "scope":
            column = column.encode(color=alt.Color("scope:N", scale=colours, legend=None))
        columns.append(column)
        at += max(width(getattr(row, name)) for row in rows) + GAP
    return alt.layer(*columns).properties(width=WIDTH, height=alt.Step(ROW))
