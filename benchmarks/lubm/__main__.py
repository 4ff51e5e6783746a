"""`python -m benchmarks.lubm [UNIVERSITIES …]`: the benchmark's queries over what follows from its data.

Rows are compared with those of the first engine. Times are those on a processor, of all threads together, and
of all processes of Spark; "by the clock" is what went by.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.embedded import EmbeddedStore
from benchmarks.lubm import write
from benchmarks.lubm.engines import ENGINES, SPARK, measured

SIZES = (1, 10)


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


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    named = "this one; may be repeated (default: all that are not on Spark)"
    parser.add_argument("--engine", action="append", choices=ENGINES, help=named)
    parser.add_argument("--clock", action="store_true", help="tell each query's time by the clock")
    parser.add_argument("sizes", nargs="*", type=int, metavar="UNIVERSITIES")
    given = parser.parse_args()
    names = given.engine or [name for name in ENGINES if name != SPARK]
    for count in given.sizes or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            data = prepared(Path(folder), count)
            engines = {name: measured(name, data) for name in names}
        base = engines[names[0]]
        print(f"| query | rows | {' | '.join(engines)} |")
        print(f"| --- {'| --- ' * (1 + len(engines))}|")
        for name, (rows, digest) in base.rows.items():
            cells = []
            for engine in engines.values():
                took = (engine.clock if given.clock else engine.processor)[name]
                other = engine.rows[name]
                different = "" if other == (rows, digest) else f" ({other[0]} other rows)"
                cells.append(f"{took * 1000:.1f} ms{different}")
            print(f"| {name} | {rows} | {' | '.join(cells)} |")
        for title, cells in {
            "all": [f"{sum(engine.processor.values()):.2f} s" for engine in engines.values()],
            "all, for the first time": [f"{sum(engine.first.values()):.2f} s" for engine in engines.values()],
            "all, by the clock": [f"{sum(engine.clock.values()):.2f} s" for engine in engines.values()],
            "getting ready": [f"{engine.ready:.2f} s" for engine in engines.values()],
            "memory": [f"{engine.memory:.0f} MiB" for engine in engines.values()],
        }.items():
            print(f"| {title} | | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
