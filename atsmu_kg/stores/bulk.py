"""Files into an on-disk store, in bulk: each whole or not at all, and none twice."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from itertools import chain, compress, count
from pathlib import Path

import pyoxigraph as ox

from atsmu_kg import atomic
from atsmu_kg.choices import paths, require_path, require_text
from atsmu_kg.errors import AtsmuKGError, StoreError
from atsmu_kg.rdf.namespaces import checked
from atsmu_kg.rdf.streams import RdfFile
from atsmu_kg.stores import directories
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # The file that is read, how many bytes have been, and how many there are of all files.
    Progress = Callable[[str, int, int], None]

# In the store's directory: which files are in it.
RECORD = "loaded.jsonl"
# With its quads each file brings a mark, which is in this graph of the store until the file is in the record.
ARRIVED = ox.NamedNode("urn:atsmu-kg:arrived")
# What the engine's loader writes before all of it becomes a part of the store at once.
DRAFTS = "bulk-*.sst"
# So many bytes are put in at once, of several files or of a larger one.
BATCH = 64 * 2**20


def load(
    directory: str | os.PathLike[str],
    files: Iterable[str | os.PathLike[str]],
    *,
    graph: str | None = None,
    progress: Progress = lambda *_: None,
) -> Loaded:
    """Put RDF files into an on-disk store, in bulk.

    directory: that of the store; a new or empty one becomes a store.
    files: RDF files in any format, compressed or not (``.gz``, ``.bz2``, ``.xz``, ``.zst``).
    graph: the IRI of the named graph for what stands in none (default: it goes into the default graph).
    progress: is called now and then with the file that is read, the bytes that have been read, and those of
        all files.

    Each file is in the store whole or not at all, also where the process is killed. The store remembers the
    content of those that are in it, so that a second call goes on with the others. Blank nodes of different
    files are kept apart.

    Raises StoreError for a directory of something else, a store that another process writes to, and a file
    that can't be read; DataSyntaxError, with its line, for a file that is not well formed; ParameterError;
    and MissingDependencyError for ``.zst``. All files before that one are in the store then, nothing of it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file, store = Path(folder, "facts.ttl"), Path(folder, "store")
    ...     _ = file.write_text("<a:s> <a:p> 1, 2 .")
    ...     print(load(store, [file]), load(store, [file]))
    <Loaded: 2 quads from 1 file, 0 present> <Loaded: 0 quads from 0 files, 1 present>
    """
    require_path(directory=directory)
    if graph is not None:
        require_text(graph=graph)
        graph = checked(graph)
    documents = [RdfFile(path) for path in paths(files=files)]
    location = os.fspath(directory)
    with _made(location):
        loading = _Loading(location, graph, documents, progress)
        try:
            for batch in _batches(documents):
                loading.put(batch)
        except (OSError, RuntimeError) as error:
            raise directories.trouble(location, error) from error
        finally:
            loading.close()
    return loading.loaded


class Loaded:
    """What a load did.

    files: those that it put in.
    present: those whose content had been put in before.
    quads: how many it read; the store may have had some of them.
    """

    __slots__ = ("files", "present", "quads")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.present: list[str] = []
        self.quads = 0

    def __repr__(self) -> str:
        files = counted(len(self.files), "file")
        return f"<Loaded: {counted(self.quads, 'quad')} from {files}, {len(self.present)} present>"


class _Loading:
    """A store that documents are put into, with a record of those that are in it."""

    def __init__(
        self, location: str, graph: str | None, documents: list[RdfFile], progress: Progress
    ) -> None:
        self.loaded = Loaded()
        self._graph = graph
        self._progress = progress
        self._total = sum(document.size for document in documents)
        self._read = 0
        self._record = Path(location, RECORD)
        self._engine: ox.Store | None = directories.open(location, read_only=False)
        # The store is locked, so nobody else is loading: these are of a process that was killed.
        for draft in Path(location).glob(DRAFTS):
            draft.unlink()
        self._present = set(_entries(self._record))
        self._note()

    def close(self) -> None:
        self._engine = None

    def put(self, documents: list[RdfFile]) -> None:
        """Put in those that are not in the store: all, or those before the first one that can't be."""
        absent: dict[tuple[str, str | None], RdfFile] = {}
        for document in documents:
            entry = (document.digest, self._graph)
            if entry in self._present or entry in absent:
                self.loaded.present.append(document.path)
                self._read += document.size
            else:
                absent[entry] = document
        begun: list[RdfFile] = []
        read = self._read
        try:
            self._extend([*absent.values()], begun)
        except AtsmuKGError:
            self._read = read
            self._extend(begun[:-1], [])
            raise

    def _extend(self, documents: list[RdfFile], begun: list[RdfFile]) -> None:
        """Put documents in, all in one transaction; those that are being read are told in ``begun``."""
        numbers = count(1)

        def parts() -> Iterator[Iterable[ox.Quad]]:
            for document in documents:
                begun.append(document)
                # A number is taken for each quad, all of which are true.
                yield compress(self._placed(document), numbers)
                self._read += document.size
                yield (self._mark(document),)

        if documents and self._engine is not None:
            self._engine.bulk_extend(chain.from_iterable(parts()))
            self._note()
            self.loaded.files += [document.path for document in documents]
            self.loaded.quads += next(numbers) - 1

    def _placed(self, document: RdfFile) -> Iterator[ox.Quad]:
        """The quads of a document, with those that are in no named graph where they are wanted."""
        before = self._read
        quads = document.quads(lambda read: self._progress(document.path, before + read, self._total))
        if self._graph is None:
            return quads
        default, graph = ox.DefaultGraph(), ox.NamedNode(self._graph)
        return (
            ox.Quad(quad.subject, quad.predicate, quad.object, graph) if quad.graph_name == default else quad
            for quad in quads
        )

    def _mark(self, document: RdfFile) -> ox.Quad:
        entry = {"sha256": document.digest, "graph": self._graph, "file": Path(document.path).name}
        text = json.dumps(entry)
        return ox.Quad(ARRIVED, ARRIVED, ox.Literal(text), ARRIVED)

    def _note(self) -> None:
        """Move the marks of files that have arrived into the record; a process that was killed left some."""
        assert self._engine is not None
        marks = sorted(
            quad.object.value
            for quad in self._engine.quads_for_pattern(None, None, None, ARRIVED)
            if isinstance(quad.object, ox.Literal)
        )
        if marks:
            with self._record.open("a", encoding="ascii", newline="\n") as record:
                # The line end comes first, so that a line that was cut off spoils no other.
                record.writelines(f"\n{mark}" for mark in marks)
                record.flush()
                os.fsync(record.fileno())
            self._engine.remove_graph(ARRIVED)
            self._present |= {*map(_entry, marks)}


def _entries(record: Path) -> Iterator[tuple[str, str | None]]:
    """What a record says is in the store; a line that was cut off says nothing."""
    if record.exists():
        for line in record.read_text(encoding="ascii").split("\n"):
            with suppress(ValueError):
                yield _entry(line)


def _entry(line: str) -> tuple[str, str | None]:
    entry = json.loads(line)
    return entry["sha256"], entry["graph"]


def _batches(documents: list[RdfFile]) -> Iterator[list[RdfFile]]:
    """Documents that are put in at once: small ones together, since each transaction costs some files."""
    batch: list[RdfFile] = []
    size = 0
    for document in documents:
        if batch and size + document.size > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += document.size
    yield batch


@contextmanager
def _made(location: str) -> Iterator[None]:
    """A directory that is, or may become, a store; a new one is as it was before if nothing was put in."""
    directory = Path(location)
    vacant, existed = directories.is_vacant(location), directory.exists()
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        advice = "Check that the directory above the store is writable."
        raise StoreError(f"the store can't be created: {error}", file=location, advice=advice) from error
    try:
        yield
    finally:
        if vacant and not (directory / RECORD).exists():
            for entry in directory.iterdir():
                atomic.remove(entry)
            if not existed:
                atomic.remove(directory)
