"""Endpoints over https: who answers is made sure of, and the deadline holds there too."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator

import pytest
import trustme
from loopback import Loopback, serving

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.stores.remote.errors import EndpointTimeoutError, UnreachableError

FACULTIES = "SELECT ?f { ?f a akg:Faculty } ORDER BY ?f"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture(scope="module")
def endpoint(authority: trustme.CA, kg: KnowledgeGraph) -> Iterator[Loopback]:
    with serving(kg.store.engine) as server:  # type: ignore[attr-defined]
        server.socket = listening(server.socket, authority, "localhost")
        yield server


def listening(plain: socket.socket, authority: trustme.CA, name: str) -> ssl.SSLSocket:
    """A socket whose connections speak TLS from their first read on, so that accepting never waits."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def url(port: int) -> str:
    return f"https://localhost:{port}/sparql"


def test_the_same_answers_over_tls(authority: trustme.CA, endpoint: Loopback, kg: KnowledgeGraph) -> None:
    remote = atsmu_kg.connect(url(endpoint.server_port), context=trusting(authority))
    assert remote.query(FACULTIES).rows == kg.query(FACULTIES).rows
    with remote.stream("SELECT ?s ?p ?o { ?s ?p ?o }") as rows:
        assert sum(1 for _ in rows) == len(kg.query("SELECT * { ?s ?p ?o }"))


def test_certificates_are_read_for_https_only(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted() -> ssl.SSLContext:
        raise AssertionError("the certificates of the system are read")

    monkeypatch.setattr(ssl, "create_default_context", unwanted)
    with serving(kg.store.engine) as server:  # type: ignore[attr-defined]
        assert atsmu_kg.connect(server.url).query(FACULTIES).rows == kg.query(FACULTIES).rows
    with pytest.raises(AssertionError, match="certificates"):
        atsmu_kg.connect(url(server.server_port)).query(FACULTIES)


def test_a_certificate_that_nobody_vouches_for(endpoint: Loopback) -> None:
    with pytest.raises(UnreachableError, match="a secure connection can't be made"):
        atsmu_kg.connect(url(endpoint.server_port)).query(FACULTIES)


def test_a_certificate_of_another_host(authority: trustme.CA, endpoint: Loopback) -> None:
    other = url(endpoint.server_port).replace("localhost", "127.0.0.1")
    with pytest.raises(UnreachableError, match="a secure connection can't be made"):
        atsmu_kg.connect(other, context=trusting(authority)).query(FACULTIES)


def test_a_port_that_does_not_speak_tls() -> None:
    with serving(atsmu_kg.load().store.engine) as plain, pytest.raises(UnreachableError):  # type: ignore[attr-defined]
        atsmu_kg.connect(url(plain.server_port), retries=0).query(FACULTIES)


@pytest.mark.parametrize("stalls", ["handshake", "answer"])
def test_the_deadline_holds_while_a_server_stalls(authority: trustme.CA, stalls: str) -> None:
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost").configure_cert(context)

        def serve() -> None:
            connection, _ = plain.accept()
            with connection:
                if stalls == "answer":
                    connection = context.wrap_socket(connection, server_side=True)
                    connection.sendall(
                        b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n{"
                    )
                ended.wait(30)
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            with pytest.raises(EndpointTimeoutError):
                atsmu_kg.connect(url(port), timeout=0.5, context=trusting(authority)).query(FACULTIES)
        finally:
            ended.set()
            thread.join()
