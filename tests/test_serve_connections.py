"""Connections to a real server: what is no request, comes slowly, is half closed, or is cut."""

from __future__ import annotations

import gzip
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

PATIENCE = 60.0
HOST = b"Host: kg.example\r\n"
ASK = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST
LAST = b"Connection: close\r\n\r\n"
POST = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
YES = b'{"head":{},"boolean":true}'
# More than a second's work, and less than the deadline.
NUMBERS = "VALUES ?{} {{ {} }}"
SLOW = "SELECT (COUNT(*) AS ?n) {{ {} FILTER(STRLEN(SHA512(CONCAT({}))) = 1) }}".format(
    " ".join(NUMBERS.format(name, " ".join(map(str, range(70)))) for name in "abc"),
    ", ".join(f"STR(?{name})" for name in "abc"),
)
ENDLESS = SLOW.replace("0 1 2", "0 1 2 " * 500)
UPGRADE = (
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server of some triples."""
    pytest.importorskip("uvicorn")
    folder = tmp_path_factory.mktemp("served")
    lines = [
        f"<http://example.org/a> <http://example.org/a> <http://example.org/{n}> .\n" for n in range(2_000)
    ]
    (folder / "some.nq").write_text("".join(lines), "utf-8")
    from atsmu_kg.stores.embedded import EmbeddedStore

    EmbeddedStore.open(folder / "store", create_from=str(folder / "some.nq")).close()
    command = [sys.executable, "-m", "atsmu_kg.cli", "serve", "--store", str(folder / "store")]
    options = ["--port", "0", "--workers", "2", "--access-log", "off", "--timeout", "30"]
    with subprocess.Popen([*command, *options], text=True, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        match = re.search(r":(\d+)/sparql", process.stderr.readline())
        assert match
        yield int(match[1])
        process.kill()


def told(port: int, data: bytes, *, half_closed: bool = False) -> bytes:
    """All that a server says to some bytes until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.sendall(data)
        if half_closed:
            client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(1 << 16), b""))


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"(?:^|[^\r]\n|\r\n\r\n|\})HTTP/1\.1 (\d+) ", answer)]


def posted(query: str) -> bytes:
    return POST + b"Content-Length: %d\r\n" % len(query) + LAST + query.encode()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"hello\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"BREW /sparql HTTP/1.1\r\n" + HOST + LAST, 400),
        (b"GET /health HTTP/1.1\r\n" + LAST, 400),
        (b"GET /health HTTP/1.1\r\n" + HOST + HOST + LAST, 400),
        (b"GET /health HTTP/1.1\r\nHost: a b\r\n" + LAST, 400),
        (b"GET /health HTTP/1.1\r\nHost: user@kg.example\r\n" + LAST, 400),
        (b"GET /health HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n" + LAST, 400),
        (b"GET /health?" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + LAST, 414),
        (b"GET /health?" + b"a" * 3_000_000 + b" HTTP/1.1\r\n" + HOST + LAST, 414),
        (b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 70_000 + b"\r\n" + LAST, 431),
        (b"GET /health HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 20_000 + LAST, 431),
        (POST + b"Content-Length: -1\r\n\r\nASK {}", 400),
        (POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}", 400),
        (POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n", 400),
        (POST + b"Content-Length: 9999999999\r\n\r\nASK {}", 413),
        (POST + b"Content-Length: 30000000\r\n\r\n" + b"#" * 30_000_000, 413),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nASK {}\r\n0\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}XX0\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b"#" * 65536 + b"\r\n") * 20, 413),
        (POST.replace(b"sparql-query", b"json") + b"Content-Length: 6\r\nExpect: 100-continue\r\n\r\n", 415),
        (b"PUT /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 9000000\r\n\r\n" + b"#" * 9_000_000, 405),
        (b"CONNECT 127.0.0.1:9 HTTP/1.1\r\n" + HOST + LAST, 400),
        (b"OPTIONS * HTTP/1.1\r\n" + HOST + LAST, 204),
    ],
    ids=range(25),
)
def test_what_can_not_be_answered_is_refused_and_the_refusal_arrives(
    port: int, request_: bytes, status: int
) -> None:
    answer = told(port, request_)
    assert statuses(answer) == [status], answer[:300]
    assert b"connection: close" in answer.lower()


def test_clients_of_all_kinds_are_answered(port: int) -> None:
    post = POST + b"Content-Length: 6\r\n"
    chunks = b"3\r\nASK\r\n3;x=1\r\n {}\r\n0\r\nTrailer: x\r\n\r\n"
    for name, request in {
        "HTTP/1.0": b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n",
        "chunks": POST + b"Transfer-Encoding: chunked\r\n" + LAST + chunks,
        "Java's GET": ASK + UPGRADE + b"\r\n" + ASK + LAST,
        "Java's POST": post + UPGRADE + b"\r\nASK {}" + ASK + LAST,
        "many at once": (ASK + b"\r\n") * 50 + post + b"\r\nASK {}" + ASK + LAST,
        "one behind an error": ASK.replace(b"ASK", b"ASQ") + b"\r\n" + ASK + LAST,
    }.items():
        answer = told(port, request)
        assert answer.endswith(YES), (name, answer)
    absolute = b"GET http://one.example/sparql HTTP/1.1\r\nHost: two.example\r\n" + LAST
    assert b"<http://one.example/sparql>" in told(port, absolute)
    assert told(port, post + b"Expect: 100-continue\r\n" + LAST + b"ASK {}").startswith(b"HTTP/1.1 100 ")


def test_an_answer_and_the_interim_ones_are_whole_packets(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.sendall(POST + b"Content-Length: 6\r\nExpect: 100-continue\r\n\r\n")
        assert client.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"ASK {}")
        assert client.recv(1 << 16).endswith(YES), "head and body in one"


def test_who_sends_no_more_may_still_listen(port: int) -> None:
    slow = posted(SLOW)
    for request in (slow, slow.replace(b"HTTP/1.1", b"HTTP/1.0"), ASK + b"\r\n", (ASK + b"\r\n") * 5):
        answer = told(port, request, half_closed=True)
        final = answer.replace(b"HTTP/1.1 100 Continue\r\n\r\n", b"")
        assert final.startswith(b"HTTP/1.1 200 OK"), answer
        assert final.count(b"HTTP/1.1 200 OK") == request.count(b"HTTP/1.")
    # What is not whole will never be.
    for cut in (POST + b"Content-Length: 60\r\n\r\nASK {}", b"GET /sparql HTTP/1.1\r\nHo"):
        assert told(port, cut, half_closed=True) == b""


@pytest.mark.parametrize("behind", [b"", ASK + b"\r\n"])
def test_who_is_gone_ends_what_was_asked(port: int, behind: bytes) -> None:
    def ended() -> int:
        metrics = told(port, b"GET /metrics HTTP/1.0\r\n\r\n")
        match = re.search(rb"workers_ended_total (\d+)", metrics)
        assert match
        return int(match[1])

    before = ended()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.sendall(posted(ENDLESS).replace(LAST, b"\r\n") + behind)
        told(port, posted("ASK {}"))
    while ended() == before:
        # Another's answer takes a while, and a lost query its deadline, which this waits for.
        told(port, posted("ASK {}"))


def test_a_client_of_http_1_0_gets_nothing_without_a_length_packed(port: int) -> None:
    request = b"GET %b HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n"
    answer = told(port, request % b"/dataset.nq")
    assert b"transfer-encoding" not in answer
    assert answer.count(b"<http://example.org/0>") == 1
    packed = told(port, request % b"/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D&format=csv")
    assert gzip.decompress(packed.partition(b"\r\n\r\n")[2]).count(b"http://example.org/0,") == 1


@pytest.mark.servers
def test_more_idle_connections_than_there_may_be_make_room_for_others(port: int) -> None:
    clients: list[Any] = []
    try:
        for _ in range(1_200):
            clients.append(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            clients[-1].sendall(ASK + b"\r\n")
        assert all(client.recv(1 << 16).startswith(b"HTTP/1.1 200") for client in clients)
        assert told(port, ASK + LAST).endswith(YES)
    finally:
        for client in clients:
            client.close()
