"""rdflib's parser of Turtle and TriG, made to tell the line of each statement.

The only place that uses what rdflib keeps to itself: it overrides methods of ``SinkParser`` and ``RDFSink``
in ``rdflib.plugins.parsers.notation3``, and is known to work with rdflib 7.6. Where another version breaks
it, ``lines.statements`` gives the same statements without their lines. Any parser that tells where its
statements begin can replace it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Located = tuple[Any, Any, Any, int]

# Newer syntax than that of rdflib's parser, or another parser than the one that is known here.
PARSER_ERRORS = (SyntaxError, ValueError, AssertionError, IndexError, AttributeError, TypeError)


def located(text: str, *, trig: bool) -> list[Located]:
    """The statements of a Turtle or TriG text, each with the line of its object, from 1.

    Raises some of PARSER_ERRORS for what rdflib's parser does not know.
    """
    from rdflib.plugins.parsers.notation3 import SinkParser
    from rdflib.plugins.parsers.trig import TrigSinkParser

    statements: list[Located] = []
    parser = _parser(TrigSinkParser if trig else SinkParser)
    parser(_sink(statements.append), turtle=True).loadBuf(text)
    return statements


@lru_cache(maxsize=2)
def _parser(parser: type) -> Any:
    """The parser, made to tell the line of each object instead of the line where its list of objects ends."""
    from rdflib import Literal, URIRef
    from rdflib.plugins.parsers.notation3 import sfloat
    from rdflib.term import Node

    from atsmu_kg.rdf.namespaces import XSD

    kinds = {bool: XSD.boolean, int: XSD.integer, sfloat: XSD.double}

    class LocatingParser(parser):  # type: ignore[misc]
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

        def nodeOrLiteral(self, text: str, start: int, nodes: list[Any]) -> int:  # noqa: N802
            end: int = super().nodeOrLiteral(text, start, nodes)
            if end >= 0 and not isinstance(nodes[-1], Node):
                # A number or a boolean: the parser keeps its value, and this is about what is written.
                kind = kinds.get(type(nodes[-1]), XSD.decimal)
                lexical = text[start:end].rsplit(maxsplit=1)[-1]
                nodes[-1] = Literal(lexical, datatype=URIRef(kind), normalize=False)
            return end

        def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
            self._store.makeStatement(quadruple, line=next(self.object_lines, self.lines + 1))

    return LocatingParser


def _sink(append: Callable[[Located], None]) -> Any:
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
            append((terms[0], terms[1], terms[2], line or self.parser.lines + 1))

    return Sink(Graph(bind_namespaces="none"))
