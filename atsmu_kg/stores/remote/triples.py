"""Graphs from an endpoint, read whole and strictly."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.stores.answers import Triples, written
from atsmu_kg.stores.remote.errors import (
    AGAIN,
    AnswerSyntaxError,
    AnswerTooLargeError,
    NoAnswerError,
    TruncatedError,
)
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# How the engine's parsers say that a document ended too soon.
ENDS = ("end of file", "unexpected end", "before end of input")


def triples(pieces: Iterable[bytes], media_type: str, max_rows: int | None = None) -> Triples:
    """The triples of a document, at most ``max_rows`` of them.

    Raises AnswerSyntaxError for what is malformed or has a relative IRI, TruncatedError for what ends early,
    and AnswerTooLargeError.

    >>> len(triples([b"<a:s> <a:p> <a:o> ."], "text/turtle"))
    1
    """
    document = b"".join(pieces)
    format = ox.RdfFormat.from_media_type(media_type)
    if format is None or (not document.strip() and format == ox.RdfFormat.RDF_XML):
        raise NoAnswerError("the endpoint answered with nothing", advice=AGAIN)
    try:
        parsed: Iterable[ox.Quad] = ox.parse(document, format)
        wanted = parsed if max_rows is None else _at_most(max_rows, parsed)
        read = written(ox.serialize(wanted, format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        line = f" in line {error.lineno}" if error.lineno else ""
        if any(mark in str(error).lower() for mark in ENDS):
            raise TruncatedError(f"the answer ends early{line}: {error.msg}", advice=AGAIN) from error
        raise AnswerSyntaxError(
            f"the answer is not well-formed {format.name}{line}: {error.msg}", advice=AGAIN
        ) from error
    except ValueError as error:
        raise AnswerSyntaxError(
            f"the answer is not well-formed {format.name}: {error}", advice=AGAIN
        ) from error
    return Triples(read)


def _at_most(rows: int, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for count, quad in enumerate(quads):
        if count == rows:
            raise AnswerTooLargeError(
                f"the answer has more than {counted(rows, 'triple')}",
                advice="Narrow the query down, or allow more with max_rows.",
                limit="max_rows",
                allowed=rows,
            )
        yield quad
