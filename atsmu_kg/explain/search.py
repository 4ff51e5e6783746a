"""To the part of a query that removed its last solution.

A solution of some elements of a group extends or keeps one of the elements before them, and filters come last
(SPARQL 1.1, 18.2.2). So there is one place where solutions end, and halving finds it; both sides of the place
that is named have been asked.
"""

from __future__ import annotations

from atsmu_kg.errors import QueryError
from atsmu_kg.explain.clauses import is_one_group, plain, projection, tail
from atsmu_kg.explain.comparison import compared, family
from atsmu_kg.explain.explanation import Languages, Removal, Types
from atsmu_kg.explain.fragments import Fragments, Frame, buildable
from atsmu_kg.rdf.datatypes import XSD
from atsmu_kg.sparql.aggregation import is_grouped
from atsmu_kg.sparql.nodes import Call, Operation, RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import (
    Assignment,
    GraphPattern,
    Group,
    Minus,
    Optional,
    Query,
    Service,
    Union,
    Values,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from atsmu_kg.explain.questions import PatternQuestions
    from atsmu_kg.sparql.nodes import Node

    # An element, its kind, and its text.
    Step = tuple[Node, str, str]

KINDS: dict[type[Node], str] = {
    **{TriplePattern: "pattern", Optional: "optional", Minus: "minus", Assignment: "bind", Values: "values"},
    **{Service: "service", GraphPattern: "graph", Union: "union", Query: "select", Group: "group"},
}
# What may stand alone: how many solutions it has by itself is told.
PATTERNS = ("pattern", "values", "service")


class Search:
    """One query that is taken apart; ``languages`` and ``types`` are those that the filter at fault met."""

    def __init__(self, query: Query, questions: PatternQuestions) -> None:
        self.query = query
        self.languages: list[Languages] = []
        self.types: list[Types] = []
        self._ask = questions
        self._texts = Fragments(query)

    def solutions(self) -> int:
        """How many solutions the query has."""
        return self._ask.count(self._whole(self.query.where)) if self.query.where is not None else 0

    def removal(self) -> Removal | None:
        """What removed the last solution, or None if there are solutions."""
        query = self.query
        if query.where is None:
            advice = "It describes what it names, whatever the graph holds; ask for a pattern."
            raise QueryError(
                "a query without a pattern has no solutions",
                advice=advice,
                line=query.line,
                column=query.column,
            )
        if self._ask.exists(self._whole(query.where)):
            return self._unbuilt(self._whole(query.where))
        if not is_one_group(query) and not self._ask.exists(query.source(query.where)):
            return self._group(Frame(), query.where)
        return self._clauses(Frame(), query)

    def _whole(self, where: Group) -> str:
        if self.query.form != "SELECT" and not is_grouped(self.query) and not tail(self.query):
            return self.query.source(where)
        return f"{{ {projection(self.query)} WHERE {self.query.source(where)} {_joined(tail(self.query))} }}"

    def _unbuilt(self, whole: str) -> Removal | None:
        """A template that builds nothing of the solutions that there are."""
        template = self.query.template
        if not template or any(self._ask.exists(f"{whole} {each}") for each in map(buildable, template)):
            return None
        return self._removal(template[0], "template", Frame().after(whole))

    def _group(self, frame: Frame, group: Group) -> Removal:
        """What removed the last solution in a group, which has one when it is empty."""
        steps = [(each, KINDS[type(each)], self._texts.element(each)) for each in group.patterns]
        for each in group.filters:
            steps += [(node, "filter", text) for node, text in self._texts.conditions(each)]
        at = _last(len(steps), lambda end: self._ask.exists(frame.around(_joined(steps[:end]))))
        node, kind, text = steps[at]
        return self._element(frame.after(_joined(steps[:at])), node, kind, text)

    def _element(self, frame: Frame, node: Node, kind: str, text: str) -> Removal:
        """What removed the last solution in an element, which has none."""
        if isinstance(node, Group):
            return self._group(frame.within(), node)
        if isinstance(node, Union):
            branches = tuple(self._group(frame.within(), group) for group in node.groups)
            return self._removal(node, kind, frame, branches=branches)
        if isinstance(node, GraphPattern):
            inner = frame.within(self.query.text[node.offset : node.group.offset])
            if self._ask.exists(inner.around("")):
                return self._group(inner, node.group)
        if isinstance(node, Query):
            return self._select(frame, node)
        if kind == "filter":
            self._meet_kinds(frame, node)
        return self._removal(node, kind, frame, alone=text if kind in PATTERNS else None)

    def _select(self, frame: Frame, select: Query) -> Removal:
        """What removed the last solution in a sub-select, which has none."""
        assert select.where is not None
        if not is_one_group(select):
            inner = frame.selected(plain(select, self._texts.fresh("one")))
            if not self._ask.exists(inner.around(self.query.source(select.where))):
                return self._group(inner, select.where)
        return self._clauses(frame, select)

    def _clauses(self, frame: Frame, select: Query) -> Removal:
        """What removed the last solution behind the pattern of a SELECT."""
        assert select.where is not None
        head = f"{projection(select)} WHERE {self.query.source(select.where)}"
        steps = tail(select)

        def cut(end: int) -> str:
            return f"{{ {head} {_joined(steps[:end])} }}"

        start = 1 if steps and steps[0][1] == "select" else 0
        if not self._ask.exists(frame.around(cut(start))):
            return self._removal(select, "select", frame)
        rest = len(steps) - start
        at = start + _last(rest, lambda end: self._ask.exists(frame.around(cut(start + end))))
        return self._removal(steps[at][0], steps[at][1], frame.after(cut(at)))

    def _removal(
        self,
        node: Node,
        kind: str,
        frame: Frame,
        *,
        alone: str | None = None,
        branches: tuple[Removal, ...] = (),
    ) -> Removal:
        return Removal(
            kind,
            self._texts.shown(node),
            node.line,
            node.column,
            self._ask.count(frame.around("")),
            alone=None if alone is None else self._ask.count(alone),
            branches=branches,
        )

    def _meet_kinds(self, frame: Frame, condition: Node) -> None:
        """Ask which languages the variables have whose language, or whose whole text, the condition wants.

        And of which types they are where it compares them with literals.
        """
        for name in dict.fromkeys(_worded(condition)):
            self.languages.append(Languages(name, self._kinds(frame, f"LANG(?{name})")))
        for name, literal in compared(condition):
            counts = self._kinds(frame, f'IF(ISLITERAL(?{name}), STR(DATATYPE(?{name})), "")')
            families = {family(datatype) for datatype, _ in counts}
            # Of texts in languages the languages are told.
            told = literal.datatype == f"{XSD}string" and "language" in families
            if counts and not told and family(literal.datatype) not in families:
                self.types.append(Types(name, counts, self.query.source(literal)))

    def _kinds(self, frame: Frame, expression: str) -> tuple[tuple[str, int], ...]:
        return self._ask.kinds(frame.around(f"BIND({expression} AS ?_kind)", " ?_kind"))


def _last(length: int, exists: Callable[[int], bool]) -> int:
    """The end that has solutions while the next one has none; 0 has some, the length none."""
    some, none = 0, length
    while none - some > 1:
        middle = (some + none) // 2
        some, none = (middle, none) if exists(middle) else (some, middle)
    return some


def _joined(steps: Sequence[Step]) -> str:
    return "\n".join(text for _, _, text in steps)


def _worded(condition: Node) -> Iterator[str]:
    for node in condition.walk():
        if isinstance(node, Call) and node.name == "LANG" and isinstance(node.arguments[0], Variable):
            yield node.arguments[0].name
        elif isinstance(node, Operation) and node.operators[0] in ("=", "IN"):
            literals = [each for each in node.arguments if isinstance(each, RDFLiteral)]
            if any(each.datatype.endswith(("#string", "#langString")) for each in literals):
                yield from (each.name for each in node.arguments if isinstance(each, Variable))
