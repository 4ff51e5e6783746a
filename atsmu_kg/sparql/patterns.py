"""The nodes of patterns and of whole queries."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.sparql.nodes import Iri, RDFLiteral, TriplePattern, Variable


class Group(Node):
    """``{ … }``: the elements as they stand there, triple patterns one by one."""

    elements: tuple[Node, ...]

    @property
    def patterns(self) -> tuple[Node, ...]:
        """The elements but for filters: each joins the solutions of those before it."""
        return tuple(each for each in self.elements if not isinstance(each, Filter))

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters, which hold for the group as a whole (SPARQL 1.1, 18.2.2.6)."""
        return tuple(each for each in self.elements if isinstance(each, Filter))


class Exists(Node):
    """``EXISTS { … }`` and ``NOT EXISTS { … }``."""

    group: Group
    negated: bool


class Optional(Node):
    """``OPTIONAL { … }``."""

    group: Group


class Minus(Node):
    """``MINUS { … }``."""

    group: Group


class Union(Node):
    """``{ … } UNION { … }``, of two or more groups."""

    groups: tuple[Group, ...]


class GraphPattern(Node):
    """``GRAPH name { … }``."""

    name: Variable | Iri
    group: Group


class Service(Node):
    """``SERVICE name { … }``."""

    name: Variable | Iri
    group: Group
    silent: bool


class Filter(Node):
    """``FILTER …``, and each condition of HAVING."""

    expression: Node


class Assignment(Node):
    """An expression and the variable that it is the value of: BIND, (… AS ?v) in SELECT and GROUP BY.

    A bare variable of SELECT is its own value; a key of GROUP BY may have no variable.
    """

    expression: Node
    variable: Variable | None


class Values(Node):
    """``VALUES … { … }``; None is UNDEF."""

    variables: tuple[Variable, ...]
    rows: tuple[tuple[Iri | RDFLiteral | None, ...], ...]


class Order(Node):
    """A key of ORDER BY."""

    expression: Node
    descending: bool


class Slice(Node):
    """``LIMIT n`` or ``OFFSET n``."""

    keyword: str
    count: int


class DatasetClause(Node):
    """``FROM graph`` and ``FROM NAMED graph``."""

    graph: Iri
    named: bool


class Query(Node):
    """A query, or a sub-select within one; ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE.

    ``projection`` is empty for ``SELECT *``; ``targets`` are what DESCRIBE names, ``template`` what CONSTRUCT
    builds. ``modifier`` is DISTINCT, REDUCED or empty. A sub-select shares text, prefixes and base of the
    whole.
    """

    text: str
    form: str
    prefixes: Mapping[str, str]
    base: str
    modifier: str = ""
    projection: tuple[Assignment, ...] = ()
    targets: tuple[Variable | Iri, ...] = ()
    template: tuple[TriplePattern, ...] = ()
    sources: tuple[DatasetClause, ...] = ()
    where: Group | None = None
    group_by: tuple[Assignment, ...] = ()
    having: tuple[Filter, ...] = ()
    order_by: tuple[Order, ...] = ()
    slices: tuple[Slice, ...] = ()
    values: Values | None = None

    @property
    def limit(self) -> int | None:
        """The number behind LIMIT, if there is one."""
        return next((each.count for each in self.slices if each.keyword == "LIMIT"), None)

    @property
    def skipped(self) -> int:
        """The number behind OFFSET, 0 without one."""
        return next((each.count for each in self.slices if each.keyword == "OFFSET"), 0)

    def source(self, node: Node) -> str:
        """The text of a node of this query, verbatim."""
        return self.text[node.offset : node.end]
