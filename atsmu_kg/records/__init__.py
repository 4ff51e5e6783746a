"""Records: the things of the graph as immutable, typed values.

- ``thing``: what every record has: IRI, names, aliases, identifiers, sources
- ``kinds``: University, Faculty, Centre, Library, Country, Organization, Registry, Claim, Passage
- ``figure``: Figure
- ``listing``: lists that know whether they are complete
- ``interval``, ``quantity``: figures that know their bounds, and arithmetic with them
- ``facts``: what the catalogue's queries say of a thing
- ``snapshot``: all records of a graph
- ``display``: notebooks
"""

from __future__ import annotations

from atsmu_kg.records.figure import Figure
from atsmu_kg.records.kinds import (
    Centre,
    Claim,
    Coordinates,
    Country,
    Faculty,
    Library,
    Organization,
    Passage,
    Registry,
    University,
)
from atsmu_kg.records.listing import Listing
from atsmu_kg.records.quantity import Quantity, UndecidedError
from atsmu_kg.records.snapshot import Records
from atsmu_kg.records.thing import Identifier, Source, Thing

__all__ = [
    "Centre",
    "Claim",
    "Coordinates",
    "Country",
    "Faculty",
    "Figure",
    "Identifier",
    "Library",
    "Listing",
    "Organization",
    "Passage",
    "Quantity",
    "Records",
    "Registry",
    "Source",
    "Thing",
    "UndecidedError",
    "University",
]
