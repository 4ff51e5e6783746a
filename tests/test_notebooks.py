"""Each notebook runs and says what is saved with it; ``python tests/test_notebooks.py`` saves all anew."""

from __future__ import annotations

import os
import re
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
pytest.importorskip("altair")
Config = pytest.importorskip("traitlets.config").Config

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 300
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# How a machine shows in an output: a folder of it, an address in memory, a time.
MACHINE = re.compile(r"(?<![\w.:/])/(?:home|tmp|root|usr|opt|var|work|Users)/|0x[0-9a-f]{8,}|\d\d:\d\d:\d\d")


def executed(file: Path) -> Any:
    """The notebook as a new kernel gives it, in the form in which it is kept."""
    notebook = nbformat.read(file, as_version=4)
    # No width of a terminal and no settings of a user may show in the outputs.
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    # A short name: the path of a socket has few characters.
    with tempfile.TemporaryDirectory(prefix="nb") as folder:
        config = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
        client = nbclient.NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", config=config)
        client.execute(env=environment | {"IPYTHONDIR": folder, "NO_COLOR": "1"}, cwd=folder)
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata = nbformat.from_dict({})
    return notebook


def written(notebook: Any) -> str:
    """The notebook as a file, the same bytes for the same content."""
    return str(nbformat.writes(notebook, version=4, ensure_ascii=False)) + "\n"


def texts(notebook: Any) -> list[tuple[int, str]]:
    """What each cell shows as text, with the cell's place."""
    return [
        (place, output.get("text") or output.get("data", {}).get("text/plain", ""))
        for place, cell in enumerate(notebook.cells, 1)
        for output in cell.get("outputs", ())
    ]


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 5


@pytest.mark.whole
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_says_what_is_saved(file: Path) -> None:
    saved = nbformat.read(file, as_version=4)
    assert texts(executed(file)) == texts(saved), "run: python tests/test_notebooks.py"


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_saved_in_its_form(file: Path) -> None:
    saved = nbformat.read(file, as_version=4)
    nbformat.validate(saved)
    assert written(saved) == file.read_text("utf-8")
    assert saved.metadata == METADATA
    assert [cell.id for cell in saved.cells] == [
        f"cell-{number}" for number in range(1, len(saved.cells) + 1)
    ]
    assert not any(cell.metadata for cell in saved.cells)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_saved_after_one_run_from_top_to_bottom(file: Path) -> None:
    cells = [cell for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "code"]
    numbers = count(1)
    assert [cell.execution_count for cell in cells] == [next(numbers) for _ in cells]
    assert any(cell.outputs for cell in cells)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_nothing_of_a_machine_shows(file: Path) -> None:
    for place, cell in enumerate(nbformat.read(file, as_version=4).cells, 1):
        for output in cell.get("outputs", ()):
            for text in (output.get("text", ""), *output.get("data", {}).values()):
                assert not MACHINE.search(text), f"cell {place} shows {MACHINE.search(text)}"


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_short(file: Path) -> None:
    assert 10 <= len(nbformat.read(file, as_version=4).cells) <= 16


if __name__ == "__main__":
    for notebook in NOTEBOOKS:
        notebook.write_text(written(executed(notebook)), "utf-8")
