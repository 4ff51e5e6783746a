"""Rows as JSON, each with the figures that its numbers are of."""

from __future__ import annotations

import re

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.serve.questions.cells import CellWriter, number_in
from atsmu_kg.serve.questions.figures import AnswerFigures
from atsmu_kg.serve.questions.values import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import Any

    from atsmu_kg.citations.statements import Statement
    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.serve.questions.figures import Reading
    from atsmu_kg.serve.questions.graph import AskedGraph
    from atsmu_kg.serve.questions.values import Number

    Terms = Sequence[Term | None]

# Figures that are told of one row beside those in its cells; a total may rest on hundreds.
FIGURES = 20
DIGIT = re.compile(r"\d")
NUMERAL = re.compile(r"\d+(?:\.\d+)?")


class RowWriter:
    """What makes JSON of rows.

    A cell with a number that a figure of the row has tells the figure's bound, unit and time. Where a number,
    or a text with digits, is none of those, the figures are told that the row rests on.

    kg: the graph.
    lang: the language of labels and bounds.
    """

    def __init__(self, kg: AskedGraph, lang: str) -> None:
        self._figures = AnswerFigures(kg, lang)
        self._cells = CellWriter(kg, lang)

    def row(
        self,
        columns: Sequence[str],
        terms: Terms,
        stated: Callable[[], Iterable[Reading]] = tuple,
        counts: Collection[str] = (),
    ) -> dict[str, Any]:
        """A row: its ``cells`` by column, and the ``figures`` that it rests on without showing them.

        counts: the columns that are the number of something, and so of no figure.
        stated: the numbers of figures that the row rests on, which takes a while to find out.
        """
        cells = {
            name: None if term is None else self._cells.term(term)
            for name, term in zip(columns, terms, strict=True)
        }
        shown = self._shown(terms, cells)
        known = self._readings(shown)
        others = [term for name, term in zip(columns, terms, strict=True) if name not in counts]
        further: list[Reading] = list(stated()) if any(_is_open(term, known) for term in others) else []
        known = self._readings([iri for iri, _ in further]) | known
        for name, term in zip(columns, terms, strict=True):
            number, cell = number_in(term), cells[name]
            if number is not None and number in known and cell is not None and name not in counts:
                cell.update(self._figures.number(known[number]))
                shown.append(known[number][0])
        rest = [iri for iri in dict.fromkeys(iri for iri, _ in further) if iri not in shown]
        return {"cells": cells} | self._unshown(rest)

    def figures(self, statements: Iterable[Statement]) -> dict[str, Any]:
        """The figures that an answer without cells rests on, as a row has those that it does not show."""
        return self._unshown(list(dict.fromkeys(iri for iri, _ in self.claims(statements))))

    def suspected(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """The figures that are not exact and have a number that rows tell without its bound.

        rows: of an answer of which nobody knows what it rests on.
        """
        cells = (cell for row in rows for cell in row["cells"].values() if cell is not None)
        numerals = {
            numeral
            for cell in cells
            if not cell.keys() & {"text", "curie"}
            for numeral in NUMERAL.findall(str(cell["value"]))
        }
        return self._unshown([iri for iri in self._figures.bounded() if numerals & self._numerals(iri)])

    def claims(self, statements: Iterable[Statement]) -> list[Reading]:
        """The numbers and the labels of figures among some statements; of those not exact, first."""
        readings = {
            (statement.subject, statement.predicate)
            for statement in statements
            if self._figures.is_figure(statement.subject) and _has_digits(statement.object)
        }
        return sorted(readings, key=self._figures.claim)

    def _unshown(self, figures: Sequence[IRI]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if figures:
            told["figures"] = [self._figures.figure(iri) for iri in figures[:FIGURES]]
        if len(figures) > FIGURES:
            told["more_figures"] = len(figures) - FIGURES
        return told

    def _numerals(self, iri: IRI) -> set[str]:
        return {str(written(number)) for number, _ in self._figures.readings(iri)}

    def _shown(self, terms: Terms, cells: Mapping[str, dict[str, Any] | None]) -> list[IRI]:
        """The figures that stand in cells, which tell their numbers from then on."""
        shown = []
        for term, cell in zip(terms, cells.values(), strict=True):
            if isinstance(term, ox.NamedNode) and cell is not None and self._figures.is_figure(term.value):
                shown.append(IRI(term.value))
                cell.update(self._figures.told(shown[-1]))
        return shown

    def _readings(self, figures: Iterable[IRI]) -> dict[Number, Reading]:
        """The numbers of some figures; what several have is of the one that claims least."""
        readings: dict[Number, list[Reading]] = {}
        for iri in figures:
            for number, reading in self._figures.readings(iri):
                readings.setdefault(number, []).append(reading)
        return {number: min(several, key=self._figures.claim) for number, several in readings.items()}


def _has_digits(value: object) -> bool:
    return not isinstance(value, IRI) and DIGIT.search(str(value)) is not None


def _is_open(term: Term | None, known: Mapping[Number, Reading]) -> bool:
    """Whether a term may be, or hold, a number of a figure that is not known yet."""
    if not isinstance(term, ox.Literal):
        return False
    number = number_in(term)
    return number not in known if number is not None else DIGIT.search(term.value) is not None
