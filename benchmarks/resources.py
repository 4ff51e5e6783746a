"""What a call takes in a process of its own: processor time, time, and memory."""

from __future__ import annotations

import multiprocessing
import re
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Taken:
    """Seconds of processor (children included), seconds, and MiB at most."""

    cpu: float
    wall: float
    memory: float


def taken(
    limit: float,
    ready: Callable[..., Callable[[], object]],
    *arguments: object,
    method: Literal["spawn", "fork"] = "spawn",
) -> Taken | None:
    """What a call takes that a module's function makes ready; None if it fails or takes too many seconds.

    A process that is forked begins with what this one has read, and its memory counts that.
    """
    context = multiprocessing.get_context(method)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, ready, *arguments))  # type: ignore[attr-defined]
    process.start()
    sender.close()
    try:
        answer: Taken | None = receiver.recv() if receiver.poll(limit) else None
    except EOFError:
        answer = None
    process.kill()
    process.join()
    return answer


def _run(sender: Any, ready: Callable[..., Callable[[], object]], *arguments: object) -> None:
    call = ready(*arguments)
    start, cpu = time.perf_counter(), _spent()
    call()
    sender.send(Taken(_spent() - cpu, time.perf_counter() - start, peak()))


def _spent() -> float:
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def peak() -> float:
    """The most memory of this process; that of ``getrusage`` counts its parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024
