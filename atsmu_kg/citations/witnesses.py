"""Plans carried out on a store: for each row the sets of statements that it can be derived from."""

from __future__ import annotations

from atsmu_kg.citations.reading import PlanReading, reading
from atsmu_kg.citations.steps import Steps
from atsmu_kg.files import beside
from atsmu_kg.stores.answers import Solutions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.citations.plan import Plan, Walk
    from atsmu_kg.citations.reading import Cells
    from atsmu_kg.citations.steps import Statement, Statements
    from atsmu_kg.stores.protocol import Store

    # The statements that a row can be derived from, and what is to be said besides.
    Witness = tuple[Statements, tuple[str, ...]]

# Statements or keys asked for at once.
BATCH = 200


class Witnesses:
    """Carries out the plans of one query on a store, each at most once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._parts: dict[Plan, dict[Cells, Witness]] = {}
        self._steps: dict[Plan, Steps] = {}
        self._mentions: dict[tuple[str, str], set[Statement]] = {}

    def of(
        self, plan: Plan, solutions: Solutions | None = None, *, values: str = ""
    ) -> dict[Cells, list[Witness]]:
        """All witnesses by the cells of the plan's key, each once.

        ``solutions`` are the answer to the plan's query, if it is at hand; ``values`` a VALUES clause to put
        behind that query.
        """
        read, rows = self._rows(plan, solutions, values)
        return self._by_key(read, rows)

    def _by_key(self, read: PlanReading, rows: list[Cells]) -> dict[Cells, list[Witness]]:
        for part, take_key, needs in read.parts:
            self._carry_out(part.plan, {take_key(row) for row in rows if _bound(row, needs)})
        key = read.key
        found: dict[Cells, dict[Witness, None]] = {}
        for row in rows:
            found.setdefault(key(row), {})[self._witness(read, row)] = None
        return {cells: list(several) for cells, several in found.items()}

    def _rows(self, plan: Plan, solutions: Solutions | None, values: str) -> tuple[PlanReading, list[Cells]]:
        if solutions is None:
            solutions = answer(self.store, f"{plan.text} {values}")
        read = reading(plan, solutions.columns)
        rows = solutions.rows(solutions.cells())
        return read, [row + read.constants for row in rows] if read.constants else list(rows)

    def _witness(self, read: PlanReading, row: Cells) -> Witness:
        if read.plain:
            return frozenset([take(row) for take in read.always]), ()
        statements = {take(row) for take in read.always}
        statements.update([take(row) for take, needs in read.sometimes if _bound(row, needs)])
        caveats = [
            text
            for text, needs, unless in read.caveats
            if _bound(row, needs) and (unless is None or not row[unless])
        ]
        for part, take_key, needs in read.parts:
            inner = self._parts[part.plan].get(take_key(row)) if _bound(row, needs) else None
            if inner is not None:
                statements |= inner[0]
                caveats += inner[1]
        self._add_ways(read, row, statements)
        for take_graph, needs in read.graphs:
            (graph,) = take_graph(row)
            if _bound(row, needs) and not any(statement[3] == graph for statement in statements):
                statements |= self._mention("", graph)
        return frozenset(statements), tuple(dict.fromkeys(caveats))

    def _add_ways(self, read: PlanReading, row: Cells, statements: set[Statement]) -> None:
        """Add the statements of repeated paths."""
        stays = []
        for walk, take_ends, needs in read.walks:
            if _bound(row, needs):
                ends = take_ends(row)
                way = self._way(walk, *ends)
                if way is None:
                    stays.append(ends)
                else:
                    statements |= way
        for node, _, graph in stays:
            # A path of no steps holds for what the graph mentions: some statement has to.
            if not any(
                node in (statement[0], statement[2]) and statement[3] == graph for statement in statements
            ):
                statements |= self._mention(node, graph)

    def _carry_out(self, plan: Plan, keys: set[Cells]) -> None:
        """Find what the solutions with these keys of a part of the query rest on."""
        known = self._parts.setdefault(plan, {})
        wanted = keys - known.keys()
        if not wanted:
            return
        settled: dict[Cells, Witness] = {}
        named = all(cell and cell[0] != "_" for key in wanted for cell in key)
        if plan.by_key and named and len(wanted) <= BATCH:
            settled = self._settled(plan, listed(plan.key, sorted(wanted)))
        if not wanted <= settled.keys():
            settled = self._settled(plan, "")
        known.update(settled)

    def _settled(self, plan: Plan, values: str) -> dict[Cells, Witness]:
        read, rows = self._rows(plan, None, values)
        if plan.together and read.plain:
            return _gathered(read, rows)
        settle = _together if plan.together else least
        return {key: settle(several) for key, several in self._by_key(read, rows).items()}

    def _way(self, walk: Walk, start: str, end: str, graph: str) -> Statements | None:
        """The statements of a repeated path, None if it takes no step."""
        if start == end and walk.operator != "+":
            return None
        if walk.step not in self._steps:
            found = self.of(walk.step)
            self._steps[walk.step] = Steps({(k[0], k[1], k[2]): least(all)[0] for k, all in found.items()})
        steps = self._steps[walk.step]
        return steps.one(start, end, graph) if walk.operator == "?" else steps.way(start, end, graph)

    def _mention(self, node: str, graph: str) -> set[Statement]:
        """A statement of a graph that mentions a node, or any if no node is given, if there is one."""
        if (node, graph) not in self._mentions:
            query = beside(__file__, "mention_in_graph.rq" if graph else "mention.rq")
            mentions: set[Statement] = set()
            for place in ("subject", "object"):
                values = f"VALUES (?{place} ?graph) {{ ({node or 'UNDEF'} {graph or 'UNDEF'}) }}"
                solutions = answer(self.store, f"{query} {values}")
                mentions = mentions or {(s, p, o, graph) for s, p, o in solutions.rows(solutions.cells())}
            self._mentions[node, graph] = mentions
        return self._mentions[node, graph]


def least(witnesses: list[Witness]) -> Witness:
    """The witness of the fewest statements, always the same one among equals."""
    if len(witnesses) == 1:
        return witnesses[0]
    fewest = min(len(statements) for statements, _ in witnesses)
    return min(
        (each for each in witnesses if len(each[0]) == fewest), key=lambda each: (sorted(each[0]), each[1])
    )


def answer(store: Store, text: str) -> Solutions:
    """The solutions of a SELECT."""
    solutions = store.query(text)
    assert isinstance(solutions, Solutions)
    return solutions


def listed(variables: Iterable[str], rows: Iterable[Cells]) -> str:
    """A VALUES clause.

    >>> listed(["?s", "?o"], [("<a:s>", "1")])
    'VALUES (?s ?o) {\\n(<a:s> 1)\\n}'
    """
    lines = "\n".join([f"({' '.join(row)})" for row in rows])
    return f"VALUES ({' '.join(variables)}) {{\n{lines}\n}}"


def _gathered(read: PlanReading, rows: list[Cells]) -> dict[Cells, Witness]:
    """The same as all witnesses together where each is made of the same patterns."""
    keys = list(map(read.key, rows))
    found: dict[Cells, set[Statement]] = {key: set() for key in keys}
    for take in read.always:
        for key, statement in zip(keys, map(take, rows), strict=True):
            found[key].add(statement)
    return {key: (frozenset(statements), ()) for key, statements in found.items()}


def _together(witnesses: list[Witness]) -> Witness:
    statements: Statements = frozenset().union(*[each[0] for each in witnesses])
    return statements, tuple(dict.fromkeys(text for _, caveats in witnesses for text in caveats))


def _bound(row: Cells, places: tuple[int, ...]) -> bool:
    for place in places:  # noqa: SIM110  (all() takes three times as long, and this is asked for each pattern)
        if not row[place]:
            return False
    return True
