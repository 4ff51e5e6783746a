"""The log of the library: silent by default, and told of each time that an endpoint is asked again."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from loopback import Handler, Loopback, serving

import atsmu_kg
from atsmu_kg.stores.remote.errors import EndpointError


class Busy(Handler):
    """An endpoint that is busy at first."""

    refusals = 2

    def do_GET(self) -> None:  # noqa: N802
        if Busy.refusals:
            Busy.refusals -= 1
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def busy() -> Iterator[Loopback]:
    Busy.refusals = 2
    with serving(ox.Store(), Busy) as server:
        yield server


def test_each_retry_is_logged(busy: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    address = busy.url.replace("http://", "http://ibn-sina:s3cret@")
    with caplog.at_level(logging.INFO, logger="atsmu_kg"), atsmu_kg.connect(address) as kg:
        assert not kg.ask("ASK { ?s ?p ?o }")
    assert [record.name for record in caplog.records] == ["atsmu_kg"] * 2
    for record in caplog.records:
        assert record.levelno == logging.WARNING
        assert busy.url in record.getMessage() and "503" in record.getMessage()
        assert "s3cret" not in record.getMessage()


def test_the_last_failure_is_raised_and_not_logged(busy: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    with atsmu_kg.connect(busy.url, retries=1) as kg, pytest.raises(EndpointError):
        kg.ask("ASK { ?s ?p ?o }")
    assert len(caplog.records) == 1


def test_the_log_is_silent_by_default(busy: Loopback) -> None:
    program = f"import atsmu_kg; print(bool(atsmu_kg.connect({busy.url!r}).ask('ASK {{}}')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr) == ("True\n", "")
