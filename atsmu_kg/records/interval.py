"""Intervals of exact numbers: what is certain of a number when only its bounds are known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import NamedTuple

Number = Fraction | float  # a float is an infinity, nothing else


class End(NamedTuple):
    """One end of an interval: where it is, and whether the interval holds it."""

    at: Number
    closed: bool

    def __neg__(self) -> End:
        return End(-self.at, self.closed)


@dataclass(frozen=True, slots=True)
class Interval:
    """All the numbers between two ends; an operation gives the least interval that holds every outcome.

    >>> half_open = Interval(End(Fraction(500), False), End(inf, False))
    >>> half_open + Interval.exactly(Fraction(4))
    Interval(low=End(at=Fraction(504, 1), closed=False), high=End(at=inf, closed=False))
    """

    low: End
    high: End

    @classmethod
    def exactly(cls, number: Fraction) -> Interval:
        """The interval that holds one number."""
        return cls(End(number, True), End(number, True))

    @classmethod
    def between(cls, low: Fraction | None, high: Fraction | None, *, closed: bool = True) -> Interval:
        """The interval from one number to another; None is an end that is not known."""
        return cls(
            End(-inf, False) if low is None else End(low, closed),
            End(inf, False) if high is None else End(high, closed),
        )

    @property
    def point(self) -> Fraction | None:
        """The number, if there is only one."""
        return self.low.at if self.low == self.high and isinstance(self.low.at, Fraction) else None

    @property
    def open(self) -> bool:
        """Whether it holds all numbers, so that nothing is known."""
        return self.low.at == -inf and self.high.at == inf

    def __contains__(self, number: Fraction) -> bool:
        above = self.low.at < number or (self.low.closed and self.low.at == number)
        return above and (number < self.high.at or (self.high.closed and self.high.at == number))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        products = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        low = min(products, key=lambda end: (end.at, not end.closed))
        high = max(products, key=lambda end: (end.at, end.closed))
        return Interval(low, high)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients for every divisor but zero; ZeroDivisionError if there is no other."""
        if other.point == 0:
            raise ZeroDivisionError
        if other.low.at < 0 < other.high.at:
            return self if self.point == 0 else Interval.between(None, None)
        return self * Interval(_reciprocal(other.high, -inf), _reciprocal(other.low, inf))

    def less(self, other: Interval) -> bool | None:
        """Whether each number of this one is less than each of the other; None if only some are."""
        if self.high.at < other.low.at:
            return True
        if self.high.at == other.low.at and not (self.high.closed and other.low.closed):
            return True
        return False if self.low.at >= other.high.at else None

    def at_most(self, other: Interval) -> bool | None:
        """Whether each number of this one is at most each of the other; None if only some are."""
        greater = other.less(self)
        return None if greater is None else not greater


# Infinities are kept away from Fraction's arithmetic, which makes floats of large numbers to meet them.
def _sum(a: End, b: End) -> End:
    infinite = next((end.at for end in (a, b) if isinstance(end.at, float)), None)
    return End(a.at + b.at if infinite is None else infinite, a.closed and b.closed)


def _product(a: End, b: End) -> End:
    if a.at == 0 or b.at == 0:
        # 0 times anything is 0, however far the other interval goes.
        return End(Fraction(0), (a.at == 0 and a.closed) or (b.at == 0 and b.closed))
    if isinstance(a.at, float) or isinstance(b.at, float):
        return End(inf if (a.at > 0) == (b.at > 0) else -inf, False)
    return End(a.at * b.at, a.closed and b.closed)


def _reciprocal(end: End, of_zero: float) -> End:
    if isinstance(end.at, float):
        return End(Fraction(0), False)
    return End(of_zero, False) if end.at == 0 else End(1 / end.at, end.closed)
