"""The dataset's own IRIs, with and without a site: each leads to a page or to data."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import asgi
import pyoxigraph as ox
import pytest
from asgi import Client

import atsmu_kg
from atsmu_kg.serve.application import application
from atsmu_kg.serve.problems import RequestError
from atsmu_kg.serve.settings import Settings
from atsmu_kg.serve.things import SiteFiles

BASE = "https://w3id.org/atsmu-kg/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# What the site has of two things, in a small folder rather than in one that takes a minute to be made.
SITE = {
    "index.html": "<p>front",
    "id/university.html": "<p>university",
    "ru/id/university.html": "<p>университет",
    "id/university.ttl": "<a:s> <a:p> <a:o> .",
    "id/university.jsonld": "{}",
    "graph/profile/s14.html": "<p>s14",
    "static/site.css": "p {}",
    "atsmu-kg.zip": "packed " * 1000,
    "long.html": "long " * 1000,
    ".htaccess": "secret",
    "guides/index.html": "<p>guides",
    "sparql/index.html": "<p>editor",
    "sparql/data.nq.gz": "packed",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("served") / "site"
    for name, content in SITE.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    (folder.parent / "outside.html").write_text("outside", "utf-8")
    with (
        atsmu_kg.load() as kg,
        asgi.running(application(kg, Settings(workers=2, site=str(folder)))) as client,
    ):
        yield client


def location(client: Client, path: str, **headers: str) -> str:
    reply = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert reply.status == 303, reply.text
    assert "Accept" in reply.headers["vary"]
    return reply.headers["location"]


@pytest.mark.parametrize(
    ("accept", "language", "wanted"),
    [
        (BROWSER, "", "/id/university.html"),
        (BROWSER, "ru-RU,ru;q=0.9,en;q=0.8", "/ru/id/university.html"),
        (BROWSER, "tg, en;q=0.1", "/id/university.html"),
        ("*/*", "", "/id/university.ttl"),
        ("text/turtle", "ru", "/id/university.ttl"),
        ("application/ld+json", "", "/id/university.jsonld"),
        ("text/html;q=0.1, application/json", "", "/id/university.jsonld"),
    ],
)
def test_a_thing_leads_to_its_page_or_file(site: Client, accept: str, language: str, wanted: str) -> None:
    assert location(site, "/id/university", accept=accept, accept_language=language) == wanted
    assert site.get(wanted).status == 200


@pytest.mark.parametrize("media_type", ["application/rdf+xml", "application/n-triples", "application/trig"])
def test_what_is_no_file_is_an_answer_of_the_endpoint(site: Client, media_type: str) -> None:
    where = location(site, "/id/university", accept=media_type)
    reply = site.get(where)
    assert (reply.status, reply.type) == (200, media_type)
    subjects = {quad.subject for quad in ox.parse(reply.body, ox.RdfFormat.from_media_type(media_type))}
    assert subjects == {ox.NamedNode(f"{BASE}id/university")}


def test_without_a_site_every_thing_has_its_data(served: Client) -> None:
    for path in ("/id/university", "/id/country/TJ", "/id/figure/students", "/ontology"):
        where = location(served, path, accept=BROWSER)
        assert f"DESCRIBE <{BASE}{path[1:]}>" in unquote(where)
        assert served.get(where).status == 200


def test_a_graph_is_itself_or_its_page(site: Client) -> None:
    assert location(site, "/graph/profile/s14", accept=BROWSER) == "/graph/profile/s14.html"
    assert site.get("/graph/profile/s14").type == "text/turtle"


def test_files_of_the_site_have_their_types(site: Client) -> None:
    for path, media_type in {
        "/": "text/html",
        "/guides/": "text/html",
        "/id/university.ttl": "text/turtle",
        "/id/university.jsonld": "application/ld+json",
        "/static/site.css": "text/css",
        "/sparql/data.nq.gz": "application/gzip",
    }.items():
        reply = site.get(path)
        assert (reply.status, reply.type) == (200, media_type)
        assert site.get(path, headers={"if-none-match": reply.headers["etag"]}).status == 304


@pytest.mark.parametrize(
    "path",
    [
        "/.htaccess",
        "/id/none",
        "/id/university.html/x",
        "/../outside.html",
        "/static/../../outside.html",
        "/id/a b<c",
    ],
)
def test_nothing_else_is_there(site: Client, path: str) -> None:
    reply = site.get(path)
    assert (reply.status, reply.type) == (404, "text/plain"), reply.text
    assert "outside" not in reply.text


def test_a_format_that_is_named_comes_before_accept(site: Client) -> None:
    assert location(site, "/id/university?format=json", accept=BROWSER) == "/id/university.jsonld"
    assert site.get("/graph/profile/s14?format=nt", headers={"accept": BROWSER}).status == 200
    assert site.get("/id/university?format=jsn").status == 400
    assert site.get("/id/university?format=csv").status == 406


def test_the_editor_of_a_site_stands_beside_the_endpoint(site: Client, served: Client) -> None:
    assert site.get("/sparql/", headers={"accept": BROWSER}).text == "<p>editor"
    assert "true" in site.get("/sparql?query=ASK%7B%7D").text
    assert "true" in served.get("/sparql/?query=ASK%7B%7D").text


def test_a_thing_in_a_format_that_there_is_not(served: Client) -> None:
    assert served.get("/id/university", headers={"accept": "image/png"}).status == 406


def test_nothing_is_written_there(site: Client, tmp_path: Path) -> None:
    for method in ("PUT", "POST", "DELETE"):
        assert site.ask(method, "/id/university").status == 405
        assert site.ask(method, "/index.html").status == 405


def test_a_page_tells_that_there_is_none_with_links_that_lead_on(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text('<head><base href="/made/for/"></head>missing', "utf-8")
    (tmp_path / "site.css").write_text("p {}", "utf-8")
    with asyncio.Runner() as runner:
        client = Client(SiteFiles(str(tmp_path), "no-cache"), runner)
        for path, root in (("/none", "./"), ("/none/at/all", "../../"), ("/%00", "./")):
            reply = client.get(path, headers={"accept": BROWSER})
            assert (reply.status, reply.type) == (404, "text/html")
            assert reply.text == f'<head><base href="{root}"></head>missing'
        for path, accept in (("/none", "application/json"), ("/site.css/", BROWSER)):
            with pytest.raises(RequestError, match="nothing at this address"):
                client.get(path, headers={"accept": accept})


def test_files_of_a_site_have_what_caches_want(site: Client) -> None:
    plain, packed = site.get("/long.html"), site.get("/long.html", headers={"accept-encoding": "gzip"})
    again = site.get("/long.html", headers={"if-modified-since": plain.headers["last-modified"]})
    assert (packed.headers["content-encoding"], again.status) == ("gzip", 304)
    for reply in (plain, packed, again):
        assert (reply.headers["vary"], reply.headers["cache-control"]) == (
            "Accept-Encoding",
            "public, no-cache",
        )
    assert site.get("/long.html", headers={"if-match": '"x"'}).status == 412
    archive = site.get("/atsmu-kg.zip", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in archive.headers


def test_the_api_names_the_pages_that_there_are(site: Client, served: Client) -> None:
    described = "/api/describe?thing=university"
    assert json.loads(site.get(described).body)["page"] == "/id/university.html"
    assert "page" not in json.loads(site.get("/api/describe?thing=country:IR").body)
    assert 'href="/sparql/"' in site.get("/api/").text
    assert 'href="/sparql/"' not in served.get("/api/").text


def test_the_scripts_of_a_site_are_told_that_the_server_answers(site: Client) -> None:
    assert json.loads(site.get("/sparql/server.json").body) == {"live": True}
