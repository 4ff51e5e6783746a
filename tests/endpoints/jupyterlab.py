"""JupyterLab with the project's own Python as its kernel."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .process import Process, free_port

ROOT = Path(__file__).parent.parent.parent
PROGRAM = ROOT / "out" / "jupyterlab" / "bin" / "jupyter-lab"
KERNEL = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "Python 3",
    "language": "python",
}
# What is taken from nobody: settings of a user, a login, news and the list of extensions.
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--IdentityProvider.token=",
    "--ServerApp.terminals_enabled=False",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.extension_manager=readonly",
)


@contextmanager
def serve(directory: Path) -> Iterator[str]:
    """The address of a JupyterLab that shows the notebooks of a folder."""
    if not PROGRAM.exists():
        raise FileNotFoundError("JupyterLab is not installed: run tests/endpoints/install")
    settings = directory / ".jupyter"
    kernel = settings / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps(KERNEL))
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR", "PATH")
    environment = {f"JUPYTER_{name}": str(settings) for name in names} | {
        "HOME": str(settings),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    port = free_port()
    command = [PROGRAM, *OPTIONS, f"--port={port}", f"--ServerApp.root_dir={directory}"]
    with Process(command, port, directory, environment):
        yield f"http://127.0.0.1:{port}"
