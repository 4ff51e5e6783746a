"""The addresses of the API: from a request to what answers it, and from that to a reply."""

from __future__ import annotations

import asyncio
import re

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from atsmu_kg.choices import LANGUAGES
from atsmu_kg.errors import UnknownNameError
from atsmu_kg.rdf.namespaces import is_web
from atsmu_kg.serve import formats, protocol
from atsmu_kg.serve.problems import RequestError, method_not_allowed
from atsmu_kg.serve.reconciliation import fields
from atsmu_kg.serve.reconciliation.manifest import SUGGESTED, manifest, view
from atsmu_kg.serve.reconciliation.process import ReconciliationProcess
from atsmu_kg.serve.validators import unless_changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from starlette.types import Receive, Scope, Send

    from atsmu_kg.graph import KnowledgeGraph
    from atsmu_kg.serve.protocol import Fields
    from atsmu_kg.serve.service import GraphService

ADDRESS = "/reconcile"
VARY = "Accept-Language, Accept-Encoding"
# So many queries are handed to the process at once, which answers as many of them as its turn allows.
AT_ONCE = 25
# So many seconds the first request waits until the process has read the graph.
STARTING = 30.0
MOST_BYTES = 8 << 20
# A name of a function of JavaScript, and nothing else that a script could be.
CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,99}(?:\.[A-Za-z_$][\w$]{0,99}){0,4}", re.ASCII)
# A preview runs nothing and fetches nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class ReconciliationEndpoint:
    """The services of the Reconciliation API 0.2 over a graph.

    kg: the graph.
    service: where its dataset is, and the limits.
    """

    def __init__(self, kg: KnowledgeGraph, service: GraphService) -> None:
        self._settings = service.settings
        self._validator = service.validator
        self._base = service.snapshot.base
        self._process = ReconciliationProcess(kg, service.snapshot, service.settings.megabytes)

    def end(self) -> None:
        """End the process that answers, whatever it is doing."""
        self._process.end()

    async def close(self) -> None:
        """End the process, and wait until it is gone."""
        await self._process.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            answer = Response(status_code=204, headers={"Allow": protocol.METHODS})
        elif request.method in ("GET", "HEAD", "POST"):
            answer = await self._in_time(request)
        else:
            raise method_not_allowed(protocol.METHODS)
        await answer(scope, receive, send)

    async def _in_time(self, request: Request) -> Response:
        """The answer to a request, whose time begins when there is a process."""
        try:
            async with asyncio.timeout(STARTING):
                await self._process.started()
        except TimeoutError:
            raise RequestError(
                503, "the process that answers is still reading the graph", advice="Ask again in a while."
            ) from None
        try:
            async with asyncio.timeout(self._settings.timeout):
                return await self._answer(request)
        except TimeoutError:
            seconds = f"{self._settings.timeout:g} s"
            raise RequestError(
                503, f"the request was not answered within {seconds}", advice="Ask for less at once."
            ) from None

    async def _answer(self, request: Request) -> Response:
        asked = await protocol.form(request, self._settings.max_body)
        path = f"/{request.path_params.get('path', '')}".rstrip("/")
        spoken = next((lang for lang in LANGUAGES if path.split("/")[1:2] == [lang]), None)
        if spoken is not None:
            path = path.removeprefix(f"/{spoken}")
        elif "lang" in asked:
            spoken = LANGUAGES.checked(protocol.single(asked, "lang"))
        host = protocol.address(request).removesuffix(request.scope["path"])
        prefix = f"{ADDRESS}/{spoken}" if spoken else ADDRESS
        lang = spoken or formats.language(request.headers.get("accept-language"))
        headers = {"Cache-Control": "no-store", "Vary": VARY}
        if request.method != "POST":
            key = f"{host} {lang} {spoken} {path} {request.scope['query_string']!r}"
            headers = self._validator.headers(key) | {"Vary": VARY}
            if (told := unless_changed(request, headers, exists=False)) is not None:
                return told
        match path.split("/")[1:]:
            case []:
                content = await self._batch(asked, request, host, prefix, lang)
            case ["suggest", kind] if kind in SUGGESTED:
                typed, type = fields.text(asked, "prefix", ""), fields.text(asked, "type", "")
                content = await self._ask(
                    "suggest",
                    kind=kind,
                    prefix=typed,
                    cursor=fields.whole(asked, "cursor", 0),
                    lang=lang,
                    type=type,
                )
            case ["flyout", kind] if kind in SUGGESTED:
                content = await self._known("flyout", asked, kind=kind, lang=lang)
            case ["properties"]:
                limit = fields.whole(asked, "limit", 0) or None
                type = fields.text(asked, "type", "")
                content = await self._ask("properties", type=type, limit=limit, lang=lang)
            case ["preview"]:
                page = await self._known("preview", asked, lang=lang, view=view(host, prefix))
                headers |= {"Content-Security-Policy": POLICY, "Content-Language": lang}
                return Response(page, headers=headers, media_type="text/html")
            case ["view"]:
                return self._seen(await self._known("view", asked), headers)
            case _:
                raise RequestError(
                    404, "there is no such service", advice=f"The manifest at {ADDRESS} has all addresses."
                )
        return _scripted(content, asked, headers)

    async def _batch(
        self, asked: Fields, request: Request, host: str, prefix: str, lang: str
    ) -> dict[str, Any]:
        """The manifest, or the answer to a batch of queries or a table that is to be extended."""
        if "queries" in asked and "extend" in asked:
            raise RequestError(400, "'queries' and 'extend' come together", advice="Send one of them.")
        if "queries" in asked:
            return await self._matched(fields.parsed(asked, "queries"), request, lang)
        if "extend" in asked:
            return await self._extended(fields.parsed(asked, "extend"), request, lang)
        if request.method == "POST":
            raise RequestError(400, "there are no queries", advice="Send them as the field 'queries'.")
        about = await self._ask("about", lang=lang)
        return manifest(host=host, path=prefix, lang=lang, base=self._base, **about)

    async def _matched(self, batch: Any, request: Request, lang: str) -> dict[str, Any]:
        if not isinstance(batch, dict):
            raise RequestError(
                400, "'queries' is not an object", advice='Send {"q0": {"query": "Iran"}}, in JSON.'
            )
        fields.require_most(len(batch), fields.BATCH, "queries")
        pending = list(batch.items())
        results = Parts()
        while pending and not await request.is_disconnected():
            part = dict(pending[:AT_ONCE])
            done = await self._ask("match", again=bool(results.members), batch=part, lang=lang)
            results.add(done)
            del pending[: len(done)]
        return results.members

    async def _extended(self, table: Any, request: Request, lang: str) -> dict[str, Any]:
        ids, properties = fields.table(table)
        rows = Parts()
        meta: list[Any] = []
        while (ids or not meta) and not await request.is_disconnected():
            part = await self._ask(
                "extend", again=bool(rows.members), ids=ids[:AT_ONCE], properties=properties, lang=lang
            )
            rows.add(part["rows"])
            meta = part["meta"]
            if not properties:
                return {"meta": [], "rows": {identifier: {} for identifier in ids}}
            del ids[: len(part["rows"])]
        return {"meta": meta, "rows": rows.members}

    async def _known(self, name: str, asked: Fields, **given: Any) -> Any:
        """What is told of a thing by its identifier; RequestError if there is none."""
        if "id" not in asked:
            raise RequestError(
                400, "the request does not say which thing", advice="Add ?id= and its identifier."
            )
        return await self._ask(name, unknown=404, id=protocol.single(asked, "id"), **given)

    async def _ask(self, name: str, *, unknown: int = 400, **given: Any) -> Any:
        """What the process answers; RequestError with that status for a name that nothing has."""
        try:
            return await self._process.ask(name, **given)
        except UnknownNameError as error:
            raise RequestError(unknown, error.message, advice=error.advice) from error

    def _seen(self, iri: str, headers: dict[str, str]) -> Response:
        """The way to a thing: to where it lies at this server, else to its IRI."""
        if not iri.startswith(self._base) and not is_web(iri):
            raise RequestError(404, "this thing has no address on the Web")
        where = f"/{iri.removeprefix(self._base)}" if iri.startswith(self._base) else iri
        return RedirectResponse(where, 303, headers)


class Parts:
    """The members of an object that comes in parts, as long as all of it is no larger than it may be."""

    def __init__(self) -> None:
        self.members: dict[str, Any] = {}
        self._size = 0

    def add(self, part: dict[str, Any]) -> None:
        """Add the members of a part; RequestError when it is too much."""
        self.members |= part
        self._size += len(msgspec.json.encode(part))
        if self._size > MOST_BYTES:
            raise RequestError(
                413, f"the answer has more than {MOST_BYTES:,} bytes", advice="Ask for less at once."
            )


def _scripted(content: Any, asked: Fields, headers: dict[str, str]) -> Response:
    """JSON, or for pages that can't ask otherwise a call of their function with it (JSONP)."""
    body = msgspec.json.encode(content).decode()
    if "callback" not in asked:
        return Response(body, headers=headers, media_type="application/json")
    callback = protocol.single(asked, "callback")
    if not CALLBACK.fullmatch(callback):
        raise RequestError(
            400, "'callback' is not the name of a function", advice="Leave it out: any page may ask (CORS)."
        )
    # U+2028 and U+2029 end a line in old scripts; with a comment in front it is no other kind of file.
    safe = body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(f"/**/{callback}({safe});", headers=headers, media_type="application/javascript")
