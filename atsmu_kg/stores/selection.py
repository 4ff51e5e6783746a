"""The lines of an N-Quads file that a footprint selects, step by step."""

from __future__ import annotations

from atsmu_kg.stores.lines import END, TERM
from atsmu_kg.stores.ordered import COUNT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from atsmu_kg.stores.ordered import Footprint, OrderedLines

    # Whether in named graphs, by which term, and how it begins from that on.
    Run: TypeAlias = "tuple[bool, str, bytes]"

# In the time that it takes to find a run, about as many lines are looked through.
LINES_PER_RUN = 40
MOST_COMPARED = 4000
# To compare more lines with each that a step may have takes longer than to read it.
COMPARED_PER_LINE = 4
# What may stand behind a language; see RDF 1.2.
DIRECTIONS = (b"", b"--ltr", b"--rtl")


class Selection:
    """What lies in a footprint (see ``sparql.footprint``), as lines.

    lines: those that there are.
    """

    __slots__ = ("_allowed", "_lines", "_matches", "_read", "_values")

    def __init__(self, lines: OrderedLines) -> None:
        self._lines = lines
        self._read: dict[Run, list[bytes]] = {}
        self._matches: list[list[bytes]] = []
        self._allowed: dict[str, _Allowed] = {}
        self._values: dict[str, frozenset[bytes]] = {}

    def part(self, footprint: Footprint) -> bytes | None:
        """The lines, each once; None where a step selects all that there are in a kind of graph."""
        # In a language that others fall back to, the steps for both are one.
        lines_of: dict[tuple[str, ...], list[bytes] | None] = {}
        for step in footprint:
            if len(step) == COUNT:
                self._matches.append([])
                continue
            if step not in lines_of:
                lines_of[step] = self._lines_of(step)
            lines = lines_of[step]
            if lines is None:
                return None
            self._matches.append(lines)
        return b"".join(dict.fromkeys([line for lines in lines_of.values() if lines for line in lines]))

    def _lines_of(self, step: tuple[str, ...]) -> list[bytes] | None:
        named = len(step) == len("spog")
        most = self._most_compared(named, step)
        allowed = {
            name: self._in_place(self._worthwhile(place, most))
            for name, place in zip("spog", step, strict=False)
        }
        by, beginnings = self._runs(named, allowed)
        if beginnings is None:
            return None
        subjects = None if "s" in by else allowed["s"].iris
        runs = [self._run(named, by[0], beginning, subjects) for beginning in beginnings]
        lines = [line for run in runs for line in run]
        for name, values in allowed.items():
            if name not in f"s{by}" and not values.anything:
                lines = values.among(lines, name, named)
        return lines

    def _runs(self, named: bool, allowed: dict[str, _Allowed]) -> tuple[str, list[bytes] | None]:
        """What runs that have all lines of a step are of and how they begin, if there are such."""
        subjects, predicates = allowed["s"].beginnings, allowed["p"].beginnings
        objects = allowed["o"].beginnings if allowed["o"].languages == frozenset() else None
        if predicates is None:
            if subjects is not None:
                return "s", subjects
            if objects is not None:
                return "o", objects
            return "g", allowed["g"].beginnings if named else None
        length = sum([self._lines.length(named, "p", predicate) for predicate in predicates])
        # In as many runs as that there are no more lines to look through.
        most = length // LINES_PER_RUN
        by_object = most + 1 if objects is None else len(predicates) * len(objects)
        if subjects is not None and len(subjects) <= min(most, by_object):
            alone = len(predicates) == 1
            return ("sp", [subject + predicates[0] for subject in subjects]) if alone else ("s", subjects)
        if objects is not None and by_object <= most:
            return "po", [predicate + object for predicate in predicates for object in objects]
        return "p", predicates

    def _most_compared(self, named: bool, step: tuple[str, ...]) -> int:
        """How many lines of an earlier step are worth to be compared with those that a step may have."""
        _, predicates, objects, *_ = [place.split(" ") for place in step]
        if not all(atom.startswith("<") for atom in predicates):
            return MOST_COMPARED
        beginnings = [f"{predicate} " for predicate in predicates]
        if all(atom.startswith("<") for atom in objects):
            beginnings = [f"{beginning}{object} " for beginning in beginnings for object in objects]
        length = sum([self._lines.length(named, "p", beginning.encode()) for beginning in beginnings])
        return min(MOST_COMPARED, COMPARED_PER_LINE * length)

    def _worthwhile(self, place: str, most: int) -> str:
        """A place without the conditions for which more lines of an earlier step would have to be read."""
        conditions = place.split(" & ") if "&" in place else [place]
        return " & ".join(
            [
                condition
                for condition in conditions
                if all(
                    len(self._matches[int(atom[:-1])]) <= most
                    for atom in condition.split(" ")
                    if atom[:1].isdigit()
                )
            ]
        )

    def _in_place(self, place: str) -> _Allowed:
        """What a place of a step allows; many places are alike."""
        if place not in self._allowed:
            self._allowed[place] = _Allowed(place, self._iris)
        return self._allowed[place]

    def _run(
        self, named: bool, term: str, beginning: bytes, subjects: frozenset[bytes] | None
    ) -> list[bytes]:
        """The lines of a run, or those of them with these subjects."""
        run = named, term, beginning
        lines = self._read.get(run)
        if subjects is not None:
            if lines is None:
                return self._lines.run_of(subjects, *run)
            return [line for line in lines if line[: line.find(b" ")] in subjects]
        if lines is None:
            lines = self._read[run] = self._lines.run(*run)
        return lines

    def _iris(self, reference: str) -> frozenset[bytes]:
        """What a term is in the lines of an earlier step, b"" for other than IRIs."""
        if reference not in self._values:
            lines = self._matches[int(reference[:-1])]
            self._values[reference] = frozenset(map(TERM[reference[-1]], lines))
        return self._values[reference]


class _Allowed:
    """What may stand in a place of a step.

    A literal may equal others that are written otherwise, so that only its language is looked at.
    """

    __slots__ = ("beginnings", "iris", "languages")

    def __init__(self, position: str, iris_of: Callable[[str], frozenset[bytes]]) -> None:
        # None is any of the kind.
        self.iris: frozenset[bytes] | None = None
        self.languages: frozenset[bytes] | None = None
        for condition in position.split(" & ") if position else ():
            self._limit(condition.split(" "), iris_of)
        # How runs of lines begin that have one of the IRIs there, if they are limited.
        self.beginnings = None if self.iris is None else [iri + b" " for iri in sorted(self.iris)]

    def _limit(self, atoms: list[str], iris_of: Callable[[str], frozenset[bytes]]) -> None:
        iris: set[bytes] = set()
        languages: list[bytes] | None = []
        for atom in atoms:
            if atom.startswith("<"):
                iris.add(atom.encode())
            elif atom.startswith("@") and languages is not None:
                languages.append(atom.encode())
            elif not atom.startswith("@"):
                values = None if atom.startswith("?") else iris_of(atom)
                if values is None:
                    return
                iris |= values
                if b"" in values:
                    languages = None
        iris.discard(b"")
        self.iris = frozenset(iris) if self.iris is None else self.iris & iris
        if languages is not None:
            self.languages = (
                frozenset(languages) if self.languages is None else self.languages.intersection(languages)
            )

    @property
    def anything(self) -> bool:
        """Whether nothing is forbidden."""
        return self.iris is self.languages is None

    def among(self, lines: list[bytes], name: str, named: bool) -> list[bytes]:
        """The lines of which the term with this name is allowed."""
        iris, term = self.iris, TERM[name]
        assert iris is not None
        if name != "o":
            return [line for line in lines if term(line) in iris]
        if self.languages is None:
            return [line for line in lines if (value := term(line)) in iris or not value]
        ends = tuple([language + way for language in sorted(self.languages) for way in DIRECTIONS])
        if named:
            return [
                line
                for line in lines
                if line.endswith(ends, 0, line.rfind(b" ", 0, -len(END))) or term(line) in iris
            ]
        ends = tuple([end + END for end in ends])
        return [line for line in lines if line.endswith(ends) or (iris and term(line) in iris)]
