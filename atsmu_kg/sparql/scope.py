"""The variables of a part of a query: those that it mentions, and those that its solutions may bind."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Node, Variable
from atsmu_kg.sparql.patterns import Assignment, Filter, Minus, Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def mentioned(node: Node) -> list[str]:
    """The names of all variables in the text of a node, each once, in order; sub-selects are looked into.

    >>> from atsmu_kg.sparql import parse
    >>> mentioned(parse("ASK { ?s ?p 1 FILTER(?x > ?s) }"))
    ['s', 'p', 'x']
    """
    return list(dict.fromkeys(each.name for each in node.walk() if isinstance(each, Variable)))


def in_scope(node: Node) -> list[str]:
    """The names of the variables that solutions of a pattern may bind (SPARQL 1.1, 18.2.1), in order.

    >>> from atsmu_kg.sparql import parse
    >>> in_scope(parse("ASK { ?s ?p 1 FILTER(?x > 1) MINUS { ?y ?y ?y } BIND(?x AS ?z) }").where)
    ['s', 'p', 'z']
    """
    return list(dict.fromkeys(_bound(node)))


def _bound(node: Node) -> Iterator[str]:
    if isinstance(node, Variable):
        yield node.name
    elif isinstance(node, Assignment):
        if node.variable is not None:
            yield node.variable.name
    elif isinstance(node, Query):
        for part in node.projection or (node.where, node.values):
            if part is not None:
                yield from _bound(part)
    elif not isinstance(node, Filter | Minus):
        for child in node.children():
            yield from _bound(child)
