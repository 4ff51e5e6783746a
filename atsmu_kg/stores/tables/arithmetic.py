"""Arithmetic on integers and decimals (SPARQL 1.1, 17.3 and 17.4.4), to the last digit.

What floating-point numbers give depends on the machine that computes, so a query that meets them ends.
"""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables.comparison import require_held
from atsmu_kg.stores.tables.computed import Number
from atsmu_kg.stores.tables.families import FLOATS, INTEGERS, NUMBERS
from atsmu_kg.stores.tables.fragments import (
    DECIMAL,
    absent,
    all_of,
    binary,
    call,
    case,
    cast,
    coalesce,
    equal,
    null,
    present,
    same,
    truth,
    whole,
)
from atsmu_kg.stores.tables.refusal import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Call, Node
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.values import Function, SqlValue

# A product has the digits of both factors behind the point, and 18 are kept.
HALF = "DECIMAL(38, 9)"
SIXTH = "DECIMAL(32, 6)"


def number(value: SqlValue, node: Node, dictionary: Dictionary) -> Number:
    """The number that a value is; NULL if it is none."""
    require_held(value, NUMBERS, node, dictionary)
    if isinstance(value, Number):
        return value
    fragment = value.decimal()
    if value.kinds & FLOATS:
        floating = all_of([absent(value.decimal()), present(value.double())])
        fragment = case([(floating, fault("arithmetic on floating-point numbers", node))], fragment)
    numeric = value.kinds & NUMBERS
    if not numeric:
        return Number(null(DECIMAL), truth(True))
    is_mixed = numeric & INTEGERS and not numeric <= INTEGERS
    return Number(fragment, value.is_integer() if is_mixed else truth(numeric <= INTEGERS))


def signed(operator: str, value: Number) -> Number:
    """A number with a sign before it."""
    if operator == "+":
        return value
    return Number(exp.Neg(this=exp.Paren(this=value.fragment)), value.is_integer())


def combined(operator: str, first: Number, other: Number, node: Node) -> Number:
    """What an operator makes of two numbers: of integers an integer, but for a quotient."""
    integral = all_of([first.is_integer(), other.is_integer()])
    if operator == "*":
        return Number(product(first, other, node), integral)
    if operator == "/":
        return Number(quotient(first, other, node), truth(False))
    return Number(binary(exp.Add if operator == "+" else exp.Sub, _wide(first), _wide(other)), integral)


def _rounded(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> Number:
    """ABS, CEIL, FLOOR and ROUND: of an integer an integer, of a decimal a decimal."""
    value = number(values[0], node, dictionary)
    if node.name == "ROUND":
        # Half of one goes up, also below zero.
        raised = binary(exp.Add, _wide(value), cast(exp.Literal.number("0.5"), DECIMAL))
        return Number(cast(call("FLOOR", raised), DECIMAL), value.is_integer())
    return Number(cast(call(node.name, _wide(value)), DECIMAL), value.is_integer())


def product(first: Number, other: Number, node: Node) -> Expr:
    """The product, if both factors have at most nine digits behind the point."""
    halves = [cast(each.decimal(), HALF) for each in (first, other)]
    exactly = [
        same(cast(half.copy(), DECIMAL), _wide(each))
        for half, each in zip(halves, (first, other), strict=True)
    ]
    multiplied = cast(binary(exp.Mul, halves[0], halves[1]), DECIMAL)
    return case([(all_of(exactly), multiplied)], fault("a product of more than nine decimals", node))


def quotient(first: Number, other: Number, node: Node) -> Expr:
    """The quotient, cut behind 18 digits, of numbers with at most six behind the point; NULL by 0."""
    pair = first, other
    exactly = [same(cast(cast(operand.decimal(), SIXTH), DECIMAL), _wide(operand)) for operand in pair]
    divided = call("EXACT_QUOTIENT", *map(_wide, pair))
    return case(
        [
            (coalesce([equal(other.decimal(), whole(0)), truth(False)]), null(DECIMAL)),
            (all_of(exactly), divided),
        ],
        fault("a quotient of numbers with more than six decimals", node),
    )


def _wide(value: Number) -> Expr:
    return cast(value.decimal(), DECIMAL)


FUNCTIONS: dict[str, Function] = dict.fromkeys(("ABS", "CEIL", "FLOOR", "ROUND"), _rounded)
