"""From the rows of an answer to the witnesses of each."""

from __future__ import annotations

from collections import Counter

from atsmu_kg.citations.limits import disputed
from atsmu_kg.citations.reduction import by_row, reduced
from atsmu_kg.citations.witnesses import Witnesses
from atsmu_kg.errors import QueryError
from atsmu_kg.results import Result
from atsmu_kg.results.boolean import BooleanResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.citations.reduction import Row
    from atsmu_kg.citations.rewriting import Provenance
    from atsmu_kg.citations.witnesses import Witness
    from atsmu_kg.results.graph import GraphResult
    from atsmu_kg.stores.protocol import Store

    Answer = Result | BooleanResult | GraphResult

# Witnesses of one row that are kept: rows that look the same may each have their own.
ALTERNATIVES = 20
NO = "the answer is 'no' because the graph has no such statements, and what is not there can't be cited"


class Derived:
    """A row of an answer: the witness to cite, and the others that would do as well, each minimal."""

    __slots__ = ("others", "witness")

    def __init__(self, witness: Witness, others: list[Witness]) -> None:
        self.witness = witness
        self.others = others


def derived(store: Store, how: Provenance, result: Answer) -> list[Derived]:
    """The rows of an answer in order; a boolean answer is one row, a graph has one for each triple.

    Raises QueryError for an answer that the store does not give.
    """
    _require_fitting(how, result)
    if isinstance(result, BooleanResult) and not result:
        return [Derived((frozenset(), (f"{how.query.line}:{how.query.column}: {NO}",)), [])]
    # Where the query projects all that its provenance query would, its answer is at hand already.
    known = None
    if isinstance(result, Result) and not how.plan.adds and result.query == how.query.text:
        known = result.solutions
    witnesses = by_row(how, Witnesses(store).of(how.plan, known))
    seen: Counter[Row] = Counter()
    ranked: dict[Row, list[Witness]] = {}
    rows = []
    for row in _rows(how, result):
        if row not in witnesses:
            message = "the answer has a row that the query does not give"
            raise disputed(how.query) or _other_answer(message, row=row)
        if row not in ranked:
            ranked[row] = _minimal(how, row, witnesses[row])
        # Rows that look the same were derived in different ways: each is cited for one of them.
        at = seen[row] % len(ranked[row])
        rows.append(Derived(ranked[row][at], ranked[row][:at] + ranked[row][at + 1 :]))
        seen[row] += 1
    return rows


def _require_fitting(how: Provenance, result: Answer) -> None:
    if isinstance(result, Result):
        fits = how.query.form == "SELECT" and {f"?{name}" for name in result.columns} == set(how.plan.key)
    else:
        fits = how.query.form == ("ASK" if isinstance(result, BooleanResult) else "CONSTRUCT")
    if not fits:
        raise _other_answer("the answer is not one that the query can have")


def _other_answer(message: str, row: Row | None = None) -> QueryError:
    advice = "The graph has changed since, or this is the answer to another query: ask again."
    return QueryError(message, advice=advice, row=row)


def _rows(how: Provenance, result: Answer) -> Iterator[Row]:
    if isinstance(result, BooleanResult):
        yield ()
    elif isinstance(result, Result):
        solutions = result.solutions
        places = [solutions.columns.index(slot[1:]) for slot in how.plan.key]
        for cells in solutions.rows(solutions.cells()):
            yield tuple([cells[place] for place in places])
    else:
        for quad in result.quads():
            yield tuple(quad.triple)


def _minimal(how: Provenance, row: Row, witnesses: list[Witness]) -> list[Witness]:
    """The smallest witnesses that contain no other one, a limited number of them."""
    exact = how.plan.exact or not how.plan.monotone
    if exact and len(witnesses) == 1:
        return witnesses
    smallest: list[Witness] = []
    for statements, caveats in sorted(
        witnesses, key=lambda witness: (len(witness[0]), sorted(witness[0]), witness[1])
    ):
        if len(smallest) == ALTERNATIVES:
            break
        if not any(smaller <= statements for smaller, _ in smallest):
            kept = statements if exact else reduced(how, row, statements)
            if (kept, caveats) not in smallest:
                smallest.append((kept, caveats))
    return smallest
