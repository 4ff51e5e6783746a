"""Where an expression asks for a pattern, and whether it wants it to be there or not."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Operation
from atsmu_kg.sparql.patterns import Exists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.nodes import Node

    # An EXISTS, what is wanted of its pattern, and whether the condition fails without it.
    Asked = tuple[Exists, int, bool]

WANTED, UNWANTED, EITHER = 1, -1, 0


def patterns_asked(expression: Node, want: int = WANTED) -> Iterator[Asked]:
    """Each EXISTS in a condition that must hold; whether its pattern is wanted; and whether without fail.

    >>> from atsmu_kg.sparql import parse
    >>> (condition,) = parse("ASK { FILTER(!EXISTS { ?s a 1 } && (?x || EXISTS { ?s a 2 })) }").where.filters
    >>> [(want, sure) for _, want, sure in patterns_asked(condition.expression)]
    [(-1, True), (1, False)]
    """
    waiting = [(expression, want, want == WANTED)]
    while waiting:
        node, want, sure = waiting.pop()
        if isinstance(node, Exists):
            yield node, -want if node.negated else want, sure
        elif isinstance(node, Operation) and node.operators[0] in ("&&", "||", "!"):
            # A disjunction that must not hold is a conjunction, and the other way round.
            splits = {"&&": UNWANTED, "||": WANTED}.get(node.operators[0])
            inner = -want if node.operators[0] == "!" else want
            waiting += [(argument, inner, sure and want != splits) for argument in reversed(node.arguments)]
        else:
            waiting += [(child, EITHER, False) for child in reversed(node.children())]
