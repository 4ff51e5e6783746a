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
BUFFERS = 10_000
"""Pages of 8 KiB that a small server keeps in memory."""
LOAD = (
    "ld_dir('{folder}', '{file}', '{graph}')",
    # What is loaded is not in the log of transactions.
    "rdf_loader_run()",
    # Its threads may lock each other out of a large file; what is there already does not come in twice.
    "UPDATE DB.DBA.LOAD_LIST SET ll_state = 0, ll_error = NULL WHERE ll_error LIKE '40001%'",
    "rdf_loader_run()",
    "checkpoint",
    "SELECT ll_error FROM DB.DBA.LOAD_LIST WHERE ll_error IS NOT NULL",
)


def buffers(mebibytes: float) -> int:
    """How many pages its makers advise for so much memory: 85,000 for each GiB."""
    return int(mebibytes / 1024 * 85_000)


def missing() -> str:
    programs = [name for name in ("virtuoso-t", "isql-vt") if not shutil.which(name)]
    return f"{' and '.join(programs)} of Virtuoso can't be found" if programs else ""


@contextmanager
def serve(
    directory: Path, data: Path | None = None, *, buffers: int = BUFFERS, names_graphs: bool = True
) -> Iterator[Endpoint]:
    """An endpoint with the quads of an N-Quads file, whose default graph goes into the merge, or with none.

    ``names_graphs`` is whether it is told with each query which graphs are named ones, so that GRAPH does not
    find the merge as well.
    """
    port, sql = free_port(), free_port()
    readable = data.resolve().parent if data else directory
    (directory / "virtuoso.ini").write_text(
        CONFIGURATION.read_text().format(
            sql=sql, http=port, readable=readable, buffers=buffers, dirty=buffers * 3 // 4
        )
    )
    base = f"http://127.0.0.1:{port}"
    with Process(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], port, directory) as process:
        names: set[str] = set()
        if data:
            load = [step.format(folder=readable, file=data.name, graph=MERGE) for step in LOAD]
            said = subprocess.run(
                [
                    "isql-vt",
                    f"127.0.0.1:{sql}",
                    *LOGIN,
                    "VERBOSE=OFF",
                    "BANNER=OFF",
                    f"exec={'; '.join(load)}",
                ],
                check=True,
                capture_output=True,
                text=True,
            )
            if said.stdout or said.stderr:
                raise RuntimeError(said.stdout + said.stderr)
        if data and names_graphs:
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
