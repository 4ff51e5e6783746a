"""Embedded stores: what is wrong, where, and what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from atsmu_kg.errors import DataSyntaxError, QueryError, QuerySyntaxError, StoreError, UnknownPrefixError
from atsmu_kg.sparql.nesting import DEEPEST, require_shallow
from atsmu_kg.stores.embedded import EmbeddedStore

NODE = NamedNode("http://example.org/a")
LINE = "<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"


@pytest.fixture
def store() -> EmbeddedStore:
    return EmbeddedStore.memory()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "small.nq"
    path.write_text(LINE)
    return str(path)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELCT ?x { ?x ?y ?z }", 1, 1, "expected SELECT, ASK, CONSTRUCT or DESCRIBE, found 'SELCT'"),
        ("", 1, 1, "expected SELECT, ASK, CONSTRUCT or DESCRIBE, found the end of the query"),
        ("DELETE WHERE { ?s ?p ?o }", 1, 1, "this is an update (DELETE), not a query"),
        ("ASK {\n  ?x ?y 'open }", 2, 9, '"\'open }" is not SPARQL'),
        ("ASK {\n  ?x <y> ?z }", 2, 6, "<y> is a relative IRI"),
        ("ASK { ?x ?y ?z", 1, 5, "this '{' is never closed"),
        ("ASK { ?x ?y ?z }\n}", 2, 1, "this '}' closes nothing"),
        ("ASK { FILTER(?x }", 1, 17, "expected ')', found '}'"),
        ("SELECT ?x (1 AS ?x) {}", 1, 17, "SELECT gives ?x twice"),
        ("SELECT * { ?x ?y ?z } GROUP BY ?x", 1, 1, "SELECT * can't be combined with GROUP BY"),
        ("SELECT ?y { ?x ?y ?z } GROUP BY ?x", 1, 8, "?y is neither grouped nor aggregated"),
        ("SELECT ?x { ?x ?y ?z }\nORDER ?x", 2, 7, "expected BY, found '?x'"),
        ("SELECT ?é { ?é a 'ü' ,, ?z }", 1, 23, "expected a term, found ','"),
    ],
)
def test_a_text_that_is_not_a_query(
    store: EmbeddedStore, text: str, line: int | None, column: int | None, message: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query(text)
    assert caught.value.message == message
    assert caught.value.line == line
    assert column is None or caught.value.column == column
    assert caught.value.advice


def test_a_mark_stands_under_the_place_where_reading_stopped(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT ?x { ?x ?y ?z } ten")
    shown, mark, _ = caught.value.advice.split("\n")
    assert shown == "SELECT ?x { ?x ?y ?z } ten"
    assert shown[mark.index("^") :].startswith("ten")


def test_an_unknown_prefix(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownPrefixError) as caught:
        store.query("ASK {\n  ?x skso:prefLabel ?y }")
    assert (caught.value.line, caught.value.column, caught.value.prefix) == (2, 6, "skso")
    assert "skos" in caught.value.nearest


@pytest.mark.parametrize("bracket", ["{", "(", "{("])
def test_deep_nesting_is_refused_and_does_not_end_the_process(store: EmbeddedStore, bracket: str) -> None:
    with pytest.raises(QueryError, match="nested") as caught:
        store.query("SELECT * " + bracket * 5000)
    assert caught.value.line == 1
    assert len("SELECT *") < caught.value.column <= len("SELECT * ") + 2 * DEEPEST


def test_the_deepest_query_that_is_not_refused_is_answered(store: EmbeddedStore) -> None:
    assert store.query(f"ASK {{ {'{' * (DEEPEST - 1)}{'}' * (DEEPEST - 1)} }}") is True


def test_long_but_flat_queries_are_answered(store: EmbeddedStore) -> None:
    rows = " ".join(f"({number})" for number in range(1000))
    assert store.query(f"ASK {{ VALUES (?x) {{ {rows} }} FILTER(?x = 999) }}") is True


def test_an_unknown_function(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="custom function"):
        store.query("SELECT (<http://example.org/f>(1) AS ?x) {}")


def test_a_closed_store(store: EmbeddedStore) -> None:
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")
    with pytest.raises(StoreError, match="closed"):
        store.quads()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be read") as caught:
        EmbeddedStore.memory(str(tmp_path / "no.nq"))
    assert caught.value.file == str(tmp_path / "no.nq")


def test_a_damaged_file(file: str) -> None:
    Path(file).write_text(LINE + "garbage\n")
    with pytest.raises(DataSyntaxError) as caught:
        EmbeddedStore.memory(file)
    assert (caught.value.file, caught.value.line) == (file, 2)


def test_no_store_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store in this directory"):
        EmbeddedStore.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_directory_of_something_else(tmp_path: Path, file: str) -> None:
    with pytest.raises(StoreError, match="holds something that is not a store"):
        EmbeddedStore.open(tmp_path, create_from=file)
    assert [path.name for path in tmp_path.iterdir()] == ["small.nq"]


def test_a_file_instead_of_a_directory(file: str) -> None:
    with pytest.raises(StoreError, match="this is a file"):
        EmbeddedStore.open(file, create_from=file)
    assert Path(file).read_text() == LINE


@pytest.mark.parametrize(
    "content", [None, "garbage\n", "<a> <b> <c> .\n"], ids=["missing", "garbage", "relative"]
)
def test_a_source_that_is_bad_leaves_no_directory(tmp_path: Path, content: str | None) -> None:
    source = tmp_path / "bad.nq"
    if content is not None:
        source.write_text(content)
    with pytest.raises((StoreError, DataSyntaxError)):
        EmbeddedStore.open(tmp_path / "mirror", create_from=str(source))
    assert [path.name for path in tmp_path.iterdir()] == ([] if content is None else ["bad.nq"])


def test_a_place_where_no_directory_can_be_made(file: str) -> None:
    with pytest.raises(StoreError, match="can't be created") as caught:
        EmbeddedStore.open(Path(file) / "mirror", create_from=file)
    assert "writable" in caught.value.advice
    assert Path(file).read_text() == LINE


def test_a_store_that_this_process_writes_to(tmp_path: Path, file: str) -> None:
    with EmbeddedStore.open(tmp_path / "mirror", create_from=file):
        with pytest.raises(StoreError, match="open for writing somewhere else") as caught:
            EmbeddedStore.open(tmp_path / "mirror")
        assert "read-only" in caught.value.advice


def test_a_store_that_another_process_writes_to(tmp_path: Path, file: str) -> None:
    code = (
        "import sys; from atsmu_kg.stores.embedded import EmbeddedStore\n"
        "from atsmu_kg.errors import StoreError\n"
        "try: EmbeddedStore.open(sys.argv[1])\n"
        "except StoreError as error: print(error.message)"
    )
    with EmbeddedStore.open(tmp_path / "mirror", create_from=file):
        command = [sys.executable, "-c", code, str(tmp_path / "mirror")]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == "the store is open for writing somewhere else\n"


@pytest.mark.parametrize("damage", ["MANIFEST", ".sst"])
def test_a_damaged_store(tmp_path: Path, file: str, damage: str) -> None:
    EmbeddedStore.open(tmp_path / "mirror", create_from=file).close()
    for path in (tmp_path / "mirror").iterdir():
        if damage in path.name:
            path.write_bytes(b"\xff" * 40)
    with pytest.raises(StoreError, match="damaged") as caught:
        EmbeddedStore.open(tmp_path / "mirror")
    assert "create the store again" in caught.value.advice


def test_a_block_that_does_not_match_its_checksum_is_not_a_lock(tmp_path: Path, file: str) -> None:
    EmbeddedStore.open(tmp_path / "mirror", create_from=file).close()
    for path in (tmp_path / "mirror").glob("*.sst"):
        content = bytearray(path.read_bytes())
        content[: len(content) // 2] = b"\xff" * (len(content) // 2)
        path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged.*checksum"):
        EmbeddedStore.open(tmp_path / "mirror")


def test_a_store_that_lost_its_head(tmp_path: Path, file: str) -> None:
    EmbeddedStore.open(tmp_path / "mirror", create_from=file).close()
    (tmp_path / "mirror" / "CURRENT").unlink()
    with pytest.raises(StoreError, match="not a store"):
        EmbeddedStore.open(tmp_path / "mirror", create_from=file)
    shutil.rmtree(tmp_path / "mirror")
    with EmbeddedStore.open(tmp_path / "mirror", create_from=file) as store:
        assert store.size == 1


def test_writing_to_a_read_only_store(tmp_path: Path, file: str) -> None:
    with EmbeddedStore.open(tmp_path / "mirror", create_from=file, read_only=True) as store:
        for change in (store.extend, store.remove):
            with pytest.raises(StoreError, match="reading only"):
                change([Quad(NODE, NODE, NODE)])
        assert store.size == 1


CHAINS: dict[str, Callable[[int], str]] = {
    "negations": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "sums": lambda n: "ASK { FILTER(1" + "+1" * n + ") }",
    "products": lambda n: "ASK { FILTER(?x" + " * ?x" * n + ") }",
    "disjunctions": lambda n: "ASK { FILTER(?x" + " || ?x" * n + ") }",
    "conjunctions": lambda n: "ASK { FILTER(?x" + " && ?x" * n + ") }",
    "paths in sequence": lambda n: "ASK { ?s <a:a>" + "/<a:a>" * n + " ?o }",
    "alternative paths": lambda n: "ASK { ?s <a:a>" + "|<a:a>" * n + " ?o }",
    "lists of predicates": lambda n: "ASK { ?s <a:a> 1" + " ; <a:a> 1" * n + " }",
    "lists of objects": lambda n: "ASK { ?s <a:a> 1" + ", 1" * n + " }",
    "triple patterns": lambda n: "ASK { " + "?s <a:a> 1 . " * n + "}",
    "collections": lambda n: "ASK { ?s <a:a> (" + "?a " * n + ") }",
    "unions": lambda n: "ASK { {}" + " UNION {}" * n + " }",
    "optionals": lambda n: "ASK { " + "OPTIONAL { ?s <a:a> 1 } " * n + "}",
    "binds": lambda n: "ASK { " + "".join(f"BIND(1 AS ?x{i}) " for i in range(n)) + "}",
    "columns": lambda n: "SELECT " + "".join(f"(1 AS ?x{i}) " for i in range(n)) + "{}",
    "filters": lambda n: "ASK { " + "FILTER(true) " * n + "}",
    "nested functions": lambda n: "ASK { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "nested EXISTS": lambda n: "ASK { " + "FILTER EXISTS { " * n + "}" * n + " }",
    "nested collections": lambda n: "ASK { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "nested blank nodes": lambda n: "ASK { ?s ?p " + "[ ?p " * n + "1" + "]" * n + " }",
}
SMALL_STACK = """
import sys, threading
from atsmu_kg.errors import QueryError
from atsmu_kg.stores.embedded import EmbeddedStore

def ask():
    store = EmbeddedStore.memory()
    for text in sys.stdin.read().split("\\n"):
        store.query(text)
    print("alive")

threading.stack_size(512 * 1024)
thread = threading.Thread(target=ask)
thread.start()
thread.join()
"""


@pytest.mark.parametrize("kind", CHAINS)
def test_a_chain_that_would_end_the_process_is_refused_at_its_place(store: EmbeddedStore, kind: str) -> None:
    with pytest.raises(QueryError, match="nested, or chained") as caught:
        store.query(CHAINS[kind](20_000))
    assert caught.value.line == 1
    assert 50 < caught.value.column < 5000


@pytest.mark.whole
def test_chains_that_are_not_refused_fit_into_a_small_stack() -> None:
    texts = []
    for chain in CHAINS.values():
        refused = bisect_left(range(3 * DEEPEST), True, lo=1, key=lambda n: not _is_shallow(chain(n)))
        texts.append(chain(refused - 1))
    done = subprocess.run(
        [sys.executable, "-c", SMALL_STACK],
        input="\n".join(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "ASK { VALUES ?x { " + "1 " * 5000 + "} }",
        "ASK { FILTER(?x IN (" + ", ".join(map(str, range(5000))) + ")) }",
        "ASK { FILTER(?x IN (" + ", ".join(f"<a:f{i}>" for i in range(5000)) + ")) }",
        "CONSTRUCT { " + "?s ?p 1 . " * 1000 + "} { }",
        'ASK { FILTER("' + "{(+;/" * 1000 + '" = "") } # ' + "((((" * 1000,
    ],
    ids=["values", "in", "in with IRIs", "template", "strings and comments"],
)
def test_what_the_engine_does_not_chain_may_be_long(store: EmbeddedStore, text: str) -> None:
    store.query(text)


def _is_shallow(text: str) -> bool:
    try:
        require_shallow(text)
    except QueryError:
        return False
    return True
