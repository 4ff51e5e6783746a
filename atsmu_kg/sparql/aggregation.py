"""Aggregates: which an expression has, what stands beside them, and whether a query has groups."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Aggregate, Variable
from atsmu_kg.sparql.patterns import Exists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query


def is_grouped(query: Query) -> bool:
    """Whether a query or sub-select has groups, be it only one of everything (SPARQL 1.1, 18.2.4.1).

    >>> from atsmu_kg.sparql import parse
    >>> is_grouped(parse("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    True
    """
    return bool(query.group_by) or any(
        True for _ in aggregates(*query.projection, *query.having, *query.order_by)
    )


def keys(query: Query) -> list[str]:
    """The names of the variables that GROUP BY gives to each group, each once.

    >>> from atsmu_kg.sparql import parse
    >>> keys(parse("SELECT ?s { ?s ?p ?o } GROUP BY ?s (STR(?o) AS ?text) LANG(?o)"))
    ['s', 'text']
    """
    given = (key.expression if key.variable is None else key.variable for key in query.group_by)
    return list(dict.fromkeys(variable.name for variable in given if isinstance(variable, Variable)))


def aggregates(*expressions: Node) -> Iterator[Aggregate]:
    """The aggregates of expressions, but for those of patterns within them."""
    for expression in expressions:
        yield from (node for node in _outside_patterns(expression) if isinstance(node, Aggregate))


def unaggregated(expression: Node) -> Iterator[Variable]:
    """The variables of an expression outside its aggregates, and outside patterns within it."""
    nodes = _outside_patterns(expression, Aggregate)
    return (node for node in nodes if isinstance(node, Variable))


def _outside_patterns(expression: Node, *closed: type[Node]) -> Iterator[Node]:
    """An expression and all below it, but for what is within patterns and nodes of the closed types."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (Exists, *closed)):
            waiting += node.children()[::-1]
