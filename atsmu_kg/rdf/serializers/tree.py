"""Quads as formats with subjects and predicates write them: graph by graph, subject by subject."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import RDF
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Node = ox.NamedNode | ox.BlankNode
    Objects = list[Node | ox.Literal]
    Predicates = dict[ox.NamedNode, Objects]
    Subjects = dict[Node, Predicates]

FIRST = (f"{RDF}type", f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdfs']}label")


def graphs(quads: Iterable[ox.Quad]) -> dict[Node | ox.DefaultGraph, Subjects]:
    """The graphs of a dataset, the default graph first, with their subjects, predicates and objects.

    Sorted as N-Quads, but that types and labels lead among the predicates.
    """
    tree: dict[Node | ox.DefaultGraph, Subjects] = {ox.DefaultGraph(): {}}
    for subject, predicate, object, graph in sorted(quads, key=_key):
        tree.setdefault(graph, {}).setdefault(subject, {}).setdefault(predicate, []).append(object)
    return tree


def _key(quad: ox.Quad) -> tuple[str, str, int, str, str]:
    predicate = quad.predicate.value
    rank = FIRST.index(predicate) if predicate in FIRST else len(FIRST)
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    return graph, str(quad.subject), rank, predicate, str(quad.object)
