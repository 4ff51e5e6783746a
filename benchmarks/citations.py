"""What citing an answer costs, as a multiple of the query itself, for each query of the catalogue.

``warm`` is a query cited before, ``cold`` one whose text was never seen: it is parsed and rewritten first.
Both look up every statement's named graphs and what the graph of provenance says of them.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from itertools import count

import atsmu_kg
from atsmu_kg.citations import cite
from atsmu_kg.results import Result

TARGET = 5.0


def seconds(call: Callable[[], object], runs: int) -> float:
    """The least time of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> int:
    kg = atsmu_kg.load()
    warm, cold = [], []
    unseen = count()
    for name, query in kg.queries.items():
        result = query(**query.example)
        text = result.query

        def ask(text: str = text) -> object:
            return kg.query(text).rows  # type: ignore[union-attr]

        def cited(text: str = text, result: Result = result) -> object:
            return [(row.statements, row.sources, row.notes) for row in cite(kg.store, text, result)]

        def cited_first(cited: Callable[[str], object] = cited, text: str = text) -> object:
            return cited(f"{text}\n# {next(unseen)}")

        runs = max(3, min(50, int(0.02 / seconds(cited, 2))))
        plain = seconds(ask, max(runs, 10))
        warm.append(seconds(cited, runs) / plain)
        cold.append(seconds(cited_first, runs) / plain)
        print(f"{name:28} {plain * 1000:9.3f} ms  {len(result):5} rows  {warm[-1]:7.1f}  {cold[-1]:7.1f}")
    mean, first = map(statistics.geometric_mean, (warm, cold))
    met = "met" if mean <= TARGET else "MISSED"
    print(f"citing / asking, geometric mean: warm {mean:.2f}, cold {first:.2f}; target <= {TARGET:g} {met}")
    return 0 if mean <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
