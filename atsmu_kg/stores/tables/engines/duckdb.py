"""DuckDB in this process."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import lru_cache
from glob import escape
from tempfile import TemporaryDirectory
from threading import Lock

from sqlglot import exp

from atsmu_kg.errors import MissingDependencyError, QueryError, StoreError
from atsmu_kg.files import beside
from atsmu_kg.stores.call import Cancelled
from atsmu_kg.stores.tables.dictionary import TERMS
from atsmu_kg.stores.tables.engines.interruption import Running
from atsmu_kg.stores.tables.engines.quotient import quotient
from atsmu_kg.stores.tables.fragments import call, identifier, text, truth
from atsmu_kg.stores.tables.refusal import beyond, of_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from duckdb import DuckDBPyConnection, Statement
    from sqlglot.expressions import Expr

    from atsmu_kg.stores.call import StoreCall

# Bytes of tables that are held in memory, at most.
HELD = 200 * 10**6


class DuckDB:
    """DuckDB over the files of a folder, in memory of its own.

    directory: the folder. A table is read into memory when it is first asked for, as far as there is room
        for it (``HELD``); the others are read from their files each time.

    Raises MissingDependencyError where DuckDB is not installed.
    """

    merges = True
    gathers = True

    def __init__(self, directory: str) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise MissingDependencyError.of("duckdb", "tables") from error
        self._directory = directory
        self._module = duckdb
        # What it has no memory for goes there, by default beside the program's own files.
        self._spilled = TemporaryDirectory(prefix="atsmu-kg-", ignore_cleanup_errors=True)
        # No network: what it does not have it would fetch.
        self._connection = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": self._spilled.name,
            }
        )
        # What a file says of itself; it is read again when the file is another.
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")
        self._attached: set[str] = set()
        self._room = HELD
        # Of the connection, which takes one call at a time.
        self._lock = Lock()
        self._running = Running()
        # DuckDB takes longer to read a statement than to find a few rows; it runs a copy of what is read.
        self._parsed = lru_cache(maxsize=64)(self._parse)

    def sql(self, statement: Expr) -> str:
        """A statement in DuckDB's words."""
        for node in reversed(list(statement.find_all(exp.Anonymous))):
            if node.this == "EXACT_QUOTIENT":
                dividend, divisor = node.expressions
                node.replace(quotient(dividend, divisor, "HUGEINT"))
            elif node.this == "REPLACE_ALL":
                node.replace(call("REGEXP_REPLACE", *node.expressions, text("g")))
        return statement.sql("duckdb")

    def rows(
        self, statement: str, tables: Mapping[str, tuple[str, ...]], call: StoreCall
    ) -> list[tuple[Any, ...]]:
        """The rows of a statement; see ``Engine``."""
        self._attach(tables)
        try:
            parsed = self._parsed(statement)
            with self._cursor() as cursor:
                return self._running.result(lambda: cursor.execute(parsed).fetchall(), cursor.interrupt, call)
        except self._module.Error as error:
            raise self._trouble(error, call) from error

    def close(self) -> None:
        """End what is at work, and let go of its memory."""
        self._running.close()
        with self._lock:
            self._connection.close()
        self._spilled.cleanup()

    @contextmanager
    def _cursor(self) -> Iterator[DuckDBPyConnection]:
        with self._lock:
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            with self._lock:
                cursor.close()

    def _parse(self, statement: str) -> Statement:
        with self._lock:
            (parsed,) = self._connection.extract_statements(statement)
            return parsed

    def _attach(self, tables: Mapping[str, tuple[str, ...]]) -> None:
        """Give the tables their names."""
        with self._lock:
            for name, paths in tables.items():
                if name in self._attached:
                    continue
                try:
                    self._create(name, [os.path.join(self._directory, path) for path in paths])  # noqa: PTH118
                except self._module.Error as error:
                    raise self._unreadable(error) from error
                self._attached.add(name)

    def _create(self, name: str, files: list[str]) -> None:
        """A table of these files, in memory if it has room there.

        The folders above them may be called as they like: a ``*`` is one, and ``language=en`` is no column.
        """
        files = [escape(file) for file in files]
        # What holds all triples once more is for the few questions that name no property.
        held = name == TERMS or "/" in name
        if held:
            ((size,),) = self._connection.execute(beside(__file__, "size.sql"), {"files": files}).fetchall()
            held = size <= self._room
        plain = exp.EQ(this=identifier("hive_partitioning"), expression=truth(False))
        read = call("READ_PARQUET", exp.Array(expressions=[text(file) for file in files]), plain)
        create = exp.Create(
            this=exp.Table(this=exp.to_identifier(name, quoted=True)),
            kind="TABLE" if held else "VIEW",
            expression=exp.Select().select(exp.Star()).from_(read),
        )
        self._connection.execute(create.sql("duckdb"))
        if held:
            self._room -= size

    def _trouble(self, error: Exception, call: StoreCall) -> Exception:
        refused = of_message(str(error))
        if refused is not None:
            return refused
        if isinstance(error, self._module.InterruptException):
            return Cancelled() if call.cancelled else TimeoutError("the deadline has passed")
        if isinstance(error, self._module.IOException):
            return self._unreadable(error)
        if isinstance(error, self._module.OutOfRangeException | self._module.ConversionException):
            return beyond("a number of so many digits", _first_line(error))
        advice = "Ask for less, or ask the embedded engine."
        return QueryError(f"DuckDB can't answer the query: {_first_line(error)}", advice=advice)

    def _unreadable(self, error: Exception) -> StoreError:
        return StoreError(
            f"a table can't be read: {_first_line(error)}",
            file=self._directory,
            advice="Export the tables anew.",
        )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
