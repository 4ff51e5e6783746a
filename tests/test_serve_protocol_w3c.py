"""The W3C's tests of the SPARQL 1.1 Protocol, Service Description and Graph Store Protocol.

A server that only reads passes those that read; the others, which write, are refused as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asgi
import pyoxigraph as ox
import pytest
from asgi import Client, Reply

import atsmu_kg
from atsmu_kg.stores.embedded import EmbeddedStore

FOLDER = Path(__file__).parents[2] / "shared/external/w3c-sparql11-tests/sparql/sparql11"
HT, CNT = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
GRAPHS = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in (1, 2, 3)]
PERSON = "http://www.example/gsp/person/1.ttl"
WRITES = ("PUT", "POST", "DELETE", "PATCH")
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
SD = "http://www.w3.org/ns/sparql-service-description#"


class Test:
    """A test of a manifest: its requests, each with what is expected of its response."""

    __test__ = False

    def __init__(self, manifest: Manifest, node: Any) -> None:
        self.name = node.value.rpartition("#")[2]
        action = manifest.value(node, f"{MF}action")
        requests = manifest.list(manifest.value(action, f"{HT}requests"))
        self.requests = [Asked(manifest, request) for request in requests]


class Asked:
    """One request of a test."""

    def __init__(self, manifest: Manifest, node: Any) -> None:
        def text(subject: Any, predicate: str) -> str:
            value = manifest.value(subject, predicate)
            return value.value if value is not None else ""

        self.method, self.target = text(node, f"{HT}methodName"), text(node, f"{HT}absolutePath")
        self.body = text(manifest.value(node, f"{HT}body"), f"{CNT}chars")
        headers = manifest.list(manifest.value(node, f"{HT}headers"))
        self.headers = {text(each, f"{HT}fieldName"): text(each, f"{HT}fieldValue") for each in headers}
        response = manifest.value(node, f"{HT}resp")
        statuses = manifest.values(response, f"{MF}expectedStatus")
        self.statuses = {status.value.rpartition("#")[2] for status in statuses}
        self.format = text(response, f"{MF}expectedFormat")
        self.boolean = text(response, f"{MF}expectedBoolean")

    def ask(self, client: Client) -> Reply:
        target = self.target.replace("/gsp?", "/graph-store?", 1)
        return client.ask(self.method, target, headers=self.headers, body=self.body)


class Manifest:
    """A file that lists tests."""

    def __init__(self, path: Path) -> None:
        self._quads = list(
            ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri="http://w3.example/")
        )

    def tests(self) -> list[Test]:
        entries = self.value(ox.NamedNode("http://w3.example/"), f"{MF}entries")
        return [Test(self, node) for node in self.list(entries)]

    def values(self, subject: Any, predicate: str) -> list[Any]:
        about = (quad for quad in self._quads if quad.subject == subject)
        return [quad.object for quad in about if quad.predicate.value == predicate]

    def value(self, subject: Any, predicate: str) -> Any:
        return next(iter(self.values(subject, predicate)), None)

    def list(self, node: Any) -> Iterator[Any]:
        while node is not None and node != ox.NamedNode(f"{RDF}nil"):
            yield self.value(node, f"{RDF}first")
            node = self.value(node, f"{RDF}rest")


def entries(path: str) -> list[Test]:
    return Manifest(FOLDER / path).tests() if FOLDER.is_dir() else []


def named(test: Test) -> str:
    return test.name


PROTOCOL = entries("protocol/manifest.ttl")
STORES = entries("graph-store-protocol/manifest-direct.ttl") + entries(
    "graph-store-protocol/manifest-indirect.ttl"
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A client of a server with the graphs that the tests speak of."""
    if not FOLDER.is_dir():
        pytest.skip("the W3C's tests of SPARQL 1.1 are not in the folder shared/ beside the checkout")
    pytest.importorskip("starlette")
    from atsmu_kg.serve.application import application
    from atsmu_kg.serve.settings import Settings

    store = EmbeddedStore.memory()
    for number, graph in enumerate(GRAPHS, 1):
        triples = ox.parse(path=str(FOLDER / f"protocol/data{number}.nt"))
        store.extend(ox.Quad(*quad.triple, ox.NamedNode(graph)) for quad in triples)
    person = ox.NamedNode(PERSON)
    store.extend([ox.Quad(person, ox.NamedNode(f"{RDF}type"), person, person)])
    kg = atsmu_kg.KnowledgeGraph(store, things="http://www.example/id/")
    with asgi.running(application(kg, Settings(workers=2))) as client:
        yield client


@pytest.mark.parametrize("test", [test for test in PROTOCOL if not test.name.startswith("update")], ids=named)
def test_the_protocol(client: Client, test: Test) -> None:
    for asked in test.requests:
        reply = asked.ask(client)
        assert f"StatusCode{reply.status // 100}xx" in asked.statuses, reply.text
        if asked.boolean:
            value = b'"boolean":true' if asked.boolean == "true" else b'"boolean":false'
            assert value in reply.body
        if asked.format == "tabular":
            assert reply.type in TABULAR
        if asked.format == "RDF":
            list(ox.parse(reply.body, ox.RdfFormat.from_media_type(reply.type)))


@pytest.mark.parametrize("test", [test for test in PROTOCOL if test.name.startswith("update")], ids=named)
def test_updates_are_refused_as_such(client: Client, test: Test) -> None:
    reply = test.requests[0].ask(client)
    assert reply.status in (400, 415)
    assert "not changed here" in reply.text


@pytest.mark.parametrize("test", STORES, ids=named)
def test_the_graph_store_reads_and_does_not_write(client: Client, test: Test) -> None:
    for asked in test.requests:
        reply = asked.ask(client)
        if asked.method in WRITES:
            assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS"), reply.text
        elif asked.statuses == {"NotFound"}:
            assert reply.status == 404
        elif "person/1.ttl" in asked.target or "person%2F1.ttl" in asked.target:
            assert (reply.status, reply.headers["content-type"]) == (200, "text/turtle; charset=utf-8")


def test_the_service_description_is_rdf_with_a_matching_endpoint(client: Client) -> None:
    for format in ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"):
        reply = client.get("/sparql/", headers={"accept": format, "host": "data.example:8080"})
        assert (reply.status, reply.type) == (200, format)
        quads = list(ox.parse(reply.body, ox.RdfFormat.from_media_type(format)))
        endpoints = [quad.object for quad in quads if quad.predicate.value == f"{SD}endpoint"]
        assert endpoints == [ox.NamedNode("http://data.example:8080/sparql/")]


def test_it_conforms_to_the_schema(client: Client) -> None:
    """Its terms are those of the vocabulary, each on a thing of a class that has it."""
    reply = client.get("/sparql")
    quads = list(ox.parse(reply.body, ox.RdfFormat.TURTLE))
    types = {quad.object.value for quad in quads if quad.predicate.value == f"{RDF}type"}  # type: ignore[union-attr]
    assert f"{SD}Service" in types
    used = {quad.predicate.value for quad in quads if quad.predicate.value.startswith(SD)}
    assert {f"{SD}endpoint", f"{SD}supportedLanguage", f"{SD}resultFormat"} <= used
