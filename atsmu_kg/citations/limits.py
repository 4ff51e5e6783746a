"""What can't be cited: refused before anything is asked."""

from __future__ import annotations

from atsmu_kg.errors import QueryError
from atsmu_kg.syntax.nodes import Aggregate, BlankNode, Call, Variable
from atsmu_kg.syntax.patterns import GraphPattern, Query, Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.syntax.nodes import Node
    from atsmu_kg.syntax.patterns import Group

# Functions that give another value each time, so that a row can't be found again.
FICKLE = frozenset({"RAND", "UUID", "STRUUID", "NOW", "BNODE"})


def require_citable(query: Query) -> None:
    """Raises QueryError that names the part, with line and column, if the answer can't be cited."""
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
    for node in query.walk():
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


def refused(node: Node, what: str, advice: str) -> QueryError:
    """The error to raise for a part that can't be cited."""
    return QueryError(f"{what} can't be cited", advice=advice, line=node.line, column=node.column)


def is_grouped(select: Query) -> bool:
    """Whether a SELECT has groups, be it only one of everything."""
    return bool(select.group_by or select.having or next(aggregates(select), None))


def aggregates(select: Query) -> Iterator[Aggregate]:
    """The aggregates of a SELECT."""
    for clause in (*select.projection, *select.having, *select.order_by):
        yield from (each for each in clause.walk() if isinstance(each, Aggregate))
