"""SPARQL Query Results XML, for servers that have nothing else: read whole, and safely."""

from __future__ import annotations

import re

from atsmu_kg.stores.remote.errors import (
    AGAIN,
    NOTHING_COUNTS,
    AnswerSyntaxError,
    AnswerTooLargeError,
    NoAnswerError,
    TruncatedError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MEDIA_TYPE = "application/sparql-results+xml"
# The document is held as a whole, unlike one of JSON.
MOST_BYTES = 1 << 28
ENDS = ("unexpected end", "eof", "not been closed", "closing tag", "unclosed")


def as_json(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The document as one piece of SPARQL Query Results JSON.

    A document type, which is where entities are declared, is refused unread. Raises AnswerSyntaxError,
    TruncatedError, NoAnswerError, and AnswerTooLargeError beyond MOST_BYTES.

    >>> head = '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
    >>> list(as_json([head.encode(), b"<boolean>true</boolean></sparql>"]))
    [b'{"head":{},"boolean":true}']
    """
    import pyoxigraph as ox

    document = bytearray()
    for piece in pieces:
        document += piece
        if len(document) > MOST_BYTES:
            raise AnswerTooLargeError(
                f"an answer in XML may have at most {MOST_BYTES} bytes",
                advice="Ask for less.",
                limit="max_bytes",
                allowed=MOST_BYTES,
            )
    if not document.strip():
        raise NoAnswerError("the endpoint answered with nothing", advice=AGAIN)
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", document, re.IGNORECASE):
        raise AnswerSyntaxError(
            "the answer declares a document type, which results must not have", advice=AGAIN
        )
    try:
        answer = ox.parse_query_results(bytes(document), ox.QueryResultsFormat.XML)
        converted = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
    except (SyntaxError, ValueError, OSError) as error:
        if any(mark in str(error).lower() for mark in ENDS):
            raise TruncatedError("the answer ends before its document does", advice=NOTHING_COUNTS) from error
        raise AnswerSyntaxError(f"the answer is not SPARQL results in XML: {error}", advice=AGAIN) from error
    if not _CLOSED.search(document):
        # The parser takes a document that ends between two elements.
        raise TruncatedError("the answer ends before its document does", advice=NOTHING_COUNTS)
    yield converted


_CLOSED = re.compile(rb"</(?:[\w.-]+:)?sparql\s*>\s*(?:<!--.*-->\s*)?\Z", re.DOTALL)
