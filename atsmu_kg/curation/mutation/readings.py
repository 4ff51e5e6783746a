"""Slips that leave a statement sound, but not as its passage has it: another number, bound, period."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from atsmu_kg.curation.mutation.figures import in_whole_numbers, rewritten
from atsmu_kg.curation.mutation.statements import Edit, Operator, Statements, pick, together
from atsmu_kg.rdf.namespaces import AKG, DCTERMS, QUDT, SCHEMA, UNIT, XSD


def _number_misread(stated: Statements, random: Random) -> Edit:
    """Another number than its passage has, with the limits that follow from it."""
    more = random.choice((1, 9, 90, 900))
    figure = pick(random, in_whole_numbers(stated.instances(AKG.Figure), stated))
    return rewritten(stated, figure, lambda value: Literal(value + more))


def _bound_misread(stated: Statements, random: Random) -> Edit:
    """Another bound of a count, and the limits that follow from it."""
    bounds = [
        triple
        for triple in stated.where(AKG.bound)
        if NamedNode(UNIT.NUM) in stated.values(triple.subject, QUDT.hasUnit)
        and all(value.datatype.value == XSD.integer for value in stated.values(triple.subject, SCHEMA.value))
    ]
    old = pick(random, bounds)
    (value,) = (int(literal.value) for literal in stated.values(old.subject, SCHEMA.value))
    limits: dict[str, tuple[int | None, int | None]] = {
        AKG.Exactly: (value, value),
        AKG.MoreThan: (value + 1, None),
        AKG.AtLeast: (value, None),
        AKG.AtMost: (None, value),
        AKG.About: (None, None),
    }
    new = pick(random, [bound for bound in limits if bound != old.object.value])
    edits = [stated.replace(old, old._replace(object=NamedNode(new)))]
    edits += [stated.drop(stated.where(SCHEMA.minValue, SCHEMA.maxValue, of=[old.subject]))]
    edits += [
        stated.add(old, old._replace(predicate=NamedNode(property), object=Literal(limit)))
        for property, limit in zip((SCHEMA.minValue, SCHEMA.maxValue), limits[new], strict=True)
        if limit is not None
    ]
    return together(edits)


def _period_misread(stated: Statements, random: Random) -> Edit:
    return _another(DCTERMS.temporal, stated, random)


def _measure_misread(stated: Statements, random: Random) -> Edit:
    return _another(SCHEMA.measuredProperty, stated, random)


def _whole_misread(stated: Statements, random: Random) -> Edit:
    return _another(AKG.partOf, stated, random)


def _modality_misread(stated: Statements, random: Random) -> Edit:
    return _another(AKG.modality, stated, random)


def _another(property: str, stated: Statements, random: Random) -> Edit:
    """A value that the property has elsewhere."""
    old = pick(random, stated.where(property))
    others = {each.object for each in stated.where(property)} - {old.object, old.subject}
    return stated.replace(old, old._replace(object=pick(random, sorted(others, key=str))))


READINGS: Mapping[str, Operator] = MappingProxyType(
    {
        "number misread": _number_misread,
        "bound misread": _bound_misread,
        "period misread": _period_misread,
        "measure misread": _measure_misread,
        "whole misread": _whole_misread,
        "modality misread": _modality_misread,
    }
)
