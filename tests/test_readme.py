"""The README's Python prints what it says, in a checkout and from the wheel in an empty environment."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) >= 2
    assert len(EXAMPLES) == README.count("```python")


def test_the_examples_print_what_the_readme_says() -> None:
    names: dict[str, object] = {}
    for code, printed in EXAMPLES:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(code, names)
        assert output.getvalue() == printed


def test_the_number_of_queries_is_the_stated_one() -> None:
    stated = re.search(r"(\d+) named queries", README)
    assert stated
    assert int(stated[1]) == len(list((ROOT / "queries").glob("*.rq")))


def test_every_link_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}, which is not there"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that holds the built wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], check=True)
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    subprocess.run([str(python), "-m", "pip", "--quiet", "install", str(wheel)], check=True)
    return python


def test_the_wheel_runs_the_readmes_code_from_any_folder(installed: Path, tmp_path: Path) -> None:
    code = "\n".join(code for code, _ in EXAMPLES)
    done = subprocess.run(
        [str(installed), "-I", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"PYTHONUTF8": "1"},
    )
    assert done.stdout.decode("utf-8") == "".join(printed for _, printed in EXAMPLES)


def test_the_wheel_has_the_command(installed: Path, tmp_path: Path) -> None:
    command = [str(installed.with_name("atsmu-kg")), "validate"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Conforms")
