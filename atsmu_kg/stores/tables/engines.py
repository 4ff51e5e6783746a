"""Engines that run SQL over Parquet files: DuckDB in this process."""

from __future__ import annotations

import os
from contextlib import contextmanager
from threading import Lock

from sqlglot import exp

from atsmu_kg.errors import MissingDependencyError, QueryError, StoreError
from atsmu_kg.stores.tables.fragments import binary, call, cast, column, whole
from atsmu_kg.stores.tables.refusal import of_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, Protocol

    from sqlglot.expressions import Expression

    class Engine(Protocol):
        """What runs statements.

        recursive: whether it has WITH RECURSIVE.
        """

        recursive: bool

        def sql(self, statement: Expression) -> str:
            """A statement in its dialect."""

        def rows(
            self, statement: str, tables: Mapping[str, tuple[str, ...]], *, limit: int | None = None
        ) -> list[tuple[Any, ...]]:
            """The rows of a statement over tables, which are files by their names; one more than a limit at most."""

        def interrupt(self) -> None:
            """End the statement that runs."""

        def close(self) -> None:
            """Let go of what it holds."""


class DuckDB:
    """DuckDB in this process.

    directory: that of the files.
    """

    recursive = True

    def __init__(self, directory: str) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise MissingDependencyError.of("duckdb", "tables") from error
        self._directory = directory
        self._errors = duckdb
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        self._connection.execute("SET enable_progress_bar = false")
        self._attached: set[str] = set()
        self._lock = Lock()

    def sql(self, statement: Expression) -> str:
        return _in_duckdb(statement).sql("duckdb")

    def rows(
        self, statement: str, tables: Mapping[str, tuple[str, ...]], *, limit: int | None = None
    ) -> list[tuple[Any, ...]]:
        self._attach(tables)
        try:
            with self._connection.cursor() as cursor:
                answer = cursor.execute(statement)
                return answer.fetchall() if limit is None else answer.fetchmany(limit + 1)
        except self._errors.Error as error:
            refused = of_message(str(error))
            if refused is not None:
                raise refused from error
            raise

    def interrupt(self) -> None:
        self._connection.interrupt()

    def close(self) -> None:
        self._connection.close()

    def _attach(self, tables: Mapping[str, tuple[str, ...]]) -> None:
        with self._lock:
            for name, paths in tables.items():
                if name in self._attached:
                    continue
                files = [exp.Literal.string(os.path.join(self._directory, path)) for path in paths]  # noqa: PTH118
                read = exp.Anonymous(this="read_parquet", expressions=[exp.Array(expressions=files)])
                view = exp.Create(
                    this=exp.Table(this=exp.to_identifier(name, quoted=True)),
                    kind="VIEW",
                    replace=True,
                    expression=exp.Select().select(exp.Star()).from_(read),
                )
                self._connection.execute(view.sql("duckdb"))
                self._attached.add(name)


def _in_duckdb(statement: Expression) -> Expression:
    """A statement in DuckDB's words; it is changed."""
    for node in reversed(list(statement.find_all(exp.Anonymous))):
        if node.this == "EXACT_QUOTIENT":
            node.replace(_quotient(*node.expressions))
        elif node.this == "REPLACE_ALL":
            node.replace(call("REGEXP_REPLACE", *node.expressions, exp.Literal.string("g")))
    return statement


def _quotient(dividend: Expression, divisor: Expression) -> Expression:
    """The quotient of two decimals cut behind 18 digits, by whole numbers of 128 bits.

    Both are taken with six digits behind the point, and the dividend with 18 more.
    """
    million = exp.Literal.number(10**6)
    scaled = [cast(binary(exp.Mul, cast(each, "DECIMAL(32, 6)"), million.copy()), "HUGEINT") for each in (dividend, divisor)]
    raised = binary(exp.Mul, scaled[0], cast(exp.Literal.number(10**18), "HUGEINT"))
    cut = exp.IntDiv(this=exp.Paren(this=raised), expression=exp.Paren(this=scaled[1]))
    unit = cast(exp.Literal.number("0.000000000000000001"), "DECIMAL(18, 18)")
    return binary(exp.Mul, cast(cut, "DECIMAL(38, 0)"), unit)
