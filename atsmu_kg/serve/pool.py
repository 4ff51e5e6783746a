"""The worker processes of a server, and who gets one next."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager

from atsmu_kg.errors import LimitError, StoreError
from atsmu_kg.serve.likeness import is_lookup
from atsmu_kg.serve.link import WorkerLink
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Hashable

# After so many seconds a query is not a quick one; after so many more it leaves the processor to others.
SOON, LATE = 0.1, 1.0
# How many texts and clients are remembered, and how many may wait.
REMEMBERED = 10_000
QUEUE = 1_000
RETRY = 1.0


class Pool:
    """Workers that are used again, replaced when they were ended, and never all taken by slow queries.

    A query is known to be quick when its text was answered quickly before, or when its client's last one was,
    or when it is a mere lookup.
    What is not known may hold all workers but a reserve, which is there for what is; where that turns out to
    be slow, it is one of the others from then on, and further workers are started, as many as the reserve
    has. So a crowd of slow queries makes each other wait, but nobody else.

    dataset: the frame that tells a worker where the dataset is.
    count: how many workers there are.
    megabytes: by how much each may grow.
    """

    def __init__(self, dataset: tuple[bytes, bytes], *, count: int, megabytes: int) -> None:
        self.megabytes = megabytes
        self.size = 0
        self.ended = 0
        self._dataset = dataset
        self._count = count
        self._reserve = max(1, count // 3)
        self._places = count - self._reserve
        self._idle: list[WorkerLink] = []
        self._all: set[WorkerLink] = set()
        self._quick: deque[asyncio.Future[WorkerLink]] = deque()
        self._others: deque[asyncio.Future[WorkerLink]] = deque()
        self._others_turn = False
        self._remembered: dict[Hashable, bool] = {}
        self._starts: set[asyncio.Task[None]] = set()
        self.is_closed = False

    async def open(self) -> None:
        """Start the workers; there is one when this returns. StoreError if there can't be."""
        try:
            self._idle.append(await self._start())
        except EOFError as error:
            advice = "Check that there is memory for the dataset, once for each worker."
            raise StoreError(f"no worker can be started (exit code {error})", advice=advice) from error
        for _ in range(self._count - 1):
            self._add()

    async def close(self) -> None:
        """End all workers, and wait until they are gone."""
        starts = list(self._starts)
        self.end()
        await asyncio.gather(*starts, return_exceptions=True)
        await asyncio.gather(*(link.gone() for link in self._all))

    def end(self) -> None:
        """End all workers, whatever they are doing, and start no more."""
        self.is_closed = True
        for task in self._starts:
            task.cancel()
        for link in self._all:
            link.kill()

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker."""
        return not self.is_closed and self.size > 0

    @property
    def busy(self) -> int:
        """How many workers are answering."""
        return self.size - len(self._idle)

    @property
    def waiting(self) -> int:
        """How many questions wait for a worker."""
        return len(self._quick) + len(self._others)

    @asynccontextmanager
    async def worker(self, text: str, client: Hashable, *, warming: float = 0.0) -> AsyncIterator[WorkerLink]:
        """A worker for one question of a client; ended afterwards if it has not answered by then.

        text: what tells the question from others.
        client: who asks.
        warming: the further seconds that the first question of this kind may take a worker (default: none).

        Raises LimitError if too many wait already.
        """
        # Who asks several questions at once is known for one of them.
        is_known = self._remembered.pop(client, False)
        mark = hash(text)  # of a long text too
        quick = is_known or mark in self._remembered or is_lookup(text)
        turn = _Turn((mark, client), quick=quick)
        turn.link = link = await self._next(turn)
        soon = SOON if link.is_warm else SOON + warming
        turn.timer = asyncio.get_running_loop().call_later(soon, self._turned_out_slow, turn)
        try:
            yield link
        finally:
            turn.timer.cancel()
            link.is_warm = link.is_warm or warming > 0
            if not turn.slow and not link.answering:
                self._remember(turn.marks)
            self._places += turn.has_place
            self._return(link)

    async def _next(self, turn: _Turn) -> WorkerLink:
        if self.waiting >= QUEUE:
            raise LimitError(
                f"{counted(QUEUE, 'query', 'queries')} wait for an answer already",
                advice="Ask again in a while.",
                limit="waiting",
                allowed=QUEUE,
            )
        waiter: asyncio.Future[WorkerLink] = asyncio.get_running_loop().create_future()
        queue = self._quick if turn.quick else self._others
        queue.append(waiter)
        self._hand_out()
        try:
            link = await waiter
        except asyncio.CancelledError:
            if waiter in queue:
                queue.remove(waiter)
            if waiter.done() and not waiter.cancelled():
                self._places += not turn.quick
                self._return(waiter.result())
            raise
        turn.has_place = not turn.quick
        return link

    def _hand_out(self) -> None:
        """Give idle workers to those who wait: to the quick ones and the others in turns."""
        while self._idle:
            queue = self._queue()
            if queue is None:
                return
            link = self._idle.pop()
            if not link.is_alive:
                self._replace(link)
                continue
            waiter = queue.popleft()
            if waiter.done():  # its client has gone away
                self._idle.append(link)
                continue
            self._others_turn = queue is self._quick
            self._places -= queue is self._others
            waiter.set_result(link)

    def _queue(self) -> deque[asyncio.Future[WorkerLink]] | None:
        others = self._others if self._places > 0 and self._others else None
        if self._quick and not (others and self._others_turn):
            return self._quick
        return others

    def _return(self, link: WorkerLink) -> None:
        if self.is_closed:
            return
        if link.answering or not link.is_alive or not link.stand_up():
            self._replace(link)
        elif self.size > self._count:
            self._drop(link)
        else:
            self._idle.append(link)
        self._hand_out()

    def _replace(self, link: WorkerLink) -> None:
        self._drop(link)
        self.ended += 1
        if self.size + len(self._starts) < self._count:
            self._add()

    def _drop(self, link: WorkerLink) -> None:
        link.kill()
        self._all.discard(link)
        self.size = len(self._all)

    def _add(self) -> None:
        task = asyncio.get_running_loop().create_task(self._start_another())
        self._starts.add(task)
        task.add_done_callback(self._starts.discard)

    async def _start_another(self) -> None:
        while True:
            try:
                self._idle.append(await self._start())
            except (EOFError, OSError, LimitError):
                await asyncio.sleep(RETRY)  # want of memory or processes, which may pass
                continue
            break
        self._hand_out()

    async def _start(self) -> WorkerLink:
        link = await WorkerLink.start(self.megabytes, self._dataset)
        if self.is_closed:
            link.kill()
        self._all.add(link)
        self.size = len(self._all)
        return link

    def _turned_out_slow(self, turn: _Turn) -> None:
        """Let a query be one of those that are not known to be quick, and later leave the processor."""
        turn.slow = True
        for mark in turn.marks:
            self._remembered.pop(mark, None)
        if not turn.has_place:
            turn.has_place = True
            self._places -= 1
            if self.size + len(self._starts) < self._count + self._reserve:
                self._add()
        turn.timer = asyncio.get_running_loop().call_later(LATE, turn.link.give_way)

    def _remember(self, marks: tuple[Hashable, ...]) -> None:
        for mark in marks:
            self._remembered.pop(mark, None)
            self._remembered[mark] = True
        while len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]


class _Turn:
    """One question's turn: whether it is one of those known to be quick, and what it turns out to be."""

    __slots__ = ("has_place", "link", "marks", "quick", "slow", "timer")

    link: WorkerLink
    timer: asyncio.TimerHandle

    def __init__(self, marks: tuple[Hashable, ...], *, quick: bool) -> None:
        self.marks = marks
        self.quick = quick
        self.slow = False
        self.has_place = False
