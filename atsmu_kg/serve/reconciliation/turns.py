"""Turns: who is answered next, where only one can be at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Turns:
    """A lock that those who come for the first time and those who come again get in turns.

    So a short request waits for one part of a long one at most, and no long one waits for all short ones.
    """

    def __init__(self) -> None:
        self._is_taken = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._again: deque[asyncio.Future[None]] = deque()
        self._again_next = False

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._first) + len(self._again)

    @asynccontextmanager
    async def turn(self, *, again: bool) -> AsyncIterator[None]:
        """One turn, which ends with the block."""
        if self._is_taken:
            await self._waited(self._again if again else self._first)
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _waited(self, queue: deque[asyncio.Future[None]]) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter in queue:
                queue.remove(waiter)
            elif not waiter.cancelled():  # its turn had come
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        queues = (self._again, self._first) if self._again_next else (self._first, self._again)
        for queue in queues:
            while queue:
                waiter = queue.popleft()
                if not waiter.done():
                    self._again_next = queue is self._first
                    waiter.set_result(None)
                    return
        self._is_taken = False
