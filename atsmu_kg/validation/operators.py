"""SPARQL's comparisons for rdflib, which orders literals of unlike datatypes by the datatypes' names.

SPARQL 1.1, 17.3: what the operator mapping does not list is an error, and so no solution. rdflib's order is
the one that ORDER BY needs; in a FILTER it finds violations that no other engine finds, and misses others.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from types import MethodType
from typing import TYPE_CHECKING, Any

from rdflib import RDF, Literal, URIRef
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import Expr
from rdflib.plugins.sparql.sparql import Query, SPARQLError, SPARQLTypeError
from rdflib.term import Identifier, Node

from atsmu_kg.rdf import datatypes
from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.validation import values
from atsmu_kg.validation.patterns import PatternError, python_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.plugins.sparql.sparql import FrozenBindings, QueryContext

_value = lru_cache(maxsize=8192)(values.value)


class GraphLiteral(Literal):
    """A literal of a graph: its lexical form as written, its comparisons as in SPARQL.

    pySHACL compares values with ``eq``, where it takes a TypeError for "can't be compared", and with ``<``.
    """

    __slots__ = ()

    def __new__(cls, lexical: str, lang: str | None = None, datatype: str | None = None) -> GraphLiteral:
        """The literal, ill typed or not."""
        if datatype is None or datatypes.well_formed(lexical, datatype):
            return super().__new__(cls, lexical, lang, datatype, normalize=False)  # type: ignore[no-any-return]
        # rdflib logs a traceback for each ill-typed literal that it is asked to make.
        self: GraphLiteral = super().__new__(cls, lexical)
        self._datatype = URIRef(datatype)
        self._value = None
        self._ill_typed = True
        return self

    def eq(self, other: Any) -> bool:
        """Whether both have the same value."""
        return order(self, other) == 0

    def __lt__(self, other: Any) -> bool:
        try:
            return order(self, other) < 0
        except TypeError:
            return False

    def __le__(self, other: Any) -> bool:
        try:
            return order(self, other) <= 0
        except TypeError:
            return False

    def toPython(self) -> Any:  # noqa: N802
        """The Python value; arithmetic asks for it, and an ill-typed literal has none."""
        if self.ill_typed:
            raise SPARQLTypeError(f"{self.n3()} is ill typed")
        return super().toPython()


def order(left: Node, right: Node) -> int:
    """-1, 0 or 1 as ``<``, ``=`` or ``>``; TypeError where SPARQL gives an error."""
    if left == right:
        return 0
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        raise TypeError("only literals have an order")
    if left.language or right.language:
        if (left.language or "").lower() != (right.language or "").lower():
            raise TypeError("texts in different languages have no order")
        return 1 if str(left) > str(right) else -1
    one, other = _literal_value(left), _literal_value(right)
    if one is None or other is None:
        raise TypeError("a literal is ill typed or of a datatype without operators")
    return values.compare(one, other)


def equal(left: Node, right: Node) -> bool:
    """SPARQL's ``=``; TypeError where it can't know."""
    if not isinstance(left, Literal) or not isinstance(right, Literal) or left.language or right.language:
        return left == right
    one, other = _literal_value(left), _literal_value(right)
    if one is None or other is None:
        if left == right:
            return True
        raise TypeError("two ill-typed literals may or may not be the same")
    try:
        return values.compare(one, other) == 0
    except TypeError:
        return False


def with_sparql_operators(query: Query) -> Query:
    """The same parsed query; its expressions, and no one else's, err and compare as SPARQL does."""

    def replace(node: Any) -> Any:
        if (
            isinstance(node, Literal)
            and node.datatype
            and not datatypes.well_formed(str(node), str(node.datatype))
        ):
            # rdflib's own would call itself without end in arithmetic, which can end the process.
            return GraphLiteral(str(node), datatype=str(node.datatype))
        if isinstance(node, Expr):
            operator = OPERATORS.get(node.name)
            # Private in rdflib 7.6. Its functions could be replaced in its own tables instead, but that would
            # be for all queries of the process.
            evaluate: Any = MethodType(operator, node) if operator else _guarded(node._evalfn)
            node._evalfn = evaluate
            if node.name in {"Builtin_REGEX", "Builtin_REPLACE"} and isinstance(node.get("pattern"), Literal):
                flags = dict.get(node, "flags", "")
                # What is no pattern of XPath stays what it is to rdflib.
                with suppress(PatternError):
                    node["pattern"] = Literal(python_pattern(str(node["pattern"]), str(flags)))
        return None

    traverse(query.algebra, visitPost=replace)
    return query


def _guarded(evaluate: Any) -> Callable[[Any], Any]:
    """The same function; what Python can't compute is an error of SPARQL, not the end of the query."""

    def guarded(context: Any) -> Any:
        try:
            return evaluate(context)
        except (TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as error:
            raise SPARQLError(*error.args) from error

    return guarded


def _literal_value(literal: Literal) -> values.Value | None:
    return _value(str(literal), str(literal.datatype) if literal.datatype else XSD.string)


def _relational(expression: Expr, _context: QueryContext | FrozenBindings) -> Identifier:
    left, operator, right = expression.expr, expression.op, expression.other
    if right is None:
        return left  # type: ignore[no-any-return]
    for operand in (left, *([] if operator in {"IN", "NOT IN"} else [right])):
        if not isinstance(operand, Node):
            raise SPARQLError(f"{operand} is not a term")
    if operator in {"IN", "NOT IN"}:
        return Literal(_is_in(left, [] if right == RDF.nil else right) == (operator == "IN"))
    try:
        if operator in {"=", "!="}:
            return Literal(equal(left, right) == (operator == "="))
        sign = order(left, right)
    except TypeError as error:
        raise SPARQLError(*error.args) from error
    return Literal({"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[operator])


def _is_in(term: Node, choices: list[Node]) -> bool:
    unknown = None
    for choice in choices:
        try:
            if equal(term, choice):
                return True
        except TypeError as error:
            unknown = error
    if unknown is not None:
        raise SPARQLError(*unknown.args)
    return False


def _str(expression: Expr, _context: QueryContext | FrozenBindings) -> Identifier:
    """SPARQL 1.1, 17.4.2.5: of literals and IRIs, not of blank nodes."""
    term = expression.arg
    if not isinstance(term, Literal | URIRef):
        raise SPARQLTypeError(f"STR has no value for {term!r}")
    return Literal(str(term))


OPERATORS = {"RelationalExpression": _relational, "Builtin_STR": _str}
