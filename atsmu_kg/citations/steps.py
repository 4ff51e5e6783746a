"""The steps that a repeated path may take, and the shortest way from one term to another."""

from __future__ import annotations

from heapq import heappop, heappush

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    # Subject, predicate, object and graph (empty for the default graph) as cells.
    Statement = tuple[str, str, str, str]
    Statements = frozenset[Statement]


class Steps:
    """A graph whose edges are single repetitions of a path, each with the statements that make it up.

    >>> one, two = frozenset({("a", "p", "b", "")}), frozenset({("b", "p", "c", "")})
    >>> steps = Steps({("a", "b", ""): one, ("b", "c", ""): two})
    >>> steps.way("a", "c", "") == one | two, steps.way("c", "a", "") is None
    (True, True)
    """

    def __init__(self, edges: Mapping[tuple[str, str, str], Statements]) -> None:
        self._from: dict[tuple[str, str], list[tuple[str, Statements]]] = {}
        for (start, end, graph), statements in sorted(edges.items(), key=lambda edge: edge[0]):
            self._from.setdefault((start, graph), []).append((end, statements))
        self._ways: dict[tuple[str, str], dict[str, Statements]] = {}

    def one(self, start: str, end: str, graph: str) -> Statements | None:
        """The statements of a single step, None if there is none."""
        return next((each for to, each in self._from.get((start, graph), ()) if to == end), None)

    def way(self, start: str, end: str, graph: str) -> Statements | None:
        """The fewest statements that lead from one term to another in a step or more, None if none do."""
        if (start, graph) not in self._ways:
            self._ways[start, graph] = self._search(start, graph)
        return self._ways[start, graph].get(end)

    def _search(self, start: str, graph: str) -> dict[str, Statements]:
        reached: dict[str, Statements] = {}
        waiting: list[tuple[int, str, int, Statements]] = []
        count = 0
        at = start
        so_far: Statements = frozenset()
        while True:
            for end, statements in self._from.get((at, graph), ()):
                if end not in reached:
                    count += 1
                    way = so_far | statements
                    heappush(waiting, (len(way), end, count, way))
            while waiting and waiting[0][1] in reached:
                heappop(waiting)
            if not waiting:
                return reached
            _, at, _, so_far = heappop(waiting)
            reached[at] = so_far
