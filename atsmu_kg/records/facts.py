"""Facts: what the query ``facts`` says of a thing, by property, as values of the wanted types."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from atsmu_kg.errors import DataError
from atsmu_kg.rdf.namespaces import IRI, RDF

if TYPE_CHECKING:
    from atsmu_kg.queries.catalogue_types import FactsRow

T = TypeVar("T")
NUMBER: type[int | Decimal] = int | Decimal  # type: ignore[assignment]  # as isinstance() takes it


class ThingFacts:
    """What is said of one thing: the values of its properties, and the named graphs that state them."""

    __slots__ = ("_values", "iri", "others")

    def __init__(self, iri: IRI) -> None:
        self.iri = iri
        self._values: dict[IRI, dict[Any, set[IRI]]] = {}
        self.others: dict[IRI, dict[Any, set[IRI]]] = {}

    def add(self, property: IRI, value: Any, graph: IRI) -> None:
        """One more fact."""
        self._values.setdefault(property, {}).setdefault(value, set()).add(graph)

    def without(self, graphs: frozenset[IRI]) -> ThingFacts:
        """The same without the values that only these graphs state, where another graph states one.

        What is left out is kept as ``others``.
        """
        kept = ThingFacts(self.iri)
        for property, values in self._values.items():
            stated = {value: by for value, by in values.items() if not by <= graphs}
            kept._values[property] = stated or values
            if stated and len(stated) < len(values):
                kept.others[property] = {value: by for value, by in values.items() if value not in stated}
        return kept

    def stating(self, property: IRI) -> set[IRI]:
        """The named graphs that state a value of a property."""
        return {graph for graphs in self._values.get(property, {}).values() for graph in graphs}

    def besides(self, property: IRI) -> dict[Any, set[IRI]]:
        """The values of a property but for the first(), with the named graphs that state them."""
        values = self._values.get(property, {})
        further = sorted(values, key=lambda value: -len(values[value]))[1:]
        return {value: values[value] for value in further} | self.others.get(property, {})

    def all(self, property: IRI, kind: type[T]) -> tuple[T, ...]:
        """The values of a property, those that most graphs state first; DataError for one of another type."""
        values = self._values.get(property, {})
        for value in values:
            if not isinstance(value, kind):
                raise self._error(property, f"is {value!r}, not {getattr(kind, '__name__', kind)}")
        return tuple(sorted(values, key=lambda value: -len(values[value])))

    def first(self, property: IRI, kind: type[T]) -> T | None:
        """The value that most graphs state, and of these the first in the query's order; None without any."""
        return next(iter(self.all(property, kind)), None)

    def one(self, property: IRI, kind: type[T]) -> T:
        """The same where a thing can't be without it: DataError if there is none."""
        for value in self.all(property, kind):
            return value
        raise self._error(property, "is not stated")

    @property
    def types(self) -> set[IRI]:
        """The classes that the sources give it."""
        return set(self.all(RDF.type, IRI))

    @property
    def graphs(self) -> set[IRI]:
        """The named graphs that state any of its facts."""
        return {graph for values in self._values.values() for graphs in values.values() for graph in graphs}

    def _error(self, property: IRI, what: str) -> DataError:
        return DataError(
            f"{property.curie} of {self.iri.curie} {what}",
            advice="kg.validate() finds all that does not fit the model.",
            thing=self.iri,
            property=property,
        )


def by_thing(rows: Iterable[FactsRow]) -> dict[IRI, ThingFacts]:
    """The rows of ``facts`` as the facts of each thing, in the order of the rows."""
    things: dict[IRI, ThingFacts] = {}
    for thing, property, value, graph in rows:
        things.setdefault(thing, ThingFacts(thing)).add(property, value, graph)
    return things
