"""The kinds of records: university, units, countries, organisations, claims, passages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from atsmu_kg.rdf.namespaces import AKG, IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.figure import Figure
from atsmu_kg.records.listing import Listing
from atsmu_kg.records.thing import StatedYear, Thing


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Coordinates(Thing):
    """A point of WGS 84."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Country(Thing):
    """A country with its codes, and its place in the regions of the United Nations' M49 standard."""

    region: Thing | None
    sub_region: Thing | None

    @property
    def alpha2(self) -> str | None:
        """ISO 3166-1 alpha-2 code: ``TJ``."""
        return self.identifier(AKG["Iso3166Alpha2"])

    @property
    def alpha3(self) -> str | None:
        """ISO 3166-1 alpha-3 code: ``TJK``."""
        return self.identifier(AKG["Iso3166Alpha3"])

    @property
    def numeric(self) -> str | None:
        """ISO 3166-1 numeric code, three digits: ``762``."""
        return self.identifier(AKG["Iso3166Numeric"])


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Organization(Thing):
    """An organisation or programme that the university is related to, or that is related to such a one."""

    kind: Thing | None
    country: Country | None
    homepage: IRI | None
    description: Text | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Registry(Thing):
    """A catalogue or directory that lists the university."""

    publisher: Organization | None
    homepage: IRI | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Faculty(Thing):
    """A faculty of the university."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Centre(Thing):
    """A centre or laboratory of the university, and the period in which it was opened."""

    opened: Thing | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Library(Thing):
    """A library of the university: the figures about it, what it offers, and its electronic part."""

    figures: Listing[Figure]
    services: tuple[Thing, ...]
    electronic: Library | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Claim(Thing):
    """What a source asserts with nothing to check it by: its name says what, its modality in which way.

    ``document`` is what asserts it, ``time`` when the source knew it, as far as it says so, and ``reading``
    whether it can be read in one way only; ``notes`` say how else, and what it disagrees with, and
    ``second_reading`` which of two readings of the source noted it.
    """

    about: Thing
    modality: Thing
    time: str | None = None
    document: Thing | None = None
    reading: Thing | None = None
    second_reading: Thing | None = None
    notes: tuple[Text, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the source can be read otherwise; its notes say how."""
        return self.reading is not None and self.reading.iri == AKG.Ambiguous


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Passage(Thing):
    """A sentence of a source: its place in the order, and its range of characters (the end is exclusive)."""

    position: int
    start: int
    end: int
    graph: IRI
    triples: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class University(Thing):
    """The university that the graph is about."""

    founded: StatedYear | None
    status: Thing | None
    city: Thing | None
    country: Country | None
    coordinates: Coordinates | None
    named_after: Thing | None
    managed_by: Organization | None
    works_to_requirements_of: tuple[Organization, ...]
    homepage: IRI | None
    project_partners: Listing[Organization]
