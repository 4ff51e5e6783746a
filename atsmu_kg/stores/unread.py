"""The packaged files of a store that is asked before they are read: as much of them as a query wants."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.stores.indexed import IndexedQuads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.stores.ordered import Footprint


class UnreadFiles:
    """An indexed file of all quads, and one of the default graph alone, put into an engine bit by bit.

    quads, index: the N-Quads file of the whole dataset, and its index; see ``stores.indexed``.
    merge: the N-Triples file of its default graph.
    """

    __slots__ = ("_files", "_merge", "_quads", "path")

    def __init__(self, quads: str, index: str, merge: str) -> None:
        self.path = quads
        self._files = quads, index, merge
        self._quads = IndexedQuads(quads, index)
        self._merge: str | None = merge

    def afresh(self) -> UnreadFiles:
        """The same files, for another engine."""
        return UnreadFiles(*self._files)

    def put(self, engine: ox.Store, footprint: Footprint | None) -> bool:
        """Put in what lies in a footprint, or without one the default graph; whether all quads are there."""
        if footprint is not None:
            return not self._quads.known(footprint) and self._quads.load(engine, footprint)
        if self._merge is not None:
            from atsmu_kg.rdf import documents

            documents.load(engine, self._merge, ox.RdfFormat.N_TRIPLES)
            self._merge = None
        return False

    def counted(self, text: str, footprint: Footprint) -> str:
        """A query of which the footprint has been put in, with values for what in it only counts quads."""
        return self._quads.counted(text, footprint)

    def put_all(self, engine: ox.Store) -> None:
        """Put in everything."""
        self._quads.load(engine)
