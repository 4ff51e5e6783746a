"""The figures of a graph: what each source reports, to be chosen from by measure, source and time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from atsmu_kg.choices import require_text
from atsmu_kg.errors import DataError
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import AKG, DCAT, DCTERMS, IRI, QUDT, SCHEMA, SKOS
from atsmu_kg.rdf.terms import Literal, Text
from atsmu_kg.records.facts import NUMBER, ThingFacts
from atsmu_kg.records.figure import Figure
from atsmu_kg.records.listing import SHOWN, Listing, by_name
from atsmu_kg.records.span import OPEN, Span
from atsmu_kg.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.records.reading import RecordReader
    from atsmu_kg.records.thing import Thing

# What a day, a year or a month is read as; as isinstance() takes it.
DAY: type[Year | date | Literal] = Year | date | Literal  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, repr=False)
class Figures(Listing[Figure]):
    """All figures that the sources report, by measure and time; sources may differ, and all stay as reported.

    ``of()`` chooses among them. ``measures``, ``documents`` and ``categories`` are what it takes.
    """

    chosen: frozenset[IRI] = field(default_factory=frozenset)

    def of(
        self,
        measure: str | None = None,
        *,
        about: str | None = None,
        source: str | None = None,
        time: str | int | None = None,
        category: str | None = None,
    ) -> Figures:
        """The figures of a measure, a source and a time, each as far as it is given.

        measure: what is counted or measured: the last part of its IRI, its CURIE or its IRI.
        about: what the figures are about; named in the same way.
        source: the document that reports them; named in the same way.
        time: a day, month, year or interval as ISO 8601 writes it ("2023", "2023-02-15", "2020/2025"); of the
            figures whose time is stated, those that hold for a day of it.
        category: what the figures are restricted to; named as a measure is.

        Raises UnknownMemberError, which is a KeyError, for what no figure has, and ParameterError for a name
        that is no text and for what is not a time.

        >>> import atsmu_kg
        >>> for figure in atsmu_kg.load().figures.of("StudentCount", about="university", time="1930/1980"):
        ...     print(figure.time, figure)
        1939 130
        1974/1975 more than 4000
        """
        names = {"measure": measure, "about": about, "source": source, "category": category}
        require_text(**{what: name for what, name in names.items() if name is not None})
        span = None if time is None else Span.of(time)
        kept: Iterable[Figure] = self
        if measure is not None:
            iri = self.measures[measure].iri
            kept = [figure for figure in kept if figure.measure.iri == iri]
        if about is not None:
            iri = _things(figure.about for figure in self)[about].iri
            kept = [figure for figure in kept if figure.about.iri == iri]
        if source is not None:
            iri = self.documents[source].iri
            kept = [figure for figure in kept if figure.document and figure.document.iri == iri]
        if category is not None:
            iri = self.categories[category].iri
            kept = [figure for figure in kept if iri in {category.iri for category in figure.categories}]
        if span is not None:
            kept = [figure for figure in kept if figure.time and Span.of(figure.time).overlaps(span)]
        return Figures(tuple(kept), chosen=self.chosen)

    def __repr__(self) -> str:
        shown = [f"{each.name} {each}" + (f" ({each.time})" if each.time else "") for each in self[:SHOWN]]
        more = [] if len(self) <= SHOWN else ["…"]
        return f"<{counted(len(self), 'figure')}{': ' if shown else ''}{', '.join(shown + more)}>"

    @property
    def preferred(self) -> Figures:
        """Those of the source that the graph prefers (``akg:preferredSource``); all where it prefers none.

        >>> import atsmu_kg
        >>> atsmu_kg.load().figures.preferred["students"]
        <Figure figure:students: 8844 (students)>
        """
        return Figures(tuple(figure for figure in self if figure.iri in self.chosen), chosen=self.chosen)

    @property
    def measures(self) -> Listing[Thing]:
        """What the figures count or measure."""
        return _things(figure.measure for figure in self)

    @property
    def documents(self) -> Listing[Thing]:
        """The documents that report the figures."""
        return _things(figure.document for figure in self if figure.document)

    @property
    def categories(self) -> Listing[Thing]:
        """What figures are restricted to."""
        return _things(each for figure in self for each in figure.categories)


def figures(read: RecordReader) -> dict[IRI, Figure]:
    """All figures by IRI; DataError for one that lacks what a figure needs, or is a part of itself."""
    known = read.facts(AKG.Figure)
    words = {bound: read.names(bound) for bound in read.facts(AKG.Bound)}
    periods = read.facts(DCTERMS.PeriodOfTime)
    records: dict[IRI, Figure] = {}

    def figure(facts: ThingFacts, parts: tuple[IRI, ...] = ()) -> Figure:
        if facts.iri in parts:
            raise DataError(f"{facts.iri.curie} is a part of itself", advice="Correct its akg:partOf.")
        if facts.iri not in records:
            whole = facts.first(AKG.partOf, IRI)
            document = read.document(facts.stating(SCHEMA.value))
            records[facts.iri] = Figure(
                read.identity(facts.iri, facts),
                measure=read.thing(facts.one(SCHEMA.measuredProperty, IRI)),
                about=read.thing(facts.one(SCHEMA.observationAbout, IRI)),
                value=facts.one(SCHEMA.value, NUMBER),
                bound=read.thing(facts.one(AKG.bound, IRI)),
                unit=facts.one(QUDT.hasUnit, IRI),
                minimum=facts.first(SCHEMA.minValue, NUMBER),
                maximum=facts.first(SCHEMA.maxValue, NUMBER),
                period=read.linked(facts, DCTERMS.temporal),
                part_of=figure(known[whole], (*parts, facts.iri)) if whole in known else None,
                time=_time(facts, periods),
                categories=tuple(map(read.thing, sorted(facts.all(AKG.category, IRI)))),
                place=read.linked(facts, DCTERMS.spatial),
                document=document,
                reading=read.linked(facts, AKG.reading),
                second_reading=read.linked(facts, AKG.secondReading),
                notes=facts.all(SKOS.editorialNote, Text),
                words=words,
            )
        return records[facts.iri]

    return {iri: figure(facts) for iri, facts in known.items()}


def in_order(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures by measure, then by time with those without one last, then by IRI."""
    return tuple(
        sorted(figures, key=lambda each: (each.measure.name, each.measure.iri, each.time or "~", each.iri))
    )


def _time(facts: ThingFacts, periods: dict[IRI, ThingFacts]) -> str | None:
    """The day, year or interval that a figure holds for, as far as its source states it."""
    day = facts.first(SCHEMA.observationDate, DAY)
    if day is not None:
        return str(day)
    period = periods.get(facts.first(DCTERMS.temporal, IRI) or IRI(""))
    ends = [period.first(end, DAY) for end in (DCAT.startDate, DCAT.endDate)] if period else []
    return "/".join(OPEN if end is None else str(end) for end in ends) if any(ends) else None


def _things(things: Iterable[Thing]) -> Listing[Thing]:
    return by_name({thing.iri: thing for thing in things}.values())
