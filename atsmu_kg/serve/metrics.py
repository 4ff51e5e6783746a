"""What a server has done, in Prometheus' text format."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.serve.access_log import Exchange
    from atsmu_kg.serve.pool import Pool

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.005, 0.025, 0.1, 0.5, 1.0, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Metrics:
    """Counters of requests, and what the workers are doing.

    >>> print(Metrics().to_text().splitlines()[0])
    # TYPE atsmu_kg_requests_total counter
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds = [0] * (len(BOUNDS) + 1)
        self._total = 0.0
        self._bytes = 0
        self._broken = 0

    def count(self, exchange: Exchange) -> None:
        """Take note of a request that has been answered."""
        # Methods are a client's to invent; counters are kept for ever.
        method = exchange.scope["method"] if exchange.scope["method"] in METHODS else "other"
        self._requests[method, exchange.status] += 1
        self._seconds[bisect_left(BOUNDS, exchange.seconds)] += 1
        self._total += exchange.seconds
        self._bytes += exchange.size
        self._broken += not exchange.whole

    def to_text(self, pool: Pool | None = None) -> str:
        """All of them."""
        return "".join(f"{line}\n" for line in self._lines(pool))

    def _lines(self, pool: Pool | None) -> Iterator[str]:
        yield "# TYPE atsmu_kg_requests_total counter"
        for (method, status), count in sorted(self._requests.items()):
            yield f'atsmu_kg_requests_total{{method="{method}",status="{status}"}} {count}'
        yield "# TYPE atsmu_kg_request_seconds histogram"
        below = 0
        for bound, count in zip((*BOUNDS, "+Inf"), self._seconds, strict=True):
            below += count
            yield f'atsmu_kg_request_seconds_bucket{{le="{bound}"}} {below}'
        yield f"atsmu_kg_request_seconds_sum {self._total:.6f}"
        yield f"atsmu_kg_request_seconds_count {below}"
        yield from _single("response_bytes_total", "counter", self._bytes)
        yield from _single("responses_broken_total", "counter", self._broken)
        if pool is not None:
            yield from _single("workers", "gauge", pool.size)
            yield from _single("workers_busy", "gauge", pool.busy)
            yield from _single("workers_ended_total", "counter", pool.ended)
            yield from _single("questions_waiting", "gauge", pool.waiting)


def _single(name: str, kind: str, value: int) -> tuple[str, str]:
    return f"# TYPE atsmu_kg_{name} {kind}", f"atsmu_kg_{name} {value}"
