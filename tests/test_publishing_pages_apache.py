"""Each identifier leads to its thing: twelve of them, asked of a real Apache by eight kinds of clients."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from browser import lacking
from endpoints import apache
from invented_institution import fill

pytestmark = pytest.mark.servers

IRIS = (
    *("id/university", "id/law-faculty", "id/library", "id/invented-town", "id/figure/students-2020"),
    *("graph/profile/s03", "id/organization/invented-fund", "id/coordinates"),
    *("graph/profile/s02", "graph/editorial", "source/profile.txt", "ontology"),
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
CLIENTS = {
    BROWSER: "html",
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "*/*": "ttl",
    "application/rdf+xml;q=0.9, text/turtle;q=0.8, text/html;q=0.1": "ttl",
    "application/json, application/ld+json;q=0.9, text/html;q=0.5": "jsonld",
}
TYPES = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = fill(tmp_path_factory.mktemp("apache") / "college").graph().site()
    assert not [iri for iri in IRIS if f"{iri}.html" not in made.contents]
    # Not among pytest's folders, which only their owner may read: Apache gives up its rights.
    with TemporaryDirectory(prefix="apache") as name:
        folder = Path(name)
        folder.chmod(0o755)
        made.write(folder / "site")
        (folder / "server").mkdir()
        try:
            with apache.serve(folder / "site", folder / "server") as url:
                yield url
        except FileNotFoundError as error:
            lacking(str(error))


def asked(url: str, accept: str, **headers: str) -> HTTPResponse:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", parts.path, headers={"Accept": accept, **headers})
    return connection.getresponse()


@pytest.mark.parametrize("iri", IRIS)
def test_an_identifier_leads_to_its_thing_in_what_the_client_reads(address: str, iri: str) -> None:
    for accept, extension in CLIENTS.items():
        see_other = asked(f"{address}/{iri}", accept)
        assert see_other.status == 303, accept
        assert see_other.headers["Location"] == f"{address}/{iri}.{extension}", accept
        assert "Accept" in [part.strip() for part in see_other.headers["Vary"].split(",")]
        found = asked(see_other.headers["Location"], accept)
        assert found.status == 200
        assert found.headers["Content-Type"].startswith(TYPES[extension])
        assert b"https://" in found.read()


@pytest.mark.parametrize(("languages", "folder"), [("ru-RU,ru;q=0.9", "ru/"), ("tg", "tg/"), ("de", "")])
def test_a_browser_gets_the_page_in_its_language(address: str, languages: str, folder: str) -> None:
    answer = asked(f"{address}/id/university", BROWSER, **{"Accept-Language": languages})
    assert answer.headers["Location"] == f"{address}/{folder}id/university.html"
    assert "Accept-Language" in answer.headers["Vary"]


def test_what_is_missing_has_a_page(address: str) -> None:
    answer = asked(f"{address}/nothing", BROWSER)
    assert answer.status == 404
    assert b'<base href="/kg/">' in answer.read()


def test_files_are_served_as_they_are(address: str) -> None:
    assert asked(f"{address}/id/university.ttl", BROWSER).status == 200
    assert asked(f"{address}/", BROWSER).status == 200
