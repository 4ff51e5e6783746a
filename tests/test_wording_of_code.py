"""The words of the code: names that say what they hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "atsmu_kg"
MODULES = {file.relative_to(PACKAGE).as_posix(): file for file in sorted(PACKAGE.rglob("*.py"))}
ROOMS = sorted({name.partition("/")[0] for name in MODULES})
# They hold anything, and so say nothing; in a function that one sees at a glance they do no harm.
VAGUE = {"each", "found", "made"}
GLANCE = 10
# Rooms whose names are still to be mended.
YET = {"citations", "cli", "curation", "explain", "lint", "notebook", "validation"}


def functions(room: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions of a room, each with its place."""
    for name, file in MODULES.items():
        if name.partition("/")[0] == room:
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{name}:{node.lineno} {node.name}", node


@pytest.mark.parametrize("room", sorted(set(ROOMS) - YET))
def test_no_vague_name_is_at_the_centre_of_a_function(room: str) -> None:
    vague = [
        f"{place}: {name}"
        for place, function in functions(room)
        if (function.end_lineno or 0) - function.lineno >= GLANCE
        for node in ast.walk(function)
        for name in [node.arg if isinstance(node, ast.arg) else getattr(node, "id", "")]
        if name in VAGUE and not isinstance(getattr(node, "ctx", None), ast.Load)
    ]
    assert vague == []
