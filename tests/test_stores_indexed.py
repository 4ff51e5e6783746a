"""N-Quads files with an index, and the parts of them that are read alone."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.curation.building.merge import asked_by_default
from atsmu_kg.files import path
from atsmu_kg.graph import DATASET, INDEX, MERGE
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.indexed import MOST_PARTS, IndexedQuads
from atsmu_kg.stores.lines import graph, has_graph, object_iri, predicate, subject
from atsmu_kg.stores.ordered import OrderedLines, index_of, numbers_of
from atsmu_kg.stores.parts import index_with_parts
from atsmu_kg.stores.selection import Selection

IRIS = [ox.NamedNode(f"a:{name}") for name in ("p", "pp", "q", "é", "p/q")]
nodes = st.sampled_from(IRIS)
texts = st.text() | st.sampled_from(["\n<a:s> <a:p> <a:q> .\n", " <a:p> ", ' <a:p> "<a:q> .', "n@en"])
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(ox.Literal, texts, language=st.sampled_from(["en", "tg", "en-gb"])),
    st.builds(ox.Literal, texts, datatype=nodes),
    st.builds(ox.Literal, texts, language=st.just("en"), direction=st.just(ox.BaseDirection.LTR)),
)
objects = nodes | literals
objects |= st.builds(ox.Triple, nodes, nodes, objects)
quads = st.builds(ox.Quad, nodes, nodes, objects, nodes | st.just(ox.DefaultGraph()))
stated_quads = st.frozensets(quads, max_size=16)
places = st.sampled_from(["", "", *map(str, IRIS), "<a:p> <a:q>", "<a:p> <a:q> & <a:q> <a:é>"])
steps = st.tuples(places, places, places | st.sampled_from(["@en", "@tg <a:p>"])) | st.tuples(
    places, places, places | st.just("@en"), places
)


def indexed(stated: frozenset[ox.Quad], folder: Path) -> IndexedQuads:
    file = folder / "all.nq"
    file.write_bytes(ox.serialize(stated, format=ox.RdfFormat.N_QUADS) or b"")
    (folder / "all.index").write_bytes(index_of(file.read_bytes()))
    return IndexedQuads(str(file), str(folder / "all.index"))


def allowed(place: str, term: object) -> bool:
    """Whether a term is one of those that a place without references names."""
    return all(
        f"<{term.value}>" in condition.split(" ")
        if isinstance(term, ox.NamedNode)
        else isinstance(term, ox.Literal) and f"@{term.language}" in condition.split(" ")
        for condition in (place.split(" & ") if place else ())
    )


@given(stated_quads, st.lists(steps, max_size=3))
def test_a_part_is_what_its_steps_allow(
    tmp_path_factory: pytest.TempPathFactory, stated: frozenset[ox.Quad], footprint: list[tuple[str, ...]]
) -> None:
    engine = ox.Store()
    file = indexed(stated, tmp_path_factory.mktemp("indexed"))
    whole = file.load(engine, tuple(footprint))
    wanted = {
        quad
        for quad in stated
        for step in footprint
        if (len(step) == 4) != (quad.graph_name == ox.DefaultGraph())
        and all(map(allowed, step, (*quad.triple, quad.graph_name)))
    }
    assert set(engine) == (stated if whole else wanted)
    assert whole or file.known(tuple(footprint))
    file.load(engine, tuple(footprint))
    file.load(engine)
    assert set(engine) == stated


@given(st.frozensets(quads, min_size=1, max_size=16), places, places)
def test_a_step_may_refer_to_an_earlier_one(
    tmp_path_factory: pytest.TempPathFactory, stated: frozenset[ox.Quad], place: str, other: str
) -> None:
    engine = ox.Store()
    file = indexed(stated, tmp_path_factory.mktemp("indexed"))
    footprint = (("", "<a:p>", place, ""), ("0s <a:pp>", "<a:q>", other, ""))
    assert not file.load(engine, footprint)
    named = {quad for quad in stated if quad.graph_name != ox.DefaultGraph()}
    first = {quad for quad in named if quad.predicate == IRIS[0] and allowed(place, quad.object)}
    subjects = {quad.subject for quad in first} | {IRIS[1]}
    assert set(engine) == first | {
        quad
        for quad in named
        if quad.subject in subjects and quad.predicate == IRIS[2] and allowed(other, quad.object)
    }


def test_literals_are_not_compared(tmp_path: Path) -> None:
    """Since 1.0 and 1.00 are one number to the engine."""
    store = files_of(
        tmp_path,
        b'<a:s> <a:p> "1.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n'
        b'<a:s> <a:q> "1.00"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n',
    )
    footprint = (("", "<a:p>", ""), ("0s", "<a:q>", "0o"))
    assert store.query("ASK { ?s <a:p> ?o ; <a:q> ?o }", footprint=footprint)
    assert store.unread


@given(quads)
def test_the_terms_of_a_line(quad: ox.Quad) -> None:
    line = ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b""
    assert (subject(line).decode(), predicate(line).decode()) == (str(quad.subject), str(quad.predicate))
    assert object_iri(line).decode() == (str(quad.object) if isinstance(quad.object, ox.NamedNode) else "")
    assert has_graph(line) == (quad.graph_name != ox.DefaultGraph())
    assert not has_graph(line) or graph(line).decode() == str(quad.graph_name)


def test_the_packaged_index_is_that_of_the_graph() -> None:
    footprints = list(asked_by_default(Path(path("queries"))))
    assert Path(path(INDEX)).read_bytes() == index_with_parts(Path(path(DATASET)).read_bytes(), footprints)
    numbers = numbers_of(Path(path(INDEX)).read_bytes())
    lines = OrderedLines(Path(path(DATASET)).read_bytes(), numbers)
    for footprint in footprints:
        known, selected = lines.part(footprint), Selection(lines).part(footprint)
        assert known and selected
        assert sorted(known.splitlines()) == sorted(selected.splitlines())


def test_the_packaged_merge_is_the_default_graph() -> None:
    lines = Path(path(DATASET)).read_bytes().splitlines(keepends=True)
    merge = Path(path(MERGE)).read_bytes().splitlines(keepends=True)
    assert sorted(merge) == [line for line in lines if not has_graph(line)]


def test_the_packaged_quads_name_all_nodes() -> None:
    lines = Path(path(DATASET)).read_bytes().splitlines()
    assert not any(b"_:" in (line[:2], *(term[:2] for term in line.split(b" ")[2:3])) for line in lines)


def files_of(tmp_path: Path, document: bytes) -> EmbeddedStore:
    (tmp_path / "all.nq").write_bytes(document)
    (tmp_path / "all.index").write_bytes(index_of(document))
    merge = b"".join(line for line in document.splitlines(keepends=True) if not has_graph(line))
    (tmp_path / "merge.nt").write_bytes(merge)
    return EmbeddedStore.memory(
        str(tmp_path / "all.nq"), index=str(tmp_path / "all.index"), merge=str(tmp_path / "merge.nt")
    )


def test_what_is_removed_stays_away_when_more_is_read(tmp_path: Path) -> None:
    gone, other = (ox.Triple(IRIS[0], predicate, IRIS[0]) for predicate in (IRIS[0], IRIS[2]))
    store = files_of(tmp_path, f"{gone} .\n{other} .\n".encode())
    assert store.query("ASK { <a:p> <a:p> ?o }", footprint=(("", "<a:p>", ""),))
    store.remove([ox.Quad(*gone)])
    assert not store.query("ASK { <a:p> <a:p> ?o }", footprint=(("", "<a:p>", ""),))
    assert store.query("ASK { <a:p> <a:q> ?o }", footprint=(("", "<a:q>", ""),))


def test_quads_of_the_default_graph_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    stated = [ox.Triple(IRIS[0], predicate, object) for predicate in IRIS for object in IRIS]
    store = files_of(tmp_path, "".join(f"{triple} .\n" for triple in stated).encode())
    default = ox.DefaultGraph()
    assert len(list(store.quads(None, IRIS[1], IRIS[2], default))) == 1
    assert len(list(store.quads(None, IRIS[1], None, default))) == 5
    assert len(list(store.quads(None, None, IRIS[2], default))) == 5
    assert len(list(store.quads(IRIS[0], None, None, default))) == 25
    assert len(list(store.quads(IRIS[1], None, None, default))) == 0
    assert len(list(store.quads(None, None, None, default))) == 25


def test_what_only_counts_is_answered_without_reading(tmp_path: Path) -> None:
    store = files_of(
        tmp_path,
        b"<a:s> <a:p> <a:o> .\n<a:t> <a:p> <a:o> .\n<a:t> <a:q> <a:o> .\n<a:t> <a:q> <a:o> <a:g> .\n",
    )
    by_predicate = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    by_graph = "SELECT ?g (COUNT(*) AS ?m) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    footprint = ((by_predicate, "p ?p ?n"), (by_graph, "g ?g ?m"))
    asked = f"SELECT ?p ?n ?g ?m {{ {{ {by_predicate} }} {{ {by_graph} }} }} ORDER BY ?p"
    for _ in range(2):
        solutions = store.query(asked, footprint=footprint)
        assert isinstance(solutions, Solutions)
        assert solutions.cells() == ["<a:p>", "2", "<a:g>", "1", "<a:q>", "1", "<a:g>", "1"]
        assert store.unread
    store.extend([ox.Quad(IRIS[0], IRIS[0], IRIS[0])])
    answer = store.query(asked, footprint=footprint)
    assert isinstance(answer, Solutions)
    assert answer.cells()[:2] == ["<a:p>", "3"]


def test_who_asks_for_many_parts_gets_the_whole(tmp_path: Path) -> None:
    store = files_of(tmp_path, "".join(f"<a:s> <a:p{n}> <a:o> .\n" for n in range(10, 99)).encode())
    for n in range(10, 10 + MOST_PARTS):
        assert store.query(f"ASK {{ ?s <a:p{n}> ?o }}", footprint=(("", f"<a:p{n}>", ""),))
    assert store.unread
    assert store.query("ASK { ?s <a:p10> ?o }", footprint=(("", "<a:p10>", ""),))
    assert store.unread
    assert store.query("ASK { ?s <a:p98> ?o }", footprint=(("", "<a:p98>", ""),))
    assert not store.unread
    assert store.size == 89


def test_an_empty_file_has_no_part(tmp_path: Path) -> None:
    store = files_of(tmp_path, b"")
    assert not store.query("ASK { ?s <a:p> ?o }", footprint=(("", "<a:p>", ""),))
    assert store.size == 0


@given(stated_quads, st.lists(st.lists(steps, max_size=3).map(tuple), max_size=3))
def test_a_known_part_is_the_one_that_would_be_selected(
    stated: frozenset[ox.Quad], footprints: list[tuple[tuple[str, ...], ...]]
) -> None:
    document = ox.serialize(stated, format=ox.RdfFormat.N_QUADS) or b""
    lines = OrderedLines(document, numbers_of(index_with_parts(document, footprints)))
    assert lines.part((*footprints[0], ("<a:other>",)) if footprints else ()) in (None, b"")
    for footprint in footprints:
        known, selected = lines.part(footprint), Selection(lines).part(footprint)
        assert (known is None) == (selected is None)
        assert sorted((known or b"").splitlines(keepends=True)) == sorted((selected or b"").splitlines(True))
