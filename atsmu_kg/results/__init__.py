"""Answers: rows of Python values, conversions to what analysts use, and a look at them.

- ``answer``: what every answer knows
- ``rows``: a row, and from the cells of an answer to values
- ``result``, ``boolean``, ``graph``: the answers to SELECT; to ASK; to CONSTRUCT and DESCRIBE
- ``frames``: pandas and polars
- ``display``: notebooks and terminals
"""

from __future__ import annotations

from atsmu_kg.results.result import Result
from atsmu_kg.results.rows import Row
from atsmu_kg.stores.answers import Solutions, Triples

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.results.answer import AnswerGraph
    from atsmu_kg.results.boolean import BooleanResult
    from atsmu_kg.results.graph import GraphResult

__all__ = ["Result", "Row", "present"]


def present(
    answer: Solutions | Triples | bool,
    *,
    types: Mapping[str, str] | None = None,
    query: str = "",
    version: str = "",
    graph: AnswerGraph | None = None,
    timeout: float | None = None,
) -> Result | GraphResult | BooleanResult:
    """The result that belongs to a store's answer.

    answer: solutions, triples, or yes or no.
    types, query, version, graph, timeout: as for a Result.

    >>> present(Solutions("?n\\n4\\n")).scalar(), bool(present(True)), len(present(Triples("")))
    (4, True, 0)
    """
    if isinstance(answer, Solutions):
        return Result(answer, types=types, query=query, version=version, graph=graph, timeout=timeout)
    if isinstance(answer, Triples):
        from atsmu_kg.results.graph import GraphResult

        return GraphResult(answer, query=query, version=version, graph=graph)
    from atsmu_kg.results.boolean import BooleanResult

    return BooleanResult(answer, query=query, version=version, graph=graph)
