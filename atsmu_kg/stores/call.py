"""One call to a store: its deadline, whatever happens on the way, and an end from outside."""

from __future__ import annotations

import socket
from contextlib import suppress
from functools import partial
from math import inf
from threading import TIMEOUT_MAX, Event, Lock
from time import monotonic

from atsmu_kg.choices import require_positive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818  (no fault: the caller wanted it)
    """The call was ended by another thread, who does not wait for what it gives."""


class StoreCall:
    """A call that any thread may end, and that ends at its deadline: all requests, pauses and reads together.

    ``timeout`` is in seconds; without one there is no deadline.

    >>> StoreCall().set_deadline(30).timeout
    30
    """

    def __init__(self) -> None:
        self.timeout: float | None = None
        self._deadline = inf
        self._cancelled = Event()
        self._lock = Lock()
        self._end: Callable[[], object] | None = None

    def set_deadline(self, timeout: float | None) -> StoreCall:
        """Let the call end so many seconds from now."""
        require_positive(timeout=timeout)
        if timeout is not None:
            self.timeout = timeout
            self._deadline = monotonic() + min(timeout, TIMEOUT_MAX / 2)
        return self

    @property
    def remaining(self) -> float:
        """The seconds until the deadline, at least 0."""
        return max(0.0, self._deadline - monotonic())

    def socket_timeout(self) -> float | None:
        """How long the next operation on a socket may take; TimeoutError if no time is left."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._deadline == inf:
            return None
        remaining = self.remaining
        if not remaining:
            raise TimeoutError("the deadline has passed")
        return remaining

    def close_on_cancel(self, connection: socket.socket) -> None:
        """From now on the call ends with this socket."""
        self.ends_by(partial(connection.shutdown, socket.SHUT_RDWR))

    def ends_by(self, end: Callable[[], object] | None) -> None:
        """From now on this is what ends the call; with None nothing does, and no ``end`` is under way."""
        with self._lock:
            self._end = end
        if end is not None and self._cancelled.is_set():
            self.cancel()

    def pause(self, seconds: float) -> None:
        """Wait, unless the call is ended meanwhile."""
        if self._cancelled.wait(seconds):
            raise Cancelled

    def cancel(self) -> None:
        """End the call from any thread, and its connection or worker; what waits in it comes back at once."""
        self._cancelled.set()
        with self._lock:
            if self._end is not None:
                with suppress(OSError):
                    self._end()

    @property
    def cancelled(self) -> bool:
        """Whether the call was ended from outside."""
        return self._cancelled.is_set()
