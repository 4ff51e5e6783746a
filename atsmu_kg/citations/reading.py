"""From the columns of a provenance query's answer to what a plan wants of each solution."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from atsmu_kg.citations.plan import Part, Plan, Slots, Walk
    from atsmu_kg.citations.steps import Statement

    Cells = tuple[str, ...]
    Take = Callable[[Cells], Cells]
    Needs = tuple[int, ...]


@lru_cache(maxsize=256)
def reading(plan: Plan, columns: Cells) -> PlanReading:
    """How to read the solutions with these columns."""
    return PlanReading(plan, columns)


class PlanReading:
    """A plan applied to the columns of an answer: functions that take what is wanted out of a solution.

    They are given the solution's cells with ``constants`` behind them.
    """

    __slots__ = (
        "_places",
        "_width",
        "always",
        "caveats",
        "constants",
        "graphs",
        "key",
        "parts",
        "plain",
        "sometimes",
        "walks",
    )

    def __init__(self, plan: Plan, columns: tuple[str, ...]) -> None:
        self._places = {f"?{name}": at for at, name in enumerate(columns)}
        self._width = len(columns)
        self.constants: Cells = ()
        self.key = self._taking(plan.key)
        # An itemgetter of four places makes the statement in one call; it is done for each pattern of a row.
        self.always: list[Callable[[Cells], Statement]] = []
        self.sometimes: list[tuple[Callable[[Cells], Statement], Needs]] = []
        for occurrence in plan.occurrences:
            take: Callable[[Cells], Statement] = itemgetter(*map(self._place, occurrence.slots))
            if occurrence.needs:
                self.sometimes.append((take, self._needs(occurrence.needs)))
            else:
                self.always.append(take)
        self.graphs = [(self._taking(graph.slots), self._needs(graph.needs)) for graph in plan.graphs]
        self.walks: list[tuple[Walk, Take, Needs]] = [
            (walk, self._taking(walk.ends), self._needs(walk.needs)) for walk in plan.walks
        ]
        self.parts: list[tuple[Part, Take, Needs]] = [
            (part, self._taking(part.key), self._needs(part.needs)) for part in plan.parts
        ]
        self.caveats: list[tuple[str, Needs, int | None]] = [
            (
                remark.text,
                self._needs(remark.needs),
                self._places[f"?{remark.unless}"] if remark.unless else None,
            )
            for remark in plan.caveats
        ]

        self.plain = not (self.sometimes or self.caveats or self.parts or self.walks or self.graphs)

    def _place(self, slot: str) -> int:
        if slot not in self._places:
            self._places[slot] = self._width + len(self.constants)
            self.constants += (slot,)
        return self._places[slot]

    def _taking(self, slots: Slots) -> Take:
        places = [self._place(slot) for slot in slots]
        if len(places) > 1:
            return itemgetter(*places)
        return lambda row: tuple([row[place] for place in places])

    def _needs(self, names: tuple[str, ...]) -> Needs:
        return tuple(self._places[f"?{name}"] for name in names)
