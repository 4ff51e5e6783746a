"""Properties that things of the store lack although a query asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from atsmu_kg.explain.elsewhere import kept_as
from atsmu_kg.sparql.nodes import Iri, TriplePattern
from atsmu_kg.sparql.patterns import Exists, Minus, Optional, Service
from atsmu_kg.text import did_you_mean, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query


class Lack(NamedTuple):
    """A thing and a property of a query that it lacks.

    thing, predicate: the two as the query writes them.
    advice: what the thing has instead.
    line, column: where the property stands, from 1.
    """

    thing: str
    predicate: str
    advice: str
    line: int
    column: int

    @property
    def text(self) -> str:
        """What is told of it."""
        return f"{self.thing} has no {self.predicate}"

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {printable(self.text)}\n  {printable(self.advice)}"

    def __repr__(self) -> str:
        return f"<Lack of {self.predicate} in {self.thing} at {self.line}:{self.column}>"


def lacks(query: Query, vocabulary: StoreVocabulary) -> Iterator[Lack]:
    """The properties that a query requires of things which the store knows and which lack them.

    A property that the store does not know at all is left to ``recognition``.
    """
    for pattern in _required(query):
        thing, property = pattern.subject, pattern.predicate
        if isinstance(thing, Iri) and isinstance(property, Iri):
            known = vocabulary.properties_of(thing.value)
            used = property.value in known or not vocabulary.knows(f"<{property.value}>", "property")
            if known and not used:
                named = query.source(thing)
                ours, reason = kept_as(property.value)
                meant = did_you_mean([ours] if ours else [])
                advice = filter(None, (meant, reason, had(named, thing.value, vocabulary)))
                yield Lack(named, query.source(property), " ".join(advice), property.line, property.column)


def had(name: str, thing: str, vocabulary: StoreVocabulary) -> str:
    """What a thing has, by its properties; empty for a thing without any."""
    shown = ", ".join(map(vocabulary.shown, vocabulary.properties_of(thing)))
    return f"{name} has: {shown}." if shown else ""


def _required(query: Query) -> Iterator[TriplePattern]:
    """The patterns without which there is no solution."""
    waiting: list[Node] = [query.where] if query.where is not None else []
    while waiting:
        each = waiting.pop()
        if isinstance(each, TriplePattern):
            yield each
        elif not isinstance(each, Exists | Minus | Optional | Service):
            waiting += reversed(each.children())
