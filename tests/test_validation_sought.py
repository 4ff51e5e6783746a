"""Engines get the triples that shapes may ask for, and report what they report of all triples."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from atsmu_kg.rdf.namespaces import RDF, RDFS, XSD
from atsmu_kg.validation import engines, validate
from atsmu_kg.validation.facts import Facts
from atsmu_kg.validation.lint.vocabulary import shacl_terms
from atsmu_kg.validation.merged_graph import MergedGraph
from atsmu_kg.validation.sought import predicates_sought

PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EX = "https://example.org/"
CORE = """
ex:S sh:targetClass ex:A ; sh:targetSubjectsOf ex:subjects ; sh:targetObjectsOf ex:objects ;
    sh:property [ sh:path ([ sh:inversePath ex:in ] [ sh:zeroOrOnePath [ sh:alternativePath (ex:x ex:y) ] ]) ;
        sh:equals ex:equal ; sh:disjoint ex:disjoint ; sh:class ex:B ; sh:name "any" ] ;
    sh:or ([ sh:path ex:less ; sh:lessThan ex:more ] [ sh:not [ sh:path ex:not ; sh:hasValue 1 ] ]) .
"""
# Whatever is done with the namespace of SHACL, and is no predicate that says by which others to look.
LOOKING_ANYWHERE = """closed ignoredProperties sparql select ask construct update validator nodeValidator
propertyValidator parameter optional labelTemplate prefixes rule condition target expression js targetShape"""


def turtle(text: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def test_the_predicates_of_targets_paths_and_pairs_are_sought() -> None:
    named = ("subjects", "objects", "in", "x", "y", "equal", "disjoint", "less", "more", "not")
    sought = predicates_sought(Facts(turtle(CORE)))
    assert sought is not None
    assert {f"{EX}{name}" for name in named} | {RDF.type, RDFS.subClassOf} <= sought
    assert f"{EX}any" not in sought


@pytest.mark.parametrize("name", LOOKING_ANYWHERE.split())
def test_what_is_not_core_may_look_by_any_predicate(name: str) -> None:
    assert predicates_sought(Facts(turtle(f"{CORE} ex:S sh:{name} ex:o ."))) is None


def test_a_term_that_is_new_to_shacl_may_look_by_any_predicate() -> None:
    assert "http://www.w3.org/ns/shacl#memberShape" not in shacl_terms()
    assert predicates_sought(Facts(turtle(f"{CORE} ex:S sh:memberShape ex:o ."))) is None


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_the_report_is_that_of_all_triples(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[MergedGraph] = []
    run = engines.run

    def watched(name: str, data: MergedGraph, *others: Any) -> Any:
        given.append(data)
        return run(name, data, *others)

    monkeypatch.setattr(engines, "run", watched)
    data = turtle(
        """ex:a a ex:Narrow ; ex:in ex:c ; ex:other 'five'^^xsd:integer ; rdfs:label "A"@en . ex:c ex:z ex:d .
        ex:Narrow rdfs:subClassOf ex:A . ex:c ex:x ex:d ; ex:less 5 ; ex:more 4 ; ex:not 1 ; ex:subjects 1 .
        """
    )
    told = validate(data, turtle(CORE), engine=engine)
    told_open = validate(
        data, turtle(f"{CORE} ex:T sh:targetNode ex:none ; sh:closed false ."), engine=engine
    )
    assert told.results
    assert told.results == told_open.results
    assert told.focus_nodes == told_open.focus_nodes
    assert {result.focus_label for result in told if result.focus_node == f"{EX}a"} == {"A"}
    assert ox.Literal("five", datatype=ox.NamedNode(XSD.integer)) in {result.value_term for result in told}
    few, many = given
    assert b"rdf-schema#label" not in few.text
    assert b"rdf-schema#label" in many.text


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
def test_data_without_any_triple_that_is_sought(engine: Any) -> None:
    shapes = turtle("ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    told = validate(turtle("ex:a ex:q 1 ."), shapes, engine=engine)
    assert (told.focus_nodes, len(told)) == (1, 1)
