"""The words of the code: names that say what they hold, and messages that people would write."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "atsmu_kg"
MODULES = {file.relative_to(PACKAGE).as_posix(): file for file in sorted(PACKAGE.rglob("*.py"))}
ROOMS = sorted({name.partition("/")[0] for name in MODULES})
# They hold anything, and so say nothing; in a function that one sees at a glance they do no harm.
VAGUE = {"each", "found", "made"}
GLANCE = 10
# Not English that people write: "that is no number", "has 2 UNIONs, and 1 may be".
STILTED = re.compile(
    r"(?<![Tt]here) (?:is|are) no [a-z]|has not one|can't be had"
    r"|, and \{?[\w,]+\}? (?:may (?:be|have)|are read)\b"
)


def functions(room: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions of a room, each with its place."""
    for name, file in MODULES.items():
        if name.partition("/")[0] == room:
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{name}:{node.lineno} {node.name}", node


@pytest.mark.parametrize("room", ROOMS)
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


def messages(room: str) -> Iterator[tuple[str, str]]:
    """The texts of a room but for docstrings, each with its place; {} is where a value stands."""
    for name, file in MODULES.items():
        if name.partition("/")[0] == room:
            tree = ast.parse(file.read_text("utf-8"))
            passed = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.JoinedStr):
                    passed |= set(node.values)
                    parts = [getattr(part, "value", "") for part in node.values]
                    yield (
                        f"{name}:{node.lineno}",
                        "".join(part if isinstance(part, str) else "{}" for part in parts),
                    )
                elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
                    yield f"{name}:{node.lineno}", node.value


@pytest.mark.parametrize("room", ROOMS)
def test_no_message_is_stilted(room: str) -> None:
    assert [message for message in messages(room) if STILTED.search(message[1])] == []
