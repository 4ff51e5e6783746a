"""The header Range: which requests for a file may ask for a part of it."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Scope

# Positions of more digits are those of no file.
SPEC = rb"(?:\d{1,18}-\d{0,18}|-\d{1,18})"
RANGES = re.compile(rb"bytes=%b(?:[ \t]*,[ \t]*%b)*" % (SPEC, SPEC), re.IGNORECASE)
FROM_TO = re.compile(rb"(\d+)-(\d+)")


def with_known_range(scope: Scope) -> Scope:
    """A request without a Range that has to be ignored: of another method than GET, in another unit, or none.

    scope: the request, which stays as it is. Source: RFC 9110, 14.1.1 and 14.2.

    >>> with_known_range({"method": "HEAD", "headers": [(b"range", b"bytes=0-9")]})["headers"]
    []
    """
    is_get = scope["method"] == "GET"
    headers = [
        (name, value) for name, value in scope["headers"] if name != b"range" or (is_get and _is_known(value))
    ]
    return {**scope, "headers": headers}


def _is_known(ranges: bytes) -> bool:
    return RANGES.fullmatch(ranges) is not None and all(
        int(first) <= int(last) for first, last in FROM_TO.findall(ranges)
    )
