"""Who states what, as triples: the merge of named graphs can't tell, and some shapes ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import AKG, ATSMU, GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STATED_IN = ox.NamedNode(AKG.statedIn)
ENTAILED = ox.NamedNode(GRAPH.entailed)


def stated_in(quads: Iterable[ox.Quad | ox.Triple], things: Iterable[str] = ()) -> Iterator[ox.Triple]:
    """``thing akg:statedIn graph`` for each named graph that speaks of a thing, entailments aside.

    Things are those in our namespace and in ``things``, the namespaces of others.

    >>> university, graph = ox.NamedNode(ATSMU.university), ox.NamedNode(GRAPH["profile/s01"])
    >>> quads = [ox.Quad(university, ox.NamedNode("https://schema.org/url"), ox.NamedNode("urn:x"), graph)]
    >>> [str(triple) for triple in stated_in(quads)] == [f"{university} {STATED_IN} {graph}"]
    True
    """
    namespaces = (str(ATSMU), *things)
    for quad in quads:
        if not isinstance(quad, ox.Quad) or quad.graph_name in (ox.DefaultGraph(), ENTAILED):
            continue
        for thing in (quad.subject, quad.object):
            if isinstance(thing, ox.NamedNode) and thing.value.startswith(namespaces):
                yield ox.Triple(thing, STATED_IN, quad.graph_name)  # type: ignore[arg-type]
