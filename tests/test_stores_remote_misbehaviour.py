"""The library against an endpoint that misbehaves: outcome, requests, time and memory of each behaviour."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from misbehaving.server import Server
from misbehaving.table import BEHAVIOURS, COUNT
from misbehaving.trial import attempt, ways

# The asynchronous calls, which ask as the others do.
TWINS = ("aquery", "astream")
CASES = [
    pytest.param(name, way, id=f"{name}-{way}", marks=pytest.mark.whole if way in TWINS else ())
    for name, behaviour in BEHAVIOURS.items()
    for way in ways(behaviour)
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    before = set(threading.enumerate())
    with Server(BEHAVIOURS) as running:
        attempt(running, "gzip", "query")
        yield running
    assert set(threading.enumerate()) <= before, "the server or the client leaves threads behind"


@pytest.mark.parametrize(("name", "way"), CASES)
def test_the_client_makes_the_right_thing_of(
    name: str, way: str, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    trial = attempt(server, name, way)
    faults = trial.faults()
    if any(secret in caplog.text for secret in trial.behaviour.secrets):
        faults.append("tells the secret in the log")
    assert not faults, f"the client, asked by kg.{way} and answered by {name!r}:\n" + "\n".join(faults)


def test_there_are_enough_behaviours_and_each_is_tried(request: pytest.FixtureRequest) -> None:
    if request.config.option.keyword:
        pytest.skip("only some behaviours were chosen")
    here = [item for item in request.session.items if item.path == request.path]
    tried = {item.callspec.params["name"] for item in here if hasattr(item, "callspec")}
    assert len(tried) >= 60
    assert tried == set(BEHAVIOURS), "each behaviour is tried"
    assert len(BEHAVIOURS) == COUNT, "two behaviours have the same name"
