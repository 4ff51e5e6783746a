"""Listings: sequences of records that know whether they are complete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import ParameterError, UnknownNameError, quoted
from atsmu_kg.rdf.namespaces import AKG, IRI
from atsmu_kg.records.thing import Identity, Source, Thing
from atsmu_kg.text import did_you_mean, nearest

if TYPE_CHECKING:
    from atsmu_kg.choices import Language
    from atsmu_kg.records.figure import Figure
    from atsmu_kg.records.quantity import Quantity

T = TypeVar("T", bound=Thing)
T_co = TypeVar("T_co", bound=Thing, covariant=True)
COMPLETE = {AKG.Exhaustive: True, AKG.Illustrative: False}
SHOWN = 5


class UnknownMemberError(UnknownNameError, KeyError):
    """The list has no such member; a KeyError too, as look-ups expect."""


@dataclass(frozen=True, slots=True, repr=False)
class Listing(Sequence[T_co], Generic[T_co]):
    """Records in the order of their names, with what the source says of the list as such.

    ``complete`` is True if the source names all, False if it says that there are more, None if it does not
    say. ``total`` is the source's own figure for the whole, ``missing`` how many of it have no name here.
    ``others`` are what only other sources than the preferred one name.

    A member is reached by position, by the last part of its IRI, by CURIE or by IRI: ``figures["students"]``.
    Raises IndexError, or UnknownMemberError, which is a KeyError.
    """

    members: tuple[T_co, ...]
    identity: Identity | None = None
    completeness: Thing | None = None
    total: Figure | None = None
    others: tuple[T_co, ...] = ()

    @property
    def iri(self) -> IRI | None:
        """The IRI of the list, if a source gives it as a list."""
        return self.identity.iri if self.identity else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the list, else those of its members."""
        if self.identity:
            return self.identity.sources
        return tuple(dict.fromkeys(source for member in self for source in member.sources))

    @property
    def complete(self) -> bool | None:
        """Whether it names all: True, False, or None where the source does not say."""
        return COMPLETE.get(self.completeness.iri) if self.completeness else None

    @property
    def missing(self) -> Quantity | None:
        """How many are not named, with its bound; None if nothing is known of that."""
        from atsmu_kg.records.quantity import Quantity

        if self.complete:
            return Quantity.of(0)
        return None if self.total is None else self.total - len(self)

    @overload
    def __getitem__(self, key: int | str) -> T_co: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, key: int | str | slice) -> T_co | tuple[T_co, ...]:
        if isinstance(key, str):
            records = [record for record in self if key in (record.iri, record.iri.curie, _last(record.iri))]
            if len(records) == 1:
                return records[0]
            raise self._unknown(key, records)
        try:
            return self.members[key]
        except TypeError as error:
            advice = "Give a number, or the last part of an IRI: figures['students']."
            raise ParameterError(
                f"{quoted(key)} is not a position in a list", advice=advice, value=key
            ) from error

    def __len__(self) -> int:
        return len(self.members)

    def __repr__(self) -> str:
        others = f"; other sources: {_first(self.others)}" if self.others else ""
        return f"<Listing of {self.extent()}: {_first(self.members)}{others}>"

    def extent(self, lang: Language = "en") -> str:
        """How many it names, of how many, and how complete that is, in a language."""
        LANGUAGES.checked(lang)
        of = f"/{self.total:{lang}}" if self.total is not None else ""
        return f"{len(self)}{of}" + (f" ({self.completeness:{lang}})" if self.completeness else "")

    def _ipython_key_completions_(self) -> list[str]:
        """What may stand between brackets, for the tab key of a notebook."""
        return [_last(each.iri) for each in self]

    def _repr_html_(self) -> str:
        from atsmu_kg.records.display import table

        return table(self)

    def _unknown(self, key: str, found: list[Any]) -> UnknownMemberError:
        if found:
            advice = f"{' and '.join(each.iri.curie for each in found)} are meant; give one of these."
            return UnknownMemberError(f"{quoted(key)} can mean several members", advice=advice, nearest=[])
        near = nearest(key, [_last(each.iri) for each in self])
        advice = did_you_mean(near, "kg.find() searches by name.")
        return UnknownMemberError(f"the list has no {quoted(key)}", advice=advice, name=key, nearest=near)


def by_name(records: Iterable[T]) -> Listing[T]:
    """A list of records by their English names."""
    return Listing(tuple(sorted(records, key=lambda record: (record.name, record.iri))))


def _first(members: tuple[Thing, ...]) -> str:
    """The names of the first few."""
    return ", ".join([*(each.name for each in members[:SHOWN]), *(["…"] if len(members) > SHOWN else [])])


def _last(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
