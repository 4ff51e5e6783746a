"""The site: each thing has pages and files, all of the graph is in them, each link leads somewhere."""

from __future__ import annotations

import json
import re
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

import atsmu_kg
from atsmu_kg.choices import LANGUAGES
from atsmu_kg.publishing.folder import Folder
from atsmu_kg.publishing.pages.addresses import Addresses, file
from atsmu_kg.publishing.pages.documents import FORMATS
from atsmu_kg.rdf.namespaces import BASE

pytestmark = pytest.mark.whole
MOST_BYTES = 60_000_000
ATTRIBUTE = re.compile(r'\s(?:href|src|action)="([^"]*)"')
LOADED = re.compile(
    r'<(?:script|img|iframe|source|link rel="(?:stylesheet|icon|preload)")[^>]*?(?:src|href)="([^"]*)"'
)
ANCHOR = re.compile(r'\sid="([^"]*)"')


@pytest.fixture(scope="module")
def made() -> Folder:
    return atsmu_kg.load().site(host="https://kg.example")


@pytest.fixture(scope="module")
def pages(made: Folder) -> dict[str, str]:
    return {path: content.decode() for path, content in made.contents.items() if path.endswith(".html")}


def page(made: Folder, path: str, lang: str = "en") -> str:
    return made.contents[file(path, lang)].decode()


def text(html: str) -> str:
    """What a reader sees of a part of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def section(html: str, name: str) -> str:
    (found,) = re.findall(rf'<section>\s*<h2 id="{name}">.*?</section>', html, re.DOTALL)
    return str(found)


def test_each_thing_named_graph_and_passage_has_pages_and_files(
    made: Folder, quads: frozenset[ox.Quad]
) -> None:
    addresses = Addresses(BASE)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    wanted = graphs | {iri for iri in subjects if iri.startswith((f"{BASE}id/", f"{BASE}source/"))}
    assert len(wanted) > 1_800
    for iri in wanted:
        path = addresses.path(iri)
        assert path
        names = [file(path, lang) for lang in LANGUAGES] + [f"{path}.{extension}" for extension in FORMATS]
        assert not [name for name in names if name not in made.contents], iri


@pytest.mark.parametrize("extension", FORMATS)
def test_all_files_together_are_the_default_graph(
    made: Folder, merged: frozenset[ox.Triple], extension: str
) -> None:
    format = ox.RdfFormat.from_extension(extension)
    told = {
        quad.triple
        for path, content in made.contents.items()
        if path.endswith(f".{extension}")
        for quad in ox.parse(content, format=format)
    }
    assert told == merged


def test_each_link_leads_to_a_file_and_an_anchor_of_it(made: Folder, pages: dict[str, str]) -> None:
    anchors = {path: set(ANCHOR.findall(html)) for path, html in pages.items()}
    broken = set()
    for path, html in pages.items():
        folder = dirname(path)
        for target in set(ATTRIBUTE.findall(html)):
            address, _, anchor = unescape(target).partition("#")
            if re.match(r"https?:", address) or f'<base href="{target}">' in html:
                continue
            there = normpath(join(folder, unquote(address))) if address else path
            if there not in made.contents or (anchor and unquote(anchor) not in anchors[there]):
                broken.add((path, target))
    assert not broken


def test_nothing_is_loaded_from_another_host(made: Folder, pages: dict[str, str]) -> None:
    loaded = {address for html in pages.values() for address in LOADED.findall(html)}
    assert loaded
    assert not [address for address in loaded if ":" in address or address.startswith("//")]
    for path, content in made.contents.items():
        if path.endswith((".css", ".svg", ".js")):
            addresses = re.findall(rb"url\(([^)]*)\)|fetch\(|import |https?://[^\s\"')]*", content)
            assert not [each for each in addresses if b":" in each], path


def test_all_of_it_is_small(made: Folder) -> None:
    assert sum(map(len, made.contents.values())) < MOST_BYTES


def test_each_statement_has_who_says_it_beside_it(made: Folder) -> None:
    html = page(made, "id/university")
    (row,) = re.findall(r"<dd>1939 (.*?)(?=<d[dt]>)", html)
    assert '<a class="source" href="../source/profile.txt/char=311,486.html">' in row
    assert "Profile of the university, sentence 4" in text(row)


def test_what_one_source_says_alone_names_it_once(made: Folder) -> None:
    said = section(page(made, "id/figure/international-students"), "said")
    assert said.count('class="source"') == 1
    assert "All of this is said by Profile of the university, sentence 15" in text(said)


def test_a_page_leads_from_a_passage_to_what_it_states(made: Folder) -> None:
    html = page(made, "source/profile.txt/char=2548,2645")
    assert "Dentistry Faculty preferred label Dentistry Faculty type Faculty" in text(section(html, "states"))


@pytest.mark.parametrize(
    ("lang", "heading", "bounds"),
    [
        ("en", "more than 500 international students", "So the number is at least 501; how great"),
        ("ru", "иностранные студенты: более 500", "Значит, число не меньше 501"),
        ("tg", "донишҷӯёни хориҷӣ: беш аз 500", "Пас рақам аз 501 кам нест"),
    ],
)
def test_a_figure_is_a_sentence_with_its_bounds(made: Folder, lang: str, heading: str, bounds: str) -> None:
    html = page(made, "id/figure/international-students", lang)
    assert text(re.findall(r"<h1.*?</h1>", html)[0]) == heading
    assert bounds in text(html)
    assert f'<html lang="{lang}">' in html


@pytest.mark.parametrize(
    ("lang", "number"),
    [("en", "8,844 students"), ("ru", "студенты: 8\xa0844"), ("tg", "донишҷӯён: 8\xa0844")],
)
def test_a_long_number_is_grouped_as_the_language_has_it(made: Folder, lang: str, number: str) -> None:
    html = page(made, "id/figure/students", lang)
    assert number in unescape(re.findall(r"<h1[^>]*>(.*?)</h1>", html)[0])


def test_a_list_says_how_complete_it_is(made: Folder) -> None:
    html = page(made, "id/enumeration/faculties")
    assert "4 listed of 4 faculties; completeness: exhaustive." in text(html)
    assert "a list of 4, exhaustive" in text(page(made, "id/university"))


def test_what_points_to_a_thing_is_listed(made: Folder) -> None:
    assert "Countries of the partner institutions" in text(section(page(made, "id/country/DE"), "pointing"))


def test_identifiers_are_links_and_places_have_a_map(made: Folder) -> None:
    html = page(made, "id/country/TJ")
    assert '<a href="http://www.wikidata.org/entity/Q863">' in section(html, "elsewhere")
    assert "--left:" in section(html, "map")
    assert 'id="map"' not in page(made, "id/figure/students")


def test_the_neighbourhood_is_drawn_with_links(made: Folder) -> None:
    picture = section(page(made, "id/dentistry-faculty"), "neighbourhood")
    assert "<svg" in picture
    assert 'href="university.html"' in picture


def test_the_head_has_what_machines_look_for(made: Folder) -> None:
    html = page(made, "id/country/TJ", "ru")
    head = html[: html.index("<body")]
    links = re.findall(r'<link rel="([^"]*)"([^>]*)>', head)
    relations = {relation for names, _ in links for relation in names.split()}
    assert relations >= {
        "alternate",
        "author",
        "canonical",
        "describedby",
        "license",
        "cite-as",
        "item",
        "type",
    }
    assert '<link rel="canonical" href="https://kg.example/ru/id/country/TJ.html">' in head
    assert '<link rel="cite-as" href="https://w3id.org/atsmu-kg/id/country/TJ">' in head
    assert '<link rel="alternate item" type="application/n-triples" href="../../../id/country/TJ.nt">' in head
    assert re.search(r'<meta name="description" content="Таджикистан \(страна\)', head)
    (record,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    told = json.loads(record)
    assert (told["@id"], told["name"]) == ("https://w3id.org/atsmu-kg/id/country/TJ", "Таджикистан")
    assert "Country" in told["@type"]


def test_each_page_has_one_heading_a_title_and_a_way_to_the_other_languages(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        assert html.count("<h1") == 1, path
        assert re.search(r"<title>[^<]+</title>", html), path
        if "noindex" not in html and path != "404.html":
            assert html.count(" hreflang=") == len(LANGUAGES), path


@pytest.mark.parametrize(
    "path", ["index", "404", "ontology", "browse/time", "id/university", "source/profile.txt"]
)
def test_pages_are_html_as_the_standard_has_it(made: Folder, path: str) -> None:
    parser = pytest.importorskip("html5rdf").HTMLParser(namespaceHTMLElements=False)
    parser.parse(page(made, path))
    assert parser.errors == []


def test_crawlers_find_each_page(made: Folder, pages: dict[str, str]) -> None:
    sitemap = made.contents["sitemap.xml"].decode()
    told = {unquote(each) for each in re.findall(r"<loc>https://kg\.example/([^<]*)</loc>", sitemap)}
    assert {path for path, html in pages.items() if "noindex" not in html} - {"404.html"} <= told
    assert b"Sitemap: https://kg.example/sitemap.xml" in made.contents["robots.txt"]


def test_identifiers_lead_to_files_of_the_same_name(made: Folder, quads: frozenset[ox.Quad]) -> None:
    """So the rules of a host need no table."""
    for quad in quads:
        for term in (quad.subject, quad.graph_name):
            address = getattr(term, "value", "").partition("#")[0]
            if address.startswith((f"{BASE}id/", f"{BASE}graph/", f"{BASE}source/")):
                assert f"{address.removeprefix(BASE)}.html" in made.contents


def test_a_host_without_rules_finds_a_document_that_is_a_folder_too(made: Folder) -> None:
    assert 'href="../profile.txt.html"' in made.contents["source/profile.txt/index.html"].decode()
    assert 'id="char=2548,2645"' in page(made, "source/profile.txt")
