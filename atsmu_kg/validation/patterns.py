"""Regular expressions of XPath, which SPARQL and SHACL use, in a syntax that Python and Rust read alike.

XPath F&O 3.1, 5.6.1, and XSD 1.1, part 2, appendix G. Classes of characters become their ranges: engines have
Unicode tables of different years, and what ``.``, ``$`` and ``\\s`` mean differs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from atsmu_kg.validation.characters import cased, complement, difference, escaped, named, union

if TYPE_CHECKING:
    from atsmu_kg.validation.characters import Ranges

FLAGS = frozenset("smixq")
CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_QUANTITY = re.compile(r"\{([0-9]{1,4})(,([0-9]{0,4}))?\}")
_LINE_BREAKS: Ranges = ((10, 10), (13, 13))


class PatternError(ValueError):
    """A text is not a regular expression of XPath."""


def python_pattern(pattern: str, flags: str = "") -> str:
    r"""The same pattern for Python, its flags included. PatternError says why a pattern is none.

    >>> python_pattern("^[a-z-[aeiou]]$"), python_pattern("a.b", "qi")
    ('^[b-df-hj-np-tv-z]\\Z', '[Aa]\\x2e[Bb]')
    """
    return _portable(pattern, flags, r"\Z")


def rust_pattern(pattern: str, flags: str = "") -> str:
    r"""The same pattern for the regex crate of Rust, its flags included. PatternError as above.

    >>> rust_pattern(r"^\s$")
    '^[\\x09\\x0a\\x0d ]\\z'
    """
    return _portable(pattern, flags, r"\z")


def refers_back(pattern: str, flags: str = "") -> bool:
    r"""Whether a pattern wants what a group before matched, which engines without backtracking can't tell.

    >>> refers_back(r"(a|b)\1"), refers_back(r"\\1")
    (True, False)
    """
    return re.search(r"\(\?:\\[0-9]", rust_pattern(pattern, flags)) is not None


@lru_cache(maxsize=1024)
def _portable(pattern: str, flags: str, end: str) -> str:
    if wrong := sorted(set(flags) - FLAGS):
        raise PatternError(f"{wrong[0]!r} is not a flag of a pattern: use s, m, i, x or q")
    if "q" in flags:
        codes = map(ord, pattern)
        return "".join(_set(union(cased(code, code)) if "i" in flags else ((code, code),)) for code in codes)
    return _Reader(pattern, flags, end).read()


class _Reader:
    """One pass over a pattern."""

    def __init__(self, pattern: str, flags: str, end: str) -> None:
        self._text = pattern
        self._flags = flags
        self._end = "(?m:$)" if "m" in flags else end
        self._start = "(?m:^)" if "m" in flags else "^"
        self._at = 0
        self._open: list[int] = []
        self._groups = 0

    def read(self) -> str:
        """The whole pattern."""
        parts: list[str] = []
        repeatable = False
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign in "*+?{":
                if not repeatable:
                    raise PatternError(f"{sign!r} at character {self._at + 1} repeats nothing")
                parts.append(self._quantifier())
                repeatable = False
            elif "x" in self._flags and sign in " \t\n\r":
                self._at += 1
            else:
                parts.append(self._atom())
                repeatable = sign not in "|(^$"
        if self._open:
            raise PatternError("a parenthesis is not closed")
        return "".join(parts)

    def _atom(self) -> str:
        sign = self._next()
        special = {"(": self._opened, ")": self._closed}
        if sign in special:
            return special[sign]()
        if sign in "|^$":
            return {"|": "|", "^": self._start, "$": self._end}[sign]
        if sign == "\\" and self._text[self._at : self._at + 1] in tuple("123456789"):
            return self._reference()
        return _set(self._characters(sign))

    def _characters(self, sign: str) -> Ranges:
        if sign == ".":
            return complement(() if "s" in self._flags else _LINE_BREAKS)
        if sign == "[":
            return self._class()
        one = self._escape() if sign == "\\" else sign
        return self._cased(ord(one), ord(one)) if isinstance(one, str) else one

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise PatternError("the pattern ends within a class or an escape")
        self._at += 1
        return self._text[self._at - 1]

    def _closed(self) -> str:
        if not self._open:
            raise PatternError("a parenthesis is closed that is not open")
        self._open.pop()
        return ")"

    def _opened(self) -> str:
        if self._text.startswith("?", self._at):
            if not self._text.startswith("?:", self._at):
                raise PatternError(f"XPath has no group that begins with (?{self._text[self._at + 1 :][:1]}")
            self._at += 2
            self._open.append(0)
            return "(?:"
        self._groups += 1
        self._open.append(self._groups)
        return "("

    def _reference(self) -> str:
        digits = self._next()
        while (more := self._text[self._at : self._at + 1]).isdecimal() and int(
            digits + more
        ) <= self._groups:
            digits += self._next()
        if int(digits) > self._groups or int(digits) in self._open:
            raise PatternError(f"\\{digits} refers to a group that is not closed before it")
        return rf"(?:\{digits})"

    def _quantifier(self) -> str:
        sign = self._text[self._at]
        if sign == "{":
            match = _QUANTITY.match(self._text, self._at)
            if match is None:
                raise PatternError(
                    f"'{{' at character {self._at + 1} does not begin a quantity: write {{n}} or {{n,m}}"
                )
            if match[3] and int(match[3]) < int(match[1]):
                raise PatternError(f"the quantity {match[0]} is empty")
            self._at = match.end()
            sign = match[0]
        else:
            self._at += 1
        if self._text.startswith("?", self._at):
            self._at += 1
            sign += "?"
        return sign

    def _cased(self, low: int, high: int) -> Ranges:
        return union(cased(low, high)) if "i" in self._flags else ((low, high),)

    def _escape(self) -> str | Ranges:
        """A character, or the set that an escape stands for."""
        letter = self._next()
        if letter in CONTROLS:
            return CONTROLS[letter]
        if letter in "pP":
            name = re.compile(r"\{([A-Za-z0-9-]*)\}").match(self._text, self._at)
            ranges = named(name[1]) if name else None
            if name is None or ranges is None:
                raise PatternError(
                    f"\\{letter}{name[0] if name else ''} names no category or block of Unicode"
                )
            self._at = name.end()
            return ranges if letter == "p" else complement(ranges)
        if not letter.isascii() or not letter.isalnum():
            return letter
        ranges = escaped(letter)
        if ranges is None:
            raise PatternError(f"XPath has no escape \\{letter}")
        return ranges

    def _class(self) -> Ranges:
        """Behind ``[``: a set of characters, up to and with its ``]``."""
        negative = self._text.startswith("^", self._at)
        self._at += negative
        begin, parts = self._at, list[tuple[int, int]]()
        without: Ranges = ()
        while (sign := self._next()) != "]":
            if sign == "-" and self._text.startswith("[", self._at) and self._at - 1 > begin:
                self._at += 1
                without = self._class()
                if self._next() != "]":
                    raise PatternError("a subtracted class is not the last part of a class")
                break
            if sign == "[":
                raise PatternError("'[' in a class is written \\[")
            parts += self._member(sign)
        if self._at - 1 == begin:
            raise PatternError("a class has no members")
        ranges = union(parts)
        return difference(complement(ranges) if negative else ranges, without)

    def _member(self, sign: str) -> Ranges:
        first = self._escape() if sign == "\\" else sign
        if not isinstance(first, str):
            return first
        if not self._text.startswith("-", self._at) or self._text[self._at + 1 : self._at + 2] in tuple("[]"):
            return self._cased(ord(first), ord(first))
        self._at += 1
        last: str | Ranges = self._next()
        if last == "\\":
            last = self._escape()
        if not isinstance(last, str) or ord(last) < ord(first):
            raise PatternError(f"a range in a class begins with {first!r} and has no end after it")
        return self._cased(ord(first), ord(last))


def _set(ranges: Ranges) -> str:
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _spelled(ranges[0][0])
    if not ranges:
        return rf"[^\x00-{_spelled(0x10FFFF)}]"
    return f"[{''.join(_range(*part) for part in ranges)}]"


def _range(low: int, high: int) -> str:
    if low == high:
        return _spelled(low)
    return f"{_spelled(low)}{'-' * (high - low > 1)}{_spelled(high)}"


def _spelled(code: int) -> str:
    character = chr(code)
    if character.isascii() and (character.isalnum() or character in " _/:,"):
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
