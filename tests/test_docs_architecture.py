"""The floor plan names every room, and every room, module and name on it is there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from pages import anchors, links

ROOT = Path(__file__).parent.parent
PLAN = (ROOT / "docs" / "architecture.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROOMS = sorted(file.parent.name for file in (ROOT / "atsmu_kg").glob("*/__init__.py"))
NAMED = sorted(set(re.findall(rf"`((?:{'|'.join(ROOMS)})(?:\.\w+)+)`", PLAN)))


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_has_its_line(room: str) -> None:
    assert len(re.findall(rf"^\| `{room}` \|", PLAN, re.MULTILINE)) == 1


def test_no_line_is_of_a_room_that_is_not_there() -> None:
    (table,) = re.findall(r"\| room \|.*?\n\n", PLAN, re.DOTALL)
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == ROOMS


@pytest.mark.parametrize("name", NAMED)
def test_each_module_on_the_plan_is_there(name: str) -> None:
    """What follows the last module is a name in it."""
    module, names = f"atsmu_kg.{name}", []
    while True:
        try:
            found: object = import_module(module)
            break
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            names.insert(0, last)
    for part in names:
        assert hasattr(found, part), f"docs/architecture.md names {name}, which is not there"
        found = getattr(found, part)


@pytest.mark.parametrize("name", ["errors", "text", "files", "atomic", "choices", "graph"])
def test_the_modules_without_a_room_are_there(name: str) -> None:
    assert f"`{name}`" in PLAN
    assert (ROOT / "atsmu_kg" / f"{name}.py").is_file()


def test_contributing_names_what_is_there() -> None:
    for path in re.findall(r"[`( ]((?:tests|docs|data|ontology|queries|atsmu_kg)/[\w./-]*\w)", CONTRIBUTING):
        assert (ROOT / path).exists(), path
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make ([\w-]+)`", CONTRIBUTING)) <= set(targets)
    for link in links(CONTRIBUTING):
        path, _, anchor = link.partition("#")
        assert (ROOT / path).exists(), path
        assert not anchor or anchor in anchors((ROOT / path).read_text("utf-8"))
