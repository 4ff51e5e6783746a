"""Which sources' figures queries give where institutions in one graph prefer different ones, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox
import pytest

from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.rdf.namespaces import AKG, RDF, SCHEMA, SKOS, expand
from atsmu_kg.stores.embedded import EmbeddedStore

MADE = "https://made.example/"
# Of each figure what it is about, and the document that states it, if one does.
FIGURES = {
    "own": ("first", "first.txt"),
    "own-of-another": ("first", "second.txt"),
    "own-unsourced": ("first", ""),
    "library": ("first-library", "first.txt"),
    "library-of-another": ("first-library", "other.txt"),
    "second": ("second", "second.txt"),
    "second-of-first": ("second", "first.txt"),
    "third": ("third", "other.txt"),
    "third-of-first": ("third", "first.txt"),
    "third-library": ("third-library", "other.txt"),
    "building": ("building", "first.txt"),
    "building-of-another": ("building", "other.txt"),
    "building-unsourced": ("building", ""),
}
UNITS = {"first-library": "first", "third-library": "third"}
HIDDEN = {"own-of-another", "library-of-another", "second-of-first", "building-of-another"}


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name) if ":" in name else MADE + name)


def sourced(subject: str, property: str, value: ox.NamedNode | ox.Literal, document: str) -> list[ox.Quad]:
    """A statement in the merge, and in a passage of a document if it is of one."""
    merge, passage = ox.DefaultGraph(), iri(f"{document}/graph")
    quads = [ox.Quad(iri(subject), iri(property), value, merge)]
    if document:
        quads.append(ox.Quad(iri(subject), iri(property), value, passage))
        quads.append(ox.Quad(passage, iri("prov:wasDerivedFrom"), iri(f"{document}#1"), merge))
        quads.append(ox.Quad(iri(f"{document}#1"), iri("oa:hasSource"), iri(document), merge))
    return quads


def statements(preferences: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str, str, str]]:
    """Subject, property, object and document of what is stated."""
    for university in ("first", "second", "third"):
        yield university, RDF.type, AKG.University, ""
    yield from ((unit, "org:unitOf", university, "") for unit, university in UNITS.items())
    yield from ((institution, AKG.preferredSource, document, "") for institution, document in preferences)
    for figure, (about, document) in FIGURES.items():
        yield figure, RDF.type, AKG.Figure, document
        yield figure, SCHEMA.observationAbout, about, ""
        yield figure, SCHEMA.measuredProperty, AKG.StudentCount, ""
        yield figure, AKG.bound, AKG.Exactly, ""
        yield figure, "qudt:hasUnit", "unit:NUM", ""
        yield figure, AKG.partOf, "whole", ""


def graph(*preferences: tuple[str, str]) -> KnowledgeGraph:
    """Three universities, their libraries and a building, and the figures about them."""
    merge, one = ox.DefaultGraph(), ox.Literal(1)
    quads = [ox.Quad(iri("whole"), iri(SCHEMA.value), one, merge)]
    for subject, property, value, document in statements(preferences):
        quads += sourced(subject, property, iri(value), document)
    quads += [ox.Quad(iri(figure), iri(SCHEMA.value), one, merge) for figure in FIGURES]
    quads += [
        ox.Quad(iri(term), iri(SKOS.prefLabel), ox.Literal("name", language="en"), merge)
        for term in (AKG.StudentCount, AKG.Exactly)
    ]
    store = EmbeddedStore.memory()
    store.extend(quads)
    return KnowledgeGraph(store)


def shown(kg: KnowledgeGraph) -> dict[str, set[str]]:
    """By query the names of the figures that it gives."""
    about = {thing for thing, _ in FIGURES.values()}
    answers: Mapping[str, Iterable[str]] = {
        "certainly_at_least": (row.figure for row in kg.queries.certainly_at_least(0)),
        "parts_of_wholes": (row.part for row in kg.queries.parts_of_wholes()),
        "figures": (row.figure for thing in about for row in kg.queries.figures(thing=MADE + thing)),
    }
    return {query: {figure.removeprefix(MADE) for figure in figures} for query, figures in answers.items()}


def alike(figures: set[str]) -> dict[str, set[str]]:
    return dict.fromkeys(("certainly_at_least", "parts_of_wholes", "figures"), figures)


def test_each_institution_is_held_to_the_sources_that_it_prefers() -> None:
    """What is of no university, as a building, is held to those that any of them prefers."""
    kg = graph(("first", "first.txt"), ("second", "second.txt"))
    assert shown(kg) == alike(FIGURES.keys() - HIDDEN)
    assert shown(graph(("second", "second.txt"))) == alike(
        FIGURES.keys() - {"second-of-first", "building", "building-of-another"}
    )


def test_an_institution_may_prefer_several_sources() -> None:
    kg = graph(("first", "first.txt"), ("first", "second.txt"), ("second", "second.txt"))
    assert shown(kg) == alike(FIGURES.keys() - (HIDDEN - {"own-of-another"}))


@pytest.mark.parametrize("preferences", [(), [("nobody", "unknown.txt")]], ids=["none", "of-a-stranger"])
def test_without_preferences_all_is_shown_but_what_is_of_no_university(
    preferences: Iterable[tuple[str, str]],
) -> None:
    hidden = {"building", "building-of-another"} if preferences else set()
    assert shown(graph(*preferences)) == alike(FIGURES.keys() - hidden)


def test_a_document_that_is_named_goes_before_preferences() -> None:
    kg = graph(("first", "first.txt"), ("second", "second.txt"))
    for thing, document, expected in (
        ("first", "second.txt", {"own-of-another", "own-unsourced"}),
        ("first-library", "other.txt", {"library-of-another"}),
        ("building", "other.txt", {"building-of-another", "building-unsourced"}),
        ("second", "unknown.txt", set()),
    ):
        rows = kg.queries.figures(thing=MADE + thing, document=MADE + document)
        assert {row.figure.removeprefix(MADE) for row in rows} == expected, (thing, document)


def test_the_faculties_of_one_university_are_not_chosen_by_another() -> None:
    """Their sources are those that it prefers itself; all where it prefers none."""
    university = "atsmu:university"
    named = (("atsmu:a", "first.txt"), ("atsmu:b", "other.txt"))

    def sources(*preferences: tuple[str, str]) -> set[str]:
        kg = graph(*preferences)
        for faculty, document in named:
            kg.store.extend(
                [
                    *sourced(university, "org:hasUnit", iri(faculty), document),
                    ox.Quad(iri(faculty), iri(RDF.type), iri(AKG.Faculty)),
                    ox.Quad(iri(faculty), iri(SKOS.prefLabel), ox.Literal(faculty, language="en")),
                ]
            )
        return {row.source.removeprefix(MADE) for row in kg.queries.faculties()}

    assert sources(("first", "first.txt")) == {"first.txt", "other.txt"}
    assert sources(("first", "first.txt"), (university, "other.txt")) == {"other.txt"}


def test_the_years_of_a_university_are_those_of_its_own_sources() -> None:
    """Where it prefers some, a year that none of them states, or nobody, is left out."""
    years = {"first.txt": 1901, "second.txt": 1902, "other.txt": 1903, "": 1904}

    def given(*preferences: tuple[str, str]) -> set[tuple[str, int]]:
        kg = graph(*preferences)
        for university in ("first", "second"):
            for document, year in years.items():
                date = ox.Literal(str(year), datatype=iri("xsd:gYear"))
                kg.store.extend(sourced(university, SCHEMA.foundingDate, date, document))
            for place, kind in (("town", SCHEMA.City), ("land", SCHEMA.Country)):
                kg.store.extend(
                    [
                        ox.Quad(iri(university), iri(SCHEMA.location), iri(place)),
                        ox.Quad(iri(place), iri(RDF.type), iri(kind)),
                    ]
                )
        rows = kg.queries.university()
        return {(row.university.removeprefix(MADE), int(str(row.founded))) for row in rows}

    every = {("second", year) for year in years.values()}
    assert given(("first", "first.txt")) == {("first", 1901)} | every
    assert given(("first", "first.txt"), ("first", "second.txt"), ("second", "unknown.txt")) == {
        ("first", 1901),
        ("first", 1902),
    }
