"""Examples of a term from the graph, as TriG: each statement in the graph of the passage that makes it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode

from atsmu_kg.rdf.namespaces import GRAPH, IRI, RDF
from atsmu_kg.rdf.serializers import serialize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

MOST = 3
UNSTATED = (DefaultGraph(), NamedNode(GRAPH.entailed))
TYPE = NamedNode(RDF.type)


class Example(NamedTuple):
    """How often the merge of all graphs has a term, and some of what is stated with it, in TriG."""

    number: int
    text: str


class Examples:
    """Quads by class and by property."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        quads = sorted(quads, key=str)
        self._merge = [quad for quad in quads if quad.graph_name == DefaultGraph()]
        self._stated = [quad for quad in quads if quad.graph_name not in UNSTATED]
        self._about = {thing: list(said) for thing, said in groupby(self._stated, lambda quad: quad.subject)}

    def instance(self, iri: IRI) -> Example:
        """The things of a class, and all that is stated of the one with the shortest description."""
        kind = NamedNode(iri)
        things = {quad.subject for quad in self._merge if quad.predicate == TYPE and quad.object == kind}
        stated = [self._about[thing] for thing in things if thing in self._about]
        shortest = min(stated, key=lambda each: (len(each), str(each[0].subject)), default=[])
        return Example(len(things), _trig(shortest))

    def statements(self, iri: IRI) -> Example:
        """The statements with a property, and some of them."""
        number = sum(quad.predicate.value == iri for quad in self._merge)
        stated = [quad for quad in self._stated if quad.predicate.value == iri]
        return Example(number, _trig(stated[:MOST]))


def _trig(quads: list[Quad]) -> str:
    return serialize(quads, "trig").decode().rstrip() if quads else ""
