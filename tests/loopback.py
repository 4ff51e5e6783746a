"""A SPARQL 1.1 endpoint on loopback that behaves: Protocol, Update and Graph Store over an embedded store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

JSON = "application/sparql-results+json"
NTRIPLES = "application/n-triples"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Loopback

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if urlsplit(self.path).path == "/data":
            self._graph(asked)
        else:
            self._query(asked)

    def do_POST(self) -> None:
        body = self._body()
        if urlsplit(self.path).path == "/data":
            self._load(parse_qs(urlsplit(self.path).query), body)
            return
        asked = parse_qs(body.decode())
        if "update" in asked:
            self.server.store.update(asked["update"][0])
            self._answer(204, "", b"")
        else:
            self._query(asked)

    def do_PUT(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        body = self._body()
        self.server.store.clear_graph(_graph(asked))
        self._load(asked, body)

    def do_DELETE(self) -> None:
        self.server.store.remove_graph(_graph(parse_qs(urlsplit(self.path).query)))
        self._answer(204, "", b"")

    def log_message(self, format: str, *arguments: object) -> None:
        self.server.requests.append(f"{self.command} {self.path}")

    def _query(self, asked: dict[str, list[str]]) -> None:
        graphs = [ox.NamedNode(each) for each in asked.get("default-graph-uri", [])]
        try:
            answer = self.server.store.query(asked["query"][0], default_graph=graphs or None)
        except SyntaxError as error:
            self._answer(400, "text/plain", str(error).encode())
            return
        if isinstance(answer, ox.QueryTriples):
            self._answer(200, NTRIPLES, answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
        else:
            self._answer(200, JSON, answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    def _graph(self, asked: dict[str, list[str]]) -> None:
        name = _graph(asked)
        if isinstance(name, ox.NamedNode) and not self.server.store.contains_named_graph(name):
            self._answer(404, "text/plain", b"no such graph")
            return
        triples = (quad.triple for quad in self.server.store.quads_for_pattern(None, None, None, name))
        self._answer(200, NTRIPLES, ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")

    def _load(self, asked: dict[str, list[str]], body: bytes) -> None:
        triples = ox.parse(body, ox.RdfFormat.N_TRIPLES)
        self.server.store.extend([ox.Quad(*quad.triple, _graph(asked)) for quad in triples])
        self._answer(204, "", b"")

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Loopback(ThreadingHTTPServer):
    """The endpoint; ``requests`` lists what it was asked. Another handler may behave otherwise."""

    daemon_threads = True

    def __init__(self, store: ox.Store, handler: type[Handler] = Handler) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.store = store
        self.requests: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"

    @property
    def graph_store(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/data"


@contextmanager
def serving(store: ox.Store, handler: type[Handler] = Handler) -> Iterator[Loopback]:
    """An endpoint over a store, for the time of a with block."""
    with Loopback(store, handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _graph(asked: dict[str, list[str]]) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(asked["graph"][0]) if "graph" in asked else ox.DefaultGraph()
