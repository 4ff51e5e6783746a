"""Graphs go to other people's SPARQL servers, and come back the same."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest
from endpoints import oxigraph, rdflib_endpoint, virtuoso
from endpoints.endpoint import Endpoint
from endpoints.server import Running, name_of, require

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.publishing.transfer import pull
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.credentials import Digest
from atsmu_kg.stores.remote.errors import EndpointError, RefusedQueryError, ServerError

WAYS = [
    (oxigraph, "graph-store"),
    (oxigraph, "update"),
    (rdflib_endpoint, "update"),
    (virtuoso, "graph-store"),
    (virtuoso, "update"),
]
MERGE = ox.NamedNode("urn:merged")
GRAPHS = [ox.DefaultGraph(), *(ox.NamedNode(f"urn:graph:{at}") for at in range(3))]


def graph_of(value: str, size: int) -> KnowledgeGraph:
    """Triples with what is hard to write: quotes, line breaks, backslashes, letters of three alphabets."""
    store = EmbeddedStore.memory()
    text = f'{value} "quoted" \\ \\u0022\t\n Ҷумҳурии Тоҷикистон'
    literals = [ox.Literal(text), ox.Literal(text, language="tg"), ox.Literal(7)]
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:s:{at}?é"), ox.NamedNode(f"urn:p:{kind}"), literal, graph)
        for at in range(size)
        for kind, literal in enumerate(literals)
        for graph in GRAPHS
    )
    return KnowledgeGraph(store)


def settings_of(endpoint: Endpoint, server: ModuleType, method: str) -> dict[str, Any]:
    return {
        "graph_store": endpoint.graph_store or None,
        "update": endpoint.update,
        "method": method,
        "auth": Digest(*endpoint.login) if endpoint.login else None,
        # That of Virtuoso is the union of all, and rdflib-endpoint does not write to its own.
        "default_graph": None if server is oxigraph else MERGE.value,
    }


@pytest.mark.parametrize(
    ("server", "method"),
    [
        pytest.param(
            server,
            method,
            id=f"{name_of(server)}-{method}",
            marks=pytest.mark.servers if server is virtuoso else (),
        )
        for server, method in WAYS
    ],
)
def test_graphs_go_there_and_come_back(server: ModuleType, method: str, tmp_path: Path) -> None:
    require(server)
    old, new = graph_of("old", 15), graph_of("new", 20)
    (tmp_path / "server").mkdir()
    with server.serve(tmp_path / "server") as endpoint:
        settings = settings_of(endpoint, server, method)
        assert old.push(endpoint.url, batch=30, **settings).equal
        # Each graph has 15 numbers that are the same in both, and 30 texts that are not.
        added = new.push(endpoint.url, batch=30, **settings)
        assert [(each.missing, each.extra) for each in added] == [(0, 30)] * 4
        assert new.push(endpoint.url, batch=30, replace=True, **settings).equal
        assert pull(endpoint.url, tmp_path / "mirror", default_graph=settings["default_graph"]).equal
    with atsmu_kg.open(tmp_path / "mirror", create=False) as mirror:
        for graph in GRAPHS:
            assert set(mirror.store.quads(graph=graph)) == set(new.store.quads(graph=graph))


P1Y = ox.Literal("P1Y", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#duration"))
REFUSED = [
    (virtuoso, P1Y, GRAPHS[1], ServerError),
    (virtuoso, ox.BlankNode("b"), GRAPHS[1], RefusedQueryError),
    (rdflib_endpoint, ox.Literal("o"), ox.DefaultGraph(), RefusedQueryError),
]


@pytest.mark.parametrize(
    ("server", "object", "graph", "kind"),
    REFUSED,
    ids=["virtuoso-duration", "virtuoso-blank-node", "rdflib_endpoint-default-graph"],
)
def test_updates_that_servers_do_not_take(
    server: ModuleType,
    object: ox.Literal | ox.BlankNode,
    graph: ox.NamedNode | ox.DefaultGraph,
    kind: type[EndpointError],
    running: Running,
) -> None:
    """One that passes shows a server that was repaired, and its advice can go."""
    endpoint = running(server, None)
    kg = KnowledgeGraph(EmbeddedStore.memory())
    kg.store.extend([ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), object, graph)])
    with pytest.raises(kind):
        kg.push(endpoint.url, **settings_of(endpoint, oxigraph, "update"))
