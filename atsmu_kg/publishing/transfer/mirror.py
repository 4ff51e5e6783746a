"""The directory that graphs are pulled into: a draft beside it until all of them are there."""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path
from traceback import clear_frames

import pyoxigraph as ox

from atsmu_kg.atomic import advice_on, replace, swap
from atsmu_kg.errors import ExportError, StoreError
from atsmu_kg.publishing.transfer.tally import Tally, line
from atsmu_kg.stores import directories
from atsmu_kg.stores.embedded import EmbeddedStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from atsmu_kg.publishing.transfer.comparison import GraphName

JOURNAL = "atsmu-kg-pull.json"
# Quads that are written together.
PORTION = 20_000


class Mirror:
    """An on-disk store that takes over the graphs of an endpoint, at ``directory`` once it is complete.

    Until then it is a draft, in a hidden directory beside that one, with a journal of the graphs that are
    complete in it; a later call goes on with it. What is in ``directory`` stays as it is until then, and must
    be an earlier mirror of the same ``url``, or nothing: StoreError otherwise, and where the disk fails.
    """

    def __init__(self, directory: str | os.PathLike[str], url: str) -> None:
        self._target = Path(os.path.realpath(directory))
        self._draft = self._target.with_name(f".{self._target.name}.pull")
        self._url = url
        self._require_mirror(self._target)
        try:
            self._draft.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._trouble(error) from error
        self._require_mirror(self._draft)
        self._graphs = _journal(self._draft).get("graphs", {})
        self._write_journal()
        location = str(self._draft)
        self._store = EmbeddedStore(directories.open(location, read_only=False), location=location)

    def tally(self, graph: GraphName) -> Tally | None:
        """The tally of a graph that is complete here by the journal."""
        known = self._graphs.get(_key(graph))
        return known and Tally.read(known["triples"], known["hash"])

    def fill(self, graph: GraphName, triples: Iterable[ox.Triple]) -> Tally:
        """Take over a graph, in place of what is here of it; the tally of what came."""
        self._graphs.pop(_key(graph), None)
        self._write_journal()
        self._clear(graph)
        arrived = Tally()
        quads = (
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for triple in counted(triples, arrived)
        )
        while portion := list(islice(quads, PORTION)):
            self._store.extend(portion)
            if len(portion) == PORTION:
                # What is not on the disk yet is in memory, up to a gigabyte of it.
                self._flush()
        return arrived

    def complete(self, graph: GraphName, tally: Tally) -> None:
        """Write down that a graph is complete, when it is on the disk."""
        self._flush()
        self._graphs[_key(graph)] = {"triples": tally.size, "hash": tally.hash}
        self._write_journal()

    def keep_only(self, graphs: Iterable[GraphName]) -> None:
        """Remove all graphs but these, which the endpoint has now."""
        gone = {*self._store.graph_names()} - {*graphs}
        for each in sorted(gone, key=str):
            assert isinstance(each, ox.NamedNode)
            self._graphs.pop(_key(each), None)
            self._write_journal()
            self._clear(each)

    def held(self, graph: GraphName) -> Tally:
        """The tally of a graph as the disk holds it."""
        try:
            found = self._store.engine.quads_for_pattern(None, None, None, graph)
            return Tally(line(quad.triple) for quad in found)
        except (OSError, RuntimeError) as error:
            raise directories.trouble(str(self._draft), error) from error

    def finish(self) -> None:
        """Let the draft be the mirror, in place of an earlier one."""
        self._store.close()
        try:
            swap(self._draft, self._target)
        except OSError as error:
            raise self._trouble(error) from error

    def close(self) -> None:
        """Let go of the draft; what is complete in it stays."""
        self._store.close()

    def __enter__(self) -> Mirror:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.close()
        # Its frames hold the engine, and with it the lock on the directory, for as long as the error is kept.
        while error is not None:
            clear_frames(error.__traceback__)
            error = error.__cause__

    def _require_mirror(self, directory: Path) -> None:
        """Refuse a directory that is not ours to fill or to replace."""
        url = _journal(directory).get("url")
        if url is not None and url != self._url:
            raise StoreError(
                f"this is a mirror of {url}",
                file=str(directory),
                advice="Name another directory, or delete this one if it is not wanted any more.",
            )
        # The journal is there before the store is, so that a store without one is somebody else's.
        if url is None and not directories.is_vacant(str(directory)):
            raise StoreError(
                "there is a store in this directory that was not pulled from an endpoint",
                file=str(directory),
                advice="Name another directory; what is in this one is not touched.",
            )

    def _clear(self, graph: GraphName) -> None:
        try:
            self._store.engine.clear_graph(graph)
            if isinstance(graph, ox.NamedNode):
                self._store.engine.remove_graph(graph)
        except (OSError, RuntimeError) as error:
            raise directories.trouble(str(self._draft), error) from error

    def _flush(self) -> None:
        try:
            self._store.engine.flush()
        except (OSError, RuntimeError) as error:
            raise directories.trouble(str(self._draft), error) from error

    def _write_journal(self) -> None:
        text = json.dumps({"url": self._url, "graphs": self._graphs}, indent=1, sort_keys=True)
        try:
            replace(self._draft / JOURNAL, f"{text}\n".encode())
        except ExportError as error:
            raise StoreError(error.message, file=error.file, advice=error.advice) from error

    def _trouble(self, error: OSError) -> StoreError:
        return StoreError(
            f"the mirror can't be made: {error.strerror or error}",
            file=str(self._target),
            advice=advice_on(error) or "Check that the directory above it is writable and has room.",
        )


def counted(triples: Iterable[ox.Triple], tally: Tally) -> Iterator[ox.Triple]:
    """The same triples, each counted when it is taken."""
    for triple in triples:
        tally.add(line(triple))
        yield triple


def _journal(directory: Path) -> dict[str, Any]:
    """What is written down in a directory; nothing if there is no journal."""
    file = directory / JOURNAL
    try:
        text = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise StoreError(
            f"can't be read: {error.strerror}", file=str(file), advice="Check its permissions."
        ) from error
    try:
        journal = json.loads(text)
        journal["url"].lower()
        for entry in journal["graphs"].values():
            Tally.read(int(entry["triples"]), entry["hash"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise StoreError(
            "the journal of the mirror is damaged",
            file=str(file),
            advice="Delete the directory, and pull again.",
        ) from error
    result: dict[str, Any] = journal
    return result


def _key(graph: GraphName) -> str:
    """What a graph is called in the journal; no IRI is empty."""
    return "" if isinstance(graph, ox.DefaultGraph) else graph.value
