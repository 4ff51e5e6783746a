"""The terms of a store, and those of them that look most like one that it lacks."""

from __future__ import annotations

from functools import cached_property

from atsmu_kg.files import beside
from atsmu_kg.rdf.namespaces import contract
from atsmu_kg.rdf.terms import spell
from atsmu_kg.records.names.folding import fold
from atsmu_kg.results.rows import value
from atsmu_kg.sparql.binding import bind
from atsmu_kg.stores.answers import Solutions, term
from atsmu_kg.text import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from atsmu_kg.stores.protocol import Store

MOST = 3
# Longer literals are no names, and to compare them takes time.
LONGEST = 100


class StoreVocabulary:
    """The terms that stand in a store; each kind is read when it is first wanted, and kept.

    >>> from atsmu_kg import load
    >>> StoreVocabulary(load().store).nearest("https://w3id.org/atsmu-kg/ontology#Facultie", "class")[0]
    'akg:Faculty'
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of things, and those that the graph of the ontology defines."""
        return self._terms("classes")

    @cached_property
    def properties(self) -> frozenset[str]:
        """The properties of statements, and those that the graph of the ontology defines."""
        return self._terms("properties")

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The names of the named graphs."""
        return self._terms("graphs")

    @cached_property
    def things(self) -> frozenset[str]:
        """All IRIs that are subjects or objects."""
        return self._terms("things")

    def knows(self, term: str) -> bool:
        """Whether a rendered IRI or literal stands anywhere in the store."""
        name = "known_iri" if term[0] == "<" else "known_literal"
        return bool(self._store.query(bind(beside(__file__, f"{name}.rq"), {"term": term})))

    def nearest(self, iri: str, kind: str = "thing") -> list[str]:
        """Up to three CURIEs like an IRI, best first; ``kind`` is class, property, graph or thing.

        Terms of the same local name come first, then things of that name, then what is spelt alike.
        """
        known = {"class": self.classes, "property": self.properties, "graph": self.graphs}.get(kind)
        candidates = {
            contract(candidate): candidate for candidate in sorted(self.things if known is None else known)
        }
        local = _local(iri)
        same = (
            [curie for curie, candidate in candidates.items() if _local(candidate) == local] if local else []
        )
        alike = nearest(contract(iri), candidates)
        named = (
            [contract(candidate) for candidate in self._named.get(fold(local), ())] if kind == "thing" else []
        )
        return list(dict.fromkeys([*same[:MOST], *named[:MOST], *alike]))[:MOST]

    def nearest_literals(self, words: str) -> list[str]:
        """Up to three literals with such characters, as Turtle: the same ones first, then the same folded."""
        if len(words) > LONGEST:
            return []
        same = self._literals.get(words, [])
        folded = self._folded.get(fold(words), []) if fold(words) else []
        spelt = nearest(words, self._literals) if len(words) > 3 and not words.isdigit() else []
        alike = [each for name in (*folded, *spelt) for each in self._literals[name]]
        return [spell(term(cell)) for cell in list(dict.fromkeys([*same, *alike]))[:MOST]]

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for thing, name in self._rows("names"):
            found.setdefault(fold(str(name)), []).append(thing)
        return {name: list(dict.fromkeys(terms)) for name, terms in found.items()}

    @cached_property
    def _literals(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for cell in sorted(self._answer("literals").cells()):
            words = str(value(cell))
            if len(words) <= LONGEST:
                found.setdefault(words, []).append(cell)
        return found

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for words in self._literals:
            found.setdefault(fold(words), []).append(words)
        return found

    def _terms(self, name: str) -> frozenset[str]:
        return frozenset(str(each) for (each,) in self._rows(name))

    def _rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        answer = self._answer(name)
        return answer.rows(map(value, answer.cells()))

    def _answer(self, name: str) -> Solutions:
        answer = self._store.query(beside(__file__, f"{name}.rq"))
        assert isinstance(answer, Solutions)
        return answer


def _local(iri: str) -> str:
    return iri[max(map(iri.rfind, "#/:")) + 1 :]
