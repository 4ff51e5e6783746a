"""The facade: loading, opening, asking, describing, exporting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, parse

import atsmu_kg
from atsmu_kg import IRI, KnowledgeGraph, Text, Year
from atsmu_kg.errors import ParameterError, StoreError, UnknownNameError
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.graph import GraphResult


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return atsmu_kg.load()


def test_the_store_holds_what_the_file_says(kg: KnowledgeGraph, quads: frozenset[Quad]) -> None:
    """The engine normalises literals, so this also says that ours are canonical."""
    assert set(kg.quads()) == quads
    assert len(kg) == len(quads)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { ?f a akg:Faculty }", atsmu_kg.results.Result),
        ("ASK { ?f a akg:Faculty }", BooleanResult),
        ("CONSTRUCT WHERE { ?f a akg:Faculty }", GraphResult),
        ("DESCRIBE atsmu:university", GraphResult),
    ],
)
def test_each_query_form_has_its_result(kg: KnowledgeGraph, text: str, kind: type) -> None:
    result = kg.query(text)
    assert isinstance(result, kind)
    assert result.query == text
    assert result.version == kg.version == atsmu_kg.__version__


@pytest.mark.parametrize(
    "value",
    [
        "a", "", 'quote " and \\', 4, -4, Decimal("1.50"), 1.5, True, date(2026, 11, 22),
        Text("тиб", "tg"), Year(1939), IRI("https://ror.org/"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_parameter_reaches_the_engine_as_it_is(kg: KnowledgeGraph, value: object) -> None:
    assert same(kg.query("SELECT (?x AS ?y) {}", x=value).scalar(), value)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reaches_the_engine_as_it_is(text: str) -> None:
    result = atsmu_kg.load().query("SELECT (STRLEN(?x) AS ?n) (?x AS ?y) {}", x=text).one()
    assert (result.n, result.y) == (len(text), text)


def test_a_parameter_that_is_selected_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match="1:8"):
        kg.query("SELECT ?x { ?x a akg:Faculty }", x=IRI("https://ror.org/"))


def test_open_fills_a_new_directory_and_finds_it_again(tmp_path: Path, kg: KnowledgeGraph) -> None:
    with atsmu_kg.open(tmp_path / "store") as made:
        assert len(made) == len(kg)
    with atsmu_kg.open(tmp_path / "store", create=False, read_only=True) as found:
        assert found.queries.faculties().to_dicts() == kg.queries.faculties().to_dicts()


def test_open_without_create_needs_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        atsmu_kg.open(tmp_path / "store", create=False)
    assert not (tmp_path / "store").exists()


def test_a_closed_graph_says_so() -> None:
    with atsmu_kg.load() as closed:
        pass
    with pytest.raises(StoreError, match="closed"):
        closed.query("ASK {}")


def test_describe_names_the_graphs_that_say_it(kg: KnowledgeGraph) -> None:
    described = kg.describe("figure:students", lang="ru")
    values = {statement.predicate.curie: statement for statement in described.about}
    assert values["schema:value"].object == 8844
    assert [graph.curie for graph in values["schema:value"].graphs] == ["profile:s15"]
    assert [mention.subject.curie for mention in described.mentions] == ["figure:international-students"]


def test_describe_gives_what_is_entailed_only_when_asked(kg: KnowledgeGraph) -> None:
    def kinds(**options: bool) -> set[str]:
        about = kg.describe("atsmu:university", **options).about
        return {each.object.curie for each in about if each.predicate.curie == "rdf:type"}

    assert kinds() == {"akg:University"}
    assert kinds(entailed=True) > {"akg:University", "org:FormalOrganization", "schema:CollegeOrUniversity"}


@pytest.mark.parametrize("name", ["Dentistry Faculty", "dentistry-faculty", "Факултети стоматологӣ"])
def test_a_thing_is_described_by_its_name(kg: KnowledgeGraph, name: str) -> None:
    assert kg.describe(name).iri.curie == "atsmu:dentistry-faculty"


def test_describe_of_nothing_names_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError) as raised:
        kg.describe("country:TX")
    assert "country:TJ" in raised.value.nearest


@pytest.mark.parametrize("extension", ["trig", "nq", "jsonld"])
def test_an_exported_dataset_reads_back(
    kg: KnowledgeGraph, quads: frozenset[Quad], tmp_path: Path, extension: str
) -> None:
    target = tmp_path / f"graph.{extension}"
    kg.export(target)
    assert set(parse(path=str(target))) == quads


@pytest.mark.parametrize("extension", ["ttl", "nt", "rdf"])
def test_an_exported_graph_is_the_merge(
    kg: KnowledgeGraph, merged: frozenset[Any], tmp_path: Path, extension: str
) -> None:
    target = tmp_path / f"graph.{extension}"
    kg.export(target)
    assert {quad.triple for quad in parse(path=str(target))} == merged


def test_many_threads_ask_one_graph() -> None:
    fresh = atsmu_kg.load()
    names = sorted(fresh.queries)

    def ask(name: str) -> list[dict[str, Any]]:
        query = fresh.queries[name]
        return query(**query.example).to_dicts()

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(ask, names))
    assert together == [ask(name) for name in names]


def test_the_context_names_our_prefixes(root: Path) -> None:
    import json

    from atsmu_kg.rdf.namespaces import PREFIXES

    context = json.loads((root / "ontology" / "context.jsonld").read_text("utf-8"))["@context"]
    assert {name: iri for name, iri in context.items() if name != "@version"} == dict(PREFIXES)


def same(found: object, given: object) -> bool:
    """Equal in value and in type; a Decimal may have lost its last zeros in the engine."""
    return found == given and type(found) is type(given)
