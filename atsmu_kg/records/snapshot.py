"""All records of a graph, made from the catalogue's queries when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from atsmu_kg.choices import require_text, require_whole
from atsmu_kg.errors import DataError, UnknownNameError
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import (
    AKG,
    DCTERMS,
    FOAF,
    IRI,
    ORG,
    PREFIXES,
    RDF,
    SCHEMA,
    checked,
    contract,
    expand,
)
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.claims import Claims, claims, preferred
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
    University,
)
from atsmu_kg.records.listing import Listing, by_name
from atsmu_kg.records.reading import RecordReader
from atsmu_kg.records.thing import Identity, StatedYear, Thing
from atsmu_kg.text import did_you_mean, nearest

if TYPE_CHECKING:
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.records.names import Match, NameIndex

R = TypeVar("R", bound=Thing)


class Records:
    """The records of a graph, and the search for them by name.

    queries: the named queries, bound to the graph, that tell of its things.
    stored_names: what gives an index of the names, if there is one that need not be made.
    things: the namespace of the institution's own things, in which bare names are (default: ATSMU's).
    prefixes: those of CURIEs (default: the packaged ones).

    A record shows the graph as it was when records of its kind were first asked for. Many threads may ask.
    Where sources differ, a record has the value of the one that the graph prefers (``akg:preferredSource``
    of the university), else the one that most of them state; ``others`` of a record or list has the rest.
    """

    def __init__(
        self,
        queries: Queries,
        stored_names: Callable[[], NameIndex | None] = lambda: None,
        *,
        things: str = PREFIXES["atsmu"],
        prefixes: Mapping[str, str] = PREFIXES,
    ) -> None:
        self._read = RecordReader(queries, stored_names)
        self._things = things
        self._prefixes = prefixes
        self._university = IRI(f"{things}university")

    @property
    def index(self) -> NameIndex:
        """All names and codes of the graph, to be searched."""
        return self._read.index

    def find(self, text: str, *, limit: int | None = 10) -> tuple[Match, ...]:
        """The things that have such a name or code; see NameIndex.find."""
        require_whole(limit=limit)
        return self.index.find(text, limit=limit)

    def _ipython_key_completions_(self) -> list[str]:
        """What may stand between brackets, for the tab key of a notebook."""
        return sorted(contract(iri) for iri in self._read.said)

    def __getitem__(self, name: str) -> Thing:
        """The record of an IRI, a CURIE or a bare name of ours; UnknownNameError if the graph has none."""
        require_text(name=name)
        iri = expand(name, self._prefixes) if ":" in name else checked(self._things + name)
        kinds: tuple[Iterable[Thing], ...] = (
            *(self.faculties, self.centres, self._libraries.values(), self._figures.values()),
            *(self._countries.values(), self._organizations.values(), self._registries.values()),
            *(self.claims, self.passages, self._points.values()),
        )
        known = {record.iri: record for records in kinds for record in records}
        if iri in known:
            return known[iri]
        if iri == self._university:
            return self.university
        if iri not in self._read.said:
            near = nearest(contract(iri), map(contract, self._read.said))
            advice = did_you_mean(near, "kg.find() searches by name.")
            raise UnknownNameError(f"there is no record of {name!r}", advice=advice, name=name, nearest=near)
        return self._read.thing(iri)

    @cached_property
    def university(self) -> University:
        """The university; DataError if the graph says nothing of it."""
        iri = self._university
        facts = self._read.facts(AKG.University).get(iri, ThingFacts(iri))
        facts.one(RDF.type, IRI)
        places = facts.all(SCHEMA.location, IRI)
        return University(
            self._read.identity(iri, facts),
            founded=self._year(facts, SCHEMA.foundingDate),
            status=self._read.linked(facts, ORG.classification),
            city=next((self._read.thing(place) for place in places if place not in self._countries), None),
            country=_first(self._countries, places),
            coordinates=_first(self._points, facts.all(SCHEMA.geo, IRI)),
            named_after=self._read.linked(facts, AKG.namedAfter),
            managed_by=_first(self._organizations, facts.all(AKG.managedBy, IRI)),
            works_to_requirements_of=self._guides(facts),
            homepage=_homepage(facts),
            project_partners=self._listed(AKG.hasJointProjectWith, self._organizations),
        )

    @cached_property
    def faculties(self) -> Listing[Faculty]:
        """The faculties of the university."""
        return self._listed(
            ORG.hasUnit, self._read.records(AKG.Faculty, lambda identity, _: Faculty(identity))
        )

    @cached_property
    def centres(self) -> Listing[Centre]:
        """The centres and laboratories that the sources name."""

        def centre(identity: Identity, facts: ThingFacts) -> Centre:
            return Centre(identity, opened=self._read.linked(facts, AKG.opened))

        return self._listed(ORG.hasUnit, self._read.records(AKG.Centre, centre))

    @cached_property
    def library(self) -> Library:
        """The library of the university; DataError if the graph names none."""
        for library in self._libraries.values():
            return library
        raise DataError("the graph names no library", advice="Load one that does: atsmu_kg.load().")

    @cached_property
    def figures(self) -> Figures:
        """All figures that the sources report."""
        chosen = self._read.chosen(self._read.facts(AKG.Figure))
        return Figures(in_order(self._figures.values()), chosen=chosen)

    @cached_property
    def partner_countries(self) -> Listing[Country]:
        """The countries in which institutions cooperate with the university."""
        return self._listed(AKG.hasPartnersIn, self._countries)

    @cached_property
    def student_origins(self) -> Listing[Country]:
        """The countries that the sources name as origins of students."""
        return self._listed(AKG.hasStudentsFrom, self._countries)

    @cached_property
    def organizations(self) -> Listing[Organization]:
        """All organisations and programmes but the university and its units."""
        return by_name(self._organizations.values())

    @cached_property
    def registries(self) -> Listing[Registry]:
        """The catalogues and directories that list the university."""
        return self._listed(AKG.listedIn, self._registries)

    @cached_property
    def claims(self) -> Claims:
        """What the sources assert with nothing to check it by."""
        return preferred(self._read, self._claims)

    @cached_property
    def passages(self) -> Listing[Passage]:
        """The sentences of the sources, in their order."""
        return Listing(tuple(self._passages.values()))

    # What follows is keyed by IRI. Two threads may make the same records at once; either's are kept.

    @cached_property
    def _libraries(self) -> dict[IRI, Library]:
        known, electronic = self._read.facts(AKG.Library), self._read.facts(AKG.ElectronicLibrary)
        parts = {iri: self._library(facts, None) for iri, facts in electronic.items()}
        part = next(iter(parts.values()), None)
        return {iri: self._library(facts, part) for iri, facts in known.items() if iri not in parts} | parts

    @cached_property
    def _figures(self) -> dict[IRI, Figure]:
        return figures(self._read)

    @cached_property
    def _countries(self) -> dict[IRI, Country]:
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
    def _organizations(self) -> dict[IRI, Organization]:
        own = {*self._read.facts(AKG.University), *self._read.facts(ORG.OrganizationalUnit)}

        def organization(identity: Identity, facts: ThingFacts) -> Organization:
            return Organization(
                identity,
                kind=self._read.linked(facts, ORG.classification),
                country=_first(self._countries, facts.all(AKG.seatCountry, IRI)),
                homepage=_homepage(facts),
                description=facts.first(SCHEMA.description, Text),
            )

        organizations = self._read.records(ORG.Organization, organization)
        return {iri: record for iri, record in organizations.items() if iri not in own}

    @cached_property
    def _registries(self) -> dict[IRI, Registry]:
        def registry(identity: Identity, facts: ThingFacts) -> Registry:
            publisher = _first(self._organizations, facts.all(DCTERMS.publisher, IRI))
            return Registry(identity, publisher=publisher, homepage=_homepage(facts))

        return self._read.records(AKG.Registry, registry)

    @cached_property
    def _claims(self) -> dict[IRI, Claim]:
        return claims(self._read)

    @cached_property
    def _passages(self) -> dict[IRI, Passage]:
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
    def _points(self) -> dict[IRI, Coordinates]:
        def point(identity: Identity, facts: ThingFacts) -> Coordinates:
            latitude, longitude = facts.one(SCHEMA.latitude, Decimal), facts.one(SCHEMA.longitude, Decimal)
            return Coordinates(identity, latitude=latitude, longitude=longitude)

        return self._read.records(SCHEMA.GeoCoordinates, point)

    def _library(self, facts: ThingFacts, electronic: Library | None) -> Library:
        return Library(
            self._read.identity(facts.iri, facts),
            figures=by_name(each for each in self.figures.preferred if each.about.iri == facts.iri),
            services=tuple(map(self._read.thing, facts.all(SCHEMA.amenityFeature, IRI))),
            electronic=electronic,
        )

    def _year(self, facts: ThingFacts, property: IRI) -> StatedYear | None:
        year = facts.first(property, Year)
        others = self._read.otherwise({property: facts.besides(property)})
        return None if year is None else StatedYear(year, others)

    def _guides(self, university: ThingFacts) -> tuple[Organization, ...]:
        """The organisations whose requirements guide a purpose of the university."""
        purposes = self._read.facts(AKG.Purpose)
        guides = (
            guide
            for purpose in university.all(ORG.purpose, IRI)
            if purpose in purposes
            for guide in purposes[purpose].all(AKG.worksToRequirementsOf, IRI)
        )
        return _each(self._organizations, dict.fromkeys(guides))

    def _listed(self, property: IRI, things: Mapping[IRI, R]) -> Listing[R]:
        """The university's values of a property that are among the things, as the sources list them."""
        university = self._read.facts(AKG.University).get(self._university, ThingFacts(self._university))
        members = _each(things, university.all(property, IRI))
        lists = [
            enumeration
            for enumeration in self._read.facts(AKG.Enumeration).values()
            if _lists(enumeration, self._university, property, things)
        ]
        if not lists:
            return by_name(members)
        best = max(lists, key=lambda enumeration: len(enumeration.all(SCHEMA.itemListElement, IRI)))
        return Listing(
            by_name(members).members,
            identity=self._read.identity(best.iri, best),
            completeness=self._read.linked(best, AKG.completeness),
            total=_first(self._figures, best.all(AKG.countedBy, IRI)),
            others=by_name(_each(things, university.others.get(property, {}))).members,
        )


def _lists(facts: ThingFacts, university: IRI, property: IRI, things: Mapping[IRI, Thing]) -> bool:
    """Whether an enumeration is of such values of the university's property."""
    members = facts.all(SCHEMA.itemListElement, IRI)
    about = facts.first(SCHEMA.about, IRI), facts.first(AKG.listsProperty, IRI)
    return about == (university, property) and bool(members) and all(each in things for each in members)


def _each(records: Mapping[IRI, R], iris: Iterable[IRI]) -> tuple[R, ...]:
    return tuple(records[iri] for iri in iris if iri in records)


def _first(records: Mapping[IRI, R], iris: Iterable[IRI]) -> R | None:
    return next(iter(_each(records, iris)), None)


def _homepage(facts: ThingFacts) -> IRI | None:
    return facts.first(FOAF.homepage, IRI) or facts.first(SCHEMA.url, IRI)
