"""A line on the terminal while a command works for more than two seconds; nothing in a pipe."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from threading import Event, Thread
    from types import TracebackType
    from typing import Self, TextIO

DELAY = 2.0
PERIOD = 1.0
# To the beginning of the line, and what stands there away.
ERASE = "\r\x1b[K"


class Working:
    """What goes on, told while the block runs, with the seconds that it has taken, and erased when it ends.

    what: in words: ``validating``.
    stream: where it is told, if that is a terminal (default: standard error).
    delay: the seconds before it is told at all (default: 2).
    period: those between two times.
    """

    def __init__(
        self, what: str, *, stream: TextIO | None = None, delay: float | None = None, period: float = PERIOD
    ) -> None:
        self._what = what
        self._stream = sys.stderr if stream is None else stream
        self._delay = DELAY if delay is None else delay
        self._period = period
        self._done: Event | None = None
        self._thread: Thread | None = None

    def tell(self, what: str) -> None:
        """Say from now on that this goes on."""
        self._what = what

    def __enter__(self) -> Self:
        if self._stream.isatty():
            # Who reads a pipe does not wait for these imports.
            from threading import Event, Thread

            self._done = Event()
            self._thread = Thread(target=self._tell, args=(self._done,), daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None and self._done is not None:
            self._done.set()
            self._thread.join()

    def _tell(self, done: Event) -> None:
        from time import monotonic

        began = monotonic()
        if self._delay and done.wait(self._delay):
            return
        while True:
            self._stream.write(f"{ERASE}{self._what}: {monotonic() - began:.0f} s")
            self._stream.flush()
            if done.wait(self._period):
                break
        self._stream.write(ERASE)
        self._stream.flush()
