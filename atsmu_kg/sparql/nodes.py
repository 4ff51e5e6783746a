"""The nodes of a query's syntax tree; each knows where its text stands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, ClassVar, TypeAlias, TypeVar, dataclass_transform

    from atsmu_kg.sparql.tokens import Token

    Term: TypeAlias = "Variable | BlankNode | Iri | RDFLiteral"
    Predicate: TypeAlias = "Variable | Iri | Path"
    Kind = TypeVar("Kind")
else:

    def dataclass_transform(**_: object) -> Callable[[Kind], Kind]:
        """What only type checkers read; ``typing`` takes milliseconds to import."""
        return lambda kind: kind


# Annotations of what is no node and holds none.
PLAIN = frozenset({"Token", "int", "str", "bool", "str | None", "tuple[str, ...]", "Mapping[str, str]"})


@dataclass_transform(eq_default=False)
class NodeType(type):
    """Makes the annotations of a class its slots, and with those of its base the arguments it is made from.

    What ``dataclasses`` would do as well, whose import takes longer than to read a query.

    >>> Variable.__match_args__
    ('token', 'end', 'name')
    """

    __match_args__: tuple[str, ...]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> NodeType:
        """The class, with its slots."""
        own: dict[str, str] = body.get("__annotations__", {})
        inherited = bases[0] if bases else object
        defaults = tuple(body.pop(each) for each in own if each in body)
        body["__slots__"] = tuple(own)
        body["__match_args__"] = getattr(inherited, "__match_args__", ()) + tuple(own)
        body["_defaults"] = getattr(inherited, "_defaults", ()) + defaults
        body["_inner"] = tuple(each for each, kind in own.items() if kind not in PLAIN)
        return super().__new__(cls, name, bases, body)


class Node(metaclass=NodeType):
    """A part of a query: from its first token up to the offset ``end``.

    ``query.source(node)`` is its text. Lines and columns count from 1, offsets from 0.
    """

    token: Token
    end: int

    if TYPE_CHECKING:
        _inner: ClassVar[tuple[str, ...]]
    else:

        def __init__(self, *values: Any) -> None:
            names = self.__match_args__
            if len(values) < len(names):
                values += self._defaults[len(values) - len(names) :]
            for name, value in zip(names, values, strict=True):
                setattr(self, name, value)

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
        below: list[Node] = []
        for name in self._inner:
            value = getattr(self, name)
            if isinstance(value, Node):
                below.append(value)
            elif value:
                below += _nodes(value)
        if len(below) > 1:
            below.sort(key=_offset)
        return below

    def walk(self) -> Iterator[Node]:
        """The node itself and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if not isinstance(node, Leaf):
                waiting += node.children()[::-1]

    def __repr__(self) -> str:
        names = type(self).__match_args__[2:]
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"


class Leaf(Node):
    """A term."""

    def children(self) -> Sequence[Node]:
        """None."""
        return ()


class Variable(Leaf):
    """``?name``."""

    name: str


class BlankNode(Leaf):
    """``_:label``, ``[…]`` or a link of a collection; the label of the last two begins with ``[``."""

    label: str


class Iri(Leaf):
    """An IRI, however it is written: ``value`` is what prefixes and base make of it."""

    value: str


class RDFLiteral(Leaf):
    """A literal: its characters, its datatype's IRI and its language (empty if it has none)."""

    value: str
    datatype: str
    language: str = ""


class Path(Node):
    """A property path that is more than one IRI; ``operator`` is one of ``/ | ^ * + ? !``.

    The parts of ``!`` are IRIs and inverse ones.
    """

    operator: str
    parts: tuple[Iri | Path, ...]


class TriplePattern(Node):
    """A triple pattern. What it shares with the pattern before it (``;``, ``,``) is not in its span."""

    subject: Term
    predicate: Predicate
    object: Term


class Operation(Node):
    """Operators and their arguments: ``!a``, ``a = b``, ``a IN (b, c)``, ``a + b - c``.

    A chain of operators of one rank is one node; of other operations ``operators`` holds one.
    """

    operators: tuple[str, ...]
    arguments: tuple[Node, ...]


class Call(Node):
    """A function and its arguments; ``name`` is in capitals, or an IRI."""

    name: str
    arguments: tuple[Node, ...]


class Aggregate(Node):
    """An aggregate; ``argument`` is None in ``COUNT(*)``."""

    argument: Node | None
    distinct: bool
    separator: str | None

    @property
    def name(self) -> str:
        """COUNT, SUM, …"""
        return self.token.text.upper()


def _nodes(values: Sequence[Any]) -> Iterator[Node]:
    """The nodes among values, and in the rows among them."""
    for value in values:
        if isinstance(value, Node):
            yield value
        elif value is not None:
            yield from _nodes(value)


def _offset(node: Node) -> int:
    return node.token.offset
