"""Cited statements, and the named graphs that make them."""

from __future__ import annotations

from atsmu_kg.citations.witnesses import BATCH, answer
from atsmu_kg.files import beside
from atsmu_kg.rdf.namespaces import GRAPH, IRI, PREFIXES
from atsmu_kg.rdf.terms import spell
from atsmu_kg.results.rows import value
from atsmu_kg.stores.answers import term
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from atsmu_kg.citations import steps
    from atsmu_kg.stores.protocol import Store

ENTAILED = GRAPH.entailed
# To look a statement up takes as long as to read so many.
WORTH = 5


class Statement:
    """A cited triple and the named graphs that state it."""

    __slots__ = ("_cells", "graphs")

    def __init__(self, cells: tuple[str, str, str], graphs: tuple[IRI, ...]) -> None:
        self._cells = cells
        self.graphs = graphs

    @property
    def subject(self) -> Any:
        """The subject as a Python value."""
        return value(self._cells[0])

    @property
    def predicate(self) -> IRI:
        """The predicate."""
        found: IRI = value(self._cells[1])
        return found

    @property
    def anonymous(self) -> bool:
        """Whether its subject or object is a blank node."""
        return _anonymous(self._cells)

    @property
    def entailed(self) -> bool:
        """Whether no passage or authority states it: it follows from others by the vocabulary's axioms."""
        return self.graphs == (ENTAILED,)

    def __eq__(self, other: Any) -> bool:
        return type(other) is Statement and (self._cells, self.graphs) == (other._cells, other.graphs)

    def __hash__(self) -> int:
        return hash(self._cells)

    def __str__(self) -> str:
        return self.spelt()

    def spelt(self, prefixes: Mapping[str, str] = PREFIXES) -> str:
        """The statement as Turtle writes it with these prefixes."""
        return spell(*map(term, self._cells), prefixes=prefixes)

    def __repr__(self) -> str:
        return f"<Statement {self} in {counted(len(self.graphs), 'graph')}>"

    @property
    def object(self) -> Any:
        """The object as a Python value."""
        return value(self._cells[2])


class Stated:
    """Looks up who makes the statements of a store, each statement at most once.

    One that was asked of a named graph cites that graph; one of the default graph all that state it, but
    ``graph:entailed`` only where no other does. ``sources`` are the graphs that FROM merges, if it does.
    """

    def __init__(self, store: Store, sources: tuple[str, ...] = ()) -> None:
        self.store = store
        self._sources = sources
        self._known: dict[steps.Statement, Statement] = {}

    def look_up(self, statements: Iterable[steps.Statement]) -> Mapping[steps.Statement, Statement]:
        """These statements, and others that were looked up before."""
        known = self._known
        graphs = {triple: [triple[3]] if triple[3] else [] for triple in statements if triple not in known}
        merged = [triple for triple in graphs if not triple[3]]
        for triple, graph in self._stating(merged):
            if not self._sources or graph in self._sources:
                graphs[triple].append(graph)
        names: dict[tuple[str, ...], tuple[IRI, ...]] = {}
        for triple, stating in graphs.items():
            cells = tuple(stating)
            if cells not in names:
                names[cells] = _best([value(cell) for cell in cells])
            known[triple] = Statement(triple[:3], names[cells])
        return known

    def _stating(self, wanted: list[steps.Statement]) -> Iterator[tuple[steps.Statement, str]]:
        """Each statement with each named graph that states it."""
        named = [triple for triple in wanted if not _anonymous(triple)]
        if not self.store.embedded:
            # Its next answer may give a blank node another label, and this label to another node.
            wanted = named
        if many(wanted, self.store):
            yield from self._among(wanted, "all_stated.rq")
            return
        if len(named) < len(wanted):
            # A blank node in VALUES is not SPARQL.
            yield from self._among(wanted, "stated_blank.rq")
        query = beside(__file__, "stated.rq" if self.store.embedded else "stated_anywhere.rq")
        for first in range(0, len(named), BATCH):
            batch = named[first : first + BATCH]
            lines = "\n".join([f"({at} {s} {p} {o})" for at, (s, p, o, _) in enumerate(batch)])
            solutions = answer(self.store, query.replace("{ }", f"{{\n{lines}\n}}"))
            for number, graph in solutions.rows(solutions.cells()):
                yield batch[int(number)], graph

    def _among(self, wanted: list[steps.Statement], query: str) -> Iterator[tuple[steps.Statement, str]]:
        """Those of the wanted statements that a query for statements and their graphs gives."""
        among = set(wanted)
        solutions = answer(self.store, beside(__file__, query))
        for subject, predicate, object, graph in solutions.rows(solutions.cells()):
            each = (subject, predicate, object, "")
            if each in among:
                yield each, graph


def many(wanted: list[steps.Statement], store: Store, worth: int = WORTH) -> bool:
    """Whether so many statements are wanted that it is better to read all than to look each of them up.

    ``worth`` says how many are read in the time that it takes to look one up.
    """
    return len(wanted) > BATCH and len(wanted) * worth > store.size


def _anonymous(cells: tuple[str, ...]) -> bool:
    return cells[0][0] == "_" or cells[2][0] == "_"


def _best(graphs: list[IRI]) -> tuple[IRI, ...]:
    others = sorted(graph for graph in graphs if graph != ENTAILED)
    return tuple(others) or tuple(graphs)
