"""What can't be said in SQL exactly is refused, with its place in the query."""

from __future__ import annotations

from atsmu_kg.errors import UnsupportedQueryError
from atsmu_kg.stores.tables.fragments import call, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Node

# What a message of an engine has around a place and a part.
MARK, END = "atsmu-kg:", " (atsmu-kg)"

ADVICE = "Ask the embedded engine: atsmu_kg.load() or atsmu_kg.open(…)."


def refusal(part: str, node: Node, advice: str = ADVICE) -> UnsupportedQueryError:
    """The error for a part of a query, to be raised.

    part: what it is, as a reader of the query would call it.
    node: where it stands.
    advice: what to do instead.
    """
    return UnsupportedQueryError(
        f"{part} can't be said in SQL exactly", advice=advice, line=node.line, column=node.column, part=part
    )


def fault(part: str, node: Node) -> Expr:
    """What ends a query, when it meets a value there of which the same holds."""
    return call("ERROR", text(f"{MARK}{node.line}:{node.column}:{part}{END}"))


def of_message(message: str) -> UnsupportedQueryError | None:
    """The error that an engine's message stands for, if ``fault`` was met."""
    _, marked, rest = message.partition(MARK)
    if not marked:
        return None
    line, column, part = rest.partition(END)[0].split(":", 2)
    return UnsupportedQueryError(
        f"{part} can't be said in SQL exactly", advice=ADVICE, line=int(line), column=int(column), part=part
    )


def beyond(part: str, reason: str) -> UnsupportedQueryError:
    """The error for what is met on the way and goes beyond an engine.

    part: what it is.
    reason: why, in words of the engine if it has some.
    """
    return UnsupportedQueryError(f"{part} can't be said in SQL exactly: {reason}", advice=ADVICE, part=part)
