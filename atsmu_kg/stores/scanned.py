"""An N-Quads file of which the quads with one predicate, or one predicate and object, are read alone."""

# ruff: noqa: PTH123
# pathlib costs more to import than a whole query.
from __future__ import annotations

from mmap import ACCESS_READ, mmap

import pyoxigraph as ox

from atsmu_kg.rdf import documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

N_QUADS = ox.RdfFormat.N_QUADS


class ScannedQuads:
    """An N-Quads file in any order, put into an engine as far as it is wanted.

    To look through its bytes takes a tenth of the time in which the engine would read it.

    path: the file, in canonical form (RDF 1.2 N-Quads, 4), which must have no blank nodes, since a part that
        is read twice would have them twice.
    """

    __slots__ = ("_known", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._known: set[str] = set()

    def known(self, patterns: Collection[str]) -> bool:
        """Whether all that match these patterns (see ``sparql.footprint``) have been put into the engine."""
        return self._known.issuperset(patterns)

    def load(self, engine: ox.Store, patterns: Collection[str] | None = None) -> None:
        """Put into the engine what matches patterns, in whatever graph, or the whole file.

        Raises StoreError, or DataSyntaxError for what it sees of the file.
        """
        if patterns is None:
            documents.load(engine, self.path, N_QUADS)
            return
        try:
            engine.load(self._part(patterns), N_QUADS, lenient=True)
        except (OSError, SyntaxError, ValueError):  # the last of a file that is empty
            documents.load(engine, self.path, N_QUADS)  # whose error knows the place in the file
        self._known.update(patterns)

    def _part(self, patterns: Collection[str]) -> bytes:
        middles = [f" {pattern} ".encode() for pattern in patterns]
        with open(self.path, "rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            return b"".join([line for middle in middles for line in _lines(content, middle)])


def _lines(content: mmap, middle: bytes) -> Iterator[bytes]:
    """The lines with this after their subject."""
    place = content.find(middle)
    while place >= 0:
        start = content.rfind(b"\n", 0, place) + 1
        end = content.find(b"\n", place) + 1 or len(content)
        # A subject has no space in it; a literal may have all of this, and an object may be that predicate.
        if content.find(b" ", start, place) < 0:
            yield content[start:end]
        place = content.find(middle, end)
