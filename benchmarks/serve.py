"""`python -m benchmarks.serve [SECONDS [REQUESTS]]`: what the server does, the load maker beside it.

Small lookups a second, what each takes of the processors, and the same from rdflib-endpoint in turns with it;
what a thousand idle connections cost; the wait of other clients while 50 bombs are asked at once; and by how
much the server and its workers have grown after many requests (a million take some six minutes).
"""

from __future__ import annotations

import asyncio
import itertools
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any, TypeVar
from urllib.parse import quote

import atsmu_kg
from atsmu_kg import files
from benchmarks.processes import processor, resident

T = TypeVar("T")
CLIENTS, BOMBS, ROUNDS, IDLE = 16, 50, 3, 1_000
# The memory is told of after so many requests each.
STEP = 100_000
LOOKUP = "SELECT ?p ?o {{ <{thing}> ?p ?o }} LIMIT 5 # {number}"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
MIXED = (
    f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    f"SELECT * {{ {PRODUCT} }} ORDER BY ?l ?i",
    f"CONSTRUCT {{ ?a ?e ?i }} {{ {PRODUCT} }}",
    f'ASK {{ {PRODUCT} FILTER(REGEX(CONCAT(?c, ?f, ?i, ?l), "(.*)*(.*)*!!$")) }}',
    "SELECT * " + "{" * 5000 + "}" * 5000,
    "SELECT (1" + "+1" * 20000 + " AS ?x) {}",
    "SELECT * { ?a (!<a:a>|^!<a:a>)* ?b . ?c (!<a:a>)* ?d . ?e (!<a:a>)* ?f }",
)
RDFLIB_ENDPOINT = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

graph = Dataset(default_union=False)
graph.default_graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="critical")
"""


class LoadMaker(asyncio.Protocol):
    """One client that asks again as soon as it is answered, until a time; ``waits`` are its seconds."""

    def __init__(self, requests: Iterator[bytes], until: float) -> None:
        self._requests = requests
        self._until = until
        self._received = bytearray()
        self.waits: list[float] = []
        self.statuses: set[bytes] = set()
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._asked = time.monotonic()
        if self._asked > self._until:
            self._transport.close()
            return
        self._transport.write(next(self._requests))  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        if separator and length and len(body) >= int(length[1]):
            self.waits.append(time.monotonic() - self._asked)
            self.statuses.add(bytes(head[9:12]))
            self._received.clear()
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


def lookups() -> Iterator[bytes]:
    """Requests for a thing each, none like another."""
    with atsmu_kg.load() as kg:
        things = kg.select("SELECT DISTINCT ?s { ?s a ?type FILTER(ISIRI(?s)) } ORDER BY ?s").column("s")
    for number, thing in enumerate(itertools.cycle(things)):
        yield request(LOOKUP.format(thing=thing, number=number))


def request(query: str) -> bytes:
    target = f"/sparql?query={quote(query)}"
    return f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n".encode()


async def load(port: int, seconds: float, requests: Iterator[bytes], clients: int = CLIENTS) -> list[float]:
    """The waits of some clients that ask at once, all of which are answered well."""
    loop, until = asyncio.get_running_loop(), time.monotonic() + seconds
    made = [
        (await loop.create_connection(lambda: LoadMaker(requests, until), "127.0.0.1", port))[1]
        for _ in range(clients)
    ]
    await asyncio.wait([maker.done for maker in made])
    assert {status for maker in made for status in maker.statuses} == {b"200"}
    return [wait for maker in made for wait in maker.waits]


async def bombed(port: int, seconds: float, requests: Iterator[bytes]) -> list[float]:
    """The waits of others while as many bombs as there are come at once."""
    streams = []
    others = asyncio.create_task(load(port, seconds, requests))
    await asyncio.sleep(seconds / 10)
    for query in itertools.islice(itertools.cycle(MIXED), BOMBS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(posted(query))
        streams.append((reader, writer))
    waits = await others
    for _, writer in streams:
        writer.close()
    return waits


def posted(query: str) -> bytes:
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(query)}\r\n"
    return f"{head}Content-Type: application/sparql-query\r\n\r\n{query}".encode()


@contextmanager
def started(command: Sequence[str], port: int) -> Iterator[int]:
    """A server in a process of its own, whose number is given."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        try:
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def idling(
    process: int, port: int, seconds: float, requests: Iterator[bytes]
) -> tuple[list[float], float]:
    """The waits of some clients while others are connected and ask no more, and the KiB of each of those."""
    before = resident(process)
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(IDLE)]
    for reader, writer in streams:
        writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 200 " in await reader.readline()
    try:
        cost = (resident(process) - before) / 1024 / IDLE
        return await load(port, seconds, requests), cost
    finally:
        for _, writer in streams:
            writer.close()


def grown(process: int, port: int, most: int, requests: Iterator[bytes]) -> None:
    """Tell how a server grows with each step of many requests."""
    done, first = 0, resident(process)
    while done < most:
        until = done + min(STEP, most - done)
        while done < until:
            done += len(run(load(port, 2, requests)))
        now = resident(process)
        growth = 100 * (now / first - 1)
        print(
            f"after {done:,} requests: {now // 1024:,} KiB, {growth:+.1f} % of what it was at first",
            flush=True,
        )


def percentile(waits: list[float]) -> float:
    return 1000 * quantiles(waits, n=100)[98]


def run(wanted: Coroutine[Any, Any, T]) -> T:
    try:
        from uvloop import new_event_loop
    except ImportError:
        from asyncio import new_event_loop
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(wanted)


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    most = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    port, other = free_port(), free_port()
    ours = [sys.executable, "-m", "atsmu_kg.cli", "serve", "--port", str(port), "--access-log", "off"]
    theirs = [sys.executable, "-c", RDFLIB_ENDPOINT, files.path("data/atsmu-kg.nt"), str(other)]
    requests = lookups()
    with started(ours, port) as process, started(theirs, other):
        run(load(port, 1, requests))
        rates, spent = [], 0.0
        for _ in range(ROUNDS):
            before = processor(process)
            waits = run(load(port, seconds / ROUNDS, requests))
            spent += (processor(process) - before) / len(waits) / ROUNDS
            slower = run(load(other, seconds / ROUNDS, requests))
            rates.append((len(waits) * ROUNDS / seconds, len(slower) * ROUNDS / seconds))
        here, there = (median(column) for column in zip(*rates, strict=True))
        ratio = median(first / second for first, second in rates)
        print(f"small lookups: {here:,.0f} a second, 99 % within {percentile(waits):.1f} ms")
        print(f"each takes {1e6 * spent:.0f} µs of the processors, the load maker's part aside")
        print(f"rdflib-endpoint: {there:,.0f} a second; ours are {ratio:.1f} times as many")
        waits, cost = run(idling(process, port, seconds / ROUNDS, requests))
        late = percentile(waits)
        print(f"beside {IDLE:,} idle connections of {cost:.0f} KiB each: 99 % within {late:.1f} ms")
        waits = run(bombed(port, seconds, requests))
        print(f"others while {BOMBS} bombs are asked: 99 % within {percentile(waits):.0f} ms")
        time.sleep(15)  # until the last bomb has ended and its worker is replaced
        grown(process, port, most, requests)
    return 0


if __name__ == "__main__":
    sys.exit(main())
