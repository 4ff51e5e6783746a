"""The dataset that is served, as it is when the server starts."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.workers import frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.graph import KnowledgeGraph

DUMP = "dataset.nq"
LINES_AT_ONCE = 1 << 20


class Snapshot:
    """A dataset as the workers of a server get it, and as it can be downloaded.

    source: the frame that tells a worker where to read it.
    dump: all of it as N-Quads, a triple in two graphs twice; sorted, unless it lies in an on-disk store.
    digest: the SHA-256 of the dump in hexadecimal digits, which stands for the content in ETags.
    version: what it states as its version, or empty.
    graphs: the IRIs of its named graphs.
    base: what its own IRIs begin with.
    """

    __slots__ = ("base", "digest", "dump", "graphs", "source", "version")

    def __init__(self, kg: KnowledgeGraph, folder: Path) -> None:
        """``folder`` is where the dump is put, unless the graph has just that in a file already."""
        store = kg.store
        assert isinstance(store, EmbeddedStore)
        self.dump = Path(store.unread) if store.unread else folder / DUMP
        if not store.unread:
            _write(store, self.dump)
        with self.dump.open("rb") as file:
            parts = iter(lambda: file.read(LINES_AT_ONCE), b"")
            hashed = sha256()
            for part in parts:
                hashed.update(part)
        self.digest = hashed.hexdigest()
        where = (frames.FILE, self.dump) if store.location is None else (frames.DIRECTORY, store.location)
        self.source = where[0], os.fsencode(os.path.realpath(where[1]))
        self.version = kg.version
        self.graphs = frozenset(name.value for name in store.graph_names() if isinstance(name, ox.NamedNode))
        self.base = kg.base


def _write(store: EmbeddedStore, dump: Path) -> None:
    store.engine.dump(dump, ox.RdfFormat.N_QUADS)
    if store.location is None:
        lines = sorted(dump.read_bytes().splitlines(keepends=True))
        dump.write_bytes(b"".join(lines))
