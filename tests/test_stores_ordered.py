"""N-Triples files in order, and the parts of them that are read alone."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.files import path
from atsmu_kg.graph import MERGE
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.ordered import OrderedTriples, in_order

IRIS = [ox.NamedNode(f"a:{name}") for name in ("p", "pp", "q", "é", "p/q")]
nodes = st.sampled_from(IRIS)
objects = nodes | st.builds(
    ox.Literal, st.text() | st.sampled_from(["\n<a:s> <a:p> <a:q> .\n", " <a:p> <a:q> "])
)
triples = st.frozensets(st.builds(ox.Triple, nodes, nodes, objects), max_size=12)


def file_of(triples: frozenset[ox.Triple], folder: Path) -> str:
    file = folder / "ordered.nt"
    file.write_bytes(in_order(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""))
    return str(file)


@given(triples, st.lists(st.tuples(nodes, st.none() | nodes), max_size=3))
def test_a_part_is_what_matches(
    tmp_path_factory: pytest.TempPathFactory,
    stated: frozenset[ox.Triple],
    wanted: list[tuple[ox.NamedNode, ox.NamedNode | None]],
) -> None:
    engine = ox.Store()
    ordered = OrderedTriples(file_of(stated, tmp_path_factory.mktemp("ordered")))
    footprint = [f"{predicate} {object}" if object else str(predicate) for predicate, object in wanted]
    ordered.load(engine, footprint)
    assert ordered.known(footprint)
    assert {quad.triple for quad in engine} == {
        triple
        for triple in stated
        if any(
            triple.predicate == predicate and object in (None, triple.object) for predicate, object in wanted
        )
    }
    ordered.load(engine)
    assert {quad.triple for quad in engine} == stated


def test_the_packaged_merge_is_in_order_and_names_all_nodes() -> None:
    document = Path(path(MERGE)).read_bytes()
    assert in_order(document) == document
    assert not any(b"_:" in (line[:2], *line.split(b" ")[2:3]) for line in document.splitlines())


def test_what_is_removed_stays_away_when_more_is_read(tmp_path: Path) -> None:
    gone, other = (ox.Triple(IRIS[0], predicate, IRIS[0]) for predicate in (IRIS[0], IRIS[2]))
    merge = file_of(frozenset([gone, other]), tmp_path)
    whole = tmp_path / "whole.nq"
    whole.write_bytes(Path(merge).read_bytes())
    store = EmbeddedStore.memory(str(whole), merge=merge)
    assert store.query("ASK { <a:p> <a:p> ?o }", footprint=["<a:p>"])
    store.remove([ox.Quad(*gone)])
    assert not store.query("ASK { <a:p> <a:p> ?o }", footprint=["<a:p>"])
    assert store.query("ASK { <a:p> <a:q> ?o }", footprint=["<a:q>"])


def test_quads_of_the_default_graph_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    stated = [ox.Triple(IRIS[0], predicate, object) for predicate in IRIS for object in IRIS]
    merge = file_of(frozenset(stated), tmp_path)
    store = EmbeddedStore.memory(merge, merge=merge)
    default = ox.DefaultGraph()
    assert len(list(store.quads(None, IRIS[1], IRIS[2], default))) == 1
    assert len(list(store.quads(None, IRIS[1], None, default))) == 5
    assert len(list(store.quads(None, None, IRIS[2], default))) == 5
