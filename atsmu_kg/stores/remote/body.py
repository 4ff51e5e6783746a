"""The bytes of an answer as they arrive: decompressed, counted, and all of them or an error."""

from __future__ import annotations

import zlib
from http.client import HTTPException

from atsmu_kg.stores.call import Cancelled
from atsmu_kg.stores.remote import chunks, failures
from atsmu_kg.stores.remote.errors import (
    NOTHING_COUNTS,
    AnswerTooLargeError,
    ConnectionLostError,
    MediaTypeError,
    ProtocolError,
    TruncatedError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

    from atsmu_kg.stores.call import StoreCall

PIECE = 1 << 17
# zlib's own: look for a gzip or a zlib header.
EITHER = zlib.MAX_WBITS | 32


class Body:
    """The content of a response, piece by piece.

    Iteration raises TruncatedError if it is cut or damaged, AnswerTooLargeError beyond ``max_bytes`` (after
    decompression), EndpointTimeoutError at the call's deadline. ``beginning`` are the first bytes of what has
    come, for errors.
    """

    def __init__(self, response: HTTPResponse, call: StoreCall, max_bytes: int | None = None) -> None:
        self._response = response
        self._call = call
        self._max_bytes = max_bytes
        self.status = response.status
        self.beginning = b""
        self._encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if self._encoding not in ("identity", "gzip", "x-gzip", "deflate", ""):
            raise MediaTypeError(
                f"the answer is encoded as {self._encoding!r}",
                advice="Only gzip and deflate were asked for.",
                status=response.status,
            )

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        pieces = self._sent() if self._encoding in ("identity", "") else self._decompressed()
        for piece in pieces:
            if len(self.beginning) < 4 * failures.SHOWN:
                self.beginning += piece[: 4 * failures.SHOWN]
            read += len(piece)
            if self._max_bytes is not None and read > self._max_bytes:
                # Whoever takes incomplete answers takes what is allowed of this one.
                yield piece[: len(piece) - (read - self._max_bytes)]
                raise AnswerTooLargeError(
                    f"the answer is larger than {self._max_bytes} bytes",
                    advice="Ask for less, or allow more with max_bytes.",
                    limit="max_bytes",
                    allowed=self._max_bytes,
                )
            yield piece

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()

    def _sent(self) -> Iterator[bytes]:
        """The bytes as they were sent, without the coding of their transfer."""
        if self._response.chunked:
            yield from chunks.content(self._arrived)
            return
        while piece := self._arrived():
            yield piece
        if self._response.length:
            raise _cut(f"the answer ends {self._response.length} bytes before the length that it announced")

    def _arrived(self) -> bytes:
        """What has come since the last look, or the next that comes; nothing at the end."""
        source = self._response.fp if self._response.chunked else self._response
        try:
            piece: bytes = source.read1(PIECE)
        except (TimeoutError, HTTPException, OSError, ValueError) as error:
            raise self._trouble(error) from error
        if not piece and self._call.cancelled:
            raise Cancelled
        return piece

    def _decompressed(self) -> Iterator[bytes]:
        decoder = zlib.decompressobj(EITHER)
        begun = False
        for piece in self._sent():
            data = piece
            while data:
                try:
                    if decoder.eof:
                        decoder = zlib.decompressobj(EITHER)
                    text = decoder.decompress(data, PIECE)
                except zlib.error as error:
                    if not begun and self._encoding == "deflate":
                        # Some servers send deflate without the zlib header that HTTP asks for.
                        decoder, begun = zlib.decompressobj(-zlib.MAX_WBITS), True
                        continue
                    raise _cut(f"the compressed answer is damaged: {error}") from error
                begun = True
                data = decoder.unconsumed_tail or decoder.unused_data
                if text:
                    yield text
        while not decoder.eof and (text := decoder.decompress(b"", PIECE)):
            yield text
        if begun and not decoder.eof:
            raise _cut("the compressed answer was cut")

    def _trouble(self, error: Exception) -> Exception:
        if self._call.cancelled:
            return Cancelled()
        if isinstance(error, TimeoutError):
            return failures.timeout(self._call)
        if isinstance(error, OSError):
            return ConnectionLostError(
                "the connection was lost in the middle of the answer",
                advice=NOTHING_COUNTS,
            )
        return ProtocolError(f"the answer is not well-formed HTTP: {error}", advice="Ask again.")


def _cut(message: str) -> TruncatedError:
    return TruncatedError(message, advice=NOTHING_COUNTS)
