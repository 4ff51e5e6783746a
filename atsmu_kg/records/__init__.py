"""Records: the things of the graph as immutable, typed values.

- ``thing``: what every record has: IRI, names, aliases, identifiers, sources
- ``kinds``: University, Faculty, Centre, Library, Country, Organization, Registry, Claim, Passage
- ``figure``: Figure
- ``figures``: all of them, to be chosen from
- ``span``: the days that a time covers
- ``claims``: those of the preferred source, and those of all to be chosen from
- ``listing``: lists that know whether they are complete
- ``interval``, ``quantity``: figures that know their bounds, and arithmetic with them
- ``facts``: what the catalogue's queries say of a thing
- ``by_kind``: all records of each kind
- ``bare``: what a name without prefix means
- ``snapshot``: all records of a graph, as the university lists them
- ``display``: notebooks
"""

from __future__ import annotations

__all__ = [
    "Centre",
    "Claim",
    "Claims",
    "Coordinates",
    "Country",
    "Faculty",
    "Figure",
    "Figures",
    "Identifier",
    "Library",
    "Listing",
    "Organization",
    "OtherValue",
    "Passage",
    "Quantity",
    "Records",
    "Registry",
    "Source",
    "StatedYear",
    "Thing",
    "UndecidedError",
    "University",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.records.claims import Claims
    from atsmu_kg.records.figure import Figure
    from atsmu_kg.records.figures import Figures
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
    from atsmu_kg.records.thing import Identifier, OtherValue, Source, StatedYear, Thing

_MODULES = ("claims", "figure", "figures", "kinds", "listing", "quantity", "snapshot", "thing")


def __getattr__(name: str) -> object:
    # Whoever looks for a name, in the package below, need not wait for what figures are reckoned with.
    if name in __all__:
        from importlib import import_module

        for module in _MODULES:
            kinds = vars(import_module(f"{__name__}.{module}"))
            if name in kinds:
                return kinds[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
