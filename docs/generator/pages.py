"""Writing the reference pages: the templates filled in, in each language."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import category

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import atsmu_kg
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, IRI, OWL, RDFS, SKOS, VS
from generator.examples import Examples
from generator.links import Links
from generator.mentions import mentions
from generator.queries import MOST_GRAPHS, QueryPage
from generator.shapes import DeprecatedShapes, ShapesFile
from generator.texts import LANGUAGES, Texts
from generator.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.choices import Language
    from atsmu_kg.queries import NamedQuery
    from generator.shapes import NodeShape
    from generator.vocabulary import Term

TEMPLATES = Path(__file__).parent / "templates"
# What Markdown would read as markup; code between backticks stays code.
MARKUP = re.compile(r"([\\*_<>&\[\]])(?=[^`]*(?:`[^`]*`[^`]*)*$)")

# What is told to readers of the parts of a picture, which an image has not, and hundredths of pixels.
UNSEEN = re.compile(r' (?:aria-[a-z]+|role|class)="[^"]*"|(?<=[0-9]\.[0-9])[0-9]+')
# Control characters, those that only direct a text, and the ends of lines and paragraphs.
UNPRINTED = ("Cc", "Cf", "Zl", "Zp")


class PropertyRow(NamedTuple):
    """A property on the page of all properties."""

    property: IRI
    name: str
    definition: str
    triples: int
    example: str


class Reference:
    """All reference pages of a graph, its vocabulary, its shapes and its catalogue."""

    def __init__(self) -> None:
        self._kg = atsmu_kg.load()
        self._vocabulary = Vocabulary()
        self._shapes = ShapesFile()
        self._deprecated = DeprecatedShapes()
        self._examples = Examples(self._kg.quads())
        self._queries = [self._kg.queries[name] for name in sorted(self._kg.queries)]
        self._pages = {query.name: QueryPage(query, self._kg) for query in self._queries}
        self._mentions = mentions(self._queries)
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, autoescape=False
        )
        self._environment.filters.update(
            cell=cell, code=code, dedented=dedented, plain=plain, visible=visible
        )
        self._environment.tests.update(iri=lambda value: isinstance(value, IRI))
        self._environment.globals.update(
            {"DCTERMS": DCTERMS, "OWL": OWL, "RDFS": RDFS, "SKOS": SKOS, "VS": VS, "languages": LANGUAGES}
        )

    def pages(self, languages: Iterable[Language] = LANGUAGES) -> Iterator[tuple[str, str]]:
        """The path and the text of each page in these languages."""
        for lang in languages:
            for path, text in self._in(lang):
                yield f"{lang}/{path}", text

    def pictures(self) -> Iterator[tuple[str, str]]:
        """The paths and the texts of the pictures on them."""
        for lang in LANGUAGES:
            drawn = self._kg.plot.ontology(lang=lang).to_svg()
            yield f"{lang}/ontology-{lang}.svg", UNSEEN.sub("", drawn)

    def _in(self, lang: Language) -> Iterator[tuple[str, str]]:
        texts = Texts(lang)
        for name in ("index", "vocabulary", "shapes", "queries"):
            yield self._page(name, name, texts, queries=self._queries)
        yield self._page("properties", "properties", texts, properties=list(self._properties(lang)))
        for term in self._vocabulary.of("classes"):
            yield self._class(term, texts)
        for term in self._vocabulary.of("properties"):
            yield self._property(term, texts)
        for shape in self._shapes.nodes:
            yield self._shape(shape, texts)
        for query in self._queries:
            yield self._query(query, texts)

    def _properties(self, lang: Language) -> Iterator[PropertyRow]:
        """The properties that the graph uses, and those of the vocabulary that it does not use."""
        used = self._kg.queries.properties(lang=lang).rows
        for row in used:
            name, definition = row.name or "", row.definition or ""
            yield PropertyRow(
                row.property, name, definition, row.triples, self._examples.shortest(row.property)
            )
        for term in self._vocabulary.of("properties"):
            if term.iri not in {row.property for row in used}:
                yield PropertyRow(term.iri, term.label(lang), term.comment(lang), 0, "")

    def _class(self, term: Term, texts: Texts) -> tuple[str, str]:
        values = self._vocabulary.values_of(term)
        names = [term, *values]
        return self._page(
            "class",
            f"classes/{term.name}",
            texts,
            term=term,
            values=values,
            example=self._examples.instance(term.iri),
            shapes=self._shapes.about(term.iri),
            queries=self._asking(*(each.iri for each in names)),
        )

    def _property(self, term: Term, texts: Texts) -> tuple[str, str]:
        return self._page(
            "property",
            f"properties/{term.name}",
            texts,
            term=term,
            example=self._examples.statements(term.iri),
            shapes=self._shapes.about(term.iri),
            queries=self._asking(term.iri),
        )

    def _shape(self, shape: NodeShape, texts: Texts) -> tuple[str, str]:
        asked = shape.asked(texts.lang)
        users = self._shapes.users(shape)
        return self._page("shape", f"shapes/{shape.name}", texts, shape=shape, asked=asked, users=users)

    def _query(self, query: NamedQuery, texts: Texts) -> tuple[str, str]:
        named = sorted(iri for iri, names in self._mentions.items() if query.name in names)
        return self._page(
            "query",
            f"queries/{query.name}",
            texts,
            query=query,
            page=self._pages[query.name],
            most_graphs=MOST_GRAPHS,
            terms=[iri for iri in named if iri in AKG],
        )

    def _asking(self, *iris: IRI) -> list[NamedQuery]:
        names = {name for iri in iris for name in self._mentions.get(iri, ())}
        return [query for query in self._queries if query.name in names]

    def _page(self, template: str, path: str, texts: Texts, **said: Any) -> tuple[str, str]:
        up = "../" * path.count("/")
        given = {
            "_": texts,
            "lang": texts.lang,
            "link": Links(self._vocabulary, self._shapes, up),
            "path": path,
            "shapes": self._shapes,
            "deprecated": self._deprecated,
            "targets": {
                "sh:targetClass": texts("things of the class"),
                "sh:targetNode": texts("these nodes"),
                "sh:targetObjectsOf": texts("what the property leads to"),
                "sh:targetSubjectsOf": texts("what has the property"),
            },
            "up": up,
            "vocabulary": self._vocabulary,
        }
        text = self._environment.get_template(f"{template}.md").render(given | said)
        return f"{path}.md", re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def plain(text: str) -> str:
    """A text that Markdown takes as it is.

    >>> plain("a_b <c> `d_e`")
    'a\\\\_b \\\\<c\\\\> `d_e`'
    """
    return MARKUP.sub(r"\\\1", text)


def cell(text: str) -> str:
    """A text for a cell of a table."""
    return " ".join(plain(text).replace("|", "\\|").split())


def code(text: str) -> str:
    """A text as code in a cell of a table."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{' '.join(text.split())}{fence}".replace("|", "\\|")


def dedented(text: str) -> str:
    """A text without the blanks that all of its lines begin with."""
    return dedent(text).strip()


def visible(text: str) -> str:
    """A SPARQL text with escapes for what cannot be seen, which mean the same (SPARQL 1.1, 19.2).

    >>> print(visible('FILTER REGEX(?x, "[' + chr(1) + '-' + chr(8) + ']")'))
    FILTER REGEX(?x, "[\\u0001-\\u0008]")
    """
    return "".join(
        f"\\u{ord(letter):04X}" if category(letter) in UNPRINTED and letter not in "\n\t" else letter
        for letter in text
    )
