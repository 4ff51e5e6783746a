"""What the reference describes says of each parameter what it is."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.docstrings import with_list

REFERENCE = sorted((Path(__file__).parent.parent / "docs" / "api").glob("*.md"))
DIRECTIVE = re.compile(r"^\.\. auto(module|class|function):: (\S+)$((?:\n +:[\w-]+:.*)*)", re.MULTILINE)
# One or two explain themselves.
FEW = 2


def described() -> Iterator[Callable[..., Any]]:
    """The functions and classes on the pages of the reference."""
    for page in REFERENCE:
        for kind, name, options in DIRECTIVE.findall(page.read_text("utf-8")):
            if kind != "module":
                module, _, last = name.rpartition(".")
                yield getattr(import_module(module), last)
                continue
            contents = import_module(name)
            public = [each for each in vars(contents) if not each.startswith("_")]
            for last in getattr(contents, "__all__", public):
                thing = getattr(contents, last)
                called = inspect.isclass(thing) or inspect.isfunction(thing)
                if called and (":imported-members:" in options or thing.__module__ == name):
                    yield thing


def calls() -> Iterator[tuple[str, Callable[..., Any], str]]:
    """Those and the classes' methods, with their docstrings: a class has that of its ``__init__``."""
    for thing in dict.fromkeys(described()):
        for name, member in inspect.getmembers(thing) if inspect.isclass(thing) else [("", thing)]:
            ours = inspect.isfunction(member) and member.__module__.startswith("atsmu_kg.")
            # Python writes the __init__ of a dataclass, whose annotations say what its fields are.
            written = ours and member.__code__.co_filename.endswith(".py")
            own = name in vars(thing) if name == "__init__" else not name.startswith("_")
            if written and own:
                owner = thing if name == "__init__" else member
                yield f"{member.__module__}.{member.__qualname__}", member, inspect.getdoc(owner) or ""


CALLS = {
    name.removeprefix("atsmu_kg."): (call, text)
    for name, call, text in calls()
    if len(inspect.signature(call).parameters.keys() - {"self", "cls"}) > FEW
}


def test_the_reference_was_read() -> None:
    assert CALLS.keys() > {
        "graph.KnowledgeGraph.query",
        "results.result.Result.__init__",
        "endpoints.connect",
    }


@pytest.mark.parametrize("name", sorted(CALLS))
def test_each_parameter_of_many_is_explained(name: str) -> None:
    call, text = CALLS[name]
    items = re.findall(r"^\* (``.*?``): ", "\n".join(with_list(text.splitlines())), re.MULTILINE)
    explained = [parameter.strip("`*") for item in items for parameter in item.split(", ")]
    assert sorted(explained) == sorted(inspect.signature(call).parameters.keys() - {"self", "cls"})
