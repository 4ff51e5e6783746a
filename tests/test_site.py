"""The site: its reference pages, the code on them, and the links between all pages."""

from __future__ import annotations

import os
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
from generator.pages import Reference
from generator.shapes import FILE as SHAPES
from generator.shapes import DeprecatedShapes
from generator.statements import statements
from generator.texts import LANGUAGES
from generator.vocabulary import FILE as VOCABULARY

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``make docs`` builds it, warnings being errors, under another hash seed than ours."""
    built = tmp_path_factory.mktemp("site")
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--doctree-dir"]
    done = subprocess.run(
        [*command, built / "doctrees", ROOT / "docs", built / "html"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return built / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    """The reference pages that the site is built of."""
    assert site.is_dir()
    files = (file for file in REFERENCE.rglob("*") if file.is_file())
    return {file.relative_to(REFERENCE).as_posix(): file.read_text("utf-8") for file in files}


class Page(HTMLParser):
    """What a page links to, what it fetches, the anchors that it has, and its language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.anchors |= {said[name] for name in ("id", "name") if name in said}
        if tag == "html":
            self.lang = said.get("lang", "")
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif "src" in said:
            self.fetched.append(said["src"])
        elif tag == "link" and said.get("rel") not in ("license", "canonical"):
            self.fetched.append(said.get("href", ""))


@pytest.fixture(scope="module")
def read_pages(site: Path) -> dict[str, Page]:
    """The pages of the site by their paths."""
    found = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): Page(path.read_text("utf-8")) for path in found}


def test_nothing_on_the_site_comes_from_elsewhere(read_pages: dict[str, Page]) -> None:
    assert [each for page in read_pages.values() for each in page.fetched if urlsplit(each).netloc] == []


def test_links_within_the_site_lead_somewhere(site: Path, read_pages: dict[str, Page]) -> None:
    lost = []
    for path, page in read_pages.items():
        for link in [*page.links, *page.fetched]:
            target = urlsplit(urljoin(f"site:///{path}", link))
            if target.scheme != "site":
                continue
            name, anchor = unquote(target.path).lstrip("/") or path, unquote(target.fragment)
            if not (site / name).is_file():
                lost.append(f"{path}: {link} is not there")
            elif anchor and name in read_pages and anchor not in read_pages[name].anchors:
                lost.append(f"{path}: {link} is no anchor there")
    assert not lost, "\n".join(lost[:20])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_say_their_language(lang: str, read_pages: dict[str, Page]) -> None:
    said = {page.lang for path, page in read_pages.items() if path.startswith(f"reference/{lang}/")}
    assert said == {lang}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("folder", "name"), NAMED)
def test_each_has_a_page(folder: str, name: str, lang: str, read_pages: dict[str, Page]) -> None:
    assert f"reference/{lang}/{folder}/{name}.html" in read_pages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_iris_of_terms_and_shapes_are_anchors(lang: str, read_pages: dict[str, Page]) -> None:
    """So ``ontology#Figure`` leads to the figure when the vocabulary's IRI leads to its page."""
    for file, page in ((VOCABULARY, "vocabulary"), (SHAPES, "shapes")):
        names = {iri.partition("#")[2] for iri in statements(file)}
        assert names <= read_pages[f"reference/{lang}/{page}.html"].anchors


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_iris_of_deprecated_shapes_are_anchors(lang: str, read_pages: dict[str, Page]) -> None:
    """A report of an earlier version names them."""
    went = {iri.partition("#")[2] for iri in DeprecatedShapes().replaced}
    assert len(went) > 20
    assert went <= read_pages[f"reference/{lang}/shapes.html"].anchors


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
        if path.startswith("en/") and path.endswith(".md")
        for block in blocks(page, "turtle")
    ]
    assert len({path for path, _ in found}) == sum(folder != "queries" for folder, _ in NAMED)
    for path, text in found:
        assert list(ox.parse(HEADER + text, format=ox.RdfFormat.TRIG)), path


def test_no_cell_of_a_table_is_empty(pages: dict[str, str]) -> None:
    empty = {path for path, page in pages.items() if re.search(r"^\|.*\| +\|", page, re.MULTILINE)}
    # Shapes without a target, without parts, or without a message; tables without a heading.
    assert {path for path in empty if "/shapes" not in path and "/index" not in path} == set()


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


def test_the_pages_are_the_same_bytes_under_another_hash_seed(pages: dict[str, str]) -> None:
    """Those of one language; a page that none of the three has by now would be taken away."""
    again = dict(Reference().pages(["tg"]))
    assert again == {path: text for path, text in pages.items() if path.startswith("tg/")}
    assert {path[3:].replace("-ru.", "-tg.") for path in pages if path.startswith("ru/")} == {
        path[3:] for path in again
    }


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
