"""The packaged index of names: what it has, and when it is not to be trusted."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.queries import NamedQuery
from atsmu_kg.rdf.namespaces import IRI, SKOS
from atsmu_kg.rdf.terms import Text
from atsmu_kg.records.names import NameIndex
from atsmu_kg.records.names.stored import FILE, read, written
from atsmu_kg.records.reading import RecordReader
from atsmu_kg.stores.embedded import EmbeddedStore

ROOT = Path(__file__).parents[1]
QAF = IRI("https://example.org/qaf"), SKOS.prefLabel, Text("Қаф", "tg")


def test_the_packaged_index_is_that_of_the_data() -> None:
    with load() as kg:
        names = list(RecordReader(kg.queries).named())
    assert written(names) == (ROOT / FILE).read_text("utf-8")
    assert written(reversed(names)) == written(names)
    stored, anew = read(str(ROOT / FILE)), NameIndex(names)
    assert (stored.entries, stored.names) == (anew.entries, anew.names)


def test_a_code_that_is_written_like_a_name_keeps_the_name_folded(tmp_path: Path) -> None:
    names = [QAF, (QAF[0], IRI("https://example.org/scheme"), "Қаф")]
    (tmp_path / "names.json").write_text(written(names), "utf-8")
    assert read(str(tmp_path / "names.json")).entries == NameIndex(names).entries


def test_the_first_search_asks_the_packaged_graph_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("a query was asked")

    with load() as kg:
        monkeypatch.setattr(NamedQuery, "__call__", asked)
        assert kg.find("Эрон")[0].iri.curie == "country:IR"


def test_a_graph_that_has_been_added_to_has_an_index_of_its_own() -> None:
    with load() as kg:
        kg.store.extend(
            [
                ox.Quad(
                    ox.NamedNode(QAF[0]),
                    ox.NamedNode(QAF[1]),
                    ox.Literal("Қаф", language="tg"),
                    ox.NamedNode("https://example.org/graph"),
                )
            ]
        )
        assert kg.find("qaf")[0].iri == QAF[0]


def test_another_graph_has_an_index_of_its_own() -> None:
    with KnowledgeGraph(EmbeddedStore.memory()) as kg:
        assert kg.find("Эрон") == ()


def test_every_row_is_on_a_line_of_its_own() -> None:
    first, *lines, last = (ROOT / FILE).read_text("utf-8").splitlines()
    assert (first, last) == ("[", "]")
    assert all(len(json.loads(line.removesuffix(","))) == 5 for line in lines)
