"""From what went wrong on the way to an endpoint to the error that says so."""

from __future__ import annotations

import ssl
from contextlib import suppress
from http.client import HTTPException
from socket import gaierror
from urllib.error import URLError

from atsmu_kg.stores.remote import errors
from atsmu_kg.stores.remote.retries import retry_after
from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from urllib.error import HTTPError

    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.remote.errors import EndpointError

# Characters of a body that an error shows.
SHOWN = 300

STATUSES: dict[int, tuple[type[EndpointError], str, str]] = {
    202: (errors.NoAnswerError, "the endpoint has accepted the query, and answers it later", "Ask again."),
    204: (
        errors.NoAnswerError,
        "the endpoint gave no content",
        "Check that this is the address for queries.",
    ),
    206: (
        errors.IncompleteAnswerError,
        "the endpoint gave only a part of the answer",
        "Ask for less, page by page, or let incomplete answers pass with incomplete='allow'.",
    ),
    400: (errors.RefusedQueryError, "the endpoint does not accept the query", "See what it said."),
    401: (
        errors.AuthenticationError,
        "the endpoint asks for a user and a password",
        "Give auth=(user, password).",
    ),
    403: (errors.AuthenticationError, "the endpoint does not allow this user to ask", "Ask whoever runs it."),
    404: (errors.NotAnEndpointError, "there is nothing at this address", "Check the path of the URL."),
    405: (errors.NotAnEndpointError, "the address does not accept queries", "Check the path, or the method."),
    406: (
        errors.MediaTypeError,
        "the endpoint offers no format that can be read here",
        "It must know SPARQL results in JSON or XML.",
    ),
    410: (errors.NotAnEndpointError, "there is nothing at this address any more", "Look for a new one."),
    413: (errors.RefusedQueryError, "the query is too large for the endpoint", "Ask in smaller portions."),
    414: (
        errors.RefusedQueryError,
        "the query is too long for the endpoint's addresses",
        "Use method='POST'.",
    ),
    415: (errors.MediaTypeError, "the endpoint does not accept form-encoded queries", "Use method='GET'."),
    422: (errors.RefusedQueryError, "the endpoint does not accept the query", "See what it said."),
    429: (errors.BusyError, "the endpoint was asked too often", "Wait a while."),
    501: (errors.NotAnEndpointError, "queries are not supported at this address", "Check the URL."),
    502: (errors.BusyError, "the gateway in front of the endpoint got no answer", "Try again later."),
    503: (errors.BusyError, "the endpoint is not available", "Try again later."),
    504: (errors.BusyError, "the gateway in front of the endpoint timed out", "Try later, or ask for less."),
}
FAILED = (errors.ServerError, "the endpoint failed", "See what it said; tell whoever runs it.")
STRANGE = (
    errors.ServerError,
    "the endpoint answered with an unexpected status",
    "Check that this is a SPARQL endpoint.",
)


def of_status(response: HTTPResponse | HTTPError, status: int, hide: Callable[[str], str]) -> EndpointError:
    """The error for a response that is no answer."""
    kind, message, advice = STATUSES.get(status, FAILED if 500 <= status < 600 else STRANGE)
    return kind(
        f"{message} ({status})",
        advice=advice,
        status=status,
        body=hide(beginning(response)),
        retry_after=retry_after(response.headers.get("Retry-After")),
    )


def of_connection(error: Exception, call: StoreCall) -> EndpointError:
    """The error for a connection that did not come about, or did not last."""
    reason: object = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, errors.EndpointError):
        return reason
    if isinstance(reason, TimeoutError):
        return timeout(call)
    if isinstance(reason, ConnectionError) and not isinstance(reason, ConnectionRefusedError):
        return errors.ConnectionLostError(
            "the connection was lost before an answer came",
            advice="Try again; the endpoint may be restarting.",
        )
    if isinstance(reason, HTTPException) or (
        isinstance(reason, ValueError) and not isinstance(reason, OSError)
    ):
        said = type(reason).__name__ if not str(reason) else str(reason)
        return errors.ProtocolError(
            f"the answer is not well-formed HTTP: {printable(said)[:SHOWN]}", advice="Check host and port."
        )
    return _unreachable(reason)


def timeout(call: StoreCall) -> EndpointError:
    """The error for a deadline that has passed."""
    return errors.EndpointTimeoutError(
        f"no complete answer within {call.timeout} seconds",
        advice="Ask for less, or give a longer timeout.",
        limit="timeout",
        allowed=call.timeout,
    )


def beginning(response: HTTPResponse | HTTPError) -> str:
    """The first characters that a response holds, or as many as came."""
    with suppress(OSError, HTTPException, ValueError, AttributeError):
        read = response.read1(4 * SHOWN)
        response.close()
        return shown(read)
    return ""


def shown(data: bytes) -> str:
    """The first bytes of an answer as an error shows them: on one line, and without controls.

    >>> print(shown(b"<html>\\n  busy\\x1b[2J"))
    <html> busy\\x1b[2J
    """
    return printable(data.decode("utf-8", "replace"))[:SHOWN]


def _unreachable(reason: object) -> EndpointError:
    refused = isinstance(reason, ConnectionRefusedError)
    if isinstance(reason, ssl.SSLError):
        message = f"a secure connection can't be made: {reason.reason or reason}"
        advice = "Check the certificate of the host; it is always checked."
    elif isinstance(reason, gaierror):
        message, advice = "the name of the host leads to no address", "Check its name, and the network."
    else:
        message = "nothing listens at this port" if refused else f"the host can't be reached: {reason}"
        advice = "Check host and port, and that the server runs."
    return errors.UnreachableError(message, advice=advice, refused=refused)
