"""Rules about classes and properties."""

from __future__ import annotations

from atsmu_kg.explain.deprecation import deprecated_terms
from atsmu_kg.explain.lacks import lacks
from atsmu_kg.explain.recognition import unrecognized
from atsmu_kg.lint.finding import Finding
from atsmu_kg.rdf.namespaces import RDF
from atsmu_kg.sparql.nodes import Iri, Path, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.lint.places import Place
    from atsmu_kg.lint.usage import Usage
    from atsmu_kg.sparql.nodes import Predicate, TriplePattern
    from atsmu_kg.sparql.patterns import Query


LISTED = {
    "class": "kg.queries.classes() lists what there is.",
    "property": "kg.queries.properties() lists what there is.",
    "graph": "kg.store.graph_names() lists what there is.",
    "thing": "kg.find(…) looks for a name.",
    "language": "Ask which there are with SELECT DISTINCT (LANG(?text) AS ?language).",
}


def unknown(query: Query, usage: Usage) -> Iterator[Finding]:
    """Classes, properties, things, graphs and languages that the store neither uses nor defines."""
    for each in unrecognized(query, usage):
        advice = each.suggestion or LISTED[each.kind]
        yield Finding(
            f"unknown-{each.kind}", each.text, advice, line=each.line, column=each.column, span=each.term
        )


def deprecated(query: Query, usage: Usage) -> Iterator[Finding]:
    """Terms that are no longer in use."""
    for each in deprecated_terms(query, usage):
        yield Finding(
            "deprecated-term", each.text, each.suggestion, line=each.line, column=each.column, span=each.term
        )


def lacking(query: Query, usage: Usage) -> Iterator[Finding]:
    """Properties that a thing of the query lacks."""
    for lack in lacks(query, usage):
        yield Finding(
            "unused-property",
            lack.text,
            lack.advice,
            line=lack.line,
            column=lack.column,
            span=lack.predicate,
        )


def unused(query: Query, groups: Iterable[Place], usage: Usage) -> Iterator[Finding]:
    """Properties that no thing of the variable's class has, or has as a value."""
    for place in groups:
        if place.negated:
            continue
        classes = list(_classes(place, usage))
        for pattern in place.patterns:
            ends = [(pattern.subject, first(pattern.predicate)), (pattern.object, _last(pattern.predicate))]
            for term, (property, inverse) in ends:
                if property is None or not usage.knows(f"<{property.value}>", "property"):
                    continue
                is_used = usage.is_value if inverse else usage.has_property
                for name, kind in classes:
                    is_it = isinstance(term, Variable) and term.name == name
                    if is_it and not is_used(kind.value, property.value):
                        yield _unused(query, property, kind, inverse)


def first(predicate: Predicate) -> tuple[Iri | None, bool]:
    """The property that a path begins with, if it is one, and whether it is gone backwards."""
    if isinstance(predicate, Iri):
        return predicate, False
    if isinstance(predicate, Path) and predicate.operator == "/":
        return first(predicate.parts[0])
    if isinstance(predicate, Path) and predicate.operator == "^":
        property, inverse = last(predicate.parts[0])
        return property, not inverse
    return None, False


def last(predicate: Predicate) -> tuple[Iri | None, bool]:
    """The property that a path ends with, if it is one, and whether it is gone backwards."""
    if isinstance(predicate, Iri):
        return predicate, False
    if isinstance(predicate, Path) and predicate.operator == "/":
        return last(predicate.parts[-1])
    if isinstance(predicate, Path) and predicate.operator == "^":
        property, inverse = first(predicate.parts[0])
        return property, not inverse
    return None, False


def _last(predicate: Predicate) -> tuple[Iri | None, bool]:
    """As seen from the object: what is gone forwards has it as a value."""
    property, inverse = last(predicate)
    return property, not inverse


def _classes(place: Place, usage: Usage) -> Iterator[tuple[str, Iri]]:
    """The variables whose class is said here or around, with those that things have."""
    for pattern in place.visible:
        kind = _class(pattern)
        if isinstance(pattern.subject, Variable) and kind is not None and usage.is_instantiated(kind.value):
            yield pattern.subject.name, kind


def _class(pattern: TriplePattern) -> Iri | None:
    """The class that a pattern wants its subject to have."""
    if isinstance(pattern.predicate, Iri) and pattern.predicate.value == RDF.type:
        return pattern.object if isinstance(pattern.object, Iri) else None
    return None


def _unused(query: Query, property: Iri, kind: Iri, inverse: bool) -> Finding:
    said, named = query.source(property), query.source(kind)
    message = f"nothing has a {named} as its {said}" if inverse else f"no {named} has {said}"
    advice = "The pattern has no solutions in this graph; look at what kg.describe() shows of such a thing."
    return Finding.at(property, query, "unused-property", message, advice)
