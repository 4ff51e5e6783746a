"""What helps by its meaning: what a thing has, and where ours keep what other vocabularies say."""

from __future__ import annotations

import pytest

import atsmu_kg
from atsmu_kg.explain import warnings, why_empty
from atsmu_kg.explain.elsewhere import kept_as, table
from atsmu_kg.explain.lacks import lacks
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.sparql import parse

KG = atsmu_kg.load()


def test_an_unknown_property_of_a_thing_names_what_it_has() -> None:
    (warning,) = KG.warnings("SELECT ?x { atsmu:university akg:hasPartnerIn ?x }")
    assert warning.nearest[0] == "akg:hasPartnersIn"
    assert "atsmu:university has: " in warning.advice
    assert "schema:foundingDate" in warning.advice


def test_a_property_that_a_thing_lacks() -> None:
    text = "SELECT ?x { atsmu:university schema:position ?x }"
    (lack,) = lacks(parse(text), KG.usage)
    assert (lack.thing, lack.predicate) == ("atsmu:university", "schema:position")
    assert (lack.line, lack.column) == (1, 30)
    assert lack.advice.startswith("atsmu:university has: ")
    assert "atsmu:university has no schema:position" in str(why_empty(KG.store, text))
    (finding,) = KG.lint(text)
    assert (finding.code, finding.span) == ("unused-property", "schema:position")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { atsmu:university schema:foundingDate ?x }",
        "SELECT ?x { ?x a akg:Faculty OPTIONAL { atsmu:university schema:position ?y } }",
        "ASK { FILTER NOT EXISTS { atsmu:university schema:position ?y } }",
        "ASK { ?x a akg:Faculty MINUS { atsmu:university schema:position ?y } }",
        "SELECT ?x { SERVICE <a:e> { atsmu:university schema:position ?y } }",
        "SELECT ?x { country:ZZ schema:position ?x }",
        "SELECT ?x { atsmu:university akg:nothing ?x }",
    ],
)
def test_what_is_no_lack(text: str) -> None:
    assert list(lacks(parse(text), KG.usage)) == []


@pytest.mark.parametrize(
    ("term", "ours"),
    [
        ("skos:notation", "schema:identifier"),
        ("geo:lat", "schema:latitude"),
        ("geo:long", "schema:longitude"),
        ("<http://purl.org/dc/elements/1.1/title>", "dcterms:title"),
    ],
)
def test_a_term_of_another_vocabulary(term: str, ours: str) -> None:
    (warning,) = KG.warnings(f"SELECT ?x {{ ?s {term} ?x }}")
    assert warning.nearest == (ours,)
    assert f"Did you mean {ours}? " in str(warning)
    assert warning.advice


def test_a_known_term_that_is_kept_elsewhere() -> None:
    (lack,) = lacks(parse("SELECT ?x { atsmu:university org:subOrganizationOf ?x }"), KG.usage)
    assert lack.advice.startswith("Did you mean akg:managedBy? The ministry manages the university")


@pytest.mark.parametrize("term", table())
def test_the_table_names_what_there_is(term: str) -> None:
    ours, reason = kept_as(term)
    kind = "class" if ours.partition(":")[2][0].isupper() else "property"
    assert KG.usage.knows(f"<{expand(ours)}>", kind)
    assert reason.endswith(".")


def test_the_other_scheme_is_said_in_full() -> None:
    (warning,) = warnings(KG.store, "PREFIX schema: <http://schema.org/> ASK { ?s schema:foundingDate ?x }")
    assert str(warning).endswith(
        "Did you mean <https://schema.org/foundingDate>? "
        "It is another IRI than <http://schema.org/foundingDate>."
    )
    (kind,) = warnings(KG.store, "ASK { ?s a <http://schema.org/Country> }")
    assert kind.nearest == ("<https://schema.org/Country>",)
