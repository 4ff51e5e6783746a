"""The answer to an ASK."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, parse_query_results

from atsmu_kg.choices import BOOLEAN_FORMATS
from atsmu_kg.results.answer import Answer
from atsmu_kg.stores.answers import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.choices import BooleanFormat
    from atsmu_kg.results.answer import AnswerGraph


class BooleanResult(Answer):
    """Yes or no; true or false wherever Python asks.

    answer: which of them.
    query, version, graph: as for a Result.

    >>> answer = BooleanResult(True)
    >>> answer == True, "yes" if answer else "no", answer
    (True, 'yes', BooleanResult(True))
    """

    __slots__ = ("_answer",)

    def __init__(
        self, answer: bool, *, query: str = "", version: str = "", graph: AnswerGraph | None = None
    ) -> None:
        super().__init__(query=query, version=version, graph=graph)
        self._answer = answer

    def __bool__(self) -> bool:
        return self._answer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bool | BooleanResult) and self._answer == bool(other)

    def __hash__(self) -> int:
        return hash(self._answer)

    def __repr__(self) -> str:
        return f"BooleanResult({self._answer})"

    def _repr_html_(self) -> str | None:
        told = self.told_html()
        return f"<pre>{self!r}</pre>{told}" if told else None

    def serialize(self, format: BooleanFormat) -> str:
        """The answer as a W3C document, ``json`` or ``xml``; the others have no place for a boolean."""
        format = BOOLEAN_FORMATS.checked(format)
        document = f'{{"head":{{}},"boolean":{str(self._answer).lower()}}}'
        answer = parse_query_results(document, QueryResultsFormat.JSON)
        return written(answer.serialize(format=getattr(QueryResultsFormat, format.upper())))
