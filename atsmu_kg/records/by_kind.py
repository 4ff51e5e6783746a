"""All records of a graph kind by kind, by their IRIs; each kind is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from atsmu_kg.rdf.namespaces import AKG, DCTERMS, FOAF, IRI, ORG, SCHEMA
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.claims import claims
from atsmu_kg.records.facts import ThingFacts
from atsmu_kg.records.figure import Figure
from atsmu_kg.records.figures import Figures, figures, in_order
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
)
from atsmu_kg.records.listing import by_name
from atsmu_kg.records.reading import RecordReader
from atsmu_kg.records.thing import Identity, Thing

R = TypeVar("R", bound=Thing)


class RecordsByKind:
    """The records of each kind, whether or not the university lists them.

    Two threads may make the same records at once; either's are kept.
    """

    def __init__(self, read: RecordReader) -> None:
        self._read = read

    def known(self, iri: IRI) -> Thing | None:
        """The record of a thing of any of these kinds."""
        kinds: tuple[Mapping[IRI, Thing], ...] = (
            *(self.points, self.passages, self.claims, self.registries, self.organizations, self.countries),
            *(self.figures, self.libraries, self.centres, self.faculties),
        )
        return next((records[iri] for records in kinds if iri in records), None)

    @cached_property
    def faculties(self) -> dict[IRI, Faculty]:
        """The faculties."""
        return self._read.records(AKG.Faculty, lambda identity, _: Faculty(identity))

    @cached_property
    def centres(self) -> dict[IRI, Centre]:
        """The centres and laboratories."""

        def centre(identity: Identity, facts: ThingFacts) -> Centre:
            return Centre(identity, opened=self._read.linked(facts, AKG.opened))

        return self._read.records(AKG.Centre, centre)

    @cached_property
    def libraries(self) -> dict[IRI, Library]:
        """The library, and its electronic part as a library of its own."""
        known, electronic = self._read.facts(AKG.Library), self._read.facts(AKG.ElectronicLibrary)
        parts = {iri: self._library(facts, None) for iri, facts in electronic.items()}
        part = next(iter(parts.values()), None)
        return {iri: self._library(facts, part) for iri, facts in known.items() if iri not in parts} | parts

    @cached_property
    def figures(self) -> dict[IRI, Figure]:
        """What the sources report in numbers."""
        return figures(self._read)

    @cached_property
    def reported(self) -> Figures:
        """The same in their order, and which of them are of the preferred source."""
        chosen = self._read.chosen(self._read.facts(AKG.Figure))
        return Figures(in_order(self.figures.values()), chosen=chosen)

    @cached_property
    def countries(self) -> dict[IRI, Country]:
        """The countries."""
        regions, sub_regions = self._read.facts(AKG.Region), self._read.facts(AKG.SubRegion)

        def country(identity: Identity, facts: ThingFacts) -> Country:
            places = facts.all(SCHEMA.containedInPlace, IRI)
            region, sub_region = (
                next((self._read.thing(place) for place in places if place in kind), None)
                for kind in (regions, sub_regions)
            )
            return Country(identity, region=region, sub_region=sub_region)

        return self._read.records(SCHEMA.Country, country)

    @cached_property
    def organizations(self) -> dict[IRI, Organization]:
        """The organisations and programmes, but for the university and its units."""
        own = {*self._read.facts(AKG.University), *self._read.facts(ORG.OrganizationalUnit)}

        def organization(identity: Identity, facts: ThingFacts) -> Organization:
            return Organization(
                identity,
                kind=self._read.linked(facts, ORG.classification),
                country=first_among(self.countries, facts.all(AKG.seatCountry, IRI)),
                homepage=homepage(facts),
                description=facts.first(SCHEMA.description, Text),
            )

        organizations = self._read.records(ORG.Organization, organization)
        return {iri: record for iri, record in organizations.items() if iri not in own}

    @cached_property
    def registries(self) -> dict[IRI, Registry]:
        """The catalogues and directories."""

        def registry(identity: Identity, facts: ThingFacts) -> Registry:
            publisher = first_among(self.organizations, facts.all(DCTERMS.publisher, IRI))
            return Registry(identity, publisher=publisher, homepage=homepage(facts))

        return self._read.records(AKG.Registry, registry)

    @cached_property
    def claims(self) -> dict[IRI, Claim]:
        """What is asserted with nothing to check it by."""
        return claims(self._read)

    @cached_property
    def passages(self) -> dict[IRI, Passage]:
        """The passages of the sources, in their order."""
        return {
            row.passage: Passage(
                Identity(row.passage, self._read.names(row.graph), sources=self._read.stated({row.graph})),
                position=row.position,
                start=row.start,
                end=row.end,
                graph=row.graph,
                triples=row.triples,
            )
            for row in self._read.passages
        }

    @cached_property
    def points(self) -> dict[IRI, Coordinates]:
        """The places of things on the globe."""

        def point(identity: Identity, facts: ThingFacts) -> Coordinates:
            latitude, longitude = facts.one(SCHEMA.latitude, Decimal), facts.one(SCHEMA.longitude, Decimal)
            return Coordinates(identity, latitude=latitude, longitude=longitude)

        return self._read.records(SCHEMA.GeoCoordinates, point)

    def _library(self, facts: ThingFacts, electronic: Library | None) -> Library:
        return Library(
            self._read.identity(facts.iri, facts),
            figures=by_name(each for each in self.reported.preferred if each.about.iri == facts.iri),
            services=tuple(map(self._read.thing, facts.all(SCHEMA.amenityFeature, IRI))),
            electronic=electronic,
        )


def among(records: Mapping[IRI, R], iris: Iterable[IRI]) -> tuple[R, ...]:
    """The records of those IRIs that have one."""
    return tuple(records[iri] for iri in iris if iri in records)


def first_among(records: Mapping[IRI, R], iris: Iterable[IRI]) -> R | None:
    """The record of the first IRI that has one."""
    return next(iter(among(records, iris)), None)


def homepage(facts: ThingFacts) -> IRI | None:
    """The address of a thing's page, if any is stated."""
    return facts.first(FOAF.homepage, IRI) or facts.first(SCHEMA.url, IRI)
