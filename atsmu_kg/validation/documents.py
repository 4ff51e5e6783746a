"""RDF files of anyone: read strictly, whole, and without looking elsewhere."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from atsmu_kg.errors import DataError, DataSyntaxError, StoreError
from atsmu_kg.rdf.documents import RELATIVE, content, relative_iri
from atsmu_kg.rdf.scrutiny import scrutinize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXTENSIONS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}


def read(paths: Iterable[str | os.PathLike[str]]) -> dict[str, list[ox.Quad]]:
    """The quads of each file, in document order; blank nodes are numbered, so that two runs name them alike.

    Raises DataError if a file can't be read or says nothing, DataSyntaxError if it is not well-formed RDF.
    """
    numbers = count(1)
    return {os.fspath(path): list(_renamed(_parse(os.fspath(path)), numbers)) for path in paths}


def rdf_format(path: str) -> ox.RdfFormat:
    """The format that a file's name promises. DataError if it promises none."""
    extension = Path(path).suffix.lower()
    if extension not in EXTENSIONS:
        raise DataError(
            f"{extension or 'a name without an ending'} is no RDF format that is known here",
            file=path,
            advice=f"Name the file by its format: {', '.join(EXTENSIONS)}.",
        )
    return EXTENSIONS[extension]


def _parse(path: str) -> list[ox.Quad]:
    syntax = rdf_format(path)
    # RDF/XML and JSON-LD drop or reject relative IRIs without saying where; under a base they can be found.
    based = {ox.RdfFormat.JSON_LD: RELATIVE, ox.RdfFormat.RDF_XML: RELATIVE}
    try:
        data = content(path)
        if data.strip():
            scrutinize(data, syntax, path)
        quads = list(ox.parse(data, format=syntax, base_iri=based.get(syntax)))
    except StoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise DataError("there is no such file", file=path, advice="Check the path.") from error
        raise DataError(error.message, file=path, advice=error.advice) from error
    except SyntaxError as error:
        raise _syntax_error(path, error) from error
    if not quads:
        raise DataError(
            "the file says nothing: it has no triples", file=path, advice="Check that it is complete."
        )
    relative = relative_iri(quads)
    if relative is not None:
        raise _relative(path, f"<{relative}>")
    return quads


def _syntax_error(path: str, error: SyntaxError) -> DataSyntaxError:
    message = str(error.msg)
    where = {"line": error.lineno, "column": error.offset}
    if "No scheme found in an absolute IRI" in message:
        return _relative(path, "", **where)
    if "LoadDocumentCallback" in message:
        return DataSyntaxError(
            "the file refers to a remote JSON-LD context, and nothing is fetched",
            file=path,
            advice="Put the content of the context in the place of its address.",
        )
    return DataSyntaxError(
        # The parser repeats the place in its text; the error has it as fields.
        message.partition(": ")[2] if message.startswith("Parser error at") else message,
        file=path,
        advice="Correct the syntax at this place, or just before it.",
        **where,
    )


def _relative(path: str, iri: str, **where: Any) -> DataSyntaxError:
    return DataSyntaxError(
        f"the relative IRI {iri}".rstrip() + " has no base to be resolved against",
        file=path,
        advice="Write it in full, or state its base in the file (Turtle: @base <https://…/> .).",
        **where,
    )


def _renamed(quads: list[ox.Quad], numbers: Iterator[int]) -> Iterator[ox.Quad]:
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def name(term: Any) -> Any:
        if isinstance(term, ox.BlankNode) and term not in names:
            names[term] = ox.BlankNode(f"b{next(numbers)}")
        return names.get(term, term) if isinstance(term, ox.BlankNode) else term

    for quad in quads:
        yield ox.Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph_name))
