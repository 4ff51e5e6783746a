"""Secrets of a caller stand in no frame that a report of an error prints."""

from __future__ import annotations

import socket
from traceback import TracebackException

import pytest

import atsmu_kg
from atsmu_kg.endpoints import graph_at
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.publishing.transfer import pull
from atsmu_kg.stores.remote.credentials import Basic, Bearer, Headers

SECRET = "s3cret-of-many-letters"
CALLS = {
    "headers": {"headers": {"X-Api-Key": SECRET}},
    "bearer": {"auth": Bearer(SECRET)},
    "basic": {"auth": Basic("ibn-sina", SECRET)},
    "a header's name that is none": {"headers": {"X Key": SECRET}},
    "a value with a line break": {"headers": {"X-Key": f"{SECRET}\n"}},
    "a method that is none": {"headers": {"X-Key": SECRET}, "method": "PUT"},
}


@pytest.mark.parametrize("name", CALLS)
def test_no_frame_of_ours_or_of_the_standard_library_shows_a_secret(name: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/sparql"
        with pytest.raises(AtsmuKGError) as raised:
            atsmu_kg.connect(url, retries=0, **CALLS[name]).query("ASK { ?s a akg:Faculty }")
    frames = TracebackException.from_exception(raised.value, capture_locals=True)
    # The caller's own frame comes first; what it calls its secrets is its own.
    frames.stack.pop(0)
    assert frames.stack
    assert SECRET not in "".join(frames.format())


ADDRESSED = {
    "connect": lambda url: atsmu_kg.connect(url, retries=0).query("ASK { ?s a akg:Faculty }"),
    "a method that is none": lambda url: atsmu_kg.connect(url, method="PUT"),
    "a scheme that is none": lambda url: atsmu_kg.connect(url.replace("http:", "ftp:")),
    "several": lambda url: atsmu_kg.connect({"one": url}, required=True, retries=0).query("ASK { ?s ?p 1 }"),
    "several with one user": lambda url: atsmu_kg.connect({"one": url}, auth=("a", "b")),
    "graph_at": lambda url: graph_at(endpoint=url).query("ASK { ?s a akg:Faculty }"),
    "push": lambda url: atsmu_kg.load().push(url, retries=0),
    "push to a graph store": lambda url: atsmu_kg.load().push(url, graph_store=f"{url}/data", retries=0),
    "push with a batch that is none": lambda url: atsmu_kg.load().push(url, batch=0),
    "pull": lambda url: pull(url, "/dev/null/x", retries=0),
}


@pytest.mark.parametrize("name", ADDRESSED)
def test_no_frame_shows_a_password_that_stands_in_an_address(name: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://ibn-sina:{SECRET}@127.0.0.1:{closed.getsockname()[1]}/sparql"
        with pytest.raises(AtsmuKGError) as raised:
            ADDRESSED[name](url)
    frames = TracebackException.from_exception(raised.value, capture_locals=True)
    # The test itself and its call are the caller's.
    del frames.stack[:2]
    assert frames.stack
    assert SECRET not in "".join(frames.format())


def test_no_repr_shows_a_secret_and_what_is_sent_has_it() -> None:
    headers = Headers({"X-Api-Key": SECRET})
    assert SECRET not in repr((headers, headers.headers(), Bearer(SECRET).headers()))
    assert headers.headers() == {"X-Api-Key": SECRET}
