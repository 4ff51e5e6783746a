"""One line for each request: in the combined form that log readers know, or as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import MappingProxyType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import IO

    from starlette.types import Scope

# The client was gone before it could be answered; so nginx and others log it.
CLIENT_GONE = 499
DATE = "%d/%b/%Y:%H:%M:%S +0000"


class Exchange:
    """One request with what was answered.

    status: of the answer, or 499 where the client was gone before.
    size: the bytes of the body.
    seconds: from the request to the last byte.
    whole: whether the answer was sent to its end.
    """

    __slots__ = ("at", "scope", "seconds", "size", "status", "whole")

    def __init__(self, scope: Scope, at: datetime | None = None) -> None:
        self.scope = scope
        self.at = at or datetime.now(UTC)
        self.status = CLIENT_GONE
        self.size = 0
        self.seconds = 0.0
        self.whole = False

    @property
    def client(self) -> str:
        """The address of the client."""
        client = self.scope.get("client")
        return str(client[0]) if client else "-"

    @property
    def target(self) -> str:
        """The path with its query, as it was sent."""
        scope = self.scope
        path: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        return (path.partition(b"?")[0] + (b"?" + query if query else b"")).decode("latin-1")

    def header(self, name: bytes) -> str:
        """The value of a header of the request, or a hyphen."""
        value: bytes = dict(self.scope["headers"]).get(name, b"-")
        return value.decode("latin-1")


def combined(exchange: Exchange) -> str:
    """The line in the Combined Log Format of Apache."""
    request = f"{exchange.scope['method']} {exchange.target} HTTP/{exchange.scope['http_version']}"
    return (
        f"{exchange.client} - - [{exchange.at.strftime(DATE)}] {_quoted(request)} {exchange.status} "
        f"{exchange.size or '-'} {_quoted(exchange.header(b'referer'))} "
        f"{_quoted(exchange.header(b'user-agent'))}\n"
    )


def as_json(exchange: Exchange) -> str:
    """The line as one JSON object."""
    told = {
        "time": exchange.at.isoformat(timespec="milliseconds"),
        "client": exchange.client,
        "method": exchange.scope["method"],
        "target": exchange.target,
        "http": exchange.scope["http_version"],
        "status": exchange.status,
        "bytes": exchange.size,
        "seconds": round(exchange.seconds, 4),
        "whole": exchange.whole,
        "referer": exchange.header(b"referer"),
        "agent": exchange.header(b"user-agent"),
    }
    return f"{json.dumps(told)}\n"


class LineLog:
    """A log on a stream, until nobody reads it any more.

    form: what makes a line of a request.
    """

    def __init__(self, stream: IO[str], form: Callable[[Exchange], str]) -> None:
        self._stream: IO[str] | None = stream
        self._form = form

    def __call__(self, exchange: Exchange) -> None:
        """Write a line."""
        if self._stream is None:
            return
        try:
            self._stream.write(self._form(exchange))
            self._stream.flush()
        except OSError:  # the server is worth more than its log
            self._stream = None


def _quoted(text: str) -> str:
    """A text that can't end its quotes or its line.

    >>> print(_quoted('a "b" \\n'))
    "a \\x22b\\x22 \\x0a"
    """
    plain = (each if " " <= each <= "~" and each not in '"\\' else f"\\x{ord(each):02x}" for each in text)
    return f'"{"".join(plain)}"'


FORMS: Mapping[str, Callable[[Exchange], str]] = MappingProxyType({"combined": combined, "json": as_json})
