"""The R2RML mapping beside the tables, read by an implementation that shares nothing with ours."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from endpoints import morph_kgc
from endpoints.server import require

from atsmu_kg.publishing.tables import write
from atsmu_kg.rdf.serializers.canonical import labelled

EX = "http://example.org/"


@pytest.mark.servers
def test_morph_kgc_makes_the_tables_into_the_graph_again(tmp_path: Path, quads: frozenset[ox.Quad]) -> None:
    require(morph_kgc)
    write(quads, tmp_path / "tables")
    made = morph_kgc.materialised(tmp_path / "tables", tmp_path)
    default = {quad for quad in quads if quad.graph_name == ox.DefaultGraph()}
    assert {quad for quad in made if quad.graph_name == ox.DefaultGraph()} == default
    assert {*made} == quads
    assert len(made) == len(quads)


@pytest.mark.servers
def test_blank_nodes_and_odd_texts_are_mapped_too(tmp_path: Path) -> None:
    require(morph_kgc)
    node, blank = ox.NamedNode(f"{EX}it's/%20ж"), ox.BlankNode("a")
    texts = [ox.Literal(text) for text in ("", "nan", '"\\\n', "{s}", "it's")]
    texts += [ox.Literal("x", language="en-gb"), ox.Literal("1", datatype=ox.NamedNode(f"{EX}type$1"))]
    quads = [ox.Quad(node, ox.NamedNode(f"{EX}it's"), text) for text in texts]
    quads += [
        ox.Quad(blank, ox.NamedNode(f"{EX}p"), blank, node),
        ox.Quad(blank, ox.NamedNode(f"{EX}p"), node),
    ]
    write(quads, tmp_path / "tables")
    assert labelled(morph_kgc.materialised(tmp_path / "tables", tmp_path)) == labelled(quads)
