"""The statements of further sources: each fact of their tables as quads of the graph of its passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad

from atsmu_kg.curation.building.source_tables import Fact, SourceTables
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.rdf.namespaces import (
    AKG,
    CLAIM,
    COOPERATION,
    DCAT,
    DCTERMS,
    ENUMERATION,
    EVENT,
    FIGURE,
    GRAPH,
    IRI,
    MEMBERSHIP,
    NAME,
    ORG,
    PERIOD,
    QUDT,
    RDF,
    SCHEMA,
    SKOS,
    XSD,
    expand,
)

Said = tuple[IRI, IRI, IRI | Literal]
EDITORIAL = GRAPH["editorial"]

# What the bound of a table is called in the vocabulary, and how the least and greatest values of a count
# follow from the value.
BOUNDS: Mapping[str, tuple[IRI, int | None, int | None]] = MappingProxyType(
    {
        "exactly": (AKG.Exactly, 0, 0),
        "more-than": (AKG.MoreThan, 1, None),
        "at-least": (AKG.AtLeast, 0, None),
        "less-than": (AKG.LessThan, None, -1),
        "at-most": (AKG.AtMost, None, 0),
        "about": (AKG.About, None, None),
    }
)
WHOLE = "category:all-levels"


class SourceStatements:
    """The quads that each fact makes, by its id, and those that the tables add to the editors' graph."""

    def __init__(self, tables: SourceTables) -> None:
        self.tables = tables
        self.periods: dict[IRI, str] = {}
        self._lists: dict[tuple[str, ...], IRI] = {}
        self._figures = {
            (fact.source, fact.subject, fact.treatment.term, fact.as_of): FIGURE[fact.name]
            for fact in tables.facts
            if fact.treatment.kind == "figure" and set(fact.treatment.categories) <= {WHOLE}
        }
        self.quads = {fact.id: tuple(self._quads(fact)) for fact in tables.facts}

    def editorial(self) -> Iterator[Quad]:
        """The labels of things, measures and categories, and the periods that facts hold for."""
        for thing in self.tables.things.values():
            if thing.type in (AKG.Measure, AKG.Category):
                yield _quad(thing.iri, RDF.type, thing.type, EDITORIAL)
            for tag, label in thing.labels.items():
                yield _quad(thing.iri, SKOS.prefLabel, Literal(label, language=tag), EDITORIAL)
        for period, written in self.periods.items():
            start, end = written.split("/")
            yield _quad(period, RDF.type, DCTERMS.PeriodOfTime, EDITORIAL)
            for property, day in ((DCAT.startDate, start), (DCAT.endDate, end)):
                if day != "..":
                    yield _quad(period, property, _day(day), EDITORIAL)
            for tag, label in _period_labels(start, end).items():
                yield _quad(period, SKOS.prefLabel, Literal(label, language=tag), EDITORIAL)

    def _quads(self, fact: Fact) -> Iterator[Quad]:
        try:
            said = [*_TREATMENTS[fact.treatment.kind](self, fact), *self._introduced(fact)]
        except KeyError as error:
            advice = f"The kinds are {', '.join(_TREATMENTS)}; the bounds {', '.join(BOUNDS)}."
            raise fact.row.error(f"{fact.id}: {error.args[0]!r} is unknown", advice) from error
        except AtsmuKGError as error:
            raise fact.row.error(f"{fact.id}: {error.message}", error.advice) from error
        for subject, predicate, object in dict.fromkeys(said):
            yield _quad(subject, predicate, object, fact.graph)

    def _introduced(self, fact: Fact) -> Iterator[Said]:
        """The types of the things that the fact speaks of, and whose they are."""
        named = [expand(fact.subject)]
        if fact.value_type == "entity" or fact.treatment.kind == "list":
            named += [self._member(fact, value) for value in fact.values]
        for name in named:
            if thing := self.tables.things.get(name):
                yield thing.iri, RDF.type, thing.type
                if thing.owner:
                    yield expand(thing.owner), expand(thing.owner_property), thing.iri

    def _member(self, fact: Fact, value: str) -> IRI:
        """The thing that a value names: by its CURIE, or by its label where it is a unit of the subject."""
        kind, _, language = fact.value_type.partition("@")
        if kind != "text":
            return expand(value)
        for thing in self.tables.things.values():
            if thing.owner == fact.subject and thing.labels.get(language) == value:
                return thing.iri
        raise fact.row.error(
            f"{fact.id}: {fact.subject} has no unit with the name {value!r} in things.csv",
            f"Add one with this name in the column {language}, and {fact.subject} as its owner.",
        )

    def _common(self, fact: Fact, node: IRI) -> Iterator[Said]:
        """What any node of a fact may have: its time, scope, reading and note."""
        if "/" in fact.as_of:
            period = PERIOD[fact.as_of.replace("/", "-to-").replace("..", "open")]
            self.periods[period] = fact.as_of
            yield node, DCTERMS.temporal, period
        elif fact.as_of:
            on = SCHEMA.observationDate if fact.treatment.kind == "figure" else AKG.knownOn
            yield node, on, _day(fact.as_of)
        if fact.scope:
            yield node, SKOS.scopeNote, Literal(fact.scope, language="en")
        yield node, AKG.reading, AKG.Ambiguous if fact.ambiguous else AKG.AsStated
        if fact.second_reading:
            yield node, AKG.secondReading, fact.second_reading
        if fact.note:
            yield node, SKOS.editorialNote, Literal(fact.note, language="en")
        if str(AKG.Plan.curie) in fact.treatment.qualifiers:
            yield node, AKG.modality, AKG.Plan

    def _figure(self, fact: Fact) -> Iterator[Said]:
        node, treatment = FIGURE[fact.name], fact.treatment
        datatype = XSD.integer if fact.value_type == "integer" else XSD.decimal
        bound, least, greatest = BOUNDS[fact.bound]
        step = 1 if treatment.unit == "unit:NUM" else 0
        yield node, RDF.type, AKG.Figure
        yield node, SCHEMA.observationAbout, expand(fact.subject)
        yield node, SCHEMA.measuredProperty, expand(treatment.term)
        yield node, SCHEMA.value, Literal(fact.value, datatype=NamedNode(datatype))
        yield node, AKG.bound, bound
        for property, distance in ((SCHEMA.minValue, least), (SCHEMA.maxValue, greatest)):
            if distance is not None:
                value = str(int(fact.value) + distance * step) if distance * step else fact.value
                yield node, property, Literal(value, datatype=NamedNode(datatype))
        yield node, QUDT.hasUnit, expand(treatment.unit)
        for category in treatment.categories:
            yield node, AKG.category, expand(category)
        if treatment.unit == "unit:PERCENT":
            yield node, SCHEMA.measurementDenominator, expand(treatment.qualifiers[0])
        whole = self._figures.get((fact.source, fact.subject, treatment.term, fact.as_of))
        if whole and whole != node and not set(treatment.categories) <= {WHOLE}:
            yield node, AKG.partOf, whole
        yield from self._common(fact, node)

    def _list(self, fact: Fact) -> Iterator[Said]:
        treatment = fact.treatment
        key = (fact.source, fact.locator, fact.subject, fact.says, fact.value_type, fact.as_of)
        node = self._lists.setdefault(key, ENUMERATION[fact.name])
        yield node, RDF.type, AKG.Enumeration
        yield node, SCHEMA.about, expand(fact.subject)
        yield node, AKG.listsProperty, expand(treatment.term)
        yield node, AKG.completeness, expand(treatment.qualifiers[0])
        for measure in treatment.qualifiers[1:]:
            if figure := self._figures.get((fact.source, fact.subject, str(measure), fact.as_of)):
                yield node, AKG.countedBy, figure
        for value in fact.values:
            yield node, SCHEMA.itemListElement, self._member(fact, value)
            if treatment.term == "akg:hadUnit":
                yield expand(fact.subject), AKG.hadUnit, expand(value)
        yield from self._common(fact, node)

    def _direct(self, fact: Fact) -> Iterator[Said]:
        value = expand(fact.value) if fact.value_type == "entity" else _literal(fact.value, fact)
        yield expand(fact.subject), expand(fact.treatment.term), value
        # A bare triple has no node that its time, scope or doubt could stand on: its graph has them.
        for subject, predicate, object in self._common(fact, fact.graph):
            if object != AKG.AsStated:
                yield subject, predicate, object

    def _name(self, fact: Fact) -> Iterator[Said]:
        node = NAME[fact.name]
        yield node, RDF.type, AKG.NameInUse
        yield node, SCHEMA.about, expand(fact.subject)
        yield node, SCHEMA.name, _literal(fact.value, fact)
        yield from self._common(fact, node)

    def _post(self, fact: Fact) -> Iterator[Said]:
        node = MEMBERSHIP[fact.name]
        yield node, RDF.type, ORG.Membership
        yield node, ORG.organization, expand(fact.subject)
        yield node, ORG.member, expand(fact.value)
        yield node, ORG.role, expand(fact.treatment.term)
        yield from self._common(fact, node)

    def _cooperation(self, fact: Fact) -> Iterator[Said]:
        node = COOPERATION[fact.name]
        yield node, RDF.type, AKG.Cooperation
        yield node, AKG.party, expand(fact.subject)
        yield node, AKG.partner, expand(fact.value)
        yield node, AKG.cooperationKind, expand(fact.treatment.term)
        yield from self._common(fact, node)

    def _claim(self, fact: Fact) -> Iterator[Said]:
        node = CLAIM[fact.name]
        yield node, RDF.type, SCHEMA.Claim
        yield node, SCHEMA.about, expand(fact.subject)
        yield node, AKG.modality, expand(fact.treatment.term)
        for tag, label in self.tables.claims[fact.id].items():
            yield node, SKOS.prefLabel, Literal(label, language=tag)
        if fact.value_type == "entity" and ":" in fact.value and not fact.value.startswith("akg:"):
            yield node, DCTERMS.relation, expand(fact.value)
        yield from self._common(fact, node)

    def _event(self, fact: Fact) -> Iterator[Said]:
        own = self.tables.things.get(expand(fact.subject))
        node = own.iri if own and own.type == AKG.Event else EVENT[fact.name]
        yield node, RDF.type, AKG.Event
        yield node, AKG.eventKind, expand(fact.treatment.term)
        if node != expand(fact.subject):
            yield node, SCHEMA.about, expand(fact.subject)
        if fact.value_type.startswith("text"):
            yield node, SCHEMA.name, _literal(fact.value, fact)
        else:
            yield node, SCHEMA.startDate, _literal(fact.value, fact)
        yield from self._common(fact, node)


_TREATMENTS: Mapping[str, Callable[[SourceStatements, Fact], Iterator[Said]]] = MappingProxyType(
    {
        "claim": SourceStatements._claim,
        "cooperation": SourceStatements._cooperation,
        "direct": SourceStatements._direct,
        "event": SourceStatements._event,
        "figure": SourceStatements._figure,
        "list": SourceStatements._list,
        "name": SourceStatements._name,
        "post": SourceStatements._post,
    }
)


def _literal(value: str, fact: Fact) -> Literal:
    """The value as a literal of its type: text@en, gYear, date …"""
    kind, _, language = fact.value_type.partition("@")
    if kind == "text":
        return Literal(value, language=language)
    return Literal(value, datatype=NamedNode(XSD[kind]))


def _day(written: str) -> Literal:
    """A day, a month or a year, by its length."""
    datatype = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(written)]
    return Literal(written, datatype=NamedNode(datatype))


def _period_labels(start: str, end: str) -> dict[str, str]:
    if start == "..":
        return {"en": f"until {end}", "ru": f"до {end}", "tg": f"то {end}"}
    if end == "..":
        return {"en": f"since {start}", "ru": f"с {start}", "tg": f"аз {start}"}
    return {"en": f"{start} to {end}", "ru": f"с {start} по {end}", "tg": f"аз {start} то {end}"}


def _quad(subject: IRI, predicate: IRI, object: IRI | Literal, graph: IRI) -> Quad:
    term = object if isinstance(object, Literal) else NamedNode(object)
    return Quad(NamedNode(subject), NamedNode(predicate), term, NamedNode(graph))
