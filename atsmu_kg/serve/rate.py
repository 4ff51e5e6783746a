"""How many requests one address may make: a bucket of tokens for each."""

from __future__ import annotations

from math import ceil
from time import monotonic

# An address is remembered as long as its bucket is not full; at most so many are.
MOST = 100_000
# A bucket holds the tokens of so many seconds, and one at least.
SECONDS = 5.0


class TokenBuckets:
    """A bucket for each address, which fills at a rate and from which each request takes a token.

    rate: tokens a second.

    >>> buckets = TokenBuckets(0.1)
    >>> buckets.take("192.0.2.1", now=0.0), buckets.take("192.0.2.1", now=1.0)
    (0, 9)
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._capacity = max(1.0, rate * SECONDS)
        # When each bucket was or will be full; the longest unused come first.
        self._full_at: dict[str, float] = {}

    def take(self, address: str, *, now: float | None = None) -> int:
        """Take a token: 0, or the seconds to wait until there is one again."""
        now = monotonic() if now is None else now
        full_at = max(now, self._full_at.pop(address, now))
        missing = (full_at - now) * self._rate + 1
        if missing > self._capacity:
            self._full_at[address] = full_at
            return max(1, ceil((missing - self._capacity) / self._rate))
        self._full_at[address] = full_at + 1 / self._rate
        while len(self._full_at) > MOST:
            del self._full_at[next(iter(self._full_at))]
        return 0
