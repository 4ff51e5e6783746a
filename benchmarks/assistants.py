"""`python -m benchmarks.assistants`: how soon assistants are answered on standard input and output.

From the start of `atsmu-kg mcp` to its answer to the handshake, and from each question of the tests' table to
its answer. Only on a machine that does nothing else are these the times of this program.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.__main__ import ATSMU_KG
from benchmarks.report import report

TABLE = Path(__file__).parent.parent / "tests" / "assistants_questions.csv"
READY, MEDIAN = 1.5, 0.1
RUNS = 5
HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1"},
}


class Server:
    """The server, started, as a client on its standard input and output sees it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [ATSMU_KG, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._number = 0

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a request."""
        self._number += 1
        self.tell({"id": self._number, "method": method, "params": params})
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())["result"]

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""
        print(json.dumps({"jsonrpc": "2.0", **message}), file=self._process.stdin, flush=True)

    def close(self) -> None:
        """End it, as clients do."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def ready() -> tuple[Server, float]:
    """A server, and the seconds from its start to the handshake."""
    began = time.perf_counter()
    server = Server()
    server.ask("initialize", HELLO)
    seconds = time.perf_counter() - began
    server.tell({"method": "notifications/initialized"})
    return server, seconds


def figures() -> Iterator[tuple[str, float, str, float, str]]:
    """What is measured, with its target."""
    starts = []
    for _ in range(RUNS):
        server, seconds = ready()
        server.close()
        starts.append(seconds)
    yield (
        "start to ready, s",
        min(starts),
        "<=",
        READY,
        f"the least of {RUNS}; the median is {median(starts):.2f}",
    )
    server, _ = ready()
    waits = []
    for row in csv.DictReader(TABLE.open(encoding="utf-8")):
        began = time.perf_counter()
        answer = server.ask("tools/call", {"name": row["tool"], "arguments": json.loads(row["arguments"])})
        assert not answer.get("isError"), row["question"]
        waits.append(time.perf_counter() - began)
    server.close()
    note = f"{len(waits)} questions; the longest took {max(waits):.2f}"
    yield "question to answer, s, median", median(waits), "<=", MEDIAN, note


if __name__ == "__main__":
    sys.exit(report(figures()))
