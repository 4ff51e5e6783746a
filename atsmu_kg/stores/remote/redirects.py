"""Redirects: a few of them, over HTTP only, and without credentials to another host."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request

from atsmu_kg.stores.remote.errors import RedirectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from email.message import Message
    from typing import IO, Any

MOST = 5


class Redirects(HTTPRedirectHandler):
    """Follows redirects with the same method and body, but for 303, which asks for a GET (RFC 9110, 15.4)."""

    def http_error_302(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message) -> Any:
        """What a redirect leads to; RedirectError if it can't be followed."""
        fp.close()
        place = headers.get("Location")
        if place is None:
            raise RedirectError(
                "a redirect does not say where it leads",
                advice="Tell whoever runs the endpoint.",
                status=code,
            )
        url, scheme = _target(req.full_url, place)
        if scheme not in ("http", "https"):
            raise RedirectError(
                f"a redirect leads to {scheme}: instead of http(s):"
                if scheme
                else "a redirect leads nowhere",
                advice="Nothing was fetched there.",
                status=code,
            )
        asked = (*getattr(req, "asked", ()), req.full_url)
        if len(asked) > MOST or url in asked:
            raise RedirectError(
                "redirects lead in a loop"
                if url in asked
                else f"more than {MOST} redirects one after another",
                advice="Connect to the address at which the endpoint itself answers.",
                status=code,
            )
        followed = Request(
            url,
            data=None if code == 303 else req.data,
            method="GET" if code == 303 else req.get_method(),
            headers={
                name: value for name, value in req.headers.items() if code != 303 or name != "Content-type"
            },
        )
        if origin(url) == origin(req.full_url):
            for name, value in getattr(req, "own", {}).items():
                followed.add_unredirected_header(name, value)
            followed.own = getattr(req, "own", {})  # type: ignore[attr-defined]
        followed.call = req.call  # type: ignore[attr-defined]
        followed.asked = asked  # type: ignore[attr-defined]
        return self.parent.open(followed)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _target(url: str, place: str) -> tuple[str, str]:
    """The URL that a Location means, and its scheme, or an empty one where it is no address."""
    try:
        target = urljoin(url, place)
        parts = urlsplit(target)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return place, ""
    return target, parts.scheme if usable or parts.scheme not in ("http", "https") else ""


def origin(url: str) -> tuple[str, str | None, int]:
    """What credentials belong to: scheme, host and port.

    >>> origin("https://example.org/sparql") == origin("https://EXAMPLE.org:443/other")
    True
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443}.get(parts.scheme, 80)
