# fmt: off
# ruff: noqa
"""The types of the named queries; made from their headers by `make data`, not to be edited."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Generic, Literal, SupportsIndex, TypeVar, overload

from atsmu_kg.queries.catalogue import Catalogue
from atsmu_kg.queries.query import NamedQuery
from atsmu_kg.results import Result, Row
from atsmu_kg.rdf.terms import Literal as OtherLiteral
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.terms import Text
from atsmu_kg.rdf.namespaces import IRI

R = TypeVar("R", bound=Row)

class TypedRow(Row):
    """A row of known columns: another attribute is a mistake."""

    __getattr__: None  # type: ignore[assignment, misc]

class Rows(Result, Generic[R]):
    """A Result whose rows have typed columns."""

    def __iter__(self) -> Iterator[R]: ...
    @overload
    def __getitem__(self, key: SupportsIndex) -> R: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[R, ...]: ...
    def one(self) -> R: ...
    @property
    def rows(self) -> tuple[R, ...]: ...

class BoundsRow(TypedRow):
    bound: IRI
    name: Text
    meaning: Text
    figures: int

class BoundsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[BoundsRow]: ...

class CardRow(TypedRow):
    property: IRI
    property_name: Text | None
    value: Any
    value_name: Text | None
    graphs: int

class CardQuery(NamedQuery):
    def __call__(self, thing: str = 'atsmu:university', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CardRow]: ...

class CertainlyAtLeastRow(TypedRow):
    figure: IRI
    measure: Text
    min: int | None
    unit: IRI
    source: IRI | None

class CertainlyAtLeastQuery(NamedQuery):
    def __call__(self, floor: int, lang: Literal['en', 'ru', 'tg'] = 'en', ceiling: int | None = None, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CertainlyAtLeastRow]: ...

class ClaimsRow(TypedRow):
    claim: IRI
    name: Text
    about: IRI
    modality: Text
    date: Any | None
    source: IRI | None

class ClaimsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', modality: str | None = None, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[ClaimsRow]: ...

class ClassesRow(TypedRow):
    type: IRI
    things: int

class ClassesQuery(NamedQuery):
    def __call__(self, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[ClassesRow]: ...

class CooperationsRow(TypedRow):
    cooperation: IRI
    kind: Text
    partner: IRI
    name: Text
    partner_kind: Text | None
    seat_country: Text | None
    modality: Text | None
    date: Any | None
    source: IRI | None

class CooperationsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', kind: str | None = None, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CooperationsRow]: ...

class CoordinatesRow(TypedRow):
    place: IRI
    latitude: Decimal
    longitude: Decimal
    wkt: OtherLiteral | None
    graph: IRI

class CoordinatesQuery(NamedQuery):
    def __call__(self, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CoordinatesRow]: ...

class CorroborationRow(TypedRow):
    subject: IRI
    property: IRI
    property_name: Text | None
    value: Any
    bound: Text | None
    category: Text | None
    stated_by: int

class CorroborationQuery(NamedQuery):
    def __call__(self, by: Literal['several', 'one'] = 'several', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CorroborationRow]: ...

class CountriesRow(TypedRow):
    country: IRI
    name: Text
    alpha2: str | None
    alpha3: str | None
    numeric: str | None
    sub_region: Text | None

class CountriesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CountriesRow]: ...

class CountriesInRegionRow(TypedRow):
    country: IRI
    name: Text
    sub_region: Text | None
    relation: IRI | None

class CountriesInRegionQuery(NamedQuery):
    def __call__(self, thing: str, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CountriesInRegionRow]: ...

class CountryRow(TypedRow):
    country: IRI
    name: Text
    matched: Any

class CountryQuery(NamedQuery):
    def __call__(self, text: str, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CountryRow]: ...

class CrosswalkRow(TypedRow):
    thing: IRI
    name: Text | None
    identifier: str
    other_scheme: IRI
    other_name: Text
    other_identifier: str

class CrosswalkQuery(NamedQuery):
    def __call__(self, scheme: str, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[CrosswalkRow]: ...

class DisagreementsRow(TypedRow):
    subject: IRI
    matter: Text
    value: Any
    source: IRI | None
    other_value: Any
    other_source: IRI | None
    statement: IRI
    other: IRI

class DisagreementsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[DisagreementsRow]: ...

class EvidenceRow(TypedRow):
    scheme: IRI
    scheme_name: Text
    evidence: str
    graph: IRI

class EvidenceQuery(NamedQuery):
    def __call__(self, thing: str = 'atsmu:university', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[EvidenceRow]: ...

class FactsRow(TypedRow):
    thing: IRI
    property: IRI
    value: Any
    graph: IRI

class FactsQuery(NamedQuery):
    def __call__(self, type: str, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[FactsRow]: ...

class FacultiesRow(TypedRow):
    faculty: IRI
    name: Text
    source: IRI | None

class FacultiesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[FacultiesRow]: ...

class FigurePlacesRow(TypedRow):
    figure: IRI
    measure: Text
    value: Any
    unit: IRI
    place: IRI
    place_name: Text
    date: Any | None
    period: Text | None
    source: IRI | None

class FigurePlacesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[FigurePlacesRow]: ...

class FiguresRow(TypedRow):
    figure: IRI
    measure: Text
    value: Any
    unit: IRI
    bound: Text
    min: Any | None
    max: Any | None
    date: Any | None
    period: Text | None
    source: IRI | None

class FiguresQuery(NamedQuery):
    def __call__(self, thing: str = 'atsmu:university', lang: Literal['en', 'ru', 'tg'] = 'en', measure: str | None = None, bound: str | None = None, document: str | None = None, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[FiguresRow]: ...

class FindRow(TypedRow):
    thing: IRI
    name: Text | None
    property: IRI
    matched: Any

class FindQuery(NamedQuery):
    def __call__(self, text: str, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[FindRow]: ...

class GlossaryRow(TypedRow):
    term: IRI
    name: Text
    definition: Text

class GlossaryQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[GlossaryRow]: ...

class GraphsRow(TypedRow):
    graph: IRI
    name: Text
    kind: Text
    triples: int
    verification: Text | None
    licence: IRI | None
    attribution: Text | None

class GraphsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', kind: str | None = None, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[GraphsRow]: ...

class IdentifiersRow(TypedRow):
    identifier: str
    scheme: IRI
    scheme_name: Text

class IdentifiersQuery(NamedQuery):
    def __call__(self, thing: str = 'atsmu:university', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[IdentifiersRow]: ...

class InterventionShareRow(TypedRow):
    share: IRI
    percent: int
    bound: Text
    denominator: Text
    numerator: IRI
    measure: Text
    value: int
    period: Text | None
    source: IRI | None

class InterventionShareQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[InterventionShareRow]: ...

class LanguagesRow(TypedRow):
    language: str
    things: int

class LanguagesQuery(NamedQuery):
    def __call__(self, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[LanguagesRow]: ...

class LibraryServicesRow(TypedRow):
    library: IRI
    service: IRI
    name: Text

class LibraryServicesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[LibraryServicesRow]: ...

class LinkedOrganizationsRow(TypedRow):
    relation: IRI
    relation_name: Text
    organization: IRI
    name: Text

class LinkedOrganizationsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[LinkedOrganizationsRow]: ...

class LinksRow(TypedRow):
    link: IRI
    relation: IRI

class LinksQuery(NamedQuery):
    def __call__(self, thing: str = 'atsmu:university', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[LinksRow]: ...

class ListMembersRow(TypedRow):
    member: IRI
    name: Text

class ListMembersQuery(NamedQuery):
    def __call__(self, thing: str, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[ListMembersRow]: ...

class NamesRow(TypedRow):
    thing: IRI
    kind: IRI
    name: Any
    language: str
    graph: IRI

class NamesQuery(NamedQuery):
    def __call__(self, thing: str | None = None, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[NamesRow]: ...

class OpenListsRow(TypedRow):
    enumeration: IRI
    name: Text | None
    completeness: Text
    named: int
    total: int | None
    unnamed: int | None
    date: Any | None
    source: IRI | None

class OpenListsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[OpenListsRow]: ...

class OriginsByRegionRow(TypedRow):
    region: IRI | None
    name: Text
    countries: int
    date: Any | None
    source: IRI | None

class OriginsByRegionQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[OriginsByRegionRow]: ...

class PartnerCountriesRow(TypedRow):
    country: IRI
    name: Text
    code: str | None
    region: Text | None
    sub_region: Text | None
    source: IRI | None

class PartnerCountriesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PartnerCountriesRow]: ...

class PartnerRegionsRow(TypedRow):
    region: IRI | None
    name: Text
    countries: int
    source: IRI | None

class PartnerRegionsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PartnerRegionsRow]: ...

class PartsOfWholesRow(TypedRow):
    part: IRI
    part_measure: Text
    part_value: int
    whole: IRI
    whole_measure: Text
    whole_value: int
    date: Any | None
    period: Text | None
    source: IRI | None

class PartsOfWholesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PartsOfWholesRow]: ...

class PassageStatesRow(TypedRow):
    subject: IRI
    predicate: IRI
    object: Any

class PassageStatesQuery(NamedQuery):
    def __call__(self, passage: str, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PassageStatesRow]: ...

class PassagesRow(TypedRow):
    passage: IRI
    position: int
    start: int
    end: int
    graph: IRI
    triples: int

class PassagesQuery(NamedQuery):
    def __call__(self, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PassagesRow]: ...

class PassagesMentioningRow(TypedRow):
    passage: IRI
    position: int
    start: int
    end: int
    triples: int

class PassagesMentioningQuery(NamedQuery):
    def __call__(self, thing: str, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PassagesMentioningRow]: ...

class PeriodsRow(TypedRow):
    period: IRI
    name: Text
    start: Any | None
    duration: OtherLiteral | None
    recurs_every: OtherLiteral | None
    dated: int

class PeriodsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PeriodsRow]: ...

class PropertiesRow(TypedRow):
    property: IRI
    name: Text | None
    triples: int
    definition: Text | None

class PropertiesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PropertiesRow]: ...

class PurposesRow(TypedRow):
    purpose: IRI
    holder: IRI
    kind: Text
    name: Text
    priority: Text | None

class PurposesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[PurposesRow]: ...

class RatioRow(TypedRow):
    dividend: Any
    divisor: Any
    ratio: Decimal
    bound: Text
    min: Decimal | None
    max: Decimal | None
    category: Text | None
    date: Any | None
    period: Text | None
    source: IRI

class RatioQuery(NamedQuery):
    def __call__(self, numerator: str, denominator: str, thing: str = 'atsmu:university', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[RatioRow]: ...

class ReadingOrderRow(TypedRow):
    passage: str
    subject: IRI
    property: IRI
    property_name: Text | None
    value: Any
    value_name: Text | None
    fact: IRI

class ReadingOrderQuery(NamedQuery):
    def __call__(self, document: str, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[ReadingOrderRow]: ...

class RegistriesRow(TypedRow):
    registry: IRI
    name: Text
    publisher: IRI | None
    publisher_name: Text | None
    related: IRI | None
    related_name: Text | None
    page: IRI | None

class RegistriesQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[RegistriesRow]: ...

class ResearchOutputPerYearRow(TypedRow):
    figure: IRI
    measure: Text
    value: int
    years: int
    per_year: Decimal

class ResearchOutputPerYearQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[ResearchOutputPerYearRow]: ...

class SendsAndHostsRow(TypedRow):
    country: IRI
    name: Text
    sends: bool
    hosts: bool

class SendsAndHostsQuery(NamedQuery):
    def __call__(self, link: Literal['both', 'sends only', 'hosts only'] = 'both', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[SendsAndHostsRow]: ...

class SourceDocumentsRow(TypedRow):
    document: IRI
    name: Text
    characters: int
    sha256: str
    passages: int

class SourceDocumentsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[SourceDocumentsRow]: ...

class StudentOriginsRow(TypedRow):
    country: IRI
    name: Text
    code: str | None
    source: IRI | None

class StudentOriginsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[StudentOriginsRow]: ...

class TimeSeriesRow(TypedRow):
    date: Any | None
    period: Text | None
    value: Any
    bound: Text
    unit: IRI
    category: Text | None
    figure: IRI
    source: IRI | None

class TimeSeriesQuery(NamedQuery):
    def __call__(self, measure: str, thing: str = 'atsmu:university', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[TimeSeriesRow]: ...

class TimelineRow(TypedRow):
    date: Any
    what: Text
    thing: IRI
    name: Text | None
    value: Any | None
    modality: Text | None
    source: IRI

class TimelineQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[TimelineRow]: ...

class UnitsRow(TypedRow):
    unit: IRI
    name: Text
    type: IRI
    kind: Text
    opened: Text | None
    source: IRI | None

class UnitsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', kind: str | None = None, *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[UnitsRow]: ...

class UniversityRow(TypedRow):
    university: IRI
    name: Text
    status: Text
    founded: Year
    city: Text
    country: Text
    named_after: Text
    managed_by: Text

class UniversityQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[UniversityRow]: ...

class UnnamedGroupsRow(TypedRow):
    group: IRI
    name: Text
    members: Text | None
    within: IRI

class UnnamedGroupsQuery(NamedQuery):
    def __call__(self, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[UnnamedGroupsRow]: ...

class WebPagesRow(TypedRow):
    page: IRI
    graph: IRI
    graph_name: Text

class WebPagesQuery(NamedQuery):
    def __call__(self, thing: str = 'atsmu:university', lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[WebPagesRow]: ...

class WhoSaysRow(TypedRow):
    value: Any
    graph: IRI
    graph_name: Text
    source: IRI | None

class WhoSaysQuery(NamedQuery):
    def __call__(self, thing: str, property: str, lang: Literal['en', 'ru', 'tg'] = 'en', *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[WhoSaysRow]: ...

class WithoutNameInRow(TypedRow):
    thing: IRI
    name: Text

class WithoutNameInQuery(NamedQuery):
    def __call__(self, language: Literal['ru', 'tg'], *, timeout: float | None = None, max_rows: int | None = None, max_bytes: int | None = None, bindings: Mapping[str, object] | None = None) -> Rows[WithoutNameInRow]: ...

class Queries(Catalogue):
    """The packaged catalogue, bound to a graph."""

    __getattr__: None  # type: ignore[assignment, misc]

    @property
    def bounds(self) -> BoundsQuery:
        """The bounds, what they mean and how many figures have them."""

    @property
    def card(self) -> CardQuery:
        """A card of one thing, with what is said of it and its figures, and by how many graphs."""

    @property
    def certainly_at_least(self) -> CertainlyAtLeastQuery:
        """Figures that are certainly at least a given number, and at most another if one is given."""

    @property
    def claims(self) -> ClaimsQuery:
        """Claims that sources make, each with its modality."""

    @property
    def classes(self) -> ClassesQuery:
        """The classes in use and how many things each has."""

    @property
    def cooperations(self) -> CooperationsQuery:
        """Every cooperation of the university with its kind, its other side and its source."""

    @property
    def coordinates(self) -> CoordinatesQuery:
        """Coordinates and who gives them."""

    @property
    def corroboration(self) -> CorroborationQuery:
        """The facts that several sources state, or only one."""

    @property
    def countries(self) -> CountriesQuery:
        """Every country of the graph with its codes."""

    @property
    def countries_in_region(self) -> CountriesInRegionQuery:
        """The countries of the graph in a region, and what links them to the university."""

    @property
    def country(self) -> CountryQuery:
        """A country by its name in any language or by any of its codes."""

    @property
    def crosswalk(self) -> CrosswalkQuery:
        """Which identifier of another scheme goes with an identifier of one scheme."""

    @property
    def disagreements(self) -> DisagreementsQuery:
        """Whatever sources disagree on, or one with itself, pair by pair."""

    @property
    def evidence(self) -> EvidenceQuery:
        """Where an authority’s statements about a thing were read."""

    @property
    def facts(self) -> FactsQuery:
        """What the sources say of each thing of a class, fact by fact."""

    @property
    def faculties(self) -> FacultiesQuery:
        """The faculties of the university."""

    @property
    def figure_places(self) -> FigurePlacesQuery:
        """Figures that hold for a place only, and where that is."""

    @property
    def figures(self) -> FiguresQuery:
        """Figures of a thing with bounds, units, times and sources."""

    @property
    def find(self) -> FindQuery:
        """Things by any of their names or identifiers in the three languages."""

    @property
    def glossary(self) -> GlossaryQuery:
        """The vocabulary's terms with definitions and their language."""

    @property
    def graphs(self) -> GraphsQuery:
        """The named graphs with their size, kind, licence and the attribution that it asks for."""

    @property
    def identifiers(self) -> IdentifiersQuery:
        """The identifiers that authorities give a thing."""

    @property
    def intervention_share(self) -> InterventionShareQuery:
        """What the reported share of medical interventions is made of."""

    @property
    def languages(self) -> LanguagesQuery:
        """The languages of preferred names and how many things are named in each."""

    @property
    def library_services(self) -> LibraryServicesQuery:
        """What the electronic library offers its readers."""

    @property
    def linked_organizations(self) -> LinkedOrganizationsQuery:
        """Organisations that the university is linked to, and how."""

    @property
    def links(self) -> LinksQuery:
        """The same or nearly the same thing in other datasets."""

    @property
    def list_members(self) -> ListMembersQuery:
        """The members that the source names in one of its lists."""

    @property
    def names(self) -> NamesQuery:
        """Every name and code of a thing, in every language, with the graph that gives it."""

    @property
    def open_lists(self) -> OpenListsQuery:
        """Lists that the source leaves open, with the number named and the total."""

    @property
    def origins_by_region(self) -> OriginsByRegionQuery:
        """How many of the countries of origin that a source names lie in each region."""

    @property
    def partner_countries(self) -> PartnerCountriesQuery:
        """Partner countries with code and region."""

    @property
    def partner_regions(self) -> PartnerRegionsQuery:
        """How many partner countries lie in each region."""

    @property
    def parts_of_wholes(self) -> PartsOfWholesQuery:
        """Figures that count a part of what another counts."""

    @property
    def passage_states(self) -> PassageStatesQuery:
        """Everything that a passage states."""

    @property
    def passages(self) -> PassagesQuery:
        """The passages of the source documents and how much each states."""

    @property
    def passages_mentioning(self) -> PassagesMentioningQuery:
        """Passages that mention a thing, that is, whose triples name it."""

    @property
    def periods(self) -> PeriodsQuery:
        """The periods that figures and openings are dated by."""

    @property
    def properties(self) -> PropertiesQuery:
        """The properties in use, what each means, and how many triples have it."""

    @property
    def purposes(self) -> PurposesQuery:
        """Goals, mandate and activities, by kind."""

    @property
    def ratio(self) -> RatioQuery:
        """The ratio of two measures of one subject, from figures of the same source and time."""

    @property
    def reading_order(self) -> ReadingOrderQuery:
        """What a source says, fact by fact, in the order of its text."""

    @property
    def registries(self) -> RegistriesQuery:
        """The registries that list the university, and directories related to them."""

    @property
    def research_output_per_year(self) -> ResearchOutputPerYearQuery:
        """Mean research output per year of the reported period."""

    @property
    def sends_and_hosts(self) -> SendsAndHostsQuery:
        """Countries that send students, host partner institutions, or do both."""

    @property
    def source_documents(self) -> SourceDocumentsQuery:
        """The source documents with length, hash and number of passages."""

    @property
    def student_origins(self) -> StudentOriginsQuery:
        """The countries that a source names as origins of students."""

    @property
    def time_series(self) -> TimeSeriesQuery:
        """The reported values of a measure over time, with the source of each."""

    @property
    def timeline(self) -> TimelineQuery:
        """What happened when, by which source."""

    @property
    def units(self) -> UnitsQuery:
        """The units of the university with kind, opening and source."""

    @property
    def university(self) -> UniversityQuery:
        """The university in one row."""

    @property
    def unnamed_groups(self) -> UnnamedGroupsQuery:
        """Groups that the source speaks of without naming their members."""

    @property
    def web_pages(self) -> WebPagesQuery:
        """The web pages of an organisation and the graphs that give them."""

    @property
    def who_says(self) -> WhoSaysQuery:
        """Who says what a thing’s property is."""

    @property
    def without_name_in(self) -> WithoutNameInQuery:
        """Things with a preferred name in English but none in a given language."""
