"""Assistants that come over the Web: the protocol's Streamable HTTP, a request at a time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from atsmu_kg.serve.assistants.server import assistants_server
from atsmu_kg.serve.problems import method_not_allowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Message, Receive, Scope, Send

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.service import GraphService

METHOD = "POST"


class AssistantsEndpoint:
    """An address at which assistants are answered; nothing is kept from one request to the next.

    kg: the graph.
    service: its workers answer, within its time; it is opened and closed by the application.
    """

    def __init__(self, kg: KnowledgeGraph, service: GraphService) -> None:
        self._manager = StreamableHTTPSessionManager(
            assistants_server(kg, service.questions),
            json_response=True,
            stateless=True,
            max_request_body_size=service.settings.max_body,
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Answer as long as this lasts."""
        async with self._manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as long as its client is there."""
        if scope["method"] != METHOD:
            raise method_not_allowed(METHOD)
        received: asyncio.Queue[Message] = asyncio.Queue(1)

        async def watch() -> None:
            while (message := await receive())["type"] != "http.disconnect":
                await received.put(message)

        answering = asyncio.ensure_future(self._manager.asgi_app(scope, received.get, send))
        watching = asyncio.ensure_future(watch())
        try:
            await asyncio.wait((answering, watching), return_when=asyncio.FIRST_COMPLETED)
        finally:
            watching.cancel()
            if not answering.done():
                answering.cancel()
            await asyncio.gather(answering, watching, return_exceptions=True)
        if not answering.cancelled():
            answering.result()
