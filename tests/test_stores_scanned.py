"""N-Quads files, and the parts of them that are read alone."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.files import path
from atsmu_kg.graph import DATASET
from atsmu_kg.stores.scanned import ScannedQuads

IRIS = [ox.NamedNode(f"a:{name}") for name in ("p", "pp", "q", "é", "p/q")]
nodes = st.sampled_from(IRIS)
objects = nodes | st.builds(
    ox.Literal, st.text() | st.sampled_from(["\n<a:s> <a:p> <a:q> .\n", " <a:p> ", " <a:p> <a:q> "])
)
quads = st.builds(ox.Quad, nodes, nodes, objects, nodes | st.just(ox.DefaultGraph()))


@given(st.lists(quads, max_size=12, unique=True), st.lists(st.tuples(nodes, st.none() | nodes), max_size=3))
def test_a_part_is_what_matches(
    tmp_path_factory: pytest.TempPathFactory,
    stated: list[ox.Quad],
    wanted: list[tuple[ox.NamedNode, ox.NamedNode | None]],
) -> None:
    file = tmp_path_factory.mktemp("scanned") / "scanned.nq"
    file.write_bytes(ox.serialize(stated, format=ox.RdfFormat.N_QUADS) or b"")
    engine = ox.Store()
    scanned = ScannedQuads(str(file))
    patterns = [f"{predicate} {object}" if object else str(predicate) for predicate, object in wanted]
    scanned.load(engine, patterns)
    assert scanned.known(patterns)
    assert set(engine) == {
        quad
        for quad in stated
        if any(quad.predicate == predicate and object in (None, quad.object) for predicate, object in wanted)
    }
    scanned.load(engine, patterns)
    scanned.load(engine)
    assert set(engine) == set(stated)
    assert len(engine) == len(stated)


def test_a_last_line_needs_no_end(tmp_path: Path) -> None:
    file = tmp_path / "scanned.nq"
    file.write_bytes(b"<a:s> <a:p> <a:o> <a:g> .\n<a:t> <a:p> <a:o> <a:g> .")
    engine = ox.Store()
    ScannedQuads(str(file)).load(engine, ["<a:p>"])
    assert len(engine) == 2


def test_the_packaged_quads_name_all_nodes() -> None:
    lines = Path(path(DATASET)).read_bytes().splitlines()
    assert not any(b"_:" in (line[:2], *(term[:2] for term in line.split(b" ")[2:3])) for line in lines)


def test_an_empty_file_has_no_part(tmp_path: Path) -> None:
    (tmp_path / "empty.nq").write_bytes(b"")
    engine = ox.Store()
    ScannedQuads(str(tmp_path / "empty.nq")).load(engine, ["<a:p>"])
    assert len(engine) == 0
