"""Each kind of query bomb ends with a clear error in its time, and harms nothing else."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from atsmu_kg import files
from atsmu_kg.errors import LimitError
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.call import Cancelled, StoreCall
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.workers.workers import Workers

TIMEOUT = 0.25
KILLING = 0.5
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
DOUBLING = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))

NEVER = "FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) = 1)"

BOMBS = {
    "cartesian product, counted": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    "cartesian product, asked": f"ASK {{ {PRODUCT} {NEVER} }}",
    "cartesian product, all rows": f"SELECT * {{ {PRODUCT} }}",
    "cartesian product, constructed": f"CONSTRUCT {{ ?a ?e ?i }} {{ {PRODUCT} }}",
    "cartesian product, sorted": f"SELECT * {{ {PRODUCT} }} ORDER BY ?l ?i ?f",
    "cartesian product, distinct": f"SELECT DISTINCT * {{ {PRODUCT} }}",
    "cartesian product, grouped": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {PRODUCT} }}",
    "cartesian product, in EXISTS": f"ASK {{ ?s ?p ?o FILTER EXISTS {{ {PRODUCT} {NEVER} }} }}",
    "regular expression": f'ASK {{ {PRODUCT} FILTER(REGEX(CONCAT(?c, ?f, ?i, ?l), "(.*)*(.*)*!!$")) }}',
    "regular expression, nested": f'ASK {{ {PRODUCT} FILTER(REGEX(?l, "((a{{1,99}}){{1,99}}){{9}}", ?i)) }}',
    "replacement": f'SELECT (STRLEN(REPLACE("{"a" * 30000}", "", "{"b" * 30000}")) AS ?n) {{ {PRODUCT} }}',
    "doubling of a string": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("aaaaaaaaaaaaaaaa" AS ?x0) {DOUBLING} }}',
    "nested groups": "SELECT * " + "{" * 5000 + "}" * 5000,
    "nested parentheses": "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "nested collections": "SELECT * { ?s ?p " + "(" * 5000 + ")" * 5000 + " }",
    "nested blank nodes": "SELECT * { ?s ?p " + "[ ?p " * 5000 + "1" + "]" * 5000 + " }",
    "nested triple terms": "SELECT * { ?s ?p " + "<<( ?s ?p " * 5000 + "1" + ")>>" * 5000 + " }",
    "negations": "SELECT * { FILTER(" + "!" * 40000 + "1) }",
    "sums": "SELECT (1" + "+1" * 40000 + " AS ?x) {}",
    "disjunctions": "SELECT * { FILTER(1" + "||1" * 30000 + ") }",
    "a long path": "SELECT * { ?s <a:b>" + "/<a:b>" * 15000 + " ?x }",
    "repeated paths": "SELECT * { ?a (!<a:a>|^!<a:a>)* ?b . ?c (!<a:a>)* ?d . ?e (!<a:a>)* ?f }",
    "unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 3000) + " }",
    "optionals": "SELECT * { " + " ".join(f"OPTIONAL {{ ?s ?p{i} ?o{i} }}" for i in range(3000)) + " }",
    "values": "SELECT * { " + " ".join(f"VALUES ?v{i} {{ 1 2 3 4 5 6 7 }}" for i in range(2000)) + " }",
    "sub-selects": "SELECT * { "
    + " ".join(f"{{ SELECT * {{ ?s{i} ?p ?o{i} }} }}" for i in range(2000))
    + " }",
    "a text too long": "SELECT * { } #" + " " * 1_000_000,
    "work for the guard": "ASK { ?s ?p ?o } " + "service\n#" * 11_000,
}


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore.memory(files.path("data/atsmu-kg.nq"))


@pytest.fixture(scope="module")
def workers(store: EmbeddedStore) -> Iterator[Workers]:
    made = Workers(store.engine)
    yield made
    made.close()


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_ends_in_its_time_with_an_error_that_says_why(workers: Workers, kind: str) -> None:
    began = monotonic()
    with pytest.raises(LimitError) as caught:
        workers.query(BOMBS[kind], timeout=TIMEOUT)
    assert monotonic() - began < TIMEOUT + KILLING, "the deadline is the feature: timeout plus half a second"
    assert caught.value.limit in {"timeout", "memory", "stack", "max_bytes", "depth", "unions", "size"}
    assert caught.value.advice
    assert workers.query("ASK { ?s a akg:Faculty }") is True


def test_other_threads_go_on_beside_a_bomb(store: EmbeddedStore, workers: Workers) -> None:
    call, ended = StoreCall(), threading.Event()

    def bomb() -> None:
        with pytest.raises(Cancelled):
            workers.query(BOMBS["cartesian product, counted"], call=call)
        ended.set()

    thread = threading.Thread(target=bomb)
    thread.start()
    for _ in range(12):
        assert store.query("ASK { ?s a akg:Faculty }") is True
        assert workers.query("ASK { ?s a akg:Faculty }", timeout=60) is True
    assert not ended.is_set()
    call.cancel()
    thread.join()
    assert ended.is_set()


def outgrow(store: EmbeddedStore, kind: str) -> None:
    """Ask for more memory than a worker may take."""
    megabytes = 200
    workers = Workers(store.engine, megabytes=megabytes)
    with pytest.raises(LimitError, match=f"more memory than the {megabytes} MB") as caught:
        workers.query(BOMBS[kind], timeout=60)
    assert (caught.value.limit, caught.value.allowed) == ("memory", megabytes)
    workers.close()


# In a process of its own: the system tells the largest of all children that a process ever had.
MEASURED = """
import resource
from test_stores_bombs import EmbeddedStore, files, outgrow
outgrow(EmbeddedStore.memory(files.path("data/atsmu-kg.nq")), "{kind}")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a worker's memory")
@pytest.mark.parametrize("kind", ["cartesian product, sorted", "doubling of a string"])
def test_memory_stays_bounded(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(kind=kind)],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 1024 * 1024, "no worker of these tests may take as much as a gigabyte (in KiB)"


def test_a_small_answer_comes_before_a_bomb_is_computed_to_its_end(workers: Workers) -> None:
    with pytest.raises(LimitError, match="more than 100 rows"):
        workers.query(BOMBS["cartesian product, all rows"], timeout=60, max_rows=100)
    with pytest.raises(LimitError, match="more than 5000 bytes"):
        workers.query(BOMBS["cartesian product, constructed"], timeout=60, max_bytes=5000)
    answer = workers.query(BOMBS["cartesian product, all rows"] + " LIMIT 100", timeout=60, max_rows=100)
    assert isinstance(answer, Solutions)
    assert len(answer) == 100
