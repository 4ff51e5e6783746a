"""What to read for a query, step by step: one for each triple pattern, limited by those before it."""

from __future__ import annotations

import re
from itertools import chain, count

from atsmu_kg.sparql.counts import count_of
from atsmu_kg.sparql.nodes import BlankNode, Call, Iri, Operation, Path, RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import (
    Assignment,
    Exists,
    Filter,
    GraphPattern,
    Group,
    Minus,
    Optional,
    Query,
    Union,
    Values,
)
from atsmu_kg.sparql.scope import always_bound, passed_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from atsmu_kg.sparql.nodes import Node

    # The conditions on the values of variables, by their names.
    Limits: TypeAlias = "Mapping[str, tuple[str, ...]]"

# As the engine writes languages.
LANGUAGE = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


class Semijoins:
    """The steps of a query, in the order in which they are added.

    What is added takes limits: conditions that hold for the values of a variable wherever these make a
    difference to the answer. It gives those on variables that all of its solutions bind.
    """

    def __init__(self, parameters: Collection[str]) -> None:
        self.steps: list[list[str]] = []
        self._parameters = parameters
        self._numbers = count()

    def query(self, query: Query, limits: Limits, *, in_graph: bool = False) -> Limits:
        """A query or a sub-select; ``in_graph`` says whether it stands within GRAPH."""
        graph = f"GRAPH {next(self._numbers)}" if in_graph else ""
        passed = passed_on(query)
        # With fewer solutions, LIMIT would keep others.
        limits = {} if query.slices else _only(limits, passed)
        given = {} if query.where is None else self._group(query.where, limits, graph)
        for part in (*query.projection, *query.group_by, *query.having, *query.order_by):
            self._exists(part, {}, graph)
        return _only(given, passed)

    def _group(self, group: Group, limits: Limits, graph: str) -> Limits:
        """``graph`` names among the variables the graph that all is matched in; none if it is the default."""
        known = _with(limits, self._conditions(group))
        waiting = [element for element in group.patterns if not isinstance(element, Optional | Minus)]
        while waiting:
            # What has few triples comes first, and limits the others.
            element = max(waiting, key=lambda joined: self._narrowness(joined, known, graph))
            waiting.remove(element)
            known = self._joined(element, known, graph)
        for place, element in enumerate(group.patterns):
            if isinstance(element, Optional | Minus):
                # What binds a variable only after this does not limit it here.
                self._group(element.group, _only(known, always_bound(group.patterns[:place]), graph), graph)
        known = _only(known, always_bound(group.elements), graph)
        for element in group.elements:
            if isinstance(element, Filter):
                self._exists(element, known, graph)
            elif isinstance(element, Assignment):
                self._exists(element, {}, graph)
        return known

    def _joined(self, element: Node, known: Limits, graph: str) -> Limits:
        """What is known when an element of a group is joined to others."""
        more: Limits = {}
        match element:
            case TriplePattern(subject=subject, predicate=predicate, object=object):
                return self._pattern((subject, predicate, object), known, graph)
            case Group():
                more = self._group(element, known, graph)
            case GraphPattern():
                more = self._graph(element, known)
            case Union():
                more = _any([self._group(branch, known, graph) for branch in element.groups])
            case Query():
                more = self._sub_select(element, known, graph)
            case Values():
                more = self._values(element)
            case Assignment(variable=Variable(name=name)):
                more = {name: self._conditions_on(element.expression, known)}
        return _with(known, more)

    def _sub_select(self, query: Query, known: Limits, graph: str) -> Limits:
        counting = None if graph else count_of(query, self._parameters)
        if counting is None:
            return self.query(query, known, in_graph=bool(graph))
        self.steps.append(counting)
        return {}

    def _graph(self, pattern: GraphPattern, known: Limits) -> Limits:
        graph = f"GRAPH {next(self._numbers)}"
        given = self._group(pattern.group, {**known, graph: self._conditions_on(pattern.name, known)}, graph)
        if isinstance(pattern.name, Variable):
            given = _with(given, {pattern.name.name: given[graph]})
        return {name: conditions for name, conditions in given.items() if name != graph}

    def _pattern(self, terms: Sequence[Node], known: Limits, graph: str) -> Limits:
        """Add the steps of a pattern."""
        subject, predicate, object = terms
        match predicate:
            case Path(operator="/", parts=parts):
                between = [BlankNode(part.token, part.end, f"/{next(self._numbers)}") for part in parts[1:]]
                links = list(zip([subject, *between], parts, [*between, object], strict=True))
                if not self._conditions_on(subject, known):
                    # What is known of the other end limits the links before it.
                    links.reverse()
                for link in links:
                    known = self._pattern(link, known, graph)
                return known
            case Path(operator="^", parts=(part,)):
                return self._pattern((object, part, subject), known, graph)
            case Path(operator="|", parts=parts) if not all(isinstance(part, Iri) for part in parts):
                branches = [self._pattern((subject, part, object), known, graph) for part in parts]
                return _with(known, _any(branches))
            case Path(operator="*" | "+" | "?"):
                for node in predicate.walk():
                    if isinstance(node, Iri):
                        self._step((None, node, None), known, graph)
                    elif isinstance(node, Path) and node.operator == "!":
                        self._step((None, None, None), known, graph)
                return known
            case Path(operator="!"):
                return self._step((subject, None, object), known, graph)
        return self._step(terms, known, graph)

    def _step(self, terms: Sequence[Node | None], known: Limits, graph: str) -> Limits:
        """Add a step; None is anything."""
        step = [" & ".join(self._conditions_on(term, known)) for term in terms]
        names = [_name(term) for term in terms]
        if graph:
            step.append(" & ".join(known.get(graph, ())))
            names.append(graph)
        if step not in self.steps:
            self.steps.append(step)
        number = self.steps.index(step)
        # These values are among those that were known before, but for literals.
        told = {
            name: (*[said for said in known.get(name, ()) if said.startswith("@")], f"{number}{place}")
            for name, place in zip(names, "spog", strict=False)
            if name
        }
        return {**known, **told}

    def _narrowness(self, element: Node, known: Limits, graph: str) -> int:
        """How few triples of an element there will be, as far as that can be seen; the more the fewer."""
        match element:
            case Values() | Assignment(expression=Iri()):
                return 4
            case TriplePattern(subject=subject, predicate=predicate, object=object):
                ends = (*self._conditions_on(subject, known), *self._conditions_on(object, known))
                if not all(condition.startswith("@") for condition in ends):
                    return 4
                return 3 if known.get(graph) else 1 + isinstance(predicate, Iri | Path)
            case Assignment():
                return 0
        return 1

    def _conditions_on(self, node: Node | None, known: Limits) -> tuple[str, ...]:
        """What is known of a term; of a path, that it is one of its IRIs."""
        if isinstance(node, Path):
            return (" ".join(f"<{part.value}>" for part in node.walk() if isinstance(part, Iri)),)
        constant = self._constant(node)
        return (constant,) if constant else known.get(_name(node), ())

    def _constant(self, node: Node | None) -> str:
        if isinstance(node, Iri):
            return f"<{node.value}>"
        return f"?{node.name}" if isinstance(node, Variable) and node.name in self._parameters else ""

    def _conditions(self, group: Group) -> Limits:
        """What the filters of a group say of variables."""
        conditions: dict[str, tuple[str, ...]] = {}
        for name, condition in chain.from_iterable(self._said(each.expression) for each in group.filters):
            conditions[name] = (*conditions.get(name, ()), condition)
        return conditions

    def _said(self, expression: Node) -> Iterator[tuple[str, str]]:
        match expression:
            case Operation(operators=("&&", *_), arguments=arguments):
                for argument in arguments:
                    yield from self._said(argument)
            case Operation(operators=("IN",) | ("=",), arguments=(Variable(name=name), *values)):
                constants = [self._constant(value) for value in values]
                if all(constants):
                    yield name, " ".join(constants)
            case Operation(
                operators=("=",), arguments=(Call(name="LANG", arguments=(Variable(name=name),)), value)
            ):
                if isinstance(value, RDFLiteral) and LANGUAGE.fullmatch(value.value):
                    yield name, f"@{value.value}"
                elif constant := self._constant(value):
                    yield name, f"@{constant}"

    def _values(self, values: Values) -> Limits:
        columns = zip(values.variables, zip(*values.rows, strict=True), strict=False)
        return {
            variable.name: (" ".join(map(self._constant, column)),)
            for variable, column in columns
            if all(isinstance(value, Iri) for value in column)
        }

    def _exists(self, node: Node, known: Limits, graph: str) -> None:
        """The patterns of EXISTS in an expression."""
        if isinstance(node, Exists):
            self._group(node.group, known, graph)
        else:
            for child in node.children():
                self._exists(child, known, graph)


def _name(node: Node | None) -> str:
    """What stands for a variable among the variables; empty for anything else."""
    if isinstance(node, BlankNode):
        return f"_:{node.label}"
    return node.name if isinstance(node, Variable) else ""


def _only(limits: Limits, names: Collection[str], graph: str = "") -> Limits:
    return {name: conditions for name, conditions in limits.items() if name in names or name == graph}


def _with(known: Limits, more: Limits) -> Limits:
    """All conditions, each once."""
    return {**known, **{name: tuple(dict.fromkeys((*known.get(name, ()), *more[name]))) for name in more}}


def _any(branches: Sequence[Limits]) -> Limits:
    """What holds of each variable in all branches: what the last condition in one or the other has it."""
    return {
        name: (" ".join(dict.fromkeys(" ".join(branch[name][-1] for branch in branches).split(" "))),)
        for name in branches[0]
        if all(branch.get(name) for branch in branches)
    }
