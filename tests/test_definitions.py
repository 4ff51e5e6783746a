"""Every property of the graph has a name and says what it means, in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import AKG, BASE

FILE = Path(__file__).parent.parent / "ontology" / "definitions.ttl"
LANGUAGES = ("en", "ru", "tg")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return load()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_property_in_use_is_named_and_defined(kg: KnowledgeGraph, lang: str) -> None:
    rows = kg.queries.properties(lang=lang).rows
    assert rows
    for row in rows:
        where = "ontology/atsmu-kg.ttl" if row.property in AKG else "ontology/definitions.ttl"
        assert row.name is not None and row.name.lang == lang, f"name {row.property.curie} in {where}"
        assert row.definition is not None and row.definition.lang == lang, f"define it in {where}"


def test_every_term_of_the_file_is_in_use(kg: KnowledgeGraph) -> None:
    used = {row.property for row in kg.queries.properties()}
    described = {quad.subject.value for quad in read(str(FILE))}
    assert {iri for iri in described if not iri.startswith(BASE)} <= used, "take what is not used out"
