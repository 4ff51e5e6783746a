"""Quantities: whatever the true numbers are, what arithmetic and comparison say of them is true."""

from __future__ import annotations

import operator
import pickle
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

import numpy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.namespaces import UNIT
from atsmu_kg.records.interval import Interval
from atsmu_kg.records.numerals import written
from atsmu_kg.records.quantity import Quantity, UndecidedError, ZeroDivisorError

numbers = st.fractions(-20, 20, max_denominator=6)
OPERATIONS = [operator.add, operator.sub, operator.mul, operator.truediv]
MORE_THAN_500 = Quantity(Interval.between(Fraction(500), None, closed=False), unit=UNIT.NUM)
STUDENTS = Quantity.of(8844, UNIT.NUM)
ABOUT_60_PERCENT = Quantity(Interval.between(None, None), Fraction(60), UNIT.PERCENT)


@st.composite
def known(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number in it."""
    number = draw(numbers)
    ends = []
    for direction in (-1, 1):
        distance = draw(st.none() | st.fractions(0, 9, max_denominator=6))
        ends.append(None if distance is None else number + direction * distance)
    low, high = ends
    closed = draw(st.booleans()) or number in ends
    return Interval.between(low, high, closed=closed), number


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
@given(a=known(), b=known())
def test_the_true_outcome_is_within_the_bounds(
    operation: Callable[..., Any], a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]
) -> None:
    assume(operation is not operator.truediv or b[1] != 0)
    outcome = operation(a[1], b[1])
    assert outcome in operation(a[0], b[0])
    assert outcome in operation(Quantity(a[0]), Quantity(b[0])).interval


@pytest.mark.parametrize("operation", OPERATIONS[:3], ids=lambda operation: operation.__name__)
@given(ends=st.lists(numbers, min_size=4, max_size=4))
def test_the_bounds_are_no_wider_than_they_must_be(
    operation: Callable[..., Any], ends: list[Fraction]
) -> None:
    a, b = sorted(ends[:2]), sorted(ends[2:])
    outcomes = [operation(x, y) for x in a for y in b]
    found = operation(Interval.between(*a), Interval.between(*b))
    assert found == Interval.between(min(outcomes), max(outcomes))


@given(known(), known())
def test_a_certain_comparison_is_true_of_the_numbers(
    a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]
) -> None:
    mine, theirs = Quantity(a[0]), Quantity(b[0])
    answers = [
        (mine.is_less(theirs), a[1] < b[1]),
        (mine.is_at_most(theirs), a[1] <= b[1]),
        (mine.is_greater(theirs), a[1] > b[1]),
        (mine.is_at_least(theirs), a[1] >= b[1]),
    ]
    assert all(answer in (None, truth) for answer, truth in answers)
    if mine.exact is not None and theirs.exact is not None:
        assert [answer for answer, _ in answers] == [truth for _, truth in answers]


@given(numbers, numbers)
def test_exact_quantities_are_numbers(a: Fraction, b: Fraction) -> None:
    assert Quantity.of(a) + b == a + b
    assert a - Quantity.of(b) == a - b
    assert (Quantity.of(a) < b, Quantity.of(a) <= b, a > Quantity.of(b)) == (a < b, a <= b, a > b)
    assert hash(Quantity.of(a)) == hash(a)


@given(st.fractions())
def test_digits_are_rounded_to_the_safe_side(number: Fraction) -> None:
    low, below = written(number, ROUND_FLOOR)
    high, above = written(number, ROUND_CEILING)
    assert Fraction(low) <= number <= Fraction(high)
    assert (below, above) == (Fraction(low) != number, Fraction(high) != number)


def test_a_sum_with_a_lower_bound_is_a_lower_bound() -> None:
    total = MORE_THAN_500 + STUDENTS
    assert total.lower == 9344 and total.upper is total.exact is None
    assert str(total) == "> 9344" and str(STUDENTS - MORE_THAN_500) == "< 8344"
    assert (MORE_THAN_500 - MORE_THAN_500).interval.open, "two numbers over 500 may differ by anything"
    assert str(MORE_THAN_500 - MORE_THAN_500) == "(−∞, +∞)"


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (STUDENTS / 796, "≈ 11.11"),
        (STUDENTS / 4, "2211"),
        (STUDENTS / MORE_THAN_500, "(0, 17.69)"),
        ((MORE_THAN_500 / STUDENTS).as_percent(), "> 5.653 %"),
        (-MORE_THAN_500, "< -500"),
        (0.1 + Quantity.of(Decimal("0.2")), "0.3"),
        (Quantity.of(5, UNIT.M2) * 2, "10 M2"),
        (Quantity.of(5, UNIT.M2) / Quantity.of(2, UNIT.M2), "2.5"),
        (Quantity.of(10**5000) / 10**4999, "10"),
    ],
    ids=str,
)
def test_what_is_known_is_written(quantity: Quantity, text: str) -> None:
    assert str(quantity) == text


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (ABOUT_60_PERCENT * STUDENTS, "~ 5306.4"),
        (ABOUT_60_PERCENT * 2, "~ 120 %"),
        (100 - ABOUT_60_PERCENT, "~ 40 %"),
        (ABOUT_60_PERCENT / ABOUT_60_PERCENT, "~ 1"),
        (ABOUT_60_PERCENT * MORE_THAN_500, "(−∞, +∞)"),
    ],
    ids=str,
)
def test_about_stays_about(quantity: Quantity, text: str) -> None:
    assert str(quantity) == text
    assert quantity.lower is quantity.upper is None


def test_a_comparison_is_answered_where_it_is_certain() -> None:
    assert MORE_THAN_500 > 500 and MORE_THAN_500 > 500 and STUDENTS >= 8844
    assert (MORE_THAN_500 <= 500) is False
    assert MORE_THAN_500.is_greater(600) is None
    assert MORE_THAN_500 != 600 and Quantity(MORE_THAN_500.interval, unit=UNIT.NUM) == MORE_THAN_500
    assert ABOUT_60_PERCENT != 60 and Quantity.of(60, UNIT.PERCENT) != 60


def test_an_uncertain_comparison_is_an_error() -> None:
    with pytest.raises(UndecidedError, match=r"not known whether > 500 > 600\n  is_greater\(\) answers None"):
        _ = MORE_THAN_500 > 600
    with pytest.raises(ValueError, match="not known whether"):
        sorted([STUDENTS, MORE_THAN_500])


@pytest.mark.parametrize(
    "calculate",
    [
        lambda: STUDENTS + ABOUT_60_PERCENT,
        lambda: STUDENTS < ABOUT_60_PERCENT,
        lambda: Quantity.of(1, UNIT.M2) * Quantity.of(1, UNIT.M2),
        lambda: 1 / Quantity.of(1, UNIT.M2),
        lambda: Quantity.of(1, UNIT.M2).as_percent(),
    ],
)
def test_units_must_fit(calculate: Callable[[], object]) -> None:
    with pytest.raises(ParameterError, match="can't be"):
        calculate()


def test_dividing_by_zero_is_an_error_of_both_kinds() -> None:
    with pytest.raises(ZeroDivisorError):
        _ = STUDENTS / 0
    with pytest.raises(ZeroDivisionError):
        _ = 1 / Quantity.of(0)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(ParameterError, match="not a number to calculate with"):
        _ = STUDENTS + number


def test_numbers_of_numpy_are_numbers() -> None:
    whole, double, single = numpy.int64(8844), numpy.float64(8844.5), numpy.float32(0.1)
    assert whole == STUDENTS
    assert double > STUDENTS
    assert Quantity.of(whole) == STUDENTS
    assert STUDENTS.is_less(double)
    assert STUDENTS.is_at_least(whole)
    assert Quantity.of(single).exact == Fraction(1, 10), "as it is written"
    assert isinstance(Quantity.of(whole).exact.numerator, int), "and never overflows"  # type: ignore[arg-type,union-attr]


def test_nothing_equals_what_is_no_number() -> None:
    assert not any(number == STUDENTS for number in (float("nan"), float("inf")))


def test_other_types_are_a_type_error() -> None:
    for calculate in (operator.add, operator.mul, operator.truediv, operator.lt):
        with pytest.raises(TypeError):
            calculate(STUDENTS, "four")
    assert STUDENTS != "8844"


def test_a_quantity_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(MORE_THAN_500)) == MORE_THAN_500
    with pytest.raises(AttributeError):
        MORE_THAN_500.unit = None  # type: ignore[misc]
