"""Conditions, parts, packing and the like, which hold alike for all that is served."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from asgi import Client

QUERY = f"/sparql?{urlencode({'query': 'SELECT * { ?s a ?o } ORDER BY ?s LIMIT 100'})}"
DUMP, DEFAULT, GRAPH = "/dataset.nq", "/graph-store?default", "/graph/profile/s14?format=nt"
LONG_AGO, HEREAFTER = "Mon, 01 Jan 1990 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
SAME = ("content-type", "etag", "vary", "cache-control", "content-encoding", "last-modified")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (DUMP, {"if-match": '"another"'}, 412),
        (DUMP, {"if-match": '"another", {tag}'}, 200),
        (DUMP, {"if-match": "W/{tag}"}, 412),
        (DUMP, {"if-match": "*", "range": "bytes=0-9"}, 206),
        (DUMP, {"if-match": '"another"', "range": "bytes=0-9"}, 412),
        (QUERY, {"if-match": "{tag}"}, 412),
        (QUERY, {"if-match": "*"}, 200),
        ("/sparql", {"if-match": '"another"'}, 412),
        (DUMP, {"if-none-match": '"a,*", "*"'}, 200),
        (DUMP, {"if-none-match": "*"}, 304),
        (DEFAULT, {"if-none-match": "*"}, 304),
        (QUERY, {"if-none-match": "*"}, 200),
        (GRAPH, {"if-none-match": '"x",W/{tag}'}, 304),
        (DUMP, {"if-modified-since": "{date}"}, 304),
        (DUMP, {"if-modified-since": HEREAFTER}, 304),
        (DUMP, {"if-modified-since": LONG_AGO}, 200),
        (DUMP, {"if-modified-since": "yesterday"}, 200),
        (DUMP, {"if-modified-since": "{date}", "if-none-match": '"another"'}, 200),
        (QUERY, {"if-modified-since": HEREAFTER}, 200),
        (DUMP, {"if-unmodified-since": LONG_AGO}, 412),
        (DUMP, {"if-unmodified-since": "{date}"}, 200),
        (DUMP, {"if-unmodified-since": LONG_AGO, "if-match": "{tag}"}, 200),
        (DUMP, {"range": "bytes=0-9", "if-range": "{tag}"}, 206),
        (DUMP, {"range": "bytes=0-9", "if-range": "W/{tag}"}, 200),
        (DUMP, {"range": "bytes=0-9", "if-none-match": "{tag}"}, 304),
        (DUMP, {"range": "bytes=9-0"}, 200),
        (DUMP, {"range": "bytes=a-b"}, 200),
        (DUMP, {"range": f"bytes={'9' * 5000}-"}, 200),
        (DUMP, {"range": f"bytes={'0-,' * 2000}0-"}, 200),
        (DUMP, {"range": "bytes=-0"}, 416),
        (DUMP, {"range": "bytes=0-1, 5-9,-3"}, 206),
    ],
)
def test_a_condition_and_a_range(served: Client, path: str, headers: dict[str, str], status: int) -> None:
    whole = served.ask("HEAD", path).headers
    tag, date = whole["etag"].removeprefix("W/"), whole.get("last-modified", "")
    given = {name: value.replace("{tag}", tag).replace("{date}", date) for name, value in headers.items()}
    reply = served.get(path, headers=given)
    assert reply.status == status, reply.text
    if status == 304:
        assert reply.body == b""
        assert reply.headers["etag"].removeprefix("W/") == tag
    if status == 412:
        assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize(
    "path", [QUERY, DUMP, DEFAULT, GRAPH, "/sparql", "/sparql?query=ASK", "/health", "/metrics", "/nothing"]
)
def test_head_tells_what_get_would_and_caches_are_told(served: Client, path: str, coding: str) -> None:
    asked = {"accept-encoding": coding}
    reply, head = served.get(path, headers=asked), served.ask("HEAD", path, headers=asked)
    assert head.status == reply.status
    for name in SAME:
        assert head.headers.get(name) == reply.headers.get(name), name
    if "content-length" in head.headers and path != "/metrics":
        assert head.headers["content-length"] == reply.headers["content-length"]
    assert "cache-control" in reply.headers
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["access-control-allow-origin"] == "*"
    if "etag" in reply.headers:
        again = served.get(path, headers=asked | {"if-none-match": reply.headers["etag"]})
        assert (again.status, "accept-encoding" in again.headers["vary"].lower()) == (304, True)


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip;q=0.1, identity;q=0.9", False),
        ("gzip, identity;q=0.5", True),
        ("identity;q=0, *", True),
        ("*;q=0", False),
        ("GZIP", True),
        ("identity", False),
    ],
)
def test_an_answer_is_packed_where_that_is_wanted_most(
    served: Client, accepted: str, is_packed: bool
) -> None:
    reply = served.get(DEFAULT, headers={"accept-encoding": accepted})
    assert ("content-encoding" in reply.headers) is is_packed


@pytest.mark.parametrize("path", ["/sparql", DUMP, DEFAULT, GRAPH, "/health", "/nothing"])
def test_a_page_asks_whether_it_may_ask(served: Client, path: str) -> None:
    asked = {"origin": "https://page.example", "access-control-request-method": "GET"}
    reply = served.ask("OPTIONS", path, headers=asked)
    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == "*"
    refused = served.ask("PUT", path, headers={"origin": "https://page.example"})
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (405, "*")


@pytest.mark.parametrize("path", ["/sparql", "/health", DUMP])
@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("kg.example", 200),
        ("KG.example:8000", 200),
        ("[::1]:80", 200),
        ("", 400),
        ("a/b", 400),
        ("user@kg.example", 400),
        ("kg.example?x", 400),
        ("kg.example#x", 400),
        ("kg.example:port", 400),
        ("é", 400),
    ],
)
def test_the_host_is_one(served: Client, path: str, host: str, status: int) -> None:
    assert served.ask("HEAD", path, headers={"host": host}).status == status
