"""W3C Data Integrity and RDFC-1.0 as Digital Bazaar's libraries for JavaScript have them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).parents[2] / "out" / "data-integrity" / "node_modules"
SCRIPT = Path(__file__).with_name("data_integrity.mjs")


def require() -> None:
    """Skips a test where the libraries or Node.js are not installed."""
    if shutil.which("node") is None or not (MODULES.parent / "installed").is_file():
        pytest.skip("Node.js or the libraries are not in out/data-integrity: run tests/endpoints/install")


def valid(documents: list[Any], contexts: dict[str, Any]) -> list[bool]:
    """Which of some verifiable credentials are valid; these contexts are known besides the W3C's own."""
    answers: list[bool] = _asked({"documents": documents, "contexts": contexts})
    return answers


def canonical_hashes(datasets: list[str]) -> list[str]:
    """The SHA-256 of the canonical form of some datasets in N-Quads."""
    answers: list[str] = _asked({"datasets": datasets})
    return answers


def _asked(question: dict[str, Any]) -> Any:
    command = ["node", str(SCRIPT), str(MODULES)]
    done = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
