"""Where a SPARQL endpoint is, and how it is asked (SPARQL 1.1 Protocol, 2.1)."""

from __future__ import annotations

import re
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

import SPARQLWrapper

from atsmu_kg._version import __version__
from atsmu_kg.choices import METHODS
from atsmu_kg.errors import ParameterError, quoted
from atsmu_kg.stores.call import Cancelled, StoreCall
from atsmu_kg.stores.remote import failures, retries
from atsmu_kg.stores.remote.connection import PlainHandler, SecureHandler
from atsmu_kg.stores.remote.credentials import (
    Basic,
    Credentials,
    Digest,
    Headers,
    Secret,
    address,
    secret,
)
from atsmu_kg.stores.remote.errors import EndpointError, ProtocolError
from atsmu_kg.stores.remote.redirects import Redirects

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Collection, Iterable, Mapping
    from http.client import HTTPResponse

    from atsmu_kg.stores.remote.body import Body

AGENT = f"atsmu-kg/{__version__} (https://w3id.org/atsmu-kg)"
# What the oldest servers and proxies still take as an address.
LONGEST_URL = 2000


class Endpoint:
    """A SPARQL 1.1 endpoint: its address, the graphs to take, who asks. Many threads may ask at once.

    User and password may stand in the URL, and are taken out of it. Raises ParameterError for what is no
    address of an endpoint.

    >>> Endpoint("http://ibn-sina:s3cret@localhost:8890/sparql").url
    'http://localhost:8890/sparql'
    """

    # Where something is wrong with what makes an endpoint, a report shows one that is not made yet.
    url = ""

    def __init__(
        self,
        url: str,
        *,
        default_graphs: Iterable[str] = (),
        named_graphs: Iterable[str] = (),
        auth: Credentials | None = None,
        headers: Mapping[str, str] | None = None,
        method: str = "auto",
        retries: int = 3,
        context: ssl.SSLContext | None = None,
    ) -> None:
        headers, url = secret(headers or {}), address(url)
        METHODS.checked(method)
        if not isinstance(retries, int) or isinstance(retries, bool) or retries < 0:
            raise ParameterError(
                f"retries can't be {retries!r}", advice="Give 0 for none, or how many more tries."
            )
        self.address, self.credentials = _address(url, auth)
        self.url = urlunsplit((*urlsplit(self.address)[:3], "", ""))
        self.default_graphs, self.named_graphs = tuple(default_graphs), tuple(named_graphs)
        self.method = method
        self.retries = retries
        # What the endpoint runs on, as its answers say; it decides what else it understands.
        self.software = ""
        self._headers = Headers(headers)
        self._own = {**self._headers.headers(), **self.credentials.headers()}
        self._context = context
        self._opener = self._made_opener()

    def query(
        self, call: StoreCall, text: str, accept: str, *, graphs: bool = True, partial: bool = False
    ) -> HTTPResponse:
        """The response to a query, its head read and fine; EndpointError otherwise.

        With ``graphs`` the graphs to take go along as parameters; with ``partial`` a partial response (206)
        is fine too.
        """
        fine = (200, 206) if partial else (200,)
        request = self._request("query", text, accept, call, graphs=graphs)
        try:
            return self.send(call, request, fine=fine)
        except EndpointError as error:
            if request.data is not None or error.status not in (413, 414) or self.method == "GET":
                raise
        request = self._request("query", text, accept, call, graphs=graphs, method="POST")
        return self.send(call, request, fine=fine)

    def update(self, call: StoreCall, text: str, *, repeatable: bool = False) -> HTTPResponse:
        """The response to an update, which is sent again only if it is ``repeatable``.

        The first one may have been carried out; no harm if it only adds triples without blank nodes.
        """
        request = self._request("update", text, "*/*", call, method="POST")
        return self.send(call, request, fine=range(200, 300), repeatable=repeatable)

    def send(
        self, call: StoreCall, request: Request, *, fine: Collection[int] = (200,), repeatable: bool = True
    ) -> HTTPResponse:
        """The response to a request with a fine status, asked again while that is safe and may help."""
        request.call = call  # type: ignore[attr-defined]
        request.own = self._own  # type: ignore[attr-defined]
        request.add_header("User-agent", AGENT)
        request.add_header("Accept-encoding", "gzip, deflate")
        for name, value in self._own.items():
            request.add_unredirected_header(name, value)
        tries = 0
        while True:
            try:
                return self._sent(call, request, fine)
            except EndpointError as error:
                failure = self.signed(error)
                pause = retries.pause(error, tries) if repeatable or retries.unsent(error) else None
                if pause is None or tries == self.retries or pause >= call.remaining:
                    raise failure  # noqa: B904  (the same error, not another one)
                retries.log(self.url, failure, pause)
            retries.wait(call, pause)
            tries += 1

    def signed(self, error: EndpointError, body: Body | None = None) -> EndpointError:
        """An error that says which endpoint it is about, what came, and holds no secret."""
        came = failures.shown(body.beginning) if body is not None else ""
        error.facts |= {
            "url": error.url or self.url,
            "status": error.status or (body.status if body is not None else None),
            "body": self.hide(error.body or came),
        }
        error.message = self.hide(error.message)
        error.args = (error.message,)
        return error

    def hide(self, text: str) -> str:
        """A text without this endpoint's secrets."""
        return self._headers.hide(self.credentials.hide(text))

    def __repr__(self) -> str:
        return f"<Endpoint {self.url}>"

    def _request(
        self,
        kind: str,
        text: str,
        accept: str,
        call: StoreCall,
        *,
        graphs: bool = True,
        method: str | None = None,
    ) -> Request:
        parts = urlsplit(self.address)
        asking = SPARQLWrapper.SPARQLWrapper(self.url, agent=AGENT)
        asking.setOnlyConneg(True)
        asking.setRequestMethod(SPARQLWrapper.URLENCODED)
        asking.queryString = text
        asking.queryType = SPARQLWrapper.SELECT if kind == "query" else SPARQLWrapper.INSERT
        if graphs and kind == "query":
            for graph in self.default_graphs:
                asking.addParameter("default-graph-uri", graph)
            for graph in self.named_graphs:
                asking.addParameter("named-graph-uri", graph)
        for name, value in (*parse_qsl(parts.query, keep_blank_values=True), *self._understood(call)):
            asking.addParameter(name, value)
        asking.addCustomHttpHeader("Accept", accept)
        asking.setMethod(method or ("GET" if self.method == "auto" else self.method))
        request = _unsent(asking)
        if self.method == "auto" and request.data is None and len(request.full_url) > LONGEST_URL:
            asking.setMethod("POST")
            request = _unsent(asking)
        return request

    def _understood(self, call: StoreCall) -> list[tuple[str, str]]:
        """The server's own parameter for a timeout, where it is known."""
        if call.timeout is not None and self.software.startswith("Virtuoso"):
            return [("timeout", str(max(1, int(call.remaining * 1000))))]
        return []

    def _sent(self, call: StoreCall, request: Request, fine: Collection[int]) -> HTTPResponse:
        # A digest is made for one request; what answers its challenge counts tries and nonces.
        opener = self._made_opener() if isinstance(self.credentials, Digest) else self._opener
        try:
            response: HTTPResponse = opener.open(request)
        except HTTPError as error:
            raise failures.of_status(error, error.code, self.hide) from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            if call.cancelled:
                raise Cancelled from None
            # A server may say a secret back, and a traceback shows what an error was raised from.
            told = _without_frames(error) if self.hide(repr(error)) == repr(error) else None
            raise failures.of_connection(error, call) from told
        if response.headers.defects:
            response.close()
            raise ProtocolError(
                "a header of the answer is malformed, and what follows it can't be read",
                advice="Tell whoever runs the endpoint.",
                status=response.status,
            )
        self.software = response.headers.get("Server", "")
        if response.status not in fine:
            raise failures.of_status(response, response.status, self.hide)
        return response

    def _made_opener(self) -> OpenerDirector:
        opener = OpenerDirector()
        for handler in (
            ProxyHandler(),
            UnknownHandler(),
            PlainHandler(),
            SecureHandler(self._context),
            HTTPDefaultErrorHandler(),
            Redirects(),
            HTTPErrorProcessor(),
            *self.credentials.handlers(self.url),
        ):
            opener.add_handler(handler)
        return opener


def _without_frames(error: BaseException) -> BaseException:
    """An error of the standard library without the frames that it came from, in which the request stands."""
    at: BaseException | None = error
    while at is not None:
        at.__traceback__ = None
        at = at.__cause__ or at.__context__
    return error


def _address(url: str, auth: Credentials | None) -> tuple[str, Credentials]:
    """A URL without user and password, and the credentials."""
    url = address(url)
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        shown = "this" if isinstance(url, str) and "@" in url else quoted(url)
        raise ParameterError(
            f"{shown} is not the address of an endpoint",
            advice="Write http(s)://HOST:PORT/PATH, blanks percent-encoded, with a port up to 65535.",
        )
    host = parts.netloc.rpartition("@")[2]
    path = quote(parts.path or "/", safe="/%:;=@&+$,!~*'()")
    stripped = urlunsplit((parts.scheme, host, path, quote(parts.query, safe="=&%/?:@+,;$!~*'()"), ""))
    if auth is None and parts.username is not None:
        auth = Basic(unquote(parts.username), unquote(parts.password or ""))
    return stripped, auth or Credentials()


def _split(url: object) -> SplitResult | None:
    """The parts of a URL, or None where it has a host, a port or a character that no URL can have."""
    if not isinstance(url, str) or re.search(r"[\x00-\x20\x7f]", url):
        return None
    try:
        parts = urlsplit(url)
        return parts._replace(netloc=Secret(parts.netloc)) if parts.port != 0 else None
    except ValueError:
        return None


def _unsent(asking: SPARQLWrapper.SPARQLWrapper) -> Request:
    """The request of SPARQLWrapper, which the store itself sends and reads.

    The method is private in SPARQLWrapper 2.0.0, whose public ones send the request too. What replaces it is
    a urllib.request.Request made by the rules of the SPARQL 1.1 Protocol, 2.1 and 2.2.
    """
    request: Request = asking._createRequest()
    return request
