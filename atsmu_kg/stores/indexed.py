"""An N-Quads file with an index, of which the quads with some terms are read alone."""

# ruff: noqa: PTH123
# pathlib costs more to import than a whole query.
from __future__ import annotations

from mmap import ACCESS_READ, mmap
from os import SEEK_END

import pyoxigraph as ox

from atsmu_kg.stores.ordered import OrderedLines, numbers_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.stores.ordered import Footprint

N_QUADS = ox.RdfFormat.N_QUADS
# So many parts take as long to read as the whole.
MOST_PARTS = 16


class IndexedQuads:
    """An N-Quads file, put into an engine as far as it is wanted.

    path: the file, in canonical form (RDF 1.2 N-Quads, 4), which must have no blank nodes, since a part that
        is read twice would have them twice.
    index: the file with what ``parts.index_with_parts`` gives for it, or ``ordered.index_of``.
    """

    __slots__ = ("_known", "index", "path")

    def __init__(self, path: str, index: str) -> None:
        self.path = path
        self.index = index
        self._known: dict[Footprint, dict[str, str]] = {}

    def known(self, footprint: Footprint) -> bool:
        """Whether all that lies in a footprint (see ``sparql.footprint``) has been put into the engine."""
        return footprint in self._known

    def load(self, engine: ox.Store, footprint: Footprint | None = None) -> bool:
        """Put into the engine what lies in a footprint, or the whole file; whether it was the whole.

        Whoever asks for many parts, as in a loop over things, gets the whole too.

        Raises StoreError, or DataSyntaxError for what it sees of the file.
        """
        few = len(self._known) < MOST_PARTS
        part, counts = self._part(footprint) if footprint is not None and few else (None, {})
        if footprint is None or part is None:
            self._load_whole(engine)
            return True
        try:
            engine.load(part, N_QUADS, lenient=True)
        except SyntaxError:
            self._load_whole(engine)  # whose error knows the place in the file
        self._known[footprint] = counts
        return False

    def counted(self, text: str, footprint: Footprint) -> str:
        """A query with values for what in it only counts lines, which a footprint that is known tells."""
        for select, values in self._known[footprint].items():
            text = text.replace(select, values)
        return text

    def _load_whole(self, engine: ox.Store) -> None:
        from atsmu_kg.rdf import documents

        documents.load(engine, self.path, N_QUADS)

    def _part(self, footprint: Footprint) -> tuple[bytes | None, dict[str, str]]:
        """The lines in a footprint, None where the file has to be read whole; and its counts."""
        try:
            with (
                open(self.index, "rb") as index,
                open(self.path, "rb") as file,
                mmap(file.fileno(), 0, access=ACCESS_READ) as content,
            ):
                # Most of the index is not looked at. What is empty can't be mapped.
                numbers = mmap(index.fileno(), 0, access=ACCESS_READ) if index.seek(0, SEEK_END) else b""
                lines = OrderedLines(content, numbers_of(numbers), self.index)
                part = lines.part(footprint)
                if part is None:
                    from atsmu_kg.stores.selection import Selection

                    part = Selection(lines).part(footprint)
                return part, lines.counted(footprint)
        except (OSError, ValueError):  # the last of a file that is empty
            return None, {}
