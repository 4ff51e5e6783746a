"""Quantities: numbers of a unit that are known by their bounds, and arithmetic that keeps the bounds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

from atsmu_kg.errors import AtsmuKGError, ParameterError, quoted
from atsmu_kg.rdf.namespaces import AKG, IRI, UNIT, contract
from atsmu_kg.records.interval import Interval
from atsmu_kg.records.names.preferred import DEFAULT, Names, require_tag
from atsmu_kg.records.numerals import grouped, sign, written

# How a bound is written where the graph gives no word for it.
SYMBOLS = {AKG.MoreThan: ">", AKG.AtLeast: "≥", AKG.LessThan: "<", AKG.AtMost: "≤", AKG.About: "~"}


class UndecidedError(AtsmuKGError, ValueError):
    """What is known of two quantities does not tell which is the greater."""


class ZeroDivisorError(AtsmuKGError, ZeroDivisionError):
    """A quantity was divided by one that is zero; a ZeroDivisionError too, as arithmetic expects."""


class Measurable:
    """What has a quantity: the arithmetic and the comparisons that quantities and figures share.

    ``+``, ``-``, ``*`` and ``/`` take quantities, figures and plain numbers, are exact, and give a Quantity
    whose bounds hold for all that the operands' bounds allow: a sum with a lower bound is a lower bound.
    A plain number has the unit of the other side in sums and comparisons. Raises ParameterError for units
    that don't fit, ZeroDivisorError, which is a ZeroDivisionError, and TypeError.

    ``<``, ``<=``, ``>`` and ``>=`` are True or False where that is certain. Where it is not they raise
    UndecidedError, since either answer would be wrong: more than 500 may or may not be more than 600.
    ``is_less()``, ``is_greater()``, ``is_at_most()`` and ``is_at_least()`` answer None instead.
    """

    __slots__ = ()

    @property
    def quantity(self) -> Quantity:
        """What is known of the number."""
        raise NotImplementedError

    @property
    def lower(self) -> Fraction | None:
        """The number is not less than this; None if no such bound is known."""
        at = self.quantity.interval.low.at
        return at if isinstance(at, Fraction) else None

    @property
    def upper(self) -> Fraction | None:
        """The number is not greater than this; None if no such bound is known."""
        at = self.quantity.interval.high.at
        return at if isinstance(at, Fraction) else None

    @property
    def exact(self) -> Fraction | None:
        """The number, if it is known exactly."""
        return self.quantity.interval.point

    def is_less(self, other: Operand) -> bool | None:
        """Whether it is less than another: True, False, or None if that is not known."""
        return self._is(Interval.less, other)

    def is_at_most(self, other: Operand) -> bool | None:
        """Whether it is another or less: True, False, or None if that is not known."""
        return self._is(Interval.at_most, other)

    def is_greater(self, other: Operand) -> bool | None:
        """Whether it is greater than another: True, False, or None if that is not known."""
        return self._is(lambda mine, theirs: theirs.less(mine), other)

    def is_at_least(self, other: Operand) -> bool | None:
        """Whether it is another or greater: True, False, or None if that is not known."""
        return self._is(lambda mine, theirs: theirs.at_most(mine), other)

    def as_percent(self) -> Quantity:
        """A ratio in percent; ParameterError for a quantity that has a unit of measurement."""
        plain = self.quantity._plain()
        if plain.unit not in (None, UNIT.NUM):
            raise _unfit(self.quantity, Quantity.of(1, UNIT.PERCENT), "written in percent")
        return replace(plain._calculated(operator.mul, Quantity.of(100)), unit=UNIT.PERCENT)

    def __add__(self, other: Operand) -> Quantity:
        return _sum(operator.add, self, other)

    def __radd__(self, other: Operand) -> Quantity:
        return _sum(operator.add, other, self)

    def __sub__(self, other: Operand) -> Quantity:
        return _sum(operator.sub, self, other)

    def __rsub__(self, other: Operand) -> Quantity:
        return _sum(operator.sub, other, self)

    def __mul__(self, other: Operand) -> Quantity:
        return _product(operator.mul, self, other)

    def __rmul__(self, other: Operand) -> Quantity:
        return _product(operator.mul, other, self)

    def __truediv__(self, other: Operand) -> Quantity:
        return _product(operator.truediv, self, other)

    def __rtruediv__(self, other: Operand) -> Quantity:
        return _product(operator.truediv, other, self)

    def __neg__(self) -> Quantity:
        return self * -1

    def __lt__(self, other: Operand) -> bool:
        return self._decided("<", Measurable.is_less, other)

    def __le__(self, other: Operand) -> bool:
        return self._decided("<=", Measurable.is_at_most, other)

    def __gt__(self, other: Operand) -> bool:
        return self._decided(">", Measurable.is_greater, other)

    def __ge__(self, other: Operand) -> bool:
        return self._decided(">=", Measurable.is_at_least, other)

    def __eq__(self, other: object) -> bool:
        try:
            theirs = _quantity(other)
        except ParameterError:  # NaN and infinity, which no quantity is
            return False
        if theirs is None:
            return NotImplemented
        mine = self.quantity
        unit = theirs.unit or (UNIT.NUM if mine.unit == UNIT.NUM else None)
        return (mine.interval, mine.about, mine.unit or unit) == (theirs.interval, theirs.about, unit)

    def __hash__(self) -> int:
        return hash(self.quantity.interval if self.exact is None else self.exact)

    def _is(self, order: Callable[[Interval, Interval], bool | None], other: Operand) -> bool | None:
        if _quantity(other) is None:
            message = f"{quoted(other)} can't be compared with a quantity"
            raise ParameterError(message, advice="Give a figure or a number.", value=other)
        mine, theirs = _alike(self, other, "compared")
        return order(mine.interval, theirs.interval)

    def _decided(self, sign: str, ask: Callable[[Measurable, Any], bool | None], other: Any) -> bool:
        if _quantity(other) is None:
            return NotImplemented  # type: ignore[no-any-return]
        answer = ask(self, other)
        if answer is None:
            raise UndecidedError(
                f"it is not known whether {self} {sign} {other}",
                advice=f"{ask.__name__}() answers None then; lower and upper are what is certain.",
            )
        return answer


@dataclass(frozen=True, slots=True, eq=False)
class Quantity(Measurable):
    """A number that is known by its bounds, of a unit; ``about`` is what it is near, if that is said.

    ``f"{quantity:ru}"`` is its text in a language; rounding never makes it say more than is known.

    >>> students, more = Quantity.of(8844), Quantity(Interval.between(Fraction(500), None, closed=False))
    >>> print(students / 796, "and", more + 4, "and", more / students)
    ≈ 11.11 and > 504 and > 0.05653
    """

    interval: Interval
    about: Fraction | None = None
    unit: IRI | None = None
    words: Mapping[IRI, Names] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, number: Number, unit: IRI | None = None) -> Quantity:
        """The quantity that is exactly a number; a float counts as the decimal that it is written as."""
        try:
            exact = Fraction(number if isinstance(number, int | Fraction | Decimal) else str(number))
            return cls(Interval.exactly(exact), unit=unit)
        except (TypeError, ValueError, OverflowError) as error:
            raise ParameterError(
                f"{quoted(number)} is not a number to calculate with",
                advice="Give a finite number.",
                value=number,
            ) from error

    @property
    def quantity(self) -> Quantity:
        """Itself."""
        return self

    def __str__(self) -> str:
        return self.__format__("")

    def __format__(self, lang: str) -> str:
        """In a language; after a comma, or with nothing but one, in groups of three digits: ``,ru``."""
        if lang.startswith(","):
            return grouped(format(self, lang[1:]))
        require_tag(lang or DEFAULT)
        interval = self.interval
        if interval.point is not None:
            number, rounded = written(interval.point, ROUND_HALF_EVEN)
            return f"{'≈ ' if rounded else ''}{number}{sign(self.unit)}"
        if self.about is not None:
            return self._bounded(AKG.About, written(self.about, ROUND_HALF_EVEN)[0], lang)
        low = None if self.lower is None else written(self.lower, ROUND_FLOOR)[0]
        high = None if self.upper is None else written(self.upper, ROUND_CEILING)[0]
        if low is not None and high is None:
            return self._bounded(AKG.AtLeast if interval.low.closed else AKG.MoreThan, low, lang)
        if high is not None and low is None:
            return self._bounded(AKG.AtMost if interval.high.closed else AKG.LessThan, high, lang)
        start = f"{'[' if interval.low.closed else '('}{low or '−∞'}"
        return f"{start}, {high or '+∞'}{']' if interval.high.closed else ')'}{sign(self.unit)}"

    def _bounded(self, bound: IRI, number: str, lang: str) -> str:
        words = self.words.get(bound, Names()).best(lang or DEFAULT, otherwise=SYMBOLS[bound])
        return f"{words} {number}{sign(self.unit)}"

    def _plain(self) -> Quantity:
        """The same without percent, which is a hundredth."""
        if self.unit != UNIT.PERCENT:
            return self
        return replace(self._calculated(operator.truediv, Quantity.of(100)), unit=UNIT.NUM)

    def _calculated(self, operation: Operation, other: Quantity) -> Quantity:
        """The outcome, of this one's unit; about a number if each is about or exactly one."""
        try:
            interval = operation(self.interval, other.interval)
        except ZeroDivisionError as error:
            raise ZeroDivisorError(
                f"{self} was divided by zero", advice="Look at .exact of the divisor first."
            ) from error
        about = None
        mine, theirs = (
            quantity.about if quantity.exact is None else quantity.exact for quantity in (self, other)
        )
        if interval.point is None and mine is not None and theirs is not None:
            about = None if operation is operator.truediv and theirs == 0 else operation(mine, theirs)
        return Quantity(interval, about, self.unit, self.words or other.words)


# Real: numpy has numbers of its own.
Number = int | float | Decimal | Real
Operand = Measurable | Number
Operation = Callable[[Any, Any], Any]


def _quantity(value: object, unit: IRI | None = None) -> Quantity | None:
    if isinstance(value, Measurable):
        return value.quantity
    return Quantity.of(value, unit) if isinstance(value, Number) else None


def _alike(left: Operand, right: Operand, what: str) -> tuple[Quantity, Quantity]:
    """Both as quantities of one unit; a plain number takes that of the other."""
    mine, theirs = _quantity(left), _quantity(right)
    if mine is None or theirs is None:
        raise TypeError(f"{type(left).__name__} and {type(right).__name__} can't be {what}")
    unit = mine.unit or theirs.unit
    if (theirs.unit or unit) != unit:
        raise _unfit(mine, theirs, what)
    return replace(mine, unit=unit), replace(theirs, unit=unit)


def _sum(operation: Operation, left: Operand, right: Operand) -> Quantity:
    if _quantity(left) is None or _quantity(right) is None:
        return NotImplemented  # type: ignore[no-any-return]
    mine, theirs = _alike(left, right, "added or subtracted")
    return mine._calculated(operation, theirs)


def _product(operation: Operation, left: Operand, right: Operand) -> Quantity:
    mine, theirs = _quantity(left), _quantity(right)
    if mine is None or theirs is None:
        return NotImplemented  # type: ignore[no-any-return]
    times = operation is operator.mul
    # A percentage stays one if a plain number multiplies or divides it; else it is a number of hundredths.
    if theirs.unit is not None and (mine.unit is not None or not times):
        mine, theirs = mine._plain(), theirs._plain()
    unit = _unit(mine, theirs, times=times)
    return replace(mine._calculated(operation, theirs), unit=unit)


def _unit(left: Quantity, right: Quantity, *, times: bool) -> IRI | None:
    if right.unit in (None, UNIT.NUM):
        return left.unit or right.unit
    if times and left.unit in (None, UNIT.NUM):
        return right.unit
    if not times and left.unit == right.unit:
        return UNIT.NUM
    raise _unfit(left, right, "multiplied" if times else "divided")


def _unfit(left: Quantity, right: Quantity, what: str) -> ParameterError:
    units = [contract(each.unit) if each.unit else "a plain number" for each in (left, right)]
    return ParameterError(
        f"{units[0]} and {units[1]} can't be {what}",
        advice="Give both in one unit; as_percent() makes a percentage of a ratio.",
        units=units,
    )
