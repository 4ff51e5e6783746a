"""The neighbourhood of a thing: what it is related to, what is related to it, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from atsmu_kg.errors import ParameterError
from atsmu_kg.pictures.columns import Box, Link
from atsmu_kg.pictures.diagram import Diagram, Relation, drawing
from atsmu_kg.pictures.style import dressed
from atsmu_kg.pictures.words import checked, word
from atsmu_kg.rdf.namespaces import IRI, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atsmu_kg.pictures.labels import Labels
    from atsmu_kg.records.descriptions import Description

ATTESTATIONS = PREFIXES["attestation"]
BEFORE, CENTRE, AFTER = (0, 1), 2, (4, 3)  # the columns of neighbours and of their properties


class Neighbour(NamedTuple):
    """A thing at the other end of a statement, the property, and the graphs that say so."""

    property: IRI
    thing: IRI
    graphs: str


def picture(description: Description, labels: Labels, lang: str = "en", limit: int = 24) -> Diagram:
    """The thing in the middle, what is related to it on the left, what it is related to on the right.

    Below each neighbour stand the named graphs that say so. Of the neighbours by one property some are left
    out, and counted, where a side would have more than about ``limit``. Literals are not in the picture, nor
    the attestations of names, which say of a label where it stands.
    """
    checked(lang)
    if limit < 1:
        raise ParameterError(f"limit can't be {limit}", advice="Give a limit of 1 or more.")
    centre = description.iri.curie
    name = labels(description.iri, lang)
    boxes, links = [Box(centre, name, CENTRE, "centre", centre if name != centre else "")], []
    names, relations = {centre: name}, []
    incoming = [
        Neighbour(statement.predicate, statement.subject, _said(statement.graphs))
        for statement in description.mentions
        if isinstance(statement.subject, IRI) and not statement.subject.startswith(ATTESTATIONS)
    ]
    outgoing = [
        Neighbour(statement.predicate, statement.object, _said(statement.graphs))
        for statement in description.about
        if isinstance(statement.object, IRI)
    ]
    for neighbours, (outer, inner) in ((incoming, BEFORE), (outgoing, AFTER)):
        for property, members in _shown(neighbours, limit):
            middle = f"{inner} {property.curie}"
            boxes.append(Box(middle, labels(property, lang), inner, "property"))
            ends = [centre, middle] if outer == AFTER[0] else [middle, centre]
            links.append(Link(ends[0], ends[1], arrow=ends[1] == centre))
            for thing, note in members:
                key = f"{middle} {thing.curie}" if isinstance(thing, IRI) else f"{middle} …"
                label = (
                    labels(thing, lang) if isinstance(thing, IRI) else word("more", lang).format(count=thing)
                )
                own = isinstance(thing, IRI) and thing in labels.names
                boxes.append(Box(key, label, outer, "own" if own else "standard", note))
                links.append(Link(middle, key, arrow=True) if outer == AFTER[0] else Link(key, middle))
                names[key] = label
                ends = [centre, key] if outer == AFTER[0] else [key, centre]
                relations.append(Relation(ends[0], labels(property, lang), ends[1]))
    chart = drawing(boxes, links, order=(BEFORE[0], AFTER[0], BEFORE[1], AFTER[1], CENTRE))
    text = "; ".join(
        f"{names[relation.source]} — {relation.label} → {names[relation.target]}" for relation in relations
    )
    return Diagram(dressed(chart, name, description=text or name), names, relations)


def _shown(neighbours: Sequence[Neighbour], limit: int) -> list[tuple[IRI, list[tuple[IRI | int, str]]]]:
    """The neighbours by property, as many of each as fit, and how many more there are."""
    groups: dict[IRI, list[Neighbour]] = {}
    for neighbour in neighbours:
        groups.setdefault(neighbour.property, []).append(neighbour)
    most = max(map(len, groups.values()), default=1)
    while most > 1 and sum(min(len(group), most + 1) for group in groups.values()) > limit:
        most -= 1
    shown: list[tuple[IRI, list[tuple[IRI | int, str]]]] = []
    for property, group in groups.items():
        # One that is left out would take no less room than its count.
        kept = group if len(group) <= most + 1 else group[:most]
        members: list[tuple[IRI | int, str]] = [(neighbour.thing, neighbour.graphs) for neighbour in kept]
        if len(kept) < len(group):
            members.append((len(group) - len(kept), ""))
        shown.append((property, members))
    return shown


def _said(graphs: Sequence[IRI]) -> str:
    return ", ".join(graph.curie for graph in graphs)
