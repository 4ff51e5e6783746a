"""Pages of an answer: an order that leaves nothing to chance, and a part of the rows in it."""

from __future__ import annotations

from functools import lru_cache

from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def paged(
    text: str,
    columns: tuple[str, ...],
    *,
    limit: int,
    offset: int = 0,
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """The query whose answer is a part of the rows of another's, in the order of that.

    text: a SELECT without LIMIT and OFFSET of its own.
    columns: what it projects; rows that its own order leaves equal are sorted by these, so that two pages
        share no row, and leave none out.
    limit: the most rows that are wanted.
    offset: the number of rows before them (default: 0).
    prefixes: those that it need not declare (default: the packaged ones).

    Raises ParameterError for a query that has no pages, QuerySyntaxError for what is none.

    >>> print(paged("SELECT ?f { ?f a akg:Faculty } ORDER BY STR(?f)", ("f",), limit=2, offset=4))
    SELECT ?f { ?f a akg:Faculty } ORDER BY STR(?f)
    ?f
    LIMIT 2 OFFSET 4
    """
    keys = " ".join(f"?{name}" for name in columns)
    order = "" if _is_ordered(text, tuple(prefixes.items())) else "ORDER BY "
    return f"{text.rstrip()}\n{order}{keys}\nLIMIT {limit} OFFSET {offset}"


@lru_cache(maxsize=256)
def _is_ordered(text: str, prefixes: tuple[tuple[str, str], ...]) -> bool:
    from atsmu_kg.sparql import parse

    query = parse(text, dict(prefixes))
    if query.form != "SELECT" or query.slices or query.values is not None:
        raise ParameterError(
            "this query has no pages, for it takes a part of its rows itself",
            advice="Ask for all of its rows: leave limit and offset out.",
            parameter="limit",
        )
    return bool(query.order_by)
