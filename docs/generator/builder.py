"""Guides and reference as pages of the site: ``sphinx-build --builder guides``.

Sphinx reads the guides and checks their links; the templates of the site write all pages.
"""

from __future__ import annotations

import re
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader
from sphinx.builders.html import StandaloneHTMLBuilder

import atsmu_kg
from atsmu_kg.choices import LANGUAGES as KNOWN
from atsmu_kg.errors import ExportError, MissingDependencyError
from atsmu_kg.publishing.catalogue.publication import Publication
from atsmu_kg.publishing.pages import Appearance, bundle
from atsmu_kg.publishing.pages.addresses import GUIDES, SiteFolder, relative
from atsmu_kg.publishing.pages.rendering import templates
from atsmu_kg.publishing.pages.wording import LANGUAGE_NAMES, Words, console_words
from generator.contents import Contents, Entry, guide, reference
from generator.markdown import Article, article
from generator.pages import TEMPLATES, Reference
from generator.texts import LANGUAGES
from generator.translator import GuideTranslator

if TYPE_CHECKING:
    from collections.abc import Set
    from pathlib import Path

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from atsmu_kg.choices import Language

# What lies once for all languages, beside the guides in English.
SHARED = re.compile(r'((?:src|href)=")(?=(?:\.\./)*(?:_images|_downloads|reference)/)')
LIBRARY = "api/"


class GuidesBuilder(StandaloneHTMLBuilder):
    """The folder ``guides/`` of the site, with each guide in the frame of each language."""

    name = "guides"
    search = False
    default_translator_class = GuideTranslator

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Make what all pages share."""
        super().prepare_writing(docnames)
        self._site = GuidedSite(self.config.asks and is_bundled())
        self._described = Publication(atsmu_kg.load().quads()).description
        self._contents = {lang: Contents(self.env, lang) for lang in LANGUAGES}
        environment = templates()
        assert environment.loader is not None
        self._environment = environment.overlay(
            loader=ChoiceLoader([environment.loader, FileSystemLoader(TEMPLATES)])
        )

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        outfilename: Path | None = None,
        event_arg: nodes.document | None = None,
    ) -> None:
        """Write a guide in the frame of each language.

        Those of the Python library, which are long and all code, are told in English only, and others list
        what stands there.
        """
        paths = {lang: guide(pagename, lang) for lang in LANGUAGES}
        original = Article.of(addctx["body"])
        for lang, contents in self._contents.items():
            shown = original
            if lang != "en":
                body = SHARED.sub(r"\1../", original.body).replace("/reference/en/", f"/reference/{lang}/")
                told = not (pagename.startswith(LIBRARY) and original.sections)
                shown = Article(contents.title(pagename), body if told else "")
            self._write(lang, paths, shown, contents.groups, original=original)

    def gen_pages_from_extensions(self) -> None:
        """Write the reference, unless the guides are wanted alone."""
        if not self.config.with_reference:
            return
        written = Reference()
        for path, text in written.pages():
            folder, _, name = path.removesuffix(".md").partition("/")
            lang = KNOWN.checked(folder)
            paths = {each: reference(name, each) for each in LANGUAGES}
            groups = self._contents[lang].reference
            self._write(lang, paths, article(text), groups, trail=self._trail(name, lang))
        for path, picture in written.pictures():
            self._put(f"reference/{path}", picture)

    def _trail(self, name: str, lang: Language) -> list[tuple[str, str]]:
        """From a page of the reference upwards: the paths and titles of those that it is a part of."""
        folder = {"classes": "vocabulary"}.get(dirname(name), dirname(name))
        listed = {
            entry.path: entry.title for group in self._contents[lang].groups.values() for entry in group
        }
        path = reference(folder, lang)
        return [(path, listed[path])] if folder else []

    def _write(
        self,
        lang: Language,
        paths: dict[Language, str],
        shown: Article,
        groups: dict[str, list[Entry]],
        **values: Any,
    ) -> None:
        path = f"{GUIDES}{paths[lang]}"
        folder = dirname(path)
        text = self._environment.get_template("guide.html").render(
            **{"original": None, "trail": [], **values},
            dirname=dirname,
            article=shown,
            groups=groups,
            contents=self._contents[lang],
            path=path,
            view=SiteFolder(folder, lang),
            lang=lang,
            languages=[
                (each, LANGUAGE_NAMES[each], relative(f"{GUIDES}{there}.html", folder))
                for each, there in paths.items()
            ],
            canonical="",
            words=Words(lang),
            described=self._described,
            site=self._site,
            ask_here=console_words(lang)["ask_here"],
        )
        self._put(f"{paths[lang]}.html", f"{text.rstrip()}\n")

    def _put(self, path: str, text: str) -> None:
        file = self.outdir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def gen_indices(self) -> None:
        """Write none: the search of the site knows the headings."""

    def copy_static_files(self) -> None:
        """Copy none: the styles are those of the site."""

    def dump_search_index(self) -> None:
        """Write none."""


def is_bundled() -> bool:
    """Whether a site has a page of SPARQL: ``atsmu-kg site`` bundles these scripts, or takes those kept."""
    try:
        bundle()
    except (ExportError, MissingDependencyError):
        return False
    return True


class GuidedSite:
    """What the frame of a page says of the site around the guides; ``asks`` whether that answers SPARQL."""

    name = Appearance().name

    def __init__(self, asks: bool) -> None:
        self.asks = asks

    @staticmethod
    def guide(name: str, lang: str) -> str:
        """The file of a guide."""
        return f"{GUIDES}{guide(name, lang)}.html"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let Sphinx know the builder, which writes what it has read in other processes too."""
    app.add_builder(GuidesBuilder)
    app.add_config_value("with_reference", True, "", bool)
    # Whether the guides lead to the page of SPARQL, where there can be one.
    # Whether the guides lead to the page of SPARQL, where a site can have it.
    app.add_config_value("asks", False, "", bool)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
