"""What SHACL calls ill-formed: refused before an engine runs, since one refuses it and another does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import well_formed
from atsmu_kg.rdf.namespaces import RDF, SH, XSD, contract
from atsmu_kg.rdf.terms import readable
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.validation.patterns import python_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.facts import Facts

# SHACL 4: at most one value in a shape.
SINGLE = tuple(
    SH[name]
    for name in (
        *("datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive"),
        *("maxInclusive", "minLength", "maxLength", "languageIn", "uniqueLang", "in", "closed"),
        *("ignoredProperties", "qualifiedValueShape", "deactivated", "severity"),
    )
)

COUNTS = tuple(SH[name] for name in ("minCount", "maxCount", "minLength", "maxLength"))
NAMES = tuple(SH[name] for name in ("datatype", "nodeKind", "severity"))
LISTS = tuple(SH[name] for name in ("and", "or", "xone", "in", "languageIn", "ignoredProperties"))
REFERENCES = frozenset(
    SH[name] for name in ("property", "node", "not", "qualifiedValueShape", "and", "or", "xone")
)
WITHIN_LISTS = frozenset({RDF.first, RDF.rest})
WITHIN_PATHS = WITHIN_LISTS | {
    SH[name]
    for name in ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
}


def faults(shapes: Iterable[Term], facts: Facts) -> Iterator[tuple[Term, str]]:
    """Each ill-formed shape with what is wrong with it."""
    for shape in shapes:
        about = facts.about(shape)
        paths, kinds = about.get(SH.path, []), about.get(RDF.type, [])
        if len(paths) > 1:
            yield shape, "has more than one sh:path"
        if ox.NamedNode(SH.PropertyShape) in kinds and not paths:
            yield shape, "is a property shape without sh:path"
        if ox.NamedNode(SH.NodeShape) in kinds and paths:
            yield shape, "is a node shape with a sh:path"
        for inner in about.get(SH.property, ()):
            if not facts.values(inner, SH.path):
                yield shape, f"refers with sh:property to {readable(inner)}, which has no sh:path"
        yield from ((shape, fault) for fault in (*_endless(shape, facts), *_values(shape, facts)))
        for predicate in SINGLE:
            if len(about.get(predicate, ())) > 1:
                yield shape, f"has more than one {contract(predicate)}"
        for pattern in about.get(SH.pattern, ()):
            try:
                re.compile(python_pattern(readable(pattern)))
            except re.error as error:
                yield shape, f"has a sh:pattern that is no regular expression: {error}"


def _endless(shape: Term, facts: Facts) -> Iterator[str]:
    """What engines pass without a check, or don't come back from (SHACL 3.4.3)."""
    about = facts.about(shape)
    if _returns(shape, facts, REFERENCES | WITHIN_LISTS):
        yield "refers to itself, and what that means is undefined"
    if any(_circular(path, facts, WITHIN_PATHS) for path in about.get(SH.path, ())):
        yield "has a sh:path that contains itself"
    for predicate in LISTS:
        if any(_circular(head, facts, frozenset({RDF.rest})) for head in about.get(predicate, ())):
            yield f"has a list without an end as {contract(predicate)}"


def _values(shape: Term, facts: Facts) -> Iterator[str]:
    """Values of a kind that a constraint can't have (SHACL 4.1 to 4.4)."""
    for predicate in COUNTS:
        for value in facts.values(shape, predicate):
            integer = isinstance(value, ox.Literal) and value.datatype.value == XSD.integer
            if not integer or not well_formed(readable(value), XSD.nonNegativeInteger):
                yield f"has {contract(predicate)} {readable(value)!r}, which is no xsd:integer from 0 up"
    for constraint in facts.values(shape, SH.sparql):
        for query in facts.values(constraint, SH.select):
            words = {token.text.upper() for token in tokens(readable(query)) if token.kind == "keyword"}
            if words & {"FROM", "SERVICE"}:
                yield "has a sh:sparql query that asks for other data (FROM or SERVICE)"
    for predicate in NAMES:
        for value in facts.values(shape, predicate):
            if not isinstance(value, ox.NamedNode):
                yield f"has {contract(predicate)} {readable(value)!r}, which is no IRI"


def _returns(node: Term, facts: Facts, predicates: frozenset[str]) -> bool:
    """Whether a way along the predicates leads from the node back to it."""
    stack, seen = [node], set()
    while stack:
        about = facts.about(stack.pop())
        for value in (value for predicate in about.keys() & predicates for value in about[predicate]):
            if value == node:
                return True
            if value not in seen:
                seen.add(value)
                stack.append(value)
    return False


def _circular(root: Term, facts: Facts, predicates: frozenset[str]) -> bool:
    """Whether a way along the predicates leads from the root to a node twice."""

    def inner(node: Term) -> Iterator[Term]:
        about = facts.about(node)
        return (value for predicate in about.keys() & predicates for value in about[predicate])

    way, done = {root: inner(root)}, set()
    while way:
        node, values = next(reversed(way.items()))
        value = next(values, None)
        if value is None:
            done.add(node)
            del way[node]
        elif value in way:
            return True
        elif value not in done:
            way[value] = inner(value)
    return False
