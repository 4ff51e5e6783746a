"""Errors as answers: in words for people, as problem details (RFC 9457) for programs."""

from __future__ import annotations

import json
from http import HTTPStatus

from atsmu_kg.errors import (
    AtsmuKGError,
    DataError,
    LimitError,
    MissingDependencyError,
    QueryError,
    StoreError,
    UnknownNameError,
)
from atsmu_kg.serve.formats import LONGEST_ACCEPT, PROBLEMS, preferred, with_charset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from starlette.responses import Response

# What a client can do where the library's advice is for those who call it.
ADVICE = {
    "timeout": "Ask for less: add LIMIT, join the patterns, or narrow them.",
    "max_rows": "Ask for a part: LIMIT and OFFSET in a query, the fields limit and offset for a named one.",
    "max_bytes": "Ask for fewer rows or columns.",
    "allow_service": "Ask that endpoint yourself; nothing is sent from here to where the server may not ask.",
}
BY_LIMIT = {
    "timeout": HTTPStatus.SERVICE_UNAVAILABLE,
    "memory": HTTPStatus.SERVICE_UNAVAILABLE,
    "waiting": HTTPStatus.SERVICE_UNAVAILABLE,
    "size": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "depth": HTTPStatus.BAD_REQUEST,
    "unions": HTTPStatus.BAD_REQUEST,
    "stack": HTTPStatus.BAD_REQUEST,
    "update": HTTPStatus.BAD_REQUEST,
}
RETRY_AFTER = "5"


class RequestError(AtsmuKGError):
    """A request that is not answered as it is.

    status: the status code of HTTP that says so.
    headers: further headers, such as ``Allow``.
    unread: whether the client may still be sending its body.

    >>> RequestError(415, "the body is in no form that is read here").status
    415
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        advice: str = "",
        headers: Mapping[str, str] | None = None,
        unread: bool = False,
    ) -> None:
        super().__init__(message, advice=advice)
        self.status = status
        self.headers = headers or {}
        self.unread = unread


def ending() -> RequestError:
    """The error for a request that comes, or is answered, when the server ends."""
    return RequestError(503, "the server is ending", advice="Ask again in a while.")


def method_not_allowed(allowed: str) -> RequestError:
    """The error for a method that is not one of those that a header ``Allow`` lists.

    >>> method_not_allowed("GET, HEAD").headers
    {'Allow': 'GET, HEAD'}
    """
    return RequestError(
        405,
        "this method is not allowed here",
        advice=f"The graph is only read here. The methods are {allowed}.",
        headers={"Allow": allowed},
        unread=True,
    )


def not_acceptable(offers: tuple[tuple[str, ...], ...]) -> RequestError:
    """The error for an answer that has none of the wanted formats.

    >>> print(not_acceptable((("text/csv",), ("application/xml", "text/xml"))))
    the answer has none of the formats that are asked for
      It can be had as text/csv, application/xml.
    """
    listed = ", ".join(offer[0] for offer in offers)
    return RequestError(
        406,
        "the answer has none of the formats that are asked for",
        advice=f"It can be had as {listed}.",
    )


def status_of(error: AtsmuKGError) -> int:
    """The status code of HTTP for an error.

    >>> status_of(LimitError("late", limit="timeout")), status_of(StoreError("it is closed"))
    (503, 500)
    """
    if isinstance(error, RequestError):
        return error.status
    if isinstance(error, LimitError):
        return int(BY_LIMIT.get(error.limit, HTTPStatus.FORBIDDEN))
    # What names a place in the query is the query's fault.
    if isinstance(error, QueryError) and error.line is not None:
        return int(HTTPStatus.BAD_REQUEST)
    if isinstance(error, UnknownNameError):
        return int(HTTPStatus.NOT_FOUND)
    if isinstance(error, QueryError | StoreError | DataError | MissingDependencyError):
        return int(HTTPStatus.INTERNAL_SERVER_ERROR)
    return int(HTTPStatus.BAD_REQUEST)


def problem(
    error: AtsmuKGError, accept: str | None, offers: tuple[tuple[str, ...], ...] = PROBLEMS
) -> Response:
    """The answer that tells of an error, in the form that an Accept header wants.

    error: what there is to tell.
    accept: the header.
    offers: the forms that it can have, the first of which is that of a header that wants none of them.
    """
    from starlette.responses import Response

    from atsmu_kg.serve.refusal import Refusal

    status = status_of(error)
    error.file = None  # where it is on this machine is nobody's business
    if isinstance(error, LimitError):
        error.advice = ADVICE.get(error.limit, error.advice)
    media_type = (preferred((accept or "")[:LONGEST_ACCEPT], offers) or offers[0])[0]
    content = f"{error}\n" if media_type == "text/plain" else json.dumps(details(error, status))
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if isinstance(error, RequestError):
        headers |= error.headers
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = RETRY_AFTER
    kind = Refusal if isinstance(error, RequestError) and error.unread else Response
    return kind(content, status, headers, with_charset(media_type))


def details(error: AtsmuKGError, status: int) -> dict[str, Any]:
    """The members of a problem: those of RFC 9457, and what the error knows besides.

    >>> details(StoreError("it is closed", advice="Open it."), 500)["advice"]
    'Open it.'
    """
    told = {"advice": error.advice or None, "line": error.line, "column": error.column}
    facts = {name: value for name, value in error.facts.items() if name != "query"}
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": error.message,
        "error": type(error).__name__,
        **{name: value for name, value in told.items() if value is not None},
        **{name: value for name, value in facts.items() if _is_json(value)},
    }


def _is_json(value: object) -> bool:
    """Whether a fact is a value, or a list of values, that JSON has."""
    if isinstance(value, list | tuple):
        return all(map(_is_json, value))
    return value is None or isinstance(value, str | int | float)
