"""A shapes graph as its author wrote it: with the lines, and with names for anonymous shapes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from atsmu_kg.lint.finding import Finding
from atsmu_kg.rdf.documents import read_all
from atsmu_kg.rdf.namespaces import IRI, RDF, SH, contract
from atsmu_kg.validation.facts import NIL, Facts
from atsmu_kg.validation.lines import statements
from atsmu_kg.validation.paths import path_text
from atsmu_kg.validation.shapes import SHAPE_LISTS, referred, shape_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.validation.lint.vocabulary import Vocabulary


class Document:
    """The triples of shapes files with their places, and what is known of vocabularies."""

    def __init__(self, files: Iterable[str | os.PathLike[str]], vocabulary: Vocabulary) -> None:
        """Raises StoreError, DataError or DataSyntaxError as documents.read_all does."""
        self.files = tuple(os.fspath(file) for file in files)
        self.vocabulary = vocabulary
        read_all(self.files)
        self._places: dict[tuple[Any, ...], tuple[str, int | None]] = {}
        triples: list[ox.Triple] = []
        for number, file in enumerate(self.files):
            for subject, predicate, value, line in statements(file):
                triple = ox.Triple(_apart(subject, number), predicate, _apart(value, number))
                triples.append(triple)
                said = (triple.subject, predicate.value, triple.object)
                keys = (said, said[:2], said[:1])
                for key in keys:
                    self._places.setdefault(key, (file, line))
        self.facts = Facts(triples)
        self.shapes = shape_nodes(self.facts)
        self.parents: dict[Term, Term] = {}
        for shape in self.shapes:
            for inner in referred(shape, self.facts):
                self.parents.setdefault(inner, shape)

    def finding(self, code: str, message: str, advice: str, *at: Any) -> Finding:
        """A finding about a subject, a predicate of it, or a triple, at its line."""
        keys = (at, at[:2], at[:1])
        file, line = next((self._places[key] for key in keys if key in self._places), (None, None))
        return Finding(code, message, advice, self.name(at[0]), file, line)

    def name(self, node: Term) -> str:
        """The CURIE of a node; of an anonymous one, the named one that it belongs to, and its path."""
        if isinstance(node, ox.NamedNode):
            return contract(node.value)
        seen: set[Term] = set()
        named: Term = node
        while named in self.parents and named not in seen and not isinstance(named, ox.NamedNode):
            seen.add(named)
            named = self.parents[named]
        owner = contract(named.value) if isinstance(named, ox.NamedNode) else "an anonymous shape"
        for path in self.facts.values(node, SH.path)[:1]:
            text = path_text(path, self.facts)
            return f"{owner}, path {contract(text) if isinstance(text, IRI) else text}"
        return owner

    def is_list(self, head: Term) -> bool:
        """Whether a node is a well-formed list: from first to rest until nil, each once (SHACL 1.4)."""
        seen: set[Term] = set()
        while head != NIL:
            rests, firsts = self.facts.values(head, RDF.rest), self.facts.values(head, RDF.first)
            if len(rests) != 1 or len(firsts) != 1 or head in seen:
                return False
            seen.add(head)
            head = rests[0]
        return True

    def lists_of_shapes(self, shape: Term) -> list[tuple[str, Term]]:
        """The values of sh:and, sh:or and sh:xone of a shape."""
        about = self.facts.about(shape)
        return [
            (predicate, value)
            for predicate in SHAPE_LISTS
            if predicate in about
            for value in about[predicate]
        ]


def _apart(term: Any, number: int) -> Any:
    """Blank nodes of different files are different."""
    return ox.BlankNode(f"f{number}{term.value}") if isinstance(term, ox.BlankNode) else term
