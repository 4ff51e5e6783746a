"""The examples of docs/your-institution.md print what the page says."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent / "docs" / "your-institution.md").read_text("utf-8")
BLOCK = re.compile(r"```(python|sh)\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)


def test_the_examples_print_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    names: dict[str, object] = {}
    blocks = BLOCK.findall(PAGE)
    assert len(blocks) == PAGE.count("```python") + PAGE.count("```sh")
    for kind, code, wanted in blocks:
        if kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(code, names)
            printed = output.getvalue()
        else:
            command = ["bash", "-euo", "pipefail", "-c", code]
            done = subprocess.run(
                command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            printed = done.stdout + done.stderr
        assert [_steady(line) for line in printed.splitlines()] == [
            _steady(line) for line in wanted.splitlines()
        ]


def _steady(line: str) -> str:
    """A line without what changes whenever the vocabulary does: how much follows from it."""
    return re.sub(r"(entailed\.trig:) \d+", r"\1 …", line.rstrip())
