"""Parts of an N-Quads document that are known to be asked for: where they are stands in its index.

To select the lines of a footprint takes several times as long as to read them.
"""

from __future__ import annotations

from itertools import chain

from atsmu_kg.stores.ordered import HEAD, OrderedLines, index_of, key_of, numbers_of, written
from atsmu_kg.stores.selection import Selection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.stores.ordered import Footprint


def index_with_parts(document: bytes, footprints: Iterable[Footprint]) -> bytes:
    """The index of an N-Quads document, which knows its parts in these footprints.

    document: in canonical form (RDF 1.2 N-Quads, 4), without blank nodes.
    footprints: see ``sparql.footprint``; one that all lines of a kind of graph lie in has no part.

    >>> document = b"<a:s> <a:p> <a:o> .\\n<a:t> <a:q> <a:o> .\\n<a:u> <a:p> <a:o> .\\n"
    >>> index = index_with_parts(document, [(("", "<a:p>", ""),)])
    >>> OrderedLines(document, numbers_of(index)).part((("", "<a:p>", ""),))
    b'<a:s> <a:p> <a:o> .\\n<a:u> <a:p> <a:o> .\\n'
    """
    numbers = list(numbers_of(index_of(document)))
    lines = OrderedLines(document, numbers)
    ends: dict[bytes, int] = {}
    offset = 0
    for line in document.splitlines(keepends=True):
        offset += len(line)
        ends[line] = offset
    known: list[int] = []
    bounds: list[int] = []
    for footprint in dict.fromkeys(footprints):
        part = Selection(lines).part(footprint)
        if part is not None:
            places = [(ends[line] - len(line), ends[line]) for line in part.splitlines(keepends=True)]
            bounds += _bounds(places)
            known += [*key_of(footprint), len(bounds)]
    numbers[HEAD - 2 : HEAD] = len(known), len(bounds)
    return written(chain(numbers, known, bounds))


def _bounds(lines: list[tuple[int, int]]) -> list[int]:
    """The starts and ends of what lines take up together, in the order of the document."""
    bounds: list[int] = []
    for start, end in sorted(lines):
        if bounds and bounds[-1] == start:
            bounds[-1] = end
        else:
            bounds += start, end
    return bounds
