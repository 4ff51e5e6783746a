"""The merged graph: what is looked up in its text is what its triples say, whatever their literals hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.rdf.datatypes import well_formed
from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.validation import merged_graph, validate
from atsmu_kg.validation.merged_graph import ILL_TYPED, MergedGraph, n_triples, spelled

NODES = [ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.BlankNode("b"), ox.NamedNode("urn:p%20")]
PREDICATES = [ox.NamedNode("urn:p"), ox.NamedNode("urn:q")]
# What a line of N-Triples consists of, within a literal.
PIECES = [
    *(" <urn:p> ", "<urn:p>", ' "1"', "^^", f'"^^<{XSD.integer}> .\n', '"@en .\n', ")>> .\n", "_:b", "\\"),
    *('"', "\n", "\r", "\t", " .", "\u0085", "\u2028", "\x00", "да", "😀", "5", "2024-02-30", " "),
]
DATATYPES = [XSD.string, XSD.integer, XSD.date, XSD.token, "urn:none"]
texts = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
literals = st.one_of(
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(name)), texts, st.sampled_from(DATATYPES)
    ),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["en", "tg-Cyrl"])),
    st.sampled_from(["5", "-5", "five"]).map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode(XSD.integer))
    ),
)
triples = st.lists(
    st.builds(
        ox.Triple, st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(NODES) | literals
    ),
    max_size=6,
)


@given(triples, triples)
def test_the_text_tells_what_the_triples_do(own: list[ox.Triple], beside: list[ox.Triple]) -> None:
    data, both = MergedGraph(n_triples(own), n_triples(beside)), [*own, *beside]
    assert list(data) == both
    assert data.whole is not bool(beside)
    for predicate in PREDICATES:
        told = [(triple.subject, triple.object) for triple in both if triple.predicate == predicate]
        assert list(data.pairs(predicate.value)) == [(spelled(one), spelled(other)) for one, other in told]
        assert set(data.with_predicate(predicate.value)) == set(told)
        for node in NODES:
            values = dict.fromkeys(value for subject, value in told if subject == node)
            assert data.values(node, predicate.value) == list(values)
    wanted = {spelled(term) for term in (*NODES, *(triple.object for triple in beside))}
    for places in ((0, 2), (0, 1, 2)):
        terms = {spelled(tuple(triple)[place]) for triple in own for place in places}
        assert data.used(wanted, places) == wanted & terms


@given(triples, triples)
def test_ill_typed_literals_and_languages(own: list[ox.Triple], beside: list[ox.Triple]) -> None:
    data, both = MergedGraph(n_triples(own), n_triples(beside)), [*own, *beside]

    def sound(term: Any) -> bool:
        return not isinstance(term, ox.Literal) or well_formed(term.value, term.datatype.value)

    def estranged(triple: ox.Triple) -> ox.Triple:
        value: Any = triple.object
        if sound(value):
            return triple
        datatype = ox.NamedNode(ILL_TYPED + value.datatype.value)
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(value.value, datatype=datatype))

    assert list(data.ill_typed) == [triple for triple in own if not sound(triple.object)]

    assert list(MergedGraph(data.estranged)) == [estranged(triple) for triple in both]
    tags = {triple.object.language for triple in both if isinstance(triple.object, ox.Literal)}
    assert data.languages == sorted(tags - {None})


def test_where_all_conforms_no_triple_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:S> sh:targetClass <urn:C> ; sh:property [ sh:path <urn:p> ; sh:uniqueLang true ] .
        <urn:T> sh:targetNode <urn:a>, <urn:b> ; sh:property [ sh:path <urn:p> ; sh:languageIn ("en") ] ."""
    data = tmp_path / "data.nt"
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    data.write_text(
        f'<urn:a> {rdf_type} <urn:C> .\n<urn:a> <urn:p> "one"@en .\n<urn:a> <urn:q> "5"^^<{XSD.integer}> .\n'
    )

    def made(text: bytes) -> Any:
        pytest.fail(f"an object was made for {text!r}")

    monkeypatch.setattr(merged_graph, "_parsed", made)
    shown = validate(data, ox.parse(shapes, format=ox.RdfFormat.TURTLE), engine="shifty")
    assert (shown.conforms, shown.focus_nodes) == (True, 1)
