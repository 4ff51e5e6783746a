"""One worker process, as the process that asks it sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from math import inf
from select import select
from threading import Timer
from time import monotonic

import pyoxigraph as ox

from atsmu_kg.errors import StoreError
from atsmu_kg.stores.workers import frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any

    from atsmu_kg.stores.call import StoreCall

# After so many seconds without an answer a query may well be one that will have to be ended.
SOON = 0.1


# What is run as a worker.
MODULE = "atsmu_kg.stores.workers.worker"


def command(megabytes: int, *arguments: str, module: str = MODULE) -> tuple[list[str], dict[str, Any]]:
    """The words that start a worker, and the keywords for it of subprocess and of asyncio's loops.

    module, arguments: what runs in the process, and what it is told besides the megabytes.
    """
    if not sys.executable:
        advice = "Ask without limits, or run Python as a program of its own."
        raise StoreError("no worker can be started: this Python has no executable", advice=advice)
    # The import paths of this process and no others: -P keeps the working directory out.
    path = os.pathsep.join(folder or os.curdir for folder in sys.path)
    return [sys.executable, "-P", "-m", module, str(megabytes), *arguments], {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
        "env": os.environ | {"PYTHONPATH": path},
        "start_new_session": True,  # Ctrl-C in a terminal is not for it
    }


class Worker:
    """A process that holds a copy of a dataset and answers one query after the other.

    ``load`` and ``ask`` kill it when the deadline (a time of ``time.monotonic``) passes, and then raise
    TimeoutError; where it ended for another reason, as by the end of the ``call``, EOFError with the exit
    code.
    """

    __slots__ = ("_overdue", "_stdin", "_stdout", "process", "revision")

    def __init__(self, revision: int, megabytes: int) -> None:
        arguments, settings = command(megabytes)
        try:
            self.process = subprocess.Popen(arguments, **settings)
        except OSError as error:
            advice = "Check the limits on processes and memory."
            raise StoreError(f"no worker can be started: {error}", advice=advice) from error
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._stdin: IO[bytes] = self.process.stdin
        self._stdout: IO[bytes] = self.process.stdout
        self.revision = revision
        self._overdue = False

    def load(
        self, engine: ox.Store, location: str | None, deadline: float, call: StoreCall | None = None
    ) -> None:
        """Give it the dataset: by its directory, or quad by quad."""
        with self._until(deadline, "its worker was still loading the dataset", call):
            if location is not None:
                frames.send(self._stdin, frames.DIRECTORY, os.fsencode(os.path.realpath(location)))
            else:
                engine.dump(frames.Outflow(self._stdin), ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
                frames.send(self._stdin, frames.END)
            kind, payload = frames.receive(self._stdout)
            if kind == frames.ERROR:
                raise frames.unpack_error(payload)

    def ask(
        self,
        request: bytes,
        deadline: float,
        call: StoreCall | None = None,
        late: Callable[[], None] | None = None,
    ) -> tuple[bytes, bytes]:
        """The frame that answers a request; ``late`` is called if it does not come soon."""
        with self._until(deadline, "its worker was killed", call):
            frames.send(self._stdin, frames.QUERY, request)
            if late is not None and not self._answers_within(SOON):
                late()
            return frames.receive(self._stdout)

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked again."""
        return not self._overdue and self.process.poll() is None

    def kill(self) -> None:
        """End the process, wait until it is gone and close its pipes."""
        self.process.kill()
        self.process.wait()
        for stream in (self._stdin, self._stdout):
            try:
                stream.close()
            except OSError:  # what it was never sent
                continue

    def _answers_within(self, seconds: float) -> bool:
        """Whether an answer comes so soon; where the system can't wait for a pipe it is taken to."""
        try:
            return bool(select([self._stdout], [], [], seconds)[0])
        except (OSError, ValueError):
            return True

    @contextmanager
    def _until(self, deadline: float, state: str, call: StoreCall | None) -> Iterator[None]:
        timer = None
        if call is not None:
            call.ends_by(self.process.kill)
        if deadline < inf:
            timer = Timer(max(0.0, deadline - monotonic()), self._expire)
            timer.daemon = True
            timer.start()
        try:
            yield
            if call is not None:
                call.ends_by(None)
                if call.cancelled:
                    raise EOFError("the call was ended when the answer was there")
        except (OSError, EOFError) as error:
            self.kill()
            if self._overdue:
                raise TimeoutError(state) from error
            raise EOFError(self.process.returncode) from error
        except BaseException:
            self.kill()  # in the midst of an answer, which the next query must not get
            raise
        finally:
            if call is not None:
                call.ends_by(None)
            if timer is not None:
                timer.cancel()
                timer.join()

    def _expire(self) -> None:
        self._overdue = True
        self.process.kill()
