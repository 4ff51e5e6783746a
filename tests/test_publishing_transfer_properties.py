"""What holds of every graph that is sent: nothing changes on the way, and the hash sees every difference."""

from __future__ import annotations

import re

import pyoxigraph as ox
from hypothesis import example, given
from hypothesis import strategies as st

from atsmu_kg.publishing.transfer.batches import batches
from atsmu_kg.publishing.transfer.tally import Tally, line
from atsmu_kg.publishing.transfer.writer import insertion
from atsmu_kg.sparql.tokens import tokens

XSD = "http://www.w3.org/2001/XMLSchema#"
DATATYPES = ("integer", "decimal", "double", "boolean", "date", "dateTime", "gYear", "duration", "string")
characters = st.characters(exclude_categories=["Cs"])
texts = st.text(characters) | st.text(st.sampled_from("\\uU0041\"\n\r\t\x00\x7f'{}<>?$#é"))
iris = st.builds(
    lambda rest: ox.NamedNode(f"urn:x:{rest}"), st.text(st.sampled_from("abcé/?=&;.~-_()жö"), max_size=8)
)
numbers = st.sampled_from(
    ["1", "01", "+1", "1.50", "1.5", "1e3", "1.0E3", "true", "2026-02-30", "1939", "P1Y"]
)
literals = (
    st.builds(ox.Literal, texts)
    | st.builds(lambda text: ox.Literal(text, language="tg-Cyrl"), texts)
    | st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        numbers | texts,
        st.sampled_from(DATATYPES),
    )
)
triples = st.builds(ox.Triple, iris, iris, iris | literals)
graphs = st.sets(triples, max_size=8)
places = iris | st.just(ox.DefaultGraph())


def stored(found: set[ox.Triple], graph: ox.NamedNode | ox.DefaultGraph) -> set[ox.Quad]:
    store = ox.Store()
    store.extend([ox.Quad(each.subject, each.predicate, each.object, graph) for each in found])
    return set(store)


@given(graphs, places)
@example(
    {ox.Triple(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("\\u0022 } } ; DROP ALL #"))},
    ox.DefaultGraph(),
)
def test_an_update_adds_just_these_triples(
    found: set[ox.Triple], graph: ox.NamedNode | ox.DefaultGraph
) -> None:
    text = insertion(graph, sorted(map(str, found)))
    store = ox.Store()
    store.update(text)
    assert set(store) == stored(found, graph)
    assert not [token for token in tokens(text) if token.kind == "error"]


@given(graphs)
def test_an_update_means_the_same_where_codepoint_escapes_come_first(found: set[ox.Triple]) -> None:
    """SPARQL 1.1, 19.2: they are replaced before the text is parsed, wherever they stand."""
    text = re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda escape: chr(int(escape[1] or escape[2], 16)),
        insertion(ox.DefaultGraph(), sorted(map(str, found))),
    )
    store = ox.Store()
    store.update(text)
    assert set(store) == stored(found, ox.DefaultGraph())


@given(triples)
def test_a_line_is_what_a_store_holds(triple: ox.Triple) -> None:
    ((held,),) = [[each.triple for each in stored({triple}, ox.DefaultGraph())]]
    assert line(triple) == str(held)
    assert line(held) == line(triple)


@given(st.lists(triples, max_size=8), st.randoms())
def test_the_order_does_not_matter(found: list[ox.Triple], chance: object) -> None:
    lines = list(map(line, found))
    tally = Tally(lines)
    chance.shuffle(lines)  # type: ignore[attr-defined]
    assert Tally(lines) == tally
    assert hash(Tally(lines)) == hash(tally)
    assert Tally.read(tally.size, tally.hash) == tally


@given(graphs, graphs)
def test_other_triples_have_another_hash(one: set[ox.Triple], other: set[ox.Triple]) -> None:
    lines, others = set(map(line, one)), set(map(line, other))
    assert (Tally(lines).hash == Tally(others).hash) == (lines == others)
    assert (Tally(lines) == Tally(others)) == (lines == others)


@given(st.lists(st.text(characters, max_size=6)), st.integers(1, 5), st.integers(1, 12))
def test_batches_are_all_lines_in_order_and_as_large_as_they_may_be(
    lines: list[str], most: int, size: int
) -> None:
    found = list(batches(lines, most, size))
    assert [each for batch in found for each in batch] == lines
    sizes = [sum(len(each.encode()) for each in batch) for batch in found]
    for batch, held in zip(found, sizes, strict=True):
        assert len(batch) == 1 or (1 < len(batch) <= most and held <= size)
    for batch, held, following in zip(found, sizes, found[1:], strict=False):
        assert len(batch) == most or held + len(following[0].encode()) > size
