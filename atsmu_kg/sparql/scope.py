"""The variables of a part of a query: those that it mentions, and that its solutions may or must bind."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import BlankNode, Iri, Node, RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, Filter, GraphPattern, Group, Minus, Query, Union, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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


def always_bound(nodes: Iterable[Node]) -> frozenset[str]:
    """The names of variables that each solution of these elements of a group, joined, binds; not of all such.

    A blank node counts as the variable that it is, by its label behind ``_:``.

    >>> from atsmu_kg.sparql import parse
    >>> query = parse("ASK { ?s ?p 1 OPTIONAL { ?x ?y ?z } BIND(?s AS ?t) { ?a ?b _:c } UNION { ?a ?d 1 } }")
    >>> sorted(always_bound(query.where.elements))
    ['a', 'p', 's', 't']
    """
    bound: set[str] = set()
    for node in nodes:
        if isinstance(node, TriplePattern):
            ends = (node.subject, node.predicate, node.object)
            bound.update(term.name for term in ends if isinstance(term, Variable))
            bound.update(f"_:{term.label}" for term in ends if isinstance(term, BlankNode))
        elif isinstance(node, Group):
            bound |= always_bound(node.elements)
        elif isinstance(node, GraphPattern):
            bound |= always_bound(node.group.elements)
            if isinstance(node.name, Variable):
                bound.add(node.name.name)
        elif isinstance(node, Union):
            bound |= frozenset.intersection(*[always_bound(group.elements) for group in node.groups])
        elif isinstance(node, Query) and node.where is not None:
            bound |= always_bound(node.where.elements) & passed_on(node)
        elif isinstance(node, Values):
            columns = zip(node.variables, zip(*node.rows, strict=True), strict=False)
            bound.update(variable.name for variable, values in columns if None not in values)
        elif isinstance(node, Assignment) and node.variable is not None:
            value = node.expression
            if isinstance(value, Iri | RDFLiteral) or (isinstance(value, Variable) and value.name in bound):
                bound.add(node.variable.name)
    return frozenset(bound)


def passed_on(query: Query) -> frozenset[str]:
    """The variables that have in a solution of a sub-select the value of each solution behind it.

    >>> from atsmu_kg.sparql import parse
    >>> sorted(passed_on(parse("SELECT ?s (?p AS ?q) { ?s ?p ?o }")))
    ['s']
    >>> sorted(passed_on(parse("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ?p")))
    ['s']
    """
    names = {column.variable.name for column in query.projection if column.variable is column.expression}
    if not query.projection and query.where is not None:
        names.update(in_scope(query.where))
    if query.group_by:
        names &= {key.expression.name for key in query.group_by if isinstance(key.expression, Variable)}
    return frozenset(names)


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
