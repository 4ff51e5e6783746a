"""Errors as assistants are told them: ours in full with the advice, all others in the log only."""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager

from mcp.shared.exceptions import MCPError
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS

from atsmu_kg.errors import AtsmuKGError, QueryError, StoreError
from atsmu_kg.serve.problems import ADVICE
from atsmu_kg.text import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 4_000
FAILED = "the server failed at this; its log says why"

_log = logging.getLogger(__name__)


def told(error: AtsmuKGError) -> str:
    """An error of ours in words, with its advice; where it is on this machine is nobody's business.

    >>> print(told(QueryError("the query was not answered within 10 s", limit="timeout", file="/a")))
    the query was not answered within 10 s
      Ask for less: add LIMIT, join the patterns, or narrow them.
    """
    error.file = None
    error.advice = _advice(error)
    # It may repeat what was given.
    message = str(error)
    return message if len(message) <= LONGEST else f"{message[:LONGEST]}…"


def _advice(error: AtsmuKGError) -> str:
    """What to do, where the library's own advice is for those who write Python."""
    from atsmu_kg.queries.catalogue import UnknownQueryError

    facts = error.facts
    if isinstance(error, UnknownQueryError):
        return f"{did_you_mean(error.nearest)} The tool queries lists all {error.count}.".lstrip()
    if "example" in facts and "query" in facts:
        call = {"name": error.query, "parameters": error.example}
        return f"{did_you_mean(error.nearest)} For example: run {json.dumps(call)}".lstrip()
    return ADVICE.get(str(facts.get("limit")), error.advice)


@contextmanager
def hidden() -> Iterator[None]:
    """Let nobody know of what is no error of ours but the log."""
    try:
        yield
    except (AtsmuKGError, MCPError):
        raise
    except Exception as error:
        _log.exception(FAILED)
        raise MCPError(INTERNAL_ERROR, FAILED) from error


@contextmanager
def refused() -> Iterator[None]:
    """Make errors of ours such as the protocol has for all but tools."""
    try:
        yield
    except AtsmuKGError as error:
        is_ours = isinstance(error, QueryError | StoreError)
        raise MCPError(INTERNAL_ERROR if is_ours else INVALID_PARAMS, told(error)) from error
