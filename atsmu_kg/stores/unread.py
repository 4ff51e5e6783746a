"""The packaged files of a store that is asked before they are read: as much of them as a query wants."""

from __future__ import annotations

from atsmu_kg.stores.ordered import OrderedTriples
from atsmu_kg.stores.scanned import ScannedQuads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    import pyoxigraph as ox


class UnreadFiles:
    """A file of all quads, and one of the default graph alone, put into an engine bit by bit.

    quads: the N-Quads file of the whole dataset.
    merge: the N-Triples file of its default graph, in the order of ``stores.ordered``.
    """

    __slots__ = ("_files", "_merge", "_quads", "path")

    def __init__(self, quads: str, merge: str) -> None:
        self.path = quads
        self._files = quads, merge
        self._quads = ScannedQuads(quads)
        self._merge: OrderedTriples | None = OrderedTriples(merge)

    def afresh(self) -> UnreadFiles:
        """The same files, for another engine."""
        return UnreadFiles(*self._files)

    def put(self, engine: ox.Store, footprint: Collection[str] | None) -> None:
        """Put in what lies in a footprint, or without one the default graph, if it is not there yet."""
        merged = None if footprint is None else [pattern for pattern in footprint if pattern[0] == "<"]
        if self._merge is not None and (merged is None or not self._merge.known(merged)):
            self._merge.load(engine, merged)
            if merged is None:
                self._merge = None
        named = [pattern[6:] for pattern in footprint or () if pattern.startswith("GRAPH ")]
        if not self._quads.known(named):
            self._quads.load(engine, named)

    def put_all(self, engine: ox.Store) -> None:
        """Put in everything."""
        self._quads.load(engine)
