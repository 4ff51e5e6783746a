"""Where the packaged files are: beside the package in a checkout, in ``atsmu_kg/share`` in a wheel."""

# ruff: noqa: PTH100, PTH110, PTH112, PTH118, PTH120
from __future__ import annotations

import os  # pathlib costs more to import than a query to answer

from atsmu_kg.errors import StoreError

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
    found = os.path.join(_root(), *parts)
    if not os.path.exists(found):
        raise StoreError(
            "the packaged file is missing",
            file=found,
            advice="Reinstall atsmu-kg; in a checkout, run the build that writes it.",
        )
    return found


def _root() -> str:
    package = os.path.dirname(os.path.abspath(__file__))
    share = os.path.join(package, "share")
    return share if os.path.isdir(share) else os.path.dirname(package)
