"""The clauses of a SELECT that stand behind its pattern, one by one."""

from __future__ import annotations

from atsmu_kg.sparql.aggregation import is_grouped, keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query

    Step = tuple[Node, str, str]


def is_one_group(select: Query) -> bool:
    """Whether all solutions, also none at all, are one group (SPARQL 1.1, 18.2.4.1)."""
    return is_grouped(select) and not select.group_by


def projection(select: Query) -> str:
    """The SELECT clause; for another form that of everything, or of what its groups have."""
    if select.form != "SELECT" and is_grouped(select):
        return f"SELECT {' '.join(f'?{name}' for name in keys(select)) or '(COUNT(*) AS ?one)'}"
    return f"SELECT {select.modifier} {_texts(select, select.projection) or '*'}"


def plain(select: Query, otherwise: str) -> str:
    """The variables that a SELECT projects as they are; without any, a constant of another name."""
    if not select.projection:
        return "*"
    bare = [each.expression for each in select.projection if each.expression is each.variable]
    return _texts(select, bare) or f"(1 AS {otherwise})"


def tail(select: Query) -> list[Step]:
    """The clauses that make or remove solutions, in the order of the text, each with its kind and text."""
    steps: list[Step] = []
    if select.group_by:
        steps.append((select, "select", f"GROUP BY {_texts(select, select.group_by)}"))
    for number, condition in enumerate(select.having):
        steps.append((condition, "having", f"{'' if number else 'HAVING '}{select.source(condition)}"))
    steps += slice_of(select)
    if select.values is not None:
        steps.append((select.values, "values", select.source(select.values)))
    return steps


def slice_of(select: Query) -> list[Step]:
    """LIMIT and OFFSET, in the order of the text; the first comes with ORDER BY."""
    ordered = f"ORDER BY {_texts(select, select.order_by)} " if select.order_by else ""
    return [
        (each, "limit", f"{'' if number else ordered}{select.source(each)}")
        for number, each in enumerate(select.slices)
    ]


def _texts(select: Query, nodes: Iterable[Node]) -> str:
    return " ".join(map(select.source, nodes))
