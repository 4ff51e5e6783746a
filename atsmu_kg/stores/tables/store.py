"""Tables of a graph that answer SPARQL on an engine for SQL."""

from __future__ import annotations

import os
from functools import lru_cache

import pyoxigraph as ox

from atsmu_kg.choices import require_positive, require_whole
from atsmu_kg.errors import QueryError, StoreError
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.guard import refuse_service
from atsmu_kg.sparql.nodes import Iri, RDFLiteral
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.call import StoreCall
from atsmu_kg.stores.tables.compiler import Compiler
from atsmu_kg.stores.tables.constants import Constants, term_of
from atsmu_kg.stores.tables.contexts import Context
from atsmu_kg.stores.tables.dictionary import Dictionary
from atsmu_kg.stores.tables.folder import TableFolder
from atsmu_kg.stores.tables.forms import require_kept_forms
from atsmu_kg.stores.tables.lookup import PLACES, Lookup
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.template import instantiated
from atsmu_kg.stores.tables.translation import Translation
from atsmu_kg.stores.workers.endings import late
from atsmu_kg.stores.workers.sheet import require_few, require_small

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any

    from atsmu_kg.sparql.patterns import Query
    from atsmu_kg.stores.protocol import GraphName, Object, Subject
    from atsmu_kg.stores.tables.constants import Term
    from atsmu_kg.stores.tables.engines import Engine


class TableStore:
    """A folder of tables and an engine that reads them; see ``stores.protocol.Store``.

    directory: that of the tables, as ``kg.export`` writes them.
    start: gives what runs the statements, for the directory.

    Raises StoreError where the folder holds no tables.
    """

    embedded = False
    read_only = True

    def __init__(self, directory: str | os.PathLike[str], start: Callable[[str], Engine]) -> None:
        self.location = os.fspath(directory)
        self._folder = TableFolder(self.location, start)
        self.engine, self.manifest = self._folder.engine, self._folder.manifest
        self._dictionary = Dictionary(self.manifest)
        self._lookup = Lookup(self._dictionary, self._folder)
        # Trees of one text are one; they are never changed.
        self._compiled = lru_cache(maxsize=64)(self._compile)

    @property
    def size(self) -> int:
        """The number of quads, a triple in two graphs counted twice."""
        return self.manifest.counts.quads

    def sql(self, text: str, *, prefixes: Mapping[str, str] = PREFIXES) -> str:
        """The statement that a query becomes, in the words of the engine; raises what ``query`` does."""
        return self._compiled(parse(text, prefixes), None)[0]

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] = PREFIXES,
        allow_service: Collection[str] = (),
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        call: StoreCall | None = None,
    ) -> Solutions | Triples | bool:
        """The complete answer to a query, if all of it can be said in SQL exactly.

        Limits and ``call`` are those of ``stores.protocol.Store``. Raises QuerySyntaxError,
        UnknownPrefixError, UnsupportedQueryError, LimitError, QueryError or StoreError.
        """
        self._folder.require_open()
        require_positive(max_rows=max_rows, max_bytes=max_bytes)
        require_whole(1, max_rows=max_rows, max_bytes=max_bytes)
        refuse_service(text, allow_service)
        call = (call or StoreCall()).set_deadline(timeout)
        try:
            query = parse(text, prefixes)
            # The template of a CONSTRUCT makes several triples of a row, or none.
            most = max_rows + 1 if max_rows is not None and query.form == "SELECT" else None
            statement, tables, names = self._compiled(query, most)
            rows = self._folder.rows(statement, tables, call)
        except TimeoutError as error:
            raise late(text, call.timeout, f"{type(self.engine).__name__} was at work") from error
        if query.form == "ASK":
            return bool(rows)
        header = "\t".join(f"?{name}" for name in names)
        # Of no lines one text is made that is NULL.
        lines = [line for (line,) in rows if line is not None]
        solutions = Solutions("\n".join([header, *lines, ""]))
        answer = Triples(instantiated(query.template, solutions)) if query.form == "CONSTRUCT" else solutions
        if max_rows is not None:
            require_few(len(answer), max_rows)
        if max_bytes is not None:
            written = answer.tsv if isinstance(answer, Solutions) else answer.ntriples
            require_small(len(written.encode()), max_bytes)
        return answer

    def stream(self, text: str, **given: Any) -> Solutions:
        """The solutions of a SELECT, all at once; given are the keywords of ``query``."""
        answer = self.query(text, **given)
        if not isinstance(answer, Solutions):
            raise QueryError("only a SELECT has solutions to stream", advice="Ask with query().", query=text)
        return answer

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything, ``DefaultGraph()`` the default graph only."""
        self._folder.require_open()
        wanted = dict(zip(PLACES, (subject, predicate, object, graph), strict=True))
        if graph is None or isinstance(graph, ox.DefaultGraph):
            yield from self._lookup.quads("default", {**wanted, "graph": None})
        if not isinstance(graph, ox.DefaultGraph):
            yield from self._lookup.quads("named", wanted)

    def graph_names(self) -> list[ox.NamedNode | ox.BlankNode]:
        """The names of the named graphs, sorted."""
        self._folder.require_open()
        return sorted(self._lookup.terms(self.manifest.graphs).values(), key=str)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Tables are not written to: StoreError."""
        raise self._unchanging()

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Tables are not written to: StoreError."""
        raise self._unchanging()

    def close(self) -> None:
        """Let go of the engine; calls that are under way and later ones raise StoreError."""
        self._folder.close()

    def __enter__(self) -> TableStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<TableStore: {self.location}, {type(self.engine).__name__}>"

    def _unchanging(self) -> StoreError:
        advice = "Change the graph, and export its tables anew."
        return StoreError("tables are read-only", file=self.location, advice=advice)

    def _compile(
        self, query: Query, most: int | None
    ) -> tuple[str, dict[str, tuple[str, ...]], tuple[str, ...]]:
        """The statement for a query, or for so many rows of it, its tables, and the names of its columns."""
        translation = Translation()
        question = translation.question(query)
        require_kept_forms(query, self._lookup)
        terms = {term_of(node) for node in query.walk() if isinstance(node, Iri | RDFLiteral)}
        ids = self._lookup.ids(terms)
        engine, context = self.engine, self._context(query, ids)
        compiler = Compiler(
            self._dictionary,
            Constants(ids),
            translation,
            merges=engine.merges,
            gathers=engine.gathers,
        )
        try:
            if query.form == "ASK":
                select = compiler.existence(question, context)
            else:
                select = compiler.solutions(question, context, most)
            statement = engine.sql(select)
        except RecursionError as error:
            raise refusal("a query of so many parts within one another", query) from error
        return statement, compiler.files, question.names

    def _context(self, query: Query, ids: Mapping[Term, int]) -> Context:
        """The dataset that FROM and FROM NAMED make."""
        if not query.sources:
            return Context()
        known = [(ids.get(term_of(source.graph)), source.named) for source in query.sources]
        graphs = [(id, is_named) for id, is_named in known if id is not None and id in self.manifest.graphs]
        return Context(
            named=tuple(id for id, is_named in graphs if is_named),
            all_named=False,
            merged=tuple(id for id, is_named in graphs if not is_named),
        )
