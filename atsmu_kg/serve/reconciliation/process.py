"""The process that answers, as the server sees it: started when it is first wanted, asked in turns."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

import msgspec

from atsmu_kg.errors import AtsmuKGError, LimitError, StoreError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.serve.link import WorkerLink
from atsmu_kg.serve.problems import RequestError, ending
from atsmu_kg.serve.reconciliation.turns import Turns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.snapshot import Snapshot

WORKER = "atsmu_kg.serve.reconciliation.worker"
MOST_WAITING = 200
# The parts in which answers come take less.
MOMENT = 2.0


class ReconciliationProcess:
    """A process with a graph, which answers one request after the other.

    kg: the graph, for its prefixes and its namespace.
    snapshot: where its dataset is.
    megabytes: by how much the process may grow.

    One that is cancelled and takes long ends the process, and the next one starts another.
    """

    def __init__(self, kg: KnowledgeGraph, snapshot: Snapshot, megabytes: int) -> None:
        settings = {
            "prefixes": None if kg.prefixes is PREFIXES else dict(kg.prefixes),
            "things": f"{kg.base}id/",
        }
        self._settings = json.dumps(settings)
        self._source = snapshot.source
        self._megabytes = megabytes
        self._start: asyncio.Task[WorkerLink] | None = None
        self._turns = Turns()
        self._is_closed = False

    async def ask(self, name: str, *, again: bool = False, **arguments: Any) -> Any:
        """What a method of ReconciliationService answers; raises what that does.

        again: whether it is for a request of which a part has been answered.

        Raises LimitError if too many wait already, StoreError if there can't be a process, RequestError if it
        ended.
        """
        if self._turns.waiting >= MOST_WAITING:
            raise LimitError(
                "too many requests wait for an answer already",
                advice="Ask again in a while.",
                limit="waiting",
                allowed=MOST_WAITING,
            )
        async with self._turns.turn(again=again):
            return await self._answer(json.dumps([name, arguments]).encode())

    async def _answer(self, request: bytes) -> Any:
        link = await self.started()
        try:
            link.ask(request)
            _, payload = await link.frame()
        except EOFError:
            self._start = None
            if self._is_closed:
                raise ending() from None
            raise RequestError(
                503, "the process that answers has ended", advice="Ask again for less at once."
            ) from None
        except asyncio.CancelledError:
            await self._left(link)
            raise
        return msgspec.json.decode(payload)

    async def _left(self, link: WorkerLink) -> None:
        """Wait a moment for an answer that nobody wants any more; if it does not come, end the process."""
        try:
            async with asyncio.timeout(MOMENT):
                with suppress(AtsmuKGError):
                    await link.frame()
        except (TimeoutError, EOFError, asyncio.CancelledError):
            self._start = None
            link.kill()  # in the midst of an answer, which nobody else must get
            await link.gone()

    async def started(self) -> WorkerLink:
        """The process, when it is ready; it becomes so even if who asked first has gone."""
        if self._is_closed:
            raise ending()
        link = self._link()
        if self._start is None or (link is not None and not link.is_alive):
            start = WorkerLink.start(self._megabytes, self._source, self._settings, module=WORKER)
            self._start = asyncio.get_running_loop().create_task(start)
        task = self._start
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if self._is_closed:
                raise ending() from None
            raise
        except (EOFError, OSError) as error:
            self._forget(task)
            advice = "Check that there is memory for the dataset once more."
            raise StoreError(f"no process can be started ({error})", advice=advice) from error
        except AtsmuKGError:
            self._forget(task)
            raise

    def _link(self) -> WorkerLink | None:
        """The process that was started, if it was ready once."""
        start = self._start
        is_ready = start is not None and start.done() and not start.cancelled() and not start.exception()
        return start.result() if start is not None and is_ready else None

    def _forget(self, start: asyncio.Task[WorkerLink]) -> None:
        """Let the next request start another process, unless one has."""
        if self._start is start:
            self._start = None

    def end(self) -> None:
        """End the process, whatever it is doing, and start no other."""
        self._is_closed = True
        if self._start is not None:
            self._start.cancel()
        if (link := self._link()) is not None:
            link.kill()

    async def close(self) -> None:
        """End the process, and wait until it is gone."""
        self.end()
        if self._start is not None:
            await asyncio.wait([self._start])
        if (link := self._link()) is not None:
            await link.gone()
