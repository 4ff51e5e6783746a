"""What a lint finds, of a query or of shapes, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from atsmu_kg.errors import ParameterError, QueryError
from atsmu_kg.text import printable, printable_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query


# What is advice only: the query means what it says, if its author meant it.
ADVICE = frozenset({"open-list", "variable-used-once"})


class Finding(NamedTuple):
    """One suspicious part of a text: ``code`` names the rule, ``advice`` is the cure.

    Of a query, ``span`` is the part's text; of shapes, ``subject`` is the shape that it is about.

    >>> print(Finding("misspelt", "nothing is called so", "Correct it.", line=3, column=7, span="?x"))
    3:7: nothing is called so [misspelt]
      Correct it.
    """

    code: str
    message: str
    advice: str
    subject: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    span: str | None = None

    @classmethod
    def at(cls, node: Node, query: Query, code: str, message: str, advice: str) -> Finding:
        """A finding at a node of a query."""
        return cls(code, message, advice, line=node.line, column=node.column, span=query.source(node))

    @property
    def place(self) -> str:
        """File, line and column, as far as they are known: ``shapes.ttl:12``."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    @property
    def advisory(self) -> bool:
        """Whether it is advice, which neither refuses a query nor fails a check."""
        return self.code in ADVICE

    def to_text(self, file: str | None = None) -> str:
        """The finding with its place, and its advice on the next line."""
        advice = f"{self.subject}: {self.advice}" if self.subject else self.advice
        where = self._replace(file=file).place if file else self.place
        # Both quote queries and data.
        return f"{printable(where)}: {printable(self.message)} [{self.code}]\n  {printable_lines(advice)}"

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Finding {self.code} at {self.place}: {self.subject or self.span!r}>"


class Findings:
    """The findings of a lint, in the order of the text; none is the good case.

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

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that are more than advice."""
        return tuple(each for each in self if not each.advisory)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def __len__(self) -> int:
        return len(self._findings)

    def __getitem__(self, at: int) -> Finding:
        try:
            return self._findings[at]
        except TypeError as error:
            message = f"{at!r} is not the position of a finding"
            raise ParameterError(message, advice="Give a number.", value=at) from error

    def __bool__(self) -> bool:
        raise TypeError("findings are neither true nor false; ask findings.clean")

    def counts(self) -> Mapping[str, int]:
        """The number of findings of each code."""
        codes = [finding.code for finding in self]
        return {code: codes.count(code) for code in dict.fromkeys(codes)}

    def to_text(self, file: str | None = None) -> str:
        """Every finding with its place and advice."""
        lines = [each.to_text(file) for each in self] or [f"{file}: no findings" if file else "no findings"]
        return "\n".join(lines) + "\n"

    def require_clean(self, file: str | None = None) -> None:
        """Raises QueryError at the first finding that is more than advice; its ``findings`` are all."""
        if not self.faults:
            return
        first, *others = self.faults
        rest = f"\nThere are {len(others)} more; lint() lists them." if others else ""
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
        return f"<{type(self).__name__}: {len(self)}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.to_text())}</pre>"
