"""Maps of the world as small drawings, on which a place is where its two numbers say."""

from __future__ import annotations

from typing import NamedTuple

from atsmu_kg.files import template
from atsmu_kg.pictures import shapes
from atsmu_kg.rdf.namespaces import AKG, SCHEMA, WGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.publishing.pages.statements import SiteGraph

# What static/world.svg shows, in degrees.
NORTH, SOUTH = 84, -58


class Marker(NamedTuple):
    """A place on the map: how far east and south of its corner, in hundredths of its width and height.

    ``zoom`` is how many times larger than the world the map is drawn.
    """

    left: float
    top: float
    zoom: int


def marker(iri: str, statements: SiteGraph) -> Marker | None:
    """Where a thing is, if the graph says so: its own coordinates, or the middle of the country."""
    for place in (iri, *statements.iris(iri, SCHEMA.geo)):
        east = statements.texts(place, SCHEMA.longitude, WGS.long)
        north = statements.texts(place, SCHEMA.latitude, WGS.lat)
        if east and north:
            return _marker(float(east[0]), float(north[0]), 5)
    for identifier in statements.iris(iri, SCHEMA.identifier):
        if AKG.Iso3166Numeric in statements.iris(identifier, SCHEMA.propertyID):
            code = next(iter(statements.texts(identifier, SCHEMA.value)), "")
            if code in shapes.known():
                return _marker(*shapes.middle(code), 3)
    return None


def world() -> bytes:
    """All land, drawn in a colour that shows on light and on dark."""
    return template(__file__, "static/world.svg").substitute(outline=shapes.outline()).encode()


def _marker(east: float, north: float, zoom: int) -> Marker:
    top = (NORTH - max(SOUTH, min(NORTH, north))) / (NORTH - SOUTH) * 100
    return Marker(round((east + 180) / 3.6, 2), round(top, 2), zoom)
