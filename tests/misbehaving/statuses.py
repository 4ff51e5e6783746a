"""Statuses: errors, half successes, refusals that are temporary, and what comes before the answer."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate
from time import time

from .behaviour import ASK, GOOD, HTML, RESULTS, Behaviour, Endless, Reply, Request, answer, head

TEXT = "text/plain; charset=utf-8"
FOUR = (4,)
BACK_OFF = ((0.0, 0.25), (0.0, 0.5), (0.0, 1.0))


def error(status: str, *headers: str, body: str = "", media: str = TEXT) -> Reply:
    """An error with a page of text."""
    return answer(body or f"{status}, says the server", *headers, status=status, media=media)


def dated(request: Request) -> Reply:
    """Too busy for half a minute, by the clock."""
    if request.number:
        return GOOD
    return error("429 Too Many Requests", f"Retry-After: {formatdate(time() + 30, usegmt=True)}")


def unless_posted(status: str) -> Callable[[Request], Reply]:
    """Refuses every method but POST."""
    return lambda request: GOOD if request.method == "POST" else error(status)


def posted(requests: list[Request]) -> str:
    """Whether a GET was followed by a form POST of the query."""
    methods = [request.method for request in requests]
    form = requests[-1].headers.get("content-type", "")
    if methods != ["GET", "POST"] or not form.startswith("application/x-www-form-urlencoded"):
        return f"the requests were {methods}, the last one with the type {form!r}"
    return "" if "query=" in requests[-1].body else f"the body of the POST was {requests[-1].body!r}"


SUCCESSES = [
    Behaviour(name="204", replies=((head("204 No Content"),),), raises="NoAnswerError"),
    Behaviour(
        name="202",
        replies=(error("202 Accepted", body='{"job": 7}', media="application/json"),),
        raises="NoAnswerError",
    ),
    Behaviour(name="200-empty", replies=(answer(),), raises="NoAnswerError"),
    Behaviour(
        name="200-empty-chunked",
        raises="NoAnswerError",
        replies=(
            (
                head("200 OK", "Content-Type: application/sparql-results+json", "Transfer-Encoding: chunked"),
                b"0\r\n\r\n",
            ),
        ),
    ),
    Behaviour(
        name="206",
        replies=(answer(RESULTS, "Content-Range: bytes 0-299/9000", status="206 Partial Content"),),
        raises="IncompleteAnswerError",
    ),
    Behaviour(
        name="206-allowed",
        replies=(answer(RESULTS, status="206 Partial Content"),),
        options={"incomplete": "allow"},
        complete=False,
    ),
    Behaviour(name="299", replies=(answer(RESULTS, status="299 Nearly"),), raises="ServerError", says="299"),
    Behaviour(name="304", replies=((head("304 Not Modified"),),), raises="ServerError", says="304"),
]

ERRORS = [
    Behaviour(
        name="400",
        replies=(error("400 Bad Request", body="Virtuoso 37000 Error SP030: SPARQL compiler, line 1"),),
        raises="RefusedQueryError",
        says="SP030",
    ),
    Behaviour(
        name="400-html",
        replies=(error("400 Bad Request", body=HTML, media="text/html"),),
        raises="RefusedQueryError",
    ),
    Behaviour(
        name="400-no-body",
        replies=((head("400 Bad Request", "Content-Length: 0"),),),
        raises="RefusedQueryError",
    ),
    Behaviour(
        name="400-no-length",
        replies=((head("400 Bad Request", "Connection: close"), b"no"),),
        raises="RefusedQueryError",
    ),
    Behaviour(name="403", replies=(error("403 Forbidden"),), raises="AuthenticationError", says="403"),
    Behaviour(name="404", replies=(error("404 Not Found"),), raises="NotAnEndpointError", says="404"),
    Behaviour(
        name="405",
        replies=(error("405 Method Not Allowed", "Allow: POST"),),
        raises="NotAnEndpointError",
        says="405",
    ),
    Behaviour(name="410", replies=(error("410 Gone"),), raises="NotAnEndpointError", says="410"),
    Behaviour(
        name="413-for-get", replies=unless_posted("413 Content Too Large"), requests=(2,), notices=posted
    ),
    Behaviour(
        name="413",
        replies=(error("413 Content Too Large"),),
        raises="RefusedQueryError",
        says="413",
        requests=(2,),
    ),
    Behaviour(name="414-for-get", replies=unless_posted("414 URI Too Long"), requests=(2,), notices=posted),
    Behaviour(
        name="414",
        replies=(error("414 URI Too Long"),),
        raises="RefusedQueryError",
        says="414",
        requests=(2,),
    ),
    Behaviour(
        name="414-of-a-post",
        replies=(error("414 URI Too Long"),),
        raises="RefusedQueryError",
        options={"method": "POST"},
    ),
    Behaviour(
        name="422", replies=(error("422 Unprocessable Content"),), raises="RefusedQueryError", says="422"
    ),
    Behaviour(name="500", replies=(error("500 Internal Server Error"),), raises="ServerError", says="500"),
    Behaviour(
        name="500-json", replies=(answer(RESULTS, status="500 Internal Server Error"),), raises="ServerError"
    ),
    Behaviour(name="500-ask", replies=(error("500 Internal Server Error"),), raises="ServerError", query=ASK),
    Behaviour(name="501", replies=(error("501 Not Implemented"),), raises="NotAnEndpointError", says="501"),
    Behaviour(
        name="505", replies=(error("505 HTTP Version Not Supported"),), raises="ServerError", says="505"
    ),
    Behaviour(name="600", replies=(error("600 Beyond"),), raises="ServerError", says="600"),
    Behaviour(name="999", replies=(error("999 Request denied"),), raises="ServerError", says="999"),
]

BUSY = [
    *(
        Behaviour(
            name=f"{status}-twice",
            replies=(error(f"{status} Busy"), error(f"{status} Busy"), GOOD),
            requests=(3,),
            pauses=BACK_OFF[:2],
        )
        for status in (429, 502, 503, 504)
    ),
    Behaviour(
        name="503-for-ever",
        replies=(error("503 Busy"),),
        raises="BusyError",
        says="503",
        requests=FOUR,
        pauses=BACK_OFF,
    ),
    Behaviour(
        name="503-without-retries",
        replies=(error("503 Busy"),),
        raises="BusyError",
        options={"retries": 0},
        pauses=(),
    ),
    Behaviour(
        name="503-then-400",
        replies=(error("503 Busy"), error("400 Bad Request")),
        raises="RefusedQueryError",
        requests=(2,),
    ),
    Behaviour(
        name="429-seconds",
        replies=(error("429 Too Many Requests", "Retry-After: 2"), GOOD),
        requests=(2,),
        pauses=((2.0, 2.5),),
    ),
    Behaviour(name="429-date", replies=dated, requests=(2,), timeout=60, pauses=((28.0, 31.0),)),
    Behaviour(
        name="429-date-in-the-past",
        replies=(error("429 Too Many Requests", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"), GOOD),
        requests=(2,),
        pauses=((0.0, 0.25),),
    ),
    Behaviour(
        name="503-beyond-the-deadline",
        replies=(error("503 Busy", "Retry-After: 3600"),),
        raises="BusyError",
        says="503",
        pauses=(),
    ),
    Behaviour(
        name="429-beyond-all-numbers",
        replies=(error("429 Busy", f"Retry-After: {'9' * 400}"),),
        raises="BusyError",
        pauses=(),
    ),
    Behaviour(
        name="503-unreadable-retry-after",
        replies=(error("503 Busy", "Retry-After: soon"), error("503 Busy", "Retry-After: -7"), GOOD),
        requests=(3,),
        pauses=((0.0, 0.25), (0.0, 0.5)),
    ),
]

BEFORE = [
    Behaviour(name="100-before", replies=((head("100 Continue"), *GOOD),)),
    Behaviour(
        name="102-and-103-before",
        replies=(
            (head("102 Processing"), head("103 Early Hints", "Link: </style.css>; rel=preload"), *GOOD),
        ),
    ),
    Behaviour(
        name="100-endless",
        replies=((Endless(head("100 Continue") * 10),),),
        raises="EndpointTimeoutError",
        timeout=1,
        within=2,
    ),
    Behaviour(
        name="101",
        replies=((head("101 Switching Protocols", "Upgrade: websocket"),),),
        raises="ServerError",
        says="101",
    ),
]

BEHAVIOURS = [*SUCCESSES, *ERRORS, *BUSY, *BEFORE]
