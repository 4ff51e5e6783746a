"""Packages that are forgotten, so that they are imported anew, until a test ends."""

from __future__ import annotations

import sys

import pytest


def forget(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """Let these packages, and all in them, be imported anew; when the test ends they are what they were."""
    modules = dict(sys.modules)
    for name, module in modules.items():
        if any(name == package or name.startswith(f"{package}.") for package in packages):
            monkeypatch.delitem(sys.modules, name)
            parent, _, last = name.rpartition(".")
            if parent:
                # An import puts a module into its package as well, where the next test would find it.
                monkeypatch.setattr(modules[parent], last, module, raising=False)
