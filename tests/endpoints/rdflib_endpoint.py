"""rdflib-endpoint: rdflib's own SPARQL engine behind HTTP."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .endpoint import Endpoint
from .process import PATIENCE, Process, free_port

PROGRAM = Path(sysconfig.get_path("scripts"), "rdflib-endpoint")


def missing() -> str:
    return "" if PROGRAM.exists() else "the Python package rdflib-endpoint is not installed"


@contextmanager
def serve(directory: Path, data: Path | None = None, *, patience: float = PATIENCE) -> Iterator[Endpoint]:
    """An endpoint with the quads of an N-Quads file, or with none.

    patience: seconds in which it has to have read the file.
    """
    port = free_port()
    command: list[str | Path] = [
        PROGRAM,
        "serve",
        "--enable-update",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        *([data] if data else []),
    ]
    url = f"http://127.0.0.1:{port}/"
    with Process(command, port, directory, patience=patience) as process:
        yield Endpoint(url, process, update=url)
