"""The chunked transfer coding (RFC 9112, 7.1), read from what has come rather than chunk by chunk.

Some servers send a kilobyte a chunk; the standard library reads each by itself, which takes longer than to
decode what is in them.
"""

from __future__ import annotations

import re

from atsmu_kg.stores.remote.errors import NOTHING_COUNTS, ProtocolError, TruncatedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A size, and extensions that nobody uses, on one line.
LONGEST_LINE = 1 << 12


def content(read: Callable[[], bytes]) -> Iterator[bytes]:
    """The content of a chunked body; ``read`` gives what has come, at least a byte, or nothing at the end.

    Raises TruncatedError where the body ends before its last chunk, or a chunk is not as long as it says;
    ProtocolError for a size that does not end.

    >>> arriving = iter([b"4\\r\\nfour\\r\\n3", b"\\r\\nan", b"d\\r\\n0\\r\\n\\r\\n", b""])
    >>> b"".join(content(lambda: next(arriving)))
    b'fourand'
    """
    data = b""
    left = 0  # of the chunk that is being read, with the line end behind it
    while piece := read():
        data += piece
        parts: list[bytes] = []
        at = 0
        while True:
            if left > 2:
                part = data[at : at + left - 2]
                parts.append(part)
                at, left = at + len(part), left - len(part)
            if left and len(data) - at < left:
                break
            if left and data[at : at + 2] != b"\r\n":
                raise TruncatedError("a chunk of the answer is not as long as it says", advice=NOTHING_COUNTS)
            at, left = at + left, 0
            line = _SIZE.match(data, at)
            if line is None:
                break
            at, left = line.end(), int(line[1], 16) + 2
            if left == 2:
                yield b"".join(parts)
                return
        yield b"".join(parts)
        data = data[at:]
        if not left:
            _require_size(data)
    raise TruncatedError("the answer was cut in the middle of a chunk", advice=NOTHING_COUNTS)


def _require_size(data: bytes) -> None:
    """Raises an error for what can't become the size of a chunk, whatever comes behind it."""
    if len(data) > LONGEST_LINE:
        raise ProtocolError("the size of a chunk does not end", advice="Tell whoever runs the endpoint.")
    if not _BEGUN.fullmatch(data):
        raise TruncatedError("a chunk of the answer does not say its size", advice=NOTHING_COUNTS)


_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_BEGUN = re.compile(rb"(?:[0-9A-Fa-f]{1,15}[ \t]*(?:;[^\r\n]*)?)?\r?")
