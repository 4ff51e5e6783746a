"""Rules about how shapes refer to each other: nothing undefined, nothing unused, nothing in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import OWL, RDF, RDFS, SH, contract
from atsmu_kg.validation.facts import NIL
from atsmu_kg.validation.parts import TARGETS
from atsmu_kg.validation.paths import SUFFIXES
from atsmu_kg.validation.shapes import SHAPE_VALUED, referred

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.lint.finding import Finding
    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.lint.document import Document

LISTS = (SH["in"], SH.languageIn, SH.ignoredProperties)
IMPLICIT = frozenset({ox.NamedNode(RDFS.Class), ox.NamedNode(OWL.Class)})
DEACTIVATED = ox.Literal(True)


def referred_shapes_exist(document: Document) -> Iterator[Finding]:
    """What a constraint refers to as a shape is described in the shapes graph."""
    for shape, predicate, value in _references(document):
        if value not in document.facts:
            message = f"{contract(predicate)} refers to {document.name(value)}, which nothing describes"
            advice = "Correct the name, or define the shape: an empty shape lets everything through."
            yield document.finding("undefined-shape", message, advice, shape, predicate, value)


def shapes_have_the_right_kind(document: Document) -> Iterator[Finding]:
    """sh:property refers to property shapes, which have a path; sh:node refers to shapes without one."""
    for predicate, wants_path in ((SH.property, True), (SH.node, False)):
        for shape, value in document.facts.with_predicate(predicate):
            has_path = bool(document.facts.values(value, SH.path))
            if value in document.facts and has_path != wants_path:
                message = (
                    f"{contract(predicate)} refers to a shape {'with' if has_path else 'without'} sh:path"
                )
                advice = "Give the property shape a path." if wants_path else "Refer to it with sh:property."
                yield document.finding("wrong-kind-of-shape", message, advice, shape, predicate, value)


def paths_are_one(document: Document) -> Iterator[Finding]:
    """A property shape has one path, a node shape none (SHACL 2.2, 2.3)."""
    for shape in document.shapes:
        paths = document.facts.values(shape, SH.path)
        kinds = document.facts.values(shape, RDF.type)
        if len(paths) > 1:
            message = "the property shape has more than one sh:path"
            yield document.finding(
                "several-paths", message, "Keep one; make a shape for each other.", shape, SH.path
            )
        if ox.NamedNode(SH.PropertyShape) in kinds and not paths:
            message = "the property shape has no sh:path"
            yield document.finding("property-shape-without-path", message, "Say what it constrains.", shape)
        if ox.NamedNode(SH.NodeShape) in kinds and paths:
            message = "the node shape has a sh:path"
            yield document.finding(
                "node-shape-with-path", message, "Make it a sh:PropertyShape.", shape, SH.path
            )


def paths_are_well_formed(document: Document) -> Iterator[Finding]:
    """Each anonymous node of a path says one thing that SHACL 2.3.1 knows."""
    operators = {RDF.first, SH.inversePath, SH.alternativePath, *SUFFIXES}
    for shape, path in document.facts.with_predicate(SH.path):
        stack, seen = [path], set()
        while stack:
            node = stack.pop()
            if (isinstance(node, ox.NamedNode) and node != NIL) or node in seen:
                continue
            seen.add(node)
            about = document.facts.about(node)
            said = [predicate for predicate in about if predicate in operators]
            parts = about[said[0]] if len(said) == 1 else []
            if said in ([RDF.first], [SH.alternativePath]):
                head = node if said == [RDF.first] else parts[0]
                parts = document.facts.members(head) if document.is_list(head) else []
            if not parts or (said[0] not in {RDF.first, SH.alternativePath} and len(parts) != 1):
                message = "the path is not well formed"
                advice = "Write a property, a list of paths, or one of sh:inversePath, sh:alternativePath …"
                yield document.finding("broken-path", message, advice, shape, SH.path)
                break
            stack += parts


def shapes_are_used(document: Document) -> Iterator[Finding]:
    """A shape has a target, or another shape refers to it."""
    used = {value for _, _, value in _references(document)}
    for shape in document.shapes:
        about = document.facts.about(shape)
        targeted = any(predicate in TARGETS or predicate == SH.target for predicate in about)
        implicit = IMPLICIT.intersection(about.get(RDF.type, ()))
        if not targeted and not implicit and shape not in used and not _is_off(document, shape):
            message = "the shape has no target and no shape refers to it, so it checks nothing"
            advice = "Give it a target such as sh:targetClass, or take it out."
            yield document.finding("unused-shape", message, advice, shape)


def shapes_do_not_recur(document: Document) -> Iterator[Finding]:
    """No shape refers to itself, directly or through others: what that means is undefined (SHACL 3.4.3)."""
    reported: set[Term] = set()
    for shape in document.shapes:
        circle = _circle(document, shape)
        if circle and reported.isdisjoint(circle):
            reported.update(circle)
            names = " → ".join(dict.fromkeys(document.name(member) for member in circle))
            message = f"the shape refers to itself: {names}"
            yield document.finding(
                "recursion", message, "Break the circle, for example with sh:class.", shape
            )


def lists_are_well_formed(document: Document) -> Iterator[Finding]:
    """Parameters that take a list have a well-formed one, and one of shapes or values is not empty."""
    facts = document.facts
    listed = [(shape, name, value) for name in map(str, LISTS) for shape, value in facts.with_predicate(name)]
    listed += [
        (shape, name, value) for shape in document.shapes for name, value in document.lists_of_shapes(shape)
    ]
    for shape, predicate, value in listed:
        if not document.is_list(value):
            message = f"the value of {contract(predicate)} is not a list"
            advice = "Write the values in parentheses: ( … )."
            yield document.finding("broken-list", message, advice, shape, predicate)
        elif value == NIL and predicate != SH.ignoredProperties:
            message = f"the list of {contract(predicate)} is empty"
            advice = "Name the values in it, or take the constraint out."
            yield document.finding("empty-list", message, advice, shape, predicate)


def _references(document: Document) -> Iterator[tuple[Term, str, Term]]:
    for shape in document.shapes:
        for predicate, values in document.facts.about(shape).items():
            if predicate in SHAPE_VALUED:
                yield from ((shape, predicate, value) for value in values)
        for predicate, head in document.lists_of_shapes(shape):
            yield from ((shape, predicate, value) for value in document.facts.members(head))


def _circle(document: Document, start: Term) -> list[Term]:
    """The shapes on a way from a shape back to itself, the shape at both ends."""
    came_from: dict[Term, Term] = {}
    stack = [start]
    while stack:
        shape = stack.pop()
        for inner in referred(shape, document.facts):
            if inner == start:
                way = [start, shape]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if inner not in came_from:
                came_from[inner] = shape
                stack.append(inner)
    return []


def _is_off(document: Document, shape: Term) -> bool:
    return DEACTIVATED in document.facts.values(shape, SH.deactivated)


RULES = (
    referred_shapes_exist,
    shapes_have_the_right_kind,
    paths_are_one,
    paths_are_well_formed,
    shapes_are_used,
    shapes_do_not_recur,
    lists_are_well_formed,
)
