"""How a store uses its classes, properties and languages."""

from __future__ import annotations

from functools import cached_property

from atsmu_kg.explain.vocabulary import StoreVocabulary
from atsmu_kg.files import beside
from atsmu_kg.results.rows import value
from atsmu_kg.stores.answers import Solutions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.stores.protocol import Store


class Usage(StoreVocabulary):
    """The vocabulary of a store and its usage there; each part is read when it is first wanted, and kept.

    >>> from atsmu_kg import load
    >>> "http://www.w3.org/2004/02/skos/core#prefLabel" in Usage(load().store).multilingual
    True
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
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

    def _pairs(self, name: str) -> Iterator[tuple[str, ...]]:
        answer = self._asked.query(beside(__file__, f"{name}.rq"))
        assert isinstance(answer, Solutions)
        return answer.rows(map(str, map(value, answer.cells())))
