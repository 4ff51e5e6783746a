"""What all tests keep to: no waiting by the clock, and files that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import SLOW

TESTS = Path(__file__).parent
MODULES = sorted(path.name for path in TESTS.glob("*.py"))


def test_the_slow_files_are_there() -> None:
    assert [name for name in SLOW if name not in MODULES] == [], "strike or rename it in tests/slow.txt"


@pytest.mark.parametrize("name", MODULES)
def test_no_test_sleeps(name: str) -> None:
    text = (TESTS / name).read_text("utf-8")
    tree = ast.parse(text if "sleep" in text else "")
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not called & {"time.sleep", "sleep", "asyncio.sleep"}, "wait for what happens, not for a time"
