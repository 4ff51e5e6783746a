"""Queries over tables, one for each corner of SPARQL: the rows are those of the embedded engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from test_stores_tables import bag

import atsmu_kg
from atsmu_kg.choices import TableEngine
from atsmu_kg.errors import UnsupportedQueryError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.tables.engines import duckdb

NAMES = "PREFIX ex: <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
DATA = r"""
@prefix ex: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:name "it's \"q\" \\ \n\t tab" , "emoji 😀é"@en , "" , "a%b_c" ; ex:n 5, -3, 2.50, 0 ; ex:Name ex:b ;
    ex:d "2020-02-29T23:59:59.5Z"^^xsd:dateTime, "2020-02-29T20:00:00-05:00"^^xsd:dateTime ,
        "2019-01-01"^^xsd:date , "1939"^^xsd:gYear , "-0044"^^xsd:gYear ;
    ex:bool true, false ; ex:dt "P1Y"^^xsd:duration, "P2D"^^xsd:duration ; ex:u "u"^^ex:t, "v"^^ex:t .
ex:b ex:next ex:c . ex:c ex:next ex:a , ex:c .
ex:big ex:n 9007199254740993 , 9007199254740992.0 , 1e16, "INF"^^xsd:double, "NaN"^^xsd:double .
ex:g1 { ex:a ex:next ex:b . ex:g1 ex:in ex:g1 } ex:g2 { ex:c ex:next ex:c }
"""
# One a line.
QUERIES = Path(__file__).with_name("tables_queries.txt")
LONG = [
    f"SELECT * {{ ?s ex:n ?v FILTER(?v IN ({', '.join(map(str, range(500)))})) }}",
    f"SELECT * {{ ?s ex:next ?v FILTER(?v IN ({', '.join(f'ex:{n}' for n in range(500))}, ex:c)) }}",
    f"SELECT * {{ VALUES ?v {{ {' '.join(map(str, range(500)))} }} ?s ex:n ?v }}",
    f"SELECT * {{ {' UNION '.join(f'{{ ?s ex:n {n} }}' for n in range(60))} }}",
    f"SELECT * {{ BIND(1 AS ?b0) {' '.join(f'BIND(?b{n} + 1 AS ?b{n + 1})' for n in range(30))} }}",
    f"SELECT ({' + '.join(map(str, range(60)))} AS ?sum) {{}}",
]


@pytest.fixture(scope="module")
def embedded() -> EmbeddedStore:
    store = EmbeddedStore.memory()
    store.extend(ox.parse(DATA.encode(), ox.RdfFormat.TRIG))
    return store


@pytest.fixture(scope="module")
def tables(
    embedded: EmbeddedStore, sql_engine: TableEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    folder = f"{tmp_path_factory.mktemp('corners')}/tables/"
    KnowledgeGraph(embedded).export(folder)
    with atsmu_kg.tables(folder, engine=sql_engine) as kg:
        yield kg


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.whole)], ids=["some", "all"])
def test_rows_are_those_of_the_embedded_engine(
    step: int, tables: KnowledgeGraph, embedded: EmbeddedStore
) -> None:
    queries = [*QUERIES.read_text("utf-8").splitlines(), *LONG]
    for query in queries[::step]:
        answer, wanted = tables.store.query(NAMES + query), embedded.query(NAMES + query)
        if isinstance(answer, Solutions) and isinstance(wanted, Solutions):
            assert bag(answer) == bag(wanted), query
            if "ORDER BY" in query and "*" not in query.partition("{")[0]:
                assert answer.tsv == wanted.tsv, query
        elif isinstance(answer, Triples) and isinstance(wanted, Triples):
            assert isomorphic(answer) == isomorphic(wanted), query
        else:
            assert answer is wanted, query


def test_a_recursion_that_keeps_equal_rows_ends_in_a_circle(
    embedded: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As Spark's does.
    monkeypatch.setattr(duckdb.DuckDB, "merges", False)
    KnowledgeGraph(embedded).export(f"{tmp_path}/tables/")
    queries = [query for query in QUERIES.read_text("utf-8").splitlines() if re.search(r"[a-z)][+*]", query)]
    assert len(queries) > 5
    with atsmu_kg.tables(f"{tmp_path}/tables/") as kg:
        for query in queries:
            answer, wanted = kg.store.query(NAMES + query), embedded.query(NAMES + query)
            assert isinstance(answer, Solutions) and isinstance(wanted, Solutions)
            assert bag(answer) == bag(wanted), query


def test_a_path_has_as_many_steps_as_the_engine_lets_a_recursion_have(
    sql_engine: TableEngine, tmp_path: Path
) -> None:
    store = EmbeddedStore.memory()
    chain = "\n".join(f"<http://e/{n}> <http://e/next> <http://e/{n + 1}> ." for n in range(120))
    store.extend(ox.parse(chain.encode(), ox.RdfFormat.N_TRIPLES))
    KnowledgeGraph(store).export(f"{tmp_path}/tables/")
    query = f"{NAMES} SELECT (COUNT(*) AS ?n) {{ ex:0 ex:next+ ?x }}"
    with atsmu_kg.tables(f"{tmp_path}/tables/", engine=sql_engine) as kg:
        if sql_engine == "duckdb":
            assert kg.select(query).scalar() == 120
        else:
            with pytest.raises(UnsupportedQueryError, match="cteRecursionLevelLimit ends it") as caught:
                kg.select(query)
            assert caught.value.part == "a repeated path with so many ways to go"


def isomorphic(triples: Triples) -> set[ox.Quad]:
    dataset = ox.Dataset(triples.quads())
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


@pytest.mark.parametrize(
    ("query", "right"),
    [
        # The embedded engine has no value for what is neither greater nor less.
        ("SELECT (COUNT(?x) AS ?n) { ?s ex:n ?o BIND(IF(?o > 0, 1, 2) AS ?x) }", 9),
        # It keeps constants by their value, too.
        ("SELECT (STR(?x) AS ?text) { VALUES ?x { 2.50 } }", "2.50"),
        ("SELECT (xsd:string(2.50) AS ?text) {}", "2.5"),
        # It leaves out a path of length zero from a term that is not in the graph.
        ("SELECT ?x { ex:unknown ex:next* ?x }", "http://e/unknown"),
        # It compares no booleans.
        ("SELECT (true > false AS ?x) {}", True),
    ],
)
def test_where_the_specification_is_followed_instead(
    query: str, right: object, tables: KnowledgeGraph
) -> None:
    assert tables.select(NAMES + query).scalar() == right
