"""The server as an ASGI application: its addresses, and what lies around all of them."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from importlib.util import find_spec

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.serve.api.description import ApiDescription
from atsmu_kg.serve.api.routes import ROOT, routes
from atsmu_kg.serve.compression import Compression
from atsmu_kg.serve.endpoint import Dump, GraphStoreEndpoint, SparqlEndpoint
from atsmu_kg.serve.formats import PROBLEMS
from atsmu_kg.serve.metrics import CONTENT_TYPE, Metrics
from atsmu_kg.serve.observer import Observer
from atsmu_kg.serve.problems import RequestError, method_not_allowed, problem
from atsmu_kg.serve.reconciliation.endpoint import ADDRESS, ReconciliationEndpoint
from atsmu_kg.serve.service import GraphService
from atsmu_kg.serve.things import Things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.access_log import Exchange
    from atsmu_kg.serve.assistants.streamable import AssistantsEndpoint
    from atsmu_kg.serve.settings import Settings

ENDPOINT, STORE, DUMP, ASSISTANTS = "/sparql", "/graph-store", "/dataset.nq", "/mcp"
EDITOR = "sparql/index.html"


def application(
    kg: KnowledgeGraph, settings: Settings, *, log: Callable[[Exchange], None] | None = None
) -> Starlette:
    """The application that serves a graph.

    kg: the graph; changes to it are not seen.
    settings: the limits of its answers.
    log: what is called after each request (default: nothing).

    Its workers start and end with the application. Raises StoreError if the graph can't be handed to them.
    """
    service = GraphService(kg, settings)
    metrics = Metrics()
    assistants = _assistants(kg, service)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(service.close)
            stack.push_async_callback(reconciliation.close)
            await service.open()
            if assistants is not None:
                await stack.enter_async_context(assistants.open())
            yield

    def end() -> None:
        """End what is under way."""
        service.pool.end()
        reconciliation.end()

    async def health(_: Request) -> Response:
        return PlainTextResponse("alive\n", headers={"Cache-Control": "no-store"})

    async def live(_: Request) -> Response:
        # What the scripts of a site look for before they bring an engine of their own.
        return JSONResponse({"live": True}, headers={"Cache-Control": "no-cache"})

    async def ready(_: Request) -> Response:
        is_ready = service.pool.is_ready
        state, status = ("ready\n", 200) if is_ready else ("no worker is ready\n", 503)
        return PlainTextResponse(state, status, {"Cache-Control": "no-store"})

    async def measured(_: Request) -> Response:
        headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}
        return Response(metrics.to_text(service.pool), headers=headers)

    endpoint, store = SparqlEndpoint(service), GraphStoreEndpoint(service)
    reconciliation = ReconciliationEndpoint(kg, service)
    things = Things(service, store, kg.store, settings.site)
    app = Starlette(
        routes=[
            Route(ENDPOINT, endpoint),
            # There a site has its page of SPARQL, to which its scripts lead.
            *(() if things.has_file(EDITOR) else (Route(f"{ENDPOINT}/", endpoint),)),
            Route(STORE, store),
            Route(DUMP, Dump(service)),
            Route(ADDRESS, reconciliation),
            Route(f"{ADDRESS}/{{path:path}}", reconciliation),
            *routes(service),
            *ApiDescription(service, has_console=things.has_file(EDITOR)).routes(),
            Route(ROOT, RedirectResponse(f"{ROOT}/", 308)),
            Route(f"{ENDPOINT}/server.json", live),
            Route("/health", health),
            Route("/ready", ready),
            Route("/metrics", measured),
            *(() if assistants is None else (Route(ASSISTANTS, assistants),)),
            Mount("/", things),
        ],
        middleware=[
            Middleware(Observer, metrics, log, settings.rate),
            Middleware(Compression),
        ],
        exception_handlers={AtsmuKGError: _told, HTTPException: _told_by_router, Exception: _unexpected},  # type: ignore[dict-item]
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.end = end
    return app


def _assistants(kg: KnowledgeGraph, service: GraphService) -> AssistantsEndpoint | None:
    """What answers assistants; None without the extra ``mcp``."""
    if find_spec("mcp") is None:
        return None
    from atsmu_kg.serve.assistants.streamable import AssistantsEndpoint

    return AssistantsEndpoint(kg, service)


def _told(request: Request, error: AtsmuKGError) -> Response:
    # Who asks the API without saying what he takes, takes JSON.
    offers = PROBLEMS[::-1] if request.url.path.startswith(f"{ROOT}/") else PROBLEMS
    return problem(error, request.headers.get("accept"), offers)


def _told_by_router(request: Request, error: HTTPException) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        return _told(request, method_not_allowed(headers.get("Allow", "GET, HEAD")))
    return _told(request, RequestError(error.status_code, error.detail))


def _unexpected(request: Request, _: Exception) -> Response:
    error = RequestError(
        500, "the server failed at this request", advice="Its log says why; tell those who run it."
    )
    return _told(request, error)
