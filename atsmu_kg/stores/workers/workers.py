"""The warm worker processes of a dataset: made on demand, used again, killed when a deadline passes."""

from __future__ import annotations

import json
import os
import weakref
from collections import deque
from functools import partial
from math import inf
from threading import TIMEOUT_MAX, BoundedSemaphore, Thread
from time import monotonic

import pyoxigraph as ox

from atsmu_kg.choices import require_positive, require_whole
from atsmu_kg.errors import AtsmuKGError, StoreError
from atsmu_kg.sparql.guard import Guard, refuse_service
from atsmu_kg.sparql.nesting import require_shallow
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.call import Cancelled, StoreCall
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.endings import ended, late
from atsmu_kg.stores.workers.process import Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

COUNT = 4
MEGABYTES = 512
MAX_BYTES = 64 << 20
# How long, in seconds, one who waits for a worker does not look whether the call is over.
GLANCE = 0.05
# A dataset in memory with more quads has no spare worker, which would hold them all once more.
MOST_SPARED = 1_000_000


class Workers:
    """Processes that answer limited queries of one dataset, each one query at a time.

    At most ``count`` run at once; each may grow by ``megabytes`` beyond the dataset (on Linux; elsewhere only
    ``max_bytes`` bounds what it collects). An on-disk store is opened read-only by its ``location``, one in
    memory is sent over. After a change to it call ``renew``. Many threads may ask at once; a process forked
    off has workers of its own. While one is late with an answer that may have to be ended, a spare one is
    started. They end with ``close``, with this object, or with the interpreter.

    >>> workers = Workers(ox.Store())
    >>> workers.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", timeout=30).cells()
    ['0']
    >>> workers.close()
    """

    def __init__(
        self,
        engine: ox.Store,
        location: str | None = None,
        *,
        guard: Guard | None = None,
        count: int = COUNT,
        megabytes: int = MEGABYTES,
    ) -> None:
        self.guard = guard or Guard()
        self.location = location
        self.count = count
        self.megabytes = megabytes
        self._engine: ox.Store | None = engine
        self._revision = 0
        # One pool a process: after a fork, the parent's pipes and locks are none of the child's business.
        self._pools: dict[int, _Pool] = {}
        self._end = weakref.finalize(self, _end, self._pools)

    def query(
        self,
        text: str,
        *,
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        allow_service: Collection[str] = (),
        call: StoreCall | None = None,
    ) -> Solutions | Triples | bool:
        """The complete answer to a query, or LimitError in at most ``timeout`` seconds (plus the killing).

        The time includes the start of a worker where none is warm. ``max_rows`` counts solutions, or triples
        as the engine builds them; ``max_bytes`` the answer as written, 64 MiB unless given. Where none of
        these is given, only the end of the ``call`` ends the query. Raises the errors of the embedded store
        as well, Cancelled, and ParameterError for a limit that is no positive number.
        """
        require_positive(timeout=timeout, max_rows=max_rows, max_bytes=max_bytes)
        require_whole(1, max_rows=max_rows, max_bytes=max_bytes)
        deadline = inf if timeout is None else monotonic() + min(timeout, TIMEOUT_MAX / 2)
        request: dict[str, Any] = {"text": text}
        if timeout is max_rows is max_bytes is None:
            refuse_service(text, allow_service)
            require_shallow(text)
        else:
            self.guard.check_size(text)
            request |= {"max_rows": max_rows, "max_bytes": max_bytes or MAX_BYTES}
            request["guard"] = self.guard.arguments(allow_service)
        try:
            kind, payload = self._ask(json.dumps(request).encode(), deadline, call)
        except TimeoutError as error:
            raise late(text, timeout, str(error)) from None
        except EOFError as error:
            if call is not None and call.cancelled:
                raise Cancelled from None
            raise self._ended(error.args[0], text) from None
        if kind == frames.ERROR:
            raise frames.unpack_error(payload)
        if kind == frames.BOOLEAN:
            return payload == b"1"
        return (Solutions if kind == frames.SOLUTIONS else Triples)(payload.decode())

    def warm(self, count: int = 1) -> None:
        """Start workers ahead, without a deadline, until so many are idle."""
        pool = self._pool()
        while len(pool.idle) < min(count, self.count):
            try:
                pool.idle.append(self._start(pool, inf))
            except EOFError as error:
                raise self._ended(error.args[0], "") from None

    def renew(self) -> None:
        """Say that the dataset has changed: later queries are answered by workers that know."""
        self._revision += 1

    def close(self) -> None:
        """End all workers; a query that waits for one gets StoreError. Closing twice is fine."""
        self._engine = None
        self._end()

    def _pool(self) -> _Pool:
        if self._engine is None:
            raise StoreError("the store is closed", file=self.location, advice="Open it again.")
        process = os.getpid()
        return self._pools.get(process) or self._pools.setdefault(process, _Pool(self.count))

    def _ask(self, request: bytes, deadline: float, call: StoreCall | None) -> tuple[bytes, bytes]:
        pool = self._pool()
        while not pool.free.acquire(timeout=min(GLANCE, max(0.0, deadline - monotonic()))):
            if call is not None and call.cancelled:
                raise Cancelled
            if deadline <= monotonic():
                raise TimeoutError(f"all {self.count} workers were busy")
        try:
            worker = self._idle(pool) or self._start(pool, deadline, call)
            pool.busy.add(worker)
            try:
                mortal = deadline < inf or call is not None
                answer = worker.ask(request, deadline, call, partial(self._spare, pool) if mortal else None)
            finally:
                pool.busy.discard(worker)
            if self._engine is None:
                worker.kill()
            elif worker.is_alive:
                pool.idle.append(worker)
            return answer
        finally:
            pool.free.release()

    def _idle(self, pool: _Pool) -> Worker | None:
        for waiting in (pool.idle, pool.spares):
            worker = self._fit(waiting)
            if worker is not None:
                return worker
        return None

    def _fit(self, waiting: deque[Worker]) -> Worker | None:
        while waiting:
            try:
                worker = waiting.pop()
            except IndexError:  # another thread was faster
                break
            if worker.revision == self._revision and worker.is_alive:
                return worker
            worker.kill()
        return None

    def _start(self, pool: _Pool, deadline: float, call: StoreCall | None = None) -> Worker:
        engine = self._engine
        if engine is None:
            raise EOFError(None)
        worker = Worker(self._revision, self.megabytes)
        pool.busy.add(worker)
        try:
            worker.load(engine, self.location, deadline, call)
        finally:
            pool.busy.discard(worker)
        return worker

    def _spare(self, pool: _Pool) -> None:
        """See to it that a worker is there if the one that is late has to be killed."""
        if not (pool.idle or pool.spares or pool.starting):
            Thread(target=self._start_spare, args=(pool,), name="spare worker", daemon=True).start()

    def _start_spare(self, pool: _Pool) -> None:
        engine = self._engine
        if engine is None or (self.location is None and len(engine) > MOST_SPARED):
            return
        try:
            worker = Worker(self._revision, self.megabytes)
            pool.starting.add(worker)
            worker.load(engine, self.location, inf)
            pool.spares.append(worker)
        except (AtsmuKGError, EOFError):
            return  # the next query starts a worker of its own, and says what is wrong with that
        finally:
            pool.starting.clear()
        if self._engine is None:
            worker.kill()

    def _ended(self, code: int | None, text: str) -> AtsmuKGError:
        """The error for a worker that ended by itself or by another's hand, with its exit code."""
        if self._engine is None:
            return StoreError("the store was closed while it was asked", file=self.location)
        return ended(code, text, self.megabytes)


class _Pool:
    """The workers of one process. No lock guards them: each operation on a deque or a set is atomic."""

    __slots__ = ("busy", "free", "idle", "spares", "starting")

    def __init__(self, count: int) -> None:
        self.idle: deque[Worker] = deque()
        self.busy: set[Worker] = set()
        self.spares: deque[Worker] = deque()
        self.starting: set[Worker] = set()
        self.free = BoundedSemaphore(count)


def _end(pools: dict[int, _Pool]) -> None:
    pool = pools.get(os.getpid())
    if pool is not None:
        for worker in [*pool.busy, *pool.starting]:
            worker.process.kill()  # the thread that waits for it does the rest
        for waiting in (pool.idle, pool.spares):
            while waiting:
                waiting.pop().kill()
