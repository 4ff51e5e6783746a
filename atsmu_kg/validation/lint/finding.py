"""What a lint of shapes finds, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atsmu_kg.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a shape: ``code`` names its kind, ``subject`` the shape, ``advice`` the way out."""

    code: str
    message: str
    advice: str
    subject: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return f"{place}: {self.message} [{self.code}]\n  {self.subject}: {self.advice}"


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a lint in the order of files and lines; none is the good case."""

    findings: tuple[Finding, ...]
    shapes: int
    files: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether there is no finding."""
        return not self.findings

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        raise TypeError("findings are neither true nor false; ask findings.clean")

    def counts(self) -> Mapping[str, int]:
        """The number of findings of each kind."""
        codes = [finding.code for finding in self.findings]
        return {code: codes.count(code) for code in dict.fromkeys(codes)}

    def to_text(self) -> str:
        """Every finding with its place and advice, after one sentence that counts them."""
        where = ", ".join(self.files)
        counts = f"{counted(len(self), 'finding')} in {counted(self.shapes, 'shape')} of {where}."
        lines = [counts, *map(str, self.findings)]
        return "\n".join(lines) + "\n"

    def __str__(self) -> str:
        return self.to_text()

    def to_json(self) -> str:
        """All findings as JSON: the same bytes for the same findings."""
        import json

        told = [
            {name: getattr(finding, name) for name in Finding.__slots__ if getattr(finding, name) is not None}
            for finding in self.findings
        ]
        report = {"clean": self.clean, "files": self.files, "shapes": self.shapes, "findings": told}
        return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
