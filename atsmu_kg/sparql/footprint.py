"""The footprint of a query: the patterns in whose triples its whole answer lies."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Iri, Operation, Path, TriplePattern, Variable
from atsmu_kg.sparql.patterns import DatasetClause, GraphPattern, Group, Query, Service, Union

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from atsmu_kg.sparql.nodes import Node


def footprint(query: Query) -> list[str] | None:
    """Predicates, and predicates with their objects, as N-Triples writes them; sorted.

    query: the syntax tree; a variable in place of a parameter stands for all that may come there.

    Those of named graphs have ``GRAPH`` before them. None where the answer may lie anywhere: with a variable
    for a predicate that no FILTER with IN limits, a DESCRIBE, a path that each node has to itself, a dataset
    clause, or a GRAPH that holds for graphs of which no triple is asked.

    >>> from atsmu_kg.sparql import parse
    >>> footprint(parse("PREFIX e: <e:> SELECT * { ?s a e:Class OPTIONAL { GRAPH ?g { ?s e:p/^e:q ?o } } }"))
    ['<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <e:Class>', 'GRAPH <e:p>', 'GRAPH <e:q>']
    >>> footprint(parse("ASK { ?s ?p ?o }"))
    """
    nodes = list(query.walk())
    listed = {pattern: iris for node in nodes if isinstance(node, Group) for pattern, iris in _listed(node)}
    if any(node not in listed and _goes_anywhere(node) for node in nodes):
        return None
    named = {node for graph in nodes if isinstance(graph, GraphPattern) for node in graph.walk()}
    patterns = {
        f"GRAPH {pattern}" if node in named else pattern
        for node in nodes
        if isinstance(node, TriplePattern)
        for pattern in _of_pattern(node, listed.get(node))
    }
    return sorted(pattern for pattern in patterns if pattern.rpartition(" ")[0] not in patterns)


def _goes_anywhere(node: Node) -> bool:
    if isinstance(node, Query):
        return node.form == "DESCRIBE"
    if isinstance(node, TriplePattern):
        return not isinstance(node.predicate, Iri | Path) or _matches_every_node(node)
    if isinstance(node, GraphPattern):
        return not _asks_triples(node.group) or any(map(_may_have_no_length, node.walk()))
    return isinstance(node, Service | DatasetClause) or (isinstance(node, Path) and node.operator == "!")


def _asks_triples(element: Node) -> bool:
    """Whether a graph without any triple of the patterns in it gives no solution."""
    if isinstance(element, Group):
        return any(map(_asks_triples, element.elements))
    if isinstance(element, Union):
        return all(map(_asks_triples, element.groups))
    return isinstance(element, TriplePattern)


def _matches_every_node(pattern: TriplePattern) -> bool:
    """Whether a path of no length may join each node of the graph to itself, as from no IRI to no IRI."""
    return any(map(_may_have_no_length, pattern.predicate.walk())) and not (
        isinstance(pattern.subject, Iri) or isinstance(pattern.object, Iri)
    )


def _may_have_no_length(node: Node) -> bool:
    return isinstance(node, Path) and node.operator in "*?"


def _listed(group: Group) -> Iterator[tuple[Node, Collection[Node]]]:
    """The patterns of a group with a variable for a predicate, and the IRIs that a filter of it allows."""
    for each in group.filters:
        match each.expression:
            case Operation(operators=("IN",), arguments=(Variable(name=name), *iris)):
                if all(isinstance(iri, Iri) for iri in iris):
                    for pattern in _joined(group):
                        if isinstance(pattern.predicate, Variable) and pattern.predicate.name == name:
                            yield pattern, iris


def _joined(group: Group) -> Iterator[TriplePattern]:
    """The triple patterns without which a group has no solution."""
    for element in group.elements:
        if isinstance(element, TriplePattern):
            yield element
        elif isinstance(element, Group):
            yield from _joined(element)
        elif isinstance(element, GraphPattern):
            yield from _joined(element.group)


def _of_pattern(pattern: TriplePattern, predicates: Iterable[Node] | None) -> Iterable[str]:
    """``predicates`` are those that a variable in their place may be."""
    if predicates is None:
        predicates = pattern.predicate.walk()
    is_path = isinstance(pattern.predicate, Path)
    object = f" <{pattern.object.value}>" if isinstance(pattern.object, Iri) and not is_path else ""
    return [f"<{part.value}>{object}" for part in predicates if isinstance(part, Iri)]
