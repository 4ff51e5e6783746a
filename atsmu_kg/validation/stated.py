"""Who states what, as triples: the merge of named graphs can't tell, and some shapes ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import AKG, ATSMU, GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STATED_IN = ox.NamedNode(AKG.statedIn)
ENTAILED = ox.NamedNode(GRAPH.entailed)


class StatedIn:
    """``thing akg:statedIn graph`` for each named graph that speaks of a thing, entailments aside.

    Things are those in our namespace and in ``things``, the namespaces of others.

    >>> university, graph = ox.NamedNode(ATSMU.university), ox.NamedNode(GRAPH["profile/s01"])
    >>> stated = StatedIn()
    >>> quads = [ox.Quad(university, ox.NamedNode("https://schema.org/url"), ox.NamedNode("urn:x"), graph)]
    >>> list(stated.merged(quads)) == [quads[0].triple]
    True
    >>> [str(triple) for triple in stated.triples] == [f"{university} {STATED_IN} {graph}"]
    True
    """

    def __init__(self, things: Iterable[str] = ()) -> None:
        self.triples: dict[ox.Triple, None] = {}
        self._namespaces = (str(ATSMU), *things)

    def merged(self, quads: Iterable[ox.Quad | ox.Triple]) -> Iterator[ox.Triple]:
        """The triples of quads as they pass; who states them is known thereafter."""
        nowhere = ox.DefaultGraph()
        for quad in quads:
            if isinstance(quad, ox.Triple):
                yield quad
                continue
            graph = quad.graph_name
            if graph not in (nowhere, ENTAILED):
                for thing in (quad.subject, quad.object):
                    if isinstance(thing, ox.NamedNode) and thing.value.startswith(self._namespaces):
                        self.triples[ox.Triple(thing, STATED_IN, graph)] = None  # type: ignore[arg-type]
            yield quad.triple
