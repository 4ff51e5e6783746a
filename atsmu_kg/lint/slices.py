"""A rule about LIMIT and OFFSET, which are chance without an order."""

from __future__ import annotations

from atsmu_kg.explain.clauses import is_one_group, slice_of
from atsmu_kg.lint.finding import Finding
from atsmu_kg.sparql.patterns import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def unordered(query: Query) -> Iterator[Finding]:
    """The LIMIT or OFFSET of a SELECT without ORDER BY, whose rows are any."""
    for select in query.walk():
        if not isinstance(select, Query) or select.order_by or is_one_group(select) or select.form == "ASK":
            continue
        for clause, _, _ in slice_of(select)[:1]:
            message = "without ORDER BY, it is left to chance which rows these are"
            advice = "Say ORDER BY before it, by keys that differ for each row."
            yield Finding.at(clause, query, "unordered-limit", message, advice)
