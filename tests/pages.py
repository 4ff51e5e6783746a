"""Pages of the documentation: their blocks of code, what these print, and their links."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """A block of code, and the block ``text`` behind it, which is what it prints."""

    language: str
    code: str
    output: str


def blocks(page: str, *languages: str) -> list[Block]:
    """The blocks of a page in these languages, in their order."""
    found = [Block(*match) for match in BLOCK.findall(page) if match[0] in languages]
    assert len(found) == len(re.findall(rf"^```(?:{'|'.join(languages)})\b", page, re.MULTILINE))
    return found


def links(page: str) -> list[str]:
    """Where a page links to within the project; what looks like a link in code is none."""
    targets: list[str] = re.findall(r"\]\(([^)]+)\)", FENCE.sub("", page))
    return [target for target in targets if not re.match(r"https?:", target)]


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Reader:
    """Somebody who runs a page's blocks one after the other, in one Python session and one folder.

    A shell starts in ``folder`` with our commands on its path; Python runs where the test is.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
        self.folder = folder
        self.environment = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8", **(environment or {})}
        # Neither the width of a terminal, to which tables are cut, nor an environment that is active outside.
        for name in ("COLUMNS", "VIRTUAL_ENV"):
            self.environment.pop(name, None)
        self.names: dict[str, object] = {}

    def run(self, language: str, code: str) -> str:
        """What a block prints; an exit code other than 0 fails."""
        if language == "python":
            # A worker of the tests has the width of the terminal that they were started in.
            width = os.environ.pop("COLUMNS", None)
            try:
                with contextlib.redirect_stdout(io.StringIO()) as output:
                    exec(code, self.names)
            finally:
                if width is not None:
                    os.environ["COLUMNS"] = width
            return output.getvalue()
        done = subprocess.run(
            ["bash", "-eu", "-c", code],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{code}\nends with {done.returncode}:\n{done.stdout}"
        return done.stdout
