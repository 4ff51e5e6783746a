"""The lint of values and of what says something else than it seems to, and no false alarms."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, parse
from test_sparql_w3c import BASE, MANIFEST, QUERY, RDF, Manifest, _value

import atsmu_kg
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.lint import Usage, lint
from atsmu_kg.stores.embedded import EmbeddedStore

KG = atsmu_kg.load()
# What a query may well ask of data that lacks it, or leave to chance.
DELIBERATE = {
    *("variable-used-once", "cartesian-product", "unbound-variable"),
    *("unknown-property", "unknown-thing"),
}

FOUND = [
    ("literal-type", "SELECT ?x { ?x schema:foundingDate 1939 }", "1939"),
    ("literal-type", "SELECT ?x { ?x skos:prefLabel 'Dushanbe' }", "'Dushanbe'"),
    ("literal-type", "SELECT ?x { ?x akg:bound 'Exactly' }", "'Exactly'"),
    ("literal-type", "SELECT ?x { ?x schema:location/skos:prefLabel 'Dushanbe' }", "'Dushanbe'"),
    ("literal-type", "SELECT ?x { ?x schema:foundingDate ?y FILTER(?y > 1930) }", "1930"),
    ("literal-type", "SELECT ?x { ?x schema:foundingDate ?y FILTER(1930 < ?y) }", "1930"),
    ("literal-type", "SELECT ?x { ?x skos:prefLabel ?n FILTER(?n IN ('a'@en, 'b')) }", "'b'"),
    ("unused-value", "SELECT ?x { ?x akg:bound akg:Faculty }", "akg:Faculty"),
    ("unused-value", "SELECT ?x { ?x akg:modality akg:Exactly }", "akg:Exactly"),
    ("unused-value", "SELECT ?x { ?x qudt:hasUnit akg:StudentCount }", "akg:StudentCount"),
    ("unused-value", "SELECT ?x { ?x akg:completeness country:TJ }", "country:TJ"),
    ("unused-value", "SELECT ?x { ?x akg:bound ?b FILTER(?b = akg:Faculty) }", "akg:Faculty"),
    ("unused-value", "SELECT ?x { ?x akg:bound ?b FILTER(?b IN (akg:Exactly, country:TJ)) }", "country:TJ"),
    ("unknown-thing", "SELECT ?x { ?x akg:hasStudentsFrom country:ZZ }", "country:ZZ"),
    ("unknown-graph", "SELECT ?x { GRAPH graph:editorials { ?x a akg:Faculty } }", "graph:editorials"),
    ("unknown-language", 'SELECT ?n { ?x skos:prefLabel ?n FILTER(LANG(?n) = "tj") }', '"tj"'),
    (
        "graphs-apart",
        "SELECT ?g { GRAPH ?g { atsmu:university schema:foundingDate [] ; akg:listedIn [] } }",
        "GRAPH ?g { atsmu:university schema:foundingDate [] ; akg:listedIn [] }",
    ),
    ("required-maximum", "SELECT ?f ?m { ?f a akg:Figure ; schema:maxValue ?m }", "schema:maxValue"),
    ("sum-of-figures", "SELECT (SUM(?v) AS ?s) { ?f a akg:Figure ; schema:value ?v }", "SUM(?v)"),
    ("sum-of-figures", "SELECT (AVG(?v + 1) AS ?s) { ?f schema:value ?v }", "AVG(?v + 1)"),
    (
        "open-list",
        "SELECT ?c { ?c a schema:Country FILTER NOT EXISTS { [] akg:hasStudentsFrom ?c } }",
        "akg:hasStudentsFrom",
    ),
    ("open-list", "SELECT ?c { ?c a schema:Country MINUS { [] akg:hasPartnersIn ?c } }", "akg:hasPartnersIn"),
    ("having-alias", "SELECT ?c (COUNT(*) AS ?n) { [] a ?c } GROUP BY ?c HAVING(?n > 3)", "?n"),
    ("no-regex", "SELECT ?n { ?f schema:url ?n FILTER REGEX(STR(?n), '(Med') }", "'(Med'"),
    ("no-regex", "SELECT (REPLACE(STR(?n), '[', '') AS ?m) { ?f schema:url ?n }", "'['"),
]
CLEAN = [
    ("literal-type", "SELECT ?x { ?x schema:foundingDate '1939'^^xsd:gYear }"),
    ("literal-type", "SELECT ?x { ?x schema:foundingDate ?y FILTER(?y > '1930'^^xsd:gYear) }"),
    ("literal-type", "SELECT ?x { ?x schema:foundingDate ?y FILTER(xsd:integer(STR(?y)) > 1930) }"),
    ("literal-type", "SELECT ?x { ?x schema:value ?v FILTER(?v > 1.5) }"),
    ("literal-type", "SELECT ?x { ?x ?p ?v FILTER(?v > 1.5) }"),
    ("literal-type", "SELECT ?x { ?x skos:prefLabel 'Dushanbe'@en }"),
    ("literal-type", "SELECT ?x { ?x akg:nothing 1939 }"),
    ("literal-type", "SELECT ?x { ?x a akg:Faculty FILTER NOT EXISTS { ?x skos:prefLabel 'x' } }"),
    ("unused-value", "SELECT ?x { ?x akg:bound akg:Exactly }"),
    ("unused-value", "SELECT ?x { ?x akg:bound akg:AtMost }"),
    ("unused-value", "SELECT ?x { ?x akg:bound ?b FILTER(?b = akg:AtMost) }"),
    ("unused-value", "SELECT ?x { ?x akg:bound ?b FILTER(?b != akg:Faculty) }"),
    ("unused-value", "SELECT ?x { ?x a ?b FILTER(?b = akg:Faculty) }"),
    ("unused-value", "SELECT ?x { ?x ?p ?b FILTER(?b = akg:Faculty) }"),
    ("unused-value", "SELECT ?x { { ?x akg:bound ?b } UNION { ?x a ?b } FILTER(?b = akg:Faculty) }"),
    ("unused-value", "SELECT ?x { ?x owl:sameAs ror:02emvsg33 }"),
    ("unknown-language", "SELECT (STRBEFORE(STR(?n), 'x'@cy) AS ?m) { ?x schema:url ?n }"),
    ("graphs-apart", "SELECT ?g { GRAPH ?g { ?f a akg:Faculty ; skos:prefLabel [] } }"),
    ("graphs-apart", "SELECT ?g { GRAPH ?g { ?f a akg:Faculty } GRAPH ?h { ?f skos:prefLabel [] } }"),
    ("required-maximum", "SELECT ?f ?m { ?f a akg:Figure OPTIONAL { ?f schema:maxValue ?m } }"),
    ("required-maximum", "SELECT ?f { ?f schema:maxValue ?m FILTER(?m < 9) }"),
    ("required-maximum", "SELECT ?m { figure:faculties schema:maxValue ?m }"),
    ("sum-of-figures", "SELECT (MAX(?v) AS ?s) { ?f schema:value ?v }"),
    ("sum-of-figures", "SELECT (SUM(?v) AS ?s) { ?f schema:measuredProperty akg:x ; schema:value ?v }"),
    ("open-list", "SELECT ?c { ?c a schema:Country FILTER EXISTS { [] akg:hasStudentsFrom ?c } }"),
    ("open-list", "SELECT ?f { ?f a akg:Figure FILTER NOT EXISTS { ?f schema:maxValue ?m } }"),
    ("having-alias", "SELECT ?c (COUNT(*) AS ?n) { [] a ?c } GROUP BY ?c HAVING(COUNT(*) > 3)"),
    ("no-regex", r"SELECT ?n { ?f schema:url ?n FILTER REGEX(STR(?n), '^https?://\\p{L}+', 'i') }"),
    ("no-regex", "SELECT ?n { ?f schema:url ?n FILTER REGEX(STR(?n), STR(?f)) }"),
]


@pytest.mark.parametrize(("code", "text", "span"), FOUND)
def test_a_rule_finds(code: str, text: str, span: str) -> None:
    finding = next(each for each in KG.lint(text) if each.code == code)
    assert finding.span == span
    assert finding.column is not None
    assert text[finding.column - 1 :].startswith(span)
    assert finding.advice
    assert (finding in KG.lint(text).faults) == (code != "open-list")


@pytest.mark.parametrize(("code", "text"), CLEAN)
def test_a_rule_leaves_alone(code: str, text: str) -> None:
    assert [each for each in KG.lint(text) if each.code == code] == []


def test_advice_writes_the_type() -> None:
    (finding,) = KG.lint("SELECT ?x { ?x schema:foundingDate 1939 }")
    assert finding.advice.endswith('"1939"^^xsd:gYear.')


def alarms(action: object, manifest: Manifest) -> list[str]:
    """What is found of a test's query over the test's own data."""
    store = EmbeddedStore.memory()
    folder = manifest.file.parent
    for name in ("data", "graphData"):
        for stated in manifest._about(action, f"{QUERY}{name}"):
            iri = _value(stated.object)
            file = folder / iri.removeprefix(BASE)
            graph = [NamedNode(iri)] if name == "graphData" else []
            store.extend(
                Quad(each.subject, each.predicate, each.object, *graph)
                for each in parse(path=str(file), base_iri=iri)
            )
    found = []
    for stated in manifest._about(action, f"{QUERY}query"):
        file = folder / _value(stated.object).removeprefix(BASE)
        try:
            findings = lint(store, f"BASE <{BASE}>\n{file.read_text('utf-8')}", usage=Usage(store))
        except AtsmuKGError:
            continue
        found += [f"{file.name}: {each}" for each in findings if each.code not in DELIBERATE]
    return found


def test_no_false_alarm_on_the_queries_of_the_w3c(shared: Path) -> None:
    folder = shared / "external" / "w3c-sparql11-tests"
    if not folder.is_dir():
        pytest.skip("the W3C's tests of SPARQL 1.1 are not in the folder shared/ beside the checkout")
    found, count = [], 0
    for file in sorted(folder.rglob("manifest.ttl")):
        manifest = Manifest(file)
        for first in manifest._with(f"{RDF}first"):
            for action in manifest._about(first.object, f"{MANIFEST}action"):
                count += 1
                found += alarms(action.object, manifest)
    assert found == []
    assert count >= 200, "there are as many tests"
