"""The header Range: which requests for a file may ask for a part of it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Scope

UNIT = b"bytes="


def with_known_range(scope: Scope) -> Scope:
    """A request without a Range that has to be ignored: in another unit, or of another method than GET.

    scope: the request, which stays as it is. Source: RFC 9110, 14.2.

    >>> with_known_range({"method": "HEAD", "headers": [(b"range", b"bytes=0-9")]})["headers"]
    []
    """
    is_get = scope["method"] == "GET"
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name != b"range" or (is_get and value.lower().startswith(UNIT))
    ]
    return {**scope, "headers": headers}
