"""The addresses below ``/api``, and what each asks."""

from __future__ import annotations

import json
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atsmu_kg.errors import ParameterError
from atsmu_kg.queries.catalogue import UnknownQueryError
from atsmu_kg.serve.api.exchange import DOCUMENT, ROWS, ApiQuestion, format_of
from atsmu_kg.serve.api.fields import given, value
from atsmu_kg.serve.endpoint import unless_read
from atsmu_kg.serve.endpoint_query import is_steady
from atsmu_kg.serve.formats import JSON, NAMED
from atsmu_kg.serve.protocol import fields
from atsmu_kg.serve.reply import Reply
from atsmu_kg.serve.validators import unless_changed
from atsmu_kg.text import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from starlette.types import ASGIApp, Receive, Scope, Send

    from atsmu_kg.queries import NamedQuery
    from atsmu_kg.serve.service import GraphService

ROOT = "/api"
NAMES = {offer[0]: name for name, offer in NAMED.items()}
# What a named query takes beside its parameters.
ROW_OPTIONS = ("limit", "offset", "sources", "format")
# What the other addresses take, and which of it they need.
FIND = ("text", "lang", "limit")
DESCRIBE = ("thing", "lang", "entailed")
CITE = ("query", "name", "style", "limit")
SPARQL = ("query", "sources", "limit", "lang", "lint")
LIST = ("search", "topic", "lang")


def routes(service: GraphService) -> list[Route]:
    """The routes of the API of a graph that is served."""
    api = Api(service)
    return [
        Route(f"{ROOT}/queries", api.queries),
        Route(f"{ROOT}/queries/{{name}}", api.query),
        Route(f"{ROOT}/find", api.find),
        Route(f"{ROOT}/describe", api.describe),
        Route(f"{ROOT}/cite", api.cite),
        Route(f"{ROOT}/sparql", api.sparql),
    ]


class ApiEndpoint:
    """One address that is only read, as an ASGI application.

    answer: what answers a request.
    """

    def __init__(self, answer: Callable[[Request], ASGIApp]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        await (unless_read(request) or self._answer(request))(scope, receive, send)


class Api:
    """What answers at the addresses of the API; each raises the library's errors."""

    def __init__(self, service: GraphService) -> None:
        self._service = service
        self._questions = service.questions
        self.queries = ApiEndpoint(self._queries)
        self.query = ApiEndpoint(self._query)
        self.find = ApiEndpoint(self._find)
        self.describe = ApiEndpoint(self._describe)
        self.cite = ApiEndpoint(self._cite)
        self.sparql = ApiEndpoint(self._sparql)

    def _queries(self, request: Request) -> ASGIApp:
        """The named queries."""
        asked = given(request.scope["query_string"], LIST)
        return self._document(request, lambda: self._questions.queries(asked.pop("search", ""), **asked))

    def _query(self, request: Request) -> ASGIApp:
        """The rows of a named query."""
        query = self._named(request.path_params["name"])
        own = [parameter.name for parameter in query.parameters]
        encoded = request.scope["query_string"]
        options = [name for name in (*ROW_OPTIONS, "lang") if name not in own]
        asked = given(encoded, [*own, *options], f"{query.name} takes {', '.join([*own, *options])}.")
        media_type, sent = format_of(request, fields(encoded) if "format" in options else {}, ROWS)
        chosen = {name: value(name, text) for name, text in asked.items() if name in options[:3]}
        if "lang" in options and "lang" in asked:
            chosen["lang"] = asked["lang"]
        keywords = {
            "name": query.name,
            "parameters": {name: text for name, text in asked.items() if name in own},
            **chosen,
        }
        if media_type == JSON:
            return self._answer(request, "named", keywords, (JSON, sent))
        if chosen.pop("sources", False):
            advice = "Ask for application/json, or leave sources out."
            raise ParameterError("the sources of rows come in JSON only", advice=advice, parameter="sources")
        keywords.pop("sources", None)
        return self._answer(request, "written", keywords | {"format": NAMES[media_type]}, (media_type, sent))

    def _find(self, request: Request) -> ASGIApp:
        """Things by their names and codes."""
        return self._asked(request, "find", FIND, needed="text")

    def _describe(self, request: Request) -> ASGIApp:
        """What is said of a thing."""
        return self._asked(request, "describe", DESCRIBE, needed="thing")

    def _sparql(self, request: Request) -> ASGIApp:
        """The rows of a query, with what bounds their numbers."""
        return self._asked(request, "sparql", SPARQL, needed="query")

    def _cite(self, request: Request) -> ASGIApp:
        """Who says what the answer to a query says, or to a named one with the parameters that remain."""
        encoded = request.scope["query_string"]
        name = "".join(fields(encoded).get("name", [])[:1])
        own = [parameter.name for parameter in self._named(name).parameters] if name else []
        return self._asked(request, "cite", CITE, needed="name" if name else "query", parameters=own)

    def _asked(
        self, request: Request, kind: str, known: tuple[str, ...], *, needed: str, parameters: Any = ()
    ) -> ASGIApp:
        """The answer to a question whose keywords are the fields of the address."""
        encoded = request.scope["query_string"]
        asked = given(encoded, [*known, *(name for name in parameters if name not in known), "format"])
        if not asked.get(needed):
            example = f"{request.scope['path']}?{needed}=…"
            raise ParameterError(
                f"the field {needed!r} is missing", advice=f"Ask for {example}", parameter=needed
            )
        chosen = format_of(request, fields(encoded), (DOCUMENT,))
        keywords = {name: value(name, text) for name, text in asked.items() if name in known}
        if "query" in keywords:
            keywords["text"] = keywords.pop("query")
        if kind == "cite":
            keywords["parameters"] = {name: text for name, text in asked.items() if name in parameters}
        return self._answer(request, kind, keywords, chosen)

    def _answer(
        self, request: Request, kind: str, keywords: dict[str, Any], chosen: tuple[str, str]
    ) -> ASGIApp:
        """The answer of a worker, unless the client has it already."""
        asked = self._questions.request(kind, **keywords)
        steady = kind != "sparql" or is_steady(keywords["text"])
        headers = self._service.validator.headers(f"{chosen[1]} {asked.decode()}", steady=steady)
        if (told := unless_changed(request, headers, exists=False)) is not None:
            return told
        question = ApiQuestion(keywords, chosen, request.scope["path"], request.scope["query_string"])
        return Reply(question, asked, self._service.pool, self._service.settings, headers)

    def _document(self, request: Request, made: Callable[[], Any]) -> ASGIApp:
        """A document that needs no worker, unless the client has it already."""
        encoded = request.scope["query_string"]
        format_of(request, {}, (DOCUMENT,))
        headers = self._service.validator.headers(
            f"{request.scope['path']} {unquote(encoded.decode('latin-1'))}"
        )
        return unless_changed(request, headers) or Response(
            json.dumps(made(), ensure_ascii=False), 200, headers, JSON
        )

    def _named(self, name: str) -> NamedQuery:
        """A named query; UnknownQueryError, in the words of an address."""
        try:
            return self._service.queries[name]
        except UnknownQueryError as error:
            if "values" not in error.facts:
                advice = f"{did_you_mean(error.nearest)} {ROOT}/queries lists all {error.count}."
                error.advice = advice.lstrip()
            raise
