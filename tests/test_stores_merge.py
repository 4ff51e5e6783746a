"""The graphs that a query names by FROM are merged: a triple in several of them is one triple."""

from __future__ import annotations

from io import BytesIO

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.workers.streaming import stream

NAMES = [ox.NamedNode(f"http://example.org/{letter}") for letter in "abc"]
QUADS = st.lists(
    st.builds(
        ox.Quad,
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.integers(0, 2).map(ox.Literal),
        st.sampled_from(NAMES),
    ),
    max_size=8,
)
CLAUSES = st.lists(st.tuples(st.booleans(), st.sampled_from(NAMES)), min_size=1, max_size=4)
COUNT = "SELECT (COUNT(*) AS ?n) %s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def stored(quads: list[ox.Quad]) -> EmbeddedStore:
    store = EmbeddedStore.memory()
    store.extend(quads)
    return store


def counted(store: EmbeddedStore, text: str, **given: str) -> int:
    """The count that a store gives, which a worker gives too."""
    out = BytesIO()
    stream(store.engine, out, text, {"solutions": "text/csv"}, **given)
    here = store.stream(text).cells()[0]
    assert f"n\r\n{here}\r\n".encode() in out.getvalue()
    return int(here)


@given(QUADS, CLAUSES)
def test_a_triple_counts_once_however_many_graphs_hold_it(
    quads: list[ox.Quad], clauses: list[tuple[bool, ox.NamedNode]]
) -> None:
    merge = {quad.triple for quad in quads if (False, quad.graph_name) in clauses}
    named = {quad for quad in quads if (True, quad.graph_name) in clauses}
    text = " ".join(f"FROM {'NAMED ' * is_named}{name}" for is_named, name in clauses)
    assert counted(stored(quads), COUNT % text) == len(merge) + len(named)


def test_graphs_are_named_in_any_way_and_words_that_look_so_are_none() -> None:
    a, b, c = NAMES
    store = stored([ox.Quad(a, a, a, name) for name in (a, b)] + [ox.Quad(a, a, a), ox.Quad(b, b, b)])
    prologue = "BASE <http://example.org/> PREFIX ex: <> "
    assert counted(store, prologue + COUNT % "from <a> FROM ex:b FROM NAMED <c>") == 1
    assert counted(store, COUNT % "" + " # FROM <a:a> FROM <a:b>") == 4
    assert (
        counted(store, f"SELECT (COUNT(*) AS ?n) {{ ?from ?FROM ?o FILTER(STR(?o) != 'FROM {c} FROM') }}")
        == 2
    )
    out = BytesIO()
    text = "CONSTRUCT FROM <a> FROM <b> WHERE { ?s ?p ?o }"
    stream(store.engine, out, text, {"triples": "application/n-triples"}, base="http://example.org/x")
    assert out.getvalue().count(f"{a} {a} {a} .\n".encode()) == 1


def test_what_is_no_query_is_told_as_ever() -> None:
    with pytest.raises(QuerySyntaxError, match="1:40"):
        stored([]).query("SELECT * FROM <a:a> FROM <a:b> { ?s ?p }")
