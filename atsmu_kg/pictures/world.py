"""A map of the world: which countries it shows, and how they are filled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from atsmu_kg.errors import DataError
from atsmu_kg.pictures import shapes
from atsmu_kg.pictures.style import INK, PAPER, SMALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.records import Country

WIDTH, HEIGHT = 1080, 410
LAND, BORDER = "#ebebeb", "#ffffff"
# What a map shows around the middles of the countries that it is about, in degrees.
MARGIN = 12


def row(country: Country, lang: str) -> dict[str, Any]:
    """What a map needs of a country: its outline's code, its name, and the middle of its largest part."""
    if country.numeric is None or country.numeric not in shapes.known():
        raise DataError(
            f"{country.iri.curie} has no outline",
            advice="Give it an ISO 3166-1 numeric code; the smallest countries have no outline here.",
            thing=country.iri,
        )
    east, north = shapes.middle(country.numeric)
    return {
        "id": country.numeric,
        "code": country.alpha2 or "",
        "name": format(country, lang),
        "east": round(east, 3),
        "north": round(north, 3),
    }


def land(rows: list[dict[str, Any]], fill: Any, tooltip: list[str]) -> Any:
    """All countries, those of the rows filled as the encoding says."""
    import altair as alt

    fields = [name for name in rows[0] if name not in ("id", "east", "north")]
    given = alt.LookupData(alt.InlineData(values=rows), "id", fields)
    marked = (
        alt.Chart(_topology())
        .transform_lookup("id", given)
        .transform_filter("isValid(datum.code)")
        .mark_geoshape(clip=True, stroke=BORDER, strokeWidth=0.7)
        .encode(fill=fill, tooltip=tooltip)
    )
    return alt.layer(outlines(), marked)


def outlines() -> Any:
    """All countries, none of them filled."""
    import altair as alt

    return alt.Chart(_topology()).mark_geoshape(clip=True, fill=LAND, stroke=BORDER, strokeWidth=0.7)


def _topology() -> Any:
    import altair as alt

    # As text, which Altair takes as it is: to check it point by point takes a second.
    return alt.InlineData(
        values=json.dumps(shapes.topology(), separators=(",", ":")),
        format=alt.TopoDataFormat(feature="countries", type="topojson"),
    )


def view(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The projection that shows the rows' countries and what is around them; areas keep their proportions."""
    east, north = [row["east"] for row in rows], [row["north"] for row in rows]
    corners = [
        [x, y]
        for x in (max(min(east) - MARGIN, -175), min(max(east) + MARGIN, 175))
        for y in (max(min(north) - MARGIN, -55), min(max(north) + MARGIN, 80))
    ]
    frame = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": corners}}
    return {"type": "equalEarth", "fit": frame}


def written(base: Any, field: str, *, dx: float = 0, align: str = "center") -> list[Any]:
    """A text at each place of a chart, with a rim that keeps it readable on any colour."""
    look = {"dx": dx, "align": align, "fontSize": SMALL, "fontWeight": "bold"}
    rim = base.mark_text(**look, stroke=PAPER, strokeWidth=3, strokeJoin="round")
    return [each.encode(text=f"{field}:N") for each in (rim, base.mark_text(**look, color=INK))]
