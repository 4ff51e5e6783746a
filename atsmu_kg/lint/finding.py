"""What a lint of queries finds, and how it is shown."""

from __future__ import annotations

from atsmu_kg.errors import QueryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query


class Finding:
    """One suspicious part of a query: ``code`` names the rule, ``span`` is its text, ``advice`` the cure."""

    __slots__ = ("advice", "code", "column", "line", "message", "span")

    def __init__(self, code: str, message: str, advice: str, *, line: int, column: int, span: str) -> None:
        self.code = code
        self.message = message
        self.advice = advice
        self.line = line
        self.column = column
        self.span = span

    @classmethod
    def at(cls, node: Node, query: Query, code: str, message: str, advice: str) -> Finding:
        """A finding at a node of a query."""
        return cls(code, message, advice, line=node.line, column=node.column, span=query.source(node))

    def to_text(self, file: str | None = None) -> str:
        """The finding with its place, and its advice on the next line."""
        place = f"{file}:{self.line}:{self.column}" if file else f"{self.line}:{self.column}"
        return f"{place}: {self.message} [{self.code}]\n  {self.advice}"

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Finding {self.code} at {self.line}:{self.column}: {self.span!r}>"


class Findings:
    """The findings of a lint, in the order of the text.

    >>> findings = Findings(())
    >>> findings.clean, len(findings), findings.to_text()
    (True, 0, 'no findings\\n')
    """

    __slots__ = ("_findings",)

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings

    @property
    def clean(self) -> bool:
        """Whether there is no finding."""
        return not self._findings

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def __len__(self) -> int:
        return len(self._findings)

    def __getitem__(self, at: int) -> Finding:
        return self._findings[at]

    def __bool__(self) -> bool:
        raise TypeError("findings are neither true nor false; ask findings.clean")

    def to_text(self, file: str | None = None) -> str:
        """Every finding with its place and advice."""
        lines = [each.to_text(file) for each in self] or [f"{file}: no findings" if file else "no findings"]
        return "\n".join(lines) + "\n"

    def require_clean(self, file: str | None = None) -> None:
        """Raises QueryError at the first finding; its fact ``findings`` holds all."""
        if self.clean:
            return
        first = self[0]
        rest = f"\nThere are {len(self) - 1} more; lint() lists them." if len(self) > 1 else ""
        raise QueryError(
            f"{first.message} [{first.code}]",
            advice=first.advice + rest,
            file=file,
            line=first.line,
            column=first.column,
            findings=self,
        )

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Findings: {len(self)}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.to_text())}</pre>"
