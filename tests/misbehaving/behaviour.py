"""What a misbehaviour is: what the server does, and what the client has to make of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Text

SELECT = "SELECT ?thing ?name WHERE { ?thing <https://example.org/name> ?name }"
ASK = "ASK { ?thing <https://example.org/name> ?name }"
CONSTRUCT = (
    "CONSTRUCT { ?thing <https://example.org/name> ?name } WHERE { ?thing <https://example.org/name> ?name }"
)
ROWS = ((IRI("https://example.org/1"), Text("One", "en")), (IRI("https://example.org/2"), "Two"))

MIB = 1 << 20
JSON = "application/sparql-results+json"


class End(Enum):
    """How a reply may end the connection."""

    CLOSE = "close"
    RESET = "reset"


class Pause(NamedTuple):
    """Nothing for a while."""

    seconds: float = 60.0


class Drip(NamedTuple):
    """A byte now and then."""

    data: bytes
    every: float = 0.05


class Endless(NamedTuple):
    """The same bytes until the client goes away."""

    data: bytes
    every: float = 0.0


Step = bytes | Pause | Drip | Endless | End
Reply = tuple[Step, ...]


class Request(NamedTuple):
    """A request as the server saw it: the ``number``-th to a behaviour, to a ``place`` below its path.

    It came to ``port``; the server has an ``other_port`` too.
    """

    behaviour: str
    place: str
    number: int
    connection: int
    port: int
    other_port: int
    method: str
    query: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """What is replied to the requests of one call, and the outcome that the call must have.

    The replies are taken in turn, the last one again and again; or a function chooses. Without ``raises``
    the call must give ``gives``.
    """

    name: str
    replies: tuple[Reply, ...] | Callable[[Request], Reply]
    raises: str = ""
    says: str = ""
    gives: object = ROWS
    complete: bool = True
    query: str = SELECT
    options: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    calls: int = 1
    requests: Collection[int] = (1,)
    pauses: tuple[tuple[float, float], ...] | None = None
    timeout: float = 20.0
    within: float = 5.0
    memory: int = 4 * MIB
    secrets: tuple[str, ...] = ()
    address: str = "http://127.0.0.1:{port}/{name}"
    notices: Callable[[list[Request]], str] = lambda _: ""

    def reply(self, request: Request) -> Reply:
        """The reply to a request."""
        if callable(self.replies):
            return self.replies(request)
        return self.replies[min(request.number, len(self.replies) - 1)]


def head(status: str, *headers: str, version: str = "HTTP/1.1") -> bytes:
    """A status line and headers."""
    return "\r\n".join([f"{version} {status}", *headers, "", ""]).encode("latin-1")


def answer(
    body: bytes | str = b"",
    *headers: str,
    status: str = "200 OK",
    media: str | None = JSON,
    version: str = "HTTP/1.1",
) -> Reply:
    """A reply that is framed as it should be."""
    content = body.encode() if isinstance(body, str) else body
    named = [f"Content-Type: {media}"] if media else []
    return (head(status, *named, *headers, f"Content-Length: {len(content)}", version=version), content)


def malformed(
    name: str, body: bytes | str, says: str = "", raises: str = "AnswerSyntaxError", memory: int = 4 * MIB
) -> Behaviour:
    """A body that is not what it is said to be."""
    return Behaviour(name=name, replies=(answer(body),), raises=raises, says=says, memory=memory)


def uri(value: str) -> dict[str, str]:
    """An IRI in SPARQL results JSON."""
    return {"type": "uri", "value": value}


def literal(value: str, **more: str) -> dict[str, str]:
    """A literal in SPARQL results JSON; ``xml_lang`` for its language."""
    return {"type": "literal", "value": value} | {name.replace("_", ":"): text for name, text in more.items()}


def solution(thing: object = None, name: object = None) -> dict[str, object]:
    """One solution in SPARQL results JSON."""
    return {variable: term for variable, term in (("thing", thing), ("name", name)) if term is not None}


BINDINGS = [
    solution(uri("https://example.org/1"), literal("One", xml_lang="en")),
    solution(uri("https://example.org/2"), literal("Two")),
]


def document(bindings: object = None, variables: object = ("thing", "name"), **more: object) -> str:
    """SPARQL results JSON."""
    results = {"bindings": BINDINGS if bindings is None else bindings}
    return json.dumps({"head": {"vars": variables}, "results": results, **more})


RESULTS = document()
GOOD = answer(RESULTS)
TRUE = '{"head":{},"boolean":true}'
HTML = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
