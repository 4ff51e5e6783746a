"""A notebook's shell without a notebook: IPython with the extension, and nothing of it kept."""

from __future__ import annotations

from typing import Any

import pytest


def shell() -> Any:
    """A new shell with the extension loaded; what asks for one is skipped without IPython."""
    interactiveshell = pytest.importorskip("IPython.core.interactiveshell")
    config = pytest.importorskip("traitlets.config").Config(HistoryManager={"enabled": False})
    # Without a cache of outputs a shell does not collect garbage when the process ends.
    made = interactiveshell.InteractiveShell(config=config, cache_size=0)
    made.run_line_magic("load_ext", "atsmu_kg.notebook")
    return made
