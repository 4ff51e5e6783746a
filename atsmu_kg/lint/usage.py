"""How a store uses its classes, properties and languages."""

from __future__ import annotations

from functools import cached_property

from atsmu_kg.explain.vocabulary import StoreVocabulary
from atsmu_kg.files import beside
from atsmu_kg.rdf.namespaces import IRI, PREFIXES
from atsmu_kg.rdf.terms import render
from atsmu_kg.results.rows import value
from atsmu_kg.sparql.binding import bind
from atsmu_kg.stores.answers import Solutions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atsmu_kg.stores.protocol import Store


class Usage(StoreVocabulary):
    """The vocabulary of a store and its usage there; each part is read when it is first wanted, and kept.

    >>> from atsmu_kg import load
    >>> "http://www.w3.org/2004/02/skos/core#prefLabel" in Usage(load().store).multilingual
    True
    """

    def __init__(self, store: Store, prefixes: Mapping[str, str] = PREFIXES) -> None:
        super().__init__(store, prefixes)
        self._asked = store

    @cached_property
    def instances(self) -> frozenset[tuple[str, ...]]:
        """Classes with each property that a thing of them has."""
        return frozenset(self._pairs("instances"))

    @cached_property
    def values(self) -> frozenset[tuple[str, ...]]:
        """Classes with each property whose value is a thing of them."""
        return frozenset(self._pairs("values"))

    @cached_property
    def instantiated(self) -> frozenset[str]:
        """The classes that things have."""
        return frozenset(pair[0] for pair in self.instances)

    @cached_property
    def multilingual(self) -> frozenset[str]:
        """The properties with values in several languages for one subject."""
        return frozenset(pair[0] for pair in self._pairs("multilingual"))

    @cached_property
    def types(self) -> Mapping[str, frozenset[str]]:
        """Each property with the datatypes of its values; the empty string stands for things."""
        types: dict[str, set[str]] = {}
        for property, type in self._pairs("value_types"):
            types.setdefault(property, set()).add(type)
        return {property: frozenset(each) for property, each in types.items()}

    @cached_property
    def open(self) -> frozenset[str]:
        """The properties whose values are members of a list that does not name all."""
        return frozenset(pair[0] for pair in self._pairs("open_properties"))

    def has_like(self, property: str, value: str) -> bool:
        """Whether a property has a value of a class of this one, or the value has no class."""
        given = {"property": render(IRI(property)), "value": render(IRI(value))}
        return bool(self._asked.query(bind(beside(__file__, "like_a_value.rq"), given)))

    def _pairs(self, name: str) -> Iterator[tuple[str, ...]]:
        answer = self._asked.query(beside(__file__, f"{name}.rq"))
        assert isinstance(answer, Solutions)
        return answer.rows(map(str, map(value, answer.cells())))
