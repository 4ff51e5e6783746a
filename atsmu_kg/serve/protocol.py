"""The SPARQL 1.1 Protocol: from a request to a question."""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect, Request

from atsmu_kg.rdf.namespaces import checked, is_iri
from atsmu_kg.serve import formats
from atsmu_kg.serve.endpoint_query import EndpointQuery
from atsmu_kg.serve.problems import RequestError, method_not_allowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Scope

    Fields = dict[str, list[str]]

METHODS = "GET, HEAD, POST, OPTIONS"
FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
DEFAULT_GRAPH, NAMED_GRAPH = "default-graph-uri", "named-graph-uri"
# A form with more fields than graphs can be named is none of ours.
MOST_FIELDS = 1_000
# So many seconds may pass until a request is here.
PATIENCE = 10.0
HOST = re.compile(r"(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::[0-9]{0,5})?", re.IGNORECASE)


async def question_of(request: Request, max_body: int) -> EndpointQuery | None:
    """What a request asks, or None for one that asks nothing: it wants to know what is served here.

    max_body: the bytes that it may have.

    Raises RequestError for what is no query by the protocol, and ParameterError for a graph that is no IRI.
    """
    asked = fields(request.scope["query_string"])
    if request.method == "POST":
        media_type, charset = _content_type(request)
        if charset not in ("", "utf-8", "utf8"):
            raise _unread(f"the body is in {charset}", "Send it in UTF-8.")
        if media_type == FORM:
            asked = _joined(asked, fields(await body(request, max_body)))
        elif media_type == QUERY:
            asked["query"] = [*asked.get("query", []), text(await body(request, max_body))]
        else:
            raise _unread(
                f"the body is {media_type or 'of no stated type'}, which is not read here",
                "The graph is not changed here." if media_type == UPDATE else "",
            )
        if "query" not in asked and "update" not in asked:
            raise RequestError(400, "there is no query", advice="Send it as the field 'query'.")
    elif request.method not in ("GET", "HEAD"):
        raise method_not_allowed(METHODS)
    if "update" in asked:
        raise RequestError(
            400, "this is an update, not a query", advice="The graph is not changed here. Send a 'query'."
        )
    if "query" not in asked:
        return None
    return EndpointQuery(
        single(asked, "query"),
        formats_of(request, asked),
        default_graphs=_dataset(asked, DEFAULT_GRAPH, NAMED_GRAPH),
        named_graphs=_dataset(asked, NAMED_GRAPH, DEFAULT_GRAPH),
        base=address(request),
    )


async def form(request: Request, max_body: int) -> Fields:
    """The fields of a request: those of its address, and of its body if it has a form as one.

    max_body: the bytes that it may have.

    Raises RequestError for a body that is no form.
    """
    asked = fields(request.scope["query_string"])
    if request.method != "POST":
        return asked
    media_type, charset = _content_type(request)
    if media_type != FORM or charset not in ("", "utf-8", "utf8"):
        advice = f"Send the fields as {FORM} in UTF-8."
        raise _unread(f"the body is {media_type or 'of no stated type'}", advice, value=FORM)
    return _joined(asked, fields(await body(request, max_body)))


def fields(encoded: bytes) -> Fields:
    """The fields of a form or of an address, each with its values; RequestError if that is no such text.

    >>> fields(b"query=ASK+%7B%7D&format=json")
    {'query': ['ASK {}'], 'format': ['json']}
    """
    if encoded.count(b"&") >= MOST_FIELDS:
        raise RequestError(400, f"the request has more than {MOST_FIELDS} fields")
    collected: Fields = {}
    try:
        encoded.decode("ascii")
        for field in filter(None, encoded.replace(b"+", b" ").split(b"&")):
            name, _, value = [unquote_to_bytes(part).decode() for part in field.partition(b"=")]
            collected.setdefault(name, []).append(value)
    except UnicodeDecodeError as error:
        raise RequestError(
            400, "the request is not in UTF-8", advice="Percent-encode the bytes of UTF-8."
        ) from error
    return collected


def single(asked: Fields, name: str) -> str:
    """The one value of a field; RequestError if there are several.

    >>> single({"query": ["ASK {}"]}, "query")
    'ASK {}'
    """
    if len(asked[name]) > 1:
        raise RequestError(
            400, f"there are {len(asked[name])} values of {name!r}", advice="Send one request for each."
        )
    return asked[name][0]


def address(request: Request) -> str:
    """The address that a request was sent to, without its fields; RequestError if it has no host."""
    scope = request.scope
    return _address(f"{scope['scheme']}://{host(scope)}{scope['path']}")


def host(scope: Scope) -> str:
    """The host that a request names; RequestError if that is none, or not one. Source: RFC 9112, 3.2.

    >>> host({"http_version": "1.1", "headers": [(b"host", b"kg.example:8000")]})
    'kg.example:8000'
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or (not hosts and scope["http_version"] != "1.0"):
        raise RequestError(400, f"the request has {len(hosts)} Host headers", advice="Send one.")
    return _host(hosts[0]) if hosts else "{}:{}".format(*scope["server"])


# Most requests have one of a few, and to look at it takes as long as much else that is done to a request.
@lru_cache(maxsize=64)
def _host(value: bytes) -> str:
    host = value.decode("latin-1")
    if not HOST.fullmatch(host):
        raise RequestError(400, "the Host header names no host", advice="Send the name, and perhaps a port.")
    return host


@lru_cache(maxsize=64)
def _address(address: str) -> str:
    if not is_iri(address):
        raise RequestError(400, "the Host header names no host", advice="Send the name, and perhaps a port.")
    return address


def formats_of(request: Request, asked: Fields) -> formats.AnswerFormats:
    """The formats that a request wants: by name, else by its Accept header."""
    if "format" in asked:
        return formats.named(single(asked, "format"))
    return formats.accepted(accept_of(request))


def accept_of(request: Request) -> str | None:
    """The Accept header, whole; RequestError for one that is longer than any client needs."""
    given = ",".join(request.headers.getlist("accept"))
    if len(given) > formats.LONGEST_ACCEPT:
        message = f"the Accept header has more than {formats.LONGEST_ACCEPT} characters"
        raise RequestError(431, message, advice="Name the formats that you read.")
    return given or None


def text(data: bytes) -> str:
    """A body in UTF-8; RequestError if it is not.

    >>> text("ASK {}".encode())
    'ASK {}'
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RequestError(
            400, f"byte {error.start + 1} of the body is not UTF-8", advice="Send the query in UTF-8."
        ) from error


async def body(request: Request, max_body: int) -> bytes:
    """The body of a request; RequestError if it is too long, takes too long, or is packed."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise _unread(
            "the body is compressed", "Send it as it is.", header="Accept-Encoding", value="identity"
        )
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > max_body:
        raise _too_long(max_body)
    received = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                received += part
                if len(received) > max_body:
                    raise _too_long(max_body)
    except ClientDisconnect:
        raise RequestError(400, "the client went away before its request had arrived") from None
    except TimeoutError:
        raise RequestError(
            408,
            f"the request did not arrive within {PATIENCE:g} s",
            advice="Send it again.",
            unread=True,
        ) from None
    return bytes(received)


def _content_type(request: Request) -> tuple[str, str]:
    """The media type of a request and its charset, both in lower case and empty if they are not stated."""
    media_type, *parameters = request.headers.get("content-type", "").lower().split(";")
    pairs = [parameter.strip().partition("=") for parameter in parameters]
    charsets = [value.strip(' "') for name, _, value in pairs if name.strip() == "charset"]
    return media_type.strip(), charsets[0] if charsets else ""


def _dataset(asked: Fields, name: str, other: str) -> tuple[str, ...] | None:
    """The graphs that a request names; none of a kind where it names some of the other kind only."""
    if name in asked:
        return tuple(checked(iri) for iri in _distinct(asked[name]))
    return () if other in asked else None


def _joined(some: Fields, more: Fields) -> Fields:
    return {name: some.get(name, []) + more.get(name, []) for name in (some | more)}


def _distinct(values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _too_long(max_body: int) -> RequestError:
    return RequestError(
        413,
        f"the request has more than {max_body} bytes",
        advice="Ask in several queries.",
        unread=True,
    )


def _unread(
    message: str, advice: str, header: str = "Accept-Post", value: str = f"{QUERY}, {FORM}"
) -> RequestError:
    advice = advice or f"Send the query as {QUERY}, or as the field 'query' of {FORM}."
    return RequestError(415, message, advice=advice, headers={header: value}, unread=True)
