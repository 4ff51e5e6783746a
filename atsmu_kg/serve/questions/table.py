"""The rows of an answer, and who says what they say."""

from __future__ import annotations

import json
from functools import partial

from atsmu_kg.citations.cells import cell_term
from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.results import Result
from atsmu_kg.results.graph import COLUMNS
from atsmu_kg.serve.questions.figures import NUMBERS
from atsmu_kg.serve.questions.graph import NAMED_BY
from atsmu_kg.serve.questions.rows import RowWriter
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.predicates import count_variables, predicates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from atsmu_kg.citations.citation import Citation
    from atsmu_kg.results.graph import GraphResult
    from atsmu_kg.serve.questions.figures import Reading
    from atsmu_kg.serve.questions.graph import AskedGraph
    from atsmu_kg.serve.questions.rows import Terms

# The properties by which a query can come to the number of a figure.
TELLING = frozenset({*NUMBERS, *NAMED_BY})


class AnswerTable:
    """A table, or a graph as a table of triples.

    kg: the graph that was asked.
    answer: its answer.
    lang: the language of labels and bounds.

    ``columns`` are their names, ``uncited`` why the answer can't be cited, where that was tried and failed.
    """

    def __init__(self, kg: AskedGraph, answer: Result | GraphResult, lang: str) -> None:
        self._answer = answer
        self._rows = RowWriter(kg, lang)
        query = parse(answer.query, kg.prefixes)
        read = predicates(query)
        # To cite a whole answer takes longer than to find it: where no row can rest on a figure, it is not.
        self._may_tell = read is None or not read.isdisjoint(TELLING)
        self._counts = count_variables(query)
        self._citation: Citation | None = None
        self.uncited: AtsmuKGError | None = None
        self.columns: Sequence[str] = answer.columns if isinstance(answer, Result) else COLUMNS

    def rows(self, max_bytes: int, *, sources: bool) -> Iterator[dict[str, Any]]:
        """The rows as JSON has them, as long as they have at most so many bytes together.

        sources: whether each tells the numbers of its sources in ``citation.references``.
        """
        size = 0
        numbers = self.numbers if sources and self.citation is not None else {}
        for at, terms in enumerate(self._terms()):
            stated = partial(self._stated, at)
            row = self._rows.row(self.columns, terms, stated, self._counts)
            if sources and self.citation is not None:
                cited = self.citation[at]
                row["sources"] = sorted(numbers[graph] for graph in cited.graphs)
                if cited.caveats:
                    row["caveats"] = list(cited.caveats)
            size += len(json.dumps(row, ensure_ascii=False).encode())
            if size > max_bytes:
                return
            yield row

    def suspected(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """The figures that the numbers of rows may be of, where the answer can't be cited."""
        return self._rows.suspected(rows)

    @property
    def citation(self) -> Citation | None:
        """The sources of the answer; None where it can't be cited."""
        if self._citation is None and self.uncited is None:
            try:
                self._citation = self._answer.cite()
            except AtsmuKGError as error:
                self.uncited = error
        return self._citation

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each source, by its named graph."""
        references = self.citation.references if self.citation is not None else ()
        return {source.graph: number for number, source in enumerate(references, start=1)}

    def _terms(self) -> Iterator[Terms]:
        if isinstance(self._answer, Result):
            solutions = self._answer.solutions
            return solutions.rows(cell_term(cell) if cell else None for cell in solutions.cells())
        return (tuple(quad.triple) for quad in self._answer.quads())

    def _stated(self, at: int) -> list[Reading]:
        """What figures state that a row rests on."""
        if not self._may_tell or self.citation is None:
            return []
        return self._rows.claims(self.citation[at].statements)
