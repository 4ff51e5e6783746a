"""What lies below the root: the dataset's own IRIs, and the pages of its site."""

from __future__ import annotations

from starlette.requests import Request

from atsmu_kg.serve.endpoint import READING, options
from atsmu_kg.serve.problems import RequestError, method_not_allowed
from atsmu_kg.serve.protocol import fields, formats_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from atsmu_kg.serve.endpoint import GraphStore
    from atsmu_kg.serve.service import Service


class Things:
    """Addresses that are IRIs of the dataset, when its base is put before them.

    A named graph is what it holds: the Graph Store Protocol's direct identification of graphs.
    """

    def __init__(self, service: Service, store: GraphStore) -> None:
        self._service = service
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await options(READING)(scope, receive, send)
            return
        if request.method not in ("GET", "HEAD"):
            raise method_not_allowed(READING)
        iri = self._service.snapshot.base + request.url.path.removeprefix("/")
        if iri not in self._service.snapshot.graphs:
            raise RequestError(404, "there is nothing at this address", advice="The endpoint is /sparql.")
        wanted = formats_of(request, fields(scope["query_string"]))
        await self._store.graph(iri, wanted, request)(scope, receive, send)
