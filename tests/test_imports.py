"""Who imports whom: rooms in one order, no circles, one class a name, nothing slow before an answer."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from invented_institution import begin

PACKAGE = Path(__file__).parent.parent / "atsmu_kg"
SLOW = [
    *("rdflib", "pyshacl", "pandas", "polars", "yaml", "dataclasses", "inspect", "importlib.resources"),
    *("mcp", "mcp_types", "pydantic", "starlette", "asyncio", "openvc", "cryptography"),
]
MOST_NAMES = 26

# A room imports only rooms above it in this table, also where only a type checker reads the import.
ROOMS = [
    *("text", "errors", "_version", "files", "atomic", "choices"),
    *("rdf", "sparql", "stores", "results", "queries", "records", "citations", "explain", "lint"),
    *("validation", "pictures", "publishing"),
    *("graph", "endpoints", "curation", "serve", "cli", "notebook"),
]
# Values that show themselves: what they are asked for is made by a module that knows them. Such a module is
# imported when it is wanted, or by type checkers only, so that no import at run time goes in a circle.
SHOWN = {
    # An answer gives its citation, why it is empty, and its picture.
    ("results.answer", "citations.citation"),
    ("results.answer", "explain"),
    ("results.result", "citations.citation"),
    ("results.result", "pictures.choice"),
    ("results.result", "pictures.picture"),
    ("results.rows", "citations.citation"),
    # A citation is written out as text, HTML, BibTeX and CSL-JSON.
    ("citations.citation", "citations.bibliography"),
    ("citations.citation", "citations.presentation"),
    # Records and lists of them are pages in a notebook.
    ("records.listing", "records.display"),
    ("records.thing", "records.display"),
    # A named query has a signature and a docstring.
    ("queries.query", "queries.signatures"),
    # A report is text and HTML, and rows and frames.
    ("validation.report", "validation.conversions"),
    ("validation.report", "validation.rendering"),
}


def name_of(file: Path) -> str:
    """A module's name within the package, that of a folder being its __init__'s."""
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


MODULES = {name_of(file): file for file in sorted(PACKAGE.rglob("*.py*")) if file.suffix in (".py", ".pyi")}


@cache
def imports_and_classes() -> dict[str, tuple[set[str], list[str]]]:
    """Each module with the modules that it imports, at its top, in a function, or for type checkers, and the
    names of its classes.
    """
    known: dict[str, tuple[set[str], list[str]]] = {}
    for name, file in MODULES.items():
        others = set()
        classes = []
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE.name:
                parent = (node.module or "").removeprefix(PACKAGE.name).lstrip(".")
                members = [f"{parent}.{alias.name}".lstrip(".") for alias in node.names]
                others |= {member if member in MODULES else parent for member in members}
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{name} imports by dots"
            if isinstance(node, ast.ClassDef):
                classes.append(node.name)
        known[name] = others - {name}, classes
    return known


def imports() -> dict[str, set[str]]:
    """Each module with the modules that it imports."""
    return {name: others for name, (others, _) in imports_and_classes().items()}


ANSWER = """
import sys
from atsmu_kg.cli import main
code = main(["run", "faculties"])
print("---", *sys.modules, sep="\\n")
sys.exit(code)
"""


def room(module: str) -> str:
    """The part of the package that a module belongs to: a module of its own, or a folder."""
    return module.partition(".")[0]


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room(name) for name in MODULES if name} <= set(ROOMS)


def test_rooms_import_downward() -> None:
    upward = [
        f"{name} → {other}"
        for name, others in imports().items()
        for other in others
        if name
        and other
        and (name, other) not in SHOWN
        and ROOMS.index(room(name)) < ROOMS.index(room(other))
    ]
    assert upward == []


def test_nothing_below_the_roof_imports_the_package_itself() -> None:
    roof = {"cli", "notebook"}
    assert {name for name, others in imports().items() if "" in others and room(name) not in roof} == set()


def test_no_modules_import_each_other() -> None:
    shown = {
        name: {other for other in others if (name, other) not in SHOWN} for name, others in imports().items()
    }
    del shown[""]
    try:
        list(TopologicalSorter(shown).static_order())
    except CycleError as error:
        pytest.fail(f"modules import each other: {' → '.join(error.args[1])}")


def test_values_that_show_themselves_do_so() -> None:
    known = imports()
    assert {(name, other) for name, other in SHOWN if other not in known[name]} == set()


def test_no_class_has_the_name_of_another() -> None:
    modules = defaultdict(list)
    for name, (_, classes) in imports_and_classes().items():
        if MODULES[name].suffix == ".py":
            for each in classes:
                if not each.startswith("_"):
                    modules[each].append(name)
    twice = {name: where for name, where in modules.items() if len(set(where)) > 1}
    assert twice == {}


def test_the_ground_floor_is_small() -> None:
    names = [path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"]
    assert len(names) <= MOST_NAMES, sorted(names)


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


def test_a_search_by_name_needs_no_records() -> None:
    code = """
import sys, atsmu_kg
assert atsmu_kg.load().find("Эрон")[0].iri.curie == "country:IR"
print(*sorted(sys.modules))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    modules = set(done.stdout.split())
    assert "atsmu_kg.records.names" in modules, done.stderr
    assert not modules & {"atsmu_kg.records.snapshot", "atsmu_kg.records.figure", "decimal"}


def test_validating_files_of_an_institution_needs_only_its_settings(tmp_path: Path) -> None:
    begin(tmp_path / "college")
    code = """
import sys
from atsmu_kg.cli import main
status = main(["validate", "--engine", "shifty", sys.argv[1]])
curation = sorted(name for name in sys.modules if name.startswith("atsmu_kg.curation"))
print(status, *curation, file=sys.stderr)"""
    file = str(tmp_path / "college" / "data" / "form.trig")
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, check=True, text=True)
    assert done.stdout.strip()
    status, *modules = done.stderr.splitlines()[-1].split()
    assert status in ("0", "1")
    assert modules == ["atsmu_kg.curation", "atsmu_kg.curation.names", "atsmu_kg.curation.settings"]
