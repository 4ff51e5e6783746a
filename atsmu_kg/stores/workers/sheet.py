"""Files in a worker that an engine writes its answer to, and that stop it when there is too much of it."""

from __future__ import annotations

from atsmu_kg.errors import LimitError
from atsmu_kg.stores.workers import frames
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

    from atsmu_kg.stores.workers.rows import RowCount

# A part of an answer that is on its way to a socket.
PART = 1 << 16


class AnswerSheet:
    """A file that holds an answer; more rows or bytes than it may hold stop the engine.

    rows: what counts them, where ``max_rows`` is given.

    >>> from atsmu_kg.stores.workers.rows import RowCount
    >>> sheet = AnswerSheet(RowCount("text/tab-separated-values"), max_rows=1, max_bytes=None)
    >>> sheet.write(b"?n\\n4\\n")
    5
    >>> sheet.write(b"5\\n")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.LimitError: the answer has more than 1 row
      Add LIMIT to the query, or raise max_rows.
    """

    def __init__(self, rows: RowCount | None, max_rows: int | None, max_bytes: int | None) -> None:
        self.max_rows = max_rows
        self.max_bytes = max_bytes
        self.parts: list[bytes] = []
        self._rows = rows
        self._bytes = 0

    def write(self, data: bytes) -> int:
        """Take a part of the answer, or raise LimitError."""
        self.parts.append(data)
        self._bytes += len(data)
        if self.max_bytes is not None:
            require_small(self._bytes, self.max_bytes)
        if self.max_rows is not None and self._rows is not None:
            require_few(self._rows.add(data), self.max_rows)
        return len(data)

    def flush(self) -> None:
        """Nothing is sent because the engine is done: the end comes with the rest."""


class StreamedSheet(AnswerSheet):
    """The same, whose content goes out in DATA frames behind a first one of a ``kind``, and is not kept."""

    def __init__(
        self,
        stream: IO[bytes],
        kind: bytes,
        rows: RowCount | None,
        max_rows: int | None,
        max_bytes: int | None,
    ) -> None:
        super().__init__(rows, max_rows, max_bytes)
        self._stream = stream
        self._waiting = 0
        stream.write(frames.HEAD.pack(kind, 0))

    def write(self, data: bytes) -> int:
        """Take a part of the answer, or raise LimitError; send what has come together."""
        super().write(data)
        self._waiting += len(data)
        if self._waiting >= PART:
            frames.send(self._stream, frames.DATA, b"".join(self.parts))
            self.parts.clear()
            self._waiting = 0
        return len(data)

    def end(self) -> None:
        """Send what is left, and that it was all."""
        rest = b"".join(self.parts)
        self._stream.write(frames.HEAD.pack(frames.DATA, len(rest)) + rest)
        frames.send(self._stream, frames.END)


def require_few(rows: int, max_rows: int) -> None:
    """Raises LimitError for more rows than are allowed."""
    if rows > max_rows:
        raise LimitError(
            f"the answer has more than {counted(max_rows, 'row')}",
            advice="Add LIMIT to the query, or raise max_rows.",
            limit="max_rows",
            allowed=max_rows,
        )


def require_small(size: int, max_bytes: int) -> None:
    """Raises LimitError for more bytes than are allowed."""
    if size > max_bytes:
        raise LimitError(
            f"the answer has more than {max_bytes} bytes",
            advice="Ask for fewer rows or columns, or raise max_bytes.",
            limit="max_bytes",
            allowed=max_bytes,
        )
