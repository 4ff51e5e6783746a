"""The addresses at which the graph is asked: the endpoint, and the graph store."""

from __future__ import annotations

from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from atsmu_kg.files import beside
from atsmu_kg.serve import formats, protocol
from atsmu_kg.serve.endpoint_query import EndpointQuery
from atsmu_kg.serve.problems import RequestError, method_not_allowed, not_acceptable
from atsmu_kg.serve.ranges import with_known_range
from atsmu_kg.serve.validators import unless_changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from atsmu_kg.serve.service import GraphService

READING = "GET, HEAD, OPTIONS"


class SparqlEndpoint:
    """Queries by the SPARQL 1.1 Protocol; without a query, what the endpoint says of itself."""

    def __init__(self, service: GraphService) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await _options(protocol.METHODS)(scope, receive, send)
            return
        question = await protocol.question_of(request, self._service.settings.max_body)
        if question is None:
            answer: ASGIApp = await self._description(request)
        else:
            answer = self._service.answer(question, request)
        await answer(scope, receive, send)

    async def _description(self, request: Request) -> Response:
        """What is served here, in a format of graphs."""
        chosen = protocol.formats_of(request, protocol.fields(request.scope["query_string"])).triples
        if chosen is None:
            raise not_acceptable(formats.TRIPLES)
        endpoint = protocol.address(request)
        headers = self._service.validator.headers(f"description {endpoint} {chosen[1]}")
        if (told := unless_changed(request, headers)) is not None:
            return told
        content = await self._service.description.serialized(endpoint, chosen[0])
        return Response(content, 200, headers, formats.with_charset(chosen[1]))


class GraphStoreEndpoint:
    """Graphs by the SPARQL 1.1 Graph Store HTTP Protocol, as far as that reads."""

    def __init__(self, service: GraphService) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request that names a graph by a field."""
        request = Request(scope, receive)
        if (told := unless_read(request)) is not None:
            await told(scope, receive, send)
            return
        asked = protocol.fields(request.scope["query_string"])
        if ("default" in asked) == ("graph" in asked):
            raise RequestError(
                400, "the request does not say which graph", advice="Add ?default, or ?graph= and its IRI."
            )
        name = protocol.single(asked, "graph") if "graph" in asked else None
        formats = protocol.formats_of(request, asked)
        await self.graph(name, formats, request)(scope, receive, send)

    def graph(self, name: str | None, wanted: formats.AnswerFormats, request: Request) -> ASGIApp:
        """The answer with a named graph, or the default one; RequestError if there is none of that name."""
        if name is not None and name not in self._service.snapshot.graphs:
            advice = "The description of the endpoint lists the graphs."
            raise RequestError(404, f"there is no graph <{name}>", advice=advice)
        question = EndpointQuery(
            beside(__file__, "graph.rq"),
            wanted,
            default_graphs=None if name is None else (name,),
            limited=False,
        )
        return self._service.answer(question, request)


class Dump:
    """The whole dataset as one file, parts of which can be fetched."""

    def __init__(self, service: GraphService) -> None:
        snapshot = service.snapshot
        self._path = snapshot.dump
        # Of a file all bytes are the same: it has a strong tag.
        self._headers = service.validator.headers("dump") | {
            "ETag": f'"{snapshot.digest[:20]}"',
            "Last-Modified": formatdate(self._path.stat().st_mtime, usegmt=True),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        told = unless_read(request) or unless_changed(request, self._headers)
        if told is not None:
            await told(scope, receive, send)
        else:
            answer = FileResponse(self._path, headers=self._headers, media_type="application/n-quads")
            await answer(with_known_range(scope), receive, send)


def unless_read(request: Request) -> Response | None:
    """The answer to a client that asks what it may do where there is only to read; RequestError if it writes.

    None for one that reads.
    """
    if request.method == "OPTIONS":
        return _options(READING)
    if request.method not in ("GET", "HEAD"):
        raise method_not_allowed(READING)
    return None


def _options(allowed: str) -> Response:
    return Response(status_code=204, headers={"Allow": allowed})
