"""A real server: its socket, connections that are half closed or silent, its log, and its end."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from forgotten import forget
from pyoxigraph import Literal, NamedNode, Quad

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.workers import frames

PATIENCE = 60.0
ASK = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: kg.example\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of a small store, and its port."""
    node = NamedNode("http://example.org/a")
    with EmbeddedStore.open(tmp_path / "store", create_from=_quads(tmp_path)) as store:
        store.extend(Quad(node, node, Literal(number)) for number in range(20_000))
    command = [sys.executable, "-m", "atsmu_kg.cli", "serve", "--store", str(tmp_path / "store")]
    options = ["--port", "0", "--workers", "2", "--access-log", "json"]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*command, *options], text=True, **pipes) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)/sparql", line)
        assert match, line + process.stderr.read()
        try:
            yield process, int(match[1])
        finally:
            process.kill()


def _quads(folder: Path) -> str:
    file = folder / "one.nq"
    file.write_text("<http://example.org/a> <http://example.org/a> <http://example.org/a> .\n", "utf-8")
    return str(file)


def connected(port: int, data: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    client.sendall(data)
    return client


def all_of(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(1 << 16), b""))


def test_a_server_from_its_start_to_its_end(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/sparql?query=ASK%7B%7D", headers={"User-Agent": 'a "b"\\'})
    assert connection.getresponse().read() == b'{"head":{},"boolean":true}'

    # Who sends no more may still listen.
    with connected(port, ASK + b"Connection: close\r\n\r\n") as half_closed:
        half_closed.shutdown(socket.SHUT_WR)
        assert all_of(half_closed).endswith(b'{"head":{},"boolean":true}')

    # A head without end is not read to it.
    with connected(port, ASK) as endless, pytest.raises(OSError):
        while True:
            endless.sendall(b"x: " + b"y" * 4096 + b"\r\n")

    # A long answer under way is finished, and nothing begins after it.
    with connected(
        port, b"GET /graph-store?default HTTP/1.0\r\nAccept: application/n-triples\r\n\r\n"
    ) as late:
        first = late.recv(1024)
        began = monotonic()
        process.send_signal(signal.SIGTERM)
        head, _, body = (first + all_of(late)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body.count(b"\n") == 20_001
    out, err = process.communicate(timeout=PATIENCE)
    assert monotonic() - began < 2.5, "it ends within 2 s, and a loaded machine has a little more"
    assert (process.returncode, err) == (0, "")

    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["status"] for line in lines] == [200, 200, 200]
    assert (lines[0]["target"], lines[0]["agent"]) == ("/sparql?query=ASK%7B%7D", 'a "b"\\')
    assert all(line["whole"] for line in lines)


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    told = capsys.readouterr().err
    assert f"127.0.0.1 port {port} can't be listened at" in told
    assert "give another port" in told


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--port", "70000"], 2, "port can't be 70000"),
        (["--host", "192.0.2.1"], 2, "Give an address of this machine"),
        (["--workers", "1"], 2, "Give 2 or more"),
        (["--timeout", "0"], 2, "timeout can't be 0"),
        (["--rate", "-1"], 2, "rate can't be -1"),
        (["--store", "nothing"], 3, "there is no store in this directory"),
        (["--trusted-proxy", "no.such.host.invalid"], 2, "has no address"),
    ],
)
def test_what_it_can_not_be_started_with(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["serve", "--port", "0", *options]) == code
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("package", ["uvicorn", "starlette", "httptools"])
def test_without_its_packages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    forget(monkeypatch, "atsmu_kg.serve", "uvicorn", "starlette")
    monkeypatch.setitem(sys.modules, package, None)
    assert main(["serve"]) == 3
    assert f"{package} is not installed\n  pip install 'atsmu-kg[serve]'" in capsys.readouterr().err


def test_a_dataset_that_no_worker_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("uvicorn")
    from atsmu_kg.errors import StoreError
    from atsmu_kg.serve.pool import Pool
    from atsmu_kg.serve.server import serve
    from atsmu_kg.serve.settings import Settings

    opened = Pool.open

    async def open_nothing(pool: Pool) -> None:
        pool._dataset = frames.FILE, b"/no/such/file"
        await opened(pool)

    monkeypatch.setattr(Pool, "open", open_nothing)
    kg = atsmu_kg.KnowledgeGraph(EmbeddedStore.memory())
    with pytest.raises(StoreError, match=r"no worker can be started \(exit code 1\)"):
        serve(kg, Settings(workers=2), port=0)


def test_a_proxy_is_named_by_its_name_its_address_or_its_network() -> None:
    from atsmu_kg.serve.server import _addresses

    assert _addresses("10.0.0.0/8") == ["10.0.0.0/8"]
    assert _addresses("192.0.2.7") == ["192.0.2.7"]
    assert "127.0.0.1" in _addresses("localhost")
