"""Frames between a worker and the process it works for: a kind of one byte, a length, and so many bytes."""

from __future__ import annotations

import json
import struct

from atsmu_kg import errors
from atsmu_kg.errors import AtsmuKGError, LimitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

HEAD = struct.Struct("<cQ")

DATA, END, DIRECTORY, FILE, QUERY = b"D", b".", b"/", b"F", b"Q"
READY, SOLUTIONS, TRIPLES, BOOLEAN, ERROR = b"R", b"S", b"T", b"B", b"E"


def send(stream: IO[bytes], kind: bytes, payload: bytes = b"") -> None:
    """Write one frame, all of it."""
    stream.write(HEAD.pack(kind, len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """Read one frame; EOFError if the other side is gone before its end."""
    kind, length = HEAD.unpack(_exactly(stream, HEAD.size))
    return kind, _exactly(stream, length)


class Outflow:
    """A file whose content goes out in DATA frames."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        """Send what is written."""
        self._stream.write(HEAD.pack(DATA, len(data)))
        self._stream.write(data)
        return len(data)

    def flush(self) -> None:
        """Send what waits in buffers."""
        self._stream.flush()


class Inflow:
    """A file whose content comes in DATA frames, the first of which is at hand."""

    def __init__(self, stream: IO[bytes], first: tuple[bytes, bytes]) -> None:
        self._stream = stream
        self._kind, self._data = first

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        while not self._data and self._kind == DATA:
            self._kind, self._data = receive(self._stream)
        part, self._data = self._data[:size], self._data[size:]
        return part


def pack_error(error: AtsmuKGError) -> bytes:
    """An error with all its fields; one of a class that is not among ``errors`` as one of the next above."""
    kind = next(kind for kind in type(error).__mro__ if getattr(errors, kind.__name__, None) is kind)
    return json.dumps(
        {
            "class": kind.__name__,
            "message": error.message,
            "advice": error.advice,
            "file": error.file,
            "line": error.line,
            "column": error.column,
            "facts": error.facts,
        },
        default=str,
    ).encode()


def unpack_error(payload: bytes) -> AtsmuKGError:
    """The error that pack_error packed.

    >>> unpack_error(pack_error(LimitError("too long", limit="size", allowed=3)))
    LimitError('too long', limit='size', allowed=3)
    """
    fields: dict[str, Any] = json.loads(payload)
    name, message, facts = fields.pop("class"), fields.pop("message"), fields.pop("facts")
    kind = LimitError if name == "LimitError" else getattr(errors, name)
    error = kind(message, **fields, **facts)
    assert isinstance(error, AtsmuKGError)
    return error


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError(f"{length} bytes were expected, {len(data)} came")
    return data
