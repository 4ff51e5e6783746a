"""A small picture of what a thing is related to: it in the middle, what points to it, what it points to."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from atsmu_kg.publishing.pages.page import Page, PropertyGroup

# Neighbours on each side, and the pixels that one takes.
MOST, STEP, HEAD = 6, 34, 8
LEAST = 3


class DrawnNeighbour(NamedTuple):
    """One neighbour, or several by one property: ``things`` are they, ``y`` is where they are drawn."""

    property: str
    things: tuple[str, ...]
    y: int


class Neighbourhood(NamedTuple):
    """The neighbours on both sides, and the height of the picture."""

    before: tuple[DrawnNeighbour, ...]
    after: tuple[DrawnNeighbour, ...]
    height: int


def neighbourhood(page: Page, shown: Collection[str]) -> Neighbourhood | None:
    """The picture of a page's thing, or None where there are so few neighbours that the text says as much.

    shown: the things that have a page.
    """
    before = _chosen(page.pointing, shown)
    after = _chosen(page.said, shown)
    if len(before) + len(after) < LEAST:
        return None
    height = HEAD + STEP * max(len(before), len(after))
    return Neighbourhood(_placed(before, height), _placed(after, height), height)


def _chosen(groups: Iterable[PropertyGroup], shown: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    """One neighbour a property first; where there is room, the further ones of the small groups."""
    things = {
        group.term: iris
        for group in groups
        if (
            iris := tuple(
                row.value.value
                for row in group.rows
                if isinstance(row.value, ox.NamedNode) and row.value.value in shown
            )
        )
    }
    room = MOST - len(things)
    chosen: list[tuple[str, tuple[str, ...]]] = []
    for property, iris in things.items():
        if 1 < len(iris) <= room + 1:
            room -= len(iris) - 1
            chosen += [(property, (iri,)) for iri in iris]
        else:
            chosen.append((property, iris))
    return chosen[:MOST]


def _placed(chosen: list[tuple[str, tuple[str, ...]]], height: int) -> tuple[DrawnNeighbour, ...]:
    top = (height - STEP * len(chosen)) // 2
    return tuple(DrawnNeighbour(*each, top + STEP * at + STEP // 2) for at, each in enumerate(chosen))
