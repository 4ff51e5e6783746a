"""Ending a statement from outside, at its deadline, or from the keyboard."""

from __future__ import annotations

from concurrent.futures import wait
from threading import Event, Lock, Thread, Timer, current_thread, main_thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from typing import Self, TypeVar

    from atsmu_kg.stores.call import StoreCall

    T = TypeVar("T")

# Seconds between two tries: an engine forgets one that comes before its statement has begun.
AGAIN = 0.05


def interruptible(work: Callable[[], T], call: StoreCall, another: Executor) -> T:
    """What a piece of work gives that looks at no keyboard; KeyboardInterrupt when it was ended from there.

    work: what takes long.
    call: what ends the work when it is cancelled.
    another: runs what the main thread wants, which alone is told of the keyboard, in a thread of its own.
    """
    if current_thread() is not main_thread():
        return work()
    future = another.submit(work)
    try:
        return future.result()
    except KeyboardInterrupt:
        call.cancel()
        wait([future])
        raise


class Interruption:
    """While it is entered, a call ends a statement, when another thread ends the call or its time is over.

    call: the call.
    end: what ends the statement, if it has begun.

    Entering raises Cancelled or TimeoutError where there is nothing left to wait for.
    """

    def __init__(self, call: StoreCall, end: Callable[[], object]) -> None:
        self._call = call
        self._end = end
        self._over = Event()
        self._lock = Lock()
        self._timer: Timer | None = None

    def __enter__(self) -> Self:
        remaining = self._call.socket_timeout()
        if remaining is not None:
            self._timer = Timer(remaining, self._insist)
            self._timer.daemon = True
            self._timer.start()
        self._call.ends_by(lambda: Thread(target=self._insist, daemon=True).start())
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over.set()
        self._call.ends_by(None)
        if self._timer is not None:
            self._timer.cancel()

    def _insist(self) -> None:
        while not self._over.is_set():
            with self._lock:
                if not self._over.is_set():
                    self._end()
            self._over.wait(AGAIN)
