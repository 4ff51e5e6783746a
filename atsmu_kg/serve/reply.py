"""An answer on its way from a worker to a client: whole, or visibly broken off."""

from __future__ import annotations

import asyncio
import sys

from starlette.responses import Response

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.serve.formats import BOOLEANS, SOLUTIONS, TRIPLES, with_charset
from atsmu_kg.serve.pool import SOON
from atsmu_kg.serve.problems import ending, not_acceptable
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.endings import ended, late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from starlette.types import Receive, Scope, Send

    from atsmu_kg.serve.formats import AnswerFormats
    from atsmu_kg.serve.link import WorkerLink
    from atsmu_kg.serve.pool import Pool
    from atsmu_kg.serve.settings import Settings

    class AskedQuestion(Protocol):
        """What was asked, in what formats, and how long the first of its kind may take a worker."""

        @property
        def text(self) -> str:
            """What it is called where it could not be answered."""

        @property
        def likeness(self) -> str:
            """What questions have in common that take about as long."""

        @property
        def formats(self) -> AnswerFormats:
            """What its answer may look like."""

        @property
        def warming(self) -> float:
            """The further seconds that the first of its kind may take a worker."""

        def headers(self, told: bytes) -> Mapping[str, str]:
            """The headers that come of what the worker told first."""


# An answer up to so many bytes is sent when it is whole, so that an error in the midst of it has its status.
BUFFER = 1 << 18
FORMS = {frames.SOLUTIONS: SOLUTIONS, frames.TRIPLES: TRIPLES, frames.BOOLEAN: BOOLEANS}


class Reply:
    """The answer to a question, as an ASGI application.

    question: what is asked.
    asked: the same as a worker is asked it.
    pool: the workers.
    headers: those that the answer gets besides its type and its length.

    Raises the error of the library that the question leads to, but not when a part of the answer has been
    sent: then it returns without an end, and the server closes the connection before the body's end.
    """

    def __init__(
        self,
        question: AskedQuestion,
        asked: bytes,
        pool: Pool,
        settings: Settings,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._question = question
        self._asked = asked
        self._pool = pool
        self._settings = settings
        self._headers = dict(headers or {})
        self._begun = False
        self._departed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask, and send the answer."""
        question, timeout = self._question, self._settings.timeout
        loop = asyncio.get_running_loop()
        watch: asyncio.Task[None] | None = None
        whole: bytes | None = None

        def look_out() -> None:
            nonlocal watch
            watch = loop.create_task(self._watch(receive, alarm))

        try:
            async with asyncio.timeout(timeout) as alarm:
                timer = loop.call_later(SOON, look_out)
                try:
                    mark, client = question.likeness, scope.get("client")
                    async with self._pool.worker(mark, client, warming=question.warming) as link:
                        whole = await self._relay(link, scope, send, alarm)
                finally:
                    timer.cancel()
                    if watch is not None:
                        watch.cancel()
        except TimeoutError:
            if not (self._begun or self._departed):
                raise late(question.text, timeout, "the query was ended") from None
        except EOFError as error:
            if self._pool.is_closed and not self._begun:
                raise ending() from None
            if not self._begun:
                raise ended(error.args[0], question.text, self._pool.megabytes) from None
        if whole is not None:
            await Response(whole, headers=self._headers)(scope, receive, send)

    async def _relay(
        self, link: WorkerLink, scope: Scope, send: Send, alarm: asyncio.Timeout
    ) -> bytes | None:
        """The whole answer, or None where it was too long to be kept and has been sent."""
        link.ask(self._asked)
        kind, payload = await link.frame()
        chosen = {
            frames.SOLUTIONS: self._question.formats.solutions,
            frames.TRIPLES: self._question.formats.triples,
            frames.BOOLEAN: self._question.formats.boolean,
        }[kind]
        if chosen is None:
            await link.frame()
            raise not_acceptable(FORMS[kind])
        self._headers |= {**self._question.headers(payload), "Content-Type": with_charset(chosen[1])}
        if kind == frames.BOOLEAN:
            await link.frame()
            is_json = chosen[0].endswith("json")
            return BooleanResult(payload == b"1").serialize("json" if is_json else "xml").encode()
        # A client of HTTP/1.0 takes the end of the connection for the end of the answer.
        most = BUFFER if scope["http_version"] != "1.0" else sys.maxsize
        parts, is_whole = await _collected(link, most)
        if not is_whole:
            await self._stream(parts, link, scope, send, alarm)
        return b"".join(parts) if is_whole else None

    async def _stream(
        self, parts: list[bytes], link: WorkerLink, scope: Scope, send: Send, alarm: asyncio.Timeout
    ) -> None:
        """Send what there is and what comes; after an error, nothing more."""
        self._begun = True
        now = asyncio.get_running_loop().time
        until = now() + self._settings.send_timeout
        alarm.reschedule(until)
        raw = [(name.lower().encode(), value.encode()) for name, value in self._headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.body", "body": b"".join(parts), "more_body": True})
        while not self._departed:
            alarm.reschedule(min(until, now() + self._settings.timeout))
            try:
                kind, payload = await link.frame()
            except AtsmuKGError:
                return
            alarm.reschedule(until)
            if kind == frames.END:
                await send({"type": "http.response.body", "body": b""})
                return
            await send({"type": "http.response.body", "body": payload, "more_body": True})

    async def _watch(self, receive: Receive, alarm: asyncio.Timeout) -> None:
        """End the question when its client has gone."""
        while (await receive())["type"] != "http.disconnect":
            continue
        if not alarm.expired():
            self._departed = True
            alarm.reschedule(0)


async def _collected(link: WorkerLink, most: int) -> tuple[list[bytes], bool]:
    """The parts of an answer until there are more bytes, and whether that is all of it."""
    parts: list[bytes] = []
    size = 0
    while size <= most:
        kind, payload = await link.frame()
        if kind == frames.END:
            return parts, True
        parts.append(payload)
        size += len(payload)
    return parts, False
