"""An N-Triples file in the order of predicates and objects, of which parts can be read alone."""

# ruff: noqa: PTH123
# pathlib costs more to import than a whole query.
from __future__ import annotations

from bisect import bisect_left
from mmap import ACCESS_READ, mmap
from operator import itemgetter

import pyoxigraph as ox

from atsmu_kg.rdf import documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

N_TRIPLES = ox.RdfFormat.N_TRIPLES


class OrderedTriples:
    """An N-Triples file in the order of ``in_order``, put into an engine as far as it is wanted.

    This is what a triple store calls a POS index: the triples with one predicate, or with one predicate and
    object, stand together, so that a binary search finds them.

    path: the file, which must have no blank nodes, since a part that is read twice would have them twice.
    """

    __slots__ = ("_known", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._known: set[str] = set()

    def known(self, footprint: Collection[str]) -> bool:
        """Whether all that lies in a footprint (see ``sparql.footprint``) has been put into the engine."""
        return self._known.issuperset(footprint)

    def load(self, engine: ox.Store, footprint: Collection[str] | None = None) -> None:
        """Put into the engine what lies in a footprint, or the whole file.

        Raises StoreError, or DataSyntaxError for what it sees of the file.
        """
        if footprint is None:
            documents.load(engine, self.path, N_TRIPLES)
            return
        try:
            engine.load(self._part(footprint), N_TRIPLES, lenient=True)
        except (OSError, SyntaxError, ValueError):  # the last of a file that is empty
            documents.load(engine, self.path, N_TRIPLES)  # whose error knows the place in the file
        self._known.update(footprint)

    def _part(self, footprint: Collection[str]) -> bytes:
        with open(self.path, "rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            return b"".join([_run(content, f"{pattern} ".encode()) for pattern in footprint])


def _run(content: mmap, beginning: bytes) -> bytes:
    """The lines that begin so after their subject."""

    def after_subject(offset: int) -> bytes:
        start = content.rfind(b"\n", 0, offset) + 1
        return content[start : content.find(b"\n", start)].partition(b" ")[2]

    offsets = range(len(content))
    start = bisect_left(offsets, beginning, key=after_subject)
    # UTF-8 has no byte 255, so that this comes after all that begins so.
    return content[start : bisect_left(offsets, beginning + b"\xff", start, key=after_subject)]


def in_order(document: bytes) -> bytes:
    """The lines of an N-Triples document, by predicate, object and subject.

    >>> in_order(b"<a:s> <a:q> <a:o> .\\n<a:t> <a:p> <a:o> .\\n<a:s> <a:p> <a:o> .\\n").split(b"\\n")[:2]
    [b'<a:s> <a:p> <a:o> .', b'<a:t> <a:p> <a:o> .']
    """
    lines = [line.partition(b" ") for line in document.splitlines(keepends=True)]
    return b"".join(subject + space + rest for subject, space, rest in sorted(lines, key=itemgetter(2, 0)))
