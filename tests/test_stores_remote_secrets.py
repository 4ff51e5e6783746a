"""Secrets of a caller stand in no frame that a report of an error prints."""

from __future__ import annotations

import socket
from traceback import TracebackException

import pytest

import atsmu_kg
from atsmu_kg.errors import AtsmuKGError
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


def test_no_repr_shows_a_secret_and_what_is_sent_has_it() -> None:
    headers = Headers({"X-Api-Key": SECRET})
    assert SECRET not in repr((headers, headers.headers(), Bearer(SECRET).headers()))
    assert headers.headers() == {"X-Api-Key": SECRET}
