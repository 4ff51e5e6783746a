"""The outlines of countries from Natural Earth, by their ISO 3166-1 numeric codes."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from typing import Any

from atsmu_kg.files import beside

Point = tuple[float, float]
ANTARCTICA = "010"


@cache
def topology() -> dict[str, Any]:
    """The TopoJSON as Vega reads it, without Antarctica, where no university has partners."""
    read: dict[str, Any] = json.loads(beside(__file__, "countries-110m.json"))
    countries = read["objects"]["countries"]["geometries"]
    kept = [each for each in countries if each.get("id") != ANTARCTICA]
    return read | {"objects": {"countries": {"type": "GeometryCollection", "geometries": kept}}}


def known() -> frozenset[str]:
    """The numeric codes of the countries that have an outline; at this scale the smallest have none."""
    return frozenset(each["id"] for each in _geometries() if "id" in each)


def middle(code: str) -> Point:
    """Longitude and latitude of a point in the middle of a country's largest part.

    >>> [round(degrees) for degrees in middle("762")]
    [71, 39]
    >>> [round(degrees) for degrees in middle("643")]  # Russia goes beyond the 180th meridian
    [100, 62]
    """
    (geometry,) = (outline for outline in _geometries() if outline.get("id") == code)
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    _, (east, north) = max(_centroid(_ring(part[0])) for part in parts)
    return (east + 180) % 360 - 180, north


def outline() -> str:
    """All land as the path of an SVG: degrees east of the 180th meridian, and south of the North Pole.

    Longitude and latitude stand as they are (the plate carrée), in tenths of a degree. A ring that crosses
    the meridian goes on beyond it.
    """
    parts = []
    for geometry in _geometries():
        for part in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            points = [(round(10 * (east + 180)), round(10 * (90 - north))) for east, north in _ring(part[0])]
            steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(points)]
            lines = " ".join(f"{x} {y}" for x, y in steps if x or y)
            # At this scale an island may be one point, which is no shape.
            if lines:
                parts.append(f"M{points[0][0]} {points[0][1]}l{lines}z")
    return "".join(parts)


def _geometries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = topology()["objects"]["countries"]["geometries"]
    return found


def _ring(arcs: list[int]) -> list[Point]:
    """The points of a ring; an arc that is counted from the end (~n) runs backwards (TopoJSON 2.1.4)."""
    points: list[Point] = []
    for arc in arcs:
        line = _arc(arc) if arc >= 0 else _arc(~arc)[::-1]
        for east, north in line if not points else line[1:]:
            # Where a ring crosses the 180th meridian it goes on beyond it.
            turns = round((points[-1][0] - east) / 360) if points else 0
            points.append((east + 360 * turns, north))
    return points


@cache
def _arc(number: int) -> list[Point]:
    """An arc in degrees: its points are differences of whole numbers (TopoJSON 2.1.3)."""
    (wide, high), (west, south) = (topology()["transform"][key] for key in ("scale", "translate"))
    x = y = 0
    points = []
    for dx, dy in topology()["arcs"][number]:
        x, y = x + dx, y + dy
        points.append((x * wide + west, y * high + south))
    return points


def _centroid(ring: list[Point]) -> tuple[float, Point]:
    """The area of a ring on the plane, and its centre of gravity."""
    area = east = north = 0.0
    for (x0, y0), (x1, y1) in pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area += cross / 2
        east += (x0 + x1) * cross
        north += (y0 + y1) * cross
    # At this scale an island may be one point.
    return abs(area), (east / (6 * area), north / (6 * area)) if area else ring[0]
