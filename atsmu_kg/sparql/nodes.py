"""The nodes of a query's syntax tree; each knows where its text stands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from atsmu_kg.sparql.patterns import Group
    from atsmu_kg.sparql.tokens import Token

    Term: TypeAlias = "Variable | BlankNode | Iri | Literal"
    Predicate: TypeAlias = "Variable | Iri | Path"


class Node:
    """A part of a query: from its first token up to the offset ``end``.

    ``query.source(node)`` is its text. Lines and columns count from 1, offsets from 0.
    """

    __slots__ = ("end", "token")

    def __init__(self, token: Token, end: int) -> None:
        self.token = token
        self.end = end

    @property
    def offset(self) -> int:
        """Where its text begins."""
        return self.token.offset

    @property
    def line(self) -> int:
        """The line of its first character."""
        return self.token.line

    @property
    def column(self) -> int:
        """The column of its first character."""
        return self.token.column

    def children(self) -> Sequence[Node]:
        """The nodes that it is made of, in the order of the text."""
        return ()

    def walk(self) -> Iterator[Node]:
        """The node itself and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            below = node.children()
            if below:
                waiting += below[::-1]

    def __repr__(self) -> str:
        slots = (name for kind in type(self).__mro__ for name in getattr(kind, "__slots__", ()))
        shown = (name for name in slots if name not in Node.__slots__ and name[0] != "_")
        values = (f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__name__}({', '.join(values)})"


class Leaf(Node):
    """A term."""

    __slots__ = ()


class Variable(Leaf):
    """``?name``."""

    __slots__ = ("name",)

    def __init__(self, token: Token, end: int, name: str) -> None:
        self.token = token
        self.end = end
        self.name = name


class BlankNode(Leaf):
    """``_:label``, ``[…]`` or a link of a collection; the label of the last two begins with ``[``."""

    __slots__ = ("label",)

    def __init__(self, token: Token, end: int, label: str) -> None:
        super().__init__(token, end)
        self.label = label


class Iri(Leaf):
    """An IRI, however it is written: ``value`` is what prefixes and base make of it."""

    __slots__ = ("value",)

    def __init__(self, token: Token, end: int, value: str) -> None:
        self.token = token
        self.end = end
        self.value = value


class Literal(Leaf):
    """A literal: its characters, its datatype's IRI and its language (empty if it has none)."""

    __slots__ = ("datatype", "language", "value")

    def __init__(self, token: Token, end: int, value: str, datatype: str, language: str = "") -> None:
        super().__init__(token, end)
        self.value = value
        self.datatype = datatype
        self.language = language


class Path(Node):
    """A property path that is more than one IRI; ``operator`` is one of ``/ | ^ * + ? !``.

    The parts of ``!`` are IRIs and inverse ones.
    """

    __slots__ = ("operator", "parts")

    def __init__(self, token: Token, end: int, operator: str, parts: tuple[Iri | Path, ...]) -> None:
        super().__init__(token, end)
        self.operator = operator
        self.parts = parts

    def children(self) -> Sequence[Node]:
        """Its parts."""
        return self.parts


class TriplePattern(Node):
    """A triple pattern. What it shares with the pattern before it (``;``, ``,``) is not in its span."""

    __slots__ = ("object", "predicate", "subject")

    def __init__(self, token: Token, end: int, subject: Term, predicate: Predicate, object: Term) -> None:
        super().__init__(token, end)
        self.subject = subject
        self.predicate = predicate
        self.object = object

    def children(self) -> Sequence[Node]:
        """Subject, predicate and object."""
        return (self.subject, self.predicate, self.object)


class Operation(Node):
    """Operators and their arguments: ``!a``, ``a = b``, ``a IN (b, c)``, ``a + b - c``.

    A chain of operators of one rank is one node; of other operations ``operators`` holds one.
    """

    __slots__ = ("arguments", "operators")

    def __init__(
        self, token: Token, end: int, operators: tuple[str, ...], arguments: tuple[Node, ...]
    ) -> None:
        super().__init__(token, end)
        self.operators = operators
        self.arguments = arguments

    def children(self) -> Sequence[Node]:
        """Its arguments."""
        return self.arguments


class Call(Node):
    """A function and its arguments; ``name`` is in capitals, or an IRI."""

    __slots__ = ("arguments", "distinct", "name")

    def __init__(
        self, token: Token, end: int, name: str, arguments: tuple[Node, ...], distinct: bool = False
    ) -> None:
        super().__init__(token, end)
        self.name = name
        self.arguments = arguments
        self.distinct = distinct

    def children(self) -> Sequence[Node]:
        """Its arguments."""
        return self.arguments


class Aggregate(Node):
    """An aggregate; ``argument`` is None in ``COUNT(*)``."""

    __slots__ = ("argument", "distinct", "separator")

    def __init__(
        self, token: Token, end: int, argument: Node | None, distinct: bool, separator: str | None
    ) -> None:
        super().__init__(token, end)
        self.argument = argument
        self.distinct = distinct
        self.separator = separator

    @property
    def name(self) -> str:
        """COUNT, SUM, …"""
        return self.token.text.upper()

    def children(self) -> Sequence[Node]:
        """Its argument, if it has one."""
        return () if self.argument is None else (self.argument,)


class Exists(Node):
    """``EXISTS { … }`` and ``NOT EXISTS { … }``."""

    __slots__ = ("group", "negated")

    def __init__(self, token: Token, end: int, group: Group, negated: bool) -> None:
        super().__init__(token, end)
        self.group = group
        self.negated = negated

    def children(self) -> Sequence[Node]:
        """Its group."""
        return (self.group,)
