"""Workers that are killed, closed, starved, or asked for nonsense."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import AtsmuKGError, LimitError, ParameterError, QueryError, StoreError
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.workers.workers import Workers

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = f"ASK {{ {PRODUCT} FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) = 1) }}"
ANY = "ASK { ?s ?p ?o }"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def engine() -> ox.Store:
    made = ox.Store()
    node = ox.NamedNode
    made.extend(ox.Quad(node(f"a:{i}"), node("a:p"), node("a:o")) for i in range(1000))
    return made


def asked_in_a_thread(workers: Workers, query: str) -> tuple[threading.Thread, list[AtsmuKGError]]:
    caught: list[AtsmuKGError] = []

    def ask() -> None:
        try:
            workers.query(query, timeout=PATIENCE)
        except AtsmuKGError as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread, caught


def busy_worker(workers: Workers) -> Any:
    while True:
        for worker in list(workers._pools[os.getpid()].busy):
            return worker


@pytest.mark.parametrize(
    "text",
    ["SELECT (<urn:f>(1) AS ?x) {}", "ASK { GRAPH <x> {} }", "ASK { ?s :p", "ASK { nowhere:x ?p ?o }"],
)
def test_a_worker_complains_as_the_engine_in_the_process_does(text: str) -> None:
    with EmbeddedStore.memory() as store:
        with pytest.raises(AtsmuKGError) as here:
            store.query(text)
        with pytest.raises(type(here.value)) as there:
            store.query(text, timeout=PATIENCE)
    assert str(there.value) == str(here.value)
    assert there.value.advice


@pytest.mark.parametrize(
    "limits",
    [
        {"timeout": 0},
        {"timeout": -1.0},
        {"timeout": float("nan")},
        {"timeout": "5"},
        {"max_rows": 0},
        {"max_rows": True},
        {"max_bytes": -5},
        {"max_bytes": b"1"},
    ],
    ids=str,
)
def test_a_limit_that_is_no_positive_number(engine: ox.Store, limits: dict[str, Any]) -> None:
    [name] = limits
    with pytest.raises(ParameterError, match=f"{name} can't be") as caught:
        Workers(engine).query(ANY, **limits)
    assert "positive number" in caught.value.advice


def test_a_worker_killed_from_outside_amid_a_query(engine: ox.Store) -> None:
    workers = Workers(engine)
    workers.warm()
    thread, caught = asked_in_a_thread(workers, ENDLESS)
    busy_worker(workers).process.send_signal(signal.SIGKILL)
    thread.join()
    [error] = caught
    assert isinstance(error, QueryError)
    assert "ended before it answered" in error.message
    assert error.code == -signal.SIGKILL
    assert workers.query(ANY, timeout=PATIENCE) is True
    workers.close()


def test_an_idle_worker_killed_from_outside_is_replaced_unnoticed(engine: ox.Store) -> None:
    workers = Workers(engine)
    workers.warm()
    process = workers._pools[os.getpid()].idle[0].process
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert workers.query(ANY, timeout=PATIENCE) is True
    workers.close()


def test_a_spare_worker_stands_in_for_one_that_was_killed(engine: ox.Store) -> None:
    workers = Workers(engine)
    workers.warm()
    thread, _ = asked_in_a_thread(workers, ENDLESS)
    late = busy_worker(workers)
    pool = workers._pools[os.getpid()]
    while not pool.spares:
        assert thread.is_alive()
    [spare] = pool.spares
    late.process.kill()
    thread.join()
    assert workers.query(ANY, timeout=PATIENCE) is True
    assert list(pool.idle) == [spare] and not pool.spares
    workers.close()
    assert spare.process.poll() is not None


def test_a_spare_of_a_changed_dataset_is_not_asked(engine: ox.Store) -> None:
    workers = Workers(engine)
    workers._start_spare(workers._pool())
    [spare] = workers._pool().spares
    workers.renew()
    assert workers.query(ANY, timeout=PATIENCE) is True
    assert spare.process.poll() is not None
    workers._start_spare(workers._pool())
    [another] = workers._pool().spares
    workers.close()
    assert another.process.poll() is not None


def test_closed_while_asked(engine: ox.Store) -> None:
    workers = Workers(engine)
    workers.warm()
    thread, caught = asked_in_a_thread(workers, ENDLESS)
    worker = busy_worker(workers)
    workers.close()
    workers.close()
    thread.join()
    [error] = caught
    assert isinstance(error, StoreError)
    assert "closed" in error.message
    assert worker.process.poll() is not None
    with pytest.raises(StoreError, match="closed"):
        workers.query(ANY)
    with pytest.raises(StoreError, match="closed"):
        workers.warm()


def test_no_worker_becomes_free_in_time(engine: ox.Store) -> None:
    workers = Workers(engine, count=1)
    workers.warm()
    thread, _ = asked_in_a_thread(workers, ENDLESS)
    worker = busy_worker(workers)
    with pytest.raises(LimitError, match="all 1 workers were busy") as caught:
        workers.query(ANY, timeout=0.05)
    assert caught.value.limit == "timeout"
    worker.process.kill()
    thread.join()
    assert workers.query(ANY, timeout=PATIENCE) is True
    workers.close()


def test_a_deadline_before_the_worker_is_ready(engine: ox.Store) -> None:
    workers = Workers(engine)
    with pytest.raises(LimitError, match="still loading the dataset"):
        workers.query(ANY, timeout=0.001)
    assert workers.query(ANY, timeout=PATIENCE) is True
    workers.close()


def test_a_directory_that_is_no_store_any_more(engine: ox.Store, tmp_path: Path) -> None:
    workers = Workers(engine, str(tmp_path / "gone"))
    with pytest.raises(StoreError) as caught:
        workers.query(ANY, timeout=PATIENCE)
    assert caught.value.file == str(tmp_path / "gone")
    workers.close()


def test_no_worker_can_be_started(engine: ox.Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for executable in ("", str(tmp_path / "no-python")):
        monkeypatch.setattr("sys.executable", executable)
        with pytest.raises(StoreError, match="no worker can be started"):
            Workers(engine).query(ANY, timeout=PATIENCE)


def test_the_working_directory_is_not_imported_from(
    engine: ox.Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the working directory')")
    monkeypatch.chdir(tmp_path)
    workers = Workers(engine)
    assert workers.query(ANY, timeout=PATIENCE) is True
    workers.close()


def test_only_an_allowed_endpoint_is_asked(engine: ox.Store) -> None:
    workers = Workers(engine)
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        text = f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"
        with pytest.raises(LimitError, match="asks another endpoint"):
            workers.query(text, timeout=PATIENCE)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
        # The endpoint accepts and is silent: the deadline holds there, too.
        with pytest.raises(LimitError, match="not answered within"):
            workers.query(text, timeout=0.5, allow_service={endpoint})
        server.accept()[0].close()
    workers.close()
