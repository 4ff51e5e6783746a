"""Ending statements from outside, at their deadlines, or from the keyboard."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Condition, Event, Lock, Thread, Timer, current_thread, main_thread

from atsmu_kg.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self, TypeVar

    from atsmu_kg.stores.call import StoreCall

    T = TypeVar("T")

# Seconds between two tries: an engine forgets one that comes before its statement has begun.
AGAIN = 0.05


class Running:
    """The statements that an engine is running: each ends with its call, and all with the engine."""

    def __init__(self) -> None:
        self._free = Condition()
        self._ends: list[Callable[[], object]] = []
        self._closed = False
        # A thread for each statement would take a quarter of the time of a small one.
        self._another = ThreadPoolExecutor(1)

    def result(self, statement: Callable[[], T], end: Callable[[], object], call: StoreCall) -> T:
        """What a statement gives, unless it is ended before.

        statement: what takes long.
        end: what ends it, if it has begun.
        call: the call that it is for.

        Raises Cancelled, TimeoutError or KeyboardInterrupt where there is nothing to wait for, StoreError
        where the engine is closed, and what the statement raises.
        """
        with self._free:
            if self._closed:
                raise StoreError("the engine is closed")
            self._ends.append(end)
        try:
            with Interruption(call, end):
                return self._of_thread(statement, call)
        finally:
            with self._free:
                self._ends.remove(end)
                self._free.notify()

    def close(self) -> None:
        """End all that are at work, and take no more."""
        with self._free:
            self._closed = True
            while self._ends:
                for end in self._ends:
                    end()
                self._free.wait(AGAIN)
        self._another.shutdown()

    def _of_thread(self, statement: Callable[[], T], call: StoreCall) -> T:
        """What it gives, in another thread for the main one, which alone is told of the keyboard."""
        if current_thread() is not main_thread():
            return statement()
        future = self._another.submit(statement)
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
