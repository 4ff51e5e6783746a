"""The report of a validation: results to go through, to count, and to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.text import counted
from atsmu_kg.validation.result import severity_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from atsmu_kg.validation.result import ValidationResult


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found; iterate over it for the results, gravest first.

    ``focus_nodes`` counts the nodes that some shape has as a target: where it is 0, nothing was checked.
    ``prefixes`` are those that things are shown with.
    """

    results: tuple[ValidationResult, ...]
    focus_nodes: int
    shapes: int
    engine: str
    lang: str = "en"
    prefixes: Mapping[str, str] = field(default_factory=lambda: dict(PREFIXES), repr=False, compare=False)

    @property
    def conforms(self) -> bool:
        """Whether there is no result at all, of any severity (SHACL 3.6.1)."""
        return not self.results

    def __iter__(self) -> Iterator[ValidationResult]:
        """The results, gravest first."""
        return iter(self.results)

    def __len__(self) -> int:
        """The number of results."""
        return len(self.results)

    def __bool__(self) -> bool:
        """Refused: an empty report is the good one."""
        raise TypeError("a report is neither true nor false; ask report.conforms")

    def by_shape(self) -> Mapping[str, tuple[ValidationResult, ...]]:
        """The results of each shape that found any, the shape with the gravest first."""
        groups: dict[str, list[ValidationResult]] = {}
        for result in self.results:
            groups.setdefault(result.source_shape, []).append(result)
        return {shape: tuple(group) for shape, group in groups.items()}

    def counts(self) -> Mapping[str, int]:
        """The number of results by severity: Violation, Warning, Info, and any other by its IRI."""
        counts: dict[str, int] = {}
        for result in self.results:
            name = severity_name(result)
            counts[name] = counts.get(name, 0) + 1
        return counts

    def summary(self) -> str:
        """One sentence: whether the data conform, and to how much."""
        checked = f"{counted(self.focus_nodes, 'focus node')} against {counted(self.shapes, 'shape')}"
        if not self.results and not self.focus_nodes:
            return f"Nothing was checked: no target of {counted(self.shapes, 'shape')} is in the data."
        if not self.results:
            return f"Conforms: {checked}."
        counts = ", ".join(counted(count, name.lower()) for name, count in self.counts().items())
        return f"Does not conform: {counted(len(self), 'result')} ({counts}) in {checked}."

    def to_text(self, limit: int | None = 5) -> str:
        """The results by shape, no more than ``limit`` of each shape (None: all of them)."""
        from atsmu_kg.validation.rendering import text

        return text(self.summary(), self.by_shape(), limit, self.prefixes)

    def to_html(self, limit: int | None = 20) -> str:
        """The same as one HTML element."""
        from atsmu_kg.validation.rendering import html

        conforms = self.conforms and bool(self.focus_nodes)
        return html(
            self.summary(), self.by_shape(), limit, lang=self.lang, conforms=conforms, prefixes=self.prefixes
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()

    def to_json(self) -> str:
        """All results as JSON: the same bytes for the same results."""
        from atsmu_kg.validation.conversions import json_text

        head = {
            "conforms": self.conforms,
            "engine": self.engine,
            "focusNodes": self.focus_nodes,
            "shapes": self.shapes,
            "counts": self.counts(),
        }
        return json_text(head, self.results)

    def to_dataframe(self) -> pd.DataFrame:
        """All results as a DataFrame, a row each. MissingDependencyError without pandas."""
        from atsmu_kg.validation.conversions import data_frame

        return data_frame(self.results)

    def to_rdf(self) -> bytes:
        """The W3C validation report (SHACL 3.6) as Turtle, with a shape's own messages in all languages."""
        from atsmu_kg.validation.conversions import turtle

        return turtle(self.results)
