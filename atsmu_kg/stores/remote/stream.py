"""The solutions of one query while they are still coming from an endpoint."""

from __future__ import annotations

from itertools import chain

from atsmu_kg.stores.remote import response as heads
from atsmu_kg.stores.remote import xml_results
from atsmu_kg.stores.remote.body import Body
from atsmu_kg.stores.remote.cells import cell, values
from atsmu_kg.stores.remote.errors import (
    AnswerFormError,
    AnswerTooLargeError,
    ConnectionLostError,
    EndpointError,
    EndpointTimeoutError,
    IncompleteAnswerError,
    TruncatedError,
)
from atsmu_kg.stores.remote.solutions import SolutionStream
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from http.client import HTTPResponse
    from typing import Any

    from atsmu_kg.stores.call import StoreCall
    from atsmu_kg.stores.remote.bindings import Batch
    from atsmu_kg.stores.remote.cells import Term
    from atsmu_kg.stores.remote.endpoint import Endpoint
    from atsmu_kg.stores.remote.question import Question

# What a caller who takes incomplete answers takes: the rows that came before one of these.
CUT = (
    IncompleteAnswerError,
    TruncatedError,
    ConnectionLostError,
    AnswerTooLargeError,
    EndpointTimeoutError,
)


class RemoteStream:
    """Solutions as they arrive; ``columns`` are known from the start or with the first batch.

    Iteration ends with an EndpointError if the answer is not whole, unless ``incomplete`` answers are taken:
    then it ends where they do, and ``shortfall`` says what is missing. Close it, or take all.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        call: StoreCall,
        question: Question,
        response: HTTPResponse,
        *,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        incomplete: bool = False,
    ) -> None:
        kind = heads.media_type(response, heads.SOLUTIONS, question.form)
        self.shortfall = ""
        self.size = 0
        self._endpoint = endpoint
        self._question = question
        self._response = response
        self._body = Body(response, call, max_bytes)
        in_xml = kind == xml_results.MEDIA_TYPE
        self._read = SolutionStream(xml_results.as_json(self._body) if in_xml else self._body)
        self._max_rows = max_rows
        self._incomplete = incomplete
        self._places: list[int] = []

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables that the query projects, else those that the answer declares."""
        return self._question.variables or self._read.columns

    def batches(self, value: Callable[[str], Any]) -> Iterator[Iterable[tuple[Any, ...]]]:
        """Solutions as tuples of Python values; ``value`` makes one from a cell."""
        return self._converted(lambda column: values(column, value))

    def lines(self) -> Iterator[str]:
        """Solutions as lines of a TSV document."""
        for rows in self._converted(lambda column: list(map(cell, column))):
            yield from map("\t".join, rows)

    def boolean(self) -> bool:
        """The truth value that the document has in place of solutions.

        Virtuoso gives a solution with one variable of its own. Raises AnswerFormError if there is neither.
        """
        (*rows,) = chain.from_iterable(self._converted(lambda column: list(map(cell, column))))
        if self._read.boolean is not None:
            return self._read.boolean
        if self.columns == ("__ASK_RETVAL",) and len(rows) <= 1:
            return bool(rows) and rows[0][0] in ("1", "true")
        raise self._endpoint.signed(
            AnswerFormError("the query was an ASK, but the answer has solutions", advice="Check the query."),
            self._body,
        )

    def close(self) -> None:
        """Let go of the connection; the rest of the answer is not read."""
        self._body.close()

    def _converted(
        self, convert: Callable[[Sequence[Term | None]], list[Any]]
    ) -> Iterator[Iterable[tuple[Any, ...]]]:
        try:
            for batch in self._checked():
                columns = batch.columns()
                ordered = [convert(columns[place]) for place in self._places]
                yield zip(*ordered, strict=True) if ordered else [()] * batch.size
        except EndpointError as error:
            if not (self._incomplete and isinstance(error, CUT)):
                raise self._endpoint.signed(error, self._body)  # noqa: B904  (the same error)
            self.shortfall = error.message
        finally:
            self._body.close()

    def _checked(self) -> Iterator[Batch]:
        for batch in self._read.batches():
            if not self._places:
                self._require_asked()
            self.size += batch.size
            if self._max_rows is not None and self.size > self._max_rows:
                raise AnswerTooLargeError(
                    f"the answer has more than {counted(self._max_rows, 'row')}",
                    advice="Add LIMIT, narrow the query down, or allow more with max_rows.",
                    limit="max_rows",
                    allowed=self._max_rows,
                )
            yield batch
        self._require_asked()
        missing = heads.shortfall(self._response)
        limit = heads.row_limit(self._response)
        asked = self._question.limit
        if not missing and limit is not None and self.size >= limit and not (asked and self.size >= asked):
            missing = f"the endpoint gives at most {counted(limit, 'row')}, and this answer has {self.size}"
        if missing:
            raise IncompleteAnswerError(
                missing,
                advice="Ask page by page with page_size, narrow the query down, or take what there is with "
                "incomplete='allow'.",
                status=self._response.status,
                rows=self.size,
            )

    def _require_asked(self) -> None:
        """Raises AnswerFormError if the answer is to another form of query, or has other variables."""
        asked, given = self._question.variables, self._read.columns
        if self._question.form != "ASK" and self._read.boolean is not None:
            raise AnswerFormError(
                "the query was a SELECT, but the answer is a truth value", advice="Check the query."
            )
        if asked and set(asked) != set(given):
            odd = min(set(asked) ^ set(given))
            said = (
                "lacks ?{}, which the query projects"
                if odd in asked
                else "has ?{}, which the query does not project"
            )
            raise AnswerFormError(
                f"the answer {said.format(odd)}",
                advice="Tell whoever runs the endpoint.",
                variable=odd,
            )
        self._places = [given.index(name) for name in self.columns]
