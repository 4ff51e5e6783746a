"""Statements and the named graphs that make them."""

from __future__ import annotations

from atsmu_kg.citations.derivations import answer, packaged
from atsmu_kg.results.rows import value
from atsmu_kg.terms import render
from atsmu_kg.vocabulary import GRAPH, IRI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from atsmu_kg.citations import steps
    from atsmu_kg.stores.protocol import Store

ENTAILED = GRAPH.entailed
# Statements asked for at once.
BATCH = 200


class Statement:
    """A cited triple and the named graphs that state it.

    ``entailed``: no passage or authority states it; it follows from others by the vocabulary's axioms.
    """

    __slots__ = ("graphs", "object", "predicate", "subject")

    def __init__(self, subject: Any, predicate: IRI, object: Any, graphs: tuple[IRI, ...]) -> None:
        self.subject = subject
        self.predicate = predicate
        self.object = object
        self.graphs = graphs

    @property
    def entailed(self) -> bool:
        """Whether it is merely entailed."""
        return self.graphs == (ENTAILED,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Statement) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __str__(self) -> str:
        return f"{_spelled(self.subject)} {self.predicate.curie} {_spelled(self.object)}"

    def __repr__(self) -> str:
        return f"Statement({self.subject!r}, {self.predicate!r}, {self.object!r}, {self.graphs!r})"

    def _all(self) -> tuple[Any, ...]:
        return self.subject, self.predicate, self.object, self.graphs


def stated(
    store: Store, statements: Iterable[steps.Statement], sources: tuple[str, ...] = ()
) -> Mapping[steps.Statement, Statement]:
    """The statements as Python values, each with its graphs.

    One that was asked of a named graph cites that graph; one of the default graph all that state it, but
    ``graph:entailed`` only where no other does. ``sources`` are the graphs that FROM merges, if it does.
    """
    graphs: dict[steps.Statement, list[IRI]] = {}
    merged = []
    for each in statements:
        if each[3]:
            graphs[each] = [value(each[3])]
        else:
            graphs[each] = []
            # A blank node in VALUES is not SPARQL: no graph is found for what mentions one.
            if each[0][0] != "_" and each[2][0] != "_":
                merged.append(each)
    query = packaged("stated")
    for first in range(0, len(merged), BATCH):
        batch = merged[first : first + BATCH]
        lines = "\n".join([f"({at} {s} {p} {o})" for at, (s, p, o, _) in enumerate(batch)])
        solutions = answer(store, f"{query}VALUES (?number ?subject ?predicate ?object) {{\n{lines}\n}}")
        for number, graph in solutions.rows(solutions.cells()):
            if not sources or graph in sources:
                graphs[batch[int(number)]].append(value(graph))
    return {
        each: Statement(
            value(each[0]), value(each[1]), value(each[2]), tuple(found) if len(found) == 1 else _best(found)
        )
        for each, found in graphs.items()
    }


def _spelled(term: Any) -> str:
    return term.curie if isinstance(term, IRI) else render(term)


def _best(graphs: list[IRI]) -> tuple[IRI, ...]:
    others = sorted(graph for graph in graphs if graph != ENTAILED)
    return tuple(others) or tuple(graphs)
