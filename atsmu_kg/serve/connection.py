"""One connection of a client, which may be slow, silent, half gone, or send what is no request."""

from __future__ import annotations

import re
from asyncio import TimerHandle

from httptools import HttpParserError
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from atsmu_kg.serve.outlet import Outlet
from atsmu_kg.serve.refusal import LINGERING

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from typing import Any

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

# The head of a request is here within so many seconds, and has at most so many bytes.
PATIENCE = 10.0
MOST = (1 << 16) - 1
TOO_LONG = f"the head of the request has more than {MOST} bytes\n  Send a long query in a POST.\n"
TRAILERS = 100
# So many seconds may pass until a client has read what waits for it, and until it asks again.
READING, KEPT = 60.0, 65
# A client that sends no more may still listen, or be gone: what is written to it tells, and an interim
# response is no part of the answer (RFC 9110, 15.2).
PROBE = b"HTTP/1.1 100 Continue\r\n\r\n"
PROBING = 0.5
# Offered another protocol, as Java's clients do, the parser would pass over the body.
OFFER = re.compile(rb"\r\n(?=upgrade[ \t]*:)", re.IGNORECASE)
ABSOLUTE = re.compile(rb"https?://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)


class ClientConnection(HttpToolsProtocol):
    """uvicorn's connection, with an end for those that keep a request to themselves."""

    def __init__(self, *given: Any, **settings: Any) -> None:
        super().__init__(*given, **settings)
        self._timer: TimerHandle | None = None
        self._stalled: TimerHandle | None = None
        self._head = 0
        self._status = 400
        self._is_refused = False
        # Where a client sends several requests at once, `cycle` is the last of them.
        self._answering: RequestResponseCycle | None = None

    @property
    def is_answering(self) -> bool:
        """Whether there is a request that has not been answered."""
        return self._answering is not None and not self._answering.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever; where there are too many connections, make room for it."""
        super().connection_made(transport)
        self.transport = Outlet(transport, self.loop)  # type: ignore[assignment]
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            self._make_room()
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take what comes, unless it comes after a refusal or is a head without end."""
        if self._is_refused:
            return
        awaited = self._timer
        if awaited is not None and b"pgrade" in data:
            head, end, body = data.partition(b"\r\n\r\n")
            data = OFFER.sub(b"\r\nx-", head + end) + body
        super().data_received(data)
        if awaited is not None and self._timer is awaited:
            self._head += len(data)
            if self._head > MOST:
                self._status = 431 if self.headers else 414
                self.send_400_response(TOO_LONG)
        elif self._timer is None and not self._is_refused and len(self.headers) > TRAILERS:
            self.send_400_response(f"there are more than {TRAILERS} fields behind the body")

    def on_message_begin(self) -> None:
        """Wait for the rest of a head."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """Take a head that is here, unless it is too long."""
        self._stop_waiting()
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > MOST:
            self._status = 414 if len(self.url) > MOST // 2 else 431
            raise HttpParserError(TOO_LONG)
        if not self.url.startswith(b"/"):
            self._to_origin_form()
        super().on_headers_complete()
        # What stands behind the chunks of a body is no part of the head.
        self.headers = []

    def send_400_response(self, msg: str) -> None:
        """Refuse what the client has sent, and whatever comes behind it."""
        self._stop_waiting()
        self._is_refused = True
        cycle = self._answering
        if cycle is not None and self.is_answering:
            self.pipeline.clear()
            cycle.keep_alive = False
            if not cycle.more_body:  # it was sent before what is refused, and gets its answer
                return
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self.transport.close()
                return
        told = (TOO_LONG if self._status != 400 else f"{msg}\n").encode()
        head = f"Connection: close\r\nContent-Type: text/plain\r\nContent-Length: {len(told)}\r\n\r\n"
        self.transport.write(STATUS_LINE[self._status] + head.encode() + told)
        self.transport.write_eof()
        self.loop.call_later(LINGERING, self.transport.close)

    def pause_writing(self) -> None:
        """The client does not read what it is sent; that may be so for a while."""
        super().pause_writing()
        self._stalled = self.loop.call_later(READING, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        self._go_on()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Let answers come to their end as long as the client listens."""
        if not self.is_answering or (self._answering is self.cycle and self.cycle.more_body):
            return False
        self.cycle.keep_alive = False
        self.loop.call_later(PROBING, self._probe)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._stop_waiting()
        self._go_on()
        if self._answering is not None and self.is_answering:
            self._answering.disconnected = True
            self._answering.message_event.set()
        super().connection_lost(exc)

    def _make_room(self) -> None:
        """Close a connection on which nothing is asked, if there is one."""
        for other in self.connections:
            if isinstance(other, ClientConnection) and other is not self and not other.is_answering:
                self.connections.discard(other)
                other.transport.close()
                return

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _to_origin_form(self) -> None:
        """Take the host from a target that has one, whatever the header says (RFC 9112, 3.2)."""
        absolute = ABSOLUTE.fullmatch(self.url)
        if absolute:
            self.url = absolute[2] if absolute[2].startswith(b"/") else b"/" + absolute[2]
            self.headers[:] = [(b"host", absolute[1]), *(pair for pair in self.headers if pair[0] != b"host")]
        elif self.url == b"*" and self.parser.get_method() == b"OPTIONS":
            self.url = b"/"

    def _probe(self) -> None:
        """Write to a client that sends no more, which fails if it is gone."""
        cycle = self._answering
        if cycle is None or not self.is_answering or self.transport.is_closing():
            return
        if not cycle.response_started and cycle.scope["http_version"] == "1.1":
            self.transport.write(PROBE)
        self.loop.call_later(PROBING, self._probe)

    def _await_head(self) -> None:
        self._stop_waiting()
        self._head = 0
        self._timer = self.loop.call_later(PATIENCE, self.transport.close)

    def _go_on(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
