"""The knowledge graph as a user meets it: questions, descriptions, validation and export over one store."""

from __future__ import annotations

from atsmu_kg import files
from atsmu_kg.counting import counted
from atsmu_kg.publications import Publications
from atsmu_kg.results import present
from atsmu_kg.stores.embedded import EmbeddedStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.descriptions import Description
    from atsmu_kg.emptiness import Explanation
    from atsmu_kg.lint import Findings, Usage
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.results import Result
    from atsmu_kg.results.answer import Answer
    from atsmu_kg.results.boolean import BooleanResult
    from atsmu_kg.results.graph import GraphResult
    from atsmu_kg.results.streaming import AsyncRows, Rows
    from atsmu_kg.stores.call import Call
    from atsmu_kg.stores.protocol import Store
    from atsmu_kg.validation import Report

DATASET = "data/atsmu-kg.nq"
MERGE = "data/atsmu-kg.nt"
# What a question may be given besides its parameters.
LIMITS = ("allow_service", "call", "max_bytes", "max_rows", "timeout")


class KnowledgeGraph(Publications):
    """A dataset and the questions that can be asked of it; ``load()`` and ``open()`` make one.

    Many threads may read from one graph. As a context manager it closes its store at the end.

    >>> kg = load()
    >>> kg.queries.faculties(lang="en").column("name")[0]
    Text('Dentistry Faculty', 'en')
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._version: str | None = None
        self._queries: Queries | None = None
        self._usage: Usage | None = None

    @property
    def version(self) -> str:
        """The version that the graph states of its vocabulary, or an empty string."""
        if self._version is None:
            from pyoxigraph import DefaultGraph, NamedNode

            from atsmu_kg.terms import to_python
            from atsmu_kg.vocabulary import BASE, OWL

            ontology, info = NamedNode(f"{BASE}ontology"), NamedNode(OWL.versionInfo)
            stated = self.store.quads(ontology, info, graph=DefaultGraph())
            self._version = min((str(to_python(quad.object)) for quad in stated), default="")
        return self._version

    @property
    def queries(self) -> Queries:
        """The named queries, each callable with its parameters.

        >>> load().queries.certainly_at_least(floor=100_000).column("min")
        [151100, 680334]
        """
        if self._queries is None:
            from atsmu_kg.queries import packaged

            self._queries = packaged().bound(self)
        return self._queries

    def query(
        self,
        text: str,
        *,
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        allow_service: Collection[str] = (),
        strict: bool = False,
        call: Call | None = None,
        **parameters: Any,
    ) -> Result | BooleanResult | GraphResult:
        """The answer to a SPARQL query: a Result (SELECT), a BooleanResult (ASK) or else a GraphResult.

        Known prefixes need no declaration. A parameter's value stands in place of the variable of that name;
        it may be any value that a result can hold, and is always taken as data, never as SPARQL. With a
        ``timeout`` in seconds, ``max_rows`` or ``max_bytes`` the query is answered by a worker process, which
        ends when it goes over a limit (LimitError). No network is asked, but for a SERVICE at one of the
        endpoints in ``allow_service``. With ``strict`` a query that ``lint`` finds fault with is refused.
        Another thread may end the ``call``, and with it the connection to an endpoint.
        Raises QuerySyntaxError, UnknownPrefixError, ParameterError, QueryError or StoreError.

        >>> from atsmu_kg.terms import Text
        >>> load().query("ASK { ?u skos:altLabel ?name }", name=Text("ATSMU", "en"))
        BooleanResult(True)
        """
        text = self._asked(text, parameters, strict=strict)
        return self.answer(
            text,
            allow_service=allow_service,
            timeout=timeout,
            max_rows=max_rows,
            max_bytes=max_bytes,
            call=call,
        )

    def answer(
        self,
        text: str,
        *,
        types: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **given: Any,
    ) -> Result | BooleanResult | GraphResult:
        """The answer to a query as it stands: this way named queries come, with their parameters in place.

        ``types`` are those of its columns; given are the limits of ``query``.
        """
        answer = self.store.query(text, timeout=timeout, **given)
        # An endpoint is asked for its version when somebody wants to know.
        version = self.version if self.store.embedded else ""
        return present(answer, types=types, query=text, version=version, graph=self, timeout=timeout)

    def stream(self, text: str, *, strict: bool = False, **given: Any) -> Rows:
        """The rows of a SELECT as they arrive, in memory that does not grow with their number.

        Limits and parameters are those of ``query``. From an endpoint the first rows come before the last
        byte is sent; if the answer then turns out not to be whole, the iteration ends with an EndpointError.

        >>> with load().stream("SELECT ?f { ?f a akg:Faculty } ORDER BY ?f") as rows:
        ...     next(rows).f.curie
        'atsmu:dentistry-faculty'
        """
        from atsmu_kg.results.streaming import Rows

        limits = {name: given.pop(name) for name in LIMITS if name in given}
        return Rows(self.store.stream(self._asked(text, given, strict=strict), **limits))

    async def aquery(self, text: str, **given: Any) -> Result | BooleanResult | GraphResult:
        """``query`` for asynchronous programs; a task that is cancelled closes its connection.

        >>> import asyncio
        >>> asyncio.run(load().aquery("ASK { ?f a akg:Faculty }"))
        BooleanResult(True)
        """
        from atsmu_kg.results.streaming import waited
        from atsmu_kg.stores.call import Call

        call = Call()
        return await waited(lambda: self.query(text, call=call, **given), call.cancel)

    def astream(self, text: str, **given: Any) -> AsyncRows:
        """``stream`` for asynchronous programs: ``async for row in kg.astream(…)``."""
        from atsmu_kg.results.streaming import AsyncRows
        from atsmu_kg.stores.call import Call

        call = Call()
        return AsyncRows(lambda: self.stream(text, call=call, **given), call.cancel)

    def _asked(self, text: str, parameters: Mapping[str, Any], *, strict: bool) -> str:
        """A query with its parameters, if it may be asked."""
        if parameters:
            from atsmu_kg.sparql import bind
            from atsmu_kg.terms import render

            text = bind(text, {name: render(value) for name, value in parameters.items()})
        if strict:
            self.lint(text).require_clean()
        if "from" in text.lower():
            from atsmu_kg.stores.limits.guard import refuse_reading

            refuse_reading(text, lambda iri: any(iri == name.value for name in self.store.graph_names()))
        return text

    def cite(self, answer: Answer, *, source: str | os.PathLike[str] | None = None) -> Citation:
        """Row by row the statements that support an answer, and who makes them; ``answer.cite()`` calls this.

        >>> (row,) = load().query("SELECT ?year { atsmu:university schema:foundingDate ?year }").cite()
        >>> [passage.position for passage in row.passages]
        [2, 4]
        """
        from atsmu_kg.citations import cite

        return cite(self.store, answer.query, answer, source=source)  # type: ignore[arg-type]

    def why_empty(self, answer: Answer) -> Explanation:
        """What left an answer without rows; ``answer.why_empty()`` calls this.

        >>> why = load().query("SELECT * { ?f a akg:Facultie }").why_empty()
        >>> why.removed_by.text, why.unknown[0].nearest[0]
        ('?f a akg:Facultie', 'akg:Faculty')
        """
        from atsmu_kg.emptiness import why_empty

        return why_empty(self.store, answer.query, vocabulary=self.usage, timeout=answer.timeout)

    @property
    def usage(self) -> Usage:
        """How the graph uses its terms; read when it is first wanted, and kept."""
        if self._usage is None:
            from atsmu_kg.lint import Usage

            self._usage = Usage(self.store)
        return self._usage

    def lint(self, text: str) -> Findings:
        """What is suspicious about a query: misspelt terms and variables, rows doubled by languages, …

        >>> [finding.code for finding in load().lint("SELECT ?f { ?f a akg:Facultie }")]
        ['unknown-class']
        """
        from atsmu_kg.lint import lint

        return lint(self.store, text, usage=self.usage)

    def describe(self, name: str, *, lang: str = "en", entailed: bool = False) -> Description:
        """All that the graph says of an IRI, a CURIE or a bare name of ours, with who says it.

        Raises UnknownNameError if the graph says nothing of it.

        >>> load().describe("dentistry-faculty").label
        'Dentistry Faculty'
        """
        from atsmu_kg.descriptions import describe

        return describe(self.store, name, lang=lang, entailed=entailed)

    def validate(
        self,
        *,
        shapes: Iterable[str | os.PathLike[str]] | None = None,
        engine: str = "pyshacl",
        lang: str = "en",
        things: Iterable[str] = (),
    ) -> Report:
        """The graph held against its SHACL shapes, with messages in ``en``, ``ru`` or ``tg``.

        ``shapes`` are files with other shapes, ``things`` namespaces of other institutions, whose things a
        passage must speak of as well. ``engine`` is ``pyshacl``, the reference, or ``shifty``, the faster
        one. Raises ShapeError, ParameterError for what is no IRI, or MissingDependencyError for an engine.

        >>> load().validate().conforms
        True
        """
        from atsmu_kg.validation import validate

        shapes = shapes or [files.path("ontology/shapes.ttl")]
        return validate(self.quads(), shapes, engine=engine, lang=lang, files=self._files(), things=things)

    def _files(self) -> Iterable[str | os.PathLike[str]]:
        """Where the graph's statements stand, for file and line of what is wrong."""
        from pathlib import Path

        return sorted(Path(files.path("data")).glob("*.trig"))

    def close(self) -> None:
        """Let go of the store; closing twice is fine."""
        self.store.close()

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return self.store.size

    def __repr__(self) -> str:
        if not self.store.embedded:
            return f"<KnowledgeGraph at {self.store.location}>"
        return f"<KnowledgeGraph {self.version}: {counted(len(self), 'quad')}>"


def load() -> KnowledgeGraph:
    """The packaged graph, in memory.

    >>> with load() as kg:
    ...     kg.query("SELECT ?year { atsmu:university schema:foundingDate ?year }").scalar()
    Year(1939)
    """
    return KnowledgeGraph(EmbeddedStore.memory(files.path(DATASET), merge=files.path(MERGE)))


def open(
    directory: str | os.PathLike[str], *, create: bool = True, read_only: bool = False
) -> KnowledgeGraph:
    """A graph in an on-disk store; if `create`, a missing or empty directory gets the packaged graph.

    Raises StoreError if the directory holds something else, is damaged, or is in use by another process.
    """
    store = EmbeddedStore.open(
        directory, create_from=files.path(DATASET) if create else None, read_only=read_only
    )
    return KnowledgeGraph(store)
