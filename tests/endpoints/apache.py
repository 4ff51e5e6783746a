"""Apache, as Debian has it, with a folder below /kg whose own rules it follows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from .process import Process, free_port

MODULES = Path("/usr/lib/apache2/modules")


@contextmanager
def serve(site: Path, directory: Path) -> Iterator[str]:
    """The address at which the folder `site` is served; `directory` is where the server keeps its files."""
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    if program is None:
        raise FileNotFoundError("Apache is not installed: run tests/endpoints/install")
    port = free_port()
    (directory / "empty").mkdir()
    settings = Template(Path(__file__).with_name("apache.conf").read_text("utf-8"))
    file = directory / "apache.conf"
    file.write_text(settings.substitute(directory=directory, modules=MODULES, port=port, site=site))
    with Process([program, "-X", "-f", file], port, directory):
        yield f"http://127.0.0.1:{port}/kg"
