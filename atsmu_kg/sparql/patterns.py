"""The nodes of patterns and of whole queries."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atsmu_kg.sparql.nodes import Iri, Literal, TriplePattern, Variable
    from atsmu_kg.sparql.tokens import Token


class Group(Node):
    """``{ … }``: the elements as they stand there, triple patterns one by one."""

    __slots__ = ("elements",)

    def __init__(self, token: Token, end: int, elements: tuple[Node, ...]) -> None:
        super().__init__(token, end)
        self.elements = elements

    @property
    def patterns(self) -> tuple[Node, ...]:
        """The elements but for filters: each joins the solutions of those before it."""
        return tuple(each for each in self.elements if not isinstance(each, Filter))

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters, which hold for the group as a whole (SPARQL 1.1, 18.2.2.6)."""
        return tuple(each for each in self.elements if isinstance(each, Filter))

    def children(self) -> Sequence[Node]:
        """Its elements."""
        return sorted(self.elements, key=_offset)


class KeywordGroup(Node):
    """A keyword and the group that it is about."""

    __slots__ = ("group",)

    def __init__(self, token: Token, end: int, group: Group) -> None:
        super().__init__(token, end)
        self.group = group

    def children(self) -> Sequence[Node]:
        """Its group."""
        return (self.group,)


class Optional(KeywordGroup):
    """``OPTIONAL { … }``."""

    __slots__ = ()


class Minus(KeywordGroup):
    """``MINUS { … }``."""

    __slots__ = ()


class Union(Node):
    """``{ … } UNION { … }``, of two or more groups."""

    __slots__ = ("groups",)

    def __init__(self, token: Token, end: int, groups: tuple[Group, ...]) -> None:
        super().__init__(token, end)
        self.groups = groups

    def children(self) -> Sequence[Node]:
        """Its groups."""
        return self.groups


class GraphPattern(Node):
    """``GRAPH name { … }``."""

    __slots__ = ("group", "name")

    def __init__(self, token: Token, end: int, name: Variable | Iri, group: Group) -> None:
        super().__init__(token, end)
        self.name = name
        self.group = group

    def children(self) -> Sequence[Node]:
        """Name and group."""
        return (self.name, self.group)


class Service(Node):
    """``SERVICE name { … }``."""

    __slots__ = ("group", "name", "silent")

    def __init__(self, token: Token, end: int, name: Variable | Iri, group: Group, silent: bool) -> None:
        super().__init__(token, end)
        self.name = name
        self.group = group
        self.silent = silent

    def children(self) -> Sequence[Node]:
        """Name and group."""
        return (self.name, self.group)


class Filter(Node):
    """``FILTER …``, and each condition of HAVING."""

    __slots__ = ("expression",)

    def __init__(self, token: Token, end: int, expression: Node) -> None:
        super().__init__(token, end)
        self.expression = expression

    def children(self) -> Sequence[Node]:
        """Its expression."""
        return (self.expression,)


class Assignment(Node):
    """An expression and the variable that it is the value of: BIND, (… AS ?v) in SELECT and GROUP BY.

    A bare variable of SELECT is its own value; a key of GROUP BY may have no variable.
    """

    __slots__ = ("expression", "variable")

    def __init__(self, token: Token, end: int, expression: Node, variable: Variable | None) -> None:
        super().__init__(token, end)
        self.expression = expression
        self.variable = variable

    def children(self) -> Sequence[Node]:
        """The expression, and the variable if there is one."""
        return (self.expression,) if self.variable is None else (self.expression, self.variable)


class Values(Node):
    """``VALUES … { … }``; None is UNDEF."""

    __slots__ = ("rows", "variables")

    def __init__(
        self,
        token: Token,
        end: int,
        variables: tuple[Variable, ...],
        rows: tuple[tuple[Iri | Literal | None, ...], ...],
    ) -> None:
        super().__init__(token, end)
        self.variables = variables
        self.rows = rows

    def children(self) -> Sequence[Node]:
        """Variables and values, without UNDEF."""
        return (*self.variables, *(each for row in self.rows for each in row if each is not None))


class Order(Node):
    """A key of ORDER BY."""

    __slots__ = ("descending", "expression")

    def __init__(self, token: Token, end: int, expression: Node, descending: bool) -> None:
        super().__init__(token, end)
        self.expression = expression
        self.descending = descending

    def children(self) -> Sequence[Node]:
        """Its expression."""
        return (self.expression,)


class Source(Node):
    """``FROM graph`` and ``FROM NAMED graph``."""

    __slots__ = ("graph", "named")

    def __init__(self, token: Token, end: int, graph: Iri, named: bool) -> None:
        super().__init__(token, end)
        self.graph = graph
        self.named = named

    def children(self) -> Sequence[Node]:
        """The graph."""
        return (self.graph,)


class Query(Node):
    """A query, or a sub-select within one; ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE.

    ``projection`` is empty for ``SELECT *``; ``targets`` are what DESCRIBE names, ``template`` what CONSTRUCT
    builds. ``modifier`` is DISTINCT, REDUCED or empty; ``skipped`` is the OFFSET. A sub-select shares text,
    prefixes and base of the whole.
    """

    __slots__ = (
        *("base", "form", "group_by", "having", "limit", "modifier", "order_by", "prefixes"),
        *("projection", "skipped", "sources", "targets", "template", "text", "values", "where"),
    )

    def __init__(self, token: Token, text: str, form: str, prefixes: Mapping[str, str], base: str) -> None:
        super().__init__(token, token.offset)
        self.text = text
        self.form = form
        self.prefixes = prefixes
        self.base = base
        self.modifier = ""
        self.projection: tuple[Assignment, ...] = ()
        self.targets: tuple[Variable | Iri, ...] = ()
        self.template: tuple[TriplePattern, ...] = ()
        self.sources: tuple[Source, ...] = ()
        self.where: Group | None = None
        self.group_by: tuple[Assignment, ...] = ()
        self.having: tuple[Filter, ...] = ()
        self.order_by: tuple[Order, ...] = ()
        self.limit: int | None = None
        self.skipped = 0
        self.values: Values | None = None

    def children(self) -> Sequence[Node]:
        """All its clauses."""
        clauses = (
            *(*self.projection, *self.targets, *self.template, *self.sources),
            *(*self.group_by, *self.having, *self.order_by),
        )
        patterns = [each for each in (self.where, self.values) if each is not None]
        return sorted([*clauses, *patterns], key=_offset)

    def source(self, node: Node) -> str:
        """The text of a node of this query, verbatim."""
        return self.text[node.offset : node.end]


def _offset(node: Node) -> int:
    return node.token.offset
