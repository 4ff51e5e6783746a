"""A process and all that it has started, and they: their memory and processor time, as Linux tells them."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def descendants(process: int) -> list[int]:
    """A process and all that it has started, and they."""
    children: dict[int, list[int]] = {}
    for entry in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            children.setdefault(int(_status(int(entry.name))[1]), []).append(int(entry.name))
    those = [process]
    for each in those:
        those += children.get(each, [])
    return those


def resident(process: int, *, files: bool = True) -> int:
    """The bytes of memory that they have; ``files`` counts what is read from files."""
    pages = 0
    for each in descendants(process):
        with suppress(OSError):
            whole, shared = (PROCESSES / str(each) / "statm").read_text().split()[1:3]
            pages += int(whole) - (0 if files else int(shared))
    return pages * os.sysconf("SC_PAGE_SIZE")


def processor(process: int) -> float:
    """The seconds that they have had of the processors."""
    ticks = 0
    for each in descendants(process):
        with suppress(OSError):
            ticks += sum(map(int, _status(each)[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def end(process: int) -> None:
    """End all of them."""
    for each in descendants(process):
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def _status(process: int) -> list[str]:
    """The fields of its status behind its name: the state, the parent and so on (proc_pid_stat(5))."""
    return (PROCESSES / str(process) / "stat").read_text().rpartition(")")[2].split()
