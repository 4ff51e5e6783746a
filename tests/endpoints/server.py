"""The modules that run servers: what one is called, whether it can run here, and how tests share it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from .endpoint import Endpoint

Running = Callable[[ModuleType, Path | None], Endpoint]
"""Gives the endpoint of a server with a dataset, or with none: one and the same for the whole session."""


def name_of(server: ModuleType) -> str:
    return server.__name__.rpartition(".")[2]


def require(server: ModuleType) -> None:
    """Skip where a server can't run, or fail where all have to."""
    if reason := server.missing():
        give_up = pytest.fail if os.environ.get("ATSMU_KG_SERVERS") == "required" else pytest.skip
        give_up(f"{reason}: run tests/endpoints/install, and install the dependency group dev")
