"""Which copies of an answer are still good: ETag, If-None-Match and the like (RFC 9110), Cache-Control."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from hashlib import sha256

from starlette.responses import Response

from atsmu_kg.serve.problems import RequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import Headers
    from starlette.requests import Request

    from atsmu_kg.serve.snapshot import Snapshot

VARY = "Accept, Accept-Encoding"


class Validator:
    """The headers of answers that change with the dataset only.

    snapshot: the dataset that is served.
    max_age: the seconds for which a cache need not ask; ``control`` says so in a header.
    """

    def __init__(self, snapshot: Snapshot, max_age: int) -> None:
        self._digest = snapshot.digest
        self.control = f"public, max-age={max_age}" if max_age else "public, no-cache"

    def headers(self, key: str, *, steady: bool = True) -> dict[str, str]:
        """The headers of an answer whose form the key stands for; no copy is kept of one that is not steady.

        The tag is a weak one: the rows of an answer may come in another order.
        """
        if not steady:
            return {"Cache-Control": "no-store", "Vary": VARY}
        tag = sha256(f"{self._digest} {key}".encode()).hexdigest()[:20]
        return {"ETag": f'W/"{tag}"', "Cache-Control": self.control, "Vary": VARY}


def unless_changed(request: Request, headers: Mapping[str, str], *, exists: bool = True) -> Response | None:
    """The answer 304 to a client that has a copy of what it asks for; None where it has none.

    headers: those of the answer, with its tag and when it last changed, where it has such.
    exists: whether there is an answer for sure.

    Raises what ``is_known`` does.
    """
    tag, modified = headers.get("ETag"), headers.get("Last-Modified")
    if is_known(tag, request.headers, exists=exists, modified=modified):
        return Response(status_code=304, headers=headers)
    return None


def is_known(tag: str | None, request: Headers, *, exists: bool = True, modified: str | None = None) -> bool:
    """Whether the client of a request says that it has a copy with a tag.

    exists: whether there is an answer for sure; only then ``*`` says that it has.
    modified: when what is answered last changed, where that is known.

    Raises RequestError for a client that wants another one only (If-Match, If-Unmodified-Since).

    >>> from starlette.datastructures import Headers
    >>> is_known('W/"a"', Headers({"if-none-match": '"b", "a"'}))
    True
    """
    wanted, kept = _tags(request, "if-match"), _tags(request, "if-none-match")
    # Only a strong tag stands for the same bytes.
    is_wanted = "*" in wanted or (tag in wanted and not str(tag).startswith("W/"))
    if not is_wanted if wanted else _is_later(modified, request.get("if-unmodified-since")):
        advice = "Ask without If-Match and If-Unmodified-Since for what there is."
        raise RequestError(412, "what is here is not what the request wants", advice=advice)
    if kept:
        known = {entry.removeprefix("W/") for entry in kept}
        return tag is not None and ((exists and "*" in known) or tag.removeprefix("W/") in known)
    since = request.get("if-modified-since")
    return modified is not None and since is not None and _is_later(since, modified, or_equal=True)


def _tags(request: Headers, name: str) -> set[str]:
    return {entry.strip() for value in request.getlist(name) for entry in value.split(",") if entry.strip()}


def _is_later(one: str | None, other: str | None, *, or_equal: bool = False) -> bool:
    """Whether a date of HTTP is later than another; not where one of them is none."""
    try:
        first, second = parsedate_to_datetime(one or ""), parsedate_to_datetime(other or "")
        return first > second or (or_equal and first == second)
    except (TypeError, ValueError):  # no date, or one without a zone
        return False
