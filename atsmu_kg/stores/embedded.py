"""An Oxigraph store inside this process, in memory or on disk."""

from __future__ import annotations

import os
import re
from _thread import allocate_lock
from functools import lru_cache

import pyoxigraph as ox

from atsmu_kg.errors import QueryError, StoreError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.evaluation import evaluate
from atsmu_kg.stores.unread import UnreadFiles
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Any

    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.ordered import Footprint
    from atsmu_kg.stores.protocol import GraphName, Object, Subject
    from atsmu_kg.stores.workers.workers import Workers


class EmbeddedStore:
    """Quads in this process that answer SPARQL. Many threads may read at once; see ``stores.protocol.Store``.

    >>> store = EmbeddedStore.memory()
    >>> store.extend([ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("o"))])
    >>> store.query("SELECT ?o { ?s ?p ?o }").cells()
    ['"o"']
    """

    embedded = True
    __slots__ = ("_engine", "_locks", "_process", "_unread", "_workers", "location", "read_only")

    def __init__(
        self,
        engine: ox.Store,
        *,
        location: str | None = None,
        read_only: bool = False,
        unread: UnreadFiles | None = None,
    ) -> None:
        """``unread`` are files that belong into the engine, and are read when wanted."""
        self._engine: ox.Store | None = engine
        self._process = os.getpid()
        self._workers: Workers | None = None
        self._unread = unread
        # One lock a process: after a fork, a thread that is not in the child may hold the parent's for ever.
        self._locks = {self._process: allocate_lock()}
        self.location = location
        self.read_only = read_only

    @classmethod
    def memory(
        cls, path: str | None = None, *, index: str | None = None, merge: str | None = None
    ) -> EmbeddedStore:
        """A store in memory, filled from an N-Quads file of ours if a path is given.

        ``index`` is the file of its index (see ``stores.indexed``), ``merge`` an N-Triples file of its
        default graph. With both, as much as a query needs is read when it is asked: most of the time to a
        first answer is reading. IRIs in the files are not checked again; for files of others use
        ``documents.read`` and ``extend``. Raises StoreError or DataSyntaxError.
        """
        engine = ox.Store()
        if path is not None and index is not None and merge is not None:
            return cls(engine, unread=UnreadFiles(path, index, merge))
        if path is not None:
            from atsmu_kg.rdf import documents

            documents.load(engine, path, ox.RdfFormat.N_QUADS)
        return cls(engine)

    @classmethod
    def open(
        cls,
        directory: str | os.PathLike[str],
        *,
        create_from: str | None = None,
        read_only: bool = False,
    ) -> EmbeddedStore:
        """The on-disk store in a directory.

        Where the directory is missing or empty, ``create_from`` (an N-Quads file) fills it; without it that
        is a StoreError, as is a directory of something else, a damaged store, or one that another process
        writes to. Any number of processes may open one ``read_only``; they see it as it was then.
        """
        from atsmu_kg.stores import directories

        location = os.fspath(directory)
        if directories.is_vacant(location):
            directories.create(location, create_from)
        return cls(directories.open(location, read_only), location=location, read_only=read_only)

    @property
    def engine(self) -> ox.Store:
        """The Oxigraph store itself, with all that belongs in it."""
        engine = self._opened()
        if self._unread is not None:
            with self._locks[os.getpid()]:
                if self._unread is not None:
                    self._unread.put_all(engine)
                    self._unread = None
        return engine

    @property
    def unread(self) -> str | None:
        """The file that is not all read yet; as long as there is one, nobody has changed the store."""
        return None if self._unread is None else self._unread.path

    @property
    def size(self) -> int:
        """The number of quads, a triple in two graphs counted twice."""
        return len(self.engine)

    def query(  # noqa: PLR0913  (each is a setting of its own)
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] = PREFIXES,
        default_graph: ox.NamedNode | ox.BlankNode | None = None,
        allow_service: Collection[str] = (),
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        call: StoreCall | None = None,
        footprint: Footprint | None = None,
    ) -> Solutions | Triples | bool:
        """The complete answer to a query; ``prefixes`` need no declaration in it.

        ``default_graph`` is the named graph to take for the default graph; ``footprint`` is that of the query
        (see ``sparql.footprint``) where it is known, and spares reading what lies outside. ``SELECT`` gives
        Solutions, ``CONSTRUCT`` and ``DESCRIBE`` Triples, ``ASK`` a bool. With a limit or a ``call``, which
        another thread may end, a worker process answers (see ``stores.workers``). Raises QuerySyntaxError,
        UnknownPrefixError, QueryError or StoreError.
        """
        if call is not None or not timeout is max_rows is max_bytes is None:
            limits: Any = {"timeout": timeout, "max_rows": max_rows, "max_bytes": max_bytes}
            return self.limited().query(text, **limits, allow_service=allow_service, call=call)
        # A query with a footprint was looked at when that was made.
        if footprint is None:
            from atsmu_kg.sparql.guard import refuse_service

            refuse_service(text, allow_service)
            _require_shallow(text)
        names_graphs = default_graph is not None or (footprint is None and _may_name_graphs(text))
        engine = self.engine if names_graphs else self._read(footprint)
        unread = self._unread
        if footprint is not None and unread is not None:
            text = unread.counted(text, footprint)
        return evaluate(
            engine,
            text,
            solutions=Solutions.of,
            triples=Triples.of,
            prefixes=prefixes,
            default_graph=default_graph,
            location=self.location,
        )

    def stream(self, text: str, **given: Any) -> Solutions:
        """The solutions of a SELECT, all at once; given are the keywords of ``query``."""
        answer = self.query(text, **given)
        if not isinstance(answer, Solutions):
            raise QueryError("only a SELECT has solutions to stream", advice="Ask with query().", query=text)
        return answer

    def limited(self) -> Workers:
        """The workers that answer queries of this store within limits."""
        engine = self.engine
        with self._locks[os.getpid()]:
            if self._workers is None:
                from atsmu_kg.stores.workers.workers import Workers

                self._workers = Workers(engine, self.location)
            return self._workers

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything, ``DefaultGraph()`` the default graph only."""
        # A list first: the engine's own iterator ends the process when another thread touches it.
        try:
            in_default = isinstance(graph, ox.DefaultGraph)
            engine = self._read(_footprint(subject, predicate, object)) if in_default else self.engine
            return iter(list(engine.quads_for_pattern(subject, predicate, object, graph)))
        except (OSError, RuntimeError) as error:
            raise self._trouble(error) from error

    def graph_names(self) -> list[ox.NamedNode | ox.BlankNode]:
        """The names of the named graphs, sorted."""
        return sorted(self.engine.named_graphs(), key=str)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, all or none; the engine normalises numbers and dates (``1.50`` becomes ``1.5``)."""
        engine = self._writable()
        try:
            engine.extend(quads)
        except (OSError, RuntimeError) as error:
            raise self._trouble(error) from error

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads; those that aren't there are passed over."""
        engine = self._writable()
        try:
            for quad in quads:
                engine.remove(quad)
        except (OSError, RuntimeError) as error:
            raise self._trouble(error) from error

    def add_graph(self, name: ox.NamedNode | ox.BlankNode) -> None:
        """Make a named graph known, empty unless it has quads."""
        self._writable().add_graph(name)

    def remove_graph(self, name: ox.NamedNode | ox.BlankNode) -> None:
        """Remove a named graph with its quads, if it is there."""
        self._writable().remove_graph(name)

    def close(self) -> None:
        """Let go of the store and the lock on its directory; later calls raise StoreError."""
        self._engine = None
        if self._workers is not None:
            self._workers.close()

    def __reduce__(self) -> str:
        raise StoreError(
            "a store can't be sent to another process",
            file=self.location,
            advice="Load or open it there; a process that is forked off can read the one it inherits.",
        )

    def __enter__(self) -> EmbeddedStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._engine is None else counted(self.size, "quad")
        return f"<EmbeddedStore: {self.location or 'in memory'}, {state}>"

    def _opened(self) -> ox.Store:
        if self._engine is None:
            raise StoreError("the store is closed", file=self.location, advice="Open it again.")
        if os.getpid() not in self._locks:
            self._inherit()
        return self._engine

    def _read(self, footprint: Footprint | None) -> ox.Store:
        """The store with what lies in a footprint, or without one the default graph, if not with more."""
        engine = self._opened()
        if self._unread is not None:
            with self._locks[os.getpid()]:
                if self._unread is not None and self._unread.put(engine, footprint):
                    self._unread = None
        return engine

    def _inherit(self) -> None:
        """Take over what a forked process has; read anew what a thread of the parent was reading then."""
        if self._unread is not None and any(lock.locked() for lock in self._locks.values()):
            self._engine, self._unread = ox.Store(), self._unread.afresh()
        self._locks.setdefault(os.getpid(), allocate_lock())

    def _writable(self) -> ox.Store:
        if self.read_only:
            raise StoreError(
                "the store is open for reading only", file=self.location, advice="Open it without read_only."
            )
        if self.location is not None and self._process != os.getpid():
            raise StoreError(
                "the store was opened by another process, before this one was forked off",
                file=self.location,
                advice="Write where it was opened; both at once would damage it. Reading works here.",
            )
        if self._workers is not None:
            self._workers.renew()
        return self.engine

    def _trouble(self, error: Exception) -> StoreError:
        from atsmu_kg.stores.directories import trouble

        return trouble(self.location, error)


@lru_cache(maxsize=128)
def _require_shallow(text: str) -> None:
    from atsmu_kg.sparql.nesting import require_shallow

    require_shallow(text)


@lru_cache(maxsize=128)
def _may_name_graphs(text: str) -> bool:
    """Whether a query may ask for more than the default graph; the engine takes no escapes in keywords."""
    return re.search("GRAPH|FROM", text, re.IGNORECASE) is not None


def _footprint(
    subject: Subject | None, predicate: ox.NamedNode | None, object: Object | None
) -> Footprint | None:
    """That of a pattern of quads of the default graph."""
    step = tuple(
        [str(term) if isinstance(term, ox.NamedNode) else "" for term in (subject, predicate, object)]
    )
    return (step,) if any(step) else None
