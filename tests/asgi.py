"""Requests to an ASGI application in this process: no sockets, and as hostile as wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp

PATIENCE = 60.0


@dataclass
class Reply:
    """What an application answered; ``whole`` says whether it came to the end."""

    status: int
    headers: Headers
    body: bytes
    whole: bool

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Client:
    """A client of an application, whose event loop runs only while a request is under way."""

    def __init__(self, app: ASGIApp, runner: asyncio.Runner) -> None:
        self.app = app
        self._runner = runner

    def get(self, target: str, **given: Any) -> Reply:
        return self.ask("GET", target, **given)

    def post(self, target: str, body: bytes | str, media_type: str, **given: Any) -> Reply:
        headers = {"content-type": media_type, **given.pop("headers", {})}
        return self.ask("POST", target, headers=headers, body=body, **given)

    def ask(self, method: str, target: str, **given: Any) -> Reply:
        return self.run(self.asked(method, target, **given))

    def run(self, wanted: Any) -> Any:
        async def timed() -> Any:
            return await asyncio.wait_for(wanted, PATIENCE)

        return self._runner.run(timed())

    async def asked(
        self,
        method: str,
        target: str,
        *,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | str | Iterable[bytes] = b"",
        version: str = "1.1",
        client: tuple[str, int] = ("192.0.2.1", 40000),
        gone: bool = False,
        has_host: bool = True,
        cut: bool = False,
    ) -> Reply:
        """The reply to one request; a client that is ``gone`` says so when it is asked for more.

        More is asked of it while its query runs, and for the rest of a body that is ``cut``.
        """
        url = urlsplit(target)
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        data = body.encode() if isinstance(body, str) else body
        parts = [data] if isinstance(data, bytes) else list(data)
        names = {name.lower() for name, _ in pairs}
        if data and isinstance(data, bytes) and "content-length" not in names:
            pairs.append(("content-length", str(len(data))))
        if "host" not in names and has_host:
            pairs.append(("host", "kg.example"))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": version,
            "method": method,
            "scheme": "http",
            "path": url.path,
            "raw_path": url.path.encode(),
            "root_path": "",
            "query_string": url.query.encode(),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs],
            "client": client,
            "server": ("kg.example", 80),
        }
        inbox = [
            {"type": "http.request", "body": part, "more_body": cut or number < len(parts)}
            for number, part in enumerate(parts, 1)
        ]

        async def receive() -> dict[str, Any]:
            if inbox:
                return inbox.pop(0)
            if not gone:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        starts = [message for message in sent if message["type"] == "http.response.start"]
        bodies = [message for message in sent if message["type"] == "http.response.body"]
        return Reply(
            status=starts[0]["status"] if starts else 0,
            headers=Headers(raw=[tuple(pair) for pair in starts[0]["headers"]] if starts else []),
            body=b"".join(message.get("body", b"") for message in bodies),
            whole=bool(bodies) and not bodies[-1].get("more_body", False),
        )


@contextmanager
def running(app: ASGIApp) -> Iterator[Client]:
    """A client of an application that is started, and ended afterwards."""
    with asyncio.Runner() as runner:
        inbox: asyncio.Queue[Any] = asyncio.Queue()
        told: asyncio.Queue[Any] = asyncio.Queue()

        async def begin() -> asyncio.Task[None]:
            scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
            task = asyncio.create_task(app(scope, inbox.get, told.put))  # type: ignore[arg-type]
            await inbox.put({"type": "lifespan.startup"})
            message = await told.get()
            assert message["type"] == "lifespan.startup.complete", message
            return task

        async def end() -> None:
            await inbox.put({"type": "lifespan.shutdown"})
            await told.get()

        runner.run(begin())
        try:
            yield Client(app, runner)
        finally:
            runner.run(end())
