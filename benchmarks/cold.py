"""`python -m benchmarks.cold [NAME …]`: what a first answer costs, query by query, as ratios in one run.

Each named query with its example parameters, in a process of its own, beside one that imports the engine.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise

from atsmu_kg.queries import packaged
from benchmarks.__main__ import ATSMU_KG, process
from benchmarks.report import report

MOST = 3.9
MOST_OF = {"faculties": 3.6}
RUNS = 15


def command(name: str) -> list[str]:
    """The command of a query and its example, as in a shell."""
    parameters = packaged()[name].example.items()
    options = [word for key, value in parameters for word in (f"--{key.replace('_', '-')}", str(value))]
    return [ATSMU_KG, "run", name, *options]


def least(calls: list[Callable[[], object]], runs: int) -> list[float]:
    """The least processor time in seconds of the process of each call, taken in turn.

    What else the machine does makes it more, never less.
    """
    times: list[list[float]] = []
    for _ in range(runs + 1):
        spent = [_seconds_of_children()]
        for call in calls:
            call()
            spent.append(_seconds_of_children())
        times.append([after - before for before, after in pairwise(spent)])
    # The first of each may write bytecode.
    return [min(column) for column in zip(*times[1:], strict=True)]


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def figures(names: list[str]) -> Iterator[tuple[str, float, str, float, str]]:
    """Each query as soon as it is measured, with its target."""
    start = process(sys.executable, "-c", "import pyoxigraph")
    for name in names:
        engine, query = least([start, process(*command(name))], RUNS)
        note = f"{1000 * query:.0f} ms, {1000 * engine:.0f} ms"
        yield f"{name} / import pyoxigraph", query / engine, "<=", MOST_OF.get(name, MOST), note


if __name__ == "__main__":
    sys.exit(report(figures(sys.argv[1:] or list(packaged()))))
