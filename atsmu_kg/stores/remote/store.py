"""A SPARQL endpoint as a store; see ``stores.protocol.Store``."""

from __future__ import annotations

from contextlib import closing, suppress

import pyoxigraph as ox

from atsmu_kg.choices import INCOMPLETE, require_positive, require_whole
from atsmu_kg.errors import ParameterError, QueryError, StoreError
from atsmu_kg.files import beside
from atsmu_kg.rdf.terms import render
from atsmu_kg.sparql.binding import bind
from atsmu_kg.sparql.guard import refuse_service
from atsmu_kg.stores.answers import TSV, Solutions
from atsmu_kg.stores.call import StoreCall
from atsmu_kg.stores.remote import response as heads
from atsmu_kg.stores.remote.body import Body
from atsmu_kg.stores.remote.errors import AnswerTooLargeError, EndpointError, IncompleteAnswerError
from atsmu_kg.stores.remote.paging import PagedStream
from atsmu_kg.stores.remote.question import Question, asked
from atsmu_kg.stores.remote.stream import RemoteStream
from atsmu_kg.stores.remote.triples import triples
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from http.client import HTTPResponse
    from typing import Any

    from atsmu_kg.stores.answers import Triples
    from atsmu_kg.stores.protocol import GraphName, Object, Subject
    from atsmu_kg.stores.remote.endpoint import Endpoint

    Pattern = dict[str, Any]


class RemoteStore:
    """The quads of an endpoint, for reading. Many threads may ask at once.

    ``timeout`` (seconds) and ``max_bytes`` hold for each call that does not give its own; ``incomplete``
    answers are refused or allowed; with ``page_size`` the solutions of a SELECT are fetched so many at a
    time.
    """

    embedded = False
    read_only = True

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        timeout: float | None = 60.0,
        max_bytes: int | None = None,
        incomplete: str = "refuse",
        page_size: int | None = None,
    ) -> None:
        INCOMPLETE.checked(incomplete)
        require_positive(timeout=timeout, max_bytes=max_bytes, page_size=page_size)
        require_whole(1, max_bytes=max_bytes, page_size=page_size)
        self.endpoint = endpoint
        self.timeout = timeout
        self.max_bytes = max_bytes
        self.incomplete = incomplete
        self.page_size = page_size
        self._closed = False

    @property
    def location(self) -> str:
        """The endpoint's URL, without secrets."""
        return self.endpoint.url

    def query(
        self,
        text: str,
        *,
        allow_service: Collection[str] = (),
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        call: StoreCall | None = None,
    ) -> Solutions | Triples | bool:
        """The complete answer to a query: Solutions (SELECT), Triples (CONSTRUCT, DESCRIBE) or a bool (ASK).

        ``call`` is one that the caller can end from another thread. Raises
        EndpointError; QuerySyntaxError or UnknownPrefixError, before anything is sent, for what is not SPARQL
        1.1.
        """
        call = (call or StoreCall()).set_deadline(self.timeout if timeout is None else timeout)
        question = self._question(text, allow_service)
        if question.form == "SELECT":
            return _read(self._stream(call, question, max_rows, max_bytes))
        require_positive(max_rows=max_rows, max_bytes=max_bytes)
        require_whole(1, max_rows=max_rows, max_bytes=max_bytes)
        if question.form == "ASK":
            with closing(self._one_stream(call, question, None, max_bytes)) as stream:
                return stream.boolean()
        return self._triples(call, question, max_rows, max_bytes)

    def stream(
        self,
        text: str,
        *,
        allow_service: Collection[str] = (),
        timeout: float | None = None,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        call: StoreCall | None = None,
    ) -> RemoteStream | PagedStream:
        """The solutions of a SELECT as they arrive, in memory that does not grow with their number."""
        question = self._question(text, allow_service)
        if question.form != "SELECT":
            raise QueryError("only a SELECT has solutions to stream", advice="Ask with query().", query=text)
        call = (call or StoreCall()).set_deadline(self.timeout if timeout is None else timeout)
        return self._stream(call, question, max_rows, max_bytes)

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match; None matches anything, ``DefaultGraph()`` the default graph only.

        All named graphs are asked at once for a pattern with a term, and one by one for everything, or where
        the endpoint does not give so much; a graph that it does not give at once, predicate by predicate. A
        blank node can't be asked for: ParameterError.
        """
        pattern: Pattern = {"subject": subject, "predicate": predicate, "object": object}
        yield from self._quads_of(ox.DefaultGraph() if graph is None else graph, pattern)
        if graph is None:
            yield from self._quads_of_named_graphs(pattern)

    def graph_names(self) -> list[ox.NamedNode | ox.BlankNode]:
        """The names of the named graphs, sorted."""
        return sorted((row["graph"] for row in self._rows("graph_names", {})), key=str)

    @property
    def size(self) -> int:
        """The number of quads, a triple in two graphs counted twice."""
        (row,) = self._rows("size", {})
        return int(row["size"].value)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Endpoints are not written to quad by quad: StoreError."""
        raise self._read_only()

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Endpoints are not written to quad by quad: StoreError."""
        raise self._read_only()

    def close(self) -> None:
        """Later calls raise StoreError; closing twice is fine."""
        self._closed = True

    def __repr__(self) -> str:
        return f"<RemoteStore: {self.endpoint.url}>"

    def _read_only(self) -> StoreError:
        return StoreError(
            "an endpoint is read-only here",
            file=self.endpoint.url,
            advice="Put a whole graph into it with kg.push(url) or 'atsmu-kg push'.",
        )

    def _question(self, text: str, allow_service: Collection[str]) -> Question:
        if self._closed:
            raise StoreError("the connection is closed", file=self.endpoint.url, advice="Connect again.")
        refuse_service(text, allow_service)
        return asked(text, self.endpoint.default_graphs, self.endpoint.named_graphs)

    def _stream(
        self, call: StoreCall, question: Question, max_rows: int | None, max_bytes: int | None
    ) -> RemoteStream | PagedStream:
        require_positive(max_rows=max_rows, max_bytes=max_bytes)
        require_whole(1, max_rows=max_rows, max_bytes=max_bytes)
        if self.page_size is None:
            return self._one_stream(call, question, max_rows, max_bytes)
        return PagedStream(
            question,
            self.page_size,
            lambda page, most: self._one_stream(call, page, most, max_bytes),
            max_rows=max_rows,
        )

    def _one_stream(
        self, call: StoreCall, question: Question, max_rows: int | None, max_bytes: int | None
    ) -> RemoteStream:
        response = self._sent(call, question, heads.ACCEPT_SOLUTIONS)
        try:
            return RemoteStream(
                self.endpoint,
                call,
                question,
                response,
                max_rows=max_rows,
                max_bytes=max_bytes or self.max_bytes,
                incomplete=self.incomplete == "allow",
            )
        except EndpointError as error:
            response.close()
            raise self.endpoint.signed(error)  # noqa: B904  (the same error, not another one)

    def _triples(
        self, call: StoreCall, question: Question, max_rows: int | None, max_bytes: int | None
    ) -> Triples:
        body = None
        with closing(self._sent(call, question, heads.ACCEPT_TRIPLES)) as response:
            try:
                kind = heads.media_type(response, heads.TRIPLES, question.form)
                body = Body(response, call, max_bytes or self.max_bytes)
                statements = triples(body, kind, max_rows)
                missing = heads.shortfall(response)
                limit = heads.row_limit(response)
                if not missing and limit is not None and len(statements) >= limit:
                    most = counted(limit, "triple")
                    missing = f"the endpoint gives at most {most}, and this answer has {len(statements)}"
                if missing and self.incomplete == "refuse":
                    raise IncompleteAnswerError(
                        missing, advice="Narrow the query down.", rows=len(statements)
                    )
                statements.shortfall = missing
                return statements
            except EndpointError as error:
                raise self.endpoint.signed(error, body)  # noqa: B904  (the same error, not another one)

    def _sent(self, call: StoreCall, question: Question, accept: str) -> HTTPResponse:
        return self.endpoint.query(
            call, question.text, accept, graphs=question.left, partial=self.incomplete == "allow"
        )

    def _holds(self, graph: GraphName, pattern: Pattern) -> bool:
        name = "holds" if isinstance(graph, ox.DefaultGraph) else "graph_holds"
        question = self._packaged(name, {**pattern, "graph": _named(graph)})
        with closing(
            self._one_stream(StoreCall().set_deadline(self.timeout), question, None, None)
        ) as stream:
            return stream.boolean()

    def _quads_of(self, graph: GraphName, pattern: Pattern) -> Iterator[ox.Quad]:
        if None not in pattern.values():
            if self._holds(graph, pattern):
                yield ox.Quad(pattern["subject"], pattern["predicate"], pattern["object"], graph)
            return
        try:
            yield from self._matching(graph, pattern)
        except IncompleteAnswerError:
            if pattern["predicate"] is not None:
                raise
            name = "predicates" if isinstance(graph, ox.DefaultGraph) else "predicates_of_graph"
            for row in self._rows(name, {"graph": _named(graph)}):
                yield from self._quads_of(graph, {**pattern, "predicate": row["predicate"]})

    def _quads_of_named_graphs(self, pattern: Pattern) -> Iterator[ox.Quad]:
        """By graph. An incomplete answer would do only for one of them."""
        if self.incomplete == "refuse" and any(term is not None for term in pattern.values()):
            with suppress(AnswerTooLargeError, IncompleteAnswerError):
                quads = self._matching(None, pattern)
                yield from sorted(quads, key=lambda quad: str(quad.graph_name))
                return
        for name in self.graph_names():
            yield from self._quads_of(name, pattern)

    def _matching(self, graph: GraphName | None, pattern: Pattern) -> list[ox.Quad]:
        """The quads that match in a graph or, for None, in all named graphs: one request."""
        name = "triples" if isinstance(graph, ox.DefaultGraph) else "triples_of_graph"
        quads = []
        for row in self._rows(name, {**pattern, "graph": _named(graph)}):
            subject, predicate, object = (
                row[place] if given is None else given for place, given in pattern.items()
            )
            quads.append(ox.Quad(subject, predicate, object, graph or row["graph"]))
        return quads

    def _rows(self, name: str, pattern: Mapping[str, Any]) -> list[ox.QuerySolution]:
        """The solutions of one of the queries beside this module, in no order and so never in pages."""
        call = StoreCall().set_deadline(self.timeout)
        answer = _read(self._one_stream(call, self._packaged(name, pattern), None, None))
        solutions: Any = ox.parse_query_results(answer.tsv, TSV)
        return list(solutions)

    def _packaged(self, name: str, pattern: Mapping[str, Any]) -> Question:
        """One of the queries beside this module, with terms in place of its variables."""
        given = {variable: term for variable, term in pattern.items() if term is not None}
        if any(isinstance(term, ox.BlankNode) for term in given.values()):
            raise ParameterError(
                "an endpoint can't be asked for a blank node", advice="Its label means something there only."
            )
        text = beside(__file__, f"{name}.rq")
        return self._question(bind(text, {each: render(term) for each, term in given.items()}), ())


def _read(stream: RemoteStream | PagedStream) -> Solutions:
    """All solutions of a stream."""
    with closing(stream):
        lines = list(stream.lines())
        header = "\t".join(f"?{name}" for name in stream.columns)
        return Solutions("\n".join([header, *lines, ""]), stream.shortfall)


def _named(graph: GraphName | None) -> ox.NamedNode | ox.BlankNode | None:
    return None if isinstance(graph, ox.DefaultGraph) else graph
