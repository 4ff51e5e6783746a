"""Plain charts of an answer's columns: bars, lines, and maps of countries, with a number or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atsmu_kg.errors import ParameterError
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import BLUE, COLOURS, INK, SKY, dressed
from atsmu_kg.pictures.words import word
from atsmu_kg.pictures.world import HEIGHT, WIDTH, land, row, view, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atsmu_kg.records import Country

    Number = float | int | None

# The palest is still darker than land without a number.
PALE_TO_DARK = ["#9ecae1", "#08306b"]
# More bars than these are no picture any more, nor more lines than can be told apart.
MOST_BARS, MOST_LINES = 80, len(COLOURS)
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 1])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def bars(names: Sequence[str], numbers: Mapping[str, Sequence[Number]], *, axis: str, title: str) -> Picture:
    """A bar for each row and each of the named numbers, in their order.

    A row without a number keeps its place, with a dash. ParameterError for more rows than a picture can hold.
    """
    import altair as alt

    require_few(names)
    rows = [
        {"name": name, "series": series, "value": value, "text": "—" if value is None else f"{value:,}"}
        for place, name in enumerate(distinct(names))
        for series, values in numbers.items()
        for value in [values[place]]
    ]
    every = [value for values in numbers.values() for value in values]
    # What is counted has no ticks at halves.
    least: Any = 1 if all(isinstance(number, int | None) for number in every) else alt.Undefined
    ticks = alt.Axis(format=",~r", labelOverlap=True, tickMinStep=least)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("value:Q", title=axis, axis=ticks),
        y=alt.Y(
            "name:N", title=None, scale=alt.Scale(domain=list(dict.fromkeys(row["name"] for row in rows)))
        ),
    )
    # A text without a number stands where the scale begins.
    at = alt.X("at:Q", title=axis)
    texts = base.transform_calculate(at="datum.value === null ? 0 : datum.value").mark_text(
        align=alt.ExprRef("datum.value < 0 ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.value < 0 ? -4 : 4"),
        color=INK,
    )
    drawn, texts = (
        base.mark_bar(color=BLUE).encode(tooltip=["name:N", "text:N"]),
        texts.encode(x=at, text="text:N"),
    )
    step = 24
    if len(numbers) > 1:
        scale = alt.Scale(domain=list(numbers), range=list(COLOURS[: len(numbers)]))
        beside = alt.YOffset("series:N", scale=alt.Scale(domain=list(numbers)))
        drawn = drawn.encode(
            color=alt.Color("series:N", scale=scale, legend=alt.Legend(title=None)), yOffset=beside
        )
        texts, step = texts.encode(yOffset=beside), 14 * len(numbers) + 10
    height = alt.Step(step, **{"for": "position"})
    return _titled(alt.layer(drawn, texts).properties(width=520, height=height), title, rows)


def lines(
    years: Sequence[int | None],
    numbers: Sequence[Number],
    series: Sequence[str],
    *,
    year: str,
    number: str,
    title: str = "",
) -> Picture:
    """The numbers by year, a line for each series; lines differ in colour, dashes and signs.

    ParameterError for more series than can be told apart.
    """
    import altair as alt

    names = list(dict.fromkeys(series))
    if len(names) > MOST_LINES:
        raise ParameterError(
            f"{len(names)} lines can't be told apart",
            advice=f"Narrow the query down to {MOST_LINES} of them.",
            lines=len(names),
        )
    rows = [
        {"year": at, "value": value, "series": name, "text": f"{at}: {value:,}"}
        for at, value, name in zip(years, numbers, series, strict=True)
        if at is not None and value is not None
    ]
    shown = sorted({float(at) for at in years if at is not None})
    legend: Any = alt.Legend(title=None, symbolSize=90, symbolStrokeWidth=0) if len(names) > 1 else None

    def by(channel: Any, values: Sequence[Any], legend: Any) -> Any:
        return channel("series:N", scale=alt.Scale(domain=names, range=values[: len(names)]), legend=legend)

    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "year:Q",
            title=year,
            scale=alt.Scale(zero=False, nice=False, padding=12),
            axis=alt.Axis(format="d", values=shown, labelOverlap=True),
        ),
        y=alt.Y("value:Q", title=number, axis=alt.Axis(format=",~r")),
        color=by(alt.Color, COLOURS, legend),
    )
    drawn = base.mark_line(strokeWidth=2).encode(strokeDash=by(alt.StrokeDash, DASHES, None))
    signs = base.mark_point(size=60, filled=True, opacity=1).encode(
        shape=by(alt.Shape, SHAPES, legend), tooltip=["series:N", "year:Q", "value:Q"]
    )
    chart = alt.layer(drawn, signs).properties(width=520, height=300)
    return _titled(chart, title or f"{number} / {year}", rows)


def countries(
    drawn: Sequence[Country], numbers: Sequence[Number], *, number: str, title: str, lang: str
) -> Picture:
    """The countries of the rows, darker for a greater number, which is also written there.

    ParameterError for a country that comes twice, DataError for one that has no outline.
    """
    import altair as alt

    twice = sorted({shown.iri.curie for shown in drawn if list(drawn).count(shown) > 1})
    if twice:
        raise ParameterError(
            f"{', '.join(twice)} comes more than once",
            advice="A map has room for one number of a country: aggregate, with GROUP BY.",
            countries=twice,
        )
    rows = [
        row(shown, lang)
        | {"value": value, "text": f"{shown.alpha2} {'—' if value is None else f'{value:,}'}"}
        for shown, value in zip(drawn, numbers, strict=True)
    ]
    fill = alt.Fill("value:Q", title=number, scale=alt.Scale(range=PALE_TO_DARK))
    return _map(rows, fill, ["name:N", "value:Q"], title, lang)


def places(found: Sequence[Country], *, title: str, lang: str) -> Picture:
    """The countries of the rows, each once; DataError for one that has no outline."""
    import altair as alt

    rows = [row(each, lang) | {"text": each.alpha2 or ""} for each in dict.fromkeys(found)]
    return _map(rows, alt.value(SKY), ["name:N", "code:N"], title, lang)


def _map(rows: list[dict[str, Any]], fill: Any, tooltip: list[str], title: str, lang: str) -> Picture:
    """The countries of the rows, filled as the encoding says, with the rows' texts on them."""
    import altair as alt

    signs = alt.Chart(alt.InlineData(values=rows)).encode(longitude="east:Q", latitude="north:Q")
    layers = [land(rows, fill, tooltip), *written(signs, "text")]
    chart = alt.layer(*layers).project(**view(rows)).properties(width=WIDTH, height=HEIGHT)
    return _titled(chart, title, rows, subtitle=[word("borders", lang)])


def _titled(
    chart: Any, title: str, rows: Sequence[dict[str, Any]], *, subtitle: Sequence[str] = ()
) -> Picture:
    text = "; ".join(f"{row.get('name', row.get('series'))}: {row['text']}" for row in rows)
    return Picture(dressed(chart, title, subtitle=subtitle, description=text))


def require_few(names: Sequence[str]) -> None:
    """ParameterError for more rows than a picture can hold."""
    if len(names) > MOST_BARS:
        raise ParameterError(
            f"{len(names)} rows are too many for a readable picture",
            advice=f"Narrow the query down to {MOST_BARS} rows, with LIMIT or FILTER.",
            rows=len(names),
        )


def distinct(names: Sequence[str]) -> list[str]:
    """The names, with a count behind one that has come before, so that its bar is not laid on the other."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
