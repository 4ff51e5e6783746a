"""A map of places by their coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atsmu_kg.errors import ParameterError
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.pictures.style import VERMILION, dressed
from atsmu_kg.pictures.words import word
from atsmu_kg.pictures.world import HEIGHT, WIDTH, outlines, view, written

if TYPE_CHECKING:
    from collections.abc import Sequence

# More names than these cover each other.
MOST_NAMES = 40
# Degrees within which names would stand on each other.
NEAR = 1


def picture(
    names: Sequence[str],
    east: Sequence[float | None],
    north: Sequence[float | None],
    *,
    title: str,
    lang: str,
) -> Picture:
    """A dot for each row with both coordinates, in degrees of WGS 84, and its name while there are few.

    ParameterError if no row has both.
    """
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"name": name, "east": x, "north": y, "text": f"{y:g}, {x:g}"}
        for name, x, y in dict.fromkeys(zip(names, east, north, strict=True))
        if x is not None and y is not None
    ]
    if not rows:
        raise ParameterError("no row has both coordinates", advice="Leave out the rows without them.")
    base = alt.Chart(alt.InlineData(values=rows)).encode(longitude="east:Q", latitude="north:Q")
    dots = base.mark_circle(size=70, color=VERMILION, opacity=1).encode(tooltip=["name:N", "text:N"])
    layers = [outlines(), dots]
    labels = _labels(rows)
    if len(labels) <= MOST_NAMES:
        signs = alt.Chart(alt.InlineData(values=labels)).encode(longitude="east:Q", latitude="north:Q")
        layers += written(signs, "label", dx=8, align="left")
    chart = alt.layer(*layers).project(**view(rows)).properties(width=WIDTH, height=HEIGHT)
    told = "; ".join(f"{row['name']}: {row['text']}" for row in rows)
    return Picture(dressed(chart, title, subtitle=[word("borders", lang)], description=told))


def _labels(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names of the rows, those of places that nearly coincide together."""
    labels: list[dict[str, Any]] = []
    for row in rows:
        for label in labels:
            if max(abs(label["east"] - row["east"]), abs(label["north"] - row["north"])) < NEAR:
                if row["name"] not in label["names"]:
                    label["names"].append(row["name"])
                break
        else:
            labels.append({"east": row["east"], "north": row["north"], "names": [row["name"]]})
    return [
        {"east": label["east"], "north": label["north"], "label": ", ".join(label["names"])}
        for label in labels
    ]
