"""Answers that a worker sends in frames: in every format, counted exactly, and never without their end."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import LimitError, QuerySyntaxError
from atsmu_kg.stores.workers import frames
from atsmu_kg.stores.workers.rows import RowCount
from atsmu_kg.stores.workers.streaming import stream

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
)
A, B, C = (ox.NamedNode(f"http://example.org/{letter}") for letter in "abc")
# What might be taken for the border of a row.
TEXTS = st.text("\"'\\{}[],:<>result\r\n\t x", max_size=12)


def store() -> ox.Store:
    """One triple in two graphs, and one in a third."""
    engine = ox.Store()
    engine.extend([ox.Quad(A, A, A, A), ox.Quad(A, A, A, B), ox.Quad(C, C, C, C)])
    return engine


def sent(text: str, media_type: str | None = "text/csv", engine: ox.Store | None = None, **given: Any) -> Any:
    """The kind of the answer, and its bytes."""
    out = BytesIO()
    stream(engine or store(), out, text, {"solutions": media_type, "triples": media_type}, **given)
    out.seek(0)
    kind, parts = frames.receive(out)[0], []
    while (frame := frames.receive(out))[0] == frames.DATA:
        parts.append(frame[1])
    assert frame == (frames.END, b"")
    assert not out.read()
    return kind, b"".join(parts)


@pytest.mark.parametrize("media_type", RESULTS)
def test_solutions_are_what_the_engine_writes(media_type: str) -> None:
    text = "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    format = ox.QueryResultsFormat.from_media_type(media_type)
    written = store().query(text).serialize(format=format)  # type: ignore[union-attr]
    assert sent(text, media_type) == (frames.SOLUTIONS, written)


@pytest.mark.parametrize("media_type", GRAPHS)
@pytest.mark.parametrize("limits", [{}, {"max_rows": 1}])
def test_triples_are_read_back_from_every_format(media_type: str, limits: dict[str, int]) -> None:
    kind, written = sent("CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } FILTER(?g = ?o) FILTER(?s = "
                         f"{C}) }}", media_type, **limits)  # fmt: skip
    format = ox.RdfFormat.from_media_type(media_type)
    assert (kind, list(ox.parse(written, format))) == (frames.TRIPLES, [ox.Quad(C, C, C)])


def test_an_answer_that_nobody_wants_in_its_form_is_not_written() -> None:
    assert sent("SELECT * { ?s ?p ?o }", None) == (frames.SOLUTIONS, b"")


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.sampled_from(RESULTS), st.integers(1, 40))
def test_rows_are_counted_exactly_wherever_the_parts_end(
    rows: list[tuple[str, str]], media_type: str, width: int
) -> None:
    values = " ".join(f"({ox.Literal(one)} {ox.Literal(other)})" for one, other in rows)
    format = ox.QueryResultsFormat.from_media_type(media_type)
    query = f"SELECT * {{ VALUES (?a ?b) {{ {values} }} }}"
    written: bytes = ox.Store().query(query).serialize(format=format)  # type: ignore[union-attr,assignment]
    count = RowCount(media_type)
    for start in range(0, len(written), width):
        counted = count.add(written[start : start + width])
    assert counted == len(rows)


@pytest.mark.parametrize("media_type", RESULTS)
def test_as_many_rows_as_allowed_are_fine_and_one_more_is_not(media_type: str) -> None:
    text = "SELECT ?x { VALUES ?x { 1 2 3 } }"
    sent(text, media_type, max_rows=3)
    with pytest.raises(LimitError, match="more than 2 rows"):
        sent(text, media_type, max_rows=2)


@pytest.mark.parametrize("media_type", GRAPHS)
def test_so_are_triples(media_type: str) -> None:
    text = "CONSTRUCT { ?x ?x 1 , 2 , 3 } { VALUES ?x { <a:x> } }"
    sent(text, media_type, max_rows=3)
    with pytest.raises(LimitError, match="more than 2 rows"):
        sent(text, media_type, max_rows=2)


def test_a_long_answer_comes_in_parts_and_stops_at_its_bytes() -> None:
    digits = "VALUES ?{} {{ 0 1 2 3 4 5 6 7 8 9 }}"
    text = f"SELECT * {{ {' '.join(digits.format(name) for name in 'abcd')} }}"
    out = BytesIO()
    stream(store(), out, text, {"solutions": RESULTS[0]})
    kinds = []
    out.seek(0)
    while out.tell() < len(out.getvalue()):
        kinds.append(frames.receive(out)[0])
    assert kinds[0] == frames.SOLUTIONS
    assert kinds[1:-1] == [frames.DATA] * (len(kinds) - 2)
    assert kinds[-1] == frames.END
    assert len(kinds) > 5
    with pytest.raises(LimitError, match="more than 1000 bytes"):
        stream(store(), BytesIO(), text, {"solutions": RESULTS[0]}, max_bytes=1000)


@pytest.mark.parametrize(
    ("defaults", "named", "merged", "graphs"),
    [
        (None, None, 0, [A.value, B.value, C.value]),
        ([A.value], [], 1, []),
        ([], [B.value], 0, [B.value]),
        ([A.value, B.value], [], 1, []),
        ([A.value, C.value, "http://example.org/none"], [C.value], 2, [C.value]),
        (["http://example.org/none"], None, 0, [A.value, B.value, C.value]),
    ],
)
def test_a_dataset_is_the_merge_of_some_graphs_and_named_ones(
    defaults: list[str] | None, named: list[str] | None, merged: int, graphs: list[str]
) -> None:
    dataset = {"default_graphs": defaults, "named_graphs": named}
    count = sent("SELECT (COUNT(*) AS ?n) FROM <a:b> { ?s ?p ?o }", **dataset)[1]
    assert count == f"n\r\n{merged}\r\n".encode()
    names = sent("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", **dataset)[1]
    assert names.decode().split() == ["g", *graphs]


@pytest.mark.parametrize("answer", ["true", "false"])
def test_a_boolean_is_a_frame_of_its_own(answer: str) -> None:
    out = BytesIO()
    stream(store(), out, f"ASK {{ FILTER({answer}) }}", {})
    out.seek(0)
    assert frames.receive(out) == (frames.BOOLEAN, b"1" if answer == "true" else b"0")
    assert frames.receive(out) == (frames.END, b"")


def test_what_is_no_query_sends_nothing() -> None:
    out = BytesIO()
    with pytest.raises(QuerySyntaxError):
        stream(store(), out, "ASK {", {})
    assert out.getvalue() == b""
