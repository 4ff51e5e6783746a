"""Examples of a term from the graph, as TriG: each statement in the graph of the passage that makes it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode

from atsmu_kg.rdf.namespaces import GRAPH, IRI, RDF
from atsmu_kg.rdf.serializers import serialize
from atsmu_kg.rdf.terms import spell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

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
        merge = [quad for quad in quads if quad.graph_name == DefaultGraph()]
        stated = [quad for quad in quads if quad.graph_name not in UNSTATED]
        self._members = _by(lambda quad: quad.object, (quad for quad in merge if quad.predicate == TYPE))
        self._merged = _by(lambda quad: quad.predicate, merge)
        self._about = _by(lambda quad: quad.subject, stated)
        self._with = _by(lambda quad: quad.predicate, stated)
        # A page in each language asks for the same.
        self._shortest: dict[IRI, str] = {}

    def instance(self, iri: IRI) -> Example:
        """The things of a class, and all that is stated of the one with the shortest description."""
        things = {quad.subject for quad in self._members[NamedNode(iri)]}
        stated = [self._about[thing] for thing in things if thing in self._about]
        shortest = min(stated, key=lambda each: (len(each), str(each[0].subject)), default=[])
        return Example(len(things), _trig(shortest))

    def shortest(self, iri: IRI) -> str:
        """The shortest statement with a property; of what only follows where no graph states one."""
        if iri not in self._shortest:
            predicate = NamedNode(iri)
            quads = self._with.get(predicate) or self._merged.get(predicate) or []
            texts = (spell(*quad.triple) for quad in quads)
            self._shortest[iri] = min(texts, key=lambda text: (len(text), text), default="")
        return self._shortest[iri]

    def statements(self, iri: IRI) -> Example:
        """The statements with a property, and some of them."""
        predicate = NamedNode(iri)
        return Example(len(self._merged[predicate]), _trig(self._with[predicate][:MOST]))


def _by(term: Callable[[Quad], Any], quads: Iterable[Quad]) -> defaultdict[Any, list[Quad]]:
    """Quads by a term of theirs, in their order."""
    found: defaultdict[Any, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[term(quad)].append(quad)
    return found


def _trig(quads: list[Quad]) -> str:
    return serialize(quads, "trig").decode().rstrip() if quads else ""
