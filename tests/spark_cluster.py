"""A Spark cluster of two executors on this machine, which is asked over tables on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CLUSTER = "local-cluster[2,1,1024]"


@contextmanager
def cluster(master: str = CLUSTER) -> Iterator[Any]:
    """A session on it, which is the program's until it ends.

    master: the cluster's address (default: two executors of one processor and a gigabyte each).
    """
    from pyspark.sql import SparkSession

    # A plan of many joins wants a page of memory for each, and an executor here has a gigabyte.
    builder = SparkSession.builder.master(master).config("spark.buffer.pageSize", "1m")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
    # Ways to read statements that a cluster may have, and that are not ours.
    for name in ("escapedStringLiterals", "quotedRegexColumnNames"):
        builder = builder.config(f"spark.sql.parser.{name}", "true")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        session.stop()
