"""What is noted of requests, and which are refused: log lines, buckets, metrics."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import asgi
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.serve.access_log import Exchange, LineLog, as_json, combined
from atsmu_kg.serve.metrics import Metrics
from atsmu_kg.serve.observer import Observer
from atsmu_kg.serve.rate import TokenBuckets

AT = datetime(2026, 11, 30, 5, 6, 7, tzinfo=UTC)


def exchange(**changed: Any) -> Exchange:
    scope = {
        "method": "GET",
        "path": "/sparql",
        "raw_path": b"/sparql",
        "query_string": b"query=ASK%7B%7D",
        "http_version": "1.1",
        "headers": [(b"user-agent", b'a "b"')],
        "client": ("192.0.2.1", 4000),
    }
    return Exchange(scope | changed, AT)


def test_a_line_in_the_combined_form() -> None:
    answered = exchange()
    answered.status, answered.size = 200, 26
    assert combined(answered) == (
        '192.0.2.1 - - [30/Nov/2026:05:06:07 +0000] "GET /sparql?query=ASK%7B%7D HTTP/1.1" 200 26 "-" '
        '"a \\x22b\\x22"\n'
    )


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_no_client_writes_lines_of_its_own(target: bytes, agent: bytes) -> None:
    hostile = exchange(raw_path=b"/" + target, query_string=agent, headers=[(b"user-agent", agent)])
    for line in (combined(hostile), as_json(hostile)):
        assert line.endswith("\n")
        assert len(line.splitlines()) == 1
        assert line.isascii()
    assert combined(hostile).count('"') == 6
    assert json.loads(as_json(hostile))["status"] == 499


def test_a_log_that_nobody_reads_is_given_up() -> None:
    class Full(StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    log = LineLog(Full(), combined)
    log(exchange())
    log(exchange())


def test_an_address_has_so_many_requests_and_no_more() -> None:
    buckets = TokenBuckets(2.0)
    assert [buckets.take("a", now=0.0) for _ in range(11)] == [0] * 10 + [1]
    assert buckets.take("b", now=0.0) == 0
    assert buckets.take("a", now=0.5) == 0
    assert buckets.take("a", now=0.5) == 1
    assert [buckets.take("a", now=100.0) for _ in range(11)] == [0] * 10 + [1]


@given(st.floats(0.01, 100), st.lists(st.floats(0, 10), max_size=60))
def test_no_bucket_gives_more_than_it_gets(rate: float, pauses: list[float]) -> None:
    buckets, now, given = TokenBuckets(rate), 0.0, 0
    for pause in pauses:
        now += pause
        given += buckets.take("a", now=now) == 0
    assert given <= max(1.0, rate * 5) + now * rate + 1e-6


def test_metrics_count_what_was_answered_and_how_long_it_took() -> None:
    metrics = Metrics()
    for seconds, method in ((0.001, "GET"), (0.3, "GET"), (60.0, "BREW")):
        done = exchange(method=method)
        done.status, done.size, done.seconds, done.whole = 200, 10, seconds, method == "GET"
        metrics.count(done)
    lines = metrics.to_text().splitlines()
    assert 'atsmu_kg_requests_total{method="GET",status="200"} 2' in lines
    assert 'atsmu_kg_requests_total{method="other",status="200"} 1' in lines
    assert 'atsmu_kg_request_seconds_bucket{le="0.5"} 2' in lines
    assert 'atsmu_kg_request_seconds_bucket{le="+Inf"} 3' in lines
    assert "atsmu_kg_response_bytes_total 30" in lines
    assert "atsmu_kg_responses_broken_total 1" in lines


def test_an_address_with_too_many_requests_is_told_when_to_come_again() -> None:
    async def fine(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    noted: list[Exchange] = []
    with asyncio.Runner() as runner:
        client = asgi.Client(Observer(fine, Metrics(), noted.append, rate=0.1), runner)
        assert client.get("/sparql").status == 204
        refused = client.get("/sparql")
        assert (refused.status, refused.headers["retry-after"]) == (429, "10")
        assert client.get("/health").status == 204
        assert client.get("/sparql", client=("192.0.2.9", 1)).status == 204
    assert [each.status for each in noted] == [204, 429, 204, 204]
