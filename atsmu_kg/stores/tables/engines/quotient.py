"""The quotient of two decimals to the last digit, which engines have of floating-point numbers only."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables.fragments import DECIMAL, binary, cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr


def quotient(dividend: Expr, divisor: Expr, whole: str) -> Expr:
    """The quotient, cut behind 18 digits: the whole, and of the rest 18 digits more.

    dividend, divisor: decimals of up to six digits behind the point.
    whole: the type of integers of 38 digits, whose division cuts and has a rest.
    """
    parts = []
    for number in (dividend, divisor):
        fitting = cast(number, "DECIMAL(32, 6)")
        parts.append(cast(binary(exp.Mul, fitting, exp.Literal.number(10**6)), whole))
    rest = binary(exp.Mod, parts[0].copy(), parts[1].copy())
    raised = cast(binary(exp.Mul, rest, cast(exp.Literal.number(10**18), whole)), whole)
    unit = cast(exp.Literal.number("0.000000000000000001"), "DECIMAL(18, 18)")
    digits = cast(binary(exp.IntDiv, raised, parts[1].copy()), "DECIMAL(20, 0)")
    ones = cast(binary(exp.IntDiv, *parts), DECIMAL)
    return cast(binary(exp.Add, ones, binary(exp.Mul, digits, unit)), DECIMAL)
