"""The errors for queries whose worker ended before its answer did."""

from __future__ import annotations

import signal

from atsmu_kg.errors import LimitError, QueryError


def late(text: str, timeout: float | None, state: str) -> LimitError:
    """The error for a query that was ended at its deadline; ``state`` says what was going on then."""
    return LimitError(
        f"the query was not answered within {timeout:g} s ({state})",
        advice="Ask for less: add LIMIT, join the patterns, narrow them; or raise the timeout.",
        limit="timeout",
        allowed=timeout,
        query=text,
    )


def ended(code: int | None, text: str, megabytes: int) -> QueryError:
    """The error for a worker that ended by itself or by another's hand, with its exit code.

    >>> ended(-signal.SIGSEGV, "SELECT …", 512).limit
    'stack'
    """
    if code == -signal.SIGSEGV:
        return LimitError(
            "the query is too deep for the engine's stack",
            advice="Write long lists as VALUES, and long chains of operators or steps in parts.",
            limit="stack",
            allowed=None,
            query=text,
        )
    if code == -signal.SIGABRT:
        return LimitError(
            f"the query needs more memory than the {megabytes} MB that a worker may take",
            advice="Ask for less: a join that is too wide, a sort of its product, or texts that grow.",
            limit="memory",
            allowed=megabytes,
            query=text,
        )
    return QueryError(
        f"the worker process ended before it answered (exit code {code})",
        advice="Something else ended it, perhaps the system for want of memory. Ask again.",
        query=text,
        code=code,
    )
