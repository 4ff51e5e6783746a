"""Rules about variables: those used once, and those that nothing binds."""

from __future__ import annotations

from collections import Counter

from atsmu_kg.lint.finding import Finding
from atsmu_kg.sparql.nodes import Aggregate, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, GraphPattern, Query, Service, Values
from atsmu_kg.sparql.scope import in_scope, mentioned
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.lint.places import Place


def once(query: Query, groups: Iterable[Place]) -> Iterator[Finding]:
    """Variables of patterns that the query mentions nowhere else.

    Where no value is asked for (in ASK and EXISTS, beside COUNT(*), in DESCRIBE *), only those that look like
    another variable: the others are wildcards.
    """
    uses: Counter[str] = Counter()
    for node in query.walk():
        if isinstance(node, Variable):
            uses[node.name] += 1
        elif isinstance(node, Assignment) and node.expression is node.variable:
            uses.subtract(mentioned(node))
    for place in groups:
        if place.select.form == "SELECT" and not place.select.projection:
            continue
        for pattern in place.patterns:
            for term in (pattern.subject, pattern.predicate, pattern.object):
                if not isinstance(term, Variable) or term.name[0] == "_" or uses[term.name] > 1:
                    continue
                near = _alike(term.name, uses)
                if near or not (place.negated or _counts(place.select)):
                    meant = f"Did you mean ?{near}? Else write" if near else "Write"
                    advice = f"{meant} [] or ?_{term.name} if its value is not needed."
                    message = f"?{term.name} is used only here"
                    yield Finding.at(term, query, "variable-used-once", message, advice)


def unbound(query: Query) -> Iterator[Finding]:
    """Variables that are projected, or asked for in an expression, and that no pattern binds."""
    bound = {name for node in query.walk() for name in _binds(node)}
    seen: set[str] = set()
    for node in query.walk():
        if isinstance(node, Query):
            yield from _projected(query, node, seen)
    for node in query.walk():
        if isinstance(node, Variable) and node.name not in bound and node.name not in seen:
            seen.add(node.name)
            if node.name[0] != "_":
                yield _unbound(query, node, bound)


def _projected(query: Query, select: Query, seen: set[str]) -> Iterator[Finding]:
    """What a SELECT projects and its own pattern does not bind, be it bound elsewhere."""
    parts = [each for each in (select.where, select.values, *select.group_by) if each is not None]
    scope = {name for part in parts for name in in_scope(part)}
    scope |= {name for key in select.group_by for name in mentioned(key)}
    for each in select.projection:
        name = each.variable.name if each.variable is not None else ""
        if each.expression is each.variable and name not in scope and name[0] != "_":
            seen.add(name)
            yield _unbound(query, each, scope)


def _unbound(query: Query, node: Variable | Assignment, bound: Iterable[str]) -> Finding:
    source = query.source(node)
    near = nearest(source[1:], bound)
    advice = did_you_mean([f"?{each}" for each in near], "Bind it in a pattern, or leave it out.")
    return Finding.at(node, query, "unbound-variable", f"nothing binds {source}", advice)


def _binds(node: object) -> Iterator[str]:
    if isinstance(node, TriplePattern):
        ends = (node.subject, node.predicate, node.object)
        yield from (each.name for each in ends if isinstance(each, Variable))
    elif isinstance(node, GraphPattern | Service):
        yield from in_scope(node.name)
    elif isinstance(node, Values):
        yield from (each.name for each in node.variables)
    elif isinstance(node, Assignment) and node.expression is not node.variable and node.variable is not None:
        yield node.variable.name


def _counts(select: Query) -> bool:
    """Whether the answer may rest on solutions rather than on the values in them."""
    if select.form != "SELECT":
        return select.form != "CONSTRUCT"
    nodes = (each for part in (*select.projection, *select.having, *select.order_by) for each in part.walk())
    return any(isinstance(each, Aggregate) and each.argument is None for each in nodes)


def _alike(name: str, names: Iterable[str]) -> str:
    """A variable whose name is hardly another one: ?nmae and ?name, but not ?name and ?name_en."""
    from atsmu_kg.records.names.folding import distance

    if len(name) < 4:
        return ""
    others = (
        each for each in names if each != name and each.rstrip("0123456789") != name.rstrip("0123456789")
    )
    return next((each for each in others if distance(name, each, 1) is not None), "")
