"""Sites of graphs that mean harm, and what stands in the way of a site."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from invented_institution import IRI, begin
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from atsmu_kg.cli import main
from atsmu_kg.curation.institutions import Dataset
from atsmu_kg.errors import DataError, MissingDependencyError, ParameterError, StoreError
from atsmu_kg.publishing.folder import Folder
from atsmu_kg.publishing.pages import site
from atsmu_kg.rdf.namespaces import OWL, RDF, SCHEMA, SKOS

SCRIPT = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 7*7 }}'
THINGS = ("a", "..", "b/../c", "%2e%2e", "é", "a_b")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return begin(tmp_path_factory.mktemp("hostile") / "college")


@pytest.fixture(scope="module")
def made(dataset: Dataset) -> Folder:
    graph, base = NamedNode(f"{IRI.removesuffix('id/')}graph/hostile"), IRI
    quads = set(dataset.quads())
    for name in THINGS:
        thing = NamedNode(base + name)
        for predicate, value in (
            (RDF.type, NamedNode(SCHEMA.Person)),
            (SKOS.prefLabel, Literal(SCRIPT, language="en")),
            (SKOS.altLabel, Literal("a\x0bb\x1b[31m")),
            (OWL.sameAs, NamedNode("javascript:alert(3)")),
            (SCHEMA.knows, NamedNode(f"{base}university")),
        ):
            quads |= {
                Quad(thing, NamedNode(predicate), value, graph),
                Quad(thing, NamedNode(predicate), value),
            }
    return site(quads, stated=str(dataset.description_file))


class Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_label_stays_a_text(made: Folder) -> None:
    harmless = {"application/ld+json", None}
    for path, content in made.contents.items():
        if path.endswith(".html"):
            for tag, attributes in Tags(content.decode()).found:
                assert tag != "img", path
                assert not [name for name in attributes if name.startswith("on")], path
                assert not (attributes.get("href") or "").startswith("javascript:"), path
                if tag == "script":
                    assert attributes.get("type") in harmless
                    assert "src" in attributes or "type" in attributes, path
    html = made.contents["id/a.html"].decode()
    assert "{{ 7*7 }}" in html
    (record,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(record)["name"] == SCRIPT


def test_no_control_character_is_on_a_page(made: Folder) -> None:
    for path, content in made.contents.items():
        if path.endswith(".html"):
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", content.decode()), path


def test_the_search_is_a_script_that_no_label_ends(made: Folder) -> None:
    assert made.contents["static/names.js"].startswith(b"const LANGUAGES = ")
    assert made.contents["static/names.js"].count(b"\n") == 6


def test_each_thing_has_a_file_inside_of_the_folder(made: Folder, tmp_path: Path) -> None:
    for path in made.contents:
        parts = path.split("/")
        assert not {"", ".", ".."} & set(parts), path
        assert re.fullmatch(r"[A-Za-z0-9._~,=/-]+", path), path
    names = {path for path in made.contents if re.fullmatch(r"id/[^u].*\.nt", path)}
    assert {"id/a.nt", "id/_2E_2E.nt", "id/b/_2E_2E/c.nt", "id/a_5Fb.nt"} <= names
    made.write(tmp_path / "site")
    assert (tmp_path / "site" / "id" / "a.html").is_file()


def test_blank_nodes_are_told_with_the_thing_that_leads_to_them(dataset: Dataset) -> None:
    thing, address, street = NamedNode(f"{IRI}a"), BlankNode("x"), Literal("Street 1")
    graph = NamedNode("urn:elsewhere")
    triples = [
        (thing, NamedNode(SCHEMA.address), address),
        (address, NamedNode(SCHEMA.streetAddress), street),
        (BlankNode("alone"), NamedNode(SCHEMA.name), Literal("alone")),
    ]
    quads = {Quad(*triple, name) for triple in triples for name in (graph, DefaultGraph())}
    made = site({*dataset.quads(), *quads}, stated=str(dataset.description_file))
    assert [line.split()[1:] for line in made.contents["id/a.nt"].decode().splitlines()] == [
        [f"<{SCHEMA.address}>", "_:c14n0", "."],
        [f"<{SCHEMA.streetAddress}>", '"Street', '1"', "."],
    ]
    assert b'"alone"' in made.contents["ontology.nt"]


def test_a_folder_with_other_files_is_left_as_it_is(
    tmp_path: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["site", str(tmp_path), "--dataset", str(dataset.root)]) == 3
    assert "files that are not part of a site: mine.txt" in capsys.readouterr().err
    with pytest.raises(StoreError, match="not part of a release"):
        Folder({}).write(tmp_path)
    assert [*tmp_path.iterdir()] == [tmp_path / "mine.txt"]


def test_without_the_template_engine_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'atsmu-kg\[site\]'"):
        site([])


def test_a_host_is_an_address() -> None:
    with pytest.raises(ParameterError):
        site([], host="not an address")


def test_guides_have_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such folder"):
        site([], guides=tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('accent = "red; } body { display: none"', "not a colour like #0b6b66"),
        ('colour = "#ffffff"', "site.colour is not one of accent, name"),
        ("name = 1", "site is not a table of texts"),
    ],
)
def test_settings_of_the_site_are_checked(tmp_path: Path, setting: str, message: str) -> None:
    root = begin(tmp_path / "college").root
    file = root / "dataset.toml"
    text = file.read_text("utf-8")
    file.write_text(f"{text[: text.index('[site]')]}[site]\n{setting}\n", "utf-8")
    with pytest.raises(DataError, match=re.escape(message)):
        Dataset.read(root)
