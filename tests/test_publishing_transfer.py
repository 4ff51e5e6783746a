"""Graphs go to an endpoint and come from one, and what differs afterwards is said."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from loopback import JSON, Handler, Loopback, serving

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.cli import main
from atsmu_kg.publishing.transfer import Step, pull
from atsmu_kg.stores.embedded import EmbeddedStore

OTHERS = ox.NamedNode("urn:others")
METHODS = ("graph-store", "update")


def quad(subject: str, object: object, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    term = object if isinstance(object, ox.BlankNode) else ox.Literal(object)
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode("urn:p"), term, graph)


ONE, TWO = ox.NamedNode("urn:graph:1"), ox.NamedNode("urn:graph:2")
HERE = [
    *(quad(f"urn:s{at}", at, graph) for at in range(25) for graph in (ONE, ox.DefaultGraph())),
    quad("urn:s", 'a "quoted" \\u0022 text\n', TWO),
    quad("urn:s", 'a "quoted" \\u0022 text\n', ox.DefaultGraph()),
    quad("urn:s", 1.5, TWO),
]
FOREIGN = [quad("urn:s", "theirs", OTHERS)]


@pytest.fixture
def kg() -> KnowledgeGraph:
    return graph_of(HERE)


@pytest.fixture
def endpoint() -> Iterator[Loopback]:
    """An endpoint with a graph of others."""
    store = ox.Store()
    store.extend(FOREIGN)
    with serving(store) as server:
        yield server


def graph_of(quads: list[ox.Quad]) -> KnowledgeGraph:
    store = EmbeddedStore.memory()
    store.extend(quads)
    return KnowledgeGraph(store)


def writes(server: Loopback) -> list[str]:
    """Requests that changed something: queries are short, and asked by GET."""
    return [each for each in server.requests if not each.startswith("GET")]


def fetches(server: Loopback) -> list[str]:
    """Requests for the triples of a graph."""
    return [each for each in server.requests if each.startswith("GET")]


@pytest.mark.parametrize("method", METHODS)
def test_push_puts_each_graph_there(kg: KnowledgeGraph, endpoint: Loopback, method: str) -> None:
    found = kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method)
    assert set(endpoint.store) == {*HERE, *FOREIGN}
    assert found.equal
    assert [(each.graph, each.here.size) for each in found] == [(ox.DefaultGraph(), 26), (ONE, 25), (TWO, 2)]


# The examples of docs/triple-stores.md push it too.
@pytest.mark.long
@pytest.mark.parametrize("method", METHODS)
def test_push_of_the_packaged_graph(endpoint: Loopback, method: str) -> None:
    with atsmu_kg.load() as kg:
        assert kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method).equal
        assert set(endpoint.store) == {*kg.quads(), *FOREIGN}


def test_the_way_follows_from_the_addresses(kg: KnowledgeGraph, endpoint: Loopback) -> None:
    kg.push(endpoint.url, graph_store=endpoint.graph_store)
    assert {each.partition("?")[0] for each in writes(endpoint)} == {"POST /data"}
    endpoint.store.clear()
    endpoint.requests.clear()
    kg.push(endpoint.url)
    assert set(writes(endpoint)) == {"POST /sparql"}


@pytest.mark.parametrize("method", METHODS)
def test_batches_hold_so_many_triples(kg: KnowledgeGraph, endpoint: Loopback, method: str) -> None:
    assert kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method, batch=10).equal
    assert len(writes(endpoint)) == 3 + 3 + 1


@pytest.mark.parametrize("method", METHODS)
def test_what_is_there_is_not_sent_again(kg: KnowledgeGraph, endpoint: Loopback, method: str) -> None:
    endpoint.store.extend([each for each in HERE if each.graph_name != ONE])
    endpoint.store.extend([each for each in HERE if each.graph_name == ONE][:12])
    steps: list[Step] = []
    found = kg.push(
        endpoint.url, graph_store=endpoint.graph_store, method=method, batch=10, progress=steps.append
    )
    assert found.equal
    assert len(writes(endpoint)) == 2
    assert list(map(str, steps)) == [
        "1/3 the default graph: kept, 26 triples",
        "2/3 urn:graph:1: sending, 10 triples",
        "2/3 urn:graph:1: sending, 13 triples",
        "2/3 urn:graph:1: added, 25 triples",
        "3/3 urn:graph:2: kept, 2 triples",
    ]


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_what_is_there_is_fetched_once(
    kg: KnowledgeGraph, endpoint: Loopback, method: str, replace: bool
) -> None:
    endpoint.store.extend(HERE)
    found = kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method, replace=replace)
    assert found.equal
    assert len(fetches(endpoint)) == len(found) == 3


@pytest.mark.parametrize("method", METHODS)
def test_all_is_compared_after_something_was_written(
    kg: KnowledgeGraph, endpoint: Loopback, method: str
) -> None:
    endpoint.store.extend(each for each in HERE if each.graph_name != TWO)
    assert kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method).equal
    assert len(fetches(endpoint)) == 2 * 3


@pytest.mark.parametrize("method", METHODS)
def test_what_others_have_written_stays_and_is_counted(
    kg: KnowledgeGraph, endpoint: Loopback, method: str
) -> None:
    more = quad("urn:s", "more", ONE)
    endpoint.store.add(more)
    found = kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method)
    assert set(endpoint.store) == {*HERE, *FOREIGN, more}
    (differing,) = found.differing
    assert (differing.graph, differing.missing, differing.extra) == (ONE, 0, 1)
    assert found.to_text().splitlines()[2] == "         25         26  1 more there  urn:graph:1"


@pytest.mark.parametrize("method", METHODS)
def test_replace_leaves_what_is_here_and_graphs_of_others(
    kg: KnowledgeGraph, endpoint: Loopback, method: str
) -> None:
    endpoint.store.extend([quad("urn:s", "more", ONE), quad("urn:s", "more", ox.DefaultGraph())])
    found = kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method, replace=True, batch=10)
    assert found.equal
    assert set(endpoint.store) == {*HERE, *FOREIGN}
    assert {name.value for name in endpoint.store.named_graphs()} == {
        "urn:graph:1",
        "urn:graph:2",
        "urn:others",
    }


def test_replace_does_not_write_what_is_equal(kg: KnowledgeGraph, endpoint: Loopback) -> None:
    endpoint.store.extend(HERE)
    kg.push(endpoint.url, graph_store=endpoint.graph_store, replace=True)
    assert writes(endpoint) == []


@pytest.mark.parametrize("method", METHODS)
def test_the_merge_in_a_graph_of_its_own(kg: KnowledgeGraph, endpoint: Loopback, method: str) -> None:
    merged = ox.NamedNode("urn:merged")
    found = kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method, default_graph=merged.value)
    assert found.equal
    assert not list(endpoint.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert {each.triple for each in endpoint.store.quads_for_pattern(None, None, None, merged)} == {
        each.triple for each in HERE if isinstance(each.graph_name, ox.DefaultGraph)
    }


def test_a_default_graph_that_is_a_union_is_recognised(kg: KnowledgeGraph, endpoint: Loopback) -> None:
    endpoint.store.add(ox.Quad(*FOREIGN[0].triple))
    assert kg.push(endpoint.url).to_text().endswith("with --default-graph IRI.\n")


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_blank_nodes_go_in_one_request_and_only_once(endpoint: Loopback, method: str, replace: bool) -> None:
    nodes = [ox.BlankNode(f"n{at}") for at in range(9)]
    ring = [
        ox.Quad(one, ox.NamedNode("urn:next"), other, ONE)
        for one, other in zip(nodes, nodes[1:] + nodes[:1], strict=True)
    ]
    for _ in range(2):
        found = graph_of(ring).push(
            endpoint.url, graph_store=endpoint.graph_store, method=method, batch=2, replace=replace
        )
        assert found.equal
        assert len(list(endpoint.store.quads_for_pattern(None, None, None, ONE))) == 9
    # With replace each run drops what an earlier one may have left.
    assert len(writes(endpoint)) == (3 if method == "update" and replace else 1)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("there", ["old", ox.BlankNode("there")], ids=["another", "a-part"])
def test_blank_nodes_are_replaced(endpoint: Loopback, there: object, method: str) -> None:
    endpoint.store.add(quad("urn:s", there, ONE))
    kg = graph_of([quad("urn:s", ox.BlankNode("a"), ONE), quad("urn:t", ox.BlankNode("a"), ONE)])
    for _ in range(2):
        assert kg.push(endpoint.url, graph_store=endpoint.graph_store, method=method, replace=True).equal
    assert len(list(endpoint.store.quads_for_pattern(None, None, None, ONE))) == 2


def test_a_connection_that_is_lost_once_is_no_failure(kg: KnowledgeGraph) -> None:
    lost: list[str] = []

    class Losing(Handler):
        def do_POST(self) -> None:  # noqa: N802  (the name that http.server calls)
            if self.path not in lost:
                lost.append(self.path)
                self.close_connection = True
                return
            super().do_POST()

    with serving(ox.Store(), Losing) as server:
        assert kg.push(server.url, graph_store=server.graph_store).equal
        assert len(lost) == 3


def test_pull_mirrors_an_endpoint(kg: KnowledgeGraph, endpoint: Loopback, tmp_path: Path) -> None:
    endpoint.store.extend(HERE)
    found = pull(endpoint.url, tmp_path / "mirror")
    assert found.equal
    assert len(found) == 4
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == {*HERE, *FOREIGN}
    assert [each.name for each in tmp_path.iterdir()] == ["mirror"]


def test_from_one_endpoint_to_another(endpoint: Loopback) -> None:
    endpoint.store.extend(HERE)
    with serving(ox.Store()) as other, atsmu_kg.connect(endpoint.url) as remote:
        assert remote.push(other.url).equal
        assert set(other.store) == {*HERE, *FOREIGN}


def test_pull_takes_what_connect_gives(endpoint: Loopback, tmp_path: Path) -> None:
    with atsmu_kg.connect(endpoint.url, page_size=1) as remote:
        assert pull(remote, tmp_path / "mirror").equal


def test_pull_into_an_empty_directory(endpoint: Loopback, tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    assert pull(endpoint.url, tmp_path / "mirror").equal


def test_a_mirror_is_renewed(endpoint: Loopback, tmp_path: Path) -> None:
    endpoint.store.extend(HERE)
    pull(endpoint.url, tmp_path / "mirror")
    endpoint.store.remove_graph(TWO)
    endpoint.store.add(quad("urn:s", "new", ONE))
    assert pull(endpoint.url, tmp_path / "mirror").equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == set(endpoint.store)
    assert [each.name for each in tmp_path.iterdir()] == ["mirror"]


def test_a_graph_that_was_the_merge_becomes_it_again(
    kg: KnowledgeGraph, endpoint: Loopback, tmp_path: Path
) -> None:
    kg.push(endpoint.url, default_graph="urn:merged")
    assert pull(endpoint.url, tmp_path / "mirror", default_graph="urn:merged").equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == {*HERE, *FOREIGN}


def test_blank_nodes_are_apart_in_each_graph(endpoint: Loopback, tmp_path: Path) -> None:
    node = ox.BlankNode("b0")
    endpoint.store.extend([quad("urn:s", node, ONE), quad("urn:t", node, ONE), quad("urn:s", node, TWO)])
    assert pull(endpoint.url, tmp_path / "mirror").equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        nodes = [{each.object for each in mirror.store.quads(graph=graph)} for graph in (ONE, TWO)]
    assert [len(each) for each in nodes] == [1, 1]
    assert nodes[0] != nodes[1]


@pytest.mark.parametrize("page_size", [None, 4])
def test_a_row_limit_is_gone_around(endpoint: Loopback, tmp_path: Path, page_size: int | None) -> None:
    class Limited(Handler):
        limited = False

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.limited = kind == JSON
            if self.limited:
                document = json.loads(body)
                del document["results"]["bindings"][20:]
                body = json.dumps(document).encode()
            super()._answer(status, kind, body)

        def end_headers(self) -> None:
            if self.limited:
                self.send_header("X-SPARQL-MaxRows", "20")
            super().end_headers()

    there = [
        ox.Quad(ox.NamedNode(f"urn:s{at}"), ox.NamedNode(f"urn:p{at % 4}"), ox.Literal(at), ONE)
        for at in range(70)
    ]
    with serving(ox.Store(), Limited) as server:
        server.store.extend(there)
        assert pull(server.url, tmp_path / "mirror", page_size=page_size).equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        assert set(mirror.quads()) == set(there)


def test_the_command_line(endpoint: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "source"
    made = ox.Store(source)
    made.extend(HERE)
    del made
    pushing = [
        "push",
        endpoint.url,
        "--graph-store",
        endpoint.graph_store,
        "--store",
        str(source),
        "--verbose",
    ]
    assert main(pushing) == 0
    said = capsys.readouterr()
    assert said.out == f"{endpoint.url}: 3 graphs with 53 triples, equal here and there\n"
    assert said.err.splitlines()[0] == "1/3 the default graph: added, 26 triples"
    endpoint.store.add(quad("urn:s", "more", ONE))
    assert main(pushing) == 1
    assert main([*pushing, "--replace"]) == 0
    assert main(["pull", endpoint.url, str(tmp_path / "mirror")]) == 0
    assert main(["query", "SELECT * { ?s ?p ?o }", "--store", str(tmp_path / "mirror")]) == 0


def test_a_terminal_is_not_needed_and_not_filled(endpoint: Loopback, tmp_path: Path) -> None:
    program = [sys.executable, "-m", "atsmu_kg.cli", "pull", endpoint.url, str(tmp_path / "mirror")]
    done = subprocess.run(program, capture_output=True, check=True)
    assert done.stderr == b""


def test_a_mirror_can_be_moved(endpoint: Loopback, tmp_path: Path) -> None:
    pull(endpoint.url, tmp_path / "mirror")
    shutil.move(tmp_path / "mirror", tmp_path / "moved")
    assert pull(endpoint.url, tmp_path / "moved").equal
