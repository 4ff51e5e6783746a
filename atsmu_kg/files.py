"""The files that come with the package: data beside it, in a wheel in ``share``, and texts beside modules."""

# ruff: noqa: PTH100, PTH110, PTH112, PTH118, PTH120, PTH123, PTH208
from __future__ import annotations

import os  # pathlib costs more to import than a query to answer
from functools import cache

from atsmu_kg.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from string import Template

FOLDERS = ("data", "ontology", "queries")


def path(relative: str) -> str:
    """The file-system path of a packaged file or folder, given with forward slashes.

    Raises StoreError if it lies outside the packaged folders or does not exist.

    >>> path("queries").endswith("queries")
    True
    """
    parts = relative.split("/")
    if parts[0] not in FOLDERS or ".." in parts or "\\" in relative or "\0" in relative:
        folders = ", ".join(f"{folder}/" for folder in FOLDERS)
        raise StoreError(f"{relative!r} is not a packaged file", advice=f"Packaged files are in {folders}.")
    location = os.path.join(_root(), *parts)
    if not os.path.exists(location):
        raise StoreError(
            "the packaged file is missing",
            file=location,
            advice="Reinstall atsmu-kg; in a checkout, run the build that writes it.",
        )
    return location


@cache
def beside(module: str, name: str) -> str:
    """The text of a file beside a module, which is read once: a query, a template, a table.

    >>> beside(__file__, "py.typed")
    ''
    """
    with open(os.path.join(os.path.dirname(module), *name.split("/")), encoding="utf-8") as file:
        return file.read()


def all_beside(module: str, folder: str, extension: str) -> tuple[str, ...]:
    """The texts of all files with an extension in a folder beside a module, in the order of their names."""
    names = sorted(os.listdir(os.path.join(os.path.dirname(module), folder)))
    return tuple([beside(module, f"{folder}/{name}") for name in names if name.endswith(extension)])


def table(module: str, name: str) -> list[dict[str, str]]:
    """The rows of a CSV table beside a module, by the names of its columns.

    >>> table(__file__, "curation/number_words.csv")[0]["value"]
    '0'
    """
    from csv import DictReader
    from io import StringIO

    return list(DictReader(StringIO(beside(module, name), newline="")))


def template(module: str, name: str) -> Template:
    """A file beside a module as a template, whose ``$name`` are going to be replaced."""
    from string import Template

    return Template(beside(module, name))


def _root() -> str:
    package = os.path.dirname(os.path.abspath(__file__))
    share = os.path.join(package, "share")
    return share if os.path.isdir(share) else os.path.dirname(package)
