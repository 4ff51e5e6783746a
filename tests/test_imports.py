"""Who imports whom: rooms without a cycle, and nothing slow on the way to an answer."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "atsmu_kg"
SLOW = ["rdflib", "pyshacl", "pandas", "polars", "yaml", "dataclasses", "inspect", "importlib.resources"]

ANSWER = """
import sys
from atsmu_kg.cli import main
code = main(["run", "faculties"])
print("---", *sys.modules, sep="\\n")
sys.exit(code)
"""


def room(module: str) -> str:
    """The part of the package that a module belongs to: a module of its own, or a folder."""
    return ".".join(module.split(".")[:2])


def imports() -> dict[str, set[str]]:
    """Each room with the rooms that it imports, at the top of a module or inside a function."""
    found: dict[str, set[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        if name == "atsmu_kg":
            continue
        for node in ast.walk(_without_type_checking(ast.parse(file.read_text("utf-8")))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("atsmu_kg"):
                names = (
                    [f"{node.module}.{each.name}" for each in node.names] if node.module == "atsmu_kg" else []
                )
                found.setdefault(room(name), set()).update(room(each) for each in names or [node.module])
    return {name: others - {name, "atsmu_kg.__version__"} for name, others in found.items()}


def test_the_rooms_import_one_way() -> None:
    try:
        list(TopologicalSorter(imports()).static_order())
    except CycleError as error:
        pytest.fail(f"rooms import each other: {' → '.join(error.args[1])}")


def test_nothing_but_the_command_line_imports_the_command_line() -> None:
    assert [name for name, others in imports().items() if "atsmu_kg.cli" in others] == []


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that are there after a named query was answered by the command line."""
    done = subprocess.run([sys.executable, "-c", ANSWER], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer, modules = done.stdout.split("\n---\n")
    assert "Medical Faculty" in answer
    return set(modules.split())


@pytest.mark.parametrize("module", SLOW)
def test_an_answer_needs_no_slow_import(module: str, loaded: set[str]) -> None:
    assert "atsmu_kg.stores.embedded" in loaded
    assert module not in loaded, f"something on the way to an answer imports {module}"


def _without_type_checking(tree: ast.Module) -> ast.Module:
    """The module without what only type checkers read."""
    tree.body = [
        node
        for node in tree.body
        if not (
            isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        )
    ]
    return tree
