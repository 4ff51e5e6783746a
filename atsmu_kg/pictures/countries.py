"""The map of the countries that partners and students are from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from atsmu_kg.errors import ParameterError
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import FAINT, INK, PAPER, SIZE, SMALL, VERMILION, dressed
from atsmu_kg.pictures.words import checked, word
from atsmu_kg.pictures.world import HEIGHT, WIDTH, land, row, view, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atsmu_kg.records import Country, University
    from atsmu_kg.records.listing import Listing


class Sign(NamedTuple):
    """How a kind of places is shown: the colour of the country, and the shape in its middle."""

    colour: str
    shape: str


# From light to dark, so that they differ in grey too; the shapes say the same again.
SIGNS = {
    "only_origins": Sign("#f7c95c", "triangle-up"),
    "only_partners": Sign("#56a0d3", "circle"),
    "both": Sign("#1b3f66", "square"),
    "home": Sign(
        VERMILION, "M0,-1L.29,-.4L.95,-.31L.48,.15L.59,.81L0,.5L-.59,.81L-.48,.15L-.95,-.31L-.29,-.4Z"
    ),
}
COLUMN, LINE, INDENT = WIDTH / 3, 18, 22


def picture(
    partners: Listing[Country], origins: Listing[Country], university: University, lang: str = "en"
) -> Picture:
    """The countries of partners, those of students and those of both, on a map and by name below it.

    How many of how many the source names stands above. ParameterError if there are none, DataError for a
    country without an outline.
    """
    import altair as alt

    checked(lang)
    kinds = dict.fromkeys(partners, "only_partners")
    kinds |= {country: "both" if country in kinds else "only_origins" for country in origins}
    if not kinds:
        raise ParameterError("there are no countries to draw", advice="The graph names neither kind.")
    rows = [row(country, lang) | {"kind": kind, "text": word(kind, lang)} for country, kind in kinds.items()]
    rows.sort(key=lambda row: (row["name"], row["code"]))
    layers = [land(rows, _fill(), ["name:N", "code:N", "text:N"]), *_signs(rows), *_home(university, lang)]
    world = alt.layer(*layers).project(**view(rows)).properties(width=WIDTH, height=HEIGHT)
    home = format(university, lang) if university.coordinates else ""
    extents = [
        f"{word('partners', lang)}: {partners.extent(checked(lang))}",
        f"{word('origins', lang)}: {origins.extent(checked(lang))}",
    ]
    return Picture(
        dressed(
            alt.vconcat(world, _key(rows, home, lang), spacing=14),
            word("countries", lang),
            subtitle=[" · ".join(extents), word("borders", lang)],
            description="; ".join(f"{row['name']}: {row['text']}" for row in rows),
        )
    )


def _signs(rows: list[dict[str, Any]]) -> list[Any]:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=rows)).encode(longitude="east:Q", latitude="north:Q")
    signs = base.mark_point(fill=PAPER, stroke=INK, strokeWidth=1, size=46, opacity=1).encode(shape=_shape())
    return [signs, *written(base, "code", dx=6, align="left")]


def _home(university: University, lang: str) -> list[Any]:
    """The university, where the graph has coordinates for it."""
    import altair as alt

    at = university.coordinates
    if at is None:
        return []
    place = {"east": float(at.longitude), "north": float(at.latitude), "name": format(university, lang)}
    base = alt.Chart(alt.InlineData(values=[place | {"kind": "home"}]))
    star = base.mark_point(stroke=PAPER, strokeWidth=1, size=160, opacity=1)
    return [
        star.encode(longitude="east:Q", latitude="north:Q", shape=_shape(), fill=_fill(), tooltip="name:N")
    ]


def _key(rows: Sequence[dict[str, Any]], home: str, lang: str) -> Any:
    """The names of the countries in a column for each kind, and below them the university."""
    import altair as alt

    heads, entries = [], []
    for place, kind in enumerate(("only_origins", "only_partners", "both")):
        members = [row for row in rows if row["kind"] == kind]
        left = place * COLUMN
        heads.append({"x": left, "y": 0, "kind": kind, "text": f"{word(kind, lang)} ({len(members)})"})
        entries += [
            {"x": left, "y": line * LINE, "text": row["name"], "code": row["code"]}
            for line, row in enumerate(members, start=1)
        ]
    bottom = max(entry["y"] for entry in entries)
    if home:
        bottom += 1.5 * LINE
        heads.append({"x": 0, "y": bottom, "kind": "home", "text": home})

    def at(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.InlineData(values=values)).encode(
            x=alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH]), axis=None),
            y=alt.Y("y:Q", scale=alt.Scale(domain=[bottom + LINE / 2, -LINE / 2]), axis=None),
        )

    signs = at(heads).mark_point(stroke=INK, strokeWidth=1, size=130, opacity=1, xOffset=8)
    titles = at(heads).mark_text(align="left", dx=INDENT, fontWeight="bold", fontSize=SIZE, color=INK)
    codes = at(entries).mark_text(align="left", fontSize=SMALL + 1, color=FAINT)
    names = at(entries).mark_text(align="left", dx=INDENT, fontSize=SMALL + 1, color=INK)
    return alt.layer(
        signs.encode(shape=_shape(), fill=_fill()),
        titles.encode(text="text:N"),
        codes.encode(text="code:N"),
        names.encode(text="text:N"),
    ).properties(width=WIDTH, height=bottom + LINE)


def _shape() -> Any:
    import altair as alt

    scale = alt.Scale(domain=list(SIGNS), range=[sign.shape for sign in SIGNS.values()])
    return alt.Shape("kind:N", scale=scale, legend=None)


def _fill() -> Any:
    import altair as alt

    scale = alt.Scale(domain=list(SIGNS), range=[sign.colour for sign in SIGNS.values()])
    return alt.Fill("kind:N", scale=scale, legend=None)
