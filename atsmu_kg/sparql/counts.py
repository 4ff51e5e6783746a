"""Sub-selects that count all triples by predicate or by graph, which an index answers."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Aggregate, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, GraphPattern, Group, Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from atsmu_kg.sparql.nodes import Node


def count_of(query: Query, parameters: Collection[str] = ()) -> list[str] | None:
    """The text of such a sub-select, and what it gives: ``p`` or ``g``, the term, and its two variables.

    query: the sub-select, outside of GRAPH.
    parameters: the variables in whose place something else will stand.

    >>> from atsmu_kg.sparql import parse
    >>> whole = parse("SELECT * { { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } }")
    >>> [count_of(node) for node in whole.walk() if isinstance(node, Query)]
    [None, ['SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p', 'p ?p ?n']]
    """
    match query:
        case Query(
            modifier="",
            projection=(
                Assignment(expression=Variable(name=key)),
                Assignment(
                    expression=Aggregate(argument=None, distinct=False), variable=Variable(name=count)
                ),
            ),
            where=Group(elements=(element,)),
            group_by=(Assignment(expression=Variable(name=grouped), variable=None),),
            having=(),
            order_by=(),
            slices=(),
            values=None,
        ) if key == grouped:
            names = _names(element)
            term = "g" if len(names) > len("spo") else "p"
            # The same text twice may be part of a string.
            alone = query.text.count(query.source(query)) == 1
            if (
                len({*names, count}) == len(names) + 1
                and names[-1:] == [key]
                and alone
                and not {*names} & {*parameters}
            ):
                return [query.source(query), f"{term} ?{key} ?{count}"]
    return None


def _names(element: Node) -> list[str]:
    """The variables of a pattern that any triple matches: subject, object, predicate, and maybe graph."""
    match element:
        case TriplePattern(
            subject=Variable(name=subject), predicate=Variable(name=predicate), object=Variable(name=object)
        ):
            return [subject, object, predicate]
        case GraphPattern(name=Variable(name=graph), group=Group(elements=(TriplePattern() as inner,))):
            names = _names(inner)
            return [*names, graph] if names else []
    return []
