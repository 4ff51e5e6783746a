"""The engines that are asked, each in a process of its own, so that its memory can be told."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import atsmu_kg
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.embedded import EmbeddedStore
from benchmarks.lubm import queries
from benchmarks.resources import peak

RUNS = 3


@dataclass
class Measured:
    """What an engine took: seconds to get ready, MiB at most, the rows of each query and seconds for it.

    ``processor`` are those on a processor, whatever else the machine did, of all threads together; ``first``
    those when the query is asked for the first time; ``clock`` those that went by.
    """

    ready: float
    memory: float = 0.0
    processor: dict[str, float] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)
    clock: dict[str, float] = field(default_factory=dict)
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


def asked(opened: Callable[[Path], KnowledgeGraph], data: Path) -> Measured:
    """Ask all queries in this process."""
    begun = time.process_time()
    kg = opened(data)
    assert kg.query("ASK { ?subject ?predicate ?object }")
    measured = Measured(time.process_time() - begun)
    for name, text in queries().items():
        times, processor = [], []
        for _ in range(RUNS):
            start, begun = time.perf_counter(), time.process_time()
            answer = kg.store.query(text)
            times.append(time.perf_counter() - start)
            processor.append(time.process_time() - begun)
        measured.processor[name] = statistics.median(processor)
        measured.first[name] = processor[0]
        measured.clock[name] = statistics.median(times)
        rows = sorted(answer.tsv.splitlines()[1:])
        measured.rows[name] = (len(rows), sha256("\n".join(rows).encode()).hexdigest())
    measured.memory = peak()
    return measured


def measured(opened: Callable[[Path], KnowledgeGraph], data: Path) -> Measured:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(asked, opened, data).result()
