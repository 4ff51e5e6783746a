"""A server's process: started in a group of its own, waited for, and ended with all that it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 120.0
"""Seconds until a server must answer; a busy machine takes some twenty for the slowest."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Process:
    """A command that serves a port of the loopback interface; its output goes to a log in `directory`."""

    def __init__(
        self,
        command: Sequence[str | Path],
        port: int,
        directory: Path,
        environment: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.port = port
        self.patience = patience
        self.log = directory / "output.log"
        with self.log.open("wb") as output:
            self.popen = subprocess.Popen(
                command,
                cwd=directory,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Process:
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait(self) -> None:
        """Return when the port takes connections; RuntimeError with the log if it does not."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                ended = self.popen.poll() is not None
                if ended or time.monotonic() > deadline:
                    ending = f"ended with {self.popen.returncode}"
                    what = ending if ended else f"is silent after {self.patience:.0f} s"
                    log = self.log.read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"{self.popen.args!r} {what}:\n{log}") from None
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill the process and its children. Its data is thrown away with it, so there is nothing to save."""
        if self.popen.returncode is None:
            # The leader is not yet waited for, so no other group can have got its number.
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()
