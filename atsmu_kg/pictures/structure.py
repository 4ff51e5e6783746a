"""The structure of the university as a tree: its kinds of units, and the units of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atsmu_kg.pictures.columns import Box, Link
from atsmu_kg.pictures.diagram import Diagram, Relation, drawing
from atsmu_kg.pictures.style import dressed
from atsmu_kg.pictures.words import checked, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atsmu_kg.queries.catalogue_types import UnitsRow
    from atsmu_kg.rdf.namespaces import IRI
    from atsmu_kg.records import University


def picture(
    university: University, units: Iterable[UnitsRow], extents: Mapping[IRI, str], lang: str = "en"
) -> Diagram:
    """The university, the kinds of its units, and the units.

    ``extents`` says of a kind how many of how many the source names, and whether these are all.
    """
    checked(lang)
    root = university.iri.curie
    boxes = [Box(root, format(university, lang), 0, "centre")]
    tree: dict[str, list[str]] = {root: []}
    for row in units:
        kind = row.type.curie
        if kind not in tree:
            boxes.append(Box(kind, str.__str__(row.kind), 1, "group", extents.get(row.type, "")))
            tree[root].append(kind)
            tree[kind] = []
        boxes.append(Box(row.unit.curie, str.__str__(row.name), 2))
        tree[kind].append(row.unit.curie)
    links = [Link(parent, child) for parent, children in tree.items() for child in children]
    relations = [Relation(link.source, "", link.target) for link in links]
    names = {box.key: box.label for box in boxes}
    chart = drawing(boxes, links, order=(2, 1, 0))
    description = "; ".join(
        f"{names[parent]}: {', '.join(names[child] for child in children)}"
        for parent, children in tree.items()
        if children
    )
    return Diagram(dressed(chart, word("structure", lang), description=description), names, relations)
