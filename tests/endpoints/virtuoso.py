"""OpenLink Virtuoso. Its default graph is the union of all, so the merge goes into a graph of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode, parse

from .endpoint import Endpoint
from .process import Process, free_port

CONFIGURATION = Path(__file__).with_suffix(".ini")
MERGE = "https://w3id.org/atsmu-kg/graph/merged"
LOGIN = ("dba", "dba")
N_QUADS = 512
"""The flag of TTLP for a file of N-Quads, whose default graph goes into the graph that is named."""


def missing() -> str:
    programs = [name for name in ("virtuoso-t", "isql-vt") if not shutil.which(name)]
    return f"{' and '.join(programs)} of Virtuoso can't be found" if programs else ""


@contextmanager
def serve(directory: Path, data: Path | None = None) -> Iterator[Endpoint]:
    """An endpoint with the quads of an N-Quads file, or with none."""
    port, sql = free_port(), free_port()
    readable = data.parent if data else directory
    (directory / "virtuoso.ini").write_text(
        CONFIGURATION.read_text().format(sql=sql, http=port, readable=readable)
    )
    base = f"http://127.0.0.1:{port}"
    with Process(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], port, directory) as process:
        names: set[str] = set()
        if data:
            load = f"TTLP(file_to_string_output('{data}'), '', '{MERGE}', {N_QUADS})"
            said = subprocess.run(
                ["isql-vt", f"127.0.0.1:{sql}", *LOGIN, f"exec={load}"],
                check=True,
                capture_output=True,
                text=True,
            )
            if "***" in said.stdout + said.stderr:
                raise RuntimeError(said.stdout + said.stderr)
            names = {
                quad.graph_name.value for quad in parse(path=data) if isinstance(quad.graph_name, NamedNode)
            }
        yield Endpoint(
            f"{base}/sparql",
            process,
            default_graphs=(MERGE,),
            named_graphs=tuple(sorted(names)),
            update=f"{base}/sparql-auth",
            graph_store=f"{base}/sparql-graph-crud-auth",
            login=LOGIN,
        )
