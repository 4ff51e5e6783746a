"""A Spark session: that of the program if it has one, else one with Spark's own settings."""

from __future__ import annotations

import os
import re
from itertools import count
from threading import Lock

from sqlglot import exp

from atsmu_kg.errors import MissingDependencyError, QueryError, StoreError
from atsmu_kg.stores.call import Cancelled
from atsmu_kg.stores.tables.engines.interruption import Running
from atsmu_kg.stores.tables.engines.quotient import quotient
from atsmu_kg.stores.tables.fragments import DECIMAL, INTEGRAL, call
from atsmu_kg.stores.tables.refusal import beyond, of_message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlglot.expressions import Expr

    from atsmu_kg.stores.call import StoreCall

# What makes numbers exact, or an error; and texts and times what they are written as.
SETTINGS = {
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parser.quotedRegexColumnNames": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
}
# Unless the program has its own. Tables are a hundred times larger in memory than as files, by whose sizes
# Spark tells what is small enough to be sent to all executors; as it runs, it knows better.
PLANS = {
    "spark.sql.autoBroadcastJoinThreshold": "1MB",
    "spark.sql.adaptive.autoBroadcastJoinThreshold": "10MB",
}

NUMBER = "a number of so many digits", "no decimal of Spark's holds it"
PATH = "a repeated path with so many ways to go"
# The names of errors by which it says that something goes beyond it, with what that is, and why.
BEYOND = {
    "ARITHMETIC_OVERFLOW": NUMBER,
    "NUMERIC_VALUE_OUT_OF_RANGE": NUMBER,
    "RECURSION_LEVEL_LIMIT_EXCEEDED": (PATH, "spark.sql.cteRecursionLevelLimit ends it"),
    "RECURSION_ROW_LIMIT_EXCEEDED": (PATH, "spark.sql.cteRecursionRowLimit ends it"),
}

TERMS = (
    "id BIGINT, kind STRING, value STRING, datatype STRING, language STRING, decimal DECIMAL(38, 18), "
    "double DOUBLE, boolean BOOLEAN, instant TIMESTAMP_NTZ, offset_minutes SMALLINT"
)


class Spark:
    """Spark over the files of a folder, which all of its executors can read.

    directory: the folder.

    Raises MissingDependencyError where pyspark is not installed.
    """

    merges = False
    gathers = False

    def __init__(self, directory: str) -> None:
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession

            active = SparkSession.getActiveSession()
        except ImportError as error:
            raise MissingDependencyError.of("pyspark", "spark") from error
        self._directory = directory
        self._errors: tuple[type[Exception], ...] = (PySparkException,)
        self._own = None if active is not None else SparkSession.builder.appName("atsmu-kg").getOrCreate()
        # A session of our own on the same cluster: settings and names of tables stay in it.
        self._session = (active or self._own).newSession()  # type: ignore[union-attr]
        given = self._session.sparkContext.getConf()
        plans = {name: value for name, value in PLANS.items() if not given.contains(name)}
        for name, value in {**plans, **SETTINGS}.items():
            self._session.conf.set(name, value)
        self._attached: set[str] = set()
        self._lock = Lock()
        self._groups = count()
        self._running = Running()

    def sql(self, statement: Expr) -> str:
        """A statement in Spark's words."""
        integral, decimal = exp.DataType.build(INTEGRAL), exp.DataType.build(DECIMAL)
        for kind in statement.find_all(exp.DataType):
            if kind == integral:
                # Beside such a type Spark rounds decimals to integers, and then 2.5 is 3.
                kind.set("expressions", decimal.copy().expressions)
            elif kind.this == exp.DataType.Type.TIMESTAMP:
                kind.set("this", exp.DataType.Type.TIMESTAMPNTZ)
        for node in reversed(list(statement.find_all(exp.Anonymous))):
            if node.this == "EXACT_QUOTIENT":
                dividend, divisor = node.expressions
                node.replace(quotient(dividend, divisor, INTEGRAL))
            elif node.this == "REPLACE_ALL":
                string, pattern, replacement = node.expressions
                java = exp.Literal.string(re.sub(r"\\([1-9])", r"$\1", str(replacement.this)))
                node.replace(call("REGEXP_REPLACE", string, pattern, java))
            elif node.this == "ERROR":
                node.set("this", "RAISE_ERROR")
        for shared in statement.find_all(exp.CTE):
            shared.set("materialized", None)
        return statement.sql("spark")

    def rows(
        self, statement: str, tables: Mapping[str, tuple[str, ...]], call: StoreCall
    ) -> list[tuple[Any, ...]]:
        """The rows of a statement; see ``Engine``."""
        from py4j.protocol import Py4JError

        context = self._session.sparkContext
        group = f"atsmu-kg-{next(self._groups)}"

        def answered() -> list[tuple[Any, ...]]:
            # A group is that of a thread.
            context.setJobGroup(group, "atsmu-kg", interruptOnCancel=True)
            return [tuple(row) for row in self._session.sql(statement).collect()]

        try:
            self._attach(tables)
            return self._running.result(answered, lambda: context.cancelJobGroup(group), call)
        except (*self._errors, Py4JError) as error:
            raise self._trouble(error, call) from error

    def close(self) -> None:
        """End what is at work, and the session, unless the program had one before."""
        self._running.close()
        if self._own is not None:
            self._own.stop()

    def _attach(self, tables: Mapping[str, tuple[str, ...]]) -> None:
        """Give the tables their names."""
        with self._lock:
            for name in tables.keys() - self._attached:
                files = [_plain(os.path.join(self._directory, path)) for path in tables[name]]  # noqa: PTH118
                # With a schema given, Spark need not look into each file for one.
                read = self._session.read.schema(
                    TERMS if name == "terms" else _quad_columns(paths=tables[name])
                )
                read.parquet(*files).createOrReplaceTempView(_quoted(name))
                self._attached.add(name)

    def _trouble(self, error: Exception, call: StoreCall) -> Exception:
        refused = of_message(str(error))
        if refused is not None:
            return refused
        if call.cancelled:
            return Cancelled()
        if call.timeout is not None and not call.remaining:
            return TimeoutError("the deadline has passed")
        for name, (part, reason) in BEYOND.items():
            if name in str(error):
                return beyond(part, reason)
        reason = _reason(str(error))
        if "PATH_NOT_FOUND" in str(error) or "FAILED_READ_FILE" in str(error):
            advice = "Export the tables anew, to where all executors read."
            return StoreError(f"a table can't be read: {reason}", file=self._directory, advice=advice)
        return QueryError(
            f"Spark can't answer the query: {reason}", advice="Ask for less, or ask the embedded engine."
        )


def _quad_columns(paths: tuple[str, ...]) -> str:
    """The columns of files of triples or quads: those of one property do not repeat it."""
    names = ["subject", "object"] if "/" in paths[0] else ["subject", "predicate", "object"]
    if paths[0].startswith("named"):
        names.append("graph")
    return ", ".join(f"{name} BIGINT" for name in names)


def _plain(path: str) -> str:
    """A path as itself, which would be a pattern of paths where there is a ``*`` in it or the like."""
    return re.sub(r"([\\{}\[\]*?])", r"\\\1", path)


def _reason(message: str) -> str:
    """The line of a message that says what is wrong: of a stack of Java's errors the first that does."""
    told = re.search(r"^[:\s\d.]*[\w.$]*(?:Exception|Error): (.*[^:\s])\s*$", message, re.MULTILINE)
    return told[1] if told else message.partition("\n")[0]


def _quoted(name: str) -> str:
    return f"`{name}`"
