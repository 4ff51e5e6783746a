"""What is noted of each request, and which are refused before anything looks at them."""

from __future__ import annotations

from time import perf_counter

from starlette.datastructures import Headers
from starlette.responses import Response

from atsmu_kg.serve.access_log import CLIENT_GONE, Exchange
from atsmu_kg.serve.problems import RequestError, problem
from atsmu_kg.serve.protocol import host
from atsmu_kg.serve.rate import TokenBuckets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from atsmu_kg.serve.metrics import Metrics

# Who looks after the server asks these as often as it likes.
UNLIMITED = frozenset({"/health", "/ready", "/metrics"})
# Pages of any site may ask, and read these headers. A browser takes an answer for what its header says, and
# for nothing else.
ALWAYS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Content-Range, Link, Retry-After"),
    (b"x-content-type-options", b"nosniff"),
)
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class Observer:
    """What counts and logs the requests to an application, and answers those that need not come to it.

    Those are a browser's questions whether its page may ask, requests that name no host, and those of an
    address that has too many.

    log: what is called after each request, if anything is.
    rate: the requests a second that one address may make.
    """

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        log: Callable[[Exchange], None] | None = None,
        rate: float | None = None,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log
        self._buckets = None if rate is None else TokenBuckets(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope)

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = [*message.get("headers", ()), *ALWAYS]
            elif message["type"] == "http.response.body":
                exchange.size += len(message.get("body", b""))
                exchange.whole = not message.get("more_body", False)
            await send(message)

        began = perf_counter()
        try:
            await (self._answer(exchange) or self._app)(scope, receive, observed)
        except BaseException:
            exchange.status = 500 if exchange.status == CLIENT_GONE else exchange.status
            raise
        finally:
            exchange.seconds = perf_counter() - began
            self._metrics.count(exchange)
            if self._log is not None:
                self._log(exchange)

    def _answer(self, exchange: Exchange) -> ASGIApp | None:
        scope = exchange.scope
        try:
            host(scope)
            if self._buckets is not None and scope["path"] not in UNLIMITED:
                _require(self._buckets.take(exchange.client))
        except RequestError as error:
            return problem(error, Headers(scope=scope).get("accept"))
        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            return Response(status_code=200, headers=PREFLIGHT)
        return None


def _require(seconds: int) -> None:
    """Raises RequestError where there is a time to wait."""
    if seconds:
        raise RequestError(
            429,
            "there are too many requests from this address",
            advice=f"Ask again in {seconds} s.",
            headers={"Retry-After": str(seconds)},
        )
