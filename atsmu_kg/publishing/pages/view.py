"""What templates ask: names, links and values, as they stand on the pages of one folder."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pyoxigraph as ox

from atsmu_kg.publishing.pages import addresses
from atsmu_kg.publishing.pages.structured import record
from atsmu_kg.rdf.namespaces import AKG, RDFS, SCHEMA, SKOS, is_web
from atsmu_kg.rdf.serializers.characters import not_xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from atsmu_kg.publishing.pages.page import StatedValue
    from atsmu_kg.publishing.pages.sentences import Sentences
    from atsmu_kg.publishing.pages.subject import Subject

    Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

# The numbers in what locates a passage: p10 stands behind p9.
PARTS = re.compile("([0-9]+)")


class Shown(NamedTuple):
    """A name with the language that it is in, and where it leads: nowhere, to a page, or to another site."""

    text: str
    lang: str = ""
    href: str = ""


class View(addresses.SiteFolder):
    """The names and links of pages in one folder, in one language.

    subject: what the site is about.
    sentences: what is told in the language.
    environment: the templates.
    folder: where the pages lie.
    """

    def __init__(self, subject: Subject, sentences: Sentences, environment: Environment, folder: str) -> None:
        super().__init__(folder, sentences.words.lang)
        self._subject = subject
        self._sentences = sentences
        self._macros: Any = environment.get_template("macros.html").module
        # What stands on many pages is written once.
        self._written: dict[tuple[str, object], Any] = {}
        self._ways: dict[str, str] = {}
        self.title = subject.title(self.lang)
        # The folder of the language.
        top = addresses.file("", self.lang).rpartition("/")[0]
        self.root = "../" * len(list(filter(None, folder.removeprefix(top).split("/"))))
        self.figure = sentences.figure
        self.bounds = sentences.bounds
        self.listing = sentences.listing
        self.place = sentences.place
        self.names = subject.labels.names

    def href(self, iri: str) -> str:
        """The way to the page about an IRI, or empty where the site has none."""
        if iri not in self._ways:
            self._ways[iri] = self._way(iri)
        return self._ways[iri]

    def _way(self, iri: str) -> str:
        path = self._subject.addresses.path(iri)
        if path not in (None, addresses.VOCABULARY):
            return self.page(path) if iri in self._subject.things else ""
        if iri not in self._subject.terms:
            return ""
        return f"{self.page(addresses.VOCABULARY)}#{self.anchor(iri)}"

    def anchor(self, term: str) -> str:
        """The anchor of a term on the page of the vocabulary: for our own, that of its IRI."""
        own = term.removeprefix(f"{addresses.ONTOLOGY}#")
        return own if own != term else self.curie(term)

    def thing(self, iri: str) -> Shown:
        """The name of a thing with the way to its page, or to its own address."""
        sentence = self.figure(iri)
        name, lang = (sentence, self.lang) if sentence else self._subject.labels.best(iri, self.lang)
        href = self.href(iri)
        if not href and is_web(iri):
            # What is elsewhere has an address, which says more than a code.
            return Shown(printable(name) if self.names(iri) else address(iri), lang, iri)
        return Shown(printable(name), lang, href)

    def value(self, value: Value) -> Any:
        """A value of a statement, as markup."""
        if isinstance(value, ox.NamedNode):
            return self.link(value.value)
        if isinstance(value, ox.Literal):
            return self._macros.shown(Shown(printable(value.value), value.language or ""), self.lang)
        return self._macros.shown(Shown(printable(str(value))), self.lang)

    def link(self, iri: str) -> Any:
        """A thing by its name, as markup."""
        return self._once("link", iri)

    def term(self, iri: str) -> Any:
        """A property or class, as markup; its CURIE shows when one points at it."""
        return self._once("term", iri)

    def source(self, graph: str) -> Any:
        """Who says something: a passage or an authority, as a link to its page."""
        return self._once("source", graph)

    def _once(self, kind: str, iri: str) -> Any:
        key = kind, iri
        if key not in self._written:
            if kind == "link":
                written = self._macros.shown(self.thing(iri), self.lang)
            elif kind == "term":
                written = self._macros.term(self.thing(iri).text, self.href(iri), self.curie(iri))
            else:
                passage = self._subject.statements.passage(iri)
                name = self.thing(iri).text if passage is None else self._sentences.passage(passage)
                written = self._macros.source(printable(name), self.href(passage or iri))
            self._written[key] = written
        return self._written[key]

    def curie(self, iri: str) -> str:
        """The CURIE of an IRI."""
        return self._subject.labels.curie(iri)

    def heading(self, iri: str) -> str:
        """What stands above the page of a thing."""
        return printable(self._sentences.heading(iri))

    def named(self, iris: Iterable[str]) -> list[str]:
        """Those that have a name."""
        return [iri for iri in iris if self.names(iri)]

    def kind(self, kind: str) -> str:
        """The way to the list of the things of a kind."""
        return self.page(f"{addresses.KINDS}{addresses.slug(self.curie(kind))}")

    def list_note(self, listing: str) -> str:
        """What a list of a property's values says of their completeness."""
        statements, labels = self._subject.statements, self._subject.labels
        complete = next(iter(statements.iris(listing, AKG.completeness)), "")
        count = len(statements.values(listing, SCHEMA.itemListElement))
        return self._sentences.words("by_list", count=count, completeness=labels.text(complete, self.lang))

    def definitions(self, term: str) -> list[tuple[str, str]]:
        """What a term means, in the language or else in English, with the language that it is in."""
        values = self._subject.statements.values(term, SKOS.definition, RDFS.comment, SKOS.scopeNote)
        texts = [
            (printable(each.value), each.language or "en") for each in values if isinstance(each, ox.Literal)
        ]
        own = [text for text in texts if text[1] == self.lang]
        return (own or [text for text in texts if text[1] == "en"])[:1]

    def in_language(self, rows: Iterable[StatedValue]) -> list[StatedValue]:
        """Values with those in the language of the page first."""
        return sorted(rows, key=lambda row: getattr(row.value, "language", None) != self.lang)

    def in_order(self, passages: Iterable[str]) -> list[str]:
        """Passages as they stand in their document."""
        return sorted(passages, key=lambda passage: [*map(_sortable, PARTS.split(self.place(passage)))])

    def citation(self, iri: str) -> str:
        """How a page is cited in words."""
        described = self._subject.described
        version = self._sentences.words("version", version=described.version)
        return f"{self.heading(iri)}. {self._subject.name}. {version}, {described.modified}. {iri}"

    def record(self, iri: str) -> Any:
        """The thing as search engines read it."""
        from markupsafe import Markup

        subject = self._subject
        return Markup(record(iri, subject.statements, subject.labels, self.lang, subject.described.iri))


def address(iri: str) -> str:
    """A web address as people say it.

    >>> address("https://www.example.org/path/")
    'example.org/path'
    """
    return printable(iri.partition("://")[2].removeprefix("www.").rstrip("/"))


def clipped(text: str, most: int) -> str:
    """A text with no more characters than fit.

    >>> clipped("Dentistry Faculty", 10)
    'Dentistry…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def capitalized(text: str) -> str:
    """A text with its first letter as at the beginning of a sentence, and all others as they are.

    >>> capitalized("oral RDF")
    'Oral RDF'
    """
    return text[:1].upper() + text[1:]


def printable(text: str) -> str:
    """A text without the characters that HTML and XML refuse."""
    return not_xml().sub("\ufffd", text)


def _sortable(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (-1, part)
