"""`python -m benchmarks.engines [COPIES …]`: our graph, many times over, in the embedded engine and servers.

A copy has IRIs of its own for things, passages and named graphs; the vocabulary stays one. Each engine starts
in a process of its own, loads all copies, and is asked some named queries, whose rows are compared with those
of the embedded engine. What takes too long is not tried again with more copies. The servers are those of
``tests/endpoints``, as they are set up there: one that is tuned to its machine does better.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import atsmu_kg
from atsmu_kg import files
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.errors import EndpointError, EndpointTimeoutError
from tests.endpoints import comunica, oxigraph, rdflib_endpoint, virtuoso

COPIES = (10, 30, 100)
# Each with what its answer does when the graph grows.
QUERIES: dict[str, dict[str, Any]] = {
    "faculties": {"lang": "en"},
    "certainly_at_least": {"lang": "en", "floor": 500},
    "classes": {},
    "properties": {},
}
RENAMED = tuple(f"<{atsmu_kg.rdf.namespaces.BASE}{kind}/" for kind in ("id", "graph", "source"))
# Seconds: how long an answer may take, and how long a load, for the next size to be tried.
PATIENCE = 10.0
LOAD = 15.0
ANSWER = "ASK { ?subject ?predicate ?object }"


@dataclass
class Measured:
    """What an engine took: seconds to start and load, MiB, and for each query seconds, or what went wrong."""

    load: float
    memory: float = 0.0
    answers: dict[str, float | str] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)


def grow(target: Path, copies: int) -> int:
    """Write the dataset so many times over as N-Quads; the number of quads."""
    dataset = Path(files.path("data/atsmu-kg.nq")).read_text(encoding="utf-8")
    written = 0
    with target.open("w", encoding="utf-8") as output:
        for copy in range(copies):
            text = dataset
            if copy:
                for start in RENAMED:
                    text = text.replace(start, f"{start}copy-{copy}/")
            same = set(dataset.splitlines()) if copy else set()
            lines = [line for line in text.splitlines() if line not in same]
            output.writelines(f"{line}\n" for line in lines)
            written += len(lines)
    return written


def asked(kg: KnowledgeGraph, measured: Measured) -> None:
    """Ask all queries, each five times after the first one, or once if it is slow."""
    for name, given in QUERIES.items():
        try:
            first, rows = once(kg, name, given)
        except EndpointTimeoutError:
            measured.answers[name] = f"> {PATIENCE:.0f} s"
            continue
        except EndpointError as error:
            measured.answers[name] = type(error).__name__
            continue
        again = [] if first > 1 else [once(kg, name, given)[0] for _ in range(5)]
        measured.answers[name] = statistics.median(again or [first])
        measured.rows[name] = sorted(map(repr, rows))


def once(kg: KnowledgeGraph, name: str, given: dict[str, Any]) -> tuple[float, list[Any]]:
    start = time.perf_counter()
    rows = list(kg.queries[name](**given))
    return time.perf_counter() - start, rows


def resident(group: int) -> float:
    """The resident memory of all processes of a group, in MiB."""
    pages = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                pages += int((process / "statm").read_text().split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def embedded(data: Path, directory: Path | None, results: Any) -> None:
    """Measure the embedded engine in this process; on disk if there is a directory."""
    os.setpgrp()
    start = time.perf_counter()
    store = (
        EmbeddedStore.open(directory / "store", create_from=str(data))
        if directory
        else EmbeddedStore.memory(str(data))
    )
    with store, KnowledgeGraph(store) as kg:
        assert kg.query(ANSWER)
        measured = Measured(time.perf_counter() - start)
        asked(kg, measured)
        measured.memory = resident(os.getpgrp())
    results.put(measured)


def apart(on_disk: bool) -> Callable[[Path, Path], Measured]:
    """The embedded engine in a process of its own, so that its memory can be told."""

    def measure(data: Path, directory: Path) -> Measured:
        spawn = multiprocessing.get_context("spawn")
        results: Any = spawn.Queue()
        process = spawn.Process(target=embedded, args=(data, directory if on_disk else None, results))
        process.start()
        measured: Measured = results.get()
        process.join()
        return measured

    return measure


def served(server: ModuleType) -> Callable[[Path, Path], Measured]:
    """One of the servers of tests/endpoints."""

    def measure(data: Path, directory: Path) -> Measured:
        start = time.perf_counter()
        with (
            server.serve(directory, data) as endpoint,
            # Without the named graphs, of which there are too many to be told with each query.
            endpoint.connect(named_graphs=(), timeout=PATIENCE) as kg,
        ):
            kg.query(ANSWER, timeout=10 * LOAD)
            measured = Measured(time.perf_counter() - start)
            asked(kg, measured)
            measured.memory = resident(endpoint.process.popen.pid)
        return measured

    return measure


ENGINES = {
    "embedded, in memory": apart(on_disk=False),
    "embedded, on disk": apart(on_disk=True),
    "Oxigraph server": served(oxigraph),
    "Virtuoso": served(virtuoso),
    "rdflib-endpoint": served(rdflib_endpoint),
    "Comunica": served(comunica),
}


@contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as directory:
        yield Path(directory)


def line(name: str, measured: Measured, base: Measured) -> str:
    """A row of the table: the first engine's figures as they are, those of the others as multiples."""
    cells = [f"{measured.load:.1f} s", f"{measured.memory:.0f} MiB"]
    for query in QUERIES:
        found, known = measured.answers[query], base.answers[query]
        if isinstance(found, str) or isinstance(known, str):
            cells.append(str(found))
        elif measured is base:
            cells.append(f"{found * 1000:.1f} ms")
        else:
            cells.append(f"{found / known:.1f}")
        if query in measured.rows and measured.rows[query] != base.rows[query]:
            cells[-1] += " (other rows)"
    return f"| {name} | {' | '.join(cells)} |"


def main(sizes: list[int]) -> int:
    given_up: dict[str, str] = {}
    for name, server in [("Virtuoso", virtuoso), ("Comunica", comunica)]:
        if reason := server.missing():
            given_up[name] = reason
    for copies in sizes:
        with scratch() as folder:
            data = folder / "grown.nq"
            quads = grow(data, copies)
            print(f"\n{copies} copies, {quads:,} quads\n")
            print(f"| engine | start and load | memory | {' | '.join(QUERIES)} |")
            print(f"| --- {'| --- ' * (2 + len(QUERIES))}|")
            base: Measured | None = None
            for name, measure in ENGINES.items():
                if name in given_up:
                    print(f"| {name} | not tried: {given_up[name]}{' |' * (2 + len(QUERIES))}")
                    continue
                with scratch() as directory:
                    measured = measure(data, directory)
                base = base or measured
                print(line(name, measured, base), flush=True)
                if measured.load > LOAD:
                    given_up[name] = f"{measured.load:.0f} s for fewer"
    return 0


if __name__ == "__main__":
    sys.exit(main([int(each) for each in sys.argv[1:]] or list(COPIES)))
