"""What is deprecated is told with what replaces it, wherever a query or one of its values names it."""

from __future__ import annotations

import pytest

import atsmu_kg
from atsmu_kg.cli import main
from atsmu_kg.endpoints.federation import Federation
from atsmu_kg.errors import ParameterError
from atsmu_kg.queries import packaged
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.stores.embedded import EmbeddedStore

QUERIES = [
    "ASK { ?figure schema:measuredProperty akg:studentCount }",
    "SELECT ?p { ?p akg:acronym ?o }",
    "SELECT ?f { VALUES ?m { akg:studentCount } ?f schema:measuredProperty ?m }",
    "SELECT ?r { ?u akg:listedIn ?r FILTER(?r = registry:faimer) }",
    "CONSTRUCT { ?u akg:listedIn registry:faimer } WHERE { ?u a akg:University }",
    "DESCRIBE registry:faimer",
]


@pytest.fixture(scope="module")
def kg() -> atsmu_kg.KnowledgeGraph:
    return atsmu_kg.load()


@pytest.mark.parametrize("text", QUERIES)
def test_a_deprecated_term_is_told_with_its_replacement(kg: atsmu_kg.KnowledgeGraph, text: str) -> None:
    (warning,) = kg.query(text).warnings
    assert warning.kind == "deprecated"
    assert warning.text == f"{warning.term} is deprecated"
    assert warning.nearest and warning.suggestion == f"Use {warning.nearest[0]} instead."
    (finding,) = [each for each in kg.lint(text) if each.code.split("-")[0] in ("deprecated", "unknown")]
    assert (finding.code, finding.span, finding.advice) == (
        "deprecated-term",
        warning.term,
        warning.suggestion,
    )


def test_a_deprecated_value_of_a_parameter_is_told(kg: atsmu_kg.KnowledgeGraph) -> None:
    (warning,) = kg.queries.time_series("akg:studentCount").warnings
    assert str(warning) == "measure: akg:studentCount is deprecated\n  Use akg:StudentCount instead."
    text = "ASK { ?figure schema:measuredProperty ?m }"
    iri = expand("akg:studentCount")
    for answer in (kg.query(text, m=iri), kg.query(text, bindings={"?m": iri})):
        assert [(each.place, each.nearest) for each in answer.warnings] == [("m", ("akg:StudentCount",))]
    assert kg.query(text, m="akg:studentCount").warnings == ()
    assert kg.queries.time_series("akg:StudentCount").warnings == ()


def test_nothing_deprecated_is_suggested(kg: atsmu_kg.KnowledgeGraph) -> None:
    (warning,) = kg.query("ASK { BIND(akg:facultyCounts AS ?m) ?f schema:measuredProperty ?m }").warnings
    assert warning.nearest[0] == "akg:FacultyCount"
    assert not set(warning.nearest) & {kg.usage.shown(iri) for iri in kg.usage.deprecated}


def test_why_an_answer_is_empty_names_the_replacement(kg: atsmu_kg.KnowledgeGraph) -> None:
    assert "Use akg:StudentCount instead." in kg.queries.time_series("akg:studentCount").why_empty().to_text()


@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_the_shell_tells_it_in_every_format(capsys: pytest.CaptureFixture[str], format: str) -> None:
    assert main(["run", "time_series", "--measure", "akg:studentCount", "--format", format]) == 0
    out, err = capsys.readouterr()
    assert "Use akg:StudentCount instead." in (out if format == "table" else err)


def test_no_named_query_has_a_deprecated_term(kg: atsmu_kg.KnowledgeGraph) -> None:
    for query in packaged().values():
        text = query.render(**query.example)
        assert not [each for each in kg.warnings(text) if each.kind == "deprecated"], query.name


def test_what_nothing_replaces_is_told_so() -> None:
    graph = (
        "INSERT DATA { <urn:a> <http://www.w3.org/2002/07/owl#deprecated> true . <urn:b> <urn:p> <urn:a> }"
    )
    store = EmbeddedStore.memory()
    store.engine.update(graph)
    (warning,) = atsmu_kg.KnowledgeGraph(store).warnings("ASK { ?s ?p <urn:a> }")
    assert (warning.nearest, warning.suggestion) == ((), "Nothing replaces it.")


def test_only_a_mapping_of_values_is_looked_at(kg: atsmu_kg.KnowledgeGraph) -> None:
    assert kg.deprecated({"a": "no such:iri", "b": 4, "c": "akg:Faculty"}) == ()
    with pytest.raises(ParameterError, match="given"):
        kg.deprecated(["akg:studentCount"])  # type: ignore[arg-type]


def test_graphs_asked_together_tell_what_one_of_them_has_as_deprecated() -> None:
    graphs = {"none": atsmu_kg.KnowledgeGraph(EmbeddedStore.memory()), "ours": atsmu_kg.load()}
    with Federation(graphs) as both:
        (value,) = both.queries.time_series("akg:studentCount").warnings
        assert (value.place, value.nearest) == ("measure", ("akg:StudentCount",))
        (term,) = both.ask(QUERIES[0]).warnings
        assert term.text == "akg:studentCount is deprecated"
        assert both.queries.time_series("akg:StudentCount").told() == ()
