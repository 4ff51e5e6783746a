"""What can't be cited: refused before anything is asked."""

from __future__ import annotations

from atsmu_kg.errors import QueryError
from atsmu_kg.sparql.aggregation import is_grouped, keys
from atsmu_kg.sparql.nodes import BlankNode, Call, Leaf, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, GraphPattern, Group, Query, Service, Union
from atsmu_kg.sparql.scope import in_scope, mentioned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.sparql.nodes import Node

# Functions that give another value each time, so that a row can't be found again.
FICKLE = frozenset({"RAND", "UUID", "STRUUID", "NOW", "BNODE"})


def require_citable(query: Query, nodes: Iterable[Node]) -> None:
    """Raises QueryError that names the part, with line and column, if the answer can't be cited.

    ``nodes`` are all nodes of the query.
    """
    if query.form == "DESCRIBE":
        advice = (
            "What a description holds is the engine's choice; ask with CONSTRUCT for what you want of it."
        )
        raise refused(query, "DESCRIBE", advice)
    for triple in query.template:
        for term in (triple.subject, triple.object):
            if isinstance(term, BlankNode):
                advice = "It is a new one each time; build IRIs, or leave it out."
                raise refused(term, "a blank node in the template of CONSTRUCT", advice)
    if query.template and is_grouped(query):
        _require_keys(query)
    for node in nodes:
        if isinstance(node, Leaf):
            continue
        if isinstance(node, Service):
            advice = "What another endpoint states is not in this graph; fetch it, add it, and ask here."
            raise refused(node, "SERVICE", advice)
        if isinstance(node, Call) and node.name in FICKLE:
            advice = "It gives another value each time, so that the row can't be found again; take it out."
            raise refused(node, f"{node.name}()", advice)
        if isinstance(node, GraphPattern) and isinstance(node.name, Variable):
            _require_no_select(node.group, f"GRAPH ?{node.name.name}")
        if isinstance(node, Query) and node is not query:
            _require_countable(node)


def _require_keys(construct: Query) -> None:
    """What CONSTRUCT builds of groups must be built of their keys, by which they are found again."""
    known = keys(construct)
    built = [node for triple in construct.template for node in triple.walk() if isinstance(node, Variable)]
    for variable in built:
        if variable.name not in known:
            advice = "It has no value there, so nothing is built of it; leave its triple out."
            raise refused(variable, f"?{variable.name}, which the groups do not have,", advice)
    if not built:
        advice = "Build triples of a key of GROUP BY."
        raise refused(construct, "a template without a key of the groups", advice)


def _require_no_select(group: Group, graph: str) -> None:
    for node in group.walk():
        if isinstance(node, Query):
            # By SPARQL 1.1, 18.6, the variable is bound to each graph; some engines leave it unbound there.
            advice = f"Engines differ in what it gives; write {graph} within the sub-select."
            raise refused(node, f"a sub-select within {graph}", advice)


def _require_countable(select: Query) -> None:
    if select.modifier and is_grouped(select) and (select.limit is not None or select.skipped):
        advice = "Which groups are within the limit can't be found again; take DISTINCT out."
        raise refused(select, "a sub-select with groups, DISTINCT and LIMIT", advice)


def disputed(query: Query) -> QueryError | None:
    """The error for the first part of a query that engines answer in different ways, or None.

    Where an answer can't be found again, that is why: the provenance query has other patterns besides, and
    what the engine makes of such a part depends on them.
    """
    for node in query.walk():
        if isinstance(node, GraphPattern) and isinstance(node.name, Variable) and _may_not_bind(node.group):
            name = f"?{node.name.name}"
            advice = f"Some engines leave {name} unbound; write a triple pattern within GRAPH {name}."
            return refused(node, f"GRAPH {name} without a triple pattern", advice)
        if isinstance(node, Group) and (names := taken_from_outside(node)):
            name = f"?{min(names)}"
            advice = f"Engines differ in whether it is bound there; bind {name} within the same group."
            return refused(node, f"BIND of {name}, which its group does not bind,", advice)
    return None


def _may_not_bind(group: Group) -> bool:
    """Whether nothing in a group is sure to bind the graph that is asked."""
    return not any(
        isinstance(each, TriplePattern)
        or (isinstance(each, Group) and not _may_not_bind(each))
        or (isinstance(each, Union) and not any(map(_may_not_bind, each.groups)))
        for each in group.elements
    )


def taken_from_outside(group: Group) -> set[str]:
    """The variables that an assignment in a group uses, but nothing in the group binds."""
    nodes = list(group.walk())
    used = {name for each in nodes if isinstance(each, Assignment) for name in mentioned(each.expression)}
    if used:
        used.difference_update(in_scope(group))
        for each in nodes:
            if isinstance(each, Query) and each.where is not None:
                used.difference_update(in_scope(each.where))
    return used


def refused(node: Node, what: str, advice: str) -> QueryError:
    """The error to raise for a part that can't be cited."""
    return QueryError(f"{what} can't be cited", advice=advice, line=node.line, column=node.column)
