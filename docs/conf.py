"""How Sphinx builds the site from these pages: ``make docs``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from atsmu_kg import __version__  # noqa: E402
from atsmu_kg.publishing.pages.wording import Words  # noqa: E402
from generator.docstrings import with_list  # noqa: E402
from generator.navigation import English, Navigation  # noqa: E402
from generator.pages import Reference  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "atsmu-kg"
author = "The atsmu-kg maintainers"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["generator"]
html_theme = "furo"
html_title = f"atsmu-kg {release}"
html_static_path = ["static"]
templates_path = ["templates"]
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6b66", "color-brand-content": "#0b6b66"},
    "dark_css_variables": {"color-brand-primary": "#7fb5b0", "color-brand-content": "#7fb5b0"},
}
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
# Each page would get a copy of all of their entries, which takes a third of the time.
toc_object_entries = False
# What the highlighter of SPARQL does not know is no fault of the page: the tests run every query. And two
# rooms may have a class of the same name.
suppress_warnings = ["misc.highlighting_failure", "ref.python"]


def setup(app: Sphinx) -> None:
    """Write the reference pages before Sphinx looks for pages; tell browsers the language of each.

    What docstrings say of parameters, one by one, becomes a list.
    """
    app.connect("builder-inited", lambda _: Reference().write(HERE / "reference"))
    app.connect("html-page-context", language_of)
    # Before the theme, which asks for it.
    app.connect("html-page-context", Navigation(), priority=400)
    app.add_search_language(English)
    app.connect("autodoc-process-docstring", list_parameters)


def language_of(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """A page in ``reference/ru/`` is Russian, and so on; all others are English.

    So are the words of the header that ``templates/page.html`` makes.
    """
    folders = page.split("/")
    if folders[0] == "reference":
        context["language"] = folders[1]
    context["words"] = Words(context["language"])


def list_parameters(
    app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]
) -> None:
    """Autodoc gives the lines of a docstring, and takes them as they are afterwards."""
    lines[:] = with_list(lines)
