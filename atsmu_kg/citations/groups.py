"""Groups of a provenance query: as in the query, with marks that tell which branches were taken."""

from __future__ import annotations

from atsmu_kg.citations.conditions import EITHER, UNWANTED, WANTED, patterns_asked
from atsmu_kg.citations.limits import taken_from_outside
from atsmu_kg.citations.plan import Occurrence, Remark
from atsmu_kg.citations.triples import PatternWriter
from atsmu_kg.sparql.nodes import TriplePattern, Variable
from atsmu_kg.sparql.patterns import (
    Assignment,
    Filter,
    GraphPattern,
    Group,
    Minus,
    Optional,
    Query,
    Union,
)
from atsmu_kg.sparql.scope import in_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.citations.conditions import Asked
    from atsmu_kg.citations.places import PatternPlace
    from atsmu_kg.sparql.nodes import Node

ABSENT = "{} because the graph has no such statements, and what is not there can't be cited"
UNCITED = "the statements that {} asks for can't be told apart, so they are not cited"
NEGATED_TWICE = "{}, also because of statements, since it excludes what lacks others; those are not cited"


class GroupWriter(PatternWriter):
    """Writes the groups of one provenance query."""

    def select(self, select: Query, place: PatternPlace) -> str:
        """A sub-select, without braces."""
        raise NotImplementedError

    def group(
        self, group: Group, place: PatternPlace, *, around: tuple[Node, ...] = (), more: Iterable[Node] = ()
    ) -> str:
        """The group without its braces.

        ``around`` are the patterns that an OPTIONAL adds to, whose variables its filters see; ``more`` are
        expressions that are evaluated upon the solutions.
        """
        parts: list[str] = []
        asked_for: list[str] = []
        expressions = list(more)
        for element in group.elements:
            parts.append(self._element(element, group, place))
            if isinstance(element, Filter | Assignment):
                expressions.append(element)
        for member in expressions:
            is_filter = isinstance(member, Filter)
            if not self.names.asks(member):
                continue
            condition = member.expression if isinstance(member, Filter | Assignment) else member
            for asked in patterns_asked(condition, WANTED if is_filter else EITHER):
                asked_for += self._exists(asked, group, place, around)
        if asked_for and not around:
            # A group of its own: no engine then evaluates its filters with what is added to it.
            parts = ["{", *parts, "}"]
        return " ".join(parts + asked_for)

    def _element(self, element: Node, group: Group, place: PatternPlace) -> str:
        if isinstance(element, TriplePattern):
            return self.triple(element, place)
        if isinstance(element, Group):
            return f"{{ {self.group(element, place)} }}"
        if isinstance(element, Union):
            return " UNION ".join(f"{{ {self._branch(branch, place)[0]} }}" for branch in element.groups)
        if isinstance(element, Optional | GraphPattern | Query):
            return self._nested(element, group, place)
        if isinstance(element, Minus):
            self.plan.monotone = False
            self.plan.caveats.append(
                Remark(self._absence("MINUS", element.group, "left the row in"), element, place.needs)
            )
        return self.verbatim(element, place)

    def _nested(self, element: Optional | GraphPattern | Query, group: Group, place: PatternPlace) -> str:
        if isinstance(element, Optional):
            return self._optional(element, group, place)
        if isinstance(element, Query):
            # In braces, for something may come to stand beside it.
            return f"{{ {self.select(element, place)} }}"
        graph, slot = self.end(element.name, place)
        if not any(isinstance(member, TriplePattern) for member in element.group.elements):
            # It may match without a statement of the graph, but not without the graph.
            self.plan.graphs.append(Occurrence((slot,), place.needs))
            self.plan.exact = False
        return f"GRAPH {graph} {{ {self.group(element.group, place.within(element.name))} }}"

    def _branch(self, group: Group, place: PatternPlace, around: tuple[Node, ...] = ()) -> tuple[str, str]:
        """A group that may or may not have been matched, and the column that tells."""
        for pattern in group.elements:
            if isinstance(pattern, TriplePattern):
                for term in (pattern.subject, pattern.object):
                    # A variable that nothing else can bind tells as well as a mark of our own, and is free.
                    name = term.name if isinstance(term, Variable) and not place.renamed else ""
                    if name and self.names.only_within(name, group):
                        mark = place.scope.column(name)
                        return self.group(group, place.marked(name), around=around), mark
        mark = self.names.new()
        text = self.group(group, place.marked(mark), around=around)
        return f"{text} BIND(1 AS ?{mark})", place.scope.column(mark)

    def _optional(self, optional: Optional, group: Group, place: PatternPlace) -> str:
        self.plan.monotone = False
        before = group.elements[: group.elements.index(optional)]
        text, mark = self._branch(optional.group, place, before)
        missing = self._absence("OPTIONAL", optional.group, "found nothing")
        self.plan.caveats.append(Remark(missing, optional, place.needs, mark))
        return f"OPTIONAL {{ {text} }}"

    def _exists(self, asked: Asked, group: Group, place: PatternPlace, around: tuple[Node, ...]) -> list[str]:
        """The pattern of an EXISTS as an optional one; its variables must agree with the group's.

        They are its own: shared ones would be bound where the group leaves them unbound.
        """
        exists, want, sure = asked
        words = "NOT EXISTS" if exists.negated else "EXISTS"
        if want != WANTED:
            self.plan.monotone = False
            so = "left the row in" if want == UNWANTED else "may have been decided"
            self.plan.caveats.append(Remark(self._absence(words, exists.group, so), exists, place.needs))
        if want == UNWANTED:
            return []
        self.plan.exact &= sure
        certain = set(_certain(group))
        local = {name: self.names.new() for name in in_scope(exists.group) if name not in certain}
        outside = {name for member in (*group.elements, *around) for name in in_scope(member)}
        further = {name for member in around for name in in_scope(member) if name in local}
        # What BIND takes from outside it sees in an EXISTS, but not in an OPTIONAL.
        if (further and not sure) or not outside.isdisjoint(taken_from_outside(exists.group)):
            self.plan.caveats.append(Remark(UNCITED.format(words), exists, place.needs))
            return []
        mark = self.names.new()
        text = self.group(exists.group, place.renaming(local).marked(mark), around=(*group.elements, *around))
        inside = [_agreeing(place, name, local[name]) for name in in_scope(group) if name in local]
        # What is bound around an OPTIONAL only its own filters see, not those of an OPTIONAL within it.
        beside = [_agreeing(place, name, local[name]) for name in sorted(further)]
        if sure:
            uncited = Remark(UNCITED.format(words), exists, place.needs, place.scope.column(mark))
            self.plan.caveats.append(uncited)
        return [f"OPTIONAL {{ {text} BIND(1 AS ?{mark}) {' '.join(inside)} }}", *beside]

    def _absence(self, words: str, group: Group, so: str) -> str:
        """What to say of a pattern that must not match; one that negates may match for want of statements."""
        return (NEGATED_TWICE if self.names.negates(group) else ABSENT).format(f"{words} {so}")


def _certain(group: Group) -> Iterator[str]:
    """Variables that each solution of a group binds."""
    for pattern in group.elements:
        if isinstance(pattern, TriplePattern):
            yield from _variables(pattern)


def _agreeing(place: PatternPlace, name: str, own: str) -> str:
    shared = place.renamed.get(name, name)
    return f"FILTER(!BOUND(?{shared}) || !BOUND(?{own}) || SAMETERM(?{shared}, ?{own}))"


def _variables(node: Node) -> Iterator[str]:
    return (each.name for each in node.walk() if isinstance(each, Variable))
