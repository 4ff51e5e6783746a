"""Embedded stores: answers, patterns, disk, threads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from atsmu_kg.stores.answers import Solutions, Triples, term
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.ordered import index_of

EX = "http://example.org/"
A, B, P, G = (NamedNode(EX + name) for name in "abpg")
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
QUADS = [
    Quad(A, P, B),
    Quad(A, P, Literal("тиб", language="tg")),
    Quad(A, P, Literal("1", datatype=INTEGER)),
    Quad(A, P, B, G),
]


@pytest.fixture
def store() -> EmbeddedStore:
    made = EmbeddedStore.memory()
    made.extend(QUADS)
    return made


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "small.nq"
    path.write_text("".join(f"{quad} .\n" for quad in QUADS), encoding="utf-8")
    return str(path)


def test_each_query_form_has_its_answer(store: EmbeddedStore) -> None:
    solutions = store.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
    triples = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    described = store.query(f"DESCRIBE <{EX}a>")
    assert isinstance(solutions, Solutions)
    assert len(solutions) == 3
    assert isinstance(triples, Triples)
    assert isinstance(described, Triples)
    assert {quad.triple for quad in triples.quads()} == {quad.triple for quad in QUADS}
    assert len(described) == 3
    assert store.query("ASK { ?s ?p 1 }") is True
    assert store.query("ASK { ?s ?p 2 }") is False


def test_queries_run_on_the_default_graph_and_not_on_a_union() -> None:
    store = EmbeddedStore.memory()
    store.extend([Quad(A, P, B, G)])
    assert store.query("ASK { ?s ?p ?o }") is False
    assert store.query("ASK { GRAPH ?g { ?s ?p ?o } }") is True
    assert store.query("ASK { ?s ?p ?o }", default_graph=G) is True


def test_known_prefixes_need_no_declaration_and_own_ones_win(store: EmbeddedStore) -> None:
    assert store.query("ASK { FILTER(skos:x = <http://www.w3.org/2004/02/skos/core#x>) }") is True
    assert store.query(f"PREFIX skos: <{EX}> ASK {{ FILTER(skos:x = <{EX}x>) }}") is True
    own = f"PREFIX skos: <{EX}>\nPREFIX ex: <{EX}>\nASK {{ FILTER(skos:x = ex:x && akg:x != ex:x) }}"
    assert store.query(own) is True
    told = f"# PREFIX skos: <{EX}>\nASK {{ FILTER(skos:x != <{EX}x>) }}"
    assert store.query(told) is True
    assert (
        store.query(f"PREFIX\nskos: <{EX}> ASK {{ FILTER(skos:x = <{EX}x> && 'PREFIX akg: ' != '') }}")
        is True
    )
    assert store.query("ASK { ex:a ex:p ex:b }", prefixes={"ex": EX}) is True


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("SELECT * {}", (), 1),
        ("SELECT ?x {}", ("x",), 1),
        ("SELECT ?x { FILTER(false) }", ("x",), 0),
        ("SELECT * { FILTER(false) }", (), 0),
        ("SELECT ?x ?y { VALUES ?x { 1 UNDEF } }", ("x", "y"), 2),
    ],
)
def test_columns_and_rows_are_counted_also_where_nothing_is_bound(
    store: EmbeddedStore, text: str, columns: tuple[str, ...], rows: int
) -> None:
    solutions = store.query(text)
    assert isinstance(solutions, Solutions)
    assert (solutions.columns, len(solutions)) == (columns, rows)
    assert len(list(solutions.rows(solutions.cells()))) == rows


@pytest.mark.parametrize(
    "literal",
    [
        Literal("tab\tnewline\nreturn\rquote\"backslash\\ '"),
        Literal("\u0085 and \u2028 are not ends of lines"),
        Literal("\x00\x0b\x0c\x1b"),
        Literal(""),
        Literal("x", language="zh-hant"),
        Literal("abc", datatype=INTEGER),
        Literal("?x\t<", datatype=NamedNode(EX + "type")),
    ],
    ids=repr,
)
def test_a_literal_comes_back_as_it_was(literal: Literal) -> None:
    store = EmbeddedStore.memory()
    store.extend([Quad(A, P, literal)])
    solutions = store.query("SELECT ?o ?s { ?s ?p ?o }")
    assert isinstance(solutions, Solutions)
    assert [term(cell) for cell in solutions.cells()] == [literal, A]


def test_patterns_and_graph_names(store: EmbeddedStore) -> None:
    assert set(store.quads()) == set(QUADS)
    assert set(store.quads(graph=DefaultGraph())) == set(QUADS[:3])
    assert list(store.quads(graph=G)) == [QUADS[3]]
    assert set(store.quads(A, P, B)) == {QUADS[0], QUADS[3]}
    assert store.graph_names() == [G]
    assert store.size == 4


def test_removing_and_adding(store: EmbeddedStore) -> None:
    store.remove([QUADS[0], Quad(B, B, B)])
    assert store.size == 3
    store.extend([QUADS[0], QUADS[0]])
    assert set(store.quads()) == set(QUADS)


def test_extending_is_all_or_nothing(store: EmbeddedStore) -> None:
    def broken() -> object:
        yield Quad(B, B, B)
        raise LookupError

    with pytest.raises(LookupError):
        store.extend(broken())  # type: ignore[arg-type]
    assert set(store.quads()) == set(QUADS)


def test_memory_from_a_file(file: str) -> None:
    assert set(EmbeddedStore.memory(file).quads()) == set(QUADS)


def test_a_directory_is_filled_once_and_reopened(tmp_path: Path, file: str) -> None:
    directory = tmp_path / "mirror"
    with EmbeddedStore.open(directory, create_from=file) as store:
        assert set(store.quads()) == set(QUADS)
        store.extend([Quad(B, B, B)])
    with EmbeddedStore.open(directory, create_from="not read again") as store:
        assert set(store.quads()) == {*QUADS, Quad(B, B, B)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mirror", "small.nq"]


def test_an_empty_directory_is_filled(tmp_path: Path, file: str) -> None:
    (tmp_path / "empty").mkdir()
    with EmbeddedStore.open(tmp_path / "empty", create_from=file, read_only=True) as store:
        assert store.size == 4
        assert store.read_only


def test_readers_share_a_directory_with_a_writer(tmp_path: Path, file: str) -> None:
    directory = tmp_path / "mirror"
    with (
        EmbeddedStore.open(directory, create_from=file),
        EmbeddedStore.open(directory, read_only=True) as first,
        EmbeddedStore.open(directory, read_only=True) as second,
    ):
        assert first.size == second.size == 4


def test_closing_twice_is_fine(store: EmbeddedStore) -> None:
    store.close()
    store.close()
    assert repr(store) == "<EmbeddedStore: in memory, closed>"


COLD = """
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.ordered import index_of
from atsmu_kg.results import present

store = EmbeddedStore.memory(sys.argv[1])
barrier = Barrier(8)

def ask(number):
    barrier.wait()
    found = set()
    for _ in range(20):
        result = present(store.query("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o"))
        graph = present(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))
        found.add((result.rows, len(graph.triples), result.to_json()))
    return found

with ThreadPoolExecutor(8) as pool:
    answers = set().union(*pool.map(ask, range(8)))
print(len(answers), len(next(iter(answers))[0]))
"""


def test_eight_threads_may_be_the_first_to_ask(file: str) -> None:
    command = [sys.executable, "-c", COLD, file]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "1 3\n", "")


def test_an_answer_may_be_read_in_another_thread(store: EmbeddedStore) -> None:
    solutions, triples = store.query("SELECT * { ?s ?p ?o }"), store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(solutions, Solutions)
    assert isinstance(triples, Triples)
    quads = store.quads()
    with ThreadPoolExecutor(1) as pool:
        assert len(pool.submit(solutions.cells).result()) == 9
        assert len(pool.submit(triples.quads).result()) == 3
        assert pool.submit(set, quads).result() == set(QUADS)


def test_readers_see_whole_extensions_only(store: EmbeddedStore) -> None:
    barrier = Barrier(2)
    batches = [[Quad(NamedNode(f"{EX}{batch}-{each}"), B, B) for each in range(50)] for batch in range(20)]

    def write() -> None:
        barrier.wait()
        for batch in batches:
            store.extend(batch)

    def read() -> set[int]:
        barrier.wait()
        counts = set()
        for _ in range(100):
            solutions = store.query(f"SELECT ?s {{ ?s <{EX}b> ?o }}")
            assert isinstance(solutions, Solutions)
            counts.add(len(solutions) % 50)
        return counts

    with ThreadPoolExecutor(2) as pool:
        writing, reading = pool.submit(write), pool.submit(read)
        writing.result()
        assert reading.result() == {0}


@pytest.fixture
def halves(tmp_path: Path) -> EmbeddedStore:
    """A store whose named graphs have not been read yet."""
    (tmp_path / "all.nq").write_text("<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:p> <a:o> .\n", "utf-8")
    (tmp_path / "all.index").write_bytes(index_of((tmp_path / "all.nq").read_bytes()))
    (tmp_path / "merge.nt").write_text("<a:s> <a:p> <a:o> .\n", "utf-8")
    files = {"index": str(tmp_path / "all.index"), "merge": str(tmp_path / "merge.nt")}
    return EmbeddedStore.memory(str(tmp_path / "all.nq"), **files)


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }").cells(),
        lambda store: store.query("SELECT * { graph<a:g>{ ?s ?p ?o } }").cells(),
        lambda store: store.query("SELECT * FROM <a:g> { ?s ?p ?o }").cells(),
        lambda store: store.query("SELECT * { ?s ?p ?o }", default_graph=NamedNode("a:g")).cells(),
        lambda store: store.size == 2,
        lambda store: store.graph_names(),
        lambda store: list(store.quads(graph=NamedNode("a:g"))),
        lambda store: "2 quads" in repr(store),
    ],
    ids=["GRAPH", "graph<", "FROM", "default_graph", "size", "graph_names", "quads", "repr"],
)
def test_named_graphs_are_there_when_wanted(
    halves: EmbeddedStore, ask: Callable[[EmbeddedStore], object]
) -> None:
    assert halves.query("SELECT * { ?s ?p ?o }").cells() == ["<a:o>", "<a:p>", "<a:s>"]
    assert ask(halves)


def test_named_graphs_are_read_once_by_many_threads(halves: EmbeddedStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        counts = set(
            pool.map(
                lambda _: halves.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").tsv, range(64)
            )
        )
    assert len(counts) == 1


def test_what_is_added_stays_when_named_graphs_are_read(halves: EmbeddedStore) -> None:
    halves.extend([Quad(NamedNode("a:new"), NamedNode("a:p"), NamedNode("a:o"))])
    assert halves.size == 3
