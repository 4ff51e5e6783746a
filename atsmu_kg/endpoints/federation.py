"""The same question to several graphs at once, and one answer that says which of them gave each row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from atsmu_kg.choices import require_instance, require_text
from atsmu_kg.errors import AtsmuKGError, ParameterError, QueryError, UnknownNameError, quoted
from atsmu_kg.explain.explanation import DEPRECATED
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.rdf.terms import render
from atsmu_kg.results import Result
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from atsmu_kg.explain import Unknown
    from atsmu_kg.queries.catalogue_types import Queries
    from atsmu_kg.rdf.namespaces import IRI
    from atsmu_kg.results.graph import GraphResult
    from atsmu_kg.stores.call import StoreCall

    Answers = Mapping[str, Result | BooleanResult]

ORIGIN = "origin"


class UnknownGraphError(UnknownNameError, KeyError):
    """A federation has no graph of that name; ``nearest`` lists its own like it."""


class FederatedResult(Result):
    """The rows of all graphs, one graph after the other; the column ``origin`` says which one gave each.

    ``parts`` are the answers by graph, each of which can be cited; ``failures`` the errors of the graphs
    that gave none.
    """

    __slots__ = ("failures", "parts")

    def __init__(
        self, parts: Answers, failures: Mapping[str, AtsmuKGError], types: Mapping[str, str]
    ) -> None:
        rows = {name: _rows(part) for name, part in parts.items()}
        solutions = Solutions(_merged(rows), _shortfall(parts, failures))
        super().__init__(solutions, types={ORIGIN: "string", **types}, query=next(iter(rows.values())).query)
        self.parts: Answers = MappingProxyType(dict(parts))
        self.failures: Mapping[str, AtsmuKGError] = MappingProxyType(dict(failures))

    @property
    def warnings(self) -> tuple[Unknown, ...]:
        """The terms of the query that none of the graphs which answered knows; see ``Answer.warnings``.

        What is deprecated in one of them is told, too.
        """
        return _told_together([part.warnings for part in self._asked()])

    def told(self) -> tuple[Unknown, ...]:
        """The warnings for a display: of the graphs that can be asked at once, if all can."""
        return _told_together([part.told() for part in self._asked()])

    def _asked(self) -> Iterable[Result | BooleanResult]:
        """The parts, each with what was given for the parameters of a query that all were asked."""
        for part in self.parts.values():
            part.given = part.given or self.given
        return self.parts.values()

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        """The parts go along without their graphs."""
        _, state = super().__getstate__()
        return None, state | {"parts": dict(self.parts), "failures": dict(self.failures)}


class Federation:
    """Several graphs by name, each asked in a thread of its own.

    A graph that fails is told in the answer's ``failures``, and makes it not ``complete``; with ``required``
    its error is raised. Rows are put one after the other: nothing is joined, counted or sorted across graphs,
    which is the work of an engine that knows SPARQL's SERVICE.

    >>> import atsmu_kg
    >>> both = Federation({"here": atsmu_kg.load(), "there": atsmu_kg.load()})
    >>> both.queries.faculties(lang="en").column("origin")
    ['here', 'here', 'here', 'here', 'there', 'there', 'there', 'there']
    """

    def __init__(self, graphs: Mapping[str, KnowledgeGraph], *, required: bool = False) -> None:
        require_instance(Mapping, "Give a dict of graphs by name.", graphs=graphs)
        for name, graph in graphs.items():
            require_text(name=name)
            require_instance(KnowledgeGraph, "Give what load(), open() or connect() give.", graph=graph)
        if not graphs:
            raise ParameterError("there is no graph to ask", advice="Give at least one, by a name.")
        self.graphs = MappingProxyType(dict(graphs))
        self.required = required

    @cached_property
    def queries(self) -> Queries:
        """The named queries; each asks all graphs."""
        from atsmu_kg.queries import packaged

        return packaged().bound(self)

    def query(self, text: str, **given: Any) -> FederatedResult:
        """The answers to a SELECT or an ASK; given are the limits and parameters of ``KnowledgeGraph.query``.

        An ASK gives a row for each graph, with the column ``answer``.
        """
        return self._together(lambda graph, call: graph.query(text, call=call, **given), {})

    def select(self, text: str, **given: Any) -> FederatedResult:
        """The answers to a SELECT; see ``query``. Raises QueryError for a query of another form."""
        return self._of_form("select", text, given)

    def ask(self, text: str, **given: Any) -> FederatedResult:
        """The answers to an ASK, a row for each graph; see ``select``."""
        return self._of_form("ask", text, given)

    def _of_form(self, call: str, text: str, given: Mapping[str, Any]) -> FederatedResult:
        _require_form(text, call)
        return self.query(text, **given)

    def answer(self, text: str, *, types: Mapping[str, str] | None = None, **given: Any) -> FederatedResult:
        """The answers to a query as it stands; named queries come this way.

        text: the query.
        types: the declared types of its columns, by their names.
        given: what else ``KnowledgeGraph.answer`` takes.
        """
        return self._together(
            lambda graph, call: graph.answer(text, types=types, call=call, **given), types or {}
        )

    async def aquery(self, text: str, **given: Any) -> FederatedResult:
        """``query`` for asynchronous programs; a task that is cancelled ends all workers and connections."""
        from atsmu_kg.results.streaming import waited
        from atsmu_kg.stores.call import StoreCall

        calls = {name: StoreCall() for name in self.graphs}

        def ask() -> FederatedResult:
            return self._together(lambda graph, call: graph.query(text, call=call, **given), {}, calls)

        return await waited(ask, lambda: _cancel(calls))

    async def aselect(self, text: str, **given: Any) -> FederatedResult:
        """``select`` for asynchronous programs; see ``aquery``."""
        _require_form(text, "select", "a")
        return await self.aquery(text, **given)

    async def aask(self, text: str, **given: Any) -> FederatedResult:
        """``ask`` for asynchronous programs; see ``aquery``."""
        _require_form(text, "ask", "a")
        return await self.aquery(text, **given)

    def thing_named(self, name: str, *, like: str = "") -> IRI | None:
        """The thing that a bare name means in the first of the graphs that knows it, if any."""
        known = (graph.thing_named(name, like=like) for graph in self.graphs.values())
        return next((iri for iri in known if iri), None)

    def things_like(self, name: str, *, like: str = "") -> tuple[str, ...]:
        """What a bare name may have been meant for in the first of the graphs that knows anything like it."""
        near = (graph.things_like(name, like=like) for graph in self.graphs.values())
        return next(filter(None, near), ())

    def close(self) -> None:
        """Close all graphs."""
        for graph in self.graphs.values():
            graph.close()

    def __getitem__(self, name: str) -> KnowledgeGraph:
        require_text(name=name)
        if name not in self.graphs:
            near = nearest(name, self.graphs)
            advice = did_you_mean(near, f"The graphs are: {', '.join(self.graphs)}.")
            raise UnknownGraphError(
                f"there is no graph {quoted(name)}", advice=advice, name=name, nearest=near
            )
        return self.graphs[name]

    def __enter__(self) -> Federation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Federation of {', '.join(self.graphs)}>"

    def _together(
        self,
        ask: Callable[[KnowledgeGraph, StoreCall | None], Result | BooleanResult | GraphResult],
        types: Mapping[str, str],
        calls: Mapping[str, StoreCall] | None = None,
    ) -> FederatedResult:
        from concurrent.futures import ThreadPoolExecutor, as_completed

        from atsmu_kg.stores.call import StoreCall

        # An embedded engine can be ended in a worker only, which is too dear where nobody wants to.
        calls = calls or {
            name: StoreCall() for name, graph in self.graphs.items() if not graph.store.embedded
        }
        parts: dict[str, Result | BooleanResult] = {}
        failures: dict[str, AtsmuKGError] = {}
        with ThreadPoolExecutor(len(self.graphs), thread_name_prefix="federation") as threads:
            asked = {threads.submit(ask, graph, calls.get(name)): name for name, graph in self.graphs.items()}
            try:
                for future in as_completed(asked):
                    error = future.exception()
                    if error is None:
                        parts[asked[future]] = _solutions(future.result())
                    elif isinstance(error, AtsmuKGError) and not self.required and _may_differ(error):
                        failures[asked[future]] = error
                    else:
                        raise error
            except BaseException:
                # What the others would say is not wanted any more.
                _cancel(calls)
                raise
        if not parts:
            raise next(failures[name] for name in self.graphs if name in failures)
        return FederatedResult(
            {name: parts[name] for name in self.graphs if name in parts},
            {name: failures[name] for name in self.graphs if name in failures},
            types,
        )


def _told_together(told: Sequence[tuple[Unknown, ...]]) -> tuple[Unknown, ...]:
    """What all graphs tell, as a term that one of them knows is known, and what any has as deprecated."""
    said = [{(warning.text, warning.place): warning for warning in some} for some in told]
    everywhere = {key: warning for key, warning in said[0].items() if all(key in some for some in said)}
    deprecated = {
        key: warning for some in said for key, warning in some.items() if warning.kind == DEPRECATED
    }
    return tuple((everywhere | deprecated).values())


def _require_form(text: str, call: str, prefix: str = "") -> None:
    """As a single graph does, but that no call of a federation gives a graph."""
    from atsmu_kg.queries.bindings import require_form

    require_text(text=text)
    try:
        require_form(text, call, prefix)
    except QueryError as error:
        if error.facts["form"] not in ("CONSTRUCT", "DESCRIBE"):
            raise
        advice = f"Ask each by itself: federation[name].{prefix}construct(…)."
        raise QueryError(error.message, advice=advice, query=text, form=error.facts["form"]) from None


def _cancel(calls: Mapping[str, StoreCall]) -> None:
    for call in calls.values():
        call.cancel()


def _may_differ(error: AtsmuKGError) -> bool:
    """Whether an error is of one graph only, and not of the question, which would be everyone's."""
    from atsmu_kg.stores.remote.errors import EndpointError

    return isinstance(error, EndpointError)


def _solutions(answer: Result | BooleanResult | GraphResult) -> Result | BooleanResult:
    if isinstance(answer, Result | BooleanResult):
        return answer
    raise QueryError(
        "graphs of several origins are not merged", advice="Ask each by itself: federation[name].query(…)."
    )


def _rows(answer: Result | BooleanResult) -> Result:
    if isinstance(answer, Result):
        return answer
    return Result(Solutions(f"?answer\n{str(bool(answer)).lower()}\n"), query=answer.query)


def _merged(parts: Mapping[str, Result]) -> str:
    """One TSV document; a column that only some graphs have is unbound in the others."""
    columns = tuple(dict.fromkeys(column for part in parts.values() for column in part.columns))
    if ORIGIN in columns:
        raise QueryError("the query has a column ?origin of its own", advice="Name it otherwise.")
    lines = ["\t".join(f"?{name}" for name in (ORIGIN, *columns))]
    for number, (name, part) in enumerate(parts.items()):
        origin = render(name)
        places = [part.columns.index(column) if column in part.columns else None for column in columns]
        lines += [
            "\t".join([origin, *("" if at is None else row[at] for at in places)])
            for row in part.solutions.rows(_apart(cell, number) for cell in part.solutions.cells())
        ]
    return "\n".join([*lines, ""])


def _apart(cell: str, number: int) -> str:
    """A cell; a blank node with a label of its own, since labels mean something within one answer only."""
    return f"_:g{number}_{cell[2:]}" if cell.startswith("_:") else cell


def _shortfall(parts: Answers, failures: Mapping[str, AtsmuKGError]) -> str:
    missing = {name: part.shortfall for name, part in parts.items() if part.shortfall}
    missing |= {name: error.message for name, error in failures.items()}
    return "; ".join(f"{name}: {what}" for name, what in sorted(missing.items()))
