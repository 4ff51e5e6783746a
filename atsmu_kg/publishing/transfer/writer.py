"""Two ways to write the graphs of an endpoint: the Graph Store HTTP Protocol, and SPARQL 1.1 Update.

Adding triples without blank nodes is idempotent, so a request that does only that may be sent again after a
connection was lost. Nothing else is sent twice: blank nodes would be doubled, and a graph that somebody has
changed meanwhile would be dropped or replaced a second time.
"""

from __future__ import annotations

import re
from urllib.parse import quote
from urllib.request import Request

import pyoxigraph as ox

from atsmu_kg.publishing.transfer.batches import batches
from atsmu_kg.publishing.transfer.comparison import title
from atsmu_kg.rdf.terms import render
from atsmu_kg.stores.call import StoreCall
from atsmu_kg.stores.remote import errors
from atsmu_kg.stores.remote.errors import EndpointError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from http.client import HTTPResponse
    from typing import Any

    from atsmu_kg.publishing.transfer.comparison import GraphName
    from atsmu_kg.stores.remote.endpoint import Endpoint

# Turtle, which every graph store knows; N-Triples is a part of it.
TURTLE = "text/turtle; charset=utf-8"
ACCEPTED = range(200, 300)
LOADER = "Or give the server's own loader a file ('atsmu-kg export graph.nq'); a push then only compares."
# By kind of error: what it means for a write, and what to do.
REASONS: dict[type[EndpointError], tuple[str, str]] = {
    errors.AuthenticationError: (
        "the endpoint does not allow this user to write",
        "Give auth=(user, password); at the command line --user, with the password in ATSMU_KG_PASSWORD.",
    ),
    errors.NotAnEndpointError: (
        "graphs can't be written at this address",
        f"Check the URL for the graph store or for updates, or use the other one.\n{LOADER}",
    ),
    errors.RefusedQueryError: (
        "the endpoint does not accept what it was asked to write",
        f"See what it said; if it was too much, send less at once (batch).\n{LOADER}",
    ),
    errors.ServerError: (
        "the endpoint failed to write",
        f"See what it said; it may be read-only.\n{LOADER}",
    ),
}
ELSEWHERE = "If it is only the default graph, name another one for the merge: default_graph, --default-graph."
AGAIN = "Run it again: what has arrived is not sent a second time."


class GraphStore:
    """The SPARQL 1.1 Graph Store HTTP Protocol: POST adds (5.5), PUT replaces (5.3)."""

    # Bytes of N-Triples that a request may hold.
    size = 1 << 22

    def __init__(self, endpoint: Endpoint, timeout: float | None) -> None:
        self._endpoint = endpoint
        self._timeout = timeout

    def add(self, graph: GraphName, lines: Sequence[str], *, repeatable: bool = True) -> None:
        """POST the triples."""
        self._send("POST", graph, lines, repeatable=repeatable)

    def put(self, graph: GraphName, lines: Sequence[str]) -> None:
        """PUT the triples, all of the graph."""
        self._send("PUT", graph, lines, repeatable=False)

    def _send(self, method: str, graph: GraphName, lines: Sequence[str], *, repeatable: bool) -> None:
        address = self._endpoint.address
        named = "default" if isinstance(graph, ox.DefaultGraph) else f"graph={quote(graph.value, safe='')}"
        body = "".join(f"{line} .\n" for line in lines).encode()
        request = Request(
            f"{address}{'&' if '?' in address else '?'}{named}",
            data=body,
            method=method,
            headers={"Content-Type": TURTLE, "Accept": "*/*"},
        )
        call = StoreCall().set_deadline(self._timeout)
        _done(graph, lambda: self._endpoint.send(call, request, fine=ACCEPTED, repeatable=repeatable))


class Updates:
    """SPARQL 1.1 Update: INSERT DATA adds, in many requests; a graph made so can be moved to another's place.

    All methods raise EndpointError, as those of GraphStore do.
    """

    # Servers limit forms, some of them to 200,000 bytes, and percent-encoding may triple the text.
    size = 60_000

    def __init__(self, endpoint: Endpoint, timeout: float | None) -> None:
        self._endpoint = endpoint
        self._timeout = timeout

    def add(self, graph: GraphName, lines: Sequence[str], *, repeatable: bool = True) -> None:
        """INSERT DATA (3.1.1)."""
        self._send(graph, insertion(graph, lines), repeatable=repeatable)

    def move(self, source: ox.NamedNode, target: GraphName) -> None:
        """MOVE (3.2.4)."""
        place = "DEFAULT" if isinstance(target, ox.DefaultGraph) else f"GRAPH {target}"
        self._send(target, f"MOVE GRAPH {source} TO {place}")

    def drop(self, graphs: Sequence[ox.NamedNode]) -> None:
        """DROP SILENT (3.2.2)."""
        # rdflib, for one, reads no more than some fifty operations in one request.
        for some in batches([f"DROP SILENT GRAPH {each}" for each in graphs], most=20, size=self.size):
            self._send(graphs[0], " ;\n".join(some))

    def _send(self, graph: GraphName, text: str, *, repeatable: bool = False) -> None:
        call = StoreCall().set_deadline(self._timeout)
        _done(graph, lambda: self._endpoint.update(call, text, repeatable=repeatable))


def insertion(graph: GraphName, lines: Sequence[str]) -> str:
    r"""The update that adds triples to a graph; N-Triples is safe there as it is, but for a backslash.

    >>> print(insertion(ox.NamedNode("a:g"), ['<a:s> <a:p> "o"', r'<a:s> <a:p> "\\u0022"']))
    INSERT DATA { GRAPH <a:g> {
    <a:s> <a:p> "o" .
    <a:s> <a:p> "\\\U000000750022" .
    } }
    """
    text = "".join(f"{_unescaped(line)} .\n" for line in lines)
    if isinstance(graph, ox.DefaultGraph):
        return f"INSERT DATA {{\n{text}}}"
    return f"INSERT DATA {{ GRAPH {graph} {{\n{text}}} }}"


def _unescaped(line: str) -> str:
    """A line in which nothing looks like a codepoint escape, which is replaced before parsing (19.2)."""
    if not re.search(r"\\[uU]", line):
        return line
    (quad,) = ox.parse(f"{line} .", ox.RdfFormat.N_TRIPLES)
    return " ".join(map(render, (quad.subject, quad.predicate, quad.object)))


def _done(graph: GraphName, send: Callable[[], HTTPResponse]) -> None:
    """Send a request; an error that comes of it says which graph could not be written, and why."""
    try:
        send().close()
    except EndpointError as error:
        kind = next((candidate for candidate in REASONS if isinstance(error, candidate)), None)
        reason, advice = REASONS[kind] if kind else (error.message, f"{error.advice}\n{AGAIN}".strip())
        if kind and isinstance(graph, ox.DefaultGraph):
            advice = f"{ELSEWHERE}\n{advice}"
        status = f" ({error.status})" if kind and error.status else ""
        facts: Any = error.facts
        raise type(error)(f"{title(graph)}: {reason}{status}", advice=advice, **facts) from error
