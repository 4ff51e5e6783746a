"""Docstrings as reStructuredText: what they say of parameters, one by one, is a list there."""

from __future__ import annotations

import re
from collections.abc import Iterator

ENTRY = re.compile(r"(\*{0,2}[a-z_]\w*(?:, \*{0,2}[a-z_]\w*)*): (\S.*)")
FURTHER = re.compile(r" {4}(\S.*)")


def with_list(lines: list[str]) -> Iterator[str]:
    """The lines, each parameter with what is said of it as an item of a list.

    >>> print(*with_list(["Sum.", "", "a, b: numbers,", "    both", "start: one more."]), sep="\\n")
    Sum.
    <BLANKLINE>
    * ``a``, ``b``: numbers,
      both
    * ``start``: one more.
    """
    listing, before = False, ""
    for line in lines:
        entry, further = ENTRY.fullmatch(line), FURTHER.fullmatch(line)
        if entry and (listing or not before):
            listing = True
            names = ", ".join(f"``{name}``" for name in entry[1].split(", "))
            yield f"* {names}: {entry[2]}"
        elif further and listing:
            yield f"  {further[1]}"
        else:
            listing = False
            yield line
        before = line
