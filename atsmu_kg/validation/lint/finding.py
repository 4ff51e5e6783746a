"""What a lint of shapes finds, and how it is told."""

from __future__ import annotations

from atsmu_kg.lint.finding import Finding, Findings
from atsmu_kg.text import counted


class ShapeFindings(Findings):
    """The findings of a lint of shapes.

    findings: all of them, in the order of files and lines.
    shapes: how many shapes it looked at.
    files: the names of the files that they stand in.

    >>> print(ShapeFindings((), shapes=2, files=("a.ttl",)))
    0 findings in 2 shapes of a.ttl.
    <BLANKLINE>
    """

    __slots__ = ("files", "shapes")

    def __init__(self, findings: tuple[Finding, ...], *, shapes: int, files: tuple[str, ...]) -> None:
        super().__init__(findings)
        self.shapes = shapes
        self.files = files

    def to_text(self, file: str | None = None) -> str:
        """Every finding with its place and advice, after one sentence that counts them."""
        counts = (
            f"{counted(len(self), 'finding')} in {counted(self.shapes, 'shape')} of {', '.join(self.files)}."
        )
        return "\n".join([counts, *(each.to_text(file) for each in self)]) + "\n"

    def to_json(self) -> str:
        """All findings as JSON: the same bytes for the same findings."""
        import json

        told = [{name: fact for name, fact in each._asdict().items() if fact is not None} for each in self]
        report = {"clean": self.clean, "files": self.files, "shapes": self.shapes, "findings": told}
        return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
