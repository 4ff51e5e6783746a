"""The Oxigraph server: the engine that the library embeds, behind HTTP."""

from __future__ import annotations

import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .endpoint import Endpoint
from .process import Process, free_port

PROGRAM = Path(sysconfig.get_path("scripts"), "oxigraph")


def missing() -> str:
    return "" if PROGRAM.exists() else "the Python package oxigraph is not installed"


@contextmanager
def serve(directory: Path, data: Path | None = None) -> Iterator[Endpoint]:
    """An endpoint with the quads of an N-Quads file, or with none."""
    location = directory / "store"
    if data:
        subprocess.run(
            [PROGRAM, "load", "--location", location, "--file", data], check=True, capture_output=True
        )
    port = free_port()
    command: list[str | Path] = [PROGRAM, "serve", "--location", location, "--bind", f"127.0.0.1:{port}"]
    base = f"http://127.0.0.1:{port}"
    with Process(command, port, directory) as process:
        yield Endpoint(f"{base}/query", process, update=f"{base}/update", graph_store=f"{base}/store")
