"""Numbers of things, as messages and reports tell them."""

from __future__ import annotations


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in the plural unless it is one.

    >>> counted(1, "graph"), counted(1237, "focus node"), counted(0, "query", "queries")
    ('1 graph', '1,237 focus nodes', '0 queries')
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"
