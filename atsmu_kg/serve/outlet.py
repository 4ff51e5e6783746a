"""What a connection writes to: the head of an answer goes out together with its body."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from typing import Any

HEAD, INTERIM = b"HTTP/1.1 ", b"HTTP/1.1 1"


class Outlet:
    """A transport that keeps the head of an answer until its body is written, or the loop comes round.

    Two packets instead of one would cost the server and its clients a tenth of a small answer each.
    """

    __slots__ = ("_head", "_loop", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write, now or very soon."""
        if self._head:
            data, self._head = self._head + data, b""
        elif data.startswith(HEAD) and not data.startswith(INTERIM):
            self._head = data
            self._loop.call_soon(self._flush)
            return
        self._transport.write(data)

    def close(self) -> None:
        """Close it when all is written."""
        self._flush()
        self._transport.close()

    def write_eof(self) -> None:
        """Say that this was all."""
        self._flush()
        self._transport.write_eof()

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)
