"""RDF documents to quads: all of them, or an error that says where the document is wrong."""

from __future__ import annotations

import os
import re
from itertools import chain, count

import pyoxigraph as ox

from atsmu_kg.choices import require_path
from atsmu_kg.errors import DataError, DataSyntaxError, StoreError
from atsmu_kg.rdf.formats import of_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

# A document is read whole, and its quads take several times its size in memory.
MAX_BYTES = 256 * 2**20


def read(
    path: str | os.PathLike[str], *, rename_blank_nodes: bool = False, max_bytes: int = MAX_BYTES
) -> list[ox.Quad]:
    """The quads of a file, lexically exact, in its order; the extension says which format it is in.

    ``rename_blank_nodes`` gives them new labels, for a file that is about to be merged with other data.
    Raises StoreError if the file can't be read or has more than ``max_bytes``, DataSyntaxError as parse does.
    """
    require_path(path=path)
    name = os.fspath(path)
    format = of_document(name).engine
    return parse(content(name, max_bytes), format, file=name, rename_blank_nodes=rename_blank_nodes)


def read_all(paths: Iterable[str | os.PathLike[str]]) -> dict[str, list[ox.Quad]]:
    """The quads of each file, for one graph of all of them: their blank nodes are numbered through.

    Two runs name them alike. Raises what read raises, and DataError for a file that says nothing.
    """
    return {name: list(quads) for name, quads in stream_all(paths)}


def stream_all(paths: Iterable[str | os.PathLike[str]]) -> Iterator[tuple[str, Iterator[ox.Quad]]]:
    """Each file with its quads, the same as of ``read_all``, but each of them only when it is wanted.

    Take the quads of a file before the next file. What read_all raises may come in the midst of them.
    """
    numbers = count(1)
    for name in [os.fspath(path) for path in paths]:
        yield name, _statements(name, numbers)


def declared_prefixes(path: str | os.PathLike[str]) -> dict[str, str]:
    """The prefixes that a file declares, with their namespaces; none where its format has none.

    path: a file that can be read; its extension says the format.

    Raises what ``read`` raises.
    """
    require_path(path=path)
    name = os.fspath(path)
    from atsmu_kg.rdf.jsonld import BASE

    parser = ox.parse(content(name), of_document(name).engine, base_iri=BASE)
    try:
        for _ in parser:
            pass
    except SyntaxError as error:
        raise syntax_error(error, of_document(name).engine, name) from error
    return dict(parser.prefixes)


def _statements(name: str, numbers: Iterator[int]) -> Iterator[ox.Quad]:
    from atsmu_kg.rdf.scrutiny import LINES

    format = of_document(name).engine
    data = content(name)
    quads = iter(()) if not data or data.isspace() else stream(data, format, file=name)
    first = next(quads, None)
    if first is None:
        advice = "Check that it is complete."
        raise DataError("the file says nothing: it has no triples", file=name, advice=advice)
    quads = chain([first], quads)
    # Only such lines show it whether there is a blank node; looking at each quad takes half as long again.
    return quads if format in LINES and b"_:" not in data else _renamed(quads, numbers)


def _renamed(quads: Iterable[ox.Quad], numbers: Iterator[int]) -> Iterator[ox.Quad]:
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def name(term: Any) -> Any:
        if isinstance(term, ox.BlankNode) and term not in names:
            names[term] = ox.BlankNode(f"b{next(numbers)}")
        return names.get(term, term) if isinstance(term, ox.BlankNode) else term

    for quad in quads:
        subject, predicate, object, graph = quad
        if ox.BlankNode in (type(subject), type(object), type(graph)):
            quad = ox.Quad(name(subject), predicate, name(object), name(graph))  # noqa: PLW2901
        yield quad


def content(name: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or a StoreError: a device or a pipe might have no end, and is not read.

    >>> content("/dev/zero")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.StoreError: /dev/zero: can't be read: this is a device or a pipe, not a file
      Write what it gives into a file first.
    """
    from pathlib import Path

    path = Path(name)
    try:
        size = path.stat().st_size
        if path.is_dir():
            what, advice = "this is a folder", "Name the files in it, one by one."
        elif not path.is_file():
            what, advice = "this is a device or a pipe, not a file", "Write what it gives into a file first."
        elif size > max_bytes:
            what = f"the file has {size:,} bytes; at most {max_bytes:,} are allowed"
            advice = "Divide it, or read it with documents.read(…, max_bytes=…) where there is memory for it."
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from error
    raise StoreError(f"can't be read: {what}", file=name, advice=advice)


def unreadable(name: str, error: Exception) -> StoreError:
    """The error for a file that the system does not let us read."""
    reason, advice = getattr(error, "strerror", None) or error, "Check the path and its permissions."
    if isinstance(error, FileNotFoundError):
        reason, advice = "there is no such file", "Check the path."
    elif isinstance(error, IsADirectoryError):
        reason, advice = "this is a folder", "Name the files in it, one by one."
    return StoreError(f"can't be read: {reason}", file=name, advice=advice)


def require_end(path: str) -> None:
    """Raises StoreError for a device or a pipe, which might have no end."""
    from os import path as paths

    if paths.exists(path) and not paths.isfile(path) and not paths.isdir(path):  # noqa: PTH110, PTH112, PTH113
        advice = "Write what it gives into a file first."
        raise StoreError("this is a device or a pipe, not a file", file=path, advice=advice)


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
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return list(stream(data, format, file=file, rename_blank_nodes=rename_blank_nodes))


def stream(
    data: bytes, format: ox.RdfFormat, *, file: str | None = None, rename_blank_nodes: bool = False
) -> Iterator[ox.Quad]:
    """The quads of a document one by one; raises what ``parse`` does, in the midst of them."""
    from atsmu_kg.rdf import jsonld
    from atsmu_kg.rdf.scrutiny import scrutinize

    scrutinize(data, format, file)
    try:
        if format == ox.RdfFormat.JSON_LD:
            yield from jsonld.stream(data, file, rename_blank_nodes=rename_blank_nodes)
        else:
            yield from ox.parse(data, format, rename_blank_nodes=rename_blank_nodes)
    except SyntaxError as error:
        raise syntax_error(error, format, file, data) from error


def load(engine: ox.Store, path: str, format: ox.RdfFormat) -> None:
    """Put a file of ours into an engine, which reads it without checking its IRIs again.

    Raises StoreError or DataSyntaxError.
    """
    require_end(path)
    try:
        engine.load(path=path, format=format, lenient=True)
    except SyntaxError as error:
        raise syntax_error(error, format, path) from error
    except OSError as error:
        raise StoreError(
            f"can't be read: {error}", file=path, advice="Check the path and its permissions."
        ) from error


def syntax_error(
    error: SyntaxError, format: ox.RdfFormat, file: str | None, data: bytes = b""
) -> DataSyntaxError:
    """The engine's complaint about a document as an error of ours; ``data`` helps where it tells no place."""
    reason = str(error.args[0])
    line, column = error.lineno, error.offset
    from atsmu_kg.rdf.jsonld import relative
    from atsmu_kg.rdf.places import place

    iri = re.search("error while parsing IRI '([^']*)'", reason)
    if line is not None:
        reason = reason.partition(": ")[2]
    elif iri and data:
        line, column = place(data, format, iri[1])
    if "No scheme found" in reason:
        return relative(iri[1] if iri else "", file, line, column)
    if "LoadDocumentCallback" in reason:
        reason = "the JSON-LD context is outside the document, and nothing is fetched"
        advice = "Put the content of the context in the place of its address."
    elif "invalid utf-8" in reason.lower():
        reason, advice = "what stands here is not UTF-8", "Save the document as UTF-8."
    elif line is not None:
        advice = "Correct the syntax at this place, or just before it."
    else:
        advice = f"The document was read as {format.name}; check that it is."
    return DataSyntaxError(reason, advice=advice, file=file, line=line, column=column)
