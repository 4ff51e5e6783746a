"""What is asked of single terms is what the tables of the whole store say."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.lint import Usage
from atsmu_kg.rdf.namespaces import RDF, expand
from atsmu_kg.stores.embedded import EmbeddedStore

EX = "https://made.example/"
THINGS = [ox.NamedNode(f"{EX}{name}") for name in ("a", "b", "C", "D")]
PROPERTIES = [ox.NamedNode(RDF.type), *(ox.NamedNode(f"{EX}{name}") for name in ("p", "q"))]
LITERALS = [
    ox.Literal("one", language="en"),
    ox.Literal("один", language="ru"),
    ox.Literal("two", language="en"),
    ox.Literal("one"),
    ox.Literal(1),
]
GRAPHS = [ox.DefaultGraph(), THINGS[0], ox.BlankNode("graph")]
QUADS = st.builds(
    ox.Quad,
    st.sampled_from(THINGS),
    st.sampled_from(PROPERTIES),
    st.sampled_from([*THINGS, *LITERALS]),
    st.sampled_from(GRAPHS),
)


def assert_alike(usage: Usage, classes: list[str], properties: list[str]) -> None:
    for property in properties:
        assert usage.is_multilingual(property) == (property in usage.multilingual), property
        assert usage.types_of(property) == usage.types.get(property, frozenset()), property
        for kind in classes:
            assert usage.has_property(kind, property) == ((kind, property) in usage.instances)
            assert usage.is_value(kind, property) == ((kind, property) in usage.values)
    for kind in classes:
        assert usage.is_instantiated(kind) == (kind in {pair[0] for pair in usage.instances}), kind


@given(st.lists(QUADS, max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_store(quads: list[ox.Quad]) -> None:
    store = EmbeddedStore.memory()
    store.extend(quads)
    properties = [property.value for property in PROPERTIES]
    assert_alike(Usage(store), [thing.value for thing in THINGS], [*properties, f"{EX}unused"])


def test_the_packaged_graph() -> None:
    usage = Usage(atsmu_kg.load().store)
    classes = [str(expand(f"akg:{name}")) for name in ("Faculty", "Figure", "Claim", "Enumeration", "None")]
    assert_alike(usage, classes, sorted(usage.properties))


def test_answers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    store = EmbeddedStore.memory()
    usage = Usage(store)
    assert not usage.is_instantiated(f"{EX}C") and not usage.types_of(f"{EX}p")
    monkeypatch.setattr(EmbeddedStore, "query", None)
    assert not usage.is_instantiated(f"{EX}C") and not usage.types_of(f"{EX}p")
