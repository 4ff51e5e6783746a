"""Rows of an answer while it is still coming, for loops and for ``async for``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import chain

from atsmu_kg.errors import ParameterError, QueryError
from atsmu_kg.results.rows import Row, row_type, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.protocol import Stream

    T = TypeVar("T")


class Rows(Iterator[Row]):
    """Rows as they arrive, each once; as a context manager it lets go of the connection at the end.

    Until the last row has been taken it is not known whether the answer is whole: if it isn't, the iteration
    ends with an EndpointError, or, where incomplete answers are allowed, with ``complete`` False.

    >>> from atsmu_kg.stores.answers import Solutions
    >>> with Rows(Solutions("?n\\n4\\n5\\n")) as rows:
    ...     rows.columns, [row.n for row in rows], rows.complete
    (('n',), [4, 5], True)
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._batches = stream.batches(value)
        self._rows: Iterator[Row] = iter(())
        self._ended = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; waits for the first row where only the answer knows them."""
        if not self._stream.columns and not self._ended:
            self._rows = chain(self._rows, self.batch())
        return self._stream.columns

    @property
    def complete(self) -> bool:
        """Whether these are all rows that the query has; QueryError before the last one is taken."""
        if not self._ended:
            raise QueryError(
                "the answer is still coming, so whether it is complete is not known",
                advice="Take all rows first.",
            )
        return not self.shortfall

    @property
    def shortfall(self) -> str:
        """What is missing, or an empty string."""
        return self._stream.shortfall

    def batch(self) -> list[Row]:
        """Rows that have come since the last ones were taken, at least one; none at the end."""
        for solutions in self._batches:
            if rows := list(map(row_type(self._stream.columns), solutions)):
                return rows
        self._ended = True
        return []

    def close(self) -> None:
        """Let go of the connection; rows that have not come are lost."""
        self._ended = True
        self._rows = iter(())
        self._batches = iter(())
        self._stream.close()

    def __reduce__(self) -> str:
        raise QueryError(
            "rows that are still coming can't be copied or sent to another process",
            advice="Take them first: list(rows).",
        )

    def __next__(self) -> Row:
        for row in self._rows:
            return row
        self._rows = iter(self.batch())
        return next(self._rows)

    def __iter__(self) -> Iterator[Row]:
        # The same rows as one by one, for loops without a call for each.
        yield from self._rows
        while rows := self.batch():
            self._rows = iter(rows)
            yield from self._rows

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Rows of {', '.join(self._stream.columns) or 'an answer that has not come'}>"


class AsyncRows(AsyncIterator[Row]):
    """The same for ``async for``: each batch is waited for in a thread, and the event loop goes on.

    A task that is cancelled while it waits closes the connection.
    """

    def __init__(self, begin: Callable[[], Rows], cancel: Callable[[], None]) -> None:
        self._begin = begin
        self._cancel = cancel
        self._begun: Rows | None = None
        self._rows: Iterator[Row] = iter(())

    async def __anext__(self) -> Row:
        for row in self._rows:
            return row
        self._rows = iter(await waited(self._batch, self._cancel))
        for row in self._rows:
            return row
        raise StopAsyncIteration

    @property
    def complete(self) -> bool:
        """As of Rows."""
        return self._begun is not None and self._begun.complete

    async def aclose(self) -> None:
        """Let go of the connection."""
        self._cancel()
        if self._begun is not None:
            self._begun.close()

    async def __aenter__(self) -> AsyncRows:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def _batch(self) -> list[Row]:
        if self._begun is None:
            self._begun = self._begin()
        return self._begun.batch()


def call_of_task(given: Mapping[str, Any]) -> StoreCall:
    """What ends with the task of an asynchronous call; ParameterError if another is given with it."""
    from atsmu_kg.stores.call import StoreCall

    if "call" in given:
        advice = "Leave it out: to end the call, cancel its task."
        raise ParameterError("an asynchronous call has a StoreCall of its own", advice=advice)
    return StoreCall()


async def waited(work: Callable[[], T], cancel: Callable[[], None]) -> T:
    """What work in a thread gives; if the task is cancelled meanwhile, the work is ended too."""
    import asyncio

    running = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        cancel()
        await asyncio.wait([running])
        if not running.cancelled():
            running.exception()
        raise
