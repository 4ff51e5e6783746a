"""The lint of queries: each rule with a query that it finds and one that it leaves alone."""

from __future__ import annotations

import pytest

import atsmu_kg
from atsmu_kg.errors import QueryError
from atsmu_kg.lint import Findings, Usage, lint
from atsmu_kg.queries import packaged
from atsmu_kg.stores.embedded import EmbeddedStore


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    store = atsmu_kg.load().store
    assert isinstance(store, EmbeddedStore)
    return store


@pytest.fixture(scope="module")
def usage(store: EmbeddedStore) -> Usage:
    return Usage(store)


NAME = "skos:prefLabel ?name FILTER(LANG(?name) = 'en')"

FOUND = [
    ("unknown-class", "SELECT ?f { ?f a akg:Facultie }", "akg:Facultie"),
    ("unknown-class", "SELECT ?f { ?f skos:prefLabel [] OPTIONAL { ?f a akg:Facultie } }", "akg:Facultie"),
    ("unknown-property", "SELECT ?f { ?f skos:preferredLabel [] }", "skos:preferredLabel"),
    ("unknown-property", "SELECT ?f { ?f akg:bound/skos:prefLable [] }", "skos:prefLable"),
    ("unused-property", "SELECT ?f { ?f a akg:Faculty ; schema:minValue [] }", "schema:minValue"),
    ("unused-property", "SELECT ?f { ?f a akg:Faculty . [] akg:bound ?f }", "akg:bound"),
    ("unused-property", "SELECT ?f { ?f a akg:Faculty . ?f ^akg:bound/akg:partOf [] }", "akg:bound"),
    ("variable-used-once", "SELECT ?f { ?f a akg:Faculty ; org:unitOf ?u }", "?u"),
    ("variable-used-once", "ASK { ?faculty a akg:Faculty . ?facultty org:unitOf [] }", "?faculty"),
    ("unbound-variable", f"SELECT ?nmae {{ ?f {NAME} }}", "?nmae"),
    ("unbound-variable", f"SELECT ?f {{ ?f {NAME} FILTER(?nmae = 'x') }}", "?nmae"),
    ("unbound-variable", "SELECT ?u { ?f a akg:Faculty MINUS { ?f org:unitOf ?u } }", "?u"),
    ("language-rows", "SELECT ?f ?name { ?f a akg:Faculty ; skos:prefLabel ?name }", "?name"),
    ("language-rows", "SELECT ?n { figure:students akg:bound/skos:prefLabel ?n }", "?n"),
    ("cartesian-product", "SELECT ?f ?c { ?f a akg:Faculty . ?c a schema:Country }", "?c a schema:Country"),
    (
        "cartesian-product",
        "SELECT ?f ?c { ?f a akg:Faculty OPTIONAL { ?c a schema:Country } }",
        "OPTIONAL { ?c a schema:Country }",
    ),
    ("unordered-limit", "SELECT ?f { ?f a akg:Faculty } LIMIT 2", "LIMIT 2"),
    ("unordered-limit", "SELECT ?f { { SELECT ?f { ?f a akg:Faculty } OFFSET 2 } }", "OFFSET 2"),
]

CLEAN = [
    ("unknown-class", "SELECT ?f { ?f a akg:Faculty }"),
    ("unknown-class", "CONSTRUCT { ?f a <a:Mine> } WHERE { ?f a akg:Faculty }"),
    ("unknown-class", "SELECT ?f { SERVICE <a:e> { ?f a <a:Theirs> } }"),
    ("unknown-property", "SELECT ?f { ?f !<a:p> [] }"),
    ("unused-property", "SELECT ?f { ?f a akg:Faculty ; ^org:hasUnit [] }"),
    ("unused-property", "SELECT ?f { ?f a akg:Faculty FILTER NOT EXISTS { ?f schema:minValue [] } }"),
    ("variable-used-once", "SELECT * { ?f a akg:Faculty ; org:unitOf ?u }"),
    ("variable-used-once", "SELECT ?f { ?f a akg:Faculty ; org:unitOf ?_u }"),
    ("variable-used-once", "SELECT (COUNT(*) AS ?n) { ?f a akg:Faculty }"),
    ("variable-used-once", "SELECT ?n { ?f schema:value ?n ; schema:minValue ?n }"),
    ("variable-used-once", "ASK { ?f a akg:Faculty FILTER EXISTS { ?f org:unitOf ?u } }"),
    ("unbound-variable", "SELECT ?n ?f { ?f a akg:Faculty BIND(1 AS ?n) FILTER(?_floor > 1) }"),
    ("unbound-variable", "SELECT ?c (COUNT(*) AS ?n) { [] a ?c } GROUP BY ?c ORDER BY ?n"),
    ("language-rows", f"SELECT ?f ?name {{ ?f a akg:Faculty ; {NAME} }}"),
    ("language-rows", "SELECT ?f ?name (LANG(?name) AS ?l) { ?f a akg:Faculty ; skos:prefLabel ?name }"),
    ("language-rows", "SELECT ?f (MIN(?name) AS ?n) { ?f skos:prefLabel ?name } GROUP BY ?f"),
    ("language-rows", "SELECT DISTINCT ?f { ?f skos:prefLabel ?name FILTER(STRLEN(STR(?name)) > 4) }"),
    ("language-rows", "ASK { ?f skos:prefLabel ?name FILTER(STRLEN(STR(?name)) > 4) }"),
    ("cartesian-product", "SELECT ?f ?y { ?f a akg:Faculty . atsmu:university akg:namedAfter ?y }"),
    ("cartesian-product", "SELECT ?f ?c { ?f a akg:Faculty . ?c a schema:Country FILTER(?f != ?c) }"),
    ("cartesian-product", "SELECT ?f ?c { ?f a akg:Faculty ; org:unitOf ?u . ?u schema:location ?c }"),
    ("cartesian-product", "SELECT ?f ?g { GRAPH ?g { ?f a akg:Faculty . ?c a schema:Country } }"),
    ("unordered-limit", "SELECT ?f { ?f a akg:Faculty } ORDER BY ?f LIMIT 2"),
    ("unordered-limit", "SELECT (COUNT(*) AS ?n) { ?f a akg:Faculty } LIMIT 1"),
]


@pytest.mark.parametrize(("code", "text", "span"), FOUND)
def test_a_rule_finds(store: EmbeddedStore, usage: Usage, code: str, text: str, span: str) -> None:
    found = [each for each in lint(store, text, usage=usage) if each.code == code]
    assert [each.span for each in found][:1] == [span]
    assert text[found[0].column - 1 :].startswith(span)
    assert found[0].line == 1
    assert found[0].advice


@pytest.mark.parametrize(("code", "text"), CLEAN)
def test_a_rule_leaves_alone(store: EmbeddedStore, usage: Usage, code: str, text: str) -> None:
    assert [each for each in lint(store, text, usage=usage) if each.code == code] == []


def test_advice_names_the_nearest(store: EmbeddedStore, usage: Usage) -> None:
    for text, meant in [
        ("SELECT ?f { ?f a akg:Facultie }", "akg:Faculty"),
        ("SELECT ?f { ?f org:prefLabel [] }", "skos:prefLabel"),
        ("SELECT ?nmae { ?name a akg:Faculty }", "?name"),
    ]:
        assert any(meant in each.advice for each in lint(store, text, usage=usage))


def test_findings_are_in_the_order_of_the_text(store: EmbeddedStore) -> None:
    text = "SELECT ?f {\n  ?f a akg:Facultie ;\n     org:unitOf ?u\n} LIMIT 2"
    found = lint(store, text)
    places = [(each.code, each.line, each.column) for each in found]
    assert places == [("unknown-class", 2, 8), ("variable-used-once", 3, 17), ("unordered-limit", 4, 3)]
    assert found.to_text("a.rq").startswith(
        "a.rq:2:8: the graph knows no class akg:Facultie [unknown-class]\n"
    )
    assert not found.clean


def test_strict_refuses_the_first_finding(store: EmbeddedStore) -> None:
    findings = lint(store, "SELECT ?f { ?f a akg:Facultie } LIMIT 2")
    with pytest.raises(QueryError, match=r"a\.rq:1:18: .*\[unknown-class\]") as caught:
        findings.require_clean("a.rq")
    assert caught.value.findings is findings
    assert "1 more" in caught.value.advice
    Findings(()).require_clean()


def test_findings_have_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"ask findings\.clean"):
        bool(Findings(()))


@pytest.mark.parametrize("name", packaged())
def test_the_catalogue_is_clean(store: EmbeddedStore, usage: Usage, name: str) -> None:
    query = packaged()[name]
    rendered = lint(store, query.render(**query.example), usage=usage)
    assert rendered.clean, f"{rendered}\nMend queries/{name}.rq, or the rule if the query is right."
    template = lint(store, query.text, usage=usage)
    assert template.clean, f"{template.to_text(query.file)}\nMend the query, or the rule if it is right."


def test_an_empty_store_knows_nothing() -> None:
    codes = [each.code for each in lint(EmbeddedStore.memory(), "SELECT ?f { ?f a akg:Faculty }")]
    assert codes == ["unknown-property", "unknown-class"]


def test_advice_refuses_nothing(store: EmbeddedStore) -> None:
    once = lint(store, "SELECT ?f { ?f a akg:Faculty ; org:unitOf ?u }")
    assert not once.clean
    assert (once.faults, [each.advisory for each in once]) == ((), [True])
    once.require_clean()
    both = lint(store, "SELECT ?f { ?f a akg:Facultie ; org:unitOf ?u }")
    assert [each.code for each in both.faults] == ["unknown-class"]
    with pytest.raises(QueryError, match="unknown-class") as caught:
        both.require_clean()
    assert "more" not in caught.value.advice
