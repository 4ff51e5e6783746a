"""What the head of a response says about the answer: of which form it is, and whether it is whole."""

from __future__ import annotations

from atsmu_kg.stores.remote import failures, xml_results
from atsmu_kg.stores.remote.errors import AnswerFormError, MediaTypeError, NoAnswerError
from atsmu_kg.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from http.client import HTTPResponse

    from atsmu_kg.stores.remote.errors import EndpointError

SOLUTIONS = ("application/sparql-results+json", "application/json", xml_results.MEDIA_TYPE)
TRIPLES = ("application/n-triples", "text/turtle", "application/rdf+xml")
# Asked for: the results format, and that in XML from a server that has nothing else.
ACCEPT_SOLUTIONS = f"application/sparql-results+json, {xml_results.MEDIA_TYPE};q=0.1"
ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
CHARSETS = ("utf-8", "utf8", "us-ascii")


def media_type(response: HTTPResponse, wanted: tuple[str, ...], form: str) -> str:
    """The media type of an answer, one of those wanted.

    Raises NoAnswerError for no content at all, AnswerFormError for the type of another query form, and
    MediaTypeError for any other type, for none, and for another charset than UTF-8.
    """
    if response.length == 0 and not response.chunked and wanted == SOLUTIONS:
        raise NoAnswerError(
            "the endpoint answered with nothing",
            advice="Ask again; if it stays, tell whoever runs it.",
            status=200,
        )
    if "Content-Type" not in response.headers:
        raise MediaTypeError(
            "the answer does not say what it is: it has no Content-Type",
            advice="Check that this is a SPARQL endpoint.",
            status=response.status,
            body=failures.beginning(response),
        )
    received = response.headers.get_content_type()
    if received not in wanted:
        raise _other_type(response, received, form)
    charset = response.headers.get_content_charset("utf-8")
    if charset not in CHARSETS:
        raise MediaTypeError(
            f"the answer is in {charset}, not in UTF-8",
            advice="Tell whoever runs it.",
            status=response.status,
        )
    return received


def shortfall(response: HTTPResponse) -> str:
    """What the server itself says is missing from the answer, or an empty string.

    Virtuoso gives what it has when its own time is over, with status 200 and a state that says so.
    """
    state, said = response.headers.get("X-SQL-State"), response.headers.get("X-SQL-Message", "")
    if state is not None:
        told = printable(f"{state}: {said}")[: failures.SHOWN]
        return f"the endpoint gave only a part of the answer ({told})"
    if response.status == 206:
        return "the endpoint gave only a part of the answer (206)"
    return ""


def row_limit(response: HTTPResponse) -> int | None:
    """The number of rows at which the server cuts an answer, where it says so (Virtuoso does)."""
    limit = response.headers.get("X-SPARQL-MaxRows", "").strip()
    return int(limit) if limit.isdecimal() else None


def _other_type(response: HTTPResponse, received: str, form: str) -> EndpointError:
    status, body = response.status, failures.beginning(response)
    graph = received in TRIPLES
    if received in (*SOLUTIONS, *TRIPLES) and graph == (form in ("SELECT", "ASK")):
        kind = "a graph" if graph else "solutions"
        return AnswerFormError(
            f"the query was a {form}, but the answer is {kind}, as {received}",
            advice="Check the query; if it is right, tell whoever runs the endpoint.",
            status=status,
            body=body,
        )
    if received in ("text/html", "application/xhtml+xml"):
        message = "a web page came in place of an answer"
        advice = "It may be the form for people, or one to log in; look for the address of the endpoint."
    else:
        message = f"the answer is {received}, which was not asked for"
        advice = "Check that this is a SPARQL 1.1 endpoint that knows its JSON results."
    return MediaTypeError(message, advice=advice, status=status, body=body)
