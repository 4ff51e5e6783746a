"""Numbers as they are written: digits rounded to the safe side, and the sign of their unit."""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact
from fractions import Fraction

from atsmu_kg.rdf.namespaces import IRI, UNIT, contract

LEAST_DIGITS = 4


def sign(unit: IRI | None) -> str:
    """What stands behind a number of a unit: nothing if things are counted.

    >>> sign(UNIT.PERCENT), sign(UNIT.NUM), sign(UNIT.M2)
    (' %', '', ' M2')
    """
    if unit in (None, UNIT.NUM):
        return ""
    return " %" if unit == UNIT.PERCENT else f" {contract(unit or '').removeprefix('unit:')}"


def grouped(text: str) -> str:
    """A text with its long numbers in groups of three digits.

    >>> grouped("more than 1234567.8901 M2")
    'more than 1,234,567.8901 M2'
    """
    return re.sub(r"(?<![.\d])\d{4,}", lambda found: f"{int(found[0]):,}", text)


def written(number: Fraction, rounding: str) -> tuple[str, bool]:
    """The digits of a number, with two after the point or four in all, and whether that is rounded.

    >>> from decimal import ROUND_FLOOR
    >>> written(Fraction(2, 3), ROUND_FLOOR), written(Fraction(884400, 100), ROUND_FLOOR)
    (('0.6666', True), ('8844', False))
    """
    whole = Decimal(abs(number.numerator) // number.denominator)
    digits = max(LEAST_DIGITS, whole.adjusted() + 3)
    context = Context(prec=digits, rounding=rounding)
    quotient = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    text = f"{quotient:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text, bool(context.flags[Inexact])
