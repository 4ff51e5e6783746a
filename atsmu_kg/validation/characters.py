"""Sets of characters as XPath's regular expressions name them (XSD 1.1, part 2, appendix G.4.2)."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # Sorted, apart from each other, both ends included.
    Ranges = tuple[tuple[int, int], ...]

# Surrogates are no characters.
CHARACTERS: Ranges = ((0, 0xD7FF), (0xE000, sys.maxunicode))
# The Unicode blocks of European and Near Eastern scripts; Python has no table of blocks.
BLOCKS = {
    "BasicLatin": (0x0, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "IPAExtensions": (0x250, 0x2AF),
    "SpacingModifierLetters": (0x2B0, 0x2FF),
    "CombiningDiacriticalMarks": (0x300, 0x36F),
    "Greek": (0x370, 0x3FF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "CyrillicSupplement": (0x500, 0x52F),
    "Armenian": (0x530, 0x58F),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "GeneralPunctuation": (0x2000, 0x206F),
}
# XML 1.0, production 4, and what production 4a adds.
INITIAL = (
    *((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF)),
    *((0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF)),
    *((0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)),
)
FURTHER = ((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The ranges in order, those that touch made one.

    >>> union([(5, 9), (1, 4), (8, 12), (20, 20)])
    ((1, 12), (20, 20))
    """
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def difference(ranges: Ranges, others: Ranges) -> Ranges:
    """What is in the one and not in the other.

    >>> difference(((1, 12), (20, 20)), ((3, 4), (20, 30)))
    ((1, 2), (5, 12))
    """
    left: list[tuple[int, int]] = []
    for low, high in ranges:
        begin = low
        for first, last in others:
            if first > high:
                break
            if last >= begin:
                if first > begin:
                    left.append((begin, first - 1))
                begin = last + 1
        if begin <= high:
            left.append((begin, high))
    return tuple(left)


def complement(ranges: Ranges) -> Ranges:
    """All other characters."""
    return difference(CHARACTERS, ranges)


@cache
def escaped(letter: str) -> Ranges | None:
    r"""What ``\d``, ``\w``, ``\s``, ``\i`` or ``\c``, or its complement in a capital letter, stands for."""
    if letter.isupper():
        positive = escaped(letter.lower())
        return None if positive is None else complement(positive)
    if letter == "s":
        return ((9, 10), (13, 13), (32, 32))
    if letter == "d":
        return named("Nd")
    if letter == "w":
        others = (part for name in ("P", "Z", "C") for part in named(name) or ())
        return complement(union(others))
    return {"i": union(INITIAL), "c": union((*INITIAL, *FURTHER))}.get(letter)


@cache
def named(name: str) -> Ranges | None:
    r"""The characters of a general category or block, as in ``\p{Lu}`` or ``\p{IsCyrillic}``."""
    if name.startswith("Is"):
        block = BLOCKS.get(name.removeprefix("Is"))
        return None if block is None else (block,)
    ranges = [part for each, parts in _categories().items() if each.startswith(name) for part in parts]
    return union(ranges) if name and ranges else None


def cased(low: int, high: int) -> Iterator[tuple[int, int]]:
    """A range of characters, and those that differ from one of them in case only."""
    yield low, high
    for code in range(low, high + 1):
        for other in {chr(code).lower(), chr(code).upper()}:
            if len(other) == 1 and not low <= ord(other) <= high:
                yield ord(other), ord(other)


@cache
def _categories() -> dict[str, list[tuple[int, int]]]:
    categories: dict[str, list[tuple[int, int]]] = {}
    for start, end in CHARACTERS:
        kinds = [unicodedata.category(chr(code)) for code in range(start, end + 1)]
        changes = [index for index, (one, other) in enumerate(pairwise(kinds), 1) if one != other]
        for first, beyond in pairwise([0, *changes, len(kinds)]):
            categories.setdefault(kinds[first], []).append((start + first, start + beyond - 1))
    return categories
