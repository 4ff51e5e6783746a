"""Limited queries give the trusted path's answers, from workers that are used again."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import atsmu_kg
from atsmu_kg import files
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.sparql.guard import Guard
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.workers.workers import Workers

NODE = NamedNode("http://example.org/a")
NAMES = "SELECT ?name { ?faculty a akg:Faculty ; skos:prefLabel ?name }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore.memory(files.path("data/atsmu-kg.nq"))


@pytest.fixture(scope="module")
def workers(store: EmbeddedStore) -> Iterator[Workers]:
    made = Workers(store.engine)
    yield made
    made.close()


def pids(workers: Workers) -> list[int]:
    return [worker.process.pid for worker in workers._pools[os.getpid()].idle]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("name", [path.stem for path in sorted(Path(files.path("queries")).glob("*.rq"))])
def test_every_catalogue_query_has_the_answer_of_the_trusted_path(
    store: EmbeddedStore, workers: Workers, name: str
) -> None:
    query = atsmu_kg.KnowledgeGraph(store).queries[name]
    text = query.render(**query.example)
    trusted, limited = store.query(text), workers.query(text, timeout=PATIENCE)
    assert isinstance(trusted, Solutions)
    assert isinstance(limited, Solutions)
    assert (limited.columns, sorted(limited.rows(limited.cells()))) == (
        trusted.columns,
        sorted(trusted.rows(trusted.cells())),
    )


@pytest.mark.parametrize("text", ["ASK { ?s a akg:Faculty }", "ASK { ?s a akg:NoSuchThing }"])
def test_ask(store: EmbeddedStore, workers: Workers, text: str) -> None:
    assert workers.query(text, timeout=PATIENCE) is store.query(text)


def test_construct(store: EmbeddedStore, workers: Workers) -> None:
    text = "CONSTRUCT WHERE { ?s skos:prefLabel ?o }"
    trusted, limited = store.query(text), workers.query(text, timeout=PATIENCE)
    assert isinstance(trusted, Triples)
    assert isinstance(limited, Triples)
    assert limited.ntriples == trusted.ntriples


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s a akg:Faculty ",
        "ASK { ?s a skoz:Concept }",
        "LOAD <http://example.org/>",
        "SELECT\n?x",
    ],
)
def test_errors_are_those_of_the_trusted_path(store: EmbeddedStore, workers: Workers, text: str) -> None:
    with pytest.raises(AtsmuKGError) as trusted:
        store.query(text)
    with pytest.raises(AtsmuKGError) as limited:
        workers.query(text, timeout=PATIENCE)
    if "LOAD" not in text:
        assert repr(limited.value) == repr(trusted.value)
    assert limited.value.advice


def test_a_worker_is_used_again(store: EmbeddedStore) -> None:
    workers = Workers(store.engine)
    workers.warm()
    [pid] = pids(workers)
    for _ in range(5):
        workers.query(NAMES, timeout=PATIENCE)
        with pytest.raises(AtsmuKGError):
            workers.query(NAMES, timeout=PATIENCE, max_rows=1)
        with pytest.raises(AtsmuKGError):
            workers.query("SELECT", timeout=PATIENCE)
    assert pids(workers) == [pid]
    workers.close()
    assert not is_running(pid)


def test_at_most_so_many_workers_run_and_each_answers_one_query_at_a_time(store: EmbeddedStore) -> None:
    workers = Workers(store.engine, count=2)
    expected = store.query(NAMES)
    assert isinstance(expected, Solutions)
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: workers.query(NAMES, timeout=PATIENCE), range(64)))
    assert len(pids(workers)) in (1, 2)
    for answer in answers:
        assert isinstance(answer, Solutions)
        assert sorted(answer.cells()) == sorted(expected.cells())
    workers.close()


def test_a_row_or_byte_more_than_allowed_is_an_error_and_the_exact_number_is_not(workers: Workers) -> None:
    answer = workers.query(NAMES, timeout=PATIENCE)
    assert isinstance(answer, Solutions)
    rows, size = len(answer), len(answer.tsv.encode())
    workers.query(NAMES, max_rows=rows)
    workers.query(NAMES, max_bytes=size)
    for limits in ({"max_rows": rows - 1}, {"max_bytes": size - 1}):
        [(name, allowed)] = limits.items()
        with pytest.raises(AtsmuKGError, match=f"more than {allowed}") as caught:
            workers.query(NAMES, **limits)  # type: ignore[arg-type]
        assert (caught.value.limit, caught.value.allowed) == (name, allowed)
        assert name in caught.value.advice


def test_max_rows_counts_lines_of_terms_that_hold_newlines_once() -> None:
    store = EmbeddedStore.memory()
    store.extend([Quad(NODE, NODE, Literal("1\n2\n3\t4"))])
    workers = Workers(store.engine)
    for text in ("SELECT ?o { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        workers.query(text, max_rows=1)
    workers.close()


def test_a_changed_dataset_is_seen_after_renew_with_its_blank_nodes() -> None:
    store = EmbeddedStore.memory()
    workers = Workers(store.engine)
    answer = workers.query(COUNT, timeout=PATIENCE)
    assert isinstance(answer, Solutions)
    assert answer.cells() == ["0"]
    [before] = pids(workers)
    store.extend([Quad(BlankNode("here"), NODE, Literal("x"))])
    workers.renew()
    answer = workers.query("SELECT ?s ?o { ?s ?p ?o }", timeout=PATIENCE)
    assert isinstance(answer, Solutions)
    assert answer.cells() == ["_:here", '"x"']
    assert not is_running(before)
    workers.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_an_on_disk_store_is_read_beside_the_process_that_has_it_open(
    tmp_path: Path, read_only: bool
) -> None:
    location = tmp_path / "store"
    store = EmbeddedStore.open(location, create_from=files.path("data/atsmu-kg.nq"))
    store.extend([Quad(NODE, NODE, Literal("not yet flushed"))])
    if read_only:
        store.close()
        store = EmbeddedStore.open(location, read_only=True)
    workers = Workers(store.engine, store.location)
    answer = workers.query(f"SELECT ?o {{ {NODE} ?p ?o }}", timeout=PATIENCE)
    assert isinstance(answer, Solutions)
    assert answer.cells() == ['"not yet flushed"']
    workers.close()
    store.close()


def test_workers_end_with_their_owner_and_with_the_interpreter(store: EmbeddedStore) -> None:
    workers = Workers(store.engine)
    workers.warm()
    [pid] = pids(workers)
    del workers
    gc.collect()
    assert not is_running(pid)
    script = (
        "import os, pyoxigraph, atsmu_kg.stores.workers.workers as w\n"
        "workers = w.Workers(pyoxigraph.Store()); workers.warm()\n"
        "print(workers._pools[os.getpid()].idle[0].process.pid)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not is_running(int(done.stdout))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="signals are POSIX")
def test_a_worker_ends_with_a_parent_that_is_killed_amid_a_query() -> None:
    script = (
        "import os, threading, pyoxigraph as ox, atsmu_kg.stores.workers.workers as w\n"
        "store = ox.Store(); n = ox.NamedNode\n"
        "store.extend(ox.Quad(n(f'a:{i}'), n('a:p'), n('a:o')) for i in range(1000))\n"
        "workers = w.Workers(store); workers.warm()\n"
        "print(workers._pools[os.getpid()].idle[0].process.pid, flush=True)\n"
        "workers.query('ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
        "FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) = 1) }')"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    descriptor = os.pidfd_open(pid) if hasattr(os, "pidfd_open") and is_running(pid) else None
    if descriptor is not None:
        import select

        assert select.select([descriptor], [], [], PATIENCE)[0], "the worker outlives its parent"
        os.close(descriptor)


def test_the_guard_can_be_set(store: EmbeddedStore) -> None:
    workers = Workers(store.engine, guard=Guard(size=10))
    with pytest.raises(AtsmuKGError, match="characters; at most 10 are allowed"):
        workers.query(NAMES, timeout=PATIENCE)
    workers.close()
