"""Tables that are asked what SQL can't say, that are damaged, closed, or take too long."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import atsmu_kg
from atsmu_kg.choices import TableEngine
from atsmu_kg.errors import (
    AtsmuKGError,
    LimitError,
    MissingDependencyError,
    ParameterError,
    QueryError,
    StoreError,
    UnsupportedQueryError,
)
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.call import Cancelled, StoreCall
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.tables.engines.interruption import Running

NAMES = "PREFIX ex: <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
DATA = """
@prefix ex: <https://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:p 1 , 2 , "one" , "Σ" , "zwei"@de , "ill"^^xsd:boolean , 1e0 , "0.1"^^xsd:float ; ex:q ex:b .
ex:b ex:time "P1M"^^xsd:duration , "P30D"^^xsd:duration , "2020-01-01"^^xsd:date , "2020-01-01Z"^^xsd:date .
ex:g { ex:a ex:q ex:b }
"""
PATIENCE = 60.0
ENDLESS = "SELECT (COUNT(*) AS ?n) {{ {} FILTER(STRLEN(CONCAT({})) = 1) }}".format(
    " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(12)), ", ".join(f"STR(?o{n})" for n in range(12))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    store = EmbeddedStore.memory()
    store.extend(ox.parse(DATA.encode(), ox.RdfFormat.TRIG))
    path = f"{tmp_path_factory.mktemp('unhappy')}/tables/"
    KnowledgeGraph(store).export(path)
    return path


@pytest.fixture(scope="module")
def kg(sql_engine: TableEngine, folder: str) -> Iterator[KnowledgeGraph]:
    with atsmu_kg.tables(folder, engine=sql_engine) as graph:
        yield graph


# What stands on the second line of a query, the part that is named, and its column.
REFUSED = [
    ("SELECT (NOW() AS ?now) {}", "NOW", 9),
    ("SELECT (ex:f(1) AS ?x) {}", "the function <https://example.org/f>", 9),
    ("DESCRIBE ex:a", "DESCRIBE", 1),
    ("ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '\\\\d')) }", "the pattern '\\\\d'", 23),
    ("ASK { ?s ?p ?o FILTER(REGEX(STR(?o), ?p)) }", "REGEX with a pattern or flags that are", 23),
    ("SELECT (REPLACE('a', 'a*', 'b') AS ?x) {}", "REPLACE of a pattern that matches the empty string", 9),
    ("SELECT (REPLACE('a', '(a)', '$12') AS ?x) {}", "the replacement '$12'", 9),
    ("SELECT (STRDT('1', xsd:integer) AS ?x) {}", "STRDT with a datatype that has values", 9),
    ("SELECT * { GRAPH ?g { SELECT ?s { ?s ?p ?o } LIMIT 1 } }", "LIMIT within GRAPH and a variable", 35),
    ("ASK { ?s ex:p ?o FILTER EXISTS { ?x ex:q ?y MINUS { ?s ex:q ?y } } }", "MINUS within EXISTS", 53),
    ("ASK { ?s ?p 123456789012345678901234567890 FILTER(?s = 123456789012345678901234567890) }",
     "a number of so many digits", 13),
    ("ASK { VALUES ?o { '2020-01-01T00:00:00.1234567Z'^^xsd:dateTime } }", "such a time", 19),
    ("ASK { ?s ?p '9999-12-31T24:00:00'^^xsd:dateTime }", "such a time", 13),
    ("ASK { FILTER('0001-01-01T00:00:00+01:00'^^xsd:dateTime < '2020-01-01T00:00:00Z'^^xsd:dateTime) }",
     "such a time", 14),
    ("SELECT * { GRAPH ?g { ?s ?p ?o FILTER(?g = ex:g) } }", "?g in an expression within its own GRAPH", 39),
    ("SELECT * { GRAPH ?g { ?s ?p ?o OPTIONAL { ?o ?q ?z FILTER(?g != ?s) } } }", "?g in an expression", 59),
    ("ASK { ex:a ex:p 1e0 }", "the form '1e0' of what the graph has as '1'", 17),
    ("ASK { ex:a ?p '01'^^xsd:integer }", "the form '01' of what the graph has as '1'", 15),
    ("ASK { ex:a ex:p ?o VALUES ?o { 7 1e0 } }", "the form '1e0' of what the graph has as '1'", 34),
    ("ASK { BIND(1e0 AS ?o) ex:a ex:p ?o }", "the form '1e0' of what the graph has as '1'", 12),
    ("ASK { ex:a ex:p+ 1e0 }", "the form '1e0' of what the graph has as '1'", 18),
    # Known only when such a value is met.
    ("SELECT (MAX(?o) AS ?most) { ex:a ex:p ?o }", "MAX of literals of several kinds", 9),
    ("SELECT (GROUP_CONCAT(?o) AS ?all) { ex:a ex:p ?o }", "GROUP_CONCAT of several values", 9),
    ("SELECT (SUM(?o) AS ?sum) { ex:a ex:p ?o }", "arithmetic on floating-point numbers", 9),
    ("SELECT (LCASE(STR(?o)) AS ?small) { ex:a ex:p ?o }", "LCASE of such characters", 9),
    ("SELECT * { ex:a ex:p ?o FILTER(?o) }", "the truth of", 32),
    ("SELECT * { ex:a ex:p ?o FILTER(?o = 0.1) }", "a comparison of xsd:float with another datatype", 32),
    ("SELECT * { ex:b ex:time ?a, ?b FILTER(?a < ?b) }", "a comparison of", 39),
    ("SELECT (1.0000000001 * 1.0000000001 AS ?x) {}", "a product of more than nine decimals", 9),
    ("SELECT (1 / 3 / 2 AS ?x) {}", "a quotient of numbers with more than six decimals", 9),
]  # fmt: skip


@pytest.mark.parametrize(("query", "part", "column"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_is_not_exact_is_refused_with_its_place(
    query: str, part: str, column: int, kg: KnowledgeGraph
) -> None:
    with pytest.raises(UnsupportedQueryError) as caught:
        kg.query(NAMES + query)
    error = caught.value
    assert error.part.startswith(part)
    assert (error.line, error.column) == (2, column)
    assert str(error).startswith(f"2:{column}: {error.part} can't be said in SQL exactly")
    assert error.advice


def test_a_refused_value_that_no_row_has_is_no_hindrance(kg: KnowledgeGraph) -> None:
    query = "SELECT (SUM(?o) AS ?sum) { ex:a ex:p ?o FILTER(DATATYPE(?o) = xsd:integer) }"
    assert kg.select(NAMES + query).scalar() == 3


def test_what_the_embedded_engine_refuses_is_refused_alike(kg: KnowledgeGraph) -> None:
    for query in ("SELECT ?s { ?s ?p }", "ASK { ?s unknown:p ?o }", "ASK { SERVICE <http://localhost/> {} }"):
        with pytest.raises(AtsmuKGError) as ours:
            kg.query(query)
        with pytest.raises(AtsmuKGError) as theirs:
            KnowledgeGraph(EmbeddedStore.memory()).query(query)
        assert (type(ours.value), str(ours.value)) == (type(theirs.value), str(theirs.value))


def test_limits(kg: KnowledgeGraph) -> None:
    everything = "SELECT * { ?s ?p ?o }"
    for ending, rows in (("", 13), (" LIMIT 0", 0), (" LIMIT 5", 5), (" ORDER BY ?s LIMIT 14 OFFSET 4", 9)):
        assert len(kg.select(everything + ending, max_rows=13)) == rows
    for query, limits, limit in (
        (everything, {"max_rows": 12}, "max_rows"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"max_rows": 12}, "max_rows"),
        (everything, {"max_bytes": 100}, "max_bytes"),
        (ENDLESS, {"timeout": 0.2}, "timeout"),
    ):
        with pytest.raises(LimitError) as caught:
            kg.query(query, **limits)  # type: ignore[arg-type]
        assert caught.value.limit == limit
    with pytest.raises(ParameterError):
        kg.query(everything, max_rows=-1)
    with pytest.raises(QueryError, match="only a SELECT has solutions to stream"):
        kg.stream("ASK { ?s ?p ?o }")


def test_a_call_is_ended_by_another_thread(kg: KnowledgeGraph) -> None:
    ended = StoreCall()
    ended.cancel()
    with pytest.raises(Cancelled):
        kg.query("ASK { ?s ?p ?o }", call=ended)
    call, caught = StoreCall(), list[Exception]()

    def ask() -> None:
        try:
            kg.query(ENDLESS, call=call)
        except Cancelled as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    call.cancel()
    thread.join(PATIENCE)
    assert not thread.is_alive() and caught


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no timers of that kind")
def test_a_question_is_ended_from_the_keyboard(kg: KnowledgeGraph) -> None:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(KeyboardInterrupt):
            kg.query(ENDLESS, timeout=PATIENCE)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert kg.ask("ASK { ?s ?p ?o }")


def test_tables_are_not_written_to_and_closed_once(sql_engine: TableEngine, folder: str) -> None:
    kg = atsmu_kg.tables(folder, engine=sql_engine)
    for write in (kg.store.extend, kg.store.remove):
        with pytest.raises(StoreError, match="tables are read-only"):
            write([])
    kg.close()
    kg.close()
    for ask in (lambda: kg.query("ASK {}"), lambda: list(kg.quads()), kg.store.graph_names):
        with pytest.raises(StoreError, match="the tables are closed"):
            ask()


def test_tables_are_closed_while_they_are_asked(sql_engine: TableEngine, folder: str) -> None:
    kg, begun, caught = atsmu_kg.tables(folder, engine=sql_engine), threading.Event(), list[StoreError]()

    class Call(StoreCall):
        def ends_by(self, end: Callable[[], object] | None) -> None:
            super().ends_by(end)
            begun.set()

    def ask() -> None:
        try:
            kg.query(ENDLESS, call=Call())
        except StoreError as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert begun.wait(PATIENCE)
    kg.close()
    thread.join(PATIENCE)
    assert [error.message for error in caught] == ["the tables are closed"]


def test_an_engine_that_is_closed_runs_nothing_more() -> None:
    running = Running()
    running.close()
    with pytest.raises(StoreError, match="the engine is closed"):
        running.result(lambda: None, lambda: None, StoreCall())


def test_a_program_that_goes_to_another_folder(
    sql_engine: TableEngine, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with atsmu_kg.tables(".", engine=sql_engine) as kg:
        monkeypatch.chdir("..")
        assert kg.ask(NAMES + "ASK { ex:a ex:q ex:b }")


def test_a_folder_without_tables_and_an_unknown_engine(tmp_path: Path, folder: str) -> None:
    for engine in ("duckdb", "spark"):
        # No engine is started for it.
        with pytest.raises(StoreError, match="the folder has no tables"):
            atsmu_kg.tables(tmp_path, engine=engine)
    with pytest.raises(ParameterError, match="'duckbd' is not an engine for tables") as caught:
        atsmu_kg.tables(folder, engine="duckbd")  # type: ignore[arg-type]
    assert "Did you mean duckdb?" in caught.value.advice


@pytest.mark.parametrize(
    ("package", "engine"), [("sqlglot", "duckdb"), ("duckdb", "duckdb"), ("pyspark", "spark")]
)
def test_what_is_not_installed_is_named(
    package: str, engine: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    extra = "spark" if package == "pyspark" else "tables"
    with pytest.raises(MissingDependencyError, match=f"{package} is not installed") as caught:
        atsmu_kg.tables(folder, engine=engine)  # type: ignore[arg-type]
    assert caught.value.advice == f"pip install 'atsmu-kg[{extra}]'"


def test_a_file_that_is_cut_short(sql_engine: TableEngine, folder: str, tmp_path: Path) -> None:
    for path in Path(folder).rglob("*"):
        copy = tmp_path / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            content = path.read_bytes()
            copy.write_bytes(content[: len(content) // 2] if path.name == "default.parquet" else content)
    with (
        atsmu_kg.tables(tmp_path, engine=sql_engine) as kg,
        pytest.raises(StoreError, match="a table can't be read") as caught,
    ):
        kg.query("ASK { ?s ?p ?o }")
    assert caught.value.file == str(tmp_path)


def test_an_export_over_tables_that_are_open(sql_engine: TableEngine, tmp_path: Path) -> None:
    folder, lines = f"{tmp_path}/tables/", "<e:c> <e:p> <e:d> . <e:d> <e:q> <e:c> ."
    exported(lines, folder)
    with atsmu_kg.tables(folder, engine=sql_engine) as kg:
        assert kg.select("SELECT ?o { <e:c> <e:p> ?o }").scalar() == "e:d"
        exported(lines, folder)
        assert kg.select("SELECT ?o { <e:d> <e:q> ?o }").scalar() == "e:c"
        # A term that is new gives the others other ids.
        exported(f"<e:a> <e:p> <e:b> . {lines}", folder)
        for ask in (lambda: kg.select("SELECT * { ?s ?p ?o }"), lambda: list(kg.quads())):
            with pytest.raises(StoreError, match="exported anew since they were opened") as caught:
                ask()
            assert caught.value.advice == "Open them again."


def test_files_of_two_exports_in_one_folder(sql_engine: TableEngine, tmp_path: Path) -> None:
    one, two = f"{tmp_path}/one/", f"{tmp_path}/two/"
    exported("<e:a> <e:p> <e:b> .", one)
    exported("<e:a> <e:p> <e:b> , <e:c> . <e:c> <e:p> <e:a> .", two)
    table = Path("default", "p.iri.parquet")
    Path(one, table).write_bytes(Path(two, table).read_bytes())
    with (
        atsmu_kg.tables(one, engine=sql_engine) as kg,
        pytest.raises(StoreError, match=f"{table} has .* bytes") as caught,
    ):
        kg.query("ASK { ?s <e:p> ?o }")
    assert caught.value.advice == "Export the tables anew."


def test_folders_whose_names_say_something_to_engines(sql_engine: TableEngine, tmp_path: Path) -> None:
    exported("<e:a> <e:p> <e:other> .", f"{tmp_path}/a b/")
    for name in ("language=en", "object=1", "line=1", "a*b", "[a] 'b'?"):
        exported("<e:a> <e:p> <e:b> .", f"{tmp_path}/{name}/")
        with atsmu_kg.tables(f"{tmp_path}/{name}", engine=sql_engine) as kg:
            for query in ("SELECT ?o { ?s <e:p> ?o }", "SELECT ?o { ?s ?p ?o }"):
                assert kg.select(query).column("o") == ["e:b"], (name, query)


def exported(lines: str, folder: str) -> None:
    store = EmbeddedStore.memory()
    store.extend(ox.parse(lines.encode(), ox.RdfFormat.TURTLE))
    KnowledgeGraph(store).export(folder)
