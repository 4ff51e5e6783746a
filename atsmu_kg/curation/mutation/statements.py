"""The stated quads of a dataset, in order and indexed, and the edits that a slip makes to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, NamedTuple, TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from atsmu_kg.errors import DataError
from atsmu_kg.rdf.entailment import derivable
from atsmu_kg.rdf.namespaces import ATSMU, GRAPH, RDF, contract

Item = TypeVar("Item")
TYPE = NamedNode(RDF.type)


class GroundTriple(NamedTuple):
    """A triple without blank nodes; its object is a NamedNode or a Literal."""

    subject: NamedNode
    predicate: NamedNode
    object: Any

    def __str__(self) -> str:
        return " ".join(_term(term) for term in self)


@dataclass(frozen=True, slots=True)
class Edit:
    """Quads to take away and quads to add, and what that means in a few words."""

    removed: frozenset[Quad]
    added: frozenset[Quad]
    description: str


class NowhereError(Exception):
    """The dataset has no statement that the slip could happen to."""


class Statements:
    """The quads that someone states: all but those of the default graph and of the entailed graph."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """The order is that of the quads as text, so that a seed gives the same mutants everywhere."""
        unstated = (DefaultGraph(), NamedNode(GRAPH.entailed))
        self.quads = sorted({quad for quad in quads if quad.graph_name not in unstated}, key=str)
        self.triples = Counter(quad.triple for quad in self.quads)
        self.graphs: dict[GroundTriple, list[NamedNode]] = {}
        self.about: dict[NamedNode, list[GroundTriple]] = {}
        self.referring: dict[NamedNode, list[GroundTriple]] = {}
        self.using: dict[NamedNode, list[GroundTriple]] = {}
        for quad in self.quads:
            statement, graph = _statement(quad)
            if statement not in self.graphs:
                self.about.setdefault(statement.subject, []).append(statement)
                self.using.setdefault(statement.predicate, []).append(statement)
                if isinstance(statement.object, NamedNode):
                    self.referring.setdefault(statement.object, []).append(statement)
            self.graphs.setdefault(statement, []).append(graph)
        self.all = list(self.graphs)
        self.things = [subject for subject in self.about if subject.value in ATSMU]
        self.names = sorted({graph for graphs in self.graphs.values() for graph in graphs}, key=str)

    @cached_property
    def derivable(self) -> set[Triple]:
        """The triples that follow from what is stated; no other can follow from a part of it."""
        return derivable(self.triples)

    def types(self, subject: NamedNode) -> set[str]:
        """The classes that are stated of a subject."""
        return {each.object.value for each in self.about.get(subject, ()) if each.predicate == TYPE}

    def instances(self, *classes: str) -> list[NamedNode]:
        """The subjects that are stated to be of one of the classes."""
        return [subject for subject in self.about if self.types(subject) & set(classes)]

    def values(self, subject: NamedNode, predicate: str) -> list[Any]:
        """The objects of the statements of a subject with a predicate."""
        return [each.object for each in self.about.get(subject, ()) if each.predicate.value == predicate]

    def where(self, *predicates: str, of: Iterable[NamedNode] | None = None) -> list[GroundTriple]:
        """The statements with one of the predicates, of these subjects or of all."""
        if of is not None:
            return [
                each for subject in of for each in self.about[subject] if each.predicate.value in predicates
            ]
        return [each for predicate in predicates for each in self.using.get(NamedNode(predicate), [])]

    def quads_of(self, statements: Iterable[GroundTriple]) -> list[Quad]:
        """The statements in each graph that makes them."""
        return [quad_of(statement, graph) for statement in statements for graph in self.graphs[statement]]

    def drop(self, statements: Iterable[GroundTriple], description: str = "") -> Edit:
        """Take statements out of every graph that makes them."""
        lost = list(statements)
        return Edit(frozenset(self.quads_of(lost)), frozenset(), description or "; ".join(map(str, lost)))

    def replace(self, old: GroundTriple, new: GroundTriple) -> Edit:
        """Put a statement in the place of another in every graph that makes it."""
        added = frozenset(quad_of(new, graph) for graph in self.graphs[old])
        return Edit(frozenset(self.quads_of([old])), added, f"{old} -> {new}")

    def add(self, beside: GroundTriple, new: GroundTriple) -> Edit:
        """Make a statement in the graph of another, the first if there are more."""
        return Edit(frozenset(), frozenset([quad_of(new, self.graphs[beside][0])]), str(new))


Operator = Callable[[Statements, Random], Edit]


def together(edits: Sequence[Edit]) -> Edit:
    """One edit that makes several."""
    return Edit(
        frozenset(quad for edit in edits for quad in edit.removed),
        frozenset(quad for edit in edits for quad in edit.added),
        "; ".join(edit.description for edit in edits),
    )


def pick(random: Random, items: Sequence[Item]) -> Item:
    """One of the items; NowhereError where there are none."""
    if not items:
        raise NowhereError
    return random.choice(items)


def _statement(quad: Quad) -> tuple[GroundTriple, NamedNode]:
    subject, predicate, graph = quad.subject, quad.predicate, quad.graph_name
    if not isinstance(subject, NamedNode) or not isinstance(graph, NamedNode):
        raise DataError(
            f"{quad} has a blank node", advice="Give the node an IRI: a mutant names what it changes."
        )
    return GroundTriple(subject, predicate, quad.object), graph


def _term(term: object) -> str:
    if isinstance(term, NamedNode):
        return contract(term.value)
    text = str(term)
    return text if len(text) <= 60 else f"{text[:57]}..."


def quad_of(statement: GroundTriple, graph: NamedNode) -> Quad:
    """The statement in a graph."""
    return Quad(statement.subject, statement.predicate, statement.object, graph)
