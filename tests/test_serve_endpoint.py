"""The endpoint over the packaged graph: formats, datasets, copies that clients have; its other addresses."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import quote, urlencode

import asgi
import pyoxigraph as ox
import pytest
from asgi import Client
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.serve.application import application
from atsmu_kg.serve.formats import SOLUTIONS, preferred
from atsmu_kg.serve.formats import TRIPLES as GRAPHS
from atsmu_kg.serve.settings import Settings
from atsmu_kg.stores.embedded import EmbeddedStore

FACULTIES = "SELECT ?faculty ?name { ?faculty a akg:Faculty ; skos:prefLabel ?name } ORDER BY ?name"
TRIPLES = "CONSTRUCT WHERE { ?faculty a akg:Faculty ; skos:prefLabel ?name }"
EVERYTHING = "SELECT * { ?s ?p ?o }"
S14 = "https://w3id.org/atsmu-kg/graph/profile/s14"
RANGES = st.sampled_from(
    [
        "text/csv",
        "text/*",
        "*/*",
        "application/json",
        "text/csv;q=0",
        "*/*;q=0.1",
        "a;q=7",
        ";;",
        "text/csv;q=x",
    ]
)


def asking(query: str, **fields: Any) -> str:
    return f"/sparql?{urlencode({'query': query, **fields}, doseq=True)}"


@pytest.mark.parametrize("media_type", [offer[0] for offer in SOLUTIONS])
def test_solutions_come_in_every_format(served: Client, media_type: str) -> None:
    reply = served.get(asking(FACULTIES), headers={"accept": media_type})
    assert (reply.status, reply.type) == (200, media_type)
    format = ox.QueryResultsFormat.from_media_type(media_type)
    if format != ox.QueryResultsFormat.CSV:
        assert len(list(ox.parse_query_results(reply.body, format))) > 20  # type: ignore[arg-type]
    assert ["Факултети", "стоматология"][1] in reply.text


@pytest.mark.parametrize("media_type", [offer[0] for offer in GRAPHS])
def test_triples_come_in_every_format(served: Client, media_type: str) -> None:
    reply = served.get(asking(TRIPLES), headers={"accept": media_type})
    assert (reply.status, reply.type) == (200, media_type)
    triples = {quad.triple for quad in ox.parse(reply.body, ox.RdfFormat.from_media_type(media_type))}
    assert len(triples) > 20


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("TEXT/CSV ; Q=1", "text/csv"),
        ("application/json", "application/json"),
        ("text/turtle, text/tab-separated-values;q=0.001", "text/tab-separated-values"),
    ],
)
def test_the_heaviest_format_is_sent(served: Client, accept: str | None, wanted: str) -> None:
    headers = {} if accept is None else {"accept": accept}
    assert served.get(asking(FACULTIES), headers=headers).type == wanted


@given(st.lists(RANGES, max_size=6).map(", ".join))
def test_any_header_gets_a_format_or_none(accept: str) -> None:
    chosen = preferred(accept, SOLUTIONS)
    assert chosen is None or chosen[0] in {offer[0] for offer in SOLUTIONS}


@pytest.mark.parametrize(
    ("name", "solutions", "triples"),
    [
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("csv", "text/csv", None),
        ("TTL", None, "text/turtle"),
        ("application/n-triples", None, "application/n-triples"),
    ],
)
def test_people_name_a_format(served: Client, name: str, solutions: str | None, triples: str | None) -> None:
    for query, wanted in ((FACULTIES, solutions), (TRIPLES, triples)):
        reply = served.get(asking(query, format=name), headers={"accept": "text/tab-separated-values"})
        assert (reply.status, reply.type) == ((200, wanted) if wanted else (406, "text/plain"))


def test_an_ask_is_json_or_xml_and_nothing_else(served: Client) -> None:
    assert served.get(asking("ASK {}")).body == b'{"head":{},"boolean":true}'
    assert b"<boolean>false</boolean>" in served.get(asking("ASK { FILTER(false) }", format="xml")).body
    reply = served.get(asking("ASK {}"), headers={"accept": "text/csv"})
    assert reply.status == 406
    assert "application/sparql-results+json, application/sparql-results+xml" in reply.text


def test_a_query_is_posted_as_it_is_or_in_a_form(served: Client) -> None:
    wanted = served.get(asking(FACULTIES)).body
    assert served.post("/sparql", FACULTIES, "application/sparql-query").body == wanted
    form = urlencode({"query": FACULTIES})
    assert served.post("/sparql/", form, "application/x-www-form-urlencoded; charset=UTF-8").body == wanted
    parts = [form[:20].encode(), b"", form[20:].encode()]
    headers = {"content-type": "application/x-www-form-urlencoded", "transfer-encoding": "chunked"}
    assert served.ask("POST", "/sparql", headers=headers, body=parts).body == wanted


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"default-graph-uri": S14}, 1),
        ({"default-graph-uri": "http://example.org/none"}, 0),
        ({"named-graph-uri": S14}, 0),
        ({"default-graph-uri": [S14, S14, f"{S14}5"]}, 1),
    ],
)
def test_a_dataset_is_restricted_exactly(served: Client, fields: dict[str, Any], count: int) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <http://example.org/> { ?u org:hasUnit atsmu:dentistry-faculty }"
    assert served.get(asking(query, format="csv", **fields)).body == f"n\r\n{count}\r\n".encode()


def test_named_graphs_are_those_of_the_request(served: Client) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    reply = served.get(asking(query, format="csv", **{"named-graph-uri": S14}))
    assert reply.text.split() == ["g", S14]


def test_a_copy_is_good_as_long_as_the_dataset_is(served: Client) -> None:
    first = served.get(asking(FACULTIES))
    tag = first.headers["etag"]
    again = served.get(asking(FACULTIES), headers={"if-none-match": f'"x", {tag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["vary"].startswith("Accept")
    other = served.get(asking(FACULTIES), headers={"if-none-match": tag, "accept": "text/csv"})
    assert other.status == 200
    assert served.get(asking("ASK {"), headers={"if-none-match": f"*, {tag}"}).status == 400
    assert served.post("/sparql", FACULTIES, "application/sparql-query", headers={"if-none-match": "*"}).body


@pytest.mark.parametrize("function", ["RAND()", "now()", "STRUUID()", "UUID()", "BNODE()"])
def test_what_differs_from_time_to_time_is_never_a_copy(served: Client, function: str) -> None:
    reply = served.get(asking(f"SELECT ({function} AS ?x) {{}}"))
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in reply.headers


def test_head_has_the_headers_only(served: Client) -> None:
    whole, head = served.get(asking(FACULTIES)), served.ask("HEAD", asking(FACULTIES))
    assert head.status == 200
    assert head.headers["content-length"] == str(len(whole.body))
    assert head.headers["etag"] == whole.headers["etag"]
    assert served.ask("HEAD", asking(EVERYTHING)).body == b""


@pytest.mark.parametrize(
    ("coding", "is_packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("br", False), ("", False)],
)
def test_answers_are_packed_for_those_who_take_it(served: Client, coding: str, is_packed: bool) -> None:
    reply = served.get(asking(FACULTIES), headers={"accept-encoding": coding})
    assert reply.headers.get("content-encoding") == ("gzip" if is_packed else None)
    assert "Accept-Encoding" in reply.headers["vary"]
    body = gzip.decompress(reply.body) if is_packed else reply.body
    assert json.loads(body)["results"]["bindings"]
    if "content-length" in reply.headers:
        assert int(reply.headers["content-length"]) == len(reply.body)


def test_so_are_those_that_are_sent_as_they_come(served: Client) -> None:
    reply = served.get(asking(EVERYTHING), headers={"accept-encoding": "gzip"})
    assert "content-length" not in reply.headers
    assert gzip.decompress(reply.body) == served.get(asking(EVERYTHING)).body


def test_small_answers_are_not_packed(served: Client) -> None:
    reply = served.get(asking("ASK {}"), headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in reply.headers


def test_any_page_may_ask(served: Client) -> None:
    reply = served.get(asking("ASK {}"), headers={"origin": "https://page.example"})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "ETag" in reply.headers["access-control-expose-headers"]
    asked = {
        "origin": "https://page.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type, x-requested-with",
    }
    preflight = served.ask("OPTIONS", "/sparql", headers=asked)
    assert preflight.status == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    refused = served.get(asking("ASK {"), headers={"origin": "https://page.example"})
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (400, "*")


def test_a_graph_is_had_by_its_field_or_at_its_own_path(served: Client) -> None:
    by_field = served.get(f"/graph-store?graph={quote(S14, safe='')}")
    directly = served.get("/graph/profile/s14")
    assert (by_field.status, by_field.type) == (200, "text/turtle")
    assert by_field.body == directly.body
    named = served.get("/graph/profile/s14?format=nt")
    assert len(list(ox.parse(named.body, ox.RdfFormat.N_TRIPLES))) > 3


def test_the_default_graph_is_whole(served: Client, merged: frozenset[ox.Triple]) -> None:
    reply = served.get("/graph-store?default", headers={"accept": "application/n-triples"})
    assert {quad.triple for quad in ox.parse(reply.body, ox.RdfFormat.N_TRIPLES)} == merged


def test_the_dump_is_the_dataset_and_can_be_had_in_parts(served: Client, root: Any) -> None:
    whole = (root / "data" / "atsmu-kg.nq").read_bytes()
    reply = served.get("/dataset.nq")
    assert (reply.status, reply.type, reply.body) == (200, "application/n-quads", whole)
    part = served.get("/dataset.nq", headers={"range": "bytes=100-199", "if-range": reply.headers["etag"]})
    assert (part.status, part.body) == (206, whole[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    changed = served.get("/dataset.nq", headers={"range": "bytes=100-199", "if-range": '"another"'})
    assert (changed.status, len(changed.body)) == (200, len(whole))
    beyond = served.get("/dataset.nq", headers={"range": f"bytes={len(whole)}-"})
    assert beyond.status == 416
    assert served.get("/dataset.nq", headers={"if-none-match": reply.headers["etag"]}).status == 304
    packed = served.get("/dataset.nq", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.body) == whole
    assert packed.headers["etag"] == f"W/{reply.headers['etag']}"


def test_those_who_look_after_it_are_told(served: Client) -> None:
    assert served.get("/health").text == "alive\n"
    assert (served.get("/ready").status, served.get("/ready").text) == (200, "ready\n")
    text = served.get("/metrics").text
    assert 'atsmu_kg_requests_total{method="GET",status="200"}' in text
    assert "atsmu_kg_workers " in text
    for line in text.splitlines():
        assert line.startswith("# TYPE ") or len(line.split()) == 2, line


def test_the_description_tells_the_graphs_and_its_own_address(served: Client) -> None:
    reply = served.get("/sparql", headers={"host": "kg.example"})
    quads = list(ox.parse(reply.body, ox.RdfFormat.TURTLE))
    objects = {quad.object for quad in quads}
    assert {ox.NamedNode("http://kg.example/sparql"), ox.NamedNode(S14)} <= objects
    again = served.get("/sparql", headers={"host": "kg.example", "if-none-match": reply.headers["etag"]})
    assert again.status == 304


def test_a_dataset_has_prefixes_and_iris_of_its_own() -> None:
    own = ox.NamedNode("https://college.example/id/college")
    store = EmbeddedStore.memory()
    store.extend([ox.Quad(own, own, ox.Literal("x")), ox.Quad(own, own, own, own)])
    prefixes = {**PREFIXES, "college": "https://college.example/id/"}
    kg = atsmu_kg.KnowledgeGraph(store, prefixes=prefixes, things="https://college.example/id/")
    with asgi.running(application(kg, Settings(workers=2))) as client:
        assert client.get(asking("ASK { college:college ?p 'x' }")).body == b'{"head":{},"boolean":true}'
        assert client.get("/id/college").type == "text/turtle"
        dump = client.get("/dataset.nq").text
        assert dump == f'{own} {own} "x" .\n{own} {own} {own} {own} .\n'
        quads = list(ox.parse(client.get("/sparql").body, ox.RdfFormat.TURTLE))
        assert ox.NamedNode("http://kg.example/sparql") in {quad.object for quad in quads}
        assert "atsmu" not in client.get("/sparql").text
