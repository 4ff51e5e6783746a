"""More solutions than a server gives at once, fetched page by page."""

from __future__ import annotations

from contextlib import closing

from atsmu_kg.errors import QueryError
from atsmu_kg.sparql.nodes import Variable
from atsmu_kg.stores.remote.errors import AnswerTooLargeError
from atsmu_kg.stores.remote.question import Question
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from atsmu_kg.sparql.patterns import Query
    from atsmu_kg.stores.remote.stream import RemoteStream

ADVICE = "Give ORDER BY all variables that SELECT projects, or ask without page_size."


class PagedStream:
    """The solutions of a query, so many at a time; each page is a query of its own.

    The pages fit together only if all solutions have one order: QueryError for a query whose ORDER BY does
    not name each projected variable. A LIMIT or OFFSET of the query holds for the whole. What is changed at
    the endpoint between two pages can't be seen.
    """

    def __init__(
        self,
        question: Question,
        size: int,
        ask: Callable[[Question, int | None], RemoteStream],
        *,
        max_rows: int | None = None,
    ) -> None:
        self.shortfall = ""
        self.size = 0
        self._query = _ordered(question)
        self._question = question
        self._page = size
        self._ask = ask
        self._max_rows = max_rows
        self._open: RemoteStream | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables that the query projects."""
        return self._question.variables

    def batches(self, value: Callable[[str], Any]) -> Iterator[Iterable[tuple[Any, ...]]]:
        """Solutions as tuples of Python values; ``value`` makes one from a cell."""
        for page in self._pages():
            yield from page.batches(value)

    def lines(self) -> Iterator[str]:
        """Solutions as lines of a TSV document."""
        for page in self._pages():
            yield from page.lines()

    def close(self) -> None:
        """Let go of the connection; no further page is asked for."""
        if self._open is not None:
            self._open.close()

    def _pages(self) -> Iterator[RemoteStream]:
        query = self._query
        wanted = query.limit
        while wanted is None or self.size < wanted:
            size = self._page if wanted is None else min(self._page, wanted - self.size)
            text = page_of(query, size, query.skipped + self.size)
            if self._max_rows is not None and self.size == self._max_rows:
                raise AnswerTooLargeError(
                    f"the answer may have more than {counted(self._max_rows, 'row')}",
                    advice="Allow more with max_rows.",
                    limit="max_rows",
                    allowed=self._max_rows,
                )
            most = None if self._max_rows is None else self._max_rows - self.size
            self._open = self._ask(Question(text), most)
            with closing(self._open) as page:
                yield page
                self.size += page.size
                self.shortfall = page.shortfall
                if page.size < size or page.shortfall:
                    return


def page_of(query: Query, limit: int, offset: int) -> str:
    """A query with other bounds: the text of one page.

    >>> from atsmu_kg.sparql import parse
    >>> page_of(parse("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 500"), 100, 200)
    'SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 100 OFFSET 200'
    """
    # LIMIT and OFFSET come last but for VALUES, and after the last sort key there is nothing else.
    end = max(condition.end for condition in query.order_by)
    values = f" {query.source(query.values)}" if query.values is not None else ""
    return f"{query.text[:end]} LIMIT {limit} OFFSET {offset}{values}"


def _ordered(question: Question) -> Query:
    """The tree of a query whose solutions have one order; QueryError for any other."""
    query = question.read
    if query is None:
        raise QueryError(
            "the query is nested too deeply to be read here, and can't be asked page by page", advice=ADVICE
        )
    keys = {
        condition.expression.name
        for condition in query.order_by
        if isinstance(condition.expression, Variable)
    }
    loose = [name for name in question.variables if name not in keys]
    if loose or not query.order_by or not question.variables:
        named = ", ".join(f"?{name}" for name in loose) or "what SELECT * projects"
        raise QueryError(
            f"the query has no total order, so its pages would not fit together: ORDER BY lacks {named}",
            advice=ADVICE,
            query=question.original,
        )
    return query
