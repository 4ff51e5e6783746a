"""Turtle and TriG: prefixes that are used, subjects sorted, types and labels first, one predicate a line."""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import RDF, XSD
from atsmu_kg.rdf.serializers import tree
from atsmu_kg.rdf.serializers.abbreviations import Abbreviations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH = 110
INDENT = "    "

# Canonical lexical forms (XML Schema 1.0, part 2) that the short syntax reads back as they are.
SHORT = {
    f"{XSD}integer": "0|-?[1-9][0-9]*",
    f"{XSD}decimal": r"-?(?:0|[1-9][0-9]*)\.(?:0|[0-9]*[1-9])",
    f"{XSD}boolean": "true|false",
}


def write(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> str:
    """A canonical dataset as TriG; as Turtle if all of it is in the default graph."""
    document = TurtleDocument(prefixes)
    blocks = []
    for graph, subjects in tree.graphs(quads).items():
        if isinstance(graph, ox.DefaultGraph):
            blocks += document.subjects(subjects, "")
        else:
            inside = "\n".join(document.subjects(subjects, INDENT))
            blocks.append(f"{document.term(graph)} {{\n{inside}}}\n")
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in document.names.used.items())
    return "\n".join([head, *blocks] if head else blocks)


class TurtleDocument:
    """The terms and statements of one Turtle or TriG document."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.names = Abbreviations(prefixes)
        self._terms: dict[object, str] = {}

    def subjects(self, subjects: tree.Subjects, indent: str) -> list[str]:
        """A block of text for each subject."""
        return [self._subject(subject, predicates, indent) for subject, predicates in subjects.items()]

    def term(self, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
        """A term, as short as can be without a change of its characters."""
        if term not in self._terms:
            self._terms[term] = self._literal(term) if isinstance(term, ox.Literal) else self._node(term)
        return self._terms[term]

    def _subject(self, subject: tree.Node, predicates: tree.Predicates, indent: str) -> str:
        lines = [self._predicate(*each, indent) for each in predicates.items()]
        return f"{indent}{self.term(subject)} " + f" ;\n{indent}{INDENT}".join(lines) + " .\n"

    def _predicate(self, predicate: ox.NamedNode, objects: tree.Objects, indent: str) -> str:
        verb = "a" if predicate.value == f"{RDF}type" else self.term(predicate)
        terms = [self.term(each) for each in objects]
        line = f"{verb} {', '.join(terms)}"
        if len(terms) == 1 or len(indent) + len(INDENT) + len(line) < WIDTH:
            return line
        deeper = f"\n{indent}{INDENT * 2}"
        return f"{verb}{deeper}" + f",{deeper}".join(terms)

    def _node(self, term: ox.NamedNode | ox.BlankNode) -> str:
        if isinstance(term, ox.BlankNode):
            return str(term)
        return self.names.curie(term.value) or str(term)

    def _literal(self, term: ox.Literal) -> str:
        datatype = term.datatype.value
        if datatype in SHORT and _short(datatype).fullmatch(term.value):
            return term.value
        if term.language is not None or datatype == f"{XSD}string":
            return str(term)
        return f"{ox.Literal(term.value)}^^{self._node(term.datatype)}"


@cache
def _short(datatype: str) -> re.Pattern[str]:
    return re.compile(SHORT[datatype])
