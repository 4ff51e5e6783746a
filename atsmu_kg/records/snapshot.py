"""All records of a graph, made from the catalogue's queries when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from atsmu_kg.choices import require_text, require_whole
from atsmu_kg.errors import DataError, UnknownNameError, quoted
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import (
    AKG,
    IRI,
    ORG,
    PREFIXES,
    RDF,
    SCHEMA,
    checked,
    contract,
    expand,
)
from atsmu_kg.records.by_kind import RecordsByKind, among, first_among, homepage
from atsmu_kg.records.claims import Claims, preferred
from atsmu_kg.records.facts import ThingFacts
from atsmu_kg.records.figures import Figures
from atsmu_kg.records.kinds import (
    Centre,
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
from atsmu_kg.records.thing import StatedYear, Thing
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
        self._kinds = RecordsByKind(self._read)
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
        record = self._kinds.known(iri)
        if record is not None:
            return record
        if iri == self._university:
            return self.university
        if iri not in self._read.said:
            near = nearest(contract(iri), map(contract, self._read.said))
            advice = did_you_mean(near, "kg.find() searches by name.")
            raise UnknownNameError(
                f"there is no record of {quoted(name)}", advice=advice, name=name, nearest=near
            )
        return self._read.thing(iri)

    @cached_property
    def university(self) -> University:
        """The university; DataError if the graph says nothing of it."""
        iri = self._university
        facts = self._read.facts(AKG.University).get(iri, ThingFacts(iri))
        facts.one(RDF.type, IRI)
        places, countries = facts.all(SCHEMA.location, IRI), self._kinds.countries
        return University(
            self._read.identity(iri, facts),
            founded=self._year(facts, SCHEMA.foundingDate),
            status=self._read.linked(facts, ORG.classification),
            city=next(
                (self._read.thing(place) for place in places if place not in self._kinds.countries), None
            ),
            country=first_among(countries, places),
            coordinates=first_among(self._kinds.points, facts.all(SCHEMA.geo, IRI)),
            named_after=self._read.linked(facts, AKG.namedAfter),
            managed_by=first_among(self._kinds.organizations, facts.all(AKG.managedBy, IRI)),
            works_to_requirements_of=self._guides(facts),
            homepage=homepage(facts),
            project_partners=self._listed(AKG.hasJointProjectWith, self._kinds.organizations),
        )

    @cached_property
    def faculties(self) -> Listing[Faculty]:
        """The faculties of the university."""
        return self._listed(ORG.hasUnit, self._kinds.faculties)

    @cached_property
    def centres(self) -> Listing[Centre]:
        """The centres and laboratories that the sources name."""
        return self._listed(ORG.hasUnit, self._kinds.centres)

    @cached_property
    def library(self) -> Library:
        """The library of the university; DataError if the graph names none."""
        for library in self._kinds.libraries.values():
            return library
        raise DataError("the graph names no library", advice="Load one that does: atsmu_kg.load().")

    @cached_property
    def figures(self) -> Figures:
        """All figures that the sources report."""
        return self._kinds.reported

    @cached_property
    def partner_countries(self) -> Listing[Country]:
        """The countries in which institutions cooperate with the university."""
        return self._listed(AKG.hasPartnersIn, self._kinds.countries)

    @cached_property
    def student_origins(self) -> Listing[Country]:
        """The countries that the sources name as origins of students."""
        return self._listed(AKG.hasStudentsFrom, self._kinds.countries)

    @cached_property
    def organizations(self) -> Listing[Organization]:
        """All organisations and programmes but the university and its units."""
        return by_name(self._kinds.organizations.values())

    @cached_property
    def registries(self) -> Listing[Registry]:
        """The catalogues and directories that list the university."""
        return self._listed(AKG.listedIn, self._kinds.registries)

    @cached_property
    def claims(self) -> Claims:
        """What the sources assert with nothing to check it by."""
        return preferred(self._read, self._kinds.claims)

    @cached_property
    def passages(self) -> Listing[Passage]:
        """The sentences of the sources, in their order."""
        return Listing(tuple(self._kinds.passages.values()))

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
        return among(self._kinds.organizations, dict.fromkeys(guides))

    def _listed(self, property: IRI, things: Mapping[IRI, R]) -> Listing[R]:
        """The university's values of a property that are among the things, as the sources list them."""
        university = self._read.facts(AKG.University).get(self._university, ThingFacts(self._university))
        members = among(things, university.all(property, IRI))
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
            total=first_among(self._kinds.figures, best.all(AKG.countedBy, IRI)),
            others=by_name(among(things, university.others.get(property, {}))).members,
        )


def _lists(facts: ThingFacts, university: IRI, property: IRI, things: Mapping[IRI, Thing]) -> bool:
    """Whether an enumeration is of such values of the university's property."""
    members = facts.all(SCHEMA.itemListElement, IRI)
    about = facts.first(SCHEMA.about, IRI), facts.first(AKG.listsProperty, IRI)
    return about == (university, property) and bool(members) and all(each in things for each in members)
