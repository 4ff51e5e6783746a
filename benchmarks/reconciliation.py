"""`python -m benchmarks.reconciliation`: a thousand names against the graph, beside the target of 5 seconds.

In batches of ten, as OpenRefine sends them, and in one batch: names of the graph, the same with a slip, and
names that nothing has. It is the processor time of the server and of the process that answers, so that other
load does not count; requests go over HTTP.
"""

from __future__ import annotations

import json
import random
import sys
import time
from urllib.parse import urlencode
from urllib.request import urlopen

import atsmu_kg
from benchmarks.processes import processor
from benchmarks.serve import free_port, started

NAMES, TARGET = 1_000, 5.0
WORDS = "University Institute of Moscow Kazan Delhi Federal National Clinical Hospital Science Museum John"


def columns() -> dict[str, list[str]]:
    """Columns of names, the same in each run."""
    chance = random.Random(14)
    with atsmu_kg.load() as kg:
        known = sorted({str(entry.text) for entry in kg.records.index.entries if "/id/" in entry.thing})
    names = chance.sample(known, NAMES)
    words = WORDS.split()
    return {
        "known": names,
        "with a slip": [slipped(name, chance.randrange(1, max(2, len(name) - 1))) for name in names],
        "unknown": [" ".join(chance.sample(words, chance.randint(2, 5))) for _ in range(NAMES)],
    }


def slipped(name: str, at: int) -> str:
    """A name with two of its letters in each other's place."""
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def matched(port: int, names: list[str], size: int) -> int:
    """How many of the names have candidates, asked for in batches of a size."""
    count = 0
    for begin in range(0, len(names), size):
        batch = {f"q{number}": {"query": name} for number, name in enumerate(names[begin : begin + size])}
        form = urlencode({"queries": json.dumps(batch)}).encode()
        with urlopen(f"http://127.0.0.1:{port}/reconcile", form) as reply:
            count += sum(bool(result["result"]) for result in json.load(reply).values())
    return count


def main() -> int:
    worst = 0.0
    for size in (10, NAMES):
        port = free_port()
        command = [sys.executable, "-m", "atsmu_kg.cli", "serve", "--port", str(port), "--access-log", "off"]
        with started(command, port) as server:
            matched(port, ["Iran"], 1)  # which starts the process that answers
            for kind, names in columns().items():
                before, began = processor(server), time.monotonic()
                count = matched(port, names, size)
                seconds, waited = processor(server) - before, time.monotonic() - began
                worst = max(worst, seconds)
                print(
                    f"{NAMES:,} names, {kind}, in batches of {size:,}: {seconds:.1f} s of the processor, "
                    f"{waited:.1f} s by the clock; {count} have candidates"
                )
    print(f"the slowest: {worst:.1f} s; target: {TARGET:g} s")
    return int(worst > TARGET)


if __name__ == "__main__":
    sys.exit(main())
