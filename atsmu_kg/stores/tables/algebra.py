"""The SPARQL algebra (SPARQL 1.1, 18.2): what a query's tree means, as small nodes.

Blank nodes of patterns are variables here, named ``_:label``; so are the nodes on the way of a path.
"""

from __future__ import annotations

from dataclasses import dataclass

from atsmu_kg.sparql.nodes import Aggregate, BlankNode, Iri, Node, Path, RDFLiteral, Variable
from atsmu_kg.sparql.patterns import Order

End = Variable | BlankNode | Iri | RDFLiteral


@dataclass(frozen=True, slots=True)
class Unit:
    """The pattern without triples: one solution that binds nothing."""


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern."""

    subject: End
    predicate: Variable | Iri
    object: End


@dataclass(frozen=True, slots=True)
class BasicPattern:
    """Triple patterns next to one another."""

    triples: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A path that is more than joins and unions: ``*``, ``+``, ``?`` or ``!``."""

    subject: End
    path: Path
    object: End


@dataclass(frozen=True, slots=True)
class Join:
    """Solutions of both that agree."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True, slots=True)
class LeftJoin:
    """Those of the left, with what agrees on the right and meets the conditions, if there is any."""

    left: Pattern
    right: Pattern
    conditions: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Restriction:
    """Solutions that meet all conditions (Filter in the specification)."""

    inner: Pattern
    conditions: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Solutions of any of the patterns (Union in the specification)."""

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class AntiJoin:
    """Solutions of the left with which none on the right agrees that shares a variable (Minus)."""

    left: Pattern
    right: Pattern


@dataclass(frozen=True, slots=True)
class InGraph:
    """Solutions within a named graph (Graph in the specification)."""

    name: Variable | Iri
    inner: Pattern


@dataclass(frozen=True, slots=True)
class Extension:
    """Solutions with the value of an expression as one more variable (Extend)."""

    inner: Pattern
    name: str
    expression: Node


@dataclass(frozen=True, slots=True)
class InlineData:
    """The solutions that VALUES writes out; None is unbound."""

    names: tuple[str, ...]
    rows: tuple[tuple[Iri | RDFLiteral | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """One solution a group: its keys and its aggregates, by the names that they have in solutions.

    Without keys there is one group, of all solutions, even of none.
    """

    inner: Pattern
    keys: tuple[str, ...]
    aggregates: tuple[tuple[str, Aggregate], ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """Solutions in an order (OrderBy)."""

    inner: Pattern
    keys: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Solutions with these variables only."""

    inner: Pattern
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deduplication:
    """Solutions, each once (Distinct)."""

    inner: Pattern


@dataclass(frozen=True, slots=True)
class Slicing:
    """Some of the solutions, in their order."""

    inner: Pattern
    skipped: int
    limit: int | None


Pattern = (
    Unit
    | BasicPattern
    | PathPattern
    | Join
    | LeftJoin
    | Restriction
    | Alternatives
    | AntiJoin
    | InGraph
    | Extension
    | InlineData
    | Grouping
    | Sorting
    | Projection
    | Deduplication
    | Slicing
)


@dataclass(frozen=True, slots=True)
class AlgebraQuery:
    """A whole query: its pattern, and the variables of its solutions."""

    pattern: Pattern
    names: tuple[str, ...]


def nodes_of(pattern: Pattern) -> list[Node]:
    """The nodes of the tree in a pattern of the algebra."""
    nodes: list[Node] = []
    waiting: list[object] = [pattern]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Node):
            nodes.append(part)
        elif isinstance(part, tuple | list):
            waiting += part
        elif hasattr(part, "__dataclass_fields__"):
            waiting += [getattr(part, name) for name in part.__dataclass_fields__]
    return sorted(nodes, key=lambda node: node.offset)


def first_node(pattern: Pattern) -> Node:
    """The first node of a pattern, for its place."""
    return nodes_of(pattern)[0]
