"""Rules about values that a property never has: of another type, or another kind of thing."""

from __future__ import annotations

from atsmu_kg.explain.comparison import LANGUAGE_TEXTS, NUMBERS, compared, equated, family
from atsmu_kg.lint.finding import Finding
from atsmu_kg.lint.terms import last
from atsmu_kg.rdf.datatypes import XSD
from atsmu_kg.rdf.namespaces import RDF as RDF_TERMS
from atsmu_kg.rdf.namespaces import contract
from atsmu_kg.sparql.nodes import Iri, RDFLiteral, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.lint.places import Place
    from atsmu_kg.lint.usage import Usage
    from atsmu_kg.sparql.nodes import Term
    from atsmu_kg.sparql.patterns import Query


def mistyped(query: Query, groups: Iterable[Place], usage: Usage) -> Iterator[Finding]:
    """Literals as values of a property, or compared with them, of a type that its values never have."""
    groups = [place for place in groups if not place.negated]
    for property, value in _values(groups):
        types = usage.types_of(property.value)
        if isinstance(value, RDFLiteral) and types and value.datatype not in types:
            message = f"{query.source(property)} never has a value of the type of"
            yield _mistyped(query, value, message, types)
    comparisons = list(compared(query))
    known = _properties(groups, usage) if comparisons else {}
    for name, literal in comparisons:
        types = frozenset().union(*(usage.types_of(property.value) for property in known.get(name, ())))
        if types and family(literal.datatype) not in map(family, types):
            message = f"no value of ?{name} can be compared with"
            yield _mistyped(query, literal, message, types)


def unlike(query: Query, groups: Iterable[Place], usage: Usage) -> Iterator[Finding]:
    """Things as values of a property, or to equal one, of a kind that none of its values is of."""
    groups = [place for place in groups if not place.negated]
    for property, value in _values(groups):
        if (
            not isinstance(value, Iri)
            or property.value == RDF_TERMS.type
            or not usage.types_of(property.value)
        ):
            continue
        if not usage.has_like(property.value, value.value):
            yield _unused(query, property, value)
    equal = list(equated(query))
    known = _properties(groups, usage) if equal else {}
    for name, thing in equal:
        properties = known.get(name, [])
        if not properties or any(property.value == RDF_TERMS.type for property in properties):
            continue
        if not any(usage.has_like(property.value, thing.value) for property in properties):
            yield _unused(query, properties[0], thing)


def _values(groups: Iterable[Place]) -> Iterator[tuple[Iri, Term]]:
    """Each property that leads to what stands in a pattern, with what stands there."""
    for place in groups:
        for pattern in place.patterns:
            property, inverse = last(pattern.predicate)
            if property is not None and not inverse:
                yield property, pattern.object


def _unused(query: Query, property: Iri, value: Iri) -> Finding:
    said, named = query.source(property), query.source(value)
    message = f"{said} never has {named}, nor anything of its classes, as its value"
    advice = f"Ask which values there are: SELECT DISTINCT ?value {{ [] {said} ?value }}."
    return Finding.at(value, query, "unused-value", message, advice)


def _properties(groups: Iterable[Place], usage: Usage) -> dict[str, list[Iri]]:
    """The properties whose values variables are, of those that are the value of known ones only."""
    properties: dict[str, list[Iri]] = {}
    unsure = set()
    for place in groups:
        for pattern in place.patterns:
            property, inverse = last(pattern.predicate)
            if not isinstance(pattern.object, Variable):
                continue
            if property is None or inverse or not usage.types_of(property.value):
                unsure.add(pattern.object.name)
            else:
                properties.setdefault(pattern.object.name, []).append(property)
    return {name: some for name, some in properties.items() if name not in unsure}


def _mistyped(query: Query, literal: RDFLiteral, message: str, types: frozenset[str]) -> Finding:
    named = " or ".join(sorted(contract(each) if each else "things" for each in types))
    advice = f"The values are {named}."
    if types <= LANGUAGE_TEXTS:
        advice = "The values are texts in a language: add one (@en), or compare STR(…)."
    elif f"{XSD}gYear" in types and literal.datatype in NUMBERS:
        advice = f'The values are xsd:gYear: write "{literal.value}"^^xsd:gYear.'
    return Finding.at(literal, query, "literal-type", f"{message} {query.source(literal)}", advice)
