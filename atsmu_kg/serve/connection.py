"""One connection of a client, which may be slow, silent, or half gone."""

from __future__ import annotations

from asyncio import TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from typing import Any

# The head of a request is here within so many seconds, and has at most so many bytes.
PATIENCE = 10.0
MOST = 1 << 16
TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"Connection: close\r\nContent-Type: text/plain\r\nContent-Length: 81\r\n\r\n"
    b"the head of the request has more than 65536 bytes\n  Send a long query in a POST.\n"
)
# So many seconds may pass until a client has read what waits for it.
READING = 60.0
# A client that sends no more may still listen, or be gone: what is answered soon is sent to it.
GRACE = 1.0


class ClientConnection(HttpToolsProtocol):
    """uvicorn's connection, with an end for those that keep a request to themselves."""

    def __init__(self, *given: Any, **settings: Any) -> None:
        super().__init__(*given, **settings)
        self._timer: TimerHandle | None = None
        self._stalled: TimerHandle | None = None
        self._head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever."""
        super().connection_made(transport)
        self._await_head()

    def on_message_begin(self) -> None:
        """Wait for the rest of a head."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._stop_waiting()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Take what comes, unless it is a head without end."""
        super().data_received(data)
        self._head += len(data)
        if self._timer is not None and self._head > MOST:
            self.transport.write(TOO_LONG)
            self.transport.close()

    def pause_writing(self) -> None:
        """The client does not read what it is sent; that may be so for a while."""
        super().pause_writing()
        self._stalled = self.loop.call_later(READING, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        self._go_on()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Let an answer that is under way come to its end, if that is near."""
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering:
            self.loop.call_later(GRACE, self.transport.close)
        return is_answering

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._stop_waiting()
        self._go_on()
        super().connection_lost(exc)

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
