"""Triples by subject and predicate: what shapes and ontologies are looked up in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import RDF
from atsmu_kg.rdf.terms import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from atsmu_kg.rdf.terms import Term

NIL = ox.NamedNode(RDF.nil)
# How the names begin that anonymous shapes get for engines, which name blank nodes anew.
SKOLEM = "urn:atsmu-kg:anonymous-shape:"


class Facts:
    """An index over triples; predicates are plain IRIs, subjects and objects are pyoxigraph terms.

    >>> a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    >>> Facts([ox.Triple(a, b, a)]).values(a, "urn:b") == [a]
    True
    """

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        """The index over triples; over quads, the merge of their graphs."""
        self._subjects: dict[Term, dict[str, list[Term]]] = {}
        merged = dict.fromkeys(each.triple if isinstance(each, ox.Quad) else each for each in triples)
        for subject, predicate, value in merged:
            self._subjects.setdefault(subject, {}).setdefault(predicate.value, []).append(value)

    def __iter__(self) -> Iterator[tuple[Term, str, Term]]:
        """Every triple once, in the order in which it came."""
        for subject, about in self._subjects.items():
            for predicate, values in about.items():
                for value in values:
                    yield subject, predicate, value

    def __contains__(self, subject: object) -> bool:
        """Whether anything is said of the term."""
        return subject in self._subjects

    def about(self, subject: Term) -> Mapping[str, list[Term]]:
        """The values of each predicate of a subject."""
        return self._subjects.get(subject, {})

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """The objects of a subject's triples with the predicate."""
        return self.about(subject).get(predicate, [])

    def with_predicate(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Subjects and objects of the triples with a predicate."""
        for subject, about in self._subjects.items():
            for value in about.get(predicate, ()):
                yield subject, value

    def members(self, head: Term) -> list[Term]:
        """The members of an RDF list; of a broken or circular one, those before the break."""
        members: list[Term] = []
        seen: set[Term] = set()
        while head != NIL and head not in seen:
            seen.add(head)
            members += self.values(head, RDF.first)[:1]
            head = next(iter(self.values(head, RDF.rest)), NIL)
        return members


def shown(term: Term) -> str:
    """A term as people read it; the names of blank nodes say nothing, and change with each reading."""
    if isinstance(term, ox.BlankNode) or (isinstance(term, ox.NamedNode) and term.value.startswith(SKOLEM)):
        return "a blank node"
    return readable(term)
