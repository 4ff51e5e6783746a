"""Where a pattern stands in a provenance query: which variables get out of there, and under which names."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Aggregate, Variable
from atsmu_kg.sparql.patterns import Exists, Minus, Optional, Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atsmu_kg.sparql.nodes import Iri, Node
    from atsmu_kg.sparql.patterns import Group

NEGATING = frozenset({Optional, Minus, Aggregate})


class QueryNames:
    """What names and parts a query has, and variables that it does not have; ``nodes`` are all its nodes."""

    def __init__(self, query: Query, nodes: Iterable[Node]) -> None:
        start, end = (query.where.offset, query.where.end) if query.where else (0, 0)
        taken = set()
        # Where each variable stands in the pattern first and last, and where parts of the query do.
        self._spans: dict[str, tuple[int, int]] = {}
        self._exists: list[int] = []
        self._negating: list[int] = []
        for node in nodes:
            kind, at = type(node), node.token.offset
            if isinstance(node, Variable):
                taken.add(node.name)
                if start <= at < end:
                    first, last = self._spans.get(node.name, (at, at))
                    self._spans[node.name] = min(first, at), max(last, at)
            elif kind is Exists:
                self._exists.append(at)
                self._negating.append(at)
            elif kind in NEGATING or (isinstance(node, Query) and node.limit is not None):
                self._negating.append(at)
        self.stem = "_"
        while any(name.startswith(self.stem) for name in taken):
            self.stem += "_"
        self.count = 0

    def only_within(self, name: str, group: Group) -> bool:
        """Whether a variable of a group stands nowhere else in the query's pattern."""
        first, last = self._spans[name]
        return group.offset <= first and last < group.end

    def asks(self, node: Node) -> bool:
        """Whether an EXISTS stands in a node."""
        return any(node.offset <= at < node.end for at in self._exists)

    def negates(self, group: Group) -> bool:
        """Whether there is something in a group that more statements may take solutions from."""
        return any(group.offset < at < group.end for at in self._negating)

    def new(self) -> str:
        """A variable that occurs nowhere else."""
        self.count += 1
        return f"{self.stem}{self.count}"


class Scope:
    """The variables of one SELECT within the provenance query, and how they get out of it.

    ``visible`` are those that it projects anyhow, None stands for all of them; ``extra`` is what it must
    project besides, under names that clash with nothing further out.
    """

    def __init__(
        self, names: QueryNames, outer: Scope | None = None, visible: Iterable[str] | None = None
    ) -> None:
        self.names = names
        self.outer = outer
        self.visible = None if visible is None else set(visible)
        self.extra: dict[str, str] = {}

    def column(self, name: str) -> str:
        """The name that a variable has as a column of the provenance query; from now on it is one."""
        if self.visible is not None and name not in self.visible:
            if self.outer is not None:
                return self.own(name)
            self.extra[name] = name
        return name if self.outer is None else self.outer.column(name)

    def own(self, name: str) -> str:
        """The column that holds a variable as it is here, also where it is unbound but bound further out."""
        if self.outer is None:
            return self.column(name)
        if name not in self.extra:
            self.extra[name] = self.names.new()
        return self.outer.column(self.extra[name])

    def projected(self) -> list[str]:
        """The extra columns as SELECT wants them."""
        return [
            f"?{name}" if name == alias else f"(?{name} AS ?{alias})" for name, alias in self.extra.items()
        ]


class PatternPlace:
    """Where a pattern stands: scope, graph, the columns that tell that it was matched, renamed variables."""

    __slots__ = ("graph", "needs", "renamed", "scope")

    def __init__(
        self, scope: Scope, graph: Variable | Iri | None, needs: tuple[str, ...], renamed: Mapping[str, str]
    ) -> None:
        self.scope = scope
        self.graph = graph
        self.needs = needs
        self.renamed = renamed

    def within(self, graph: Variable | Iri) -> PatternPlace:
        """The same place in a graph."""
        return PatternPlace(self.scope, graph, self.needs, self.renamed)

    def marked(self, mark: str) -> PatternPlace:
        """The same place in a branch that was taken where the mark is bound."""
        return PatternPlace(self.scope, self.graph, (*self.needs, self.scope.column(mark)), self.renamed)

    def renaming(self, names: Mapping[str, str]) -> PatternPlace:
        """The same place with other names for some variables."""
        return PatternPlace(self.scope, self.graph, self.needs, {**self.renamed, **names})
