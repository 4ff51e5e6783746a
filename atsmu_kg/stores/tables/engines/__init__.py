"""Engines for SQL over Parquet files: what a store of tables wants of one.

- ``duckdb``: in this process
- ``spark``: a Spark session, on this machine or on a cluster
"""

from __future__ import annotations

from atsmu_kg.choices import TABLE_ENGINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Protocol

    from sqlglot.expressions import Expr

    from atsmu_kg.stores.call import StoreCall

    class Engine(Protocol):
        """What runs statements over tables. Many threads may ask at once.

        merges: whether its recursion keeps equal rows once, and so ends in a circle.
        gathers: whether it makes one text of all lines sooner than it hands them out.
        """

        merges: bool
        gathers: bool

        def sql(self, statement: Expr) -> str:
            """A statement in its words; the statement is changed."""

        def rows(
            self, statement: str, tables: Mapping[str, tuple[str, ...]], call: StoreCall
        ) -> list[tuple[Any, ...]]:
            """The rows of a statement.

            tables: the files that each of its tables is made of.
            call: what may end it from outside, and at its deadline.

            Raises UnsupportedQueryError for a value that can't be worked with exactly, TimeoutError at the
            deadline, Cancelled, and QueryError for what else goes wrong.
            """

        def close(self) -> None:
            """End what is at work, and let go of what it holds."""


def engine(name: object, directory: str) -> Engine:
    """The engine of that name over the files of a folder.

    name: one of ``choices.TABLE_ENGINES``.
    directory: the folder.

    Raises ParameterError for another name, MissingDependencyError if its package is not installed.
    """
    if TABLE_ENGINES.checked(name) == "spark":
        from atsmu_kg.stores.tables.engines.spark import Spark

        return Spark(directory)
    from atsmu_kg.stores.tables.engines.duckdb import DuckDB

    return DuckDB(directory)
