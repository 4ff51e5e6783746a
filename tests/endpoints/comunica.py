"""Comunica: an engine in TypeScript that answers from files and from other endpoints. It takes no updates."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .endpoint import Endpoint
from .process import Process, free_port

PROGRAMS = Path(__file__).parents[2] / "out" / "endpoints" / "node_modules" / ".bin"
PROGRAM = PROGRAMS / "comunica-sparql-file-http"
# It listens on every interface and has no option to change that.
LOOPBACK = Path(__file__).with_name("loopback.cjs")


def missing() -> str:
    return "" if PROGRAM.exists() else "Comunica is not in out/endpoints"


@contextmanager
def serve(directory: Path, data: Path, *, patience: int = 60, memory: int = 0) -> Iterator[Endpoint]:
    """An endpoint with the quads of an N-Quads file, which it reads for each question.

    patience: seconds for an answer.
    memory: MiB that its heap may have (default: what Node.js thinks fit).
    """
    port = free_port()
    command: list[str | Path] = [PROGRAM, "--port", str(port), "--timeout", str(patience), data.as_uri()]
    heap = f" --max-old-space-size={memory}" if memory else ""
    environment = {
        "NODE_OPTIONS": f"--require {LOOPBACK}{heap}",
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
    }
    with Process(command, port, directory, environment) as process:
        yield Endpoint(f"http://127.0.0.1:{port}/sparql", process)
