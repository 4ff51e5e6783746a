"""The engines that are asked, each in a process of its own, so that its memory can be told."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

import atsmu_kg
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.embedded import EmbeddedStore
from benchmarks.lubm import queries
from benchmarks.processes import processor, resident
from benchmarks.resources import peak
from tests.spark_cluster import cluster

RUNS = 3
SPARK = "Spark over tables"


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


@contextmanager
def on_spark(data: Path) -> Iterator[KnowledgeGraph]:
    with cluster(), atsmu_kg.tables(data.with_suffix(".tables"), engine="spark") as kg:
        yield kg


ENGINES: dict[str, Callable[[Path], AbstractContextManager[KnowledgeGraph]]] = {
    "embedded, in memory": embedded,
    "embedded, on disk": on_disk,
    "DuckDB over tables": on_duckdb,
    SPARK: on_spark,
}


def asked(name: str, data: Path) -> Measured:
    """Ask an engine all queries in this process."""
    # Spark works in processes of its own, of which hundredths of a second are known.
    spent = partial(processor, os.getpid()) if name == SPARK else time.process_time
    begun = spent()
    with ENGINES[name](data) as kg:
        assert kg.query("ASK { ?subject ?predicate ?object }")
        measured = Measured(spent() - begun)
        for query, text in queries().items():
            times, spans = [], []
            for _ in range(RUNS):
                start, begun = time.perf_counter(), spent()
                answer = kg.store.query(text)
                times.append(time.perf_counter() - start)
                spans.append(spent() - begun)
            measured.processor[query] = statistics.median(spans)
            measured.first[query] = spans[0]
            measured.clock[query] = statistics.median(times)
            rows = sorted(answer.tsv.splitlines()[1:])
            measured.rows[query] = (len(rows), sha256("\n".join(rows).encode()).hexdigest())
        measured.memory = resident(os.getpid()) / 2**20 if name == SPARK else peak()
    return measured


def measured(name: str, data: Path) -> Measured:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(asked, name, data).result()
