"""The README's Python prints what it says, in a checkout and from the wheel in an empty environment."""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from pages import ROOT, Reader, blocks, links
from test_cli import PERIOD

README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = blocks(README, "python")


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) >= 2
    assert all(example.output for example in EXAMPLES)


def test_the_examples_print_what_the_readme_says(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for example in EXAMPLES:
        assert reader.run("python", example.code) == example.output


def test_the_number_of_queries_is_the_stated_one() -> None:
    stated = re.search(r"(\d+) named queries", README)
    assert stated
    assert int(stated[1]) == len(list((ROOT / "queries").glob("*.rq")))


def test_every_link_leads_somewhere() -> None:
    for link in links(README):
        assert (ROOT / link.partition("#")[0]).exists(), f"the README links to {link}, which is not there"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that holds the built wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    venv.create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)]
    # From a folder pip builds a wheel, and installs that.
    subprocess.run([*pip, "install", "--no-compile", str(ROOT)], check=True)
    return python


@pytest.mark.whole
def test_the_wheel_runs_the_readmes_code_from_any_folder(installed: Path, tmp_path: Path) -> None:
    code = "\n".join(example.code for example in EXAMPLES)
    done = subprocess.run(
        [str(installed), "-I", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"PYTHONUTF8": "1"},
    )
    assert done.stdout.decode("utf-8") == "".join(example.output for example in EXAMPLES)


@pytest.mark.whole
def test_the_wheel_has_the_command(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "period.ttl").write_text(PERIOD, "utf-8")
    command = [str(installed.with_name("atsmu-kg")), "validate", "period.ttl"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Conforms")
