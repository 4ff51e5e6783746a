"""What a server refuses, and how: hostile requests, answers that are cut, clients that go away."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import asgi
import pytest
from asgi import Client

import atsmu_kg
from atsmu_kg.serve.application import application
from atsmu_kg.serve.settings import Settings
from atsmu_kg.stores.embedded import EmbeddedStore

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
BOMB = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
ENDLESS = f"SELECT * {{ {PRODUCT} }}"


def asking(query: str, **fields: Any) -> str:
    return f"/sparql?{urlencode({'query': query, **fields}, doseq=True)}"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/graph-store?default", "GET, HEAD, OPTIONS"),
        ("/dataset.nq", "GET, HEAD, OPTIONS"),
        ("/graph/profile/s14", "GET, HEAD, OPTIONS"),
        ("/health", "GET, HEAD, OPTIONS"),
    ],
)
def test_methods_that_are_not_for_an_address(served: Client, method: str, path: str, allowed: str) -> None:
    reply = served.ask(method, path)
    assert reply.status == 405
    assert {each.strip() for each in reply.headers["allow"].split(",")} == set(allowed.split(", "))
    assert allowed.split(", ", maxsplit=1)[0] in reply.text


@pytest.mark.parametrize(
    ("body", "media_type", "status", "told"),
    [
        ("ASK {}", "text/plain", 415, "text/plain"),
        ("ASK {}", "", 415, "no stated type"),
        ("ASK {}", "multipart/form-data; boundary=x", 415, "multipart"),
        ("CLEAR ALL", "application/sparql-update", 415, "not changed here"),
        ("update=CLEAR+ALL", FORM, 400, "update"),
        ("query=ASK+%7B%7D&update=CLEAR+ALL", FORM, 400, "update"),
        ("query=ASK+%7B%7D&query=ASK+%7B%7D", FORM, 400, "2 values"),
        ("", FORM, 400, "no query"),
        ("query=%FF", FORM, 400, "UTF-8"),
        (b"query=\xff", FORM, 400, "UTF-8"),
        (b"ASK { ?s ?p '\xff' }", QUERY, 400, "byte 14"),
        ("ASK {}", f"{QUERY}; charset=utf-16", 415, "utf-16"),
        ("query=ASK+%7B%7D", f'{FORM}; charset="ISO-8859-1"', 415, "iso-8859-1"),
        ("CLEAR ALL", QUERY, 400, "update"),
        ("a=&" * 2000, FORM, 400, "1000 fields"),
        ("#" * 200_001, QUERY, 413, "200000 bytes"),
    ],
)
def test_bodies_that_are_no_query(
    served: Client, body: str | bytes, media_type: str, status: int, told: str
) -> None:
    reply = served.post("/sparql", body, media_type)
    assert (reply.status, reply.type) == (status, "text/plain")
    assert told in reply.text
    if status == 415:
        assert "accept-post" in reply.headers


def test_a_body_that_never_ends_is_read_up_to_its_bound(served: Client) -> None:
    taken = 0

    def parts() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield b"#" * 10_000

    reply = served.ask("POST", "/sparql", headers={"content-type": QUERY}, body=parts())
    assert reply.status == 413
    assert reply.headers["connection"] == "close"


def test_a_packed_body_is_not_unpacked(served: Client) -> None:
    reply = served.post("/sparql", b"\x1f\x8b", QUERY, headers={"content-encoding": "gzip"})
    assert (reply.status, reply.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("SELECT * {", 400, "1:10: this '{' is never closed"),
        ("ASK { ?s skoz:notation 1 }", 400, "Did you mean skos"),
        ("ASK { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }", 403, "nothing is sent from here"),
        ("ASK { \\u0053ERVICE <http://192.0.2.1/> { ?s ?p ?o } }", 403, "nothing is sent from here"),
        ("LOAD <http://192.0.2.1/>", 400, "update"),
        ("SELECT * " + "{" * 300 + "}" * 300, 400, "levels deep"),
        ("ASK {} #" + " " * 100_001, 413, "characters"),
        ("SELECT * { ?s ?p ?o . ?t ?q ?r } LIMIT 200001", 403, "Add LIMIT"),
        (BOMB, 503, "not answered within 2 s"),
    ],
)
def test_queries_that_are_refused(served: Client, query: str, status: int, told: str) -> None:
    reply = served.get(asking(query, format="csv"))
    if status == 403 and "LIMIT" in query:
        # Its first rows are sent before it is known.
        assert (reply.status, reply.whole) == (200, False)
        return
    assert reply.status == status, reply.text
    assert told in reply.text
    assert reply.headers["cache-control"] == "no-store"
    assert ("retry-after" in reply.headers) == (status == 503)


def test_a_program_gets_problem_details(served: Client) -> None:
    reply = served.get(asking("ASK {\n ?s skoz:x 1 }"), headers={"accept": "application/problem+json"})
    told = json.loads(reply.body)
    assert (reply.status, reply.type) == (400, "application/problem+json")
    assert (told["status"], told["title"], told["line"], told["column"]) == (400, "Bad Request", 2, 5)
    assert told["error"] == "UnknownPrefixError"
    assert told["nearest"][0] == "skos"
    assert told["advice"]
    missing = json.loads(served.get("/nothing", headers={"accept": "application/json"}).body)
    assert (missing["status"], missing["title"]) == (404, "Not Found")


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/sparql?query=%FF", 400),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=not+an+iri", 400),
        ("/sparql?query=ASK%7B%7D&format=jsn", 400),
        ("/sparql?query=ASK%7B%7D&format=json&format=csv", 400),
        ("/sparql?query=", 400),
        ("/sparql?update=CLEAR+ALL", 400),
        ("/sparql?query=\xff", 400),
        ("/graph-store", 400),
        ("/graph-store?default&graph=x:y", 400),
        ("/graph-store?graph=http://example.org/none", 404),
        ("/graph/none", 404),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=http://example.org/%5B", 400),
        ("/sparql?query=ASK%7B%7D&named-graph-uri=http://example.org:port/", 400),
        ("/id/%FF", 404),
        ("/id/a%5B%25zz", 404),
        ("/../../etc/passwd", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/", 404),
    ],
)
def test_addresses_that_ask_nothing_there_is(served: Client, target: str, status: int) -> None:
    reply = served.get(target)
    assert reply.status == status, reply.text
    assert reply.text.count("\n") >= 1


@pytest.mark.parametrize(
    ("method", "range_", "status"),
    [("GET", "lines=1-2", 200), ("GET", "bytes", 200), ("HEAD", "bytes=0-9", 200), ("GET", "Bytes=0-9", 206)],
)
def test_a_range_that_is_none_for_the_request_is_ignored(
    served: Client, method: str, range_: str, status: int
) -> None:
    reply = served.ask(method, "/dataset.nq", headers={"range": range_})
    assert reply.status == status
    assert ("content-range" in reply.headers) is (status == 206)


def test_an_accept_header_that_is_too_long(served: Client) -> None:
    reply = served.get("/sparql?query=ASK%7B%7D", headers={"accept": "text/csv, " * 1000})
    assert (reply.status, reply.type) == (431, "text/plain")


def test_a_name_of_a_format_that_is_misspelt(served: Client) -> None:
    assert "Did you mean json" in served.get("/sparql?query=ASK%7B%7D&format=jsn").text


@pytest.mark.parametrize("host", ['kg.example"><script>', "kg.example\r\nx: y", "", "a b"])
def test_a_host_that_is_none_is_not_repeated(served: Client, host: str) -> None:
    reply = served.get("/sparql", headers={"host": host})
    assert host == "" or host not in reply.text
    assert all("\n" not in value for value in reply.headers.values())


def test_a_request_names_one_host(served: Client) -> None:
    two = [("host", "one.example"), ("host", "two.example")]
    assert served.get("/sparql?query=ASK%7B%7D", headers=two).status == 400
    assert served.get("/sparql?query=ASK%7B%7D", has_host=False).status == 400
    assert served.get("/sparql?query=ASK%7B%7D", has_host=False, version="1.0").status == 200


def test_a_client_that_is_gone_before_its_body_is_here(served: Client) -> None:
    def parts() -> Iterator[bytes]:
        yield b"ASK {}"
        yield b""

    # More is announced than comes.
    headers = {"content-type": QUERY, "content-length": "60"}
    reply = served.ask("POST", "/sparql", headers=headers, body=parts(), gone=True, cut=True)
    assert reply.status == 400


@pytest.mark.parametrize("iri", ["http://192.0.2.1/secret", "file:///etc/passwd"])
def test_from_reads_nothing_from_elsewhere(served: Client, iri: str) -> None:
    for clause in (f"FROM <{iri}>", f"FROM NAMED <{iri}>"):
        query = f"SELECT (COUNT(*) AS ?n) {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        assert served.get(asking(query, format="csv")).body == b"n\r\n0\r\n"
    assert served.get(asking(query, format="csv", **{"default-graph-uri": iri})).body == b"n\r\n0\r\n"


def test_a_long_answer_that_is_cut_never_looks_whole(served: Client) -> None:
    for headers in ({}, {"accept-encoding": "gzip"}):
        reply = served.get(asking(ENDLESS), headers=headers)
        assert (reply.status, reply.whole) == (200, False)
        assert "content-length" not in reply.headers


def test_an_answer_that_begins_and_then_does_not_go_on_is_cut_at_the_deadline(served: Client) -> None:
    silent = f'SELECT * {{ {{ ?a ?b ?c }} UNION {{ {PRODUCT} FILTER(CONCAT(STR(?c), STR(?f)) = "!") }} }}'
    began = monotonic()
    reply = served.get(asking(silent))
    assert (reply.status, reply.whole) == (200, False)
    assert monotonic() - began < 10.0, "the time in which it may be sent"


def test_in_http_1_0_where_the_end_of_the_connection_is_that_of_the_body_there_is_none(
    served: Client,
) -> None:
    reply = served.get(asking(ENDLESS), version="1.0")
    assert (reply.status, reply.whole) == (403, True)
    whole = served.get(asking("SELECT * { ?s ?p ?o }"), version="1.0")
    assert (whole.status, whole.whole) == (200, True)
    assert int(whole.headers["content-length"]) == len(whole.body) > 1 << 20


def test_a_client_that_goes_away_ends_its_query(served: Client) -> None:
    pool = served.app.state.service.pool  # type: ignore[attr-defined]
    ended = pool.ended
    began = monotonic()
    reply = served.get(asking(BOMB), gone=True)
    assert reply.status == 0
    assert monotonic() - began < 2.0, "the deadline, which it did not wait for"
    assert pool.ended == ended + 1
    assert served.get(asking("ASK {}")).status == 200


def test_many_bombs_at_once_end_and_harm_nothing(served: Client) -> None:
    async def storm() -> list[int]:
        bombs = [asyncio.create_task(served.asked("GET", asking(BOMB))) for _ in range(10)]
        texts = [f"ASK {{ ?s ?p {number} }}" for number in range(20)]
        quick = [await served.asked("GET", asking(text), client=("192.0.2.2", 1)) for text in texts[:10]]
        # Lookups are known for what they are, whoever asks them.
        quick += [
            await served.asked("GET", asking(text), client=("192.0.2.3", port))
            for port, text in enumerate(texts[10:])
        ]
        return [reply.status for reply in quick] + [(await bomb).status for bomb in bombs]

    served.get(asking("ASK {}"), client=("192.0.2.2", 1))
    assert served.run(storm()) == [200] * 20 + [503] * 10


def test_an_endpoint_is_asked_if_the_settings_name_it_and_no_other_is() -> None:
    nobody = "http://127.0.0.1:9/sparql"
    query = "ASK { SERVICE SILENT <%s> { ?s ?p ?o } }"
    kg = atsmu_kg.KnowledgeGraph(EmbeddedStore.memory())
    with asgi.running(application(kg, Settings(workers=2, allow_service=(nobody,)))) as client:
        assert client.get(asking(query % nobody)).headers["cache-control"] == "no-store"
        assert client.get(asking(query % nobody)).status == 200
        for other in (f"{nobody}/", nobody.upper(), "http://127.0.0.1:9"):
            assert client.get(asking(query % other)).status == 403
