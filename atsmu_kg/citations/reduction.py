"""Leaving out the statements that a row can do without."""

from __future__ import annotations

from atsmu_kg.citations.cells import cell_term
from atsmu_kg.citations.reading import reading
from atsmu_kg.citations.witnesses import answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, TypeVar

    from pyoxigraph import Quad

    from atsmu_kg.citations.reading import Cells
    from atsmu_kg.citations.rewriting import Provenance
    from atsmu_kg.citations.steps import Statement, Statements
    from atsmu_kg.rdf.terms import Term

    # The cells of a key, or the terms of a triple that CONSTRUCT builds.
    Row = tuple[str | Term, ...]
    T = TypeVar("T")


def reduced(how: Provenance, row: Row, statements: Statements) -> Statements:
    """A part of the statements that still gives the row, and of which none can be left out.

    For monotone queries. Asks the query once for each statement, of a store that holds no others.
    """
    kept = statements
    for each in sorted(statements):
        if row in by_row(how, dict.fromkeys(_keys(how, kept - {each}), ())):
            kept -= {each}
    return kept


def by_row(how: Provenance, by_key: Mapping[Cells, Iterable[T]]) -> dict[Row, list[T]]:
    """What was found for the keys of a plan, for the rows of the answer; those of CONSTRUCT are triples."""
    rows: dict[Row, list[T]] = {}
    for key, several in by_key.items():
        if how.triples:
            cells = dict(zip(how.plan.key, key, strict=True))
            for slots in how.triples:
                triple = [cells[slot] for slot in slots]
                if all(triple):
                    rows.setdefault(tuple(map(cell_term, triple)), []).extend(several)
        else:
            rows[key] = list(several)
    return rows


def _keys(how: Provenance, statements: Statements) -> list[Cells]:
    from atsmu_kg.stores.embedded import EmbeddedStore

    # Where FROM replaces the default graph, its statements stand in a graph named there.
    default = next((each.graph.value for each in how.query.sources if not each.named), "")
    with EmbeddedStore.memory() as store:
        store.extend([_quad(each, default) for each in statements])
        solutions = answer(store, how.plan.text)
    read = reading(how.plan, solutions.columns)
    return [read.key(cells + read.constants) for cells in solutions.rows(solutions.cells())]


def _quad(statement: Statement, default: str) -> Quad:
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    terms: list[Any] = [cell_term(cell) for cell in statement if cell]
    if len(terms) == 3:
        terms.append(NamedNode(default) if default else DefaultGraph())
    return Quad(*terms)
