"""Packed answers for clients that take them (RFC 9110, 12.5.3)."""

from __future__ import annotations

import zlib

from starlette.datastructures import Headers, MutableHeaders

from atsmu_kg.serve.formats import LONGEST_ACCEPT, preferred

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Half of the best level's time, for nearly all of its effect; what is smaller is a packet anyway.
LEVEL = 5
LEAST = 1_000
GZIP = 31
# The plain text is for those who name it.
CODINGS = (("gzip", "x-gzip"), ("identity",))
KINDS = ("text/", "application/", "image/svg+xml")
PACKED = ("application/zip", "application/gzip")


class Compression:
    """What packs the answers of an application with gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and _takes_gzip(scope):
            send = _Packer(send, scope).send
        await self._app(scope, receive, send)


class _Packer:
    """One answer, which is packed if that is worth it."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self._send = send
        self._is_head = scope["method"] == "HEAD"
        # Its length would be unknown, which a client of HTTP/1.0 can't be told.
        self._is_whole_only = scope["http_version"] == "1.0"
        self._start: Message | None = None
        self._pack: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        """Hold the start back until it is known whether the body will be packed."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] != "http.response.body":
            await self._send(message)
        else:
            body, is_more = message.get("body", b""), message.get("more_body", False)
            if self._start is not None:
                if self._is_worth_it(self._start, is_more, body):
                    self._pack = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
                    body = self._packed(body, is_more=is_more)
                    self._announce(self._start, None if is_more or self._is_head else len(body))
                await self._send(self._start)
                self._start = None
            elif self._pack is not None:
                body = self._packed(body, is_more=is_more)
            await self._send({"type": "http.response.body", "body": body, "more_body": is_more})

    def _packed(self, body: bytes, *, is_more: bool) -> bytes:
        assert self._pack is not None
        packed = self._pack.compress(body)
        return packed if is_more else packed + self._pack.flush()

    def _is_worth_it(self, start: Message, is_more: bool, body: bytes) -> bool:
        headers = Headers(raw=start["headers"])
        media_type = headers.get("content-type", "")
        length = int(headers.get("content-length", LEAST)) if self._is_head else len(body)
        return (
            start["status"] == 200
            and (is_more or length >= LEAST)
            and not (is_more and self._is_whole_only)
            and "content-encoding" not in headers
            and media_type.startswith(KINDS)
            and not media_type.startswith(PACKED)
        )

    def _announce(self, start: Message, length: int | None) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["Content-Encoding"] = "gzip"
        if "accept-encoding" not in headers.get("vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        tag = headers.get("etag", "")
        if tag.startswith('"'):  # of other bytes than these
            headers["ETag"] = f"W/{tag}"
        if length is not None:
            headers["Content-Length"] = str(length)
        elif "content-length" in headers:
            del headers["content-length"]
        if "accept-ranges" in headers:
            del headers["accept-ranges"]
        start["headers"] = headers.raw


def _takes_gzip(scope: Scope) -> bool:
    """Whether a client takes gzip and does not want a part of a file, which is counted in its own bytes."""
    asked = {name: value for name, value in scope["headers"] if name in (b"accept-encoding", b"range")}
    if b"accept-encoding" not in asked or b"range" in asked:
        return False
    # Content codings have no kinds, and `*` stands for all of them.
    accepted = asked[b"accept-encoding"][:LONGEST_ACCEPT].decode("latin-1").replace("*", "*/*")
    chosen = preferred(accepted, CODINGS) if accepted else None
    return chosen is not None and chosen[0] == "gzip"
