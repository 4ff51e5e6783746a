"""The footprint of a query: the patterns in whose triples its whole answer lies."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Iri, Path, TriplePattern
from atsmu_kg.sparql.patterns import DatasetClause, GraphPattern, Query, Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.sparql.nodes import Node


def footprint(query: Query) -> list[str] | None:
    """Predicates, and predicates with their objects, as N-Triples writes them; sorted.

    query: the syntax tree; a variable in place of a parameter stands for all that may come there.

    None where the answer may lie anywhere: with a variable for a predicate, a DESCRIBE, a path that each node
    has to itself, or another graph than the default one.

    >>> from atsmu_kg.sparql import parse
    >>> footprint(parse("PREFIX e: <e:> SELECT * { ?s a e:Class OPTIONAL { ?s e:p/^e:q ?o } }"))
    ['<e:p>', '<e:q>', '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <e:Class>']
    >>> footprint(parse("ASK { ?s ?p ?o }"))
    """
    patterns: set[str] = set()
    for node in query.walk():
        if _goes_anywhere(node):
            return None
        if isinstance(node, TriplePattern):
            patterns.update(_of_pattern(node))
    return sorted(pattern for pattern in patterns if pattern.partition(" ")[0] not in patterns - {pattern})


def _goes_anywhere(node: Node) -> bool:
    if isinstance(node, Query):
        return node.form == "DESCRIBE"
    if isinstance(node, TriplePattern):
        return not isinstance(node.predicate, Iri | Path) or _matches_every_node(node)
    return isinstance(node, GraphPattern | Service | DatasetClause) or (
        isinstance(node, Path) and node.operator == "!"
    )


def _matches_every_node(pattern: TriplePattern) -> bool:
    """Whether a path of no length may join each node of the graph to itself, as from no IRI to no IRI."""
    return (
        isinstance(pattern.predicate, Path)
        and any(isinstance(part, Path) and part.operator in "*?" for part in pattern.predicate.walk())
        and not (isinstance(pattern.subject, Iri) or isinstance(pattern.object, Iri))
    )


def _of_pattern(pattern: TriplePattern) -> Iterable[str]:
    if isinstance(pattern.predicate, Iri) and isinstance(pattern.object, Iri):
        return [f"<{pattern.predicate.value}> <{pattern.object.value}>"]
    return [f"<{part.value}>" for part in pattern.predicate.walk() if isinstance(part, Iri)]
