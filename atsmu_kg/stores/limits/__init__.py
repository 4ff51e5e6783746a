"""Queries that can't run away: refused by their text, or answered by a process that ends with its time.

- ``guard``: what a query may not hold, looked at before any parser does
- ``workers``: the warm processes that answer limited queries of one dataset
- ``worker``: such a process from inside
- ``frames``: what goes between the two
"""

from __future__ import annotations

from atsmu_kg.errors import QueryError

__all__ = ["LimitError"]


class LimitError(QueryError):
    """A query goes beyond a limit, which ``limit`` names (``timeout``, ``max_rows``, …).

    ``allowed`` is the value of the limit.
    """
