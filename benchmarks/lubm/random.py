"""Random numbers that are the same in every version of Python: SplitMix64.

G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
MASK = 2**64 - 1


class Random:
    """A stream of random numbers.

    >>> random = Random(1)
    >>> random.between(1, 6), random.sample("abcdef", 3)
    (4, ['e', 'f', 'b'])
    """

    def __init__(self, seed: int) -> None:
        self._state = seed & MASK

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit - 1``."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((self._state ^ (self._state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return ((mixed ^ (mixed >> 31)) * limit) >> 64

    def between(self, least: int, most: int) -> int:
        """A number from ``least`` to ``most``, both included."""
        return least + self.below(most - least + 1)

    def choice(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.below(len(values))]

    def sample(self, values: Sequence[T], count: int) -> list[T]:
        """So many of the values, none twice."""
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
