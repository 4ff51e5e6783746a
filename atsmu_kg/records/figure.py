"""A figure: a number that a source reports, with its bound, unit and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from atsmu_kg.errors import DataError
from atsmu_kg.rdf.namespaces import AKG, IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.interval import Interval
from atsmu_kg.records.names.preferred import DEFAULT, Names, require_tag
from atsmu_kg.records.numerals import grouped, sign, written
from atsmu_kg.records.quantity import Measurable, Quantity
from atsmu_kg.records.thing import Thing

# What follows from a bound where the graph states no least and no greatest value.
BELOW = (AKG.LessThan, AKG.AtMost)
ABOVE = (AKG.MoreThan, AKG.AtLeast)
BOUNDS = (AKG.Exactly, AKG.About, *ABOVE, *BELOW)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Figure(Measurable, Thing):
    """A number that a source reports, with its bound, unit and time: ``str()`` is "more than 500".

    ``value`` is the number as reported; ``lower``, ``upper`` and ``exact`` are what follows for the true one.
    Comparison and arithmetic are those of Measurable: ``figure > 500`` is True or False where that is
    certain. As a record a figure equals only itself; it equals a number that it exactly is.

    ``time`` is the day, month, year or interval that it holds for, as ISO 8601 writes it ("1939/.." is open),
    None where the source dates nothing. ``categories`` are what it is restricted to, such as women, ``place``
    is where it holds, ``document`` what reports it, and ``reading`` whether the source can be read in one way
    only, where that was looked at; ``notes`` say how else, and what it disagrees with.
    """

    measure: Thing
    about: Thing
    value: int | Decimal
    bound: Thing
    unit: IRI
    minimum: int | Decimal | None
    maximum: int | Decimal | None
    period: Thing | None
    part_of: Figure | None
    time: str | None = None
    categories: tuple[Thing, ...] = ()
    place: Thing | None = None
    document: Thing | None = None
    reading: Thing | None = None
    second_reading: Thing | None = None
    notes: tuple[Text, ...] = ()
    words: Mapping[IRI, Names] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """Its names, else those of what it measures."""
        return self.identity.names or self.measure.names

    @property
    def ambiguous(self) -> bool:
        """Whether the source can be read otherwise; its notes say how."""
        return self.reading is not None and self.reading.iri == AKG.Ambiguous

    @property
    def quantity(self) -> Quantity:
        """What is certain of the number; DataError for an unknown bound and for bounds that cross."""
        bound, value = self.bound.iri, Fraction(self.value)
        if bound not in BOUNDS:
            advice = "Give it a bound of the vocabulary; kg.queries.bounds() lists them."
            raise DataError(f"{self.iri.curie} has the unknown bound {bound.curie}", advice=advice)
        low = None if bound in (AKG.About, *BELOW) else value
        high = None if bound in (AKG.About, *ABOVE) else value
        closed = bound not in (AKG.MoreThan, AKG.LessThan)
        if self.minimum is not None or self.maximum is not None:
            low = low if self.minimum is None else Fraction(self.minimum)
            high = high if self.maximum is None else Fraction(self.maximum)
            closed = True
        if low is not None and high is not None and low > high:
            advice = "Correct its schema:minValue and schema:maxValue."
            raise DataError(f"{self.iri.curie} is at least {low} and at most {high}", advice=advice)
        about = value if bound == AKG.About else None
        return Quantity(Interval.between(low, high, closed=closed), about, self.unit, self.words)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Thing):
            return isinstance(other, Figure) and self.iri == other.iri
        return Measurable.__eq__(self, other)

    # That of the quantity, so that a figure and the number that it equals have the same.
    __hash__ = Measurable.__hash__

    def __format__(self, lang: str) -> str:
        """As of Quantity: ``f"{figure:ru}"``, ``f"{figure:,}"``, ``f"{figure:,ru}"``."""
        if lang.startswith(","):
            return grouped(format(self, lang[1:]))
        require_tag(lang or DEFAULT)
        number = written(Fraction(self.value), ROUND_HALF_EVEN)[0] + sign(self.unit)
        if self.bound.iri == AKG.Exactly:
            return number
        return f"{self.bound:{lang or DEFAULT}} {number}"

    def __str__(self) -> str:
        return format(self)

    def __repr__(self) -> str:
        of = ", ".join(
            [self.name, *(each.name for each in self.categories), *([self.time] if self.time else [])]
        )
        doubt = f"; {self.reading}" if self.ambiguous and self.reading else ""
        return f"<Figure {self.iri.curie}: {self} ({of}{doubt})>"
