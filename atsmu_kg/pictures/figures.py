"""The picture of figures: each on its scale, with a glyph that says how its number bounds the true one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from atsmu_kg.errors import ParameterError
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import BLUE, FAINT, GREEN, INK, ORANGE, PAPER, PURPLE, SMALL, VERMILION, dressed
from atsmu_kg.pictures.words import checked, word
from atsmu_kg.rdf.namespaces import AKG, IRI
from atsmu_kg.records.numerals import sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.records import Figure

WIDTH, ROW = 460, 34
# What an arrow takes, beside the last number as well.
ROOM = 24
# A scale is logarithmic where its numbers differ by more than this.
SPREAD = 50


class Glyph(NamedTuple):
    """The sign for a bound: an outline, whether it is filled, and a colour."""

    path: str
    filled: bool
    colour: str


# As intervals are drawn: a full ring holds the number, an empty one does not, an arrow goes on without end.
RING = "M.5,0A.5,.5,0,1,1,-.5,0A.5,.5,0,1,1,.5,0Z"
RIGHT, LEFT = "M.5,0L2.4,0M1.7,-.45L2.4,0L1.7,.45", "M-.5,0L-2.4,0M-1.7,-.45L-2.4,0L-1.7,.45"
ABOUT = "M-.9,0L0,-.65L.9,0L0,.65Z"
GLYPHS = {
    AKG.Exactly: Glyph(RING, True, BLUE),
    AKG.MoreThan: Glyph(RING + RIGHT, False, VERMILION),
    AKG.AtLeast: Glyph(RING + RIGHT, True, ORANGE),
    AKG.About: Glyph(ABOUT, False, GREEN),
    AKG.AtMost: Glyph(RING + LEFT, True, PURPLE),
    AKG.LessThan: Glyph(RING + LEFT, False, INK),
}


def picture(figures: Iterable[Figure], lang: str = "en") -> Picture:
    """The figures, the greatest first, those of each unit on a scale of their own.

    A full dot is exactly the number; an empty ring with an arrow is more than it, and where the arrow ends
    means nothing; a lozenge is about it. Raises ParameterError if there are none, DataError for an unknown
    bound.
    """
    import altair as alt

    checked(lang)
    units: dict[IRI, list[Figure]] = {}
    for figure in sorted(figures, key=lambda member: (-member.value, member.iri)):
        _ = figure.quantity  # refuses a bound that has no glyph
        units.setdefault(figure.unit, []).append(figure)
    if not units:
        raise ParameterError("there are no figures to draw", advice="Give some: kg.figures has all.")
    bounds = {member.bound.iri: format(member.bound, lang) for unit in units.values() for member in unit}
    panels = [_panel(unit, members, bounds, lang) for unit, members in _ordered(units)]
    chart = alt.vconcat(*panels, spacing=18).resolve_scale(x="independent", y="independent")
    text = "; ".join(
        f"{member.measure:{lang}}: {member:,{lang}}" for unit in units.values() for member in unit
    )
    return Picture(dressed(chart, word("figures", lang), description=text))


def _ordered(units: dict[IRI, list[Figure]]) -> list[tuple[IRI, list[Figure]]]:
    return sorted(units.items(), key=lambda unit: (-len(unit[1]), unit[0]))


def _panel(unit: IRI, figures: list[Figure], bounds: dict[IRI, str], lang: str) -> Any:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=[_row(figure, lang) for figure in figures])).encode(
        y=alt.Y("row:O", sort=None, title=None, axis=_names(figures, lang)),
    )
    glyphs = [GLYPHS[bound] for bound in GLYPHS if bound in bounds]
    names = [bounds[bound] for bound in GLYPHS if bound in bounds]
    legend = alt.Legend(title=None, symbolSize=220, symbolStrokeWidth=1.8, labelOffset=22, columnPadding=26)
    marks = base.mark_point(size=220, strokeWidth=1.8, opacity=1).encode(
        x=alt.X(
            "value:Q", title=_axis(unit, figures, lang), scale=_scale(unit, figures), axis=_ticks(figures)
        ),
        shape=alt.Shape("bound:N", scale=_by(names, [glyph.path for glyph in glyphs]), legend=legend),
        stroke=alt.Stroke("bound:N", scale=_by(names, [glyph.colour for glyph in glyphs]), legend=legend),
        fill=alt.Fill(
            "bound:N",
            scale=_by(names, [glyph.colour if glyph.filled else PAPER for glyph in glyphs]),
            legend=legend,
        ),
        tooltip=["measure:N", "text:N", "period:N", "about:N", "figure:N"],
    )
    texts = base.mark_text(align="left", color=INK).encode(x=alt.value(WIDTH + 24), text="text:N")
    periods = base.mark_text(align="left", color=FAINT, fontSize=SMALL, dy=13).encode(
        x=alt.value(WIDTH + 24), text="period:N"
    )
    return alt.layer(marks, texts, periods).properties(width=WIDTH, height=alt.Step(ROW))


def _row(figure: Figure, lang: str) -> dict[str, Any]:
    return {
        "row": figure.iri.curie,
        "figure": figure.iri.curie,
        "measure": format(figure.measure, lang),
        "value": figure.value if isinstance(figure.value, int) else float(figure.value),
        "bound": format(figure.bound, lang),
        "text": format(figure, f",{lang}"),
        "period": format(figure.period, lang) if figure.period else "",
        "about": format(figure.about, lang),
    }


def _names(figures: list[Figure], lang: str) -> Any:
    import json

    import altair as alt

    # Two figures may measure the same; so the rows are figures, and only their labels are measures.
    names = json.dumps({each.iri.curie: format(each.measure, lang) for each in figures}, ensure_ascii=False)
    return alt.Axis(
        labelExpr=f"({names})[datum.value]", ticks=False, domain=False, labelPadding=10, grid=True
    )


def _scale(unit: IRI, figures: list[Figure]) -> Any:
    import altair as alt

    if sign(unit) == " %":
        return alt.Scale(domain=[0, 100], padding=ROOM)
    if not _logarithmic(figures):
        return alt.Scale(zero=True, padding=ROOM)
    greatest = float(max(each.value for each in figures))
    return alt.Scale(type="log", domain=[_decades(figures)[0], greatest], padding=ROOM)


def _logarithmic(figures: list[Figure]) -> bool:
    least = min(each.value for each in figures)
    return least > 0 and max(each.value for each in figures) > SPREAD * least


def _axis(unit: IRI, figures: list[Figure], lang: str) -> str:
    if named := sign(unit).strip():
        return named
    return word("number" if _logarithmic(figures) else "plain_number", lang)


def _ticks(figures: list[Figure]) -> Any:
    import altair as alt

    if _logarithmic(figures):
        return alt.Axis(values=_decades(figures), format=",~r")
    return alt.Axis(format=",~r", labelOverlap=True, tickCount=6)


def _decades(figures: list[Figure]) -> list[float]:
    """The powers of ten from below the least of the figures up to the greatest."""
    least, greatest = (choose(each.value for each in figures) for choose in (min, max))
    return [10.0**power for power in range(Decimal(least).adjusted(), Decimal(greatest).adjusted() + 1)]


def _by(names: list[str], values: list[str]) -> Any:
    import altair as alt

    return alt.Scale(domain=names, range=values)
