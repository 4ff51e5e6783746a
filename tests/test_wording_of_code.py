"""The words of the code: names that say what they hold, and messages that people would write."""

from __future__ import annotations

import ast
import re
from functools import cache
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


@cache
def read(name: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The vague names in a module's longer functions and its texts but for docstrings, each with its place.

    {} is where a value stands in a text.
    """
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    vague: list[str] = []
    texts: list[tuple[str, str]] = []
    passed = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if (node.end_lineno or 0) - node.lineno >= GLANCE:
                vague += [f"{name}:{node.lineno} {node.name}: {word}" for word in set_names(node) & VAGUE]
        elif isinstance(node, ast.JoinedStr):
            passed |= set(node.values)
            parts = [getattr(part, "value", "") for part in node.values]
            text = "".join(part if isinstance(part, str) else "{}" for part in parts)
            texts.append((f"{name}:{node.lineno}", text))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            texts.append((f"{name}:{node.lineno}", node.value))
    return vague, texts


def set_names(function: ast.AST) -> set[str]:
    """The names that a function sets, its arguments among them."""
    return {
        node.arg if isinstance(node, ast.arg) else getattr(node, "id", "")
        for node in ast.walk(function)
        if not isinstance(getattr(node, "ctx", None), ast.Load)
    }


def modules_of(room: str) -> list[str]:
    return [name for name in MODULES if name.partition("/")[0] == room]


@pytest.mark.parametrize("room", ROOMS)
def test_no_vague_name_is_at_the_centre_of_a_function(room: str) -> None:
    assert [place for name in modules_of(room) for place in read(name)[0]] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_message_is_stilted(room: str) -> None:
    messages = [message for name in modules_of(room) for message in read(name)[1]]
    assert [message for message in messages if STILTED.search(message[1])] == []
