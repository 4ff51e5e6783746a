"""Queries that can't run away: refused by their text, or answered by a process that ends with its time.

- ``workers``: the warm processes that answer limited queries of one dataset
- ``worker``: such a process from inside
- ``frames``: what goes between the two
"""

from __future__ import annotations

from atsmu_kg.errors import ParameterError


def require_positive(**limits: float | None) -> None:
    """Raises ParameterError for a limit that is neither a positive number nor None.

    >>> require_positive(timeout=2.5, max_rows=None)
    """
    for name, value in limits.items():
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            advice = "Give a positive number, or None for no limit."
            raise ParameterError(f"{name} is {value!r}", advice=advice, parameter=name)
