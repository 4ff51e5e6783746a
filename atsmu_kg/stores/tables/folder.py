"""A folder of tables, which may become another while it is open."""

from __future__ import annotations

import os
from itertools import chain

from atsmu_kg.errors import AtsmuKGError, StoreError
from atsmu_kg.rdf.tables.manifest import NAME, Manifest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.tables.engines import Engine


class TableFolder:
    """The tables of a folder, as its manifest has them, and an engine that reads them.

    location: the folder.
    start: gives what runs the statements, once the folder is known to hold tables: that may take seconds.

    Ids mean something within one export only, and a table is read when it is first asked for. So rows count
    only if the manifest is the same after them, and a file only if it is as long as the manifest says.

    Raises StoreError where the folder holds no tables.
    """

    def __init__(self, location: str, start: Callable[[str], Engine]) -> None:
        self._location = location
        self._seen = self._stamp()
        self.manifest = Manifest.read(location)
        self._sizes = {file.path: file.bytes for file in self.manifest.files}
        self._whole: set[str] = set()
        self._closed = False
        self.engine = start(location)

    def rows(
        self, statement: str, tables: Mapping[str, tuple[str, ...]], call: StoreCall
    ) -> list[tuple[Any, ...]]:
        """The rows of a statement, as ``Engine.rows`` gives them.

        Raises StoreError too, where the folder is not what it was.
        """
        for path in set(chain.from_iterable(tables.values())) - self._whole:
            self._require_whole(path)
        try:
            rows = self.engine.rows(statement, tables, call)
        except (AtsmuKGError, TimeoutError):
            self.require_open()
            self._require_same()
            raise
        self._require_same()
        return rows

    def require_open(self) -> None:
        """Raise StoreError once it is closed."""
        if self._closed:
            raise StoreError("the tables are closed", file=self._location, advice="Open them again.")

    def close(self) -> None:
        """End what is at work, and let go of the engine."""
        if not self._closed:
            self._closed = True
            self.engine.close()

    def _require_same(self) -> None:
        """Raise StoreError if the folder holds another export; if it holds none, an engine may have all."""
        seen = self._stamp()
        if seen is None or seen == self._seen:
            return
        if Manifest.read(self._location) != self.manifest:
            raise StoreError(
                "the tables have been exported anew since they were opened",
                file=self._location,
                advice="Open them again.",
            )
        self._seen = seen

    def _require_whole(self, path: str) -> None:
        """Raise StoreError for a file of another length, when it is first asked for."""
        try:
            length = os.stat(os.path.join(self._location, path)).st_size  # noqa: PTH116, PTH118
        except OSError:
            # The engine has it in memory, or says what is wrong.
            return
        if length != self._sizes[path]:
            self._require_same()
            raise StoreError(
                f"a table can't be read: {path} has {length} bytes, and should have {self._sizes[path]}",
                file=self._location,
                advice="Export the tables anew.",
            )
        self._whole.add(path)

    def _stamp(self) -> tuple[int, int, int] | None:
        """What is another for another manifest; None if there is none."""
        try:
            state = os.stat(os.path.join(self._location, NAME))  # noqa: PTH116, PTH118
        except OSError:
            return None
        return state.st_ino, state.st_mtime_ns, state.st_size
