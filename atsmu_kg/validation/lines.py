"""Where a triple stands: the file and the line. Read a second time, and only when someone wants to know."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from atsmu_kg.rdf.documents import read_all
from atsmu_kg.rdf.formats import of_document
from atsmu_kg.validation.notation3 import PARSER_ERRORS, located

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.rdf.terms import Term


class LocatedTriple(NamedTuple):
    """A triple as it stands in a file; lines count from 1, and are None where the format tells none."""

    subject: Any
    predicate: Any
    object: Any
    line: int | None


class Places:
    """An index from triples to the places where they are first said; earlier files win."""

    def __init__(self, files: Iterable[str], subjects: set[Term]) -> None:
        """The places of all triples about or to the subjects."""
        self._files = list(files)
        self._places: dict[tuple[Term | None, ...], tuple[str, int | None]] = {}
        for file in self._files:
            for subject, predicate, value, line in statements(file):
                if subject in subjects or value in subjects:
                    for key in _keys(subject, predicate, value):
                        self._places.setdefault(key, (file, line))

    def find(
        self, subject: Term, predicate: Term | None = None, value: Term | None = None
    ) -> tuple[str | None, int | None]:
        """The place of the triple; else that of its subject and predicate, or of its subject."""
        if isinstance(subject, ox.BlankNode):
            # Each reading gives blank nodes names of its own.
            return (self._files[0], None) if len(self._files) == 1 else (None, None)
        keys = ((subject, predicate, value), (subject, predicate, None), (subject, None, value))
        nearest = [key for key in keys if any(key[1:])] + [(subject, None, None), (None, None, subject)]
        return next((self._places[key] for key in nearest if key in self._places), (None, None))


def statements(path: str) -> Iterator[LocatedTriple]:
    """The statements of an RDF file, which must have been found well formed before."""
    syntax = of_document(path).engine
    if syntax in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
            yield from map(LocatedTriple._make, located(text, trig=syntax == ox.RdfFormat.TRIG))
        except PARSER_ERRORS:
            # The statements all the same, without their lines.
            yield from (_statement(quad, None) for quad in read_all([path])[path])
    elif syntax in {ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS}:
        data = Path(path).read_bytes()
        yield from map(_statement, ox.parse(data, format=syntax, lenient=True), _numbers(data))
    else:
        yield from (_statement(quad, None) for quad in read_all([path])[path])


def _numbers(data: bytes) -> Iterator[int]:
    """The lines of N-Triples or N-Quads with statements, which a lone carriage return parts as well."""
    for number, line in enumerate(io.BytesIO(data), 1):
        for part in line.split(b"\r"):
            if part.strip() and not part.lstrip().startswith(b"#"):
                yield number


def _statement(quad: ox.Quad, line: int | None) -> LocatedTriple:
    return LocatedTriple(quad.subject, quad.predicate, quad.object, line)


def _keys(subject: Term, predicate: Term, value: Term) -> Iterator[tuple[Term | None, ...]]:
    yield subject, predicate, value
    yield subject, predicate, None
    yield subject, None, value
    yield subject, None, None
    yield None, None, value
