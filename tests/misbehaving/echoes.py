"""Servers that tell back what they were told, secrets and all."""

from __future__ import annotations

import base64
from collections.abc import Callable

from atsmu_kg.stores.remote.credentials import Basic, Bearer

from .behaviour import JSON, Behaviour, End, Reply, Request, answer, head
from .credentials import BASE64, NAME, PASSWORD, TOKEN


def heard(request: Request) -> str:
    """Every header of a request."""
    return " ".join(f"{name}: {value}" for name, value in request.headers.items())


def echo(status: str, body: str = "{headers}", media: str = "text/plain") -> Callable[[Request], Reply]:
    """A page that tells every header back, and what is encoded in it."""

    def reply(request: Request) -> Reply:
        encoded = request.headers.get("authorization", "").removeprefix("Basic ")
        decoded = base64.b64decode(encoded, validate=False).decode("utf-8", "replace")
        text = f"{body.replace('{headers}', heard(request))} {decoded}"
        return answer(text, f"X-SQL-Message: {heard(request)}", status=status, media=media)

    return reply


BEHAVIOURS = [
    *(
        Behaviour(
            name=f"{status}-that-echoes-{kind}",
            replies=echo(status),
            raises=raises,
            options=options,
            secrets=secrets,
            requests=(1,),
        )
        for status, raises in (
            ("400", "RefusedQueryError"),
            ("401", "AuthenticationError"),
            ("500", "ServerError"),
        )
        for kind, options, secrets in (
            ("a-password", {"auth": Basic(NAME, PASSWORD)}, (PASSWORD, BASE64)),
            ("a-token", {"auth": Bearer(TOKEN)}, (TOKEN,)),
            ("a-key", {"headers": {"X-Api-Key": TOKEN}}, (TOKEN,)),
        )
    ),
    Behaviour(
        name="html-that-echoes-a-password",
        replies=echo("200", media="text/html"),
        raises="MediaTypeError",
        options={"auth": Basic(NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
    ),
    Behaviour(
        name="json-that-echoes-a-password",
        replies=echo("200", body='{"head": "{headers}"', media=JSON),
        raises="AnswerSyntaxError",
        options={"auth": Basic(NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
    ),
    Behaviour(
        name="redirect-that-echoes-a-token",
        replies=lambda request: (
            head(
                "302 Found",
                f"Location: ftp://example.org/{request.headers.get('authorization', '')}",
                "Content-Length: 0",
            ),
        ),
        raises="RedirectError",
        options={"auth": Bearer(TOKEN)},
        secrets=(TOKEN,),
    ),
    Behaviour(
        name="reason-that-echoes-a-password",
        replies=lambda request: answer("No.", status=f"400 {heard(request)}", media="text/plain"),
        raises="RefusedQueryError",
        options={"auth": Basic(NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
    ),
    Behaviour(
        name="garbage-that-echoes-a-token",
        replies=lambda request: (
            f"{request.headers.get('authorization', '')}\r\n\r\n".encode("latin-1"),
            End.CLOSE,
        ),
        raises="ProtocolError",
        options={"auth": Bearer(TOKEN)},
        secrets=(TOKEN,),
    ),
]
