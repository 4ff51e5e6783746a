"""Figures in answers: no number of a source is told without what bounds it."""

from __future__ import annotations

from atsmu_kg.rdf.namespaces import AKG, IRI, SCHEMA
from atsmu_kg.records.numerals import sign
from atsmu_kg.serve.questions.values import known, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from atsmu_kg.serve.questions.graph import AskedGraph
    from atsmu_kg.serve.questions.values import Number

VALUE, LEAST, GREATEST = SCHEMA.value, SCHEMA.minValue, SCHEMA.maxValue
NUMBERS = (VALUE, LEAST, GREATEST)
# How a bound that follows from a figure is told; the words are those of the vocabulary.
FOLLOWING = {LEAST: AKG.AtLeast, GREATEST: AKG.AtMost}

# What states a number of a figure: the figure, and the property.
Reading = tuple[IRI, IRI]


class AnswerFigures:
    """The figures that an answer speaks of, in words of a language.

    kg: the graph.
    lang: the language.
    """

    def __init__(self, kg: AskedGraph, lang: str) -> None:
        self._kg = kg
        self._lang = lang

    def is_figure(self, iri: str) -> bool:
        """Whether something is a figure."""
        return iri in self._kg.figures_by_iri

    def bounded(self) -> Iterator[IRI]:
        """The figures that are not exact, in the order of their IRIs."""
        figures = sorted(self._kg.figures_by_iri.items())
        yield from (iri for iri, figure in figures if figure.bound.iri != AKG.Exactly)

    def readings(self, iri: str) -> Iterator[tuple[Number, Reading]]:
        """The numbers of a figure: the one that is reported, the least and the greatest that follow."""
        figure = self._kg.figures_by_iri[IRI(iri)]
        numbers = zip((figure.value, figure.minimum, figure.maximum), NUMBERS, strict=True)
        yield from ((number, (figure.iri, property)) for number, property in numbers if number is not None)

    def number(self, reading: Reading) -> dict[str, Any]:
        """What a cell with a number of a figure tells besides the number."""
        iri, property = reading
        told = self.told(iri) | {"figure": iri}
        figure = self._kg.figures_by_iri[iri]
        if property != VALUE and figure.bound.iri != AKG.Exactly:
            bound = FOLLOWING[property]
            number = figure.minimum if property == LEAST else figure.maximum
            text = f"{self._kg.label(bound, self._lang)} {written(number)}{sign(figure.unit)}"
            told |= {"text": text, "bound": _end(bound)}
        return told

    def told(self, iri: IRI) -> dict[str, Any]:
        """A figure in words, its bound, its unit and its time."""
        figure = self._kg.figures_by_iri[iri]
        told = {
            "text": f"{figure:{self._lang}}",
            "bound": _end(figure.bound.iri),
            "unit": self._kg.curie(figure.unit),
            "time": figure.time,
            "period": self._kg.label(figure.period.iri, self._lang) if figure.period else None,
        }
        return known(told)

    def figure(self, iri: IRI) -> dict[str, Any]:
        """All that is told of a figure by itself."""
        figure = self._kg.figures_by_iri[iri]
        categories = [self._kg.label(category.iri, self._lang) for category in figure.categories]
        return {
            "figure": iri,
            "value": written(figure.value),
            **self.told(iri),
            "measure": self._kg.label(figure.measure.iri, self._lang),
            "about": self._kg.label(figure.about.iri, self._lang),
            **({"categories": categories} if categories else {}),
        }

    def claim(self, reading: Reading) -> tuple[bool, int, Reading]:
        """How much a reading claims, to sort by: that of an exact figure claims most."""
        iri, property = reading
        is_exact = self._kg.figures_by_iri[iri].bound.iri == AKG.Exactly
        return is_exact, NUMBERS.index(property) if property in NUMBERS else len(NUMBERS), reading


def _end(iri: str) -> str:
    return iri.rpartition("#")[2]
