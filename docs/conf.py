"""How Sphinx builds the site from these pages: ``make docs``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from atsmu_kg import __version__  # noqa: E402
from generator.docstrings import with_list  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "atsmu-kg"
author = "The atsmu-kg maintainers"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "generator.builder"]
exclude_patterns = ["generator"]
# The pages are written by the templates of the site, and none by a theme; but Sphinx wants one.
html_theme = "basic"
html_copy_source = False
html_use_index = False
html_domain_indices = False
myst_heading_anchors = 3
# The reference is written without Sphinx; so the pages of the library, which lie beside it, link to it.
myst_url_schemes = {"http": None, "https": None, "reference": "../reference/en/{{path}}.html"}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# As their author wrote them: a table of prefixes is three screens long.
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
# Each page would get a copy of all of their entries, which takes a third of the time.
toc_object_entries = False
# Two rooms may have a class of the same name.
suppress_warnings = ["ref.python"]


def setup(app: Sphinx) -> None:
    """What docstrings say of parameters, one by one, becomes a list."""
    app.connect("autodoc-process-docstring", list_parameters)


def list_parameters(
    app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]
) -> None:
    """Autodoc gives the lines of a docstring, and takes them as they are afterwards."""
    lines[:] = with_list(lines)
