"""What the pages of a folder share, made once: their navigation, and the stems of their words."""

from __future__ import annotations

from functools import cache, partial
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


class Navigation:
    """The navigation of each folder's pages that stand in no table of contents.

    It would mark the page on which it stands if it named that page; as it doesn't, only the way to the other
    pages counts, which is the same from the whole folder.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], str] = {}

    def __call__(self, app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
        """Let the theme have the navigation of a page from those of its folder: an html-page-context."""
        if "toctree" in context and page not in app.env.files_to_rebuild:
            context["toctree"] = partial(self._of, dirname(page), context["toctree"])

    def _of(self, folder: str, toctree: Callable[..., str], **options: object) -> str:
        key = (folder, *sorted(options.items()))
        if key not in self._made:
            self._made[key] = toctree(**options)
        return self._made[key]


class English(SearchEnglish):
    """English as the search knows it, with the stem of each word looked up once and not once a page."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self.stem = cache(self.stem)  # type: ignore[method-assign]
