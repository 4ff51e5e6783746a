"""Words of messages and reports: numbers with their nouns, names that were meant, what may be shown."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# The joiners, and the spaces that numbers and units are written with.
KEPT = "\t\u200c\u200d\u00a0\u2009\u202f"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in the plural unless it is one.

    >>> counted(1, "graph"), counted(1237, "focus node"), counted(0, "query", "queries")
    ('1 graph', '1,237 focus nodes', '0 queries')
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known names that look most like a misspelt one, best first, whatever their case.

    >>> nearest("Facultys", ["faculty", "faculties", "figures"])
    ['faculty', 'faculties']
    """
    from difflib import get_close_matches

    spelling = {each.casefold(): each for each in sorted(known)}
    return [spelling[match] for match in get_close_matches(name.casefold(), spelling)]


def printable(text: str) -> str:
    """A text of a graph or a server on one line, with nothing that would steer a terminal.

    White space of any kind is one space; other control and format characters are spelled as escapes, but for
    the joiners U+200C and U+200D, which belong to the spelling of some languages.

    >>> print(printable("Dental\\n faculty\\x1b[31m"))
    Dental faculty\\x1b[31m
    """
    return _shown(" ".join(text.split()))


def printable_lines(text: str) -> str:
    """The same for a text of several lines, whose spaces and tabs are kept.

    >>> print(printable_lines("one\\n  two\\r\\x07"))
    one
      two\\r\\x07
    """
    if text.isprintable():
        return text
    return "\n".join(map(_shown, text.replace("\r\n", "\n").split("\n")))


def _shown(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(
        each if each.isprintable() or each in KEPT else each.encode("unicode_escape").decode()
        for each in line
    )


def did_you_mean(near: Collection[str], otherwise: str = "") -> str:
    """What to advise about a misspelt name: one of those like it, or else something else.

    >>> did_you_mean(["faculty", "faculties"], "See the list.")
    'Did you mean faculty or faculties?'
    >>> did_you_mean([], "See the list.")
    'See the list.'
    """
    return f"Did you mean {' or '.join(near)}?" if near else otherwise
