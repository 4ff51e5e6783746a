"""Bare names where a thing is asked for, parameters that may be left out, and names that queries had."""

from __future__ import annotations

from pathlib import Path

import pytest

from atsmu_kg.cli.advice import in_shell
from atsmu_kg.endpoints.federation import Federation
from atsmu_kg.errors import DataError, ParameterError
from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.queries import Catalogue, UnknownQueryError, packaged
from atsmu_kg.queries.header import read_headers
from atsmu_kg.queries.signatures import documentation
from atsmu_kg.stores.embedded import EmbeddedStore

NUMBERS = """#+ summary: Numbers
#+ tags: [test]
#+ replaces: {twos: {number: 2}, all_numbers: {}}
#+ params:
#+   - {name: number, variable: __number_integer, type: "xsd:integer", default: null, example: 2,
#+      description: one of them}
#+ columns:
#+   - {name: number, type: "xsd:integer", description: a number}
#+ expect: {rows: 3}

SELECT ?number WHERE { VALUES ?number { 1 2 3 } FILTER(COALESCE(?number = ?__number_integer, true)) }
ORDER BY ?number
"""


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return load()


@pytest.fixture
def numbers(tmp_path: Path) -> Catalogue:
    (tmp_path / "numbers.rq").write_text(NUMBERS, "utf-8")
    return Catalogue(tmp_path).bound(KnowledgeGraph(EmbeddedStore.memory()))


@pytest.mark.parametrize("name", ["Dentistry Faculty", "dentistry-faculty", "atsmu:dentistry-faculty"])
def test_a_thing_is_asked_for_by_a_bare_name(kg: KnowledgeGraph, name: str) -> None:
    expected = kg.queries.names("https://w3id.org/atsmu-kg/id/dentistry-faculty").rows
    assert expected and kg.queries.names(name).rows == kg.queries.names(thing=name).rows == expected


def test_a_measure_and_a_source_are_asked_for_by_bare_names(kg: KnowledgeGraph) -> None:
    assert kg.queries.time_series("students").rows == kg.queries.time_series("akg:StudentCount").rows
    assert len(kg.queries.reading_order("khovar-2025-02-14")) == 17


def test_a_passage_is_asked_for_by_its_graph(kg: KnowledgeGraph) -> None:
    by_range = kg.queries.passage_states("https://w3id.org/atsmu-kg/source/profile.txt#char=2548,2645")
    assert kg.queries.passage_states("profile:s14").rows == by_range.rows != ()


@pytest.mark.parametrize("name", ["no such thing", "Faculty of", "", "facultee"])
def test_a_name_that_nothing_has_is_refused(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises(ParameterError, match="takes an IRI or a CURIE as thing"):
        kg.queries.names(thing=name)


@pytest.mark.parametrize(
    ("query", "parameter", "name", "meant"),
    [
        ("list_members", "thing", "faculties", "enumeration:faculties"),
        ("countries_in_region", "thing", "142", "region:142"),
        ("passage_states", "passage", "s15", "profile:s15"),
        ("crosswalk", "scheme", "RorId", "akg:RorId"),
        ("facts", "type", "Claim", "schema:Claim"),
        ("facts", "type", "Faculty", "akg:Faculty"),
        ("time_series", "measure", "ChairCount", "akg:ChairCount"),
        ("claims", "modality", "ReportedOpinion", "akg:ReportedOpinion"),
        ("figures", "bound", "morethan", "akg:MoreThan"),
        ("graphs", "kind", "AuthorityGraph", "akg:AuthorityGraph"),
    ],
)
def test_a_bare_name_is_one_of_the_kind_that_is_wanted(
    kg: KnowledgeGraph, query: str, parameter: str, name: str, meant: str
) -> None:
    rows = kg.queries[query](**{parameter: name}).rows
    assert rows == kg.queries[query](**{parameter: meant}).rows != ()


@pytest.mark.parametrize(
    ("query", "parameter", "name", "meant"),
    [
        ("card", "thing", "unviersity", "atsmu:university"),
        ("card", "thing", "Dentistry Facluty", "atsmu:dentistry-faculty"),
        ("list_members", "thing", "facultys", "enumeration:faculties"),
        ("time_series", "measure", "studentcont", "akg:StudentCount"),
        ("time_series", "measure", "studentCount", "akg:StudentCount"),
        ("passages_mentioning", "thing", "tajikstan", "country:TJ"),
        ("units", "kind", "centre", "akg:Centre"),
        ("claims", "modality", "ReportedOpinions", "akg:ReportedOpinion"),
    ],
)
def test_what_a_bare_name_was_meant_for_is_suggested(
    kg: KnowledgeGraph, query: str, parameter: str, name: str, meant: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        kg.queries[query](**{parameter: name})
    assert caught.value.nearest[0] == meant
    assert f"Did you mean {meant}" in str(caught.value)


def test_a_parameter_that_is_left_out_restricts_nothing(numbers: Catalogue) -> None:
    query = numbers["numbers"]
    assert [row.number for row in query()] == [row.number for row in query(None)] == [1, 2, 3]
    assert [row.number for row in query(2)] == [row.number for row in query(number=2)] == [2]
    assert "any unless given" in documentation(query)


def test_a_former_name_is_told_with_what_to_ask_now(numbers: Catalogue) -> None:
    with pytest.raises(UnknownQueryError, match="no query 'twos' any more") as caught:
        numbers["twos"]
    assert caught.value.advice == "Ask numbers(number=2), which answers that too."
    assert in_shell(caught.value) == "Ask atsmu-kg run numbers --number 2, which answers that too."
    assert not hasattr(numbers, "twos") and "twos" not in numbers


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("{numbers: {}}", "can't have been the name"),
        ("{Twos: {}}", "can't have been the name"),
        ("{twos: {nmber: 2}}", "the key 'nmber' is unknown"),
        ("{twos: 2}", "expected a mapping"),
    ],
)
def test_a_wrong_former_name_is_refused(tmp_path: Path, wrong: str, message: str) -> None:
    text = NUMBERS.replace("{twos: {number: 2}, all_numbers: {}}", wrong)
    (tmp_path / "numbers.rq").write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_headers(tmp_path)


def test_each_former_name_is_answered_by_one_query_of_another_name(kg: KnowledgeGraph) -> None:
    former: dict[str, str] = {}
    for query in packaged().values():
        for name, values in query.replaces.items():
            assert name not in packaged() and name not in former
            former[name] = query.name
            assert query.render(**{**query.example, **values})
            with pytest.raises(AttributeError, match="any more"):
                getattr(kg.queries, name)


def test_the_names_of_one_thing_are_those_among_the_names_of_all(kg: KnowledgeGraph) -> None:
    everything, one = kg.queries.names(), kg.queries.names("country:TJ")
    assert one.rows == tuple(row for row in everything if row.thing.curie == "country:TJ")
    assert {"TJ", "Тоҷикистон"} <= {str(row.name) for row in one}
    assert [row.language for row in one] == sorted((row.language for row in one), key=lambda tag: tag or "~")
    with pytest.raises(UnknownQueryError, match="'names_and_codes' any more") as caught:
        kg.queries["names_and_codes"]
    assert caught.value.advice == "Ask names(), which answers that too."


def test_graphs_asked_together_know_the_names_of_each() -> None:
    with Federation({"none": KnowledgeGraph(EmbeddedStore.memory()), "ours": load()}) as both:
        assert both.thing_named("Dentistry Faculty") == "https://w3id.org/atsmu-kg/id/dentistry-faculty"
        assert both.thing_named("no such thing") is None
        assert both.things_like("Dentistry Facluty")[0] == "atsmu:dentistry-faculty"
        assert both.things_like("no such thing") == ()
        assert len(both.queries.names("Dentistry Faculty")) == 3
