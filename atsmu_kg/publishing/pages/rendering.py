"""The templates of the site, filled in one language at a time."""

from __future__ import annotations

import re
from typing import Any

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import MissingDependencyError
from atsmu_kg.publishing.pages import addresses
from atsmu_kg.publishing.pages.documents import FORMATS
from atsmu_kg.publishing.pages.sentences import Sentences
from atsmu_kg.publishing.pages.view import View, address, capitalized, clipped
from atsmu_kg.publishing.pages.wording import LANGUAGE_NAMES, Words
from atsmu_kg.rdf.namespaces import is_web

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jinja2 import Environment

    from atsmu_kg.publishing.pages.subject import Subject

# Thousands of pages: the ends of the templates' lines between tags, and end tags that HTML has as optional
# where another item or the end of the list follows (HTML, 13.1.2.4).
UNNEEDED = re.compile(r"(?<=>)\n+(?=<)|</(?:li|dt|dd)>\n*(?=</?(?:li|ul|ol|dt|dd|dl)\b)")


class Renderer:
    """Pages in one language.

    subject: what the site is about.
    lang: ``en``, ``ru`` or ``tg``.
    environment: the templates, as ``templates()`` gives them.
    """

    def __init__(self, subject: Subject, lang: str, environment: Environment) -> None:
        self.subject = subject
        self.lang = lang
        self.words = Words(lang)
        self.sentences = Sentences(subject.figures, subject.statements, subject.labels, self.words)
        self.environment = environment
        self._views: dict[str, View] = {}

    def render(self, template: str, path: str, **values: Any) -> bytes:
        """A page by a template.

        path: where the page lies, without language and extension.
        values: what the template needs besides the words, the site and the language.
        """
        file = addresses.file(path, self.lang)
        folder = file.rpartition("/")[0]
        if folder not in self._views:
            self._views[folder] = View(self.subject, self.sentences, self.environment, folder)
        languages = [
            (lang, LANGUAGE_NAMES[lang], addresses.relative(addresses.file(path, lang), folder))
            for lang in LANGUAGES
        ]
        text = self.environment.get_template(template).render(
            view=self._views[folder],
            words=self.words,
            lang=self.lang,
            path=path,
            languages=languages,
            canonical=f"{self.subject.host}/{file}" if self.subject.host else "",
            described=self.subject.described,
            site=self.subject,
            **values,
        )
        return f"{UNNEEDED.sub('', text).rstrip()}\n".encode()


def templates() -> Environment:
    """The templates beside this module, in which everything is escaped that a graph says.

    Raises MissingDependencyError without Jinja2.
    """
    try:
        import jinja2
    except ImportError as error:
        raise MissingDependencyError.of("Jinja2", "site") from error
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("atsmu_kg.publishing.pages"),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"clipped": clipped, "address": address, "capitalized": capitalized}
    environment.tests["on_the_web"] = is_web
    environment.globals["formats"] = FORMATS
    return environment
