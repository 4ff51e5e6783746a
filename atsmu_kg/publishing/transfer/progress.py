"""What a transfer tells while it goes on."""

from __future__ import annotations

from typing import NamedTuple

from atsmu_kg.text import counted, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[["Step"], None]


class Step(NamedTuple):
    """A graph, or a part of it, has been dealt with.

    ``action`` is ``kept`` for a graph that was there already, ``added``, ``replaced`` or ``pulled`` for one
    that is complete now, and ``sending`` while it is on its way.

    >>> print(Step("the default graph", 1, 61, "added", 8794))
    1/61 the default graph: added, 8,794 triples
    """

    graph: str
    number: int
    graphs: int
    action: str
    triples: int

    @property
    def complete(self) -> bool:
        """Whether this graph is done."""
        return self.action != "sending"

    def __str__(self) -> str:
        done = f"{self.action}, {counted(self.triples, 'triple')}"
        return f"{self.number}/{self.graphs} {printable(self.graph)}: {done}"


def silent(_: Step) -> None:
    """Tell nobody."""
