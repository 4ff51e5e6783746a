"""Rules about constraints that contradict each other, can't hold, or can't be read."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import SH, contract
from atsmu_kg.rdf.terms import readable
from atsmu_kg.validation import values
from atsmu_kg.validation.adapted import flags_of
from atsmu_kg.validation.forms import OF_PATHS, SINGLE
from atsmu_kg.validation.patterns import FLAGS, PatternError, python_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.lint.finding import Finding
    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.lint.document import Document

# The least, the greatest, and whether the two may be equal.
INTERVALS = (
    (SH.minCount, SH.maxCount, True),
    (SH.minLength, SH.maxLength, True),
    (SH.qualifiedMinCount, SH.qualifiedMaxCount, True),
    (SH.minInclusive, SH.maxInclusive, True),
    (SH.minInclusive, SH.maxExclusive, False),
    (SH.minExclusive, SH.maxInclusive, False),
    (SH.minExclusive, SH.maxExclusive, False),
)
PARTNERS = (
    (SH.flags, SH.pattern),
    (SH.ignoredProperties, SH.closed),
    (SH.qualifiedMinCount, SH.qualifiedValueShape),
    (SH.qualifiedMaxCount, SH.qualifiedValueShape),
)
ORDERED = frozenset({"number", "string", "date", "dateTime", "time"})
TRUE = ox.Literal(True)
NO_LITERALS = frozenset(ox.NamedNode(SH[name]) for name in ("IRI", "BlankNode", "BlankNodeOrIRI"))


def intervals_are_not_empty(document: Document) -> Iterator[Finding]:
    """What must be at least so much may be that much."""
    for shape in document.shapes:
        about = document.facts.about(shape)
        for least, greatest, may_equal in INTERVALS:
            for low, high in product(about.get(least, ()), about.get(greatest, ())):
                sign = _order(low, high)
                if sign is not None and (sign > 0 or (sign == 0 and not may_equal)):
                    limits = f"{contract(least)} {readable(low)} and {contract(greatest)} {readable(high)}"
                    advice = "Correct one of the two: nothing can conform."
                    yield document.finding(
                        "conflicting-limits", f"{limits} exclude each other", advice, shape, least
                    )


def limits_have_an_order(document: Document) -> Iterator[Finding]:
    """A limit is of a type that SPARQL orders (17.3); on others engines differ."""
    for predicate in (SH.minInclusive, SH.minExclusive, SH.maxInclusive, SH.maxExclusive):
        for shape, limit in document.facts.with_predicate(predicate):
            known = values.value(limit.value, limit.datatype.value) if isinstance(limit, ox.Literal) else None
            if known is None or known.family not in ORDERED:
                message = f"{contract(predicate)} has the limit {limit}, which SPARQL does not order"
                advice = (
                    "Use a number, a date or a time; compare years as numbers, in a sh:sparql constraint."
                )
                yield document.finding("limit-without-order", message, advice, shape, predicate, limit)


def parameters_are_single(document: Document) -> Iterator[Finding]:
    """A parameter of which one value is allowed has one."""
    for shape in document.shapes:
        for predicate in SINGLE:
            values = document.facts.values(shape, predicate)
            if len(values) > 1:
                message = f"{contract(predicate)} has {len(values)} values; at most 1 is allowed"
                yield document.finding("repeated-parameter", message, "Keep one.", shape, predicate)


def parameters_have_partners(document: Document) -> Iterator[Finding]:
    """A parameter that says more about another one stands beside it."""
    for shape in document.shapes:
        for predicate, partner in PARTNERS:
            if document.facts.values(shape, predicate) and not document.facts.values(shape, partner):
                message = f"{contract(predicate)} has no effect without {contract(partner)}"
                advice = f"Add {contract(partner)}, or take it out."
                yield document.finding("parameter-alone", message, advice, shape, predicate)


def path_constraints_have_paths(document: Document) -> Iterator[Finding]:
    """Constraints on the values of a path are in a shape that has one."""
    for shape in document.shapes:
        for predicate in OF_PATHS:
            if document.facts.values(shape, predicate) and not document.facts.values(shape, SH.path):
                message = f"{contract(predicate)} is in a shape without a path, where it says nothing"
                advice = "Put it into a property shape."
                yield document.finding("constraint-without-path", message, advice, shape, predicate)


def patterns_are_readable(document: Document) -> Iterator[Finding]:
    """sh:pattern is a regular expression, and its flags are those of SPARQL."""
    for shape, pattern in document.facts.with_predicate(SH.pattern):
        flags = "".join(sorted(FLAGS & set(flags_of(shape, document.facts))))
        try:
            python_pattern(readable(pattern), flags)
        except PatternError as error:
            message = f"the pattern is not a regular expression: {error}"
            advice = "Correct the pattern."
            yield document.finding("invalid-pattern", message, advice, shape, SH.pattern, pattern)
    for shape, letters in document.facts.with_predicate(SH.flags):
        if set(readable(letters)) - FLAGS:
            message = f"{readable(letters)!r} are not flags of a pattern"
            yield document.finding(
                "invalid-pattern", message, "Use s, m, i, x or q.", shape, SH.flags, letters
            )


def values_are_allowed(document: Document) -> Iterator[Finding]:
    """A value that must be there is one of those that may be there."""
    for shape, value in document.facts.with_predicate(SH.hasValue):
        for head in document.facts.values(shape, SH["in"]):
            if value not in document.facts.members(head):
                message = f"sh:hasValue wants {readable(value)}, and sh:in does not allow it"
                advice = "Add the value to the list, or correct it."
                yield document.finding("conflicting-values", message, advice, shape, SH.hasValue, value)


def kinds_agree(document: Document) -> Iterator[Finding]:
    """What must be a literal need not be a node too."""
    for shape in document.shapes:
        literal, node = list(_literal_only(document, shape)), list(_node_only(document, shape))
        if literal and node:
            message = f"{contract(literal[0])} wants a literal and {contract(node[0])} a node"
            advice = "Take one of the two out: nothing can conform."
            yield document.finding("conflicting-kinds", message, advice, shape, node[0])


def closed_shapes_allow_something(document: Document) -> Iterator[Finding]:
    """A closed shape has properties that it allows, all of them named by an IRI."""
    for shape, closed in document.facts.with_predicate(SH.closed):
        if closed != TRUE:
            continue
        if not document.facts.values(shape, SH.property):
            message = "the closed shape has no sh:property, and sh:or or sh:node open nothing"
            advice = "Name the allowed properties with sh:property in this shape."
            yield document.finding("closed-without-properties", message, advice, shape, SH.closed)
        for head in document.facts.values(shape, SH.ignoredProperties):
            for member in document.facts.members(head):
                if not isinstance(member, ox.NamedNode):
                    message = f"sh:ignoredProperties lists {readable(member)}, which is not a property"
                    yield document.finding(
                        "broken-list", message, "Name an IRI.", shape, SH.ignoredProperties
                    )


def _order(low: Term, high: Term) -> int | None:
    if not isinstance(low, ox.Literal) or not isinstance(high, ox.Literal):
        return None
    one = values.value(low.value, low.datatype.value)
    other = values.value(high.value, high.datatype.value)
    try:
        return None if one is None or other is None else values.compare(one, other)
    except TypeError:
        return None


def _literal_only(document: Document, shape: Term) -> Iterator[str]:
    about = document.facts.about(shape)
    yield from (predicate for predicate in (SH.datatype, SH.languageIn) if predicate in about)
    if ox.NamedNode(SH.Literal) in about.get(SH.nodeKind, ()):
        yield SH.nodeKind


def _node_only(document: Document, shape: Term) -> Iterator[str]:
    about = document.facts.about(shape)
    if SH["class"] in about:
        yield SH["class"]
    if NO_LITERALS.intersection(about.get(SH.nodeKind, ())):
        yield SH.nodeKind


RULES = (
    intervals_are_not_empty,
    limits_have_an_order,
    parameters_are_single,
    parameters_have_partners,
    path_constraints_have_paths,
    patterns_are_readable,
    values_are_allowed,
    kinds_agree,
    closed_shapes_allow_something,
)
