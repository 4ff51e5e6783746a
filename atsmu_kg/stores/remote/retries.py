"""When to ask again: for what is safe and passes, after a pause that the endpoint may name."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import uniform

from atsmu_kg.stores.remote.errors import BusyError, ConnectionLostError, UnreachableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.remote.errors import EndpointError

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 10.0

LOG = logging.getLogger("atsmu_kg")
LOG.addHandler(logging.NullHandler())  # silent, unless a program gives the library's log a place to go


def pause(error: EndpointError, tries: int) -> float | None:
    """Seconds to wait before the next try, or None where another one can't help.

    Without a word from the endpoint the pause doubles each time, and is shortened at random by up to a half,
    so that many clients don't come back at once.
    """
    if isinstance(error, BusyError) or unsent(error) or isinstance(error, ConnectionLostError):
        named: float | None = error.facts.get("retry_after")  # type: ignore[assignment]
        return named if named is not None else min(LONGEST_PAUSE, FIRST_PAUSE * 2**tries) * uniform(0.5, 1)
    return None


def unsent(error: EndpointError) -> bool:
    """Whether the endpoint can't have seen the request: no connection came about."""
    return isinstance(error, UnreachableError) and bool(error.facts.get("refused"))


def wait(call: StoreCall, seconds: float) -> None:
    """Let the pause pass, unless the call is ended meanwhile."""
    call.pause(seconds)


def log(url: str, error: EndpointError, seconds: float) -> None:
    """Say to who listens that the endpoint is asked again after an error, and when."""
    LOG.warning("%s: %s; asking again in %.2f s", url, error.message, seconds)


def retry_after(header: str | None) -> float | None:
    """The seconds that a Retry-After header names, as a number or as a date (RFC 9110, 10.2.3).

    >>> retry_after("120"), retry_after("soon"), retry_after(None)
    (120.0, None, None)
    """
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        named = parsedate_to_datetime(header)
    except ValueError:
        return None
    if named.tzinfo is None:
        named = named.replace(tzinfo=UTC)
    return max(0.0, (named - datetime.now(UTC)).total_seconds())
