"""What the grammar can't say: the rules of SPARQL 1.1 about variables, blank nodes and aggregates.

They stand in the notes below the grammar (section 19.8), and in sections 5.1.1, 11, 18.2.1 and 19.6. The
parser asks each about what it has just read, so that of two faults the first in the text is told.

>>> from atsmu_kg.sparql import parse
>>> parse("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }")
Traceback (most recent call last):
...
atsmu_kg.errors.QuerySyntaxError: 1:8: ?s is neither grouped nor aggregated
  Write GROUP BY ?s behind the pattern, or an aggregate such as (SAMPLE(?s) AS ?one).
"""

from __future__ import annotations

from atsmu_kg.sparql.aggregation import aggregates, is_grouped, keys, unaggregated
from atsmu_kg.sparql.nodes import BlankNode, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, Filter, Group, Query, Values
from atsmu_kg.sparql.scope import in_scope
from atsmu_kg.sparql.slips import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.sparql.nodes import Aggregate, Node


def check_select(query: Query) -> None:
    """QuerySyntaxError for variables that a query or sub-select can't project, or not so."""
    names = [projection.variable for projection in query.projection if projection.variable is not None]
    _refuse_twice(names, "SELECT gives {} twice")
    _refuse_aggregates(*query.group_by)
    grouped = is_grouped(query)
    if grouped and query.form == "SELECT" and not query.projection:
        what = "GROUP BY" if query.group_by else "an aggregate"
        advice = "Name the keys of GROUP BY, and aggregates such as (COUNT(*) AS ?n)."
        raise fault(query, f"SELECT * can't be combined with {what}", advice)
    if grouped:
        _check_grouped(query)
    _check_assigned(query, set(keys(query)) if grouped else None)


def _check_assigned(query: Query, groups: set[str] | None) -> None:
    """What gets a value by AS, in GROUP BY and in SELECT, has none before; ``groups`` have those keys."""
    named = [key.variable for key in query.group_by if key.variable is not None]
    assigned = [
        projection.variable
        for projection in query.projection
        if projection.variable is not None and projection.variable is not projection.expression
    ]
    if not named and not assigned:
        return
    clauses = (part for part in (query.where, query.values) if part is not None)
    bound = {name for part in clauses for name in in_scope(part)}
    _refuse_bound(named, bound, "the pattern")
    new = {variable.name for variable in named}
    variables = [key.expression if key.variable is None else key.variable for key in query.group_by]
    # A key that is but a variable may come again, a name that a key gets may not.
    given = [key for key in variables if isinstance(key, Variable) and key.name in new]
    _refuse_twice(given, "GROUP BY gives {} twice")
    if groups is None:
        _refuse_bound(assigned, bound, "the pattern")
    else:
        _refuse_bound(assigned, groups, "GROUP BY")


def _refuse_bound(variables: Iterable[Variable], bound: set[str], where: str) -> None:
    for variable in variables:
        if variable.name in bound:
            message = f"AS gives a value to ?{variable.name}, which {where} binds already"
            raise fault(variable, message, "Give the value another name.")


def check_group(group: Group, blocks: dict[str, tuple[object, BlankNode]]) -> None:
    """QuerySyntaxError for BIND onto what is bound before it, and for a blank node of another group.

    ``blocks`` has what is known of the query's blank nodes, by label: a basic graph pattern, and one of its
    nodes. Those of the group are added.
    """
    binds = any(isinstance(member, Assignment) for member in group.elements)
    bound: set[str] = set()
    block = object()
    for element in group.elements:
        if isinstance(element, TriplePattern):
            for term in (element.subject, element.object):
                if isinstance(term, BlankNode):
                    _check_label(term, block, blocks)
        elif isinstance(element, Filter):
            _refuse_aggregates(element)
        else:
            block = object()
        if isinstance(element, Assignment):
            _check_bind(element, bound)
        if binds:
            bound.update(in_scope(element))


def check_values(values: Values) -> None:
    """QuerySyntaxError for two columns of one name."""
    _refuse_twice(values.variables, "VALUES has {} as a column twice")


def _check_label(node: BlankNode, block: object, blocks: dict[str, tuple[object, BlankNode]]) -> None:
    other, first = blocks.setdefault(node.label, (block, node))
    if other is not block:
        later = node if first.offset < node.offset else first
        advice = "Write a variable: blank nodes are known within one basic graph pattern only."
        raise fault(later, f"_:{node.label} is in two basic graph patterns", advice)


def _check_bind(bind: Assignment, bound: set[str]) -> None:
    _refuse_aggregates(bind)
    variable = bind.variable
    if variable is not None and variable.name in bound:
        message = f"BIND gives a value to ?{variable.name}, which the pattern before binds already"
        raise fault(variable, message, f"Give it another name, or compare: FILTER(?{variable.name} = …).")


def _check_grouped(query: Query) -> None:
    """What a SELECT projects of groups: keys, aggregates, and what is made of them."""
    known = set(keys(query))
    for projection in query.projection:
        for variable in unaggregated(projection.expression):
            if variable.name not in known:
                raise fault(
                    variable,
                    f"?{variable.name} is neither grouped nor aggregated",
                    f"Write GROUP BY ?{variable.name} behind the pattern, or an aggregate such as "
                    f"(SAMPLE(?{variable.name}) AS ?one).",
                )
        if projection.variable is not None:
            known.add(projection.variable.name)


def _refuse_twice(variables: Iterable[Variable], message: str) -> None:
    seen: set[str] = set()
    for variable in variables:
        if variable.name in seen:
            raise fault(variable, message.format(f"?{variable.name}"), "Leave one out, or rename it.")
        seen.add(variable.name)


def _refuse_aggregates(*parts: Node) -> None:
    for aggregate in aggregates(*parts):
        advice = "Compare aggregates in HAVING(…), or make them in a sub-select and filter around it."
        raise fault(aggregate, f"{aggregate.name} is allowed in SELECT, HAVING and ORDER BY only", advice)


def check_aggregate(aggregate: Aggregate) -> None:
    """QuerySyntaxError for an aggregate of aggregates, which the specification gives no meaning."""
    if aggregate.argument is not None:
        for inner in aggregates(aggregate.argument):
            advice = "Make the inner one in a sub-select with GROUP BY, and the outer one around it."
            raise fault(inner, f"{inner.name} is within {aggregate.name}", advice)
