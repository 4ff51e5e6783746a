"""What a provenance query tells: which of its columns make up the statements behind each solution."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.sparql.nodes import Node

    # Where a term comes from: "?name" is a column of the provenance query, anything else is the term itself.
    Slot = str
    Slots = tuple[Slot, ...]


class Occurrence:
    """A triple pattern: subject, predicate, object and graph (empty for the default graph); or a graph alone.

    It was matched in the solutions that bind all columns of ``needs``.
    """

    __slots__ = ("needs", "slots")

    def __init__(self, slots: Slots, needs: tuple[str, ...]) -> None:
        self.slots = slots
        self.needs = needs


class Remark:
    """What a citation says where statements alone don't support a row.

    It holds for the solutions that bind ``needs`` and, if ``unless`` is a column, leave that one unbound.
    """

    __slots__ = ("needs", "text", "unless")

    def __init__(self, text: str, node: Node, needs: tuple[str, ...] = (), unless: str = "") -> None:
        self.text = f"{node.line}:{node.column}: {text}"
        self.needs = needs
        self.unless = unless


class Walk:
    """A repeated path (``*``, ``+`` or ``?``); ``ends`` and the key of ``step`` are from, to and graph."""

    __slots__ = ("ends", "needs", "operator", "step")

    def __init__(self, step: Plan, ends: Slots, needs: tuple[str, ...], operator: str) -> None:
        self.step = step
        self.ends = ends
        self.needs = needs
        self.operator = operator


class Part:
    """A sub-select whose solutions can't be taken apart within the query around it: grouped or limited ones.

    ``key`` are the slots that hold the key of the part's plan.
    """

    __slots__ = ("key", "needs", "plan")

    def __init__(self, plan: Plan, key: Slots, needs: tuple[str, ...]) -> None:
        self.plan = plan
        self.key = key
        self.needs = needs


class Plan:
    """A provenance query and how to read its solutions.

    Solutions that agree on ``key`` support the same row: all together if ``together``, as for aggregates, or
    each by itself. ``by_key``: a VALUES clause of the key behind the text gives just its solutions.
    ``adds``: it has columns that the query itself has not. ``monotone``: more statements never take a row
    away. ``exact``: the smallest set of statements for a row is minimal, else it may hold too much.
    """

    __slots__ = (
        "adds",
        "by_key",
        "caveats",
        "exact",
        "graphs",
        "key",
        "monotone",
        "occurrences",
        "parts",
        "text",
        "together",
        "walks",
    )

    def __init__(self) -> None:
        self.text = ""
        self.adds = True
        self.key: Slots = ()
        self.together = False
        self.by_key = False
        self.monotone = True
        self.exact = True
        self.occurrences: list[Occurrence] = []
        self.graphs: list[Occurrence] = []
        self.walks: list[Walk] = []
        self.parts: list[Part] = []
        self.caveats: list[Remark] = []
