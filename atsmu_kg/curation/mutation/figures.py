"""Slips in numbers and what follows from them: figures, lists, years, coordinates, ranges, codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from atsmu_kg.curation.mutation.statements import (
    Edit,
    GroundTriple,
    Operator,
    Statements,
    pick,
    quad_of,
    together,
)
from atsmu_kg.rdf.namespaces import AKG, DCAT, DCTERMS, OA, QUDT, SCHEMA, UNIT, WGS, XSD

BOUNDS = (AKG.Exactly, AKG.MoreThan, AKG.AtLeast, AKG.LessThan, AKG.AtMost, AKG.About)
DEGREES = (AKG.Exhaustive, AKG.Illustrative, AKG.AsGiven)
VALUES = (SCHEMA.value, SCHEMA.minValue, SCHEMA.maxValue)
# The schemes whose identifiers end in a check digit.
CHECKED = (AKG.Isni, AKG.Issn, AKG.Siret, AKG.Lei, AKG.RorId)
Change = Callable[[int], Literal]


def _bound_changed(stated: Statements, random: Random) -> Edit:
    return _other_of(BOUNDS, stated, pick(random, stated.where(AKG.bound)), random)


def _completeness_changed(stated: Statements, random: Random) -> Edit:
    return _other_of(DEGREES, stated, pick(random, stated.where(AKG.completeness)), random)


def _unit_changed(stated: Statements, random: Random) -> Edit:
    return _other_of((UNIT.NUM, UNIT.PERCENT), stated, pick(random, stated.where(QUDT.hasUnit)), random)


def _other_of(choices: tuple[str, ...], stated: Statements, old: GroundTriple, random: Random) -> Edit:
    other = pick(random, [choice for choice in choices if choice != old.object.value])
    return stated.replace(old, old._replace(object=NamedNode(other)))


def _value_changed(stated: Statements, random: Random) -> Edit:
    return _miswritten(stated, stated.where(SCHEMA.value, of=stated.instances(AKG.Figure)), random)


def _limit_changed(stated: Statements, random: Random) -> Edit:
    return _miswritten(stated, stated.where(SCHEMA.minValue, SCHEMA.maxValue), random)


def _miswritten(stated: Statements, numbers: list[GroundTriple], random: Random) -> Edit:
    old = pick(random, [each for each in numbers if each.object.datatype.value == XSD.integer])
    was = int(old.object.value)
    new = random.choice((was + 1, was - 1, was * 10, was // 10, was + random.randint(2, 90)))
    return stated.replace(old, old._replace(object=Literal(new)))


def _figure_negated(stated: Statements, random: Random) -> Edit:
    return rewritten(
        stated,
        pick(random, in_whole_numbers(stated.instances(AKG.Figure), stated)),
        lambda value: Literal(-value),
    )


def _count_broken(stated: Statements, random: Random) -> Edit:
    decimal = NamedNode(XSD.decimal)
    return rewritten(
        stated, pick(random, _in(UNIT.NUM, stated)), lambda value: Literal(f"{value}.5", datatype=decimal)
    )


def _share_above_hundred(stated: Statements, random: Random) -> Edit:
    more = random.randint(100, 500)
    return rewritten(stated, pick(random, _in(UNIT.PERCENT, stated)), lambda value: Literal(value + more))


def _in(unit: str, stated: Statements) -> list[NamedNode]:
    measured = [quad.subject for quad in stated.where(QUDT.hasUnit) if quad.object.value == unit]
    return in_whole_numbers(measured, stated)


def in_whole_numbers(figures: Iterable[NamedNode], stated: Statements) -> list[NamedNode]:
    """Those of the figures whose numbers are whole, which can be changed as such."""
    return [
        figure
        for figure in figures
        if all(quad.object.datatype.value == XSD.integer for quad in stated.where(*VALUES, of=[figure]))
    ]


def _part_above_whole(stated: Statements, random: Random) -> Edit:
    """A part that is greater than its whole, though its own numbers agree."""
    part = pick(
        random,
        [
            quad
            for quad in stated.where(AKG.partOf)
            if stated.values(quad.object, SCHEMA.maxValue)
            and in_whole_numbers([quad.subject, quad.object], stated)[1:]
        ],
    )
    (whole,) = stated.values(part.object, SCHEMA.maxValue)
    more = int(whole.value) + random.randint(1, 1000)
    return rewritten(stated, part.subject, lambda value: Literal(value + more))


def _list_miscounted(stated: Statements, random: Random) -> Edit:
    """A figure whose numbers agree with each other, but not with the list that it counts."""
    counted = pick(random, stated.where(AKG.countedBy))
    members = len(stated.values(counted.subject, SCHEMA.itemListElement))
    exhaustive = NamedNode(AKG.Exhaustive) in stated.values(counted.subject, AKG.completeness)
    wrong = [*range(1, members), *(range(members + 1, members + 20) if exhaustive else (members,))]
    by = pick(random, wrong) - int(stated.values(counted.object, SCHEMA.value)[0].value)
    return rewritten(stated, counted.object, lambda value: Literal(value + by))


def rewritten(stated: Statements, figure: NamedNode, change: Change) -> Edit:
    """The figure with its value and its limits changed alike."""
    numbers = stated.where(*VALUES, of=[figure])
    return together(
        [stated.replace(old, old._replace(object=change(int(old.object.value)))) for old in numbers]
    )


def _member_dropped(stated: Statements, random: Random) -> Edit:
    return stated.drop([pick(random, stated.where(SCHEMA.itemListElement))])


def _member_added(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SCHEMA.itemListElement))
    members = stated.values(old.subject, SCHEMA.itemListElement)
    others = [thing for thing in stated.instances(*stated.types(old.object)) if thing not in members]
    return stated.add(old, old._replace(object=pick(random, others)))


def _year_in_the_future(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SCHEMA.foundingDate, DCAT.startDate, DCTERMS.created))
    text = f"{int(old.object.value[:4]) + random.choice((111, 200, 1000))}{old.object.value[4:]}"
    return stated.replace(old, old._replace(object=Literal(text, datatype=old.object.datatype)))


def _year_changed(stated: Statements, random: Random) -> Edit:
    """Another year in one of the graphs that state it."""
    old = pick(random, stated.where(SCHEMA.foundingDate, DCAT.startDate))
    graph = pick(random, stated.graphs[old])
    year = f"{int(old.object.value[:4]) + random.choice((-100, -10, -1, 1, 9))}{old.object.value[4:]}"
    new = old._replace(object=Literal(year, datatype=old.object.datatype))
    removed, added = quad_of(old, graph), quad_of(new, graph)
    return Edit(frozenset([removed]), frozenset([added]), f"{old} -> {year} in {graph.value}")


def _point_moved(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SCHEMA.latitude, SCHEMA.longitude, of=_points(stated)))
    by = random.choice((0.001, 0.01, 0.1, 1, 10, 100)) * random.choice((1, -1))
    return stated.replace(old, old._replace(object=_degrees(float(old.object.value) + by)))


def _hemisphere_changed(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SCHEMA.latitude, SCHEMA.longitude))
    return stated.replace(old, old._replace(object=_degrees(-float(old.object.value))))


def _coordinates_exchanged(stated: Statements, random: Random) -> Edit:
    point = pick(random, [triple.subject for triple in stated.where(SCHEMA.latitude)])
    (latitude,), (longitude,) = (
        stated.where(axis, of=[point]) for axis in (SCHEMA.latitude, SCHEMA.longitude)
    )
    return together(
        [
            stated.replace(latitude, latitude._replace(object=longitude.object)),
            stated.replace(longitude, longitude._replace(object=latitude.object)),
        ]
    )


def _position_contradicted(stated: Statements, random: Random) -> Edit:
    """The same axis in another vocabulary has another value."""
    old = pick(random, stated.where(SCHEMA.latitude, SCHEMA.longitude))
    axis = WGS.lat if old.predicate.value == SCHEMA.latitude else WGS.long
    degrees = _degrees(float(old.object.value) + random.choice((0.01, 0.1, 1)) * random.choice((1, -1)))
    return stated.add(old, GroundTriple(old.subject, NamedNode(axis), degrees))


def _off_the_globe(stated: Statements, random: Random) -> Edit:
    old = pick(random, stated.where(SCHEMA.latitude, SCHEMA.longitude))
    return stated.replace(
        old, old._replace(object=_degrees(random.choice((-1, 1)) * random.uniform(181, 900)))
    )


def _minutes_changed(stated: Statements, random: Random) -> Edit:
    """A digit of degrees, minutes or seconds, or the hemisphere, is wrong."""
    old = pick(random, stated.where(AKG.latitudeDMS, AKG.longitudeDMS))
    text = old.object.value
    at = pick(random, [place for place, letter in enumerate(text) if letter.isalnum()])
    wrong = {"N": "S", "S": "N", "E": "W", "W": "E"}.get(text[at]) or _other_character(text[at], random)
    return stated.replace(old, old._replace(object=Literal(f"{text[:at]}{wrong}{text[at + 1 :]}")))


def _points(stated: Statements) -> list[NamedNode]:
    """The coordinates that are given in more than one form, and so can be checked."""
    return [each.subject for each in stated.where(AKG.latitudeDMS)]


def _degrees(value: float) -> Literal:
    return Literal(f"{value:.4f}", datatype=NamedNode(XSD.decimal))


def _range_shifted(stated: Statements, random: Random) -> Edit:
    return _moved(stated, stated.where(OA.start, OA.end), (-100, -10, -1, 1, 10, 100), random)


def _position_changed(stated: Statements, random: Random) -> Edit:
    return _moved(stated, stated.where(SCHEMA.position), (-3, -2, -1, 1, 2, 3), random)


def _moved(stated: Statements, numbers: list[GroundTriple], steps: tuple[int, ...], random: Random) -> Edit:
    old = pick(random, numbers)
    return stated.replace(old, old._replace(object=Literal(int(old.object.value) + random.choice(steps))))


def _hash_changed(stated: Statements, random: Random) -> Edit:
    """A digit lost or another one typed, or the hash of another text."""
    old = pick(random, stated.where(SCHEMA.sha256))
    text, at = old.object.value, random.randrange(64)
    lost, mistyped = (
        text[:at] + text[at + 1 :],
        text[:at] + _other_character(text[at], random) + text[at + 1 :],
    )
    other = pick(random, [each.object.value for each in stated.where(SCHEMA.sha256) if each != old])
    return stated.replace(old, old._replace(object=Literal(random.choice((lost, mistyped, other)))))


def _code_changed(stated: Statements, random: Random) -> Edit:
    """A character of an identifier lost, or another one typed."""
    old = pick(random, stated.where(SCHEMA.value, of=stated.instances(SCHEMA.PropertyValue)))
    text = old.object.value
    at = pick(random, [place for place, letter in enumerate(text) if letter.isalnum()])
    wrong = random.choice(("", _other_character(text[at], random)))
    return stated.replace(old, old._replace(object=Literal(f"{text[:at]}{wrong}{text[at + 1 :]}")))


def _check_digit_wrong(stated: Statements, random: Random) -> Edit:
    schemes = {NamedNode(scheme) for scheme in CHECKED}
    checked = [each.subject for each in stated.where(SCHEMA.propertyID) if each.object in schemes]
    old = pick(random, stated.where(SCHEMA.value, of=checked))
    text = old.object.value
    wrong = text[:-1] + random.choice("0123456789".replace(text[-1], ""))
    return stated.replace(old, old._replace(object=Literal(wrong)))


def _other_character(letter: str, random: Random) -> str:
    digits = "0123456789" if letter.isdigit() else "abcdef" if letter.islower() else "ABCDEF"
    return random.choice(digits.replace(letter, ""))


FIGURES: Mapping[str, Operator] = MappingProxyType(
    {
        "bound changed": _bound_changed,
        "value changed": _value_changed,
        "limit changed": _limit_changed,
        "unit changed": _unit_changed,
        "figure negated": _figure_negated,
        "count broken": _count_broken,
        "share above 100": _share_above_hundred,
        "part above whole": _part_above_whole,
        "list miscounted": _list_miscounted,
        "member dropped": _member_dropped,
        "member added": _member_added,
        "completeness changed": _completeness_changed,
        "year in the future": _year_in_the_future,
        "year changed": _year_changed,
        "point moved": _point_moved,
        "coordinates exchanged": _coordinates_exchanged,
        "hemisphere changed": _hemisphere_changed,
        "position contradicted": _position_contradicted,
        "off the globe": _off_the_globe,
        "minutes changed": _minutes_changed,
        "range shifted": _range_shifted,
        "position changed": _position_changed,
        "hash changed": _hash_changed,
        "code changed": _code_changed,
        "check digit wrong": _check_digit_wrong,
    }
)
