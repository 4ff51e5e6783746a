"""The calls of a knowledge graph: one for each form of query, values by name, and what can be ended."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from loopback import serving

import atsmu_kg
from atsmu_kg import IRI, KnowledgeGraph, Text
from atsmu_kg.endpoints.federation import FederatedResult, Federation
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.results import Result
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.graph import GraphResult
from atsmu_kg.stores.embedded import EmbeddedStore

ROWS = "SELECT ?f ?name { ?f a akg:Faculty ; skos:prefLabel ?name } ORDER BY ?f ?name"
YES = "ASK { enumeration:faculties schema:itemListElement ?f }"
GRAPH = "CONSTRUCT WHERE { enumeration:faculties schema:itemListElement ?f }"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def memory() -> KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture(scope="module", params=["memory", "disk", "endpoint"])
def kg(
    request: pytest.FixtureRequest, memory: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    if request.param == "memory":
        yield memory
    elif request.param == "disk":
        with atsmu_kg.open(tmp_path_factory.mktemp("disk") / "store") as graph:
            yield graph
    else:
        assert isinstance(memory.store, EmbeddedStore)
        with serving(memory.store.engine) as server, atsmu_kg.connect(server.url) as graph:
            yield graph


def test_a_call_for_each_form(kg: KnowledgeGraph) -> None:
    rows, yes, graph = kg.select(ROWS), kg.ask(YES), kg.construct(GRAPH)
    assert type(rows) is Result and rows.columns == ("f", "name") and rows.rows == kg.query(ROWS).rows  # type: ignore[union-attr]
    assert type(yes) is BooleanResult and yes
    assert type(graph) is GraphResult and len(graph) == 4
    assert len(kg.construct("DESCRIBE country:TJ")) > 0
    assert kg.select(ROWS, timeout=30, max_rows=1000).rows == rows.rows


def test_the_same_for_asynchronous_programs(kg: KnowledgeGraph) -> None:
    async def ask() -> tuple[Result, BooleanResult, GraphResult]:
        return await kg.aselect(ROWS), await kg.aask(YES), await kg.aconstruct(GRAPH)

    rows, yes, graph = asyncio.run(ask())
    assert (len(rows), bool(yes), len(graph)) == (len(kg.select(ROWS)), True, 4)


def test_a_federation(memory: KnowledgeGraph) -> None:
    both = Federation({"here": memory, "there": memory})
    assert both.select(YES.replace("ASK", "SELECT *")).column("origin") == ["here"] * 4 + ["there"] * 4
    assert both.ask(YES).column("answer") == [True, True]
    assert len(asyncio.run(both.aselect(ROWS))) == 2 * len(memory.select(ROWS))
    assert asyncio.run(both.aask(YES)).column("answer") == [True, True]


def test_values_by_keyword_and_in_bindings(kg: KnowledgeGraph) -> None:
    text = "SELECT ?x { ?timeout ?property ?x FILTER (LANG(?x) = 'en') }"
    subject, label = expand("atsmu:dentistry-faculty"), IRI("http://www.w3.org/2004/02/skos/core#prefLabel")
    expected = [Text("Dentistry Faculty", "en")]
    assert kg.select(text, property=label, bindings={"timeout": subject}).column("x") == expected
    assert kg.select(text, bindings={"?timeout": subject, "?property": label}).column("x") == expected
    assert (
        kg.select(text, bindings={"timeout": subject, "property": label}, timeout=30).column("x") == expected
    )
    with kg.stream(text, bindings={"timeout": subject}, property=label) as rows:
        assert [row.x for row in rows] == expected


def test_bindings_of_a_named_query(memory: KnowledgeGraph) -> None:
    queries = memory.queries
    assert queries.certainly_at_least(bindings={"floor": 500}).rows == queries.certainly_at_least(500).rows  # type: ignore[call-arg]
    assert queries.faculties(bindings={"lang": "tg"}, timeout=30).rows == queries.faculties("tg").rows
    assert queries.faculties(bindings=None).rows == queries["faculties"]().rows


def test_a_cancelled_task_ends_its_worker(memory: KnowledgeGraph) -> None:
    store = memory.store
    assert isinstance(store, EmbeddedStore)
    workers = store.limited()
    workers.warm()
    (pool,) = workers._pools.values()
    worker = pool.idle[-1]

    async def ask() -> None:
        task = asyncio.create_task(memory.aquery(BOMB))
        while worker not in pool.busy:
            await asyncio.wait([task], timeout=0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ask())
    assert worker.process.poll() is not None and worker not in pool.idle
    assert not pool.busy
    assert asyncio.run(memory.aask(YES))


def test_a_call_that_is_over_before_it_begins(memory: KnowledgeGraph) -> None:
    from atsmu_kg.stores.call import Cancelled, StoreCall

    call = StoreCall()
    call.cancel()
    with pytest.raises(Cancelled):
        memory.query(BOMB, call=call)
    assert memory.query(YES, call=StoreCall())


def test_an_asynchronous_query_has_no_limits_of_its_own(memory: KnowledgeGraph) -> None:
    names = " ".join(f'"{number}"' for number in range(20_000))
    text = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?name {{ {names} }} }}"
    assert len(text) > 100_000
    assert asyncio.run(memory.aselect(text)).scalar() == 20_000


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda answer: pickle.loads(pickle.dumps(answer))]
)
def test_answers_are_copied_without_their_graph(kg: KnowledgeGraph, duplicate: Any) -> None:
    rows, yes, graph = kg.select(ROWS), kg.ask(YES), kg.construct(GRAPH)
    again = duplicate(rows)
    assert (again.columns, again.rows, again.query) == (rows.columns, rows.rows, rows.query)
    assert again.to_csv() == rows.to_csv() and again.graph is None and rows.graph is kg
    assert duplicate(yes) == yes
    assert duplicate(graph).triples == graph.triples
    for answer in (again, duplicate(yes), duplicate(graph)):
        with pytest.raises(atsmu_kg.AtsmuKGError, match="does not know its graph"):
            answer.cite()


def test_named_and_federated_answers_are_copied(memory: KnowledgeGraph) -> None:
    typed = memory.queries.ratio("akg:StudentCount", "akg:AcademicStaffCount")
    assert pickle.loads(pickle.dumps(typed)).types == typed.types
    merged = Federation({"a": memory, "b": memory}).select(ROWS)
    again = pickle.loads(pickle.dumps(merged))
    assert (
        isinstance(again, FederatedResult) and again.rows == merged.rows and list(again.parts) == ["a", "b"]
    )


def test_keys_for_the_tab_key(memory: KnowledgeGraph) -> None:
    assert "students" in memory.figures._ipython_key_completions_()
    assert memory.queries._ipython_key_completions_() == list(memory.queries)
    keys = memory.records._ipython_key_completions_()
    assert "country:IR" in keys and keys == sorted(keys)
    assert all(memory.figures[key] for key in memory.figures._ipython_key_completions_())


def test_figures_in_groups_of_digits(memory: KnowledgeGraph) -> None:
    graduates = memory.figures["graduates"]
    assert (f"{graduates}", f"{graduates:,}") == ("more than 35000", "more than 35,000")
    assert f"{graduates:,ru}" == f"{graduates:ru}".replace("35000", "35,000")
    assert f"{graduates.quantity * 2:,}" == "at least 70,002"
    assert f"{memory.figures['students']:,}" == "8,844"


def test_the_command_line_writes_where_standard_output_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from io import StringIO

    from atsmu_kg.cli import main

    for command, says in (
        (["run", "faculties", "--format", "csv"], "faculty,name"),
        (["query", YES], "yes"),
        (["export", "-", "--format", "nt"], "<https://w3id.org/atsmu-kg/"),
    ):
        written = StringIO()
        monkeypatch.setattr("sys.stdout", written)
        assert main(command) == 0
        assert says in written.getvalue()


def test_the_merge_of_an_empty_store_answers_too() -> None:
    with KnowledgeGraph(EmbeddedStore(ox.Store())) as empty:
        assert not empty.ask(YES) and len(empty.select(ROWS)) == len(empty.construct(GRAPH)) == 0
