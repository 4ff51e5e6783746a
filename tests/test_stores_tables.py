"""A graph in tables that DuckDB reads: the same answers as from the embedded engine."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_queries import PREFIXES, Chooser
from test_sparql_w3c_evaluation import comparable, listed

import atsmu_kg
from atsmu_kg.choices import TableEngine
from atsmu_kg.errors import AtsmuKGError, StoreError, UnsupportedQueryError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.queries import packaged
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.tables import regular
from atsmu_kg.stores.tables.engines import duckdb

# A dozen, with all kinds of patterns that the catalogue has.
DOZEN = [
    "bounds",
    "certainly_at_least",
    "classes",
    "countries",
    "country",
    "evidence",
    "faculties",
    "graphs",
    "languages",
    "library_services",
    "reading_order",
    "research_output_per_year",
]


@pytest.fixture(scope="module")
def embedded() -> Iterator[KnowledgeGraph]:
    with atsmu_kg.load() as kg:
        yield kg


@pytest.fixture(scope="module")
def tables(
    embedded: KnowledgeGraph, sql_engine: TableEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    folder = f"{tmp_path_factory.mktemp('packaged')}/tables/"
    embedded.export(folder)
    with atsmu_kg.tables(folder, engine=sql_engine) as kg:
        yield kg


@pytest.mark.parametrize("names", [DOZEN, pytest.param([], marks=pytest.mark.whole)], ids=["dozen", "all"])
def test_named_queries_have_the_rows_of_the_embedded_engine(
    names: list[str], tables: KnowledgeGraph, embedded: KnowledgeGraph
) -> None:
    catalogue = packaged()
    compiled = 0
    for name in names or catalogue:
        text = catalogue[name].render(**catalogue[name].example)
        try:
            answer = tables.store.query(text)
        except UnsupportedQueryError:
            continue
        compiled += 1
        wanted = embedded.store.query(text)
        assert isinstance(answer, Solutions) and isinstance(wanted, Solutions)
        assert answer.tsv == wanted.tsv, name
    assert compiled >= 0.9 * len(names or catalogue)


def test_a_graph_in_tables_is_asked_like_any_other(tables: KnowledgeGraph, embedded: KnowledgeGraph) -> None:
    least = "SELECT ?least { figure:international-students schema:minValue ?least }"
    figure = "ASK { ?figure schema:value ?value FILTER(?value > ?floor) }"
    pattern = "CONSTRUCT WHERE { enumeration:faculties schema:itemListElement ?f }"
    with tables.stream("SELECT ?f { ?f a akg:Faculty } ORDER BY ?f") as rows:
        assert next(rows).f.curie == "atsmu:dentistry-faculty"
    assert str(tables.select(least).cite()) == str(embedded.select(least).cite())
    for floor in (10, 10**9):
        assert (
            bool(tables.ask(figure, floor=floor)) is bool(embedded.ask(figure, floor=floor)) is (floor == 10)
        )
    assert tables.construct(pattern).quads() == embedded.construct(pattern).quads()
    assert (
        tables.queries.partner_countries(lang="tg").rows == embedded.queries.partner_countries(lang="tg").rows
    )
    assert tables.university.founded == 1939
    assert tables.find("Эрон")[0].iri.curie == "country:IR"
    assert "Did you mean akg:Faculty" in str(tables.select("SELECT ?x { ?x a akg:Facultyy }"))
    assert (len(tables), tables.version) == (len(embedded), embedded.version)
    assert repr(tables).startswith("<KnowledgeGraph at ")


@pytest.mark.parametrize(("room", "stay"), [(duckdb.HELD, True), (200_000, False), (0, False)])
def test_tables_are_read_into_memory_as_far_as_there_is_room(
    room: int, stay: bool, tables: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb, "HELD", room)
    folder = shutil.copytree(tables.store.location, tmp_path / "tables")
    names = "SELECT ?faculty ?name { ?faculty a akg:Faculty ; skos:prefLabel ?name } ORDER BY ?name ?faculty"
    with atsmu_kg.tables(folder) as kg:
        assert kg.select(names).rows == tables.select(names).rows
        shutil.rmtree(folder)
        if stay:
            assert kg.select(names).rows == tables.select(names).rows
        else:
            with pytest.raises(StoreError, match="a table can't be read"):
                kg.select(names)


def test_the_quads_are_those_that_were_exported(tables: KnowledgeGraph, embedded: KnowledgeGraph) -> None:
    stores = tables.store, embedded.store
    assert stores[0].graph_names() == stores[1].graph_names()
    label, graph = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), stores[0].graph_names()[-1]
    patterns = [
        {"predicate": label, "object": ox.Literal("Iran", language="en")},
        {"predicate": label, "graph": ox.DefaultGraph()},
        {"graph": graph},
        {"subject": graph},
        {"object": ox.Literal("what no quad has")},
        {"graph": ox.NamedNode("https://example.org/no-graph")},
    ]
    for pattern in patterns:
        ours, theirs = (set(store.quads(**pattern)) for store in stores)  # type: ignore[arg-type]
        assert ours == theirs, pattern


def bag(solutions: Solutions) -> Counter[tuple[str, ...]]:
    """The solutions as a multiset, whatever order the columns of ``SELECT *`` have."""
    order = sorted(range(len(solutions.columns)), key=lambda place: solutions.columns[place])
    return Counter(tuple(row[place] for place in order) for row in solutions.rows(solutions.cells()))


@settings(max_examples=6, suppress_health_check=[HealthCheck.large_base_example, HealthCheck.data_too_large])
@given(st.data())
def test_random_queries_have_the_rows_of_the_embedded_engine(
    sql_engine: TableEngine, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    chooser = Chooser(lambda options: data.draw(st.sampled_from(options)))
    store = EmbeddedStore.memory()
    store.extend(chooser.quads())
    folder = f"{tmp_path_factory.mktemp('random')}/tables/"
    KnowledgeGraph(store).export(folder)
    with atsmu_kg.tables(folder, engine=sql_engine) as kg:
        for _ in range(4):
            text = PREFIXES + chooser.query()
            try:
                wanted = store.query(text)
                answer = kg.store.query(text)
            except AtsmuKGError:
                # Variables that are bound twice, and what is refused.
                continue
            assert isinstance(answer, Solutions) and isinstance(wanted, Solutions)
            assert bag(answer) == bag(wanted), text


@pytest.mark.whole
def test_what_compiles_of_the_w3c_tests_is_right(
    shared: Path, sql_engine: TableEngine, tmp_path: Path
) -> None:
    folder = shared / "external" / "w3c-sparql11-tests"
    if not folder.is_dir():
        pytest.skip("the W3C's tests of SPARQL 1.1 are not in the folder shared/ beside the checkout")
    right, refused, wrong = 0, Counter[str](), []
    for number, test in enumerate(listed(folder)):
        store = EmbeddedStore.memory()
        store.extend(quad for file in test.data for quad in test._quads(file, ox.DefaultGraph()))
        for file in test.graphs:
            store.extend(test._quads(file, ox.NamedNode(test.base + file.name)))
        KnowledgeGraph(store).export(f"{tmp_path}/{number}/")
        with atsmu_kg.tables(f"{tmp_path}/{number}/", engine=sql_engine) as kg:
            try:
                text = f"BASE <{test.base}> {test.query.read_text('utf-8')}"
                answer = comparable(kg.query(text), test.result.suffix)
            except UnsupportedQueryError as error:
                refused[error.part] += 1
                continue
        right += answer == test.right()
        if answer != test.right():
            wrong.append(test.name)
    print(f"{right} right, {refused.total()} refused: {dict(refused)}")  # noqa: T201
    # Those that the embedded store's numbers decide, which keep their value and not their datatype.
    assert set(wrong) <= {"csv-tsv-res/csv03", "csv-tsv-res/tsv03"}
    assert right >= 190


@pytest.mark.parametrize(
    ("function", "odd"), [("LCASE", regular.LOWER), ("UCASE", regular.UPPER)], ids=["LCASE", "UCASE"]
)
def test_letters_get_the_case_that_the_embedded_engine_gives_them(
    function: str, odd: str, tables: KnowledgeGraph, embedded: KnowledgeGraph
) -> None:
    # Of all letters one in two hundred, but for those that engines differ in: they end the query.
    letters = [chr(point) for point in range(0xC0, 0x1F000, 211) if chr(point).isalpha()]
    rows = " ".join(f'("{letter}")' for letter in letters if re.match(odd, letter) is None)
    text = (
        f"SELECT ?letter ({function}(?letter) AS ?other) {{ VALUES (?letter) {{ {rows} }} }} ORDER BY ?letter"
    )
    assert tables.select(text).rows == embedded.select(text).rows
