"""A worker process as an event loop sees it."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from contextlib import suppress

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.process import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What answers questions as well as queries.
MODULE = "atsmu_kg.serve.worker"
# So many bytes that nobody has asked for yet make the worker wait.
UNREAD = 1 << 18
LOWEST_PRIORITY = 19


class WorkerLink(asyncio.SubprocessProtocol):
    """A process that holds a copy of a dataset, and sends frames when it is asked; see ``stores.workers``.

    Several answers can't be under way at once. ``frame`` raises EOFError with the exit code of a process
    that is gone. ``is_warm`` is whether it has answered a question that is more than a query, for the first
    of which it imports and reads a good deal.
    """

    def __init__(self) -> None:
        self.answering = False
        self.is_warm = False
        self._transport: Any = None
        self._received = bytearray()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._unread = 0
        self._waiter: asyncio.Future[None] | None = None
        self._gone = False
        self._gives_way = False

    @classmethod
    async def start(
        cls, megabytes: int, dataset: tuple[bytes, bytes], *arguments: str, module: str = MODULE
    ) -> WorkerLink:
        """A process with a dataset, which the frame names; EOFError or StoreError if it can't have it.

        arguments, module: those of ``stores.workers.process.command``.
        """
        words, settings = command(megabytes, *arguments, module=module)
        loop = asyncio.get_running_loop()
        _, link = await loop.subprocess_exec(cls, *words, **settings)
        try:
            link.send(*dataset)
            await link.frame()
        except BaseException:
            link.kill()
            # Who looks after the process must hear of its end while the loop runs.
            await link.gone()
            raise
        return link

    def ask(self, request: bytes) -> None:
        """Send a question, whose answer ends with an END or ERROR frame."""
        self.answering = True
        self.send(frames.QUERY, request)

    def send(self, kind: bytes, payload: bytes) -> None:
        """Send a frame."""
        self._transport.get_pipe_transport(0).write(frames.HEAD.pack(kind, len(payload)) + payload)

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame from the process; raises the error that it tells of."""
        while not self._frames:
            if self._gone:
                raise EOFError(self._transport.get_returncode())
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        kind, payload = self._frames.popleft()
        if self._unread >= UNREAD > self._unread - len(payload):
            self._transport.get_pipe_transport(1).resume_reading()
        self._unread -= len(payload)
        if kind in (frames.END, frames.ERROR):
            self.answering = False
        if kind == frames.ERROR:
            raise frames.unpack_error(payload)
        return kind, payload

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return not self._gone

    def give_way(self) -> None:
        """Let it have the processor when nobody else wants it."""
        self._gives_way = self._set_priority(LOWEST_PRIORITY)

    def stand_up(self) -> bool:
        """Let it compete for the processor again; whether it does."""
        self._gives_way = self._gives_way and not self._set_priority(0)
        return not self._gives_way

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        with suppress(ProcessLookupError):
            self._transport.kill()
        # Not the transport as a whole, which would take the exit code away from who waits for it.
        for pipe in (0, 1):
            self._transport.get_pipe_transport(pipe).close()

    async def gone(self) -> None:
        """Wait until the process is."""
        with suppress(EOFError):
            while True:
                with suppress(AtsmuKGError):
                    await self.frame()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process runs."""
        self._transport = transport

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Take frames apart as they come."""
        received, size = self._received, frames.HEAD.size
        received += data
        start = 0
        while len(received) - start >= size:
            kind, length = frames.HEAD.unpack_from(received, start)
            end = start + size + length
            if len(received) < end:
                break
            self._frames.append((kind, bytes(received[start + size : end])))
            before, self._unread = self._unread, self._unread + length
            if before < UNREAD <= self._unread:
                self._transport.get_pipe_transport(fd).pause_reading()
            start = end
        del received[:start]
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """The process is gone, and all that it had sent is here."""
        self._gone = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _set_priority(self, priority: int) -> bool:
        if not hasattr(os, "setpriority"):
            return False
        try:
            os.setpriority(os.PRIO_PROCESS, self._transport.get_pid(), priority)
        except OSError:  # not allowed, or the process is gone
            return False
        return True
