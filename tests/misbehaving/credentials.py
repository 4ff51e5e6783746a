"""Who asks: challenges that are met, those that can't be, and servers that tell secrets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from hashlib import md5
from urllib.parse import quote
from urllib.request import parse_http_list, parse_keqv_list

from atsmu_kg.stores.remote.credentials import Bearer, Digest

from .behaviour import GOOD, Behaviour, Reply, Request, answer, head

ACCENTED = "сезам-é"
NAME, PASSWORD, TOKEN = "researcher", "open:sesame", "eyJhbGciOiJub25lIn0.e30."
BASE64 = base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
BASIC = 'WWW-Authenticate: Basic realm="graphs", charset="UTF-8"'
DIGEST = 'WWW-Authenticate: Digest realm="graphs", nonce="{nonce}", qop="auth", algorithm=MD5, opaque="o"'


def challenge(*headers: str) -> Reply:
    """Status 401 and who may ask."""
    return answer("Who are you?", *headers, status="401 Unauthorized", media="text/plain")


def digest(request: Request, nonce: str, password: str = PASSWORD) -> bool:
    """Whether a request meets a Digest challenge (RFC 7616, section 3.4)."""
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "digest":
        return False
    given = parse_keqv_list(parse_http_list(told))
    path = f"/{request.behaviour}" + (f"?{request.query}" if request.query else "")
    if given["uri"] != path or given["nonce"] != nonce or given["username"] != NAME:
        return False
    key, deed = (
        md5(text.encode()).hexdigest() for text in (f"{NAME}:graphs:{password}", f"{request.method}:{path}")
    )
    proof = f"{key}:{nonce}:{given['nc']}:{given['cnonce']}:{given['qop']}:{deed}"
    return given["response"] == md5(proof.encode()).hexdigest()


def told(header: str, value: str) -> Callable[[Request], Reply]:
    """The answer for whoever sends that header, a challenge for others."""
    return lambda request: GOOD if request.headers.get(header) == value else challenge(BASIC)


def digesting(request: Request) -> Reply:
    """The answer for whoever knows the password."""
    return GOOD if digest(request, "n1") else challenge(DIGEST.format(nonce="n1"))


def accented(request: Request) -> Reply:
    """The same for a password in UTF-8."""
    met = digest(request, "n1", ACCENTED)
    return GOOD if met else challenge(DIGEST.format(nonce="n1") + ", charset=UTF-8")


def stale(request: Request) -> Reply:
    """The same, but the first nonce is too old."""
    if digest(request, "n2"):
        return GOOD
    late = digest(request, "n1")
    return challenge(DIGEST.format(nonce="n2") + ", stale=true" if late else DIGEST.format(nonce="n1"))


def keyed(requests: list[Request]) -> str:
    """Whether the key in the address was sent."""
    return "" if f"key={TOKEN}" in requests[-1].query else "the key in the address was not sent"


def unanswered(requests: list[Request]) -> str:
    """Whether the password stayed at home."""
    told = [request.headers["authorization"] for request in requests if "authorization" in request.headers]
    return f"the client told {told}" if any(not each.startswith("Digest ") for each in told) else ""


WORKING = [
    Behaviour(
        name="basic",
        replies=told("authorization", f"Basic {BASE64}"),
        options={"auth": (NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
    ),
    Behaviour(
        name="bearer",
        replies=told("authorization", f"Bearer {TOKEN}"),
        options={"auth": Bearer(TOKEN)},
        secrets=(TOKEN,),
    ),
    Behaviour(
        name="own-header",
        replies=told("x-api-key", TOKEN),
        options={"headers": {"X-Api-Key": TOKEN}},
        secrets=(TOKEN,),
    ),
    Behaviour(
        name="digest",
        replies=digesting,
        options={"auth": Digest(NAME, PASSWORD)},
        requests=(2,),
        secrets=(PASSWORD, BASE64),
    ),
    Behaviour(
        name="password-in-the-address",
        replies=told("authorization", f"Basic {BASE64}"),
        address=f"http://{NAME}:{quote(PASSWORD)}@127.0.0.1:{{port}}/{{name}}",
        secrets=(PASSWORD, BASE64),
    ),
    Behaviour(
        name="digest-with-accents",
        replies=accented,
        options={"auth": Digest(NAME, ACCENTED)},
        requests=(2,),
        secrets=(ACCENTED,),
    ),
    Behaviour(
        name="basic-with-accents",
        replies=told("authorization", f"Basic {base64.b64encode(f'{NAME}:{ACCENTED}'.encode()).decode()}"),
        options={"auth": (NAME, ACCENTED)},
        secrets=(ACCENTED,),
    ),
    Behaviour(
        name="digest-of-a-post",
        replies=digesting,
        options={"auth": Digest(NAME, PASSWORD), "method": "POST"},
        requests=(2,),
        secrets=(PASSWORD, BASE64),
    ),
    Behaviour(
        name="digest-stale-nonce",
        replies=stale,
        options={"auth": Digest(NAME, PASSWORD)},
        requests=(3,),
        secrets=(PASSWORD, BASE64),
    ),
]


def refused(name: str, requests: int = 1, **more: object) -> Behaviour:
    """Status 401 whatever is told."""
    return Behaviour(name=name, raises="AuthenticationError", says="401", requests=(requests,), **more)  # type: ignore[arg-type]


REFUSED = [
    *(
        Behaviour(
            name=f"{status}-with-a-key-in-the-address",
            replies=(answer("No.", status=status, media="text/plain"),),
            raises=raises,
            address=f"http://127.0.0.1:{{port}}/{{name}}?key={TOKEN}",
            secrets=(TOKEN,),
            notices=keyed,
        )
        for status, raises in (("400", "RefusedQueryError"), ("500", "ServerError"))
    ),
    Behaviour(
        name="refused-with-a-key-in-the-address",
        replies=(),
        raises="UnreachableError",
        address=f"http://127.0.0.1:{{refusing}}/{{name}}?key={TOKEN}",
        requests=(0,),
        secrets=(TOKEN,),
    ),
    refused("401", replies=(challenge(BASIC),)),
    refused("401-without-challenge", replies=(challenge(),)),
    refused("401-unknown-scheme", replies=(challenge("WWW-Authenticate: Negotiate"),)),
    refused(
        "401-malformed-challenge",
        replies=(challenge('WWW-Authenticate: Digest realm="'),),
        options={"auth": Digest(NAME, PASSWORD)},
    ),
    refused(
        "401-wrong-password",
        replies=(challenge(BASIC),),
        options={"auth": (NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
    ),
    refused(
        "401-wrong-token",
        replies=(challenge("WWW-Authenticate: Bearer"),),
        options={"auth": Bearer(TOKEN)},
        secrets=(TOKEN,),
    ),
    refused("401-digest-without-credentials", replies=(challenge(DIGEST.format(nonce="n1")),)),
    refused(
        "401-digest-wrong-password",
        2,
        replies=(challenge(DIGEST.format(nonce="n1")),),
        options={"auth": Digest(NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
    ),
    refused(
        "401-basic-for-digest",
        replies=(challenge(BASIC),),
        options={"auth": Digest(NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
        notices=unanswered,
    ),
    refused(
        "401-redirect-to-another-host-that-wants-digest",
        2,
        replies=lambda request: (
            challenge(DIGEST.format(nonce="n1"))
            if request.place
            else (
                head(
                    "307 Moved",
                    f"Location: http://localhost:{request.port}/{request.behaviour}/there",
                    "Content-Length: 0",
                ),
            )
        ),
        options={"auth": Digest(NAME, PASSWORD)},
        secrets=(PASSWORD, BASE64),
        notices=lambda requests: (
            "" if "authorization" not in requests[-1].headers else "the other host was told a digest"
        ),
    ),
]

BEHAVIOURS = [*WORKING, *REFUSED]
