"""Graphs as files: the same bytes for the same graph, all of the file or none of it, and nothing lost.

- ``canonical``: one order of quads, one set of blank node labels
- ``turtle`` (TriG too), ``jsonld``, ``rdfxml``: one writer each; ``tree`` and ``abbreviations`` serve them
"""

from __future__ import annotations

import os

from atsmu_kg.choices import require_path
from atsmu_kg.errors import ExportError
from atsmu_kg.rdf.formats import FORMATS, Format, named, of_path
from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.rdf.serializers import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO

    from pyoxigraph import Quad

__all__ = ["FORMATS", "Format", "format_of", "serialize", "write"]


def serialize(quads: Iterable[Quad], format: str, *, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """The quads as the bytes of a file, always the same ones for the same quads.

    quads: pyoxigraph quads in any order; one that comes twice is written once.
    format: a name, alias, extension or media type of one of ``FORMATS``.
    prefixes: namespaces by prefix, for the formats that abbreviate IRIs; those in use are written.

    Reading the bytes back gives the same quads; a format without named graphs (Turtle, N-Triples, RDF/XML)
    holds the RDF merge of all graphs. Blank nodes get canonical labels (RDFC-1.0). Raises ExportError for an
    unknown format, for RDF 1.2 terms, and for what RDF/XML has no way to say.

    >>> from pyoxigraph import Literal, NamedNode, Quad
    >>> name = Quad(NamedNode("https://ror.org/"), NamedNode("https://schema.org/name"), Literal("ROR"))
    >>> print(serialize([name], "turtle").decode(), end="")
    @prefix ror: <https://ror.org/> .
    @prefix schema: <https://schema.org/> .
    <BLANKLINE>
    ror: schema:name "ROR" .
    """
    chosen = named(format)
    dataset = canonical.dataset(quads if chosen.datasets else canonical.merge(quads))
    if chosen.name in ("n-triples", "n-quads"):
        text = "".join(f"{quad} .\n" for quad in dataset)
    elif chosen.name in ("turtle", "trig"):
        from atsmu_kg.rdf.serializers import turtle

        text = turtle.write(dataset, prefixes)
    elif chosen.name == "json-ld":
        from atsmu_kg.rdf.serializers import jsonld

        text = jsonld.write(dataset, prefixes)
    else:
        from atsmu_kg.rdf.serializers import rdfxml

        text = rdfxml.write(dataset, prefixes)
    return text.encode()


def format_of(target: str | os.PathLike[str] | IO[bytes], format: str | None = None) -> Format:
    """The format to write a file or a stream in, known before anything is read for it.

    target, format: as for ``write``.

    Raises ParameterError for what is no path, UnknownFormatError, and ExportError where nothing says which.

    >>> format_of("graph.ttl"), format_of("graph.txt", "nt")
    (Format('turtle'), Format('n-triples'))
    """
    if hasattr(target, "write"):
        if format is None:
            raise ExportError("a stream has no extension", advice="Name the format.")
        return named(format)
    require_path(target=target)
    return of_path(os.fspath(target)) if format is None else named(format)


def write(
    quads: Iterable[Quad],
    target: str | os.PathLike[str] | IO[bytes],
    format: str | None = None,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
) -> None:
    """Write the quads to a file, which is replaced at once when all is written, or to a binary stream.

    quads, prefixes: as for ``serialize``.
    target: the path of the file, or a stream that is open for writing bytes.
    format: as for ``serialize``; by default it follows from the file's extension.

    Raises ExportError as serialize does, and where
    the file can't be written; the old file is then as it was.
    """
    chosen = format_of(target, format)
    content = serialize(quads, chosen.name, prefixes=prefixes)
    if not hasattr(target, "write"):
        from atsmu_kg.atomic import replace

        replace(target, content)
        return
    try:
        target.write(content)
    except (OSError, TypeError, ValueError) as error:
        from atsmu_kg.atomic import advice_on

        advice = advice_on(error) or "Give a stream that is open for writing bytes."
        raise ExportError(f"the stream can't be written: {error}", advice=advice) from error
