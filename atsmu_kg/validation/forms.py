"""What SHACL calls ill-formed: refused before an engine runs, since one refuses it and another does not.

The syntax rules of SHACL's appendix B, as far as a shapes graph by itself can break them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import RDF, SH, contract
from atsmu_kg.rdf.terms import readable
from atsmu_kg.validation.adapted import declarations, flags_of
from atsmu_kg.validation.facts import shown
from atsmu_kg.validation.kinds import LISTS, NODE, VALUES, list_fault
from atsmu_kg.validation.paths import SUFFIXES, WITHIN_LISTS, WITHIN_PATHS
from atsmu_kg.validation.patterns import PatternError, python_pattern
from atsmu_kg.validation.queries import query_faults

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
        *("ignoredProperties", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount"),
        *("qualifiedValueShapesDisjoint", "pattern", "flags", "deactivated", "severity"),
    )
)
# SHACL 4: in property shapes only.
OF_PATHS = tuple(
    SH[name]
    for name in (
        *("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"),
        *("qualifiedMinCount", "qualifiedMaxCount"),
    )
)
# SHACL Advanced Features: without them the shape would check something else.
ADVANCED = (SH.target, SH.expression)
REFERENCES = frozenset(
    SH[name] for name in ("property", "node", "not", "qualifiedValueShape", "and", "or", "xone")
)


class Fault(NamedTuple):
    """What is wrong with a shape, what to do, and with which of its properties."""

    shape: Term
    message: str
    advice: str
    predicate: str | None = None


def faults(shapes: Iterable[Term], facts: Facts) -> Iterator[Fault]:
    """Each ill-formed shape with what is wrong with it."""
    for shape in shapes:
        for rule in (_kind, _endless, _paths, _values, _counts, _partners, _pattern, _queries):
            yield from (Fault(shape, *told) for told in rule(shape, facts))


Told = tuple[str, str, str | None]


def _kind(shape: Term, facts: Facts) -> Iterator[Told]:
    about = facts.about(shape)
    paths, kinds = about.get(SH.path, []), about.get(RDF.type, [])
    if len(paths) > 1:
        yield "has more than one sh:path", "Make a shape for each path.", SH.path
    if ox.NamedNode(SH.PropertyShape) in kinds and not paths:
        yield "is a property shape without sh:path", "Name the property with sh:path.", None
    if ox.NamedNode(SH.NodeShape) in kinds and paths:
        yield "is a node shape with a sh:path", "Make it a sh:PropertyShape, or take the path out.", SH.path
    for inner in about.get(SH.property, ()):
        if not facts.values(inner, SH.path):
            message = f"refers with sh:property to {shown(inner)}, which has no sh:path"
            yield message, "Name the property with sh:path there, or use sh:node.", SH.property


def _endless(shape: Term, facts: Facts) -> Iterator[Told]:
    """What engines pass without a check, or don't come back from (SHACL 3.4.3)."""
    about = facts.about(shape)
    if _returns(shape, facts, REFERENCES | WITHIN_LISTS):
        yield "refers to itself, and what that means is undefined", "Take one of the references out.", None
    if any(_circular(path, facts, WITHIN_PATHS) for path in about.get(SH.path, ())):
        yield "has a sh:path that contains itself", "Write the path without itself.", SH.path
    for predicate in LISTS:
        if any(_circular(head, facts, frozenset({RDF.rest})) for head in about.get(predicate, ())):
            message = f"has a list without an end as {contract(predicate)}"
            yield message, "End the list with rdf:nil.", predicate


def _paths(shape: Term, facts: Facts) -> Iterator[Told]:
    """What is not a property path (SHACL 2.3.1)."""
    stack, seen = facts.values(shape, SH.path)[:], set[object]()
    while stack:
        node = stack.pop()
        about = facts.about(node)
        if isinstance(node, ox.NamedNode) or node in seen:
            continue
        seen.add(node)
        steps = [predicate for predicate in (SH.inversePath, *SUFFIXES) if predicate in about]
        lists = [node] if RDF.first in about else about.get(SH.alternativePath, [])
        if isinstance(node, ox.Literal) or not (steps or lists):
            yield f"has a sh:path with {shown(node)}, which is not a path", "Write a path of IRIs.", SH.path
        if any(len(facts.members(head)) < 2 for head in lists):
            message = "has a sh:path with a sequence or alternative of fewer than two paths"
            yield message, "Name two or more, or the one alone.", SH.path
        stack += [value for predicate in steps for value in about[predicate]]
        stack += [member for head in lists for member in facts.members(head)]


def _values(shape: Term, facts: Facts) -> Iterator[Told]:
    """Values of a kind that a property of shapes can't have."""
    for predicate, values in facts.about(shape).items():
        if predicate in LISTS:
            wrong = ((head, list_fault(head, LISTS[predicate], facts)) for head in values)
            for fault in (fault for head, fault in wrong if fault):
                yield f"has {contract(predicate)} with {fault.what}", fault.advice, predicate
            if LISTS[predicate] is NODE and ox.NamedNode(RDF.nil) in values:
                yield f"has {contract(predicate)} with an empty list", "Name the shapes in it.", predicate
        elif predicate in VALUES:
            kind = VALUES[predicate]
            for value in values:
                if not kind.fits(value):
                    message = f"has {contract(predicate)} {shown(value)!r}, which is not {kind.name}"
                    yield message, kind.advice, predicate


def _counts(shape: Term, facts: Facts) -> Iterator[Told]:
    for predicate in SINGLE:
        if len(facts.values(shape, predicate)) > 1:
            yield f"has more than one {contract(predicate)}", "Keep one.", predicate


def _partners(shape: Term, facts: Facts) -> Iterator[Told]:
    about = facts.about(shape)
    for predicate in OF_PATHS:
        if predicate in about and SH.path not in about:
            message = f"has {contract(predicate)} without sh:path, where it says nothing"
            yield message, "Put it into a property shape.", predicate
    counted = SH.qualifiedMinCount in about or SH.qualifiedMaxCount in about
    if counted and SH.qualifiedValueShape not in about:
        predicate = SH.qualifiedMinCount if SH.qualifiedMinCount in about else SH.qualifiedMaxCount
        message = f"has {contract(predicate)} without sh:qualifiedValueShape, where it says nothing"
        yield message, "Say what is counted with sh:qualifiedValueShape, or use sh:minCount.", predicate
    if SH.qualifiedValueShape in about and not counted:
        message = "has sh:qualifiedValueShape without sh:qualifiedMinCount and sh:qualifiedMaxCount"
        yield f"{message}, where it says nothing", "Say how many there are.", SH.qualifiedValueShape
    for predicate in ADVANCED:
        if predicate in about:
            message = f"has {contract(predicate)}, which is not of SHACL but of its advanced features"
            yield message, "Say it with the targets and constraints of SHACL itself.", predicate
    if SH.ignoredProperties in about and SH.closed not in about:
        message = "has sh:ignoredProperties without sh:closed, where it says nothing"
        yield message, "Add sh:closed true, or take it out.", SH.ignoredProperties


def _pattern(shape: Term, facts: Facts) -> Iterator[Told]:
    for pattern in facts.values(shape, SH.pattern):
        try:
            re.compile(python_pattern(readable(pattern), flags_of(shape, facts)))
        except (PatternError, re.error, OverflowError) as error:
            message = f"has a sh:pattern that is not a regular expression: {error}"
            yield message, "Write it as XPath does.", SH.pattern


def _queries(shape: Term, facts: Facts) -> Iterator[Told]:
    """What is wrong with SPARQL-based constraints (SHACL 5.2)."""
    for constraint in facts.values(shape, SH.sparql):
        about = facts.about(constraint)
        queries = about.get(SH.select, [])
        if len(queries) != 1:
            yield "has a sh:sparql constraint without exactly one sh:select", "Give it one query.", SH.sparql
        for predicate in (SH.select, SH.message, SH.deactivated, SH.prefixes):
            for value in about.get(predicate, ()):
                if not VALUES[predicate].fits(value):
                    kind = VALUES[predicate]
                    message = f"has a sh:sparql constraint with {contract(predicate)} {shown(value)!r}"
                    yield f"{message}, which is not {kind.name}", kind.advice, SH.sparql
        namespaces = dict(_namespaces(about.get(SH.prefixes, ()), facts))
        prologue = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in namespaces.items())
        for query in queries:
            for what, advice in query_faults(readable(query), prologue):
                yield f"has a sh:sparql query {what}", advice, SH.sparql
        for source in about.get(SH.prefixes, ()):
            yield from _prefixes(source, facts)


def _namespaces(sources: Iterable[Term], facts: Facts) -> Iterator[tuple[str, str]]:
    """The prefixes that queries may use, with their namespaces."""
    for declaration in (each for source in sources for each in declarations(source, facts)):
        for name in facts.values(declaration, SH.prefix):
            for namespace in facts.values(declaration, SH.namespace):
                yield readable(name), readable(namespace)


def _prefixes(source: Term, facts: Facts) -> Iterator[Told]:
    declared: dict[str, str] = {}
    for declaration in declarations(source, facts):
        names, namespaces = facts.values(declaration, SH.prefix), facts.values(declaration, SH.namespace)
        if len(names) != 1 or len(namespaces) != 1:
            message = "uses a sh:declare without exactly one sh:prefix and one sh:namespace"
            yield message, "Give it one of each.", SH.sparql
            continue
        name, namespace = readable(names[0]), readable(namespaces[0])
        if declared.setdefault(name, namespace) != namespace:
            message = f"uses the prefix {name}:, which is declared for two namespaces"
            yield message, "Declare it once.", SH.sparql


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
