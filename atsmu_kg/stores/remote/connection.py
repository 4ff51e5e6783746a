"""HTTP connections that keep to the deadline of a call, however slowly the other side sends.

The timeouts of the standard library hold for one read; a server that sends a byte now and then never meets
one. Here each read and write gets just the time that the call has left.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from functools import cached_property, partial
from urllib.request import HTTPHandler, HTTPSHandler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from urllib.request import Request

    from atsmu_kg.stores.call import StoreCall


BUFFER = 1 << 17


class Bounded:
    """A socket whose reads and writes end with its call."""

    call: StoreCall

    def recv_into(self, *arguments: Any, **more: Any) -> int:
        """As of any socket, within the time that is left."""
        self.settimeout(self.call.socket_timeout())  # type: ignore[attr-defined]
        return super().recv_into(*arguments, **more)  # type: ignore[misc, no-any-return]

    def sendall(self, *arguments: Any) -> None:
        """As of any socket, within the time that is left."""
        self.settimeout(self.call.socket_timeout())  # type: ignore[attr-defined]
        super().sendall(*arguments)  # type: ignore[misc]


class Plain(Bounded, socket.socket):
    """A socket of a call."""


class Secure(Bounded, ssl.SSLSocket):
    """The same over TLS."""


class Response(http.client.HTTPResponse):
    """A response that passes over interim ones (RFC 9110, 15.2), of which the library knows only 100.

    Its buffer holds more than a line, so that many small chunks are one read. ``_read_status`` is private in
    the http.client of Python 3.11; an own begin() replaces it.
    """

    def __init__(self, sock: socket.socket, *arguments: Any, **more: Any) -> None:
        super().__init__(sock, *arguments, **more)
        self.fp.close()
        self.fp: Any = sock.makefile("rb", BUFFER)

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 102 <= status < 200:
                return version, status, reason
            http.client.parse_headers(self.fp)


class Connection(http.client.HTTPConnection):
    """A connection of a call.

    ``_create_connection`` is private in the http.client of Python 3.11; an own connect(), which then has to
    know of proxies too, replaces it.
    """

    response_class = Response

    def __init__(self, *arguments: Any, call: StoreCall, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._create_connection = partial(_connected, call)


class SecureConnection(http.client.HTTPSConnection):
    """A connection of a call over TLS."""

    response_class = Response

    def __init__(self, *arguments: Any, call: StoreCall, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.call = call
        self._create_connection = partial(_connected, call)

    def connect(self) -> None:
        """Connect, and make sure of who answers."""
        super().connect()
        self.sock: Secure
        self.sock.call = self.call
        self.call.close_on_cancel(self.sock)


class PlainHandler(HTTPHandler):
    """Opens http: requests."""

    def http_open(self, request: Request) -> http.client.HTTPResponse:
        """Send a request, and read the head of the response."""
        return self.do_open(partial(Connection, call=request.call), request)  # type: ignore[attr-defined]


class SecureHandler(HTTPSHandler):
    """Opens https: requests; certificates are always checked."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        # Of AbstractHTTPHandler: that of HTTPSHandler makes a context at once, from Python 3.12 on.
        super(HTTPSHandler, self).__init__()
        self._given = context

    @cached_property
    def context(self) -> ssl.SSLContext:
        """What certificates are checked with: the system's own are read with the first https: request."""
        context = self._given or ssl.create_default_context()
        context.sslsocket_class = Secure
        return context

    def https_open(self, request: Request) -> http.client.HTTPResponse:
        """Send a request, and read the head of the response."""
        connection = partial(SecureConnection, call=request.call, context=self.context)  # type: ignore[attr-defined]
        return self.do_open(connection, request)


def _connected(call: StoreCall, address: tuple[str, int], *_: Any) -> Plain:
    """A socket that is connected to the first address of a host that takes it."""
    trouble: OSError | None = None
    for family, kind, protocol, _name, place in socket.getaddrinfo(*address, 0, socket.SOCK_STREAM):
        connection = Plain(family, kind, protocol)
        connection.call = call
        call.close_on_cancel(connection)
        try:
            connection.settimeout(call.socket_timeout())
            connection.connect(place)
        except OSError as error:
            connection.close()
            trouble = error
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise trouble or OSError(f"{address[0]} has no address")
