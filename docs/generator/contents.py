"""The table of contents beside each page: the guides in their groups, and the reference of a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx.addnodes import toctree

from generator.texts import Texts

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

# What stands in the group of this name besides the guides, before them.
REFERENCE = "Reference"
PARTS = {"vocabulary": "Vocabulary", "properties": "Properties", "shapes": "Shapes", "queries": "Queries"}


class Entry(NamedTuple):
    """A page in the table of contents: its path within the language, and its title."""

    path: str
    title: str


class Contents:
    """What ``index.md`` lists, group by group, in one language.

    environment: that of Sphinx, which has read the guides.
    lang: the language of the titles.
    """

    def __init__(self, environment: BuildEnvironment, lang: str) -> None:
        self._environment = environment
        self._texts = Texts(lang)
        self.lang = lang
        self.groups: dict[str, list[Entry]] = {}
        for tree in environment.get_doctree(environment.config.root_doc).findall(toctree):
            group = self.groups.setdefault(self._texts(tree["caption"]), [])
            if tree["caption"] == REFERENCE:
                group += [Entry(reference(name, lang), self._texts(title)) for name, title in PARTS.items()]
            group += [Entry(guide(name, lang), self.title(name)) for _, name in tree["entries"]]

    @property
    def reference(self) -> dict[str, list[Entry]]:
        """The group of the reference alone."""
        caption = self._texts(REFERENCE)
        return {caption: self.groups[caption]}

    def title(self, name: str) -> str:
        """The title of a guide in the language."""
        return self._texts(self._environment.titles[name].astext())

    def within(self, name: str) -> list[Entry]:
        """The pages that a guide lists in its turn, as that of the Python library does."""
        listed = self._environment.toctree_includes.get(name, ())
        return [Entry(guide(each, self.lang), self.title(each)) for each in listed]


def guide(name: str, lang: str) -> str:
    """The path of a guide below the folder of all of them.

    >>> guide("start", "en"), guide("start", "ru")
    ('start', 'ru/start')
    """
    return name if lang == "en" else f"{lang}/{name}"


def reference(name: str, lang: str) -> str:
    """The path of a reference page below the same folder.

    >>> reference("queries", "tg")
    'reference/tg/queries'
    """
    return f"reference/{lang}/{name}"
