"""All files of a site: each document's pages and data, the ways in, styles and scripts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from atsmu_kg.choices import LANGUAGES, require_path
from atsmu_kg.files import beside, template
from atsmu_kg.publishing.archive import archive
from atsmu_kg.publishing.catalogue.publication import Publication
from atsmu_kg.publishing.folder import SUMS, Folder, checksums, files_of
from atsmu_kg.publishing.pages import citing
from atsmu_kg.publishing.pages.addresses import GUIDES, VOCABULARY, Addresses, file
from atsmu_kg.publishing.pages.browse import Lists
from atsmu_kg.publishing.pages.documents import documents
from atsmu_kg.publishing.pages.front import Front
from atsmu_kg.publishing.pages.hosting import hosting
from atsmu_kg.publishing.pages.labels import PageLabels
from atsmu_kg.publishing.pages.maps import marker, world
from atsmu_kg.publishing.pages.neighbourhood import neighbourhood
from atsmu_kg.publishing.pages.page import page
from atsmu_kg.publishing.pages.rendering import Renderer, templates
from atsmu_kg.publishing.pages.search import index
from atsmu_kg.publishing.pages.statements import SiteGraph
from atsmu_kg.publishing.pages.subject import Subject
from atsmu_kg.publishing.pages.view import printable
from atsmu_kg.publishing.pages.vocabulary import sections
from atsmu_kg.publishing.pages.wording import Words
from atsmu_kg.rdf.namespaces import PREFIXES, checked
from atsmu_kg.rdf.serializers import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Quad

    from atsmu_kg.publishing.pages.console import Console
    from atsmu_kg.publishing.pages.documents import ThingDocument
    from atsmu_kg.records.figure import Figure
    from atsmu_kg.records.names.index import Entry

STATIC = ("site.css", "site.js", "search.js", "forward.js")
CONSOLE = "console.css"


class Appearance(NamedTuple):
    """How a site looks: what it is called, and the colour of its links and lines, as CSS writes it."""

    name: str = "ATSMU-KG"
    accent: str = "#0b6b66"


def site(  # noqa: PLR0913  (each is a setting of its own)
    quads: Iterable[Quad],
    *,
    figures: Iterable[Figure] = (),
    names: Iterable[Entry] = (),
    host: str | None = None,
    guides: str | os.PathLike[str] | None = None,
    console: Console | None = None,
    stated: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    appearance: Appearance | None = None,
) -> Folder:
    """The site of a dataset, to be put into a folder; the same graph gives the same bytes.

    quads: the dataset, with the merge as its default graph.
    figures: the records of its figures, which are told in sentences.
    names: the names and codes of its things, which the search knows.
    host: the URL at which the folder will lie, for the canonical addresses of pages.
    guides: a folder with built documentation, which becomes ``guides/``.
    console: what its page of SPARQL is made from; without one there is no such page.
    stated, prefixes: those of ``Publication``.
    appearance: the name and the colour of the site (default: those of ATSMU-KG).

    Raises MissingDependencyError without Jinja2, ParameterError if the host is no IRI, StoreError if there is
    no such folder of guides, and what ``Publication`` raises.
    """
    environment = templates()
    address = checked(host).rstrip("/") if host else ""
    documentation: dict[str, bytes] = {}
    if guides is not None:
        require_path(guides=guides)
        documentation = files_of(Path(guides), GUIDES)
    publication = Publication(quads, stated=stated, prefixes=prefixes)
    look = appearance or Appearance()
    described = publication.description
    statements = SiteGraph(publication.quads)
    labels = PageLabels(statements, prefixes)
    addresses = Addresses(f"{described.iri.rpartition('/')[0]}/")
    terms, *things = documents(statements, addresses)
    subject = Subject(
        statements,
        labels,
        addresses,
        described,
        {figure.iri: figure for figure in figures},
        frozenset(terms.subjects),
        frozenset(document.iri for document in things),
        address,
        look.name,
        frozenset(documentation),
        console is not None,
    )
    renderers = [Renderer(subject, lang, environment) for lang in LANGUAGES]
    contents: dict[str, bytes] = documentation | dict(_static(look))
    for document in (terms, *things):
        contents |= document.files(statements, prefixes)
    contents |= _things(things, subject, renderers)
    contents["static/names.js"] = index(subject, names, renderers)
    archived = f"{publication.whole}.zip"
    contents[archived] = archive(
        {f"{described.stem}.nq": serialize(publication.quads, "nq")}, publication.whole
    )
    cited = {"bib": citing.bibtex(described), "csl.json": citing.csl_json(described)}
    contents |= {f"{described.stem}.{extension}": content for extension, content in cited.items()}
    listed, lists = sections(terms.subjects, labels), Lists(subject, things)
    front = Front(subject, lists.kinds, archived)
    for renderer in renderers:
        pages = dict(lists.pages(renderer))
        pages[VOCABULARY] = renderer.render("vocabulary.html", VOCABULARY, sections=listed)
        pages["index"] = front.page(renderer)
        pages["search"] = renderer.render("search.html", "search")
        contents |= {file(path, renderer.lang): page for path, page in pages.items()}
    if console is not None:
        contents |= console.files(subject, publication.quads, renderers, prefixes)
        contents[f"static/{CONSOLE}"] = beside(__file__, f"static/{CONSOLE}").encode()
    contents |= hosting(subject, [path for path in contents if path not in documentation], renderers)
    contents[SUMS] = checksums(contents)
    return Folder(contents, "site")


def _things(
    things: Sequence[ThingDocument], subject: Subject, renderers: Sequence[Renderer]
) -> Iterator[tuple[str, bytes]]:
    """The page of each document in each language."""
    statements, labels = subject.statements, subject.labels
    holding: dict[str, list[str]] = {}
    for graph in statements.content:
        holding.setdefault(statements.passage(graph) or graph, []).append(graph)

    for document in things:
        shown = page(document, statements, labels, holding.get(document.iri, ()))
        parts = {
            "page": shown,
            "picture": neighbourhood(shown, subject.things),
            "marker": marker(document.iri, statements),
        }
        for renderer in renderers:
            yield file(document.path, renderer.lang), renderer.render("thing.html", document.path, **parts)
        name = printable(renderers[0].sentences.heading(document.iri))
        yield f"{document.path}.bib", citing.bibtex(subject.described, document.path, document.iri, name)


def _static(look: Appearance) -> Iterator[tuple[str, bytes]]:
    """Styles, scripts and the map, which all pages share."""
    copying = json.dumps(
        {lang: [*map(Words(lang), ("copy", "copied"))] for lang in LANGUAGES}, ensure_ascii=False
    )
    for name in STATIC:
        text = beside(__file__, f"static/{name}").replace("$accent", look.accent).replace("$copying", copying)
        yield f"static/{name}", text.encode()
    icon = template(__file__, "static/icon.svg")
    for name, colour in (("icon", look.accent), ("mark", "#fff")):
        yield f"static/{name}.svg", icon.substitute(colour=colour).encode()
    yield "static/world.svg", world()
