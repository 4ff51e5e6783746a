"""Mutation testing of what can't be mutated."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.curation.mutation import measure, mutants
from atsmu_kg.errors import DataError, ParameterError
from atsmu_kg.validation import Shapes

ROOT = Path(__file__).parent.parent
NODE = ox.NamedNode("https://w3id.org/atsmu-kg/id/x")


def test_merge_without_named_graphs() -> None:
    with pytest.raises(DataError, match="no stated quad") as caught:
        next(mutants([ox.Quad(NODE, NODE, NODE)], seed=1))
    assert "named graphs" in caught.value.advice


@pytest.mark.parametrize(
    "quad", [ox.Quad(ox.BlankNode("b"), NODE, NODE, NODE), ox.Quad(NODE, NODE, NODE, ox.BlankNode("g"))]
)
def test_blank_nodes(quad: ox.Quad) -> None:
    with pytest.raises(DataError, match="blank node"):
        next(mutants([quad], seed=1))


def test_unknown_engine() -> None:
    shapes = Shapes.read(ROOT / "ontology" / "shapes.ttl")
    with pytest.raises(ParameterError, match="engine"):
        measure([ox.Quad(NODE, NODE, NODE, NODE)], shapes, count=1, engine="guess")
