"""RDF documents to quads: all of them, or an error that says where the document is wrong."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.errors import DataSyntaxError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

EXTENSIONS = "ttl trig nt nq rdf xml jsonld json"


def read(path: str | os.PathLike[str], *, rename_blank_nodes: bool = False) -> list[ox.Quad]:
    """The quads of a file, lexically exact, in its order; the extension says which format it is in.

    ``rename_blank_nodes`` gives them new labels, for a file that is about to be merged with other data.
    Raises StoreError if the file can't be read, DataSyntaxError as parse does.
    """
    from os import fspath
    from pathlib import Path

    name = fspath(path)
    format = ox.RdfFormat.from_extension(Path(name).suffix.removeprefix(".").lower())
    if format is None:
        known = ", ".join(f".{extension}" for extension in EXTENSIONS.split())
        raise StoreError("the extension names no RDF format", file=name, advice=f"Known are {known}.")
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        advice = "Check the path and its permissions."
        raise StoreError(f"can't be read: {error.strerror}", file=name, advice=advice) from error
    return parse(data, format, file=name, rename_blank_nodes=rename_blank_nodes)


def parse(
    data: str | bytes,
    format: ox.RdfFormat,
    *,
    file: str | None = None,
    rename_blank_nodes: bool = False,
) -> list[ox.Quad]:
    """The quads of a text. No base is assumed and nothing is fetched.

    Raises DataSyntaxError, with line and column where the parser knows them, for a text that is not well
    formed, for a relative IRI, and for JSON-LD whose context is elsewhere.

    >>> parse("<a:s> <a:p> 007 .", ox.RdfFormat.TURTLE)[0].object.value
    '007'
    """
    try:
        return list(ox.parse(data, format, rename_blank_nodes=rename_blank_nodes))
    except SyntaxError as error:
        raise syntax_error(error, format, file) from error


def syntax_error(error: SyntaxError, format: ox.RdfFormat, file: str | None) -> DataSyntaxError:
    """The engine's complaint about a document as an error of ours."""
    reason = str(error.args[0])
    if error.lineno is not None:
        reason = reason.partition(": ")[2]
    if "No scheme found" in reason:
        reason = "a relative IRI"
        advice = "Write the IRI in full, or declare a base or a prefix for it in the document."
    elif "LoadDocumentCallback" in reason:
        reason = "the JSON-LD context is outside the document"
        advice = "Put the context into the document; nothing is fetched from the network."
    else:
        advice = f"The document was read as {format.name}; nothing of it was taken over."
    return DataSyntaxError(reason, advice=advice, file=file, line=error.lineno, column=error.offset)
