"""What every record has: an IRI, names in its languages, identifiers, and the sources that state it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.names.preferred import DEFAULT, Names


class Identifier(NamedTuple):
    """A code or number that a scheme gives to a thing."""

    scheme: IRI
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """A named graph that states facts, and the passage or the table that it was derived from."""

    iri: IRI
    names: Names
    derived_from: IRI | None

    @property
    def name(self) -> str:
        """The name of the graph in English."""
        return format(self)

    def __format__(self, lang: str) -> str:
        return str.__str__(self.names.best(lang or DEFAULT, otherwise=self.iri.curie))

    def __str__(self) -> str:
        return format(self)

    def __repr__(self) -> str:
        return f"<Source {self.iri.curie}>"


class OtherValue(NamedTuple):
    """A value of a property that a record does not show, and the sources that state it."""

    property: IRI
    value: Any
    sources: tuple[Source, ...]


class StatedYear(Year):
    """A year that sources state, and in ``others`` what they state besides.

    >>> StatedYear(1939, [OtherValue(IRI("https://schema.org/foundingDate"), Year(1933), ())])
    <Year 1939; otherwise 1933>
    """

    others: tuple[OtherValue, ...]

    def __new__(cls, year: int, others: Iterable[OtherValue] = ()) -> StatedYear:
        """``year`` is what a record shows, ``others`` what it does not show."""
        stated = super().__new__(cls, year)
        stated.others = tuple(others)
        return stated

    def __reduce__(self) -> tuple[Any, ...]:
        return StatedYear, (int(self), self.others)

    def __repr__(self) -> str:
        if not self.others:
            return super().__repr__()
        return f"<Year {self}; otherwise {', '.join(str(other.value) for other in self.others)}>"


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one thing from another, and who states what is known of it."""

    iri: IRI
    names: Names = field(default_factory=Names)
    aliases: tuple[Text, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    sources: tuple[Source, ...] = ()
    others: tuple[OtherValue, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A thing of the graph. Records are values: they stay as they are when the graph changes or is closed.

    ``str()`` is the English name and ``f"{thing:tg}"`` the Tajik one, each with the fallback of Names.best().
    Two records are equal if they are of the same IRI.

    >>> who = Thing(Identity(IRI("https://w3id.org/atsmu-kg/id/organization/who")))
    >>> who, str(who)
    (<Thing organization:who>, 'organization:who')
    """

    identity: Identity

    @property
    def iri(self) -> IRI:
        """What identifies it."""
        return self.identity.iri

    @property
    def names(self) -> Names:
        """Its preferred names by language: ``names["tg"]``, or ``names.best("tg")`` with a fallback."""
        return self.identity.names

    @property
    def name(self) -> str:
        """Its name in English, else in another language, else its CURIE; a plain string."""
        return str.__str__(self.names.best(otherwise=self.iri.curie))

    @property
    def aliases(self) -> tuple[Text, ...]:
        """Its other names: abbreviations, formal and former names."""
        return self.identity.aliases

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The codes and numbers that authorities give it, by scheme."""
        return self.identity.identifiers

    @property
    def sources(self) -> tuple[Source, ...]:
        """The named graphs that state its facts: passages in their order, then authorities and editors."""
        return self.identity.sources

    @property
    def others(self) -> tuple[OtherValue, ...]:
        """What only other sources than the preferred one (``akg:preferredSource``) state of it."""
        return self.identity.others

    def identifier(self, scheme: IRI) -> str | None:
        """The first identifier of a scheme, or None."""
        return next((each.value for each in self.identifiers if each.scheme == scheme), None)

    def __eq__(self, other: object) -> bool:
        return self.iri == other.iri if isinstance(other, Thing) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.iri)

    def __format__(self, lang: str) -> str:
        return str.__str__(self.names.best(lang or DEFAULT, otherwise=self.iri.curie))

    def __str__(self) -> str:
        return format(self)

    def __repr__(self) -> str:
        name = f": {self}" if self.names else ""
        differing = ", ".join(dict.fromkeys(other.property.curie for other in self.others))
        others = f"; other sources differ on {differing}" if differing else ""
        return f"<{type(self).__name__} {self.iri.curie}{name}{others}>"

    def _repr_html_(self) -> str:
        from atsmu_kg.records.display import page

        return page(self)
