"""`python -m benchmarks.engines [COPIES …]`: our graph, many times over, in the engines of one machine.

Each engine starts in processes of its own, loads all copies, and is asked ten named queries, whose rows are
compared with those of the embedded engine. One that takes more time or memory than it may is ended, and what
it did until then is told; with more copies it is not tried again. The servers are those of tests/endpoints,
as they are set up there, but for room and patience: Virtuoso gets the buffers that its makers advise for the
memory, Comunica a larger heap, and no server ends by itself what takes it long.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox

import atsmu_kg
from atsmu_kg.errors import AtsmuKGError, LimitError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.publishing.tables import write as write_tables
from atsmu_kg.queries import packaged
from atsmu_kg.stores import bulk
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.text import counted
from benchmarks.copies import grow
from benchmarks.processes import end, resident
from tests.endpoints import comunica, oxigraph, rdflib_endpoint, virtuoso

COPIES = (1, 10, 100)
# Looking up one thing; all of a kind; counting over everything; and what compares figures with one another.
QUERIES = (
    "faculties", "student_origins", "who_says", "glossary", "figures",
    "purposes", "languages", "classes", "properties", "certainly_at_least",
)  # fmt: skip
ANSWER = "ASK { ?subject ?predicate ?object }"
PERIOD = 0.2
VIRTUOSO = 4096
"""MiB that its buffers are for: a thousand copies fit, and more take long to set up."""
HEAP = 12 * 1024
"""MiB that Comunica may have."""
DAY = 86400
"""Seconds; the limits end what takes long."""


@dataclass
class Measured:
    """What an engine took: seconds to load, MiB, and for each query seconds and rows, or what went wrong."""

    load: float | None = None
    disk: float = 0.0
    memory: float = 0.0
    answers: dict[str, float | str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    gave_up: str = ""


@dataclass
class Limits:
    """How long a load and an answer may take, in seconds, and how many MiB an engine may have."""

    load: float
    answer: float
    memory: float


class Engine:
    """One engine: ``opened`` makes a graph of a file of N-Quads, in a folder of its own."""

    def __init__(
        self, opened: Callable[[Path, Path, float], Any], missing: Callable[[], str] = lambda: ""
    ) -> None:
        self.opened = opened
        self.missing = missing

    def measured(self, data: Path, folder: Path, limits: Limits) -> Measured:
        """What it takes, in processes that are ended where they go over a limit."""
        spawn = multiprocessing.get_context("spawn")
        receiver, sender = spawn.Pipe(duplex=False)
        process = spawn.Process(target=run, args=(self.opened, data, folder, limits, sender))
        process.start()
        sender.close()
        assert process.pid is not None
        measured = Measured()
        deadline = time.monotonic() + limits.load
        while True:
            measured.memory = max(measured.memory, resident(process.pid, files=False) / 2**20)
            if receiver.poll(PERIOD):
                try:
                    name, told = receiver.recv()
                except EOFError:
                    break
                _note(measured, name, told)
                deadline = time.monotonic() + 2 * limits.answer
            if measured.memory > limits.memory:
                measured.gave_up = f"> {limits.memory:,.0f} MiB"
            elif time.monotonic() > deadline:
                measured.gave_up = f"> {limits.answer if measured.load else limits.load:,.0f} s"
            if measured.gave_up:
                break
        end(process.pid)
        process.join()
        if not measured.gave_up and len(measured.answers) < len(QUERIES):
            measured.gave_up = f"ended with {process.exitcode}"
        return measured


def _note(measured: Measured, name: str, told: Any) -> None:
    if name == "gave up":
        measured.gave_up = told
    elif name == "load":
        measured.load, measured.disk = told
    else:
        measured.answers[name], measured.rows[name] = told


def run(
    opened: Callable[[Path, Path, float], Any], data: Path, folder: Path, limits: Limits, out: Any
) -> None:
    """Load and ask in this process, and say at once what each took."""
    start = time.perf_counter()
    try:
        with opened(data, folder, limits.answer) as kg:
            # A server may have to read the data for it.
            assert kg.query(ANSWER, timeout=None if kg.store.embedded else limits.load)
            loaded = time.perf_counter() - start
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20
            out.send(("load", (loaded, size)))
            for name in QUERIES:
                out.send((name, asked(kg, name, limits.answer)))
    except Exception as error:  # noqa: BLE001
        # Whatever an engine fails by at a size is what this is to find out.
        said = list(filter(str.strip, str(error).splitlines())) or [""]
        out.send(("gave up", f"{type(error).__name__}: {said[-1][:60]}"))


def asked(kg: KnowledgeGraph, name: str, limit: float) -> tuple[float | str, str]:
    """The median seconds of some answers, or of one that is slow, and a digest of the rows."""
    try:
        first, rows = once(kg, name)
        again = [] if first > 1 else [once(kg, name)[0] for _ in range(5)]
    except LimitError:
        return f"> {limit:.0f} s", ""
    except AtsmuKGError as error:
        return type(error).__name__, ""
    return statistics.median(again or [first]), sha256(
        "\n".join(sorted(map(repr, rows))).encode()
    ).hexdigest()


def once(kg: KnowledgeGraph, name: str) -> tuple[float, list[Any]]:
    start = time.perf_counter()
    rows = list(kg.queries[name](**packaged()[name].example))
    return time.perf_counter() - start, rows


def in_memory(data: Path, folder: Path, limit: float) -> KnowledgeGraph:
    return KnowledgeGraph(EmbeddedStore.memory(str(data)))


def on_disk(data: Path, folder: Path, limit: float) -> KnowledgeGraph:
    bulk.load(folder / "store", [data])
    return atsmu_kg.open(folder / "store", create=False)


def on_tables(data: Path, folder: Path, limit: float) -> KnowledgeGraph:
    write_tables(ox.parse(path=data), folder / "tables")
    return atsmu_kg.tables(folder / "tables")


class Served:
    """One of the servers of tests/endpoints, with options of its own. It can be sent to another process."""

    def __init__(self, server: ModuleType, **options: Any) -> None:
        self._name = server.__name__
        self._options = options

    @contextmanager
    def __call__(self, data: Path, folder: Path, limit: float) -> Iterator[KnowledgeGraph]:
        with (
            sys.modules[self._name].serve(folder, data, **self._options) as endpoint,
            # Without the named graphs, of which there are too many to be told with each query.
            endpoint.connect(named_graphs=(), timeout=limit) as kg,
        ):
            yield kg


ENGINES = {
    "embedded, in memory": Engine(in_memory),
    "embedded, on disk": Engine(on_disk),
    "DuckDB over tables": Engine(on_tables),
    "Oxigraph server": Engine(Served(oxigraph), oxigraph.missing),
    "Virtuoso": Engine(
        Served(virtuoso, buffers=virtuoso.buffers(VIRTUOSO), names_graphs=False), virtuoso.missing
    ),
    "rdflib-endpoint": Engine(Served(rdflib_endpoint, patience=DAY)),
    "Comunica": Engine(Served(comunica, patience=DAY, memory=HEAP), comunica.missing),
}


def line(name: str, measured: Measured, base: Measured) -> str:
    """A row of the table: the first engine's times as they are, those of the others as multiples."""
    rest = measured.gave_up
    if measured.load is None:
        return f"| {name} | gave up: {rest} | | {measured.memory:.0f} MiB |{' |' * len(QUERIES)}"
    cells = [f"{measured.load:.1f} s", f"{measured.disk:.0f} MiB", f"{measured.memory:.0f} MiB"]
    for query in QUERIES:
        took, known = measured.answers.get(query, rest), base.answers.get(query)
        if isinstance(took, str):
            cells.append(took)
            continue
        if isinstance(known, float) and measured is not base:
            cells.append(f"{took / known:.{1 if took > known / 10 else 3}f}")
        else:
            cells.append(f"{took * 1000:.1f} ms")
        if base.rows.get(query, measured.rows[query]) != measured.rows[query]:
            cells[-1] += " (other rows)"
    return f"| {name} | {' | '.join(cells)} |"


def table(copies: int, limits: Limits, given_up: dict[str, str]) -> None:
    """Measure all engines at one size; ``given_up`` says which need not be tried, and gets more."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "grown.nq")
        quads = grow(data, copies)
        size = data.stat().st_size / 2**20
        times = counted(copies, "copy", "copies")
        print(f"\n{times}, {quads:,} quads, {size:,.0f} MiB as N-Quads\n")
        print(f"| engine | start and load | disk | memory | {' | '.join(QUERIES)} |")
        print(f"| --- {'| --- ' * (3 + len(QUERIES))}|")
        base: Measured | None = None
        for name, engine in ENGINES.items():
            if name in given_up:
                print(f"| {name} | not tried: {given_up[name]}{' |' * (3 + len(QUERIES))}")
                continue
            with tempfile.TemporaryDirectory() as directory:
                measured = engine.measured(data, Path(directory), limits)
            base = base if base and base.rows else measured
            print(line(name, measured, base), flush=True)
            if measured.load is None:
                given_up[name] = f"{measured.gave_up} with {copies:,}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--load", type=float, default=300.0, metavar="S", help="seconds for a load (300)")
    parser.add_argument("--answer", type=float, default=10.0, metavar="S", help="seconds for an answer (10)")
    half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**21
    parser.add_argument("--memory", type=float, default=half, metavar="MIB", help="(half of the machine's)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="this one only; may be repeated")
    parser.add_argument("copies", nargs="*", type=int, metavar="COPIES")
    given = parser.parse_args()
    given_up = {name: reason for name, engine in ENGINES.items() if (reason := engine.missing())}
    given_up |= {name: "not asked for" for name in ENGINES if given.engine and name not in given.engine}
    for copies in given.copies or COPIES:
        table(copies, Limits(given.load, given.answer, given.memory), given_up)
    return 0


if __name__ == "__main__":
    sys.exit(main())
