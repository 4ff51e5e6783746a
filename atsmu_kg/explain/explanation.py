"""What is told about a query without solutions, as text and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from atsmu_kg.files import template
from atsmu_kg.rdf.namespaces import contract
from atsmu_kg.text import counted, did_you_mean, printable, printable_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.explain.lacks import Lack

FINE = "The query has solutions: {}."
REMOVED = {
    "filter": "It holds for none of the {before} before it",
    "having": "It holds for none of the {before} before it",
    "minus": "It removes all of the {before} before it",
    "limit": "It leaves none of the {before} before it",
    "graph": "There is no such graph for the {before} before it",
    "union": "None of its branches fits the {before} before it",
    "template": "No triple can be built of the {before}",
}
NO_MATCH = "Nothing in the graph matches it; the {before} before it end here"
NO_FIT = "It has {alone} by itself, and none fits the {before} before it"
SHOWN = 300
# The kind of a term that the store does know, but that something else replaces.
DEPRECATED = "deprecated"


class Removal(NamedTuple):
    """The part of a query that removed the last solution.

    kind: pattern, filter, minus, optional, bind, values, graph, service, union, select, having, limit or
        template.
    text: its source.
    line, column: where that begins, from 1.
    before: how many solutions stood before it.
    alone: how many a pattern has by itself; None for what is no pattern.
    branches: of a union, what removed the last solution in each of its branches.
    """

    kind: str
    text: str
    line: int
    column: int
    before: int
    alone: int | None = None
    branches: tuple[Removal, ...] = ()

    def __str__(self) -> str:
        why = REMOVED.get(self.kind, "It fits none of the {before} before it")
        if self.alone is not None:
            why = NO_FIT if self.alone else NO_MATCH if self.before > 1 else "Nothing in the graph matches it"
        told = why.format(before=counted(self.before, "solution"), alone=counted(self.alone or 0, "solution"))
        text = self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN]}…"
        return f"line {self.line}, column {self.column}: {' '.join(text.split())}\n  {told}."

    def __repr__(self) -> str:
        return f"<Removal by {self.kind} at {self.line}:{self.column}: {self.text!r}, {self.before} before>"


class Unknown(NamedTuple):
    """A term of a query that stands nowhere in the store or is deprecated, and those that were meant.

    term: the term as the query writes it.
    nearest: the known ones most like it, nearest first; of a deprecated one what replaces it.
    line, column: where it stands, from 1.
    kind: class, property, thing, graph or language, where the store does not know it as such; or deprecated.
    advice: what else helps.
    parameter: the parameter that it is the value of, where it does not stand in the query.

    >>> warning = Unknown("akg:Facultie", ("akg:Faculty",), 1, 17, kind="class")
    >>> warning.text, warning.place
    ('the graph knows no class akg:Facultie', 'line 1, column 17')
    """

    term: str
    nearest: tuple[str, ...]
    line: int = 0
    column: int = 0
    kind: str = ""
    advice: str = ""
    parameter: str = ""

    @property
    def text(self) -> str:
        """What is told of it."""
        if self.kind == DEPRECATED:
            return f"{self.term} is deprecated"
        if self.kind:
            return f"the graph knows no {self.kind} {self.term}"
        return f"The graph does not know {self.term}."

    @property
    def place(self) -> str:
        """Where it stands in the query."""
        if self.parameter:
            return self.parameter
        return f"line {self.line}, column {self.column}"

    @property
    def suggestion(self) -> str:
        """What to write instead; empty where nothing is like it."""
        if self.kind == DEPRECATED:
            meant = f"Use {' or '.join(self.nearest)} instead." if self.nearest else "Nothing replaces it."
        else:
            meant = did_you_mean(self.nearest)
        return " ".join(filter(None, (meant, self.advice)))

    def __str__(self) -> str:
        if self.kind:
            lines = (f"{self.place}: {printable(self.text)}", printable(self.suggestion))
            return "\n  ".join(filter(None, lines))
        return printable(f"{self.text} {self.suggestion}")


class Languages(NamedTuple):
    """The languages that a variable has before a filter that removed them all, and how often each."""

    variable: str
    counts: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        told = ", ".join(f"{language or 'no language'} ({count:,})" for language, count in self.counts)
        return f"The languages of ?{self.variable} there: {told or 'it is never a text'}."


class Types(NamedTuple):
    """The types that a variable has before a filter that compares it with a literal of none of them.

    >>> print(Types("year", (("http://www.w3.org/2001/XMLSchema#gYear", 1),), "1930"))
    The values of ?year there are xsd:gYear (1); 1930 can't be compared with them.
    """

    variable: str
    counts: tuple[tuple[str, int], ...]
    literal: str

    def __str__(self) -> str:
        told = ", ".join(
            f"{contract(datatype) if datatype else 'things'} ({count:,})" for datatype, count in self.counts
        )
        compared = f"{self.literal} can't be compared with them"
        return printable(f"The values of ?{self.variable} there are {told}; {compared}.")


class Explanation(NamedTuple):
    """Why a query has no solutions, or that it has some.

    solutions: how many there are; 0 where the rest is told.
    removed_by: the part that removed the last one.
    unknown: the terms that the store lacks.
    languages: those that a filter on languages met.
    lacks: the properties that things of the query lack.
    types: the types of values that a comparison could not be made with.

    >>> print(Explanation(2))
    The query has solutions: 2.
    """

    solutions: int
    removed_by: Removal | None = None
    unknown: tuple[Unknown, ...] = ()
    languages: tuple[Languages, ...] = ()
    lacks: tuple[Lack, ...] = ()
    types: tuple[Types, ...] = ()

    @property
    def kind(self) -> str:
        """What kind of part removed the last solution; empty if there are solutions."""
        return self.removed_by.kind if self.removed_by else ""

    @property
    def before(self) -> int:
        """How many solutions stood before that part."""
        return self.removed_by.before if self.removed_by else self.solutions

    def to_text(self) -> str:
        """All of it, for a terminal."""
        if self.removed_by is None:
            return FINE.format(f"{self.solutions:,}")
        lines = [f"No solutions. The last one went at {self.removed_by}"]
        lines += [_indented(str(each), depth) for each, depth in _branches(self.removed_by, 1)]
        lines += map(str, (*self.unknown, *self.lacks, *self.languages, *self.types))
        return printable_lines("\n".join(lines))

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Explanation: {counted(self.solutions, 'solution')}, {self.removed_by!r}>"

    def _repr_html_(self) -> str:
        from html import escape

        return template(__file__, "explanation.html").substitute(body=f"<pre>{escape(self.to_text())}</pre>")


def _branches(removal: Removal, depth: int) -> Iterator[tuple[Removal, int]]:
    for each in removal.branches:
        yield each, depth
        yield from _branches(each, depth + 1)


def _indented(text: str, depth: int) -> str:
    return "\n".join(f"{'  ' * depth}{line}" for line in text.splitlines())
