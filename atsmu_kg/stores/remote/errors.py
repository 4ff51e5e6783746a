"""What can go wrong with an endpoint: one class for each kind of condition."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError, LimitError, QueryError
from atsmu_kg.text import printable

# What to do about an answer that can't be read, and about one that was cut.
AGAIN = "Ask again; if it stays, tell whoever runs the endpoint."
NOTHING_COUNTS = "Ask again; nothing of it counts."


class EndpointError(AtsmuKGError):
    """An endpoint did not answer as it should.

    ``url`` is where it was asked, without user, password and query; ``status`` the HTTP status or None;
    ``body`` the first characters of what came, without secrets.
    """

    url: str
    status: int | None
    body: str

    def __init__(
        self, message: str, *, url: str = "", status: int | None = None, body: str = "", **more: object
    ) -> None:
        super().__init__(message, url=url, status=status, body=body, **more)  # type: ignore[arg-type]

    def __str__(self) -> str:
        told = f"{printable(self.url)}: {super().__str__()}" if self.url else super().__str__()
        return f"{told}\n  It said: {printable(self.body)}" if self.body else told


class UnreachableError(EndpointError):
    """No connection: the name is unknown, the port refuses, the certificate is not trusted."""


class ConnectionLostError(EndpointError):
    """The connection was reset or closed before an answer came."""


class ProtocolError(EndpointError):
    """What came is not HTTP, or more of it than an answer begins with."""


class EndpointTimeoutError(EndpointError, LimitError):
    """The deadline of the call has passed, whatever had come by then."""


class AuthenticationError(EndpointError):
    """The endpoint wants to know who asks, or does not let this one (401, 403)."""


class NotAnEndpointError(EndpointError):
    """There is no SPARQL endpoint at this address (404, 405, 410, 501)."""


class RefusedQueryError(EndpointError, QueryError):
    """The endpoint does not take the query (400, 413, 414, 422)."""


class BusyError(EndpointError):
    """The endpoint is overloaded or away for a while (429, 502, 503, 504), also after further tries."""


class ServerError(EndpointError):
    """The endpoint failed (500), or gave a status that means nothing here."""


class RedirectError(EndpointError):
    """A redirect that can't be followed: too many of them, in a loop, to nowhere, away from HTTP."""


class TruncatedError(EndpointError):
    """The answer was cut: shorter than announced, or its document ends early."""


class IncompleteAnswerError(EndpointError):
    """The endpoint says that this is not all: its limit of rows or of time, or a partial response (206)."""


class NoAnswerError(EndpointError):
    """The endpoint took the query and gave no answer (202, 204, an empty body)."""


class MediaTypeError(EndpointError):
    """The answer is of another media type, charset or encoding than was asked for."""


class AnswerSyntaxError(EndpointError):
    """The answer is not well formed in its format."""


class AnswerFormError(EndpointError):
    """The answer is to another form of query, or has other variables than were asked for."""


class AnswerTermError(EndpointError):
    """The answer holds what can be no RDF term: an IRI with a space, a language that is none."""


class AnswerTooLargeError(EndpointError, LimitError):
    """The answer is larger than the caller allows."""
