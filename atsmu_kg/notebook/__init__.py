"""SPARQL in the cells of a notebook: ``%load_ext atsmu_kg.notebook``, then ``%%sparql``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give a shell the magic and its completion; IPython calls this."""
    from atsmu_kg.notebook.magic import Magic

    Magic(shell).install()


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take both away again; IPython calls this."""
    from atsmu_kg.notebook.magic import uninstall

    uninstall(shell)
