"""The guides and the reference of the site: their pages, the code on them, and the links between them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph as ox
import pytest
from pages import Reader, blocks

from atsmu_kg.cli import main
from atsmu_kg.queries import packaged
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import AKG, AKGSH, OWL, PREFIXES, RDF, SH
from generator.markdown import article
from generator.pages import Reference
from generator.shapes import FILE as SHAPES
from generator.shapes import DeprecatedShapes
from generator.statements import statements
from generator.texts import LANGUAGES
from generator.vocabulary import FILE as VOCABULARY

# All of it looks at the guides or the reference as a whole.
pytestmark = pytest.mark.whole

ROOT = Path(__file__).parent.parent
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
FOLDERS = {
    OWL.Class: "classes",
    OWL.ObjectProperty: "properties",
    OWL.DatatypeProperty: "properties",
    SH.NodeShape: "shapes",
}
NAMED = sorted(
    (folder, quad.subject.value.partition("#")[2])
    for file in (VOCABULARY, SHAPES)
    for quad in read(file)
    for kind, folder in FOLDERS.items()
    if quad.predicate.value == RDF.type and quad.object == ox.NamedNode(kind)
    if quad.subject.value in AKG or quad.subject.value in AKGSH
) + [("queries", name) for name in sorted(packaged())]


class Page(HTMLParser):
    """What a page links to, what it fetches, and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.anchors |= {said[name] for name in ("id", "name") if name in said}
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif "src" in said:
            self.fetched.append(said["src"])
        elif tag == "link" and said.get("rel") in ("stylesheet", "icon"):
            self.fetched.append(said.get("href", ""))


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guides as ``make docs`` builds them, warnings being errors, without the reference."""
    built = tmp_path_factory.mktemp("guides")
    command = [sys.executable, "-m", "sphinx", "--builder", "guides", "--quiet", "--fail-on-warning"]
    done = subprocess.run(
        [*command, "-D", "with_reference=0", "-d", built / "doctrees", ROOT / "docs", built / "html"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return built / "html"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The reference pages in Markdown."""
    return dict(Reference().pages())


@pytest.fixture(scope="module")
def reference(pages: dict[str, str]) -> dict[str, Page]:
    """The reference pages without the frame that all have in common, by their paths."""
    return {
        f"reference/{path.removesuffix('.md')}.html": Page(article(text).body) for path, text in pages.items()
    }


@pytest.fixture(scope="module")
def read_pages(guides: Path, reference: dict[str, Page]) -> dict[str, Page]:
    """The guides and the reference pages, by their paths."""
    built = guides.rglob("*.html")
    return {path.relative_to(guides).as_posix(): Page(path.read_text("utf-8")) for path in built} | reference


def test_nothing_in_the_guides_comes_from_elsewhere(read_pages: dict[str, Page]) -> None:
    assert [each for page in read_pages.values() for each in page.fetched if urlsplit(each).netloc] == []


def test_links_within_the_guides_lead_somewhere(
    guides: Path, pages: dict[str, str], read_pages: dict[str, Page]
) -> None:
    files = {path.relative_to(guides).as_posix() for path in guides.rglob("*") if path.is_file()}
    files |= read_pages.keys() | {f"reference/{lang}/ontology-{lang}.svg" for lang in LANGUAGES}
    lost, outside = [], set()
    for path, page in read_pages.items():
        for link in [*page.links, *page.fetched]:
            target = urlsplit(urljoin(f"https://site.example/guides/{path}", link))
            if target.netloc != "site.example":
                continue
            name, anchor = unquote(target.path).removeprefix("/guides/"), unquote(target.fragment)
            if name.startswith("/"):
                outside.add(name)
            elif name not in files:
                lost.append(f"{path}: {link} is not there")
            elif anchor and name in read_pages and anchor not in read_pages[name].anchors:
                lost.append(f"{path}: {link} is no anchor there")
    assert not lost, "\n".join(lost[:20])
    # The pages of the site to which all others lead, too.
    pages_of_the_site = {
        f"{folder}/{name}.html"
        for folder in ("", "/ru", "/tg")
        for name in ("index", "browse/index", "search", "ontology")
    }
    assert outside - pages_of_the_site == {
        "/static/site.css",
        "/static/icon.svg",
        "/static/site.js",
        "/ontology.ttl",
    }


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Start here"), ("ru", "С чего начать"), ("tg", "Аз куҷо сар кардан")]
)
def test_a_guide_has_its_title_and_its_contents_in_each_language(lang: str, title: str, guides: Path) -> None:
    folder = guides if lang == "en" else guides / lang
    html = (folder / "start.html").read_text("utf-8")
    assert f'<html lang="{lang}">' in html
    assert f"<h1>{title}</h1>" in html
    assert re.search(rf'<a href="start.html" aria-current="page">{title}</a>', html)
    # In another language the text is said to be English.
    assert (
        html.count('<div lang="en">')
        == html.count('hreflang="en" lang="en">Start here</a>')
        == int(lang != "en")
    )
    assert 'href="ask-in-python.html"' in html


def test_the_library_is_told_in_english_and_listed_in_the_other_languages(guides: Path) -> None:
    html = (guides / "ru" / "api" / "graph.html").read_text("utf-8")
    assert "<h1>Граф</h1>" in html
    assert '<li><a href="../../api/graph.html#load">load()</a></li>' in html
    assert 'id="load"' in (guides / "api" / "graph.html").read_text("utf-8")
    assert 'id="load"' not in html


def test_a_guide_in_another_language_links_to_the_reference_of_it(guides: Path) -> None:
    assert 'href="../reference/en/queries.html"' in (guides / "api" / "queries.html").read_text("utf-8")
    assert 'href="../../reference/tg/queries.html"' in (guides / "tg" / "api" / "queries.html").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_has_a_page(lang: str, reference: dict[str, Page]) -> None:
    wanted = {f"reference/{lang}/{folder}/{name}.html" for folder, name in NAMED}
    assert wanted - reference.keys() == set(), "let docs/generator write the page"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_iris_of_terms_and_shapes_are_anchors(lang: str, reference: dict[str, Page]) -> None:
    """So ``ontology#Figure`` leads to the figure when the vocabulary's IRI leads to its page."""
    for file, page in ((VOCABULARY, "vocabulary"), (SHAPES, "shapes")):
        names = {iri.partition("#")[2] for iri in statements(file)}
        assert names <= reference[f"reference/{lang}/{page}.html"].anchors


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_iris_of_deprecated_shapes_are_anchors(lang: str, reference: dict[str, Page]) -> None:
    """A report of an earlier version names them."""
    went = {iri.partition("#")[2] for iri in DeprecatedShapes().replaced}
    assert len(went) > 20
    assert went <= reference[f"reference/{lang}/shapes.html"].anchors


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(packaged()))
def test_the_example_of_a_query_prints_what_its_page_says(
    name: str,
    lang: str,
    pages: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    python, shell = blocks(pages[f"{lang}/queries/{name}.md"], "python", "sh")
    assert Reader(tmp_path).run("python", python.code) == python.output
    program, *words = shlex.split(shell.code)
    assert program == "atsmu-kg"
    assert main(words) == 0
    # A shell shows all rows, and so may have wider columns.
    first, said = capsys.readouterr().out.splitlines()[2], python.output.splitlines()[2]
    assert first.split() == said.split()


def test_the_definitions_and_examples_on_the_pages_are_turtle(pages: dict[str, str]) -> None:
    found = [
        (path, block.code)
        for path, page in pages.items()
        if path.startswith("en/")
        for block in blocks(page, "turtle")
    ]
    assert len({path for path, _ in found}) == sum(folder != "queries" for folder, _ in NAMED)
    for path, text in found:
        assert list(ox.parse(HEADER + text, format=ox.RdfFormat.TRIG)), path


def test_no_cell_of_a_table_is_empty(pages: dict[str, str]) -> None:
    empty = {path for path, page in pages.items() if re.search(r"^\|.*\| +\|", page, re.MULTILINE)}
    # Shapes without a target, without parts, or without a message; tables without a heading.
    assert {path for path in empty if "/shapes" not in path and "/index" not in path} == set()


def test_no_page_has_a_character_that_html_forbids(pages: dict[str, str]) -> None:
    assert not [path for path, text in pages.items() if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)]


@pytest.mark.parametrize("file", [VOCABULARY, SHAPES], ids=lambda file: file.name)
def test_the_definitions_are_the_whole_file(file: Path) -> None:
    parts = [ox.parse(HEADER + text, format=ox.RdfFormat.TURTLE) for text in statements(file).values()]
    named = {triple for part in parts for triple in part if isinstance(triple.subject, ox.NamedNode)}
    whole = {quad.triple for quad in read(file) if isinstance(quad.subject, ox.NamedNode)}
    # Blank nodes have other labels in each parse.
    assert {_seen(each) for each in named} == {_seen(each) for each in whole if "#" in each.subject.value}


def _seen(triple: ox.Triple) -> tuple[str, str, str]:
    target = "_" if isinstance(triple.object, ox.BlankNode) else str(triple.object)
    return str(triple.subject), str(triple.predicate), target


def test_each_language_has_the_same_pages(pages: dict[str, str]) -> None:
    assert len(LANGUAGES) == 3
    paths = [{path[3:] for path in pages if path.startswith(f"{lang}/")} for lang in LANGUAGES]
    assert paths[0] == paths[1] == paths[2]


def test_each_public_name_is_in_the_reference(read_pages: dict[str, Page]) -> None:
    anchors = {each for path, page in read_pages.items() if path.startswith("api/") for each in page.anchors}
    folders = [file.parent.relative_to(ROOT) for file in ROOT.glob("atsmu_kg/*/**/__init__.py")]
    packages = {name: import_module(name) for name in (".".join(folder.parts) for folder in folders)}
    public = {
        f"{name}.{each}"
        for name, package in packages.items()
        for each in getattr(package, "__all__", ())
        # What the package around it offers too is described there.
        if each not in getattr(packages.get(name.rpartition(".")[0]), "__all__", ())
    }
    constants = {name for name in public if name.rpartition(".")[2].isupper()}
    assert len(public - constants) > 50
    assert not public - constants - anchors, "add it to a page in docs/api/"
