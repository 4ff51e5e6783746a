"""RDF documents to quads: all of them, or an error that says where the document is wrong."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.errors import DataSyntaxError, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

EXTENSIONS = "ttl trig nt nq rdf xml jsonld json"
# A document is read whole, and its quads take several times its size in memory.
MAX_BYTES = 256 * 2**20
# JSON-LD drops relative IRIs without a word; under this base they can be found.
RELATIVE = "https://relative.invalid/"


def read(
    path: str | os.PathLike[str], *, rename_blank_nodes: bool = False, max_bytes: int = MAX_BYTES
) -> list[ox.Quad]:
    """The quads of a file, lexically exact, in its order; the extension says which format it is in.

    ``rename_blank_nodes`` gives them new labels, for a file that is about to be merged with other data.
    Raises StoreError if the file can't be read or has more than ``max_bytes``, DataSyntaxError as parse does.
    """
    from os import fspath
    from pathlib import Path

    name = fspath(path)
    format = ox.RdfFormat.from_extension(Path(name).suffix.removeprefix(".").lower())
    if format is None:
        known = ", ".join(f".{extension}" for extension in EXTENSIONS.split())
        raise StoreError("the extension names no RDF format", file=name, advice=f"Known are {known}.")
    return parse(content(name, max_bytes), format, file=name, rename_blank_nodes=rename_blank_nodes)


def content(name: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or a StoreError: a device or a pipe might have no end, and is not read.

    >>> content("/dev/zero")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.StoreError: /dev/zero: can't be read: this is no file but a device or a pipe
      Write what it gives into a file first.
    """
    from pathlib import Path

    path = Path(name)
    advice = "Check the path and its permissions."
    try:
        size = path.stat().st_size
        if path.is_dir():
            what, advice = "this is a folder", "Name the files in it, one by one."
        elif not path.is_file():
            what, advice = "this is no file but a device or a pipe", "Write what it gives into a file first."
        elif size > max_bytes:
            what = f"the file has {size:,} bytes, and {max_bytes:,} may be"
            advice = "Divide it, or read it with documents.read(…, max_bytes=…) where there is memory for it."
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"can't be read: {reason}", file=name, advice=advice) from error
    raise StoreError(f"can't be read: {what}", file=name, advice=advice)


def require_end(path: str) -> None:
    """Raises StoreError for a device or a pipe, which might have no end."""
    from os import path as paths

    if paths.exists(path) and not paths.isfile(path) and not paths.isdir(path):  # noqa: PTH110, PTH112, PTH113
        advice = "Write what it gives into a file first."
        raise StoreError("this is no file but a device or a pipe", file=path, advice=advice)


def parse(
    data: str | bytes,
    format: ox.RdfFormat,
    *,
    file: str | None = None,
    rename_blank_nodes: bool = False,
) -> list[ox.Quad]:
    """The quads of a text. No base is assumed and nothing is fetched.

    Raises DataSyntaxError, with line and column where the parser knows them, for a text that is not well
    formed or would be read in part only, for a relative IRI, and for JSON-LD whose context is elsewhere.

    >>> parse("<a:s> <a:p> 007 .", ox.RdfFormat.TURTLE)[0].object.value
    '007'
    """
    from atsmu_kg.rdf.scrutiny import scrutinize

    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    scrutinize(data, format, file)
    base = RELATIVE if format == ox.RdfFormat.JSON_LD else None
    try:
        quads = list(ox.parse(data, format, base_iri=base, rename_blank_nodes=rename_blank_nodes))
    except SyntaxError as error:
        raise syntax_error(error, format, file) from error
    relative = relative_iri(quads) if base else None
    if relative is not None:
        advice = "Write it in full, or give the context an @base."
        raise DataSyntaxError(f"a relative IRI, <{relative}>", file=file, advice=advice)
    return quads


def relative_iri(quads: list[ox.Quad]) -> str | None:
    """The first IRI that was read under the base RELATIVE, as it was written."""
    for term in {term for quad in quads for term in quad}:
        iri = term.datatype if isinstance(term, ox.Literal) else term
        if isinstance(iri, ox.NamedNode) and iri.value.startswith(RELATIVE):
            return iri.value.removeprefix(RELATIVE)
    return None


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
