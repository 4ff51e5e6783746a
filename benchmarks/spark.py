"""Named queries on a Spark cluster of two executors: the embedded engine's rows, over tables on disk.

python -m benchmarks.spark [--tables FOLDER] [--master MASTER] [QUERY …]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from time import perf_counter

import atsmu_kg
from atsmu_kg.errors import UnsupportedQueryError
from atsmu_kg.queries import packaged
from tests.spark_cluster import CLUSTER, cluster


def main() -> int:
    """1 if an answer differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", help="the folder of the packaged graph's tables (default: a new one)")
    parser.add_argument("--master", default=CLUSTER, help=f"the Spark master (default: {CLUSTER})")
    parser.add_argument("queries", nargs="*", metavar="QUERY")
    given = parser.parse_args()
    with atsmu_kg.load() as embedded, tempfile.TemporaryDirectory() as folder:
        directory = given.tables or f"{folder}/tables/"
        if not given.tables:
            embedded.export(directory)
        return compared(embedded, directory, given.master, given.queries)


def compared(embedded: atsmu_kg.KnowledgeGraph, directory: str, master: str, names: list[str]) -> int:
    """1 if Spark answers a query otherwise than the embedded engine."""
    begun = perf_counter()
    catalogue = packaged()
    differing = refused = 0
    with cluster(master), atsmu_kg.tables(directory, engine="spark") as graph:
        print(f"{master}: session after {perf_counter() - begun:.1f} s")
        for name in names or catalogue:
            text = catalogue[name].render(**catalogue[name].example)
            begun = perf_counter()
            try:
                answer = graph.store.query(text)
            except UnsupportedQueryError as error:
                refused += 1
                print(f"{name:28} refused: {error.part}")
                continue
            seconds = perf_counter() - begun
            same = answer.tsv == embedded.store.query(text).tsv
            differing += not same
            print(f"{name:28} {len(answer):6} rows {seconds:7.2f} s {'' if same else 'DIFFERS'}", flush=True)
    count = len(names or catalogue)
    same = count - differing - refused
    print(f"{same} of {count} with the embedded engine's rows, {refused} refused, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
