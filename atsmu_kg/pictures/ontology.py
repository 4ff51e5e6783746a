"""The ontology as a diagram: what its classes are kinds of, and what its properties lead from and to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atsmu_kg.pictures.columns import Box, Link
from atsmu_kg.pictures.diagram import Diagram, Relation, drawing
from atsmu_kg.pictures.style import INK, SIZE, dressed
from atsmu_kg.pictures.words import checked, word
from atsmu_kg.rdf.namespaces import AKG, IRI, OWL, RDFS, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.pictures.labels import Labels
    from atsmu_kg.queries.catalogue_types import FactsRow

PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
Pairs = list[tuple[IRI, IRI]]


def picture(
    classes: Iterable[FactsRow], properties: Iterable[FactsRow], labels: Labels, lang: str = "en"
) -> Diagram:
    """The classes below the standard classes that they refine, beside the properties with domain and range.

    Terms of standards have a dashed outline. The rows are what the query ``facts`` says of owl:Class, and of
    the classes of properties.
    """
    import altair as alt

    checked(lang)
    classes, properties = list(classes), list(properties)
    above = _pairs(classes, RDFS.subClassOf)
    domains, ranges = _pairs(properties, RDFS.domain), _pairs(properties, RDFS.range)
    left = _kinds(sorted({row.thing for row in classes}), above, labels, lang)
    right = _properties(sorted({row.thing for row in properties}), domains, ranges, labels, lang)
    chart = alt.hconcat(
        left.properties(title=_heading("classes", lang)),
        right.properties(title=_heading("properties", lang)),
        spacing=70,
    )
    relations = [Relation(term.curie, "rdfs:subClassOf", other.curie) for term, other in above]
    relations += [
        Relation(start.curie, labels(linking, lang), end.curie)
        for linking in sorted({row.thing for row in properties})
        for start in _ends(domains, linking)
        for end in _ends(ranges, linking)
    ]
    terms = sorted({term for relation in relations for term in (relation.source, relation.target)})
    names = {term: labels(expand(term), lang) for term in terms}
    text = "; ".join(
        f"{names[relation.source]} — {relation.label} → {names[relation.target]}" for relation in relations
    )
    return Diagram(dressed(chart, word("ontology", lang), description=text), names, relations)


def _pairs(rows: Iterable[FactsRow], property: IRI) -> Pairs:
    return list(dict.fromkeys((row.thing, row.value) for row in rows if row.property == property))


def _ends(pairs: Pairs, property: IRI) -> list[IRI]:
    """The domains or the ranges of a property; one without them may have or lead to anything."""
    return [other for each, other in pairs if each == property] or [OWL.Thing]


def _kinds(classes: list[IRI], above: Pairs, labels: Labels, lang: str) -> Any:
    """Standard classes, our classes that refine them, our classes that refine ours."""
    refined = {below for below, term in above if term in AKG}
    boxes = [_box(term.curie, term, 0, labels, lang) for term in _others(term for _, term in above)]
    boxes += [
        _box(term.curie, term, 2 if term in refined else 1, labels, lang) for term in _by(above, classes)
    ]
    links = [Link(term.curie, below.curie) for below, term in above]
    return drawing(boxes, links, order=(1, 0, 2))


def _properties(properties: list[IRI], domains: Pairs, ranges: Pairs, labels: Labels, lang: str) -> Any:
    """What has the properties, the properties, and what each leads to, beside it."""
    boxes = [
        _box(f"from {term.curie}", term, 0, labels, lang) for term in sorted({term for _, term in domains})
    ]
    boxes += [
        _box(term.curie, term, 1, labels, lang)._replace(kind="property") for term in _by(domains, properties)
    ]
    boxes += [_box(f"{end.curie} to {term.curie}", term, 2, labels, lang) for end, term in ranges]
    links = [Link(f"from {term.curie}", end.curie) for end, term in domains]
    links += [Link(end.curie, f"{end.curie} to {term.curie}") for end, term in ranges]
    return drawing(boxes, links, order=(1, 0, 2))


def _by(pairs: Pairs, terms: list[IRI]) -> list[IRI]:
    """Terms with those together that a pair leads to the same other."""
    first: dict[IRI, IRI] = {}
    for term, other in sorted(pairs):
        first.setdefault(term, other)
    return sorted(terms, key=lambda term: (first.get(term, ""), term))


def _others(terms: Iterable[IRI]) -> list[IRI]:
    return sorted({term for term in terms if term not in AKG})


def _box(key: str, term: IRI, column: int, labels: Labels, lang: str) -> Box:
    if term in AKG:
        return Box(key, labels(term, lang), column, "own", term.curie)
    return Box(key, term.curie, column, "standard")


def _heading(key: str, lang: str) -> Any:
    import altair as alt

    return alt.TitleParams(word(key, lang), fontSize=SIZE, color=INK)
