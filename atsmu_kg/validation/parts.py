"""Shapes taken apart: one part for each value of a parameter that has several.

``sh:class ex:A, ex:B`` are two constraints (SHACL 2.1), and a result of an engine does not tell of which one
it is. So a shape with several gets parts with one each, which stand for it as a target and as a value of
sh:property: there each result is told. Where only its conformance is asked, the shape stays whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import OWL, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.facts import Facts

PART = "urn:atsmu-kg:part:"
TARGETS = frozenset({SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf})
# Of these each value is a constraint of its own.
REPEATABLE = tuple(
    SH[name]
    for name in (
        *("class", "node", "hasValue", "disjoint", "equals", "lessThan", "lessThanOrEquals"),
        *("not", "and", "or", "xone"),
    )
)
# What every part needs of its shape.
COMMON = TARGETS | {SH.path, SH.severity, SH.deactivated}
CLASSES = frozenset({ox.NamedNode(RDFS.Class), ox.NamedNode(OWL.Class)})


class ShapePart(NamedTuple):
    """The shape that a part is of, and the value that it has of each parameter that has several there."""

    shape: Term
    values: dict[str, Term]


def parts_of(shapes: Iterable[Term], facts: Facts) -> dict[Term, ShapePart]:
    """The parts of all shapes that have a parameter with several values."""
    parts: dict[Term, ShapePart] = {}
    repeatable = [*REPEATABLE, *_custom(facts)]
    for shape in shapes:
        several = {
            predicate: values for predicate in repeatable if len(values := facts.values(shape, predicate)) > 1
        }
        if several:
            first = {predicate: values[0] for predicate, values in several.items()}
            others = [{predicate: value} for predicate, values in several.items() for value in values[1:]]
            for chosen in (first, *others):
                parts[ox.NamedNode(f"{PART}{len(parts) + 1}")] = ShapePart(shape, chosen)
    return parts


def taken_apart(facts: Facts, parts: dict[Term, ShapePart]) -> Iterator[tuple[Term, str, Term]]:
    """The triples of a shapes graph in which the parts stand for their shapes."""
    names: dict[Term, list[Term]] = {}
    for name, part in parts.items():
        names.setdefault(part.shape, []).append(name)
    for subject, predicate, value in facts:
        implicit = predicate == RDF.type and value in CLASSES
        if subject not in names or not (predicate in TARGETS or implicit):
            yield from _referring(subject, predicate, value, names)
    for shape, (first, *others) in names.items():
        about = facts.about(shape)
        for predicate, values in about.items():
            for value in values:
                if predicate in parts[first].values:
                    continue
                for name in (first, *others) if predicate in COMMON else (first,):
                    if predicate != RDF.type or value not in CLASSES:
                        yield from _referring(name, predicate, value, names)
        for name in (first, *others):
            yield from ((name, predicate, value) for predicate, value in parts[name].values.items())
            if CLASSES.intersection(about.get(RDF.type, ())):
                yield name, SH.targetClass, shape
            kind = SH.PropertyShape if SH.path in about else SH.NodeShape
            yield name, RDF.type, ox.NamedNode(kind)


def _referring(
    subject: Term, predicate: str, value: Term, names: dict[Term, list[Term]]
) -> Iterator[tuple[Term, str, Term]]:
    if predicate == SH.property and value in names:
        yield from ((subject, predicate, name) for name in names[value])
    else:
        yield subject, predicate, value


def _custom(facts: Facts) -> list[str]:
    """The parameters of SPARQL-based constraint components that have no other (SHACL 6.2.1)."""
    parameters: dict[Term, list[Term]] = {}
    for component, parameter in facts.with_predicate(SH.parameter):
        parameters.setdefault(component, []).append(parameter)
    only = [each[0] for each in parameters.values() if len(each) == 1]
    return [
        path.value for each in only for path in facts.values(each, SH.path) if isinstance(path, ox.NamedNode)
    ]
