"""How a store uses its classes, properties and languages."""

from __future__ import annotations

from functools import cached_property

from atsmu_kg.explain.vocabulary import MOST_KNOWN, StoreVocabulary
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

    The methods ask about single terms, which takes as long as those terms are used; the properties read
    the whole store.

    >>> from atsmu_kg import load
    >>> "http://www.w3.org/2004/02/skos/core#prefLabel" in Usage(load().store).multilingual
    True
    >>> Usage(load().store).is_multilingual("http://www.w3.org/2004/02/skos/core#prefLabel")
    True
    """

    def __init__(self, store: Store, prefixes: Mapping[str, str] = PREFIXES) -> None:
        super().__init__(store, prefixes)
        self._asked = store
        self._answered: dict[str, bool] = {}
        self._types: dict[str, frozenset[str]] = {}

    @cached_property
    def instances(self) -> frozenset[tuple[str, ...]]:
        """Classes with each property that a thing of them has."""
        return frozenset(self._pairs("instances"))

    @cached_property
    def values(self) -> frozenset[tuple[str, ...]]:
        """Classes with each property whose value is a thing of them."""
        return frozenset(self._pairs("values"))

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

    def is_instantiated(self, kind: str) -> bool:
        """Whether there is a thing of a class."""
        return self._holds("is_instantiated", {"class": kind})

    def has_property(self, kind: str, property: str) -> bool:
        """Whether a thing of a class has a property."""
        return self._holds("has_property", {"class": kind, "property": property})

    def is_value(self, kind: str, property: str) -> bool:
        """Whether a property has a thing of a class as its value."""
        return self._holds("is_value", {"class": kind, "property": property})

    def is_multilingual(self, property: str) -> bool:
        """Whether a property has values in several languages for one subject."""
        return self._holds("is_multilingual", {"property": property})

    def has_like(self, property: str, value: str) -> bool:
        """Whether a property has a value of a class of this one, or the value has no class."""
        return self._holds("like_a_value", {"property": property, "value": value})

    def types_of(self, property: str) -> frozenset[str]:
        """The datatypes of a property's values; the empty string stands for things."""
        if property not in self._types:
            if len(self._types) >= MOST_KNOWN:
                self._types.clear()
            rows = self._pairs("types_of", {"property": property})
            self._types[property] = frozenset(row[0] for row in rows)
        return self._types[property]

    def _holds(self, name: str, given: Mapping[str, str]) -> bool:
        """What an ASK says of IRIs; asked once, and kept."""
        text = bind(beside(__file__, f"{name}.rq"), {key: render(IRI(iri)) for key, iri in given.items()})
        if text not in self._answered:
            if len(self._answered) >= MOST_KNOWN:
                self._answered.clear()
            self._answered[text] = bool(self._asked.query(text))
        return self._answered[text]

    def _pairs(self, name: str, given: Mapping[str, str] | None = None) -> Iterator[tuple[str, ...]]:
        terms = {key: render(IRI(iri)) for key, iri in (given or {}).items()}
        answer = self._asked.query(bind(beside(__file__, f"{name}.rq"), terms))
        assert isinstance(answer, Solutions)
        return answer.rows(map(str, map(value, answer.cells())))
