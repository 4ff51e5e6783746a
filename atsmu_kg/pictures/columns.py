"""Boxes in columns: where each stands, so that none covers another and linked ones are level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple

from atsmu_kg.pictures.style import SMALL, width

LETTERS = 36
GAP, LINE, MARGIN, BETWEEN = 8, 15, 10, 64


class Box(NamedTuple):
    """What a box says, in larger and in smaller letters, which column it is in, and how it looks."""

    key: str
    label: str
    column: int
    kind: str = "own"
    note: str = ""

    @property
    def lines(self) -> list[str]:
        """Its label, in lines of a readable length."""
        return wrap(self.label, LETTERS) or [""]

    @property
    def notes(self) -> list[str]:
        """Its note in lines."""
        return wrap(self.note, LETTERS)

    @property
    def width(self) -> float:
        """How wide it is."""
        texts = [*(width(line) for line in self.lines), *(width(line, SMALL) for line in self.notes)]
        return max(texts) + 2 * MARGIN

    @property
    def height(self) -> float:
        """How high it is."""
        return LINE * len(self.lines) + (LINE - 2) * len(self.notes) + MARGIN


class Link(NamedTuple):
    """A line from one box to another, with or without an arrowhead."""

    source: str
    target: str
    arrow: bool = False


class BoxPosition(NamedTuple):
    """The middle of a box, and its size."""

    x: float
    width: float
    y: float
    height: float


def placed(boxes: Sequence[Box], links: Iterable[Link], order: Sequence[int]) -> dict[str, BoxPosition]:
    """Where each box stands; columns are filled in the given order.

    The boxes of a column stand in their own order, one below the other, until a column is filled that is
    linked to them: its boxes stand level with the middle of those that they are linked to.

    >>> boxes = [Box("u", "University", 0), Box("a", "Faculty", 1), Box("b", "Library", 1)]
    >>> places = placed(boxes, [Link("u", "a"), Link("u", "b")], order=(1, 0))
    >>> places["u"].y == (places["a"].y + places["b"].y) / 2
    True
    """
    linked: dict[str, set[str]] = {}
    for link in links:
        linked.setdefault(link.source, set()).add(link.target)
        linked.setdefault(link.target, set()).add(link.source)
    rows: dict[str, float] = {}
    for column in order:
        members = [box for box in boxes if box.column == column]
        wanted: list[float] = []
        for box in members:
            level = [rows[other] for other in sorted(linked.get(box.key, ())) if other in rows]
            previous = wanted[-1] if wanted else 0.0
            wanted.append(sum(level) / len(level) if level else previous)
        standing = sorted(zip(wanted, range(len(members)), strict=True))
        members = [members[place] for _, place in standing]
        centres = _apart([wish for wish, _ in standing], [box.height for box in members])
        rows |= {box.key: y for box, y in zip(members, centres, strict=True)}
    top = min(rows[box.key] - box.height / 2 for box in boxes)
    across = _across(boxes)
    return {box.key: BoxPosition(*across[box.column], rows[box.key] - top, box.height) for box in boxes}


def _across(boxes: Sequence[Box]) -> dict[int, tuple[float, float]]:
    """The middle and the width of each column; its boxes are all as wide as its widest."""
    widths: dict[int, float] = {}
    for box in boxes:
        widths[box.column] = max(widths.get(box.column, 0.0), box.width)
    left, found = 0.0, {}
    for column, each in sorted(widths.items()):
        found[column] = (left + each / 2, each)
        left += each + BETWEEN
    return found


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Places near the wanted ones, in their order, where boxes of these heights don't overlap.

    Neighbours that would overlap form a block, which stands where the mean of their wishes puts it.
    """
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + GAP)
    blocks: list[list[float]] = []  # the sum of the wishes of a block's first member, and its members
    for wish, offset in zip(wanted, offsets, strict=False):
        blocks.append([wish - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    starts = [total / count for total, count in blocks for _ in range(int(count))]
    return [start + offset for start, offset in zip(starts, offsets, strict=False)]
