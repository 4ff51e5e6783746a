"""The graph for NetworkX: a node for each thing, an edge for each statement of each named graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atsmu_kg.errors import MissingDependencyError
from atsmu_kg.rdf.namespaces import GRAPH, IRI, contract

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx
    from pyoxigraph import Quad

    from atsmu_kg.pictures.labels import Labels


def network(
    quads: Iterable[Quad], labels: Labels, lang: str = "en", *, literals: bool = False, entailed: bool = False
) -> networkx.MultiDiGraph[str]:
    """The statements of the named graphs, in a stable order.

    A node is an IRI, or with ``literals`` also a literal as N-Triples writes it; it has a ``label`` and a
    ``kind`` (iri, literal, bnode). An edge has the IRIs of its ``predicate`` and of the named ``graph`` that
    states it, and a ``label``. All attributes are plain strings, as GraphML and the like ask. What merely
    follows is left out unless ``entailed``. Raises MissingDependencyError.
    """
    try:
        import networkx as nx
    except ImportError as error:
        raise MissingDependencyError.of("networkx", "plot") from error
    from pyoxigraph import DefaultGraph, Literal

    hidden = "" if entailed else GRAPH.entailed
    graph: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    for quad in sorted(quads, key=str):
        stated = quad.graph_name
        if isinstance(stated, DefaultGraph) or stated.value == hidden:
            continue
        if isinstance(quad.object, Literal) and not literals:
            continue
        ends = [_node(graph, term, labels, lang) for term in (quad.subject, quad.object)]
        predicate = quad.predicate.value
        named = labels(IRI(predicate), lang)
        graph.add_edge(*ends, predicate=predicate, label=named, graph=stated.value)
    return graph


def _node(graph: networkx.MultiDiGraph[str], term: Any, labels: Labels, lang: str) -> str:
    """The node of a term, which is added where it is new."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        if term.value not in graph:
            iri = IRI(term.value)
            graph.add_node(term.value, label=labels(iri, lang), curie=contract(iri), kind="iri")
        return term.value
    key = str(term)
    kind = "literal" if isinstance(term, Literal) else "bnode" if key.startswith("_:") else "triple"
    graph.add_node(key, label=term.value if kind == "literal" else key, curie="", kind=kind)
    return key
