"""Which copies of an answer are still good: ETag, If-None-Match and Cache-Control (RFC 9110, 9111)."""

from __future__ import annotations

from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.datastructures import Headers

    from atsmu_kg.serve.snapshot import Snapshot

VARY = "Accept, Accept-Encoding"


class Validator:
    """The headers of answers that change with the dataset only.

    snapshot: the dataset that is served.
    max_age: the seconds for which a cache need not ask.
    """

    def __init__(self, snapshot: Snapshot, max_age: int) -> None:
        self._digest = snapshot.digest
        self._control = f"public, max-age={max_age}" if max_age else "public, no-cache"

    def headers(self, key: str, *, steady: bool = True) -> dict[str, str]:
        """The headers of an answer whose form the key stands for; no copy is kept of one that is not steady.

        The tag is a weak one: the rows of an answer may come in another order.
        """
        if not steady:
            return {"Cache-Control": "no-store", "Vary": VARY}
        tag = sha256(f"{self._digest} {key}".encode()).hexdigest()[:20]
        return {"ETag": f'W/"{tag}"', "Cache-Control": self._control, "Vary": VARY}


def is_known(tag: str | None, request: Headers, *, exists: bool = True) -> bool:
    """Whether the client of a request says that it has a copy with a tag.

    exists: whether there is an answer for sure; only then ``*`` says that it has.

    >>> from starlette.datastructures import Headers
    >>> is_known('W/"a"', Headers({"if-none-match": '"b", "a"'}))
    True
    """
    kept = ",".join(request.getlist("if-none-match"))
    if tag is None or not kept:
        return False
    tags = {entry.strip().removeprefix("W/") for entry in kept.split(",")}
    return (exists and "*" in tags) or tag.removeprefix("W/") in tags
