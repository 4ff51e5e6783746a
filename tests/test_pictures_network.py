"""The graph for NetworkX, and its places as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.pictures.labels import Labels
from atsmu_kg.pictures.network import network
from atsmu_kg.rdf.namespaces import AKG, ATSMU, GRAPH


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with atsmu_kg.load() as graph:
        yield graph


@cache
def network_of(kg: KnowledgeGraph, *, literals: bool, entailed: bool) -> networkx.MultiDiGraph[str]:
    return kg.to_networkx(literals=literals, entailed=entailed)


@pytest.mark.parametrize("literals", [False, True])
@pytest.mark.parametrize("entailed", [False, True])
def test_each_statement_of_a_named_graph_is_an_edge(
    kg: KnowledgeGraph, quads: frozenset[Quad], literals: bool, entailed: bool
) -> None:
    hidden = {DefaultGraph()} if entailed else {DefaultGraph(), NamedNode(GRAPH.entailed)}
    wanted = {
        (str(quad.subject).strip("<>"), quad.predicate.value, quad.graph_name.value)
        for quad in quads
        if quad.graph_name not in hidden and (literals or not isinstance(quad.object, Literal))
    }
    made = network_of(kg, literals=literals, entailed=entailed)
    found = {(source, edge["predicate"], edge["graph"]) for source, _, edge in made.edges(data=True)}
    assert found == wanted
    assert any(kind == "literal" for _, kind in made.nodes(data="kind")) is literals


def test_nodes_and_edges_have_labels(kg: KnowledgeGraph) -> None:
    made = kg.to_networkx(lang="tg")
    assert made.nodes[ATSMU["dentistry-faculty"]] == {
        "label": "Факултети стоматологӣ",
        "curie": "atsmu:dentistry-faculty",
        "kind": "iri",
    }
    labels = {edge["label"] for *_, edge in made.edges(data=True) if edge["predicate"] == AKG.hasStudentsFrom}
    assert labels == {"донишҷӯён дорад аз"}


def test_a_literal_node_keeps_its_type(kg: KnowledgeGraph) -> None:
    made = network_of(kg, literals=True, entailed=False)
    assert made.nodes['"1939"^^<http://www.w3.org/2001/XMLSchema#gYear>']["label"] == "1939"


def test_the_order_is_the_same_again(kg: KnowledgeGraph) -> None:
    assert list(network_of(kg, literals=False, entailed=False).edges(keys=True)) == list(
        kg.to_networkx().edges(keys=True)
    )


def test_networkx_can_write_it_down(kg: KnowledgeGraph, tmp_path: Path) -> None:
    made = network_of(kg, literals=True, entailed=False)
    networkx.write_graphml(made, tmp_path / "graph.graphml")
    back = networkx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert (back.number_of_nodes(), back.number_of_edges()) == (
        made.number_of_nodes(),
        made.number_of_edges(),
    )


def test_a_named_graph_may_have_no_name_of_its_own(kg: KnowledgeGraph) -> None:
    s, p, o, g = (NamedNode(f"http://example.org/{name}") for name in "spog")
    made = network([Quad(s, p, o, g), Quad(s, p, o)], Labels(kg.queries))
    assert list(made.edges(data=True)) == [
        (s.value, o.value, {"predicate": p.value, "label": p.value, "graph": g.value})
    ]


def test_places_have_the_coordinates_that_the_graph_states(kg: KnowledgeGraph) -> None:
    collection = kg.to_geojson(lang="ru")
    stated = {
        (row.place, float(row.longitude), float(row.latitude), row.graph.curie)
        for row in kg.queries.coordinates()
    }
    found = {
        (each["properties"]["iri"], *each["geometry"]["coordinates"], graph)
        for each in collection["features"]
        for graph in each["properties"]["graphs"]
    }
    assert found == stated
    assert "Душанбе" in {each["properties"]["name"] for each in collection["features"]}
    assert {each["geometry"]["type"] for each in collection["features"]} == {"Point"}


def test_places_go_into_a_file(kg: KnowledgeGraph, tmp_path: Path) -> None:
    collection = kg.to_geojson(tmp_path / "places.geojson", lang="tg")
    written = (tmp_path / "places.geojson").read_text("utf-8")
    assert json.loads(written) == collection
    assert "Душанбе" in written
