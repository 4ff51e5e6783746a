"""The magic %%sparql in a shell of IPython: what it answers, and what it completes."""

from __future__ import annotations

from pathlib import Path

import pytest
import shells
from invented_institution import IRI as IRI_OF_ALL
from invented_institution import fill
from loopback import serving

import atsmu_kg
from atsmu_kg.notebook.completion import Completion
from atsmu_kg.notebook.line import read, value
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import IRI, PREFIXES
from atsmu_kg.results import Result

FOUNDED = "%%sparql\nSELECT ?year { GRAPH profile:s02 { atsmu:university schema:foundingDate ?year } }"


@pytest.fixture(scope="module")
def kg() -> atsmu_kg.KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture
def shell():
    return shells.shell()


def run(shell, cell: str):
    done = shell.run_cell(cell)
    done.raise_error()
    return done.result


def completed(shell, cell: str) -> list[str]:
    from IPython.core.completer import provisionalcompleter, rectify_completions

    with provisionalcompleter():
        found = shell.Completer.completions(cell, len(cell))
        return [cell[: each.start] + each.text for each in rectify_completions(cell, list(found))]


def test_a_cell_is_asked(shell) -> None:
    assert run(shell, FOUNDED).scalar() == Year(1939)


@pytest.mark.parametrize("cell", ["%%sparql faculties --lang ru", "%sparql faculties --lang ru\n"])
def test_a_named_query_needs_no_cell(shell, kg: atsmu_kg.KnowledgeGraph, cell: str) -> None:
    assert run(shell, cell).rows == kg.queries.faculties(lang="ru").rows


def test_a_named_query_may_be_commented(shell, kg: atsmu_kg.KnowledgeGraph) -> None:
    cell = "%%sparql certainly_at_least --floor 10000\n# as of the profile"
    assert run(shell, cell).rows == kg.queries.certainly_at_least(floor=10_000).rows


def test_a_line_is_a_value_in_python(shell, kg: atsmu_kg.KnowledgeGraph) -> None:
    run(shell, "rows = %sparql faculties")
    assert shell.user_ns["rows"].rows == kg.queries.faculties().rows


def test_a_parameter_may_come_from_python(shell) -> None:
    run(shell, "least = 100_000")
    assert len(run(shell, "%%sparql certainly_at_least --floor {least}\n")) == 2


def test_a_parameter_stands_for_a_variable_of_the_cell(shell) -> None:
    cell = "%%sparql --thing atsmu:university\nASK { ?thing a akg:University }"
    assert run(shell, cell)
    cell = "%%sparql --lang tg\nSELECT ?n { country:IR skos:prefLabel ?n FILTER(LANG(?n) = ?lang) }"
    assert str.__str__(run(shell, cell).scalar()) == "Эрон"


def test_into_keeps_the_answer_and_shows_nothing(shell) -> None:
    assert run(shell, FOUNDED.replace("%%sparql", "%%sparql --into founded")) is None
    assert isinstance(shell.user_ns["founded"], Result)


def test_the_graph_in_kg_is_asked(shell) -> None:
    from atsmu_kg.stores.embedded import EmbeddedStore

    shell.user_ns["kg"] = atsmu_kg.KnowledgeGraph(EmbeddedStore.memory())
    assert not run(shell, "%%sparql\nASK { ?s ?p ?o }")


def test_a_store_is_asked(shell, tmp_path: Path) -> None:
    atsmu_kg.open(tmp_path / "store").close()
    shell.user_ns["place"] = str(tmp_path / "store")
    assert run(shell, FOUNDED.replace("%%sparql", "%%sparql --store '{place}'")).scalar() == Year(1939)


def test_an_endpoint_is_asked(shell, kg: atsmu_kg.KnowledgeGraph) -> None:
    with serving(kg.store.engine) as server:  # type: ignore[attr-defined]
        cell = FOUNDED.replace("%%sparql", f"%%sparql --endpoint {server.url}")
        assert run(shell, cell).scalar() == Year(1939)
        assert server.requests


def test_loading_twice_and_unloading_leave_nothing_behind(shell) -> None:
    shell.run_line_magic("reload_ext", "atsmu_kg.notebook")
    assert len(shell.Completer.custom_matchers) == 1
    shell.run_line_magic("unload_ext", "atsmu_kg.notebook")
    assert shell.Completer.custom_matchers == []
    assert shell.find_cell_magic("sparql") is None
    assert not any(each.__module__.startswith("atsmu_kg") for each in shell.input_transformers_cleanup)


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("%%sparql facul", "%%sparql faculties"),
        ("%%sparql faculties --la", "%%sparql faculties --lang"),
        ("%%sparql faculties --lang t", "%%sparql faculties --lang tg"),
        ("rows = %sparql facul", "rows = %sparql faculties"),
        ("%%sparql who_says --thing atsmu:univ", "%%sparql who_says --thing atsmu:university"),
        ("%%sparql\nASK { ?s sko", "%%sparql\nASK { ?s skos:"),
        ("%%sparql\nASK { ?s skos:prefL", "%%sparql\nASK { ?s skos:prefLabel"),
        ("%%sparql\nASK { ?s a Facul", "%%sparql\nASK { ?s a akg:Faculty"),
        ("%%sparql\nASK { country:I", "%%sparql\nASK { country:IR"),
        ("%%sparql\nASK { GRAPH profile:s1", "%%sparql\nASK { GRAPH profile:s15"),
        ("%%sparql\nSELECT ?name { ?n", "%%sparql\nSELECT ?name { ?name"),
    ],
)
def test_what_is_begun_is_completed(shell, cell: str, whole: str) -> None:
    assert whole in completed(shell, cell)


@pytest.mark.parametrize("before", ["# ", "'", '"""', "<", "<https://skos/> # "])
def test_nothing_is_suggested_where_no_name_can_stand(kg: atsmu_kg.KnowledgeGraph, before: str) -> None:
    assert Completion(lambda _: kg).suggestions(f"%%sparql\nASK {{ ?s {before}sko")[1] == []


def test_other_cells_are_left_alone(kg: atsmu_kg.KnowledgeGraph) -> None:
    for cell in ("sko", "kg.facul", "%%time\nsko", "'%%sparql'\nsko"):
        assert Completion(lambda _: kg).suggestions(cell) == ("", [])


def test_every_suggestion_for_a_prefix_is_known_to_the_graph(kg: atsmu_kg.KnowledgeGraph) -> None:
    for prefix in ("akg", "skos", "country"):
        fragment, found = Completion(lambda _: kg).suggestions(f"%%sparql\nASK {{ ?s ?p {prefix}:")
        assert fragment == f"{prefix}:"
        assert found
        iris = {PREFIXES[prefix] + each.text.removeprefix(fragment) for each in found}
        assert iris <= kg.usage.things | kg.usage.classes | kg.usage.properties


def test_no_endpoint_is_asked_for_completion(kg: atsmu_kg.KnowledgeGraph) -> None:
    def graph(line) -> atsmu_kg.KnowledgeGraph:
        assert not line.endpoint
        return kg

    cell = "%%sparql --endpoint http://localhost:9/sparql\nASK { ?s skos:prefL"
    assert Completion(graph).suggestions(cell)[1]


def test_values_are_read_as_sparql_writes_them() -> None:
    read_values = [value(text) for text in ("country:IR", "<https://ror.org/>", "500", "-5", "true", "a b")]
    assert read_values == [IRI(f"{PREFIXES['country']}IR"), IRI("https://ror.org/"), 500, -5, True, "a b"]


def test_a_value_may_hold_spaces_and_an_equals_sign() -> None:
    assert read("find --text='a = b' --lang tg").parameters == {"text": "a = b", "lang": "tg"}


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("magic") / "college").root


def test_another_dataset_is_asked_with_its_own_queries_and_prefixes(shell, college: Path) -> None:
    asked = run(shell, f"%%sparql --dataset {college}\nASK {{ id:university org:hasUnit id:library }}")
    assert bool(asked)
    bound = run(shell, f"%%sparql --dataset {college} --u id:library\nASK {{ ?u a akg:Library }}")
    assert bool(bound)
    named = run(shell, f"%%sparql faculties --dataset {college} --lang en")
    assert set(named.column("faculty")) == {f"{IRI_OF_ALL}law-faculty", f"{IRI_OF_ALL}arts-faculty"}


def test_names_of_another_dataset_are_completed(shell, college: Path) -> None:
    line = f"%%sparql --dataset {college}\nASK {{ id:univ"
    assert completed(shell, line) == [f"{line}ersity"]
    named = f"%%sparql --dataset {college} facul"
    assert completed(shell, named) == [f"{named}ties"]
