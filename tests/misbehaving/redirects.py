"""Redirects: those that work, those that must not, and what must not travel along."""

from __future__ import annotations

import base64
from collections.abc import Callable

from .behaviour import GOOD, HTML, RESULTS, Behaviour, Drip, Endless, Reply, Request, answer, head

SECRET = "opensesame"
OWN = {"X-Api-Key": SECRET}
USER = ("researcher", SECRET)
TOLD = (SECRET, base64.b64encode(f"researcher:{SECRET}".encode()).decode())


def moved(status: int, location: Callable[[Request], str], reply: Reply = GOOD) -> Callable[[Request], Reply]:
    """A redirect of the endpoint to ``there`` below it, where the reply is."""

    def choose(request: Request) -> Reply:
        if request.place == "there":
            return reply
        return (head(f"{status} Moved", f"Location: {location(request)}", "Content-Length: 5"), b"moved")

    return choose


def there(request: Request) -> str:
    """The place below the endpoint, with the query that was asked."""
    return f"/{request.behaviour}/there?{request.query}"


def elsewhere(request: Request) -> str:
    """The same under another name of the host."""
    return f"http://localhost:{request.port}{there(request)}"


def hops(count: int) -> Callable[[Request], Reply]:
    """So many redirects, and then the answer."""

    def choose(request: Request) -> Reply:
        if request.place == str(count):
            return GOOD
        location = f"Location: /{request.behaviour}/{int(request.place or 0) + 1}?{request.query}"
        return (head("307 Moved", location, "Content-Length: 0"),)

    return choose


def carries(method: str) -> Callable[[list[Request]], str]:
    """Whether the redirected request still has its method, and its query if it may."""

    def faults(requests: list[Request]) -> str:
        last = requests[-1]
        if last.method != method:
            return f"the redirected request was a {last.method}"
        asked = last.query if method == "GET" else last.body
        if method == "GET" and requests[0].method == "POST":
            return "a GET has a body" if last.body else ""
        return "" if "query=" in asked else "the redirected request asks nothing"

    return faults


def discreet(requests: list[Request]) -> str:
    """Whether the first request had a secret, and the last one has none."""
    told = [
        name
        for name, value in requests[-1].headers.items()
        if name in ("authorization", "x-api-key", "cookie") or SECRET in value
    ]
    if not any(name in requests[0].headers for name in ("authorization", "x-api-key")):
        return "the first request has no secret"
    return f"the other host was told {', '.join(told)}" if told else ""


def trusting(requests: list[Request]) -> str:
    """Whether the same server still gets what it must have."""
    same = all(
        requests[-1].headers.get(name) == requests[0].headers.get(name)
        for name in ("authorization", "x-api-key")
    )
    return "" if same and "authorization" in requests[0].headers else "the same server is not told who asks"


def refused(name: str, location: str) -> Behaviour:
    """A redirect that must not be followed."""
    return Behaviour(name=name, replies=moved(302, lambda _: location), raises="RedirectError")


WORKING = [
    *(
        Behaviour(
            name=f"{status}-of-a-get",
            replies=moved(status, there),
            requests=(2,),
            options={"method": "GET"},
            notices=carries("GET"),
        )
        for status in (301, 302, 303, 307, 308)
    ),
    *(
        Behaviour(
            name=f"{status}-of-a-post",
            replies=moved(status, there),
            requests=(2,),
            options={"method": "POST"},
            notices=carries("GET" if status == 303 else "POST"),
        )
        for status in (301, 302, 303, 307, 308)
    ),
    Behaviour(
        name="redirect-relative",
        replies=moved(302, lambda request: f"{request.behaviour}/there?{request.query}"),
        requests=(2,),
    ),
    Behaviour(
        name="redirect-without-scheme",
        replies=moved(302, lambda request: f"//127.0.0.1:{request.port}{there(request)}"),
        requests=(2,),
    ),
    Behaviour(
        name="redirect-with-fragment",
        replies=moved(302, lambda request: f"{there(request)}#results"),
        requests=(2,),
    ),
    Behaviour(
        name="redirect-to-html",
        replies=moved(302, there, answer(HTML, media="text/html")),
        requests=(2,),
        raises="MediaTypeError",
    ),
    Behaviour(
        name="redirect-with-endless-body",
        replies=lambda request: (
            GOOD
            if request.place
            else (head("302 Found", f"Location: {there(request)}"), Endless(b"moved " * 100))
        ),
        requests=(2,),
    ),
    Behaviour(
        name="redirect-with-slow-body",
        replies=lambda request: (
            GOOD
            if request.place
            else (head("302 Found", f"Location: {there(request)}", "Content-Length: 500"), Drip(b"o" * 500))
        ),
        requests=(2,),
        timeout=1,
        within=2,
    ),
    Behaviour(name="redirect-5-hops", replies=hops(5), requests=(6,)),
    Behaviour(
        name="redirect-then-503",
        replies=lambda request: (
            (answer(status="503 Busy") if request.number == 1 else GOOD)
            if request.place
            else moved(307, there)(request)
        ),
        requests=(3, 4),
    ),
]

REFUSED = [
    refused("redirect-to-file", "file:///etc/hostname"),
    refused("redirect-to-ftp", "ftp://127.0.0.1/results"),
    refused("redirect-to-data", f"data:application/sparql-results+json,{RESULTS.replace(' ', '')}"),
    refused("redirect-to-javascript", "javascript:alert(1)"),
    refused("redirect-to-a-bad-address", "http://[::1/sparql"),
    refused("redirect-to-a-bad-port", "http://127.0.0.1:99999/sparql"),
    Behaviour(
        name="redirect-to-nowhere",
        replies=((head("302 Found", "Content-Length: 0"),),),
        raises="RedirectError",
        says="where",
    ),
    Behaviour(name="redirect-6-hops", replies=hops(6), requests=(6,), raises="RedirectError"),
    Behaviour(
        name="redirect-to-itself",
        replies=moved(302, lambda request: f"/{request.behaviour}?{request.query}"),
        requests=range(1, 7),
        raises="RedirectError",
    ),
    Behaviour(
        name="redirect-loop",
        replies=lambda request: (
            head(
                "307 Moved",
                f"Location: /{request.behaviour}/{'a' if request.place == 'b' else 'b'}?{request.query}",
                "Content-Length: 0",
            ),
        ),
        requests=range(2, 7),
        raises="RedirectError",
    ),
    Behaviour(
        name="300",
        replies=(answer(status="300 Multiple Choices", media=None),),
        raises="ServerError",
    ),
]

SECRETS = [
    Behaviour(
        name="redirect-same-host-with-password",
        replies=moved(307, there),
        requests=(2,),
        options={"auth": USER, "headers": OWN},
        secrets=TOLD,
        notices=trusting,
    ),
    *(
        Behaviour(
            name=f"redirect-other-host-with-{what}",
            replies=moved(307, elsewhere),
            requests=(2,),
            options=options,
            secrets=TOLD,
            notices=discreet,
        )
        for what, options in (
            ("password", {"auth": USER}),
            ("own-header", {"headers": OWN}),
            ("password-of-a-post", {"auth": USER, "method": "POST"}),
        )
    ),
    Behaviour(
        name="redirect-other-port-with-password",
        replies=lambda request: (
            GOOD
            if request.place
            else (head("302 Found", f"Location: http://127.0.0.1:{request.other_port}{there(request)}"),)
        ),
        requests=(2,),
        options={"auth": USER, "headers": OWN},
        secrets=TOLD,
        notices=discreet,
    ),
    Behaviour(
        name="redirect-other-host-that-asks-for-a-password",
        replies=lambda request: (
            answer(
                HTML,
                'WWW-Authenticate: Basic realm="elsewhere"',
                status="401 Unauthorized",
                media="text/html",
            )
            if request.place
            else moved(307, elsewhere)(request)
        ),
        requests=(2,),
        options={"auth": USER},
        raises="AuthenticationError",
        secrets=TOLD,
        notices=discreet,
    ),
    Behaviour(
        name="redirect-other-host-with-cookie",
        replies=lambda request: (
            GOOD
            if request.place
            else (
                head(
                    "307 Moved",
                    f"Location: {elsewhere(request)}",
                    "Set-Cookie: session=1",
                    "Content-Length: 0",
                ),
            )
        ),
        requests=(2,),
        options={"auth": USER},
        secrets=TOLD,
        notices=discreet,
    ),
]

BEHAVIOURS = [*WORKING, *REFUSED, *SECRETS]
