"""A graph at an endpoint gives the answers of the graph itself."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from loopback import Loopback, serving

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.errors import (
    LimitError,
    ParameterError,
    QueryError,
    QuerySyntaxError,
    StoreError,
    UnknownPrefixError,
)
from atsmu_kg.queries import packaged
from atsmu_kg.results import Result
from atsmu_kg.stores.call import Cancelled, StoreCall
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.credentials import Basic, Bearer, Digest
from atsmu_kg.stores.remote.errors import AnswerTooLargeError, UnreachableError

EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p STR(?o) LANG(?o) ?o"
# Some 2,000 rows, which a server sorts anew for each page.
FIGURES = EVERYTHING.replace("{ ", "{ ?s a akg:Figure . ")
INSTITUTION = Path(__file__).with_name("test_shapes_institution.trig")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture(scope="module")
def endpoint(kg: KnowledgeGraph) -> Iterator[Loopback]:
    with serving(kg.store.engine) as server:  # type: ignore[attr-defined]
        yield server


@pytest.fixture(scope="module")
def remote(endpoint: Loopback) -> KnowledgeGraph:
    return atsmu_kg.connect(endpoint.url)


@pytest.mark.parametrize("name", sorted(packaged()))
def test_a_named_query_gives_the_same_rows_and_terms(
    kg: KnowledgeGraph, remote: KnowledgeGraph, name: str
) -> None:
    example = packaged()[name].example
    here, there = kg.queries[name](**example), remote.queries[name](**example)
    assert there.solutions.tsv == here.solutions.tsv
    assert (there.columns, there.types, there.rows) == (here.columns, here.types, here.rows)


def test_the_other_forms(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    for text in ("ASK { ?f a akg:Faculty }", "ASK { ?f a akg:Nothing }"):
        assert bool(remote.query(text)) is bool(kg.query(text))
    for text in ("CONSTRUCT { ?f a org:Unit } { ?f a akg:Faculty }", "DESCRIBE atsmu:dentistry-faculty"):
        assert remote.query(text).triples == kg.query(text).triples


def test_parameters_and_prefixes(remote: KnowledgeGraph) -> None:
    found = remote.query(
        "SELECT ?s { ?s skos:prefLabel ?name }", name=atsmu_kg.Text("Dentistry Faculty", "en")
    )
    assert {row.s.curie for row in found} == {
        "atsmu:dentistry-faculty",
        "organization:msit-dentistry-faculty",
    }


def test_records_names_descriptions(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    assert remote.university.founded == 1939
    assert [str(figure) for figure in remote.figures] == [str(figure) for figure in kg.figures]
    assert remote.find("iran")[0].iri == kg.find("iran")[0].iri
    assert str(remote.describe("dentistry-faculty")) == str(kg.describe("dentistry-faculty"))


def test_citations_and_explanations(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    assert (
        remote.queries.faculties(lang="en").cite().to_text()
        == kg.queries.faculties(lang="en").cite().to_text()
    )
    why = remote.query("SELECT ?f { ?f a akg:Facultie }").why_empty()
    assert why.unknown[0].nearest[0] == "akg:Faculty"


def test_quads_sizes_and_names(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    assert sorted(map(str, remote.quads())) == sorted(map(str, kg.quads()))
    assert len(remote) == len(kg)
    assert remote.version == kg.version
    assert remote.store.graph_names() == kg.store.graph_names()


def test_quads_of_a_pattern(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for pattern in [(None, a, None, None), (None, a, None, ox.DefaultGraph())]:
        assert sorted(map(str, remote.store.quads(*pattern))) == sorted(map(str, kg.store.quads(*pattern)))
    quad = min(kg.store.quads(None, a, None, None), key=str)
    assert list(remote.store.quads(quad.subject, quad.predicate, quad.object, quad.graph_name)) == [quad]  # type: ignore[arg-type]
    assert list(remote.store.quads(quad.subject, quad.predicate, ox.Literal("no"), None)) == []  # type: ignore[arg-type]


def test_a_pattern_is_asked_of_all_graphs_at_once(kg: KnowledgeGraph, endpoint: Loopback) -> None:
    node = ox.NamedNode(kg.describe("dentistry-faculty").iri)
    known = sorted(map(str, kg.store.quads(node)))
    endpoint.requests.clear()
    assert sorted(map(str, atsmu_kg.connect(endpoint.url).store.quads(node))) == known
    assert len(endpoint.requests) == 2


def test_graphs_are_asked_one_by_one_where_an_answer_may_be_incomplete(
    kg: KnowledgeGraph, endpoint: Loopback
) -> None:
    node = ox.NamedNode(kg.describe("dentistry-faculty").iri)
    endpoint.requests.clear()
    store = atsmu_kg.connect(endpoint.url, incomplete="allow").store
    assert sorted(map(str, store.quads(node))) == sorted(map(str, kg.store.quads(node)))
    assert len(endpoint.requests) == len(kg.store.graph_names()) + 2


def test_graphs_are_asked_one_by_one_where_all_are_too_large() -> None:
    known = ox.Store()
    node, predicate = ox.NamedNode("urn:node"), ox.NamedNode("urn:predicate")
    graphs = [ox.NamedNode(f"urn:graph:{number}") for number in range(3)]
    known.extend(ox.Quad(node, predicate, ox.Literal("x" * 1000), graph) for graph in graphs)
    with serving(known) as server:
        store = atsmu_kg.connect(server.url, max_bytes=2000).store
        assert [quad.graph_name for quad in store.quads(node)] == graphs
        assert len(server.requests) == 6


def test_the_report_of_a_validation() -> None:
    institution = ox.Store()
    institution.extend(ox.parse(path=str(INSTITUTION)))
    here = KnowledgeGraph(EmbeddedStore(institution)).validate(engine="shifty")
    with serving(institution) as server:
        assert atsmu_kg.connect(server.url).validate(engine="shifty").to_text() == here.to_text()
    assert here.focus_nodes > 40
    assert not here.conforms


def test_export(tmp_path: Path) -> None:
    institution = ox.Store()
    institution.extend(ox.parse(path=str(INSTITUTION)))
    here, there = (tmp_path / name for name in ("here.nq", "there.nq"))
    KnowledgeGraph(EmbeddedStore(institution)).export(here)
    with serving(institution) as server:
        atsmu_kg.connect(server.url).export(there)
    assert here.stat().st_size > 10_000
    assert here.read_bytes() == there.read_bytes()


def test_a_stream_gives_the_rows_of_the_answer(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    for graph in (kg, remote):
        with graph.stream(FIGURES) as rows:
            assert rows.columns == ("s", "p", "o")
            with pytest.raises(QueryError, match="still coming"):
                rows.complete  # noqa: B018
            taken = list(rows)
            assert rows.complete
        assert taken == list(kg.query(FIGURES))


def test_only_solutions_are_streamed(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    for graph in (kg, remote):
        with pytest.raises(QueryError, match="stream"):
            graph.stream("ASK {}")


def test_a_stream_that_is_closed_early_ends(remote: KnowledgeGraph) -> None:
    rows = remote.stream(EVERYTHING)
    next(rows)
    rows.close()
    assert list(rows) == []


def test_pages_make_up_the_answer(kg: KnowledgeGraph, endpoint: Loopback) -> None:
    paged = atsmu_kg.connect(endpoint.url, page_size=200)
    rows = len(kg.query(FIGURES))
    assert rows > 1000
    endpoint.requests.clear()
    assert paged.query(FIGURES).solutions.tsv == kg.query(FIGURES).solutions.tsv
    assert len(endpoint.requests) == rows // 200 + 1
    for bounds in ("LIMIT 300 OFFSET 140", f"OFFSET {rows - 250}", "LIMIT 200", "LIMIT 0"):
        text = f"{FIGURES} {bounds}"
        assert paged.query(text).solutions.tsv == kg.query(text).solutions.tsv
    with paged.stream(FIGURES) as taken:
        assert sum(1 for _ in taken) == rows


def test_the_quads_of_a_graph_that_is_asked_page_by_page(kg: KnowledgeGraph, endpoint: Loopback) -> None:
    paged = atsmu_kg.connect(endpoint.url, page_size=100)
    assert (len(paged), paged.version) == (len(kg), kg.version)
    assert sorted(map(str, paged.quads())) == sorted(map(str, kg.quads()))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?p ?o { ?s ?p ?o }",
        "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p",
        "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p STR(?o)",
        "SELECT * { ?s ?p ?o } ORDER BY ?s ?p STR(?o) LANG(?o) ?o",
    ],
)
def test_pages_without_a_total_order_are_refused(endpoint: Loopback, text: str) -> None:
    with pytest.raises(QueryError, match="no total order"):
        atsmu_kg.connect(endpoint.url, page_size=1000).query(text)


def test_limits(remote: KnowledgeGraph) -> None:
    for limit in ({"max_rows": 3}, {"max_bytes": 1000}):
        with pytest.raises(AnswerTooLargeError) as caught:
            remote.query(EVERYTHING, **limit)
        assert isinstance(caught.value, LimitError)
        assert caught.value.limit in limit


def test_incomplete_answers_on_request(endpoint: Loopback) -> None:
    taken = atsmu_kg.connect(endpoint.url, incomplete="allow").query(EVERYTHING, max_bytes=100_000)
    assert isinstance(taken, Result)
    assert not taken.complete
    assert "larger than 100000 bytes" in taken.shortfall
    assert 0 < len(taken) < 1000


def test_queries_that_are_no_sparql_are_refused_with_their_place(remote: KnowledgeGraph) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        remote.query("SELECT ?s {\n ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 8)
    with pytest.raises(UnknownPrefixError):
        remote.query("ASK { ?s ex:p ?o }")
    with pytest.raises(QuerySyntaxError, match="update"):
        remote.query("CLEAR ALL")


def test_no_service_unless_it_is_allowed(remote: KnowledgeGraph, endpoint: Loopback) -> None:
    endpoint.requests.clear()
    with pytest.raises(LimitError, match="another endpoint"):
        remote.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert endpoint.requests == []


def test_an_endpoint_is_not_written_to_quad_by_quad(remote: KnowledgeGraph) -> None:
    assert remote.store.read_only
    for write in (remote.store.extend, remote.store.remove):
        with pytest.raises(StoreError, match="read-only"):
            write([])


def test_a_closed_graph_says_so(endpoint: Loopback) -> None:
    with atsmu_kg.connect(endpoint.url) as graph:
        pass
    with pytest.raises(StoreError, match="closed"):
        graph.query("ASK {}")


def test_nothing_is_sent_before_the_first_question() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        graph = atsmu_kg.connect(f"http://127.0.0.1:{listening.getsockname()[1]}/sparql")
        assert "127.0.0.1" in repr(graph)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_long_queries_are_posted(remote: KnowledgeGraph, endpoint: Loopback) -> None:
    endpoint.requests.clear()
    remote.query("ASK {}")
    remote.query(f"ASK {{ VALUES ?v {{ {'1 ' * 2000} }} }}")
    assert [each.split()[0] for each in endpoint.requests] == ["GET", "POST"]


def test_graphs_to_take(kg: KnowledgeGraph, endpoint: Loopback) -> None:
    name = kg.store.graph_names()[0].value
    chosen = atsmu_kg.connect(endpoint.url, default_graphs=[name])
    inside = kg.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", g=atsmu_kg.IRI(name)).scalar()
    assert chosen.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").scalar() == inside


@pytest.mark.parametrize(
    ("url", "settings", "says"),
    [
        ("file:///etc/passwd", {}, "not the address"),
        ("localhost:3030/ds", {}, "not the address"),
        ("http://", {}, "not the address"),
        ("http://[::1/sparql", {}, "not the address"),
        ("http://[zz]/", {}, "not the address"),
        ("http://localhost:99999/", {}, "not the address"),
        ("http://localhost:port/", {}, "not the address"),
        ("http://local host/", {}, "not the address"),
        ("http://localhost/\n", {}, "not the address"),
        ("http://localhost/", {"method": "PUT"}, "method"),
        ("http://localhost/", {"retries": -1}, "retries"),
        ("http://localhost/", {"timeout": 0}, "timeout"),
        ("http://localhost/", {"timeout": float("nan")}, "timeout"),
        ("http://localhost/", {"page_size": 0}, "page_size"),
        ("http://localhost/", {"max_bytes": True}, "max_bytes"),
        ("http://localhost/", {"incomplete": "maybe"}, "incomplete"),
        ("http://localhost/", {"auth": "token"}, "auth"),
        ("http://localhost/", {"auth": ("user", "pass\nword")}, "control character"),
        ("http://localhost/", {"auth": ("user", "pass\udc80word")}, "half of a character"),
        ("http://localhost/", {"headers": {"X-Key": "a\r\nX-Other: b"}}, "control character"),
        ("http://localhost/", {"headers": {"X Key": "a"}}, "header"),
    ],
)
def test_settings_that_can_not_be(url: str, settings: dict[str, object], says: str) -> None:
    with pytest.raises(ParameterError, match=says):
        atsmu_kg.connect(url, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "auth", [Basic("avicenna", "s3cret"), Digest("avicenna", "s3cret"), Bearer("s3cret")]
)
def test_no_secret_in_any_text(auth: Basic | Digest | Bearer) -> None:
    graph = atsmu_kg.connect(
        "http://127.0.0.1:1/sparql", auth=auth, headers={"X-Key": "s3cret-too"}, retries=0
    )
    with pytest.raises(UnreachableError) as caught:
        graph.query("ASK {}")
    for text in (repr(auth), repr(graph), repr(graph.store), str(caught.value), repr(caught.value)):
        assert "s3cret" not in text


def test_asynchronous_twins(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    async def ask(graph: KnowledgeGraph) -> tuple[object, list[object]]:
        answer, other = await asyncio.gather(graph.aquery(FIGURES), graph.aquery("ASK {}"))
        assert other
        async with graph.astream(FIGURES) as rows:
            return answer, [row async for row in rows]

    for graph in (kg, remote):
        answer, rows = asyncio.run(ask(graph))
        assert rows == list(answer) == list(kg.query(FIGURES))  # type: ignore[call-overload]


def test_errors_are_the_same_for_asynchronous_programs(remote: KnowledgeGraph) -> None:
    with pytest.raises(QuerySyntaxError):
        asyncio.run(remote.aquery("SELECT"))

    async def rows() -> list[object]:
        return [row async for row in remote.astream("ASK {}")]

    with pytest.raises(QueryError, match="stream"):
        asyncio.run(rows())


def test_a_task_that_is_cancelled_frees_its_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        graph = atsmu_kg.connect(f"http://127.0.0.1:{listening.getsockname()[1]}/sparql")
        accepted: list[socket.socket] = []

        async def cancelled() -> None:
            task = asyncio.ensure_future(graph.aquery("ASK {}"))
            connection, _ = await asyncio.get_running_loop().run_in_executor(None, listening.accept)
            accepted.append(connection)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        asyncio.run(cancelled())
        with accepted[0] as connection:
            connection.settimeout(10)
            while connection.recv(4096):
                pass


def test_a_call_is_ended_from_another_thread() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        graph = atsmu_kg.connect(f"http://127.0.0.1:{listening.getsockname()[1]}/sparql")
        call = StoreCall()

        def end() -> None:
            with listening.accept()[0]:
                call.cancel()

        thread = threading.Thread(target=end)
        thread.start()
        with pytest.raises(Cancelled):
            graph.query("ASK {}", call=call)
        thread.join()


def test_many_threads_ask_at_once(kg: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    known = kg.queries.faculties(lang="en").solutions.tsv
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(remote.queries.faculties(lang="en").solutions.tsv))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [known] * 16
