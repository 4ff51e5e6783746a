"""Words of messages and reports: numbers with their nouns, and what was meant by a misspelt name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


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


def did_you_mean(near: Collection[str], otherwise: str = "") -> str:
    """What to advise about a misspelt name: one of those like it, or else something else.

    >>> did_you_mean(["faculty", "faculties"], "See the list.")
    'Did you mean faculty or faculties?'
    >>> did_you_mean([], "See the list.")
    'See the list.'
    """
    return f"Did you mean {' or '.join(near)}?" if near else otherwise
