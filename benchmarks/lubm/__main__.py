"""`python -m benchmarks.lubm [UNIVERSITIES …]`: the benchmark's queries over what follows from its data.

Each engine answers in a process of its own, so that its memory can be told. Rows are compared with those of
the embedded engine.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import atsmu_kg
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.embedded import EmbeddedStore
from benchmarks.lubm import queries, write

SIZES = (1, 10)
RUNS = 3


@dataclass
class Measured:
    """What an engine took: seconds to get ready and for each query, MiB at most, and the rows of each."""

    ready: float
    memory: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    rows: dict[str, tuple[int, str]] = field(default_factory=dict)


def embedded(data: Path) -> KnowledgeGraph:
    return KnowledgeGraph(EmbeddedStore.memory(str(data)))


def on_disk(data: Path) -> KnowledgeGraph:
    return KnowledgeGraph(EmbeddedStore.open(data.with_suffix(".store"), read_only=True))


def on_duckdb(data: Path) -> KnowledgeGraph:
    return atsmu_kg.tables(data.with_suffix(".tables"), engine="duckdb")


ENGINES: dict[str, Callable[[Path], KnowledgeGraph]] = {
    "embedded, in memory": embedded,
    "embedded, on disk": on_disk,
    "DuckDB over tables": on_duckdb,
}


def asked(opened: Callable[[Path], KnowledgeGraph], data: Path, results: Any) -> None:
    """Ask all queries in this process."""
    start = time.perf_counter()
    kg = opened(data)
    assert kg.query("ASK { ?subject ?predicate ?object }")
    measured = Measured(time.perf_counter() - start)
    for name, text in queries().items():
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            rows = list(kg.select(text))
            times.append(time.perf_counter() - start)
        measured.seconds[name] = statistics.median(times)
        digest = sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
        measured.rows[name] = (len(rows), digest)
    measured.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    results.put(measured)


def measured(opened: Callable[[Path], KnowledgeGraph], data: Path) -> Measured:
    spawn = multiprocessing.get_context("spawn")
    results: Any = spawn.Queue()
    process = spawn.Process(target=asked, args=(opened, data, results))
    process.start()
    answer: Measured = results.get()
    process.join()
    return answer


def prepared(folder: Path, count: int) -> Path:
    """The data as a file, as a store on disk and as tables; says what each took."""
    data = folder / "universities.nt"
    start = time.perf_counter()
    stated, written = write(data, count)
    print(f"\n{count} universities: {stated:,} triples stated, {written:,} with what follows")
    print(f"made in {time.perf_counter() - start:.1f} s", end="")
    start = time.perf_counter()
    with EmbeddedStore.open(data.with_suffix(".store"), create_from=str(data)) as store:
        print(f", loaded on disk in {time.perf_counter() - start:.1f} s", end="")
        start = time.perf_counter()
        tables = data.with_suffix(".tables")
        KnowledgeGraph(store).export(tables, "parquet")
    size = sum(file.stat().st_size for file in tables.rglob("*.parquet")) / 2**20
    print(f", exported to {size:.1f} MiB of tables in {time.perf_counter() - start:.1f} s\n")
    return data


def main(sizes: list[int]) -> int:
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = prepared(Path(folder), count)
            engines = {name: measured(opened, data) for name, opened in ENGINES.items()}
        base, *others = engines.values()
        print(f"| query | rows | {' | '.join(engines)} |")
        print(f"| --- {'| --- ' * (1 + len(engines))}|")
        for name, (rows, digest) in base.rows.items():
            cells = [f"{base.seconds[name] * 1000:.1f} ms"]
            for other in others:
                different = (
                    "" if other.rows[name] == (rows, digest) else f" ({other.rows[name][0]} other rows)"
                )
                cells.append(f"{other.seconds[name] * 1000:.1f} ms{different}")
            print(f"| {name} | {rows} | {' | '.join(cells)} |")
        for title, cells in {
            "all": [f"{sum(engine.seconds.values()):.2f} s" for engine in engines.values()],
            "getting ready": [f"{engine.ready:.2f} s" for engine in engines.values()],
            "memory": [f"{engine.memory:.0f} MiB" for engine in engines.values()],
        }.items():
            print(f"| {title} | | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main([int(count) for count in sys.argv[1:]] or list(SIZES)))
