"""The files of the page of SPARQL: what is pinned, what is packed, and that it is the same each time."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from invented_institution import begin

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.curation.institutions import Dataset
from atsmu_kg.publishing.folder import Folder
from atsmu_kg.publishing.pages import Console, bundle, site
from atsmu_kg.publishing.pages.addresses import file
from atsmu_kg.publishing.pages.console import FOLDER, packed
from atsmu_kg.publishing.pages.scripts import SOURCES
from atsmu_kg.publishing.pages.wording import console_words

SCRIPTS = {"service-worker.js": b"", f"{FOLDER}LICENSES.txt": b"", f"{FOLDER}oxigraph.wasm": b""}
SCRIPTS |= {f"{FOLDER}{name}.js": b"" for name in ("page", "preload", "responder", "endpoint", "worker")}
QUERIES = ("faculties", "certainly_at_least")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return begin(tmp_path_factory.mktemp("asked") / "college")


def made(dataset: Dataset) -> Folder:
    kg = dataset.graph()
    console = Console({name: kg.queries[name] for name in QUERIES}, SCRIPTS)
    return site(dataset.quads(), console=console, stated=str(dataset.description_file), prefixes=kg.prefixes)


@pytest.fixture(scope="module")
def folder(dataset: Dataset) -> Folder:
    return made(dataset)


def told(folder: Folder, name: str) -> dict[str, dict[str, object]]:
    content: dict[str, dict[str, object]] = json.loads(folder.contents[f"{FOLDER}{name}.json"])
    return content


def test_versions_and_hashes_are_pinned_and_no_host_is_named() -> None:
    lock = (SOURCES / "package-lock.json").read_text("utf-8")
    assert "resolved" not in lock
    assert "://" not in lock
    wanted = json.loads((SOURCES / "package.json").read_text("utf-8"))
    packages = json.loads(lock)["packages"]
    for path, package in packages.items():
        assert not path or package["integrity"].startswith("sha512-"), path
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert packages[f"node_modules/{name}"]["version"] == version


def test_scripts_load_nothing_from_elsewhere() -> None:
    for path in SOURCES.glob("*.js"):
        text = path.read_text("utf-8")
        fetched = re.findall(r"(?:fetch|import|Worker)\(\s*[\"'`](\w+:)", text)
        assert not fetched, path.name


def test_the_packed_data_are_the_named_graphs(dataset: Dataset, folder: Folder) -> None:
    data = gzip.decompress(folder.contents[f"{FOLDER}data.nq.gz"])
    named = {quad for quad in dataset.quads() if not isinstance(quad.graph_name, ox.DefaultGraph)}
    assert set(ox.parse(data, format=ox.RdfFormat.N_QUADS)) == named
    # The rest is their merge, which the page makes itself.
    assert told(folder, "index")["merged"] is True


def test_a_default_graph_of_its_own_is_packed_too() -> None:
    own = ox.Quad(*(ox.NamedNode(f"urn:{name}") for name in "abc"))
    other = ox.Quad(*(ox.NamedNode(f"urn:{name}") for name in "defg"))
    data, merged = packed([own, other])
    assert set(ox.parse(gzip.decompress(data), format=ox.RdfFormat.N_QUADS)) == {own, other}
    assert not merged


def test_the_index_has_the_datasets_own_prefixes_and_names(dataset: Dataset, folder: Folder) -> None:
    index = told(folder, "index")
    assert set(dataset.names.prefixes) <= set(index["prefixes"])
    assert index["classes"]["akg:University"] == ["University", "Университет", "Донишгоҳ"]
    assert index["base"] == "https://college.example/kg/"
    assert told(folder, "graphs")["profile:s01"][-1] == "graph/profile/s01.html"


def test_named_queries_come_with_their_forms_and_their_sources(folder: Folder) -> None:
    queries = {query["name"]: query for query in json.loads(folder.contents[f"{FOLDER}queries.json"])}
    assert sorted(queries) == sorted(QUERIES)
    floor, lang, ceiling = queries["certainly_at_least"]["params"]
    assert (floor["type"], floor["required"], floor["example"]) == ("xsd:integer", True, "500")
    assert (lang["default"], lang["choices"]) == ("en", [*LANGUAGES])
    assert ceiling["default"] is None
    assert floor["description"] == ["the least value", "наименьшее значение", "қимати камтарин"]
    assert not queries["faculties"]["text"].startswith("#+")
    assert sorted(told(folder, "answers/faculties")["answers"]) == sorted(LANGUAGES)


def test_the_page_lets_nothing_else_in_and_lists_the_queries(folder: Folder) -> None:
    for lang, page in (("en", "sparql/index.html"), ("tg", "tg/sparql/index.html")):
        html = folder.contents[page].decode()
        assert "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'" in html
        assert " style=" not in html
        assert "<style" not in html
        assert not re.findall(r"<script(?![^>]* src=)", html)
        assert console_words(lang)["without"] in html.partition("<noscript>")[2].partition("</noscript>")[0]
        assert all(f'href="#name={name}"' in html for name in QUERIES)
    assert 'href="../sparql/index.html"' in folder.contents["id/university.html"].decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_html_as_the_standard_has_it(folder: Folder, lang: str) -> None:
    parser = pytest.importorskip("html5rdf").HTMLParser(namespaceHTMLElements=False)
    parser.parse(folder.contents[file("sparql/index", lang)].decode())
    assert parser.errors == []


def test_each_file_that_a_page_names_is_there(folder: Folder) -> None:
    html = folder.contents["ru/sparql/index.html"].decode()
    for target in re.findall(r'(?:src|href)="(\.\./\.\./[^"#]+)"', html):
        assert target.removeprefix("../../") in folder.contents


@pytest.mark.whole
def test_the_same_data_are_the_same_bytes(dataset: Dataset, folder: Folder) -> None:
    assert made(dataset).contents == folder.contents


def test_words_have_the_same_places_for_values_in_each_language() -> None:
    places = {
        lang: {key: set(re.findall(r"\{\w+\}", text)) for key, text in console_words(lang).items()}
        for lang in LANGUAGES
    }
    assert places["ru"] == places["en"] == places["tg"]


def test_scripts_say_nothing_that_has_no_words() -> None:
    words = console_words("en")
    for path in SOURCES.glob("*.js"):
        keys = re.findall(r"\b(?:say|counted)\(\"(\w+)\"", path.read_text("utf-8"))
        assert not [key for key in keys if key not in words], path.name


def test_what_was_bundled_once_needs_no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atsmu_kg.publishing.pages.scripts._digest", lambda _: "known")
    (tmp_path / "javascript-known" / "sparql").mkdir(parents=True)
    (tmp_path / "javascript-known" / "sparql" / "page.js").write_bytes(b"1")
    monkeypatch.setenv("PATH", "")
    assert bundle(tmp_path) == {"sparql/page.js": b"1"}
