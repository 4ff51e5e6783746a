"""Try the library on every behaviour: name, outcome, requests, seconds, peak of memory, and what is wrong."""

from __future__ import annotations

import argparse
import sys

from .server import Server
from .table import BEHAVIOURS
from .trial import attempt, ways


def main() -> int:
    """Print the table; the exit code says whether a behaviour is not handled."""
    parser = argparse.ArgumentParser(prog="python -m tests.misbehaving", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="BEHAVIOUR", help="which (default: all)")
    parser.add_argument("--every-way", action="store_true", help="streamed and asynchronously too")
    options = parser.parse_args()
    names = options.names or list(BEHAVIOURS)
    handled = 0
    width = max(map(len, names))
    say = sys.stdout.write
    say(f"{'behaviour':{width}}  {'outcome':24}  requests  seconds  peak KiB\n")
    with Server(BEHAVIOURS) as server:
        attempt(server, "gzip")  # what is imported on the way is not taken for memory of the first
        for name in names:
            faults = []
            for way in ways(BEHAVIOURS[name]) if options.every_way else ("query",):
                trial = attempt(server, name, way)
                figures = f"{len(trial.requests):8}  {trial.seconds:7.3f}  {trial.peak / 1024:8.0f}"
                say(f"{name:{width}}  {trial.outcome:24}  {figures}  {way}\n")
                faults += [f"    {way}: {fault}" for fault in trial.faults()]
            say("".join(f"{fault}\n" for fault in faults))
            sys.stdout.flush()
            handled += not faults
    say(f"{handled} of {len(names)} misbehaviours handled\n")
    return handled < len(names)


raise SystemExit(main())
