"""Where a triple stands: the file and the line. Read a second time, and only when someone wants to know."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from atsmu_kg.rdf.documents import read_all
from atsmu_kg.rdf.formats import of_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
            yield from _turtle(Path(path).read_text(encoding="utf-8-sig"), trig=syntax == ox.RdfFormat.TRIG)
        except (SyntaxError, ValueError, AssertionError, IndexError):
            # Newer syntax than rdflib's parser knows: the statements all the same, without their lines.
            yield from (_statement(quad, None) for quad in read_all([path])[path])
    elif syntax in {ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS}:
        for number, line in enumerate(Path(path).read_bytes().split(b"\n"), 1):
            yield from (_statement(quad, number) for quad in ox.parse(line, format=syntax))
    else:
        yield from (_statement(quad, None) for quad in read_all([path])[path])


def _statement(quad: ox.Quad, line: int | None) -> LocatedTriple:
    return LocatedTriple(quad.subject, quad.predicate, quad.object, line)


def _keys(subject: Term, predicate: Term, value: Term) -> Iterator[tuple[Term | None, ...]]:
    yield subject, predicate, value
    yield subject, predicate, None
    yield subject, None, value
    yield subject, None, None
    yield None, None, value


def _turtle(text: str, *, trig: bool) -> list[LocatedTriple]:
    from rdflib.plugins.parsers.notation3 import SinkParser
    from rdflib.plugins.parsers.trig import TrigSinkParser

    found: list[LocatedTriple] = []
    located = _located(TrigSinkParser if trig else SinkParser)
    located(_sink(found.append), turtle=True).loadBuf(text)
    return found


@lru_cache(maxsize=2)
def _located(parser: type) -> Any:
    """The parser, made to tell the line of each object instead of the line where its list of objects ends."""
    from rdflib import Literal, URIRef
    from rdflib.plugins.parsers.notation3 import sfloat
    from rdflib.term import Node

    from atsmu_kg.rdf.namespaces import XSD

    kinds = {bool: XSD.boolean, int: XSD.integer, sfloat: XSD.double}

    class Located(parser):  # type: ignore[misc]
        def __init__(self, sink: Any, **settings: Any) -> None:
            super().__init__(sink, **settings)
            sink.parser = self
            self.object_lines: Iterator[int] = iter(())

        def objectList(self, text: str, start: int, objects: list[Any]) -> int:  # noqa: N802
            lines = []
            end = start
            while True:
                start = self.skipSpace(text, end)
                lines.append(self.lines + 1)
                end = self.object(text, start, objects)
                start = self.skipSpace(text, end) if end >= 0 else -1
                if start < 0 or text[start] != ",":
                    self.object_lines = iter(lines)
                    return start
                end = start + 1

        def nodeOrLiteral(self, text: str, start: int, found: list[Any]) -> int:  # noqa: N802
            end: int = super().nodeOrLiteral(text, start, found)
            if end >= 0 and not isinstance(found[-1], Node):
                # A number or a boolean: the parser keeps its value, and this is about what is written.
                kind = kinds.get(type(found[-1]), XSD.decimal)
                lexical = text[start:end].rsplit(maxsplit=1)[-1]
                found[-1] = Literal(lexical, datatype=URIRef(kind), normalize=False)
            return end

        def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
            self._store.makeStatement(quadruple, line=next(self.object_lines, self.lines + 1))

    return Located


def _sink(append: Callable[[LocatedTriple], None]) -> Any:
    from rdflib import BNode, Graph
    from rdflib.plugins.parsers.notation3 import RDFSink

    from atsmu_kg.validation.data_graph import from_rdflib
    from atsmu_kg.validation.operators import GraphLiteral

    convert = lru_cache(maxsize=65536)(from_rdflib)

    class Sink(RDFSink):
        parser: Any

        def newGraph(self, identifier: Any) -> Any:  # noqa: N802
            return identifier

        def newBlankNode(self, *_: Any, **__: Any) -> BNode:  # noqa: N802
            self.counter += 1
            return BNode(f"b{self.counter}")

        def newLiteral(self, lexical: str, datatype: Any, lang: str | None) -> GraphLiteral:  # noqa: N802
            return GraphLiteral(lexical, lang, datatype)

        def makeStatement(self, quadruple: Any, why: Any = None, line: int | None = None) -> None:  # noqa: N802
            _, predicate, subject, value = quadruple
            if isinstance(predicate, tuple):
                predicate = predicate[1]
            terms = [convert(self.normalise(None, node)) for node in (subject, predicate, value)]
            append(LocatedTriple(terms[0], terms[1], terms[2], line or self.parser.lines + 1))

    return Sink(Graph(bind_namespaces="none"))
