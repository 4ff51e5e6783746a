"""The addresses at which the API is described: for programs, and for people."""

from __future__ import annotations

import json
from functools import cached_property

from starlette.responses import Response
from starlette.routing import Route

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.serve.api.fields import given
from atsmu_kg.serve.api.openapi import document
from atsmu_kg.serve.api.page import ApiPage, style
from atsmu_kg.serve.api.routes import ROOT, ApiEndpoint
from atsmu_kg.serve.formats import JSON, language, with_charset
from atsmu_kg.serve.protocol import address
from atsmu_kg.serve.validators import unless_changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from atsmu_kg.serve.service import GraphService


class ApiDescription:
    """What is said of the API of a graph that is served; made when it is first wanted."""

    def __init__(self, service: GraphService, *, has_console: bool = False) -> None:
        """``has_console`` is whether there is a page of SPARQL."""
        self._service = service
        self._has_console = has_console

    def routes(self) -> list[Route]:
        """Its addresses."""
        return [
            Route(f"{ROOT}/openapi.json", ApiEndpoint(self._document)),
            Route(f"{ROOT}/style.css", ApiEndpoint(self._style)),
            Route(f"{ROOT}/", ApiEndpoint(self._html)),
        ]

    @cached_property
    def openapi(self) -> dict[str, Any]:
        """The document in OpenAPI."""
        service = self._service
        return document(service.queries, version=service.snapshot.version, work=service.work)

    def _document(self, request: Request) -> ASGIApp:
        given(request.scope["query_string"], ())
        return self._sent(request, JSON, lambda: json.dumps(self.openapi, ensure_ascii=False))

    def _style(self, request: Request) -> ASGIApp:
        return self._sent(request, "text/css", style)

    def _html(self, request: Request) -> ASGIApp:
        asked = given(request.scope["query_string"], ("lang",))
        lang = (
            LANGUAGES.checked(asked["lang"])
            if "lang" in asked
            else language(request.headers.get("accept-language"))
        )
        origin = address(request).removesuffix(f"{ROOT}/")
        page = ApiPage(
            self._service.queries,
            self.openapi,
            home="/" if self._service.settings.site else f"{ROOT}/",
            has_console=self._has_console,
        )
        return self._sent(request, "text/html", lambda: page.html(lang, origin), f"{lang} {origin}")

    def _sent(self, request: Request, media_type: str, made: Callable[[], str], key: str = "") -> ASGIApp:
        """A document, unless the client has it already."""
        headers = self._service.validator.headers(f"{request.scope['path']} {key}")
        headers["Vary"] += ", Accept-Language"
        return unless_changed(request, headers) or Response(made(), 200, headers, with_charset(media_type))
