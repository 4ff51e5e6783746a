"""ORDER BY that can't end the process: keys of mixed kinds are put in an order that is one."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from atsmu_kg.files import beside
from atsmu_kg.sparql.tokens import significant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.tokens import Token

# Their values are of one kind, so that most keys stay as they are.
OF_ONE_KIND = frozenset({"STR", "LANG", "LCASE", "UCASE", "CONCAT", "STRLEN", "COUNT", "NOT", "EXISTS"})
BRACKETS = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}


def sortable(text: str) -> str:
    """The text with the kind of each sort key before it; see ``sort_key.rq``. Lines stay the same.

    >>> sortable("SELECT * { ?s ?p ?o } ORDER BY STR(?o) ?p")[:52]
    'SELECT * { ?s ?p ?o } ORDER BY STR(?o) ASC(IF(isNume'
    """
    if re.search("ORDER", text, re.IGNORECASE) is None:
        return text
    found = significant(text)
    parts: list[str] = []
    end = 0
    for offset, direction, key in _keys(found):
        parts += [text[end:offset], f"{direction}({_kind().replace('?key', key)}) "]
        end = offset
    return "".join([*parts, text[end:]])


def _keys(found: list[Token]) -> Iterator[tuple[int, str, str]]:
    """Each sort key that may mix kinds: the offset of its condition, its direction, and its text."""
    words = [token.text.upper() for token in found]
    resources = _subjects(found)
    position = 0
    while position < len(found) - 1:
        if words[position : position + 2] != ["ORDER", "BY"]:
            position += 1
            continue
        position += 2
        while end := _end_of_condition(found, words, position):
            descends = words[position] in ("ASC", "DESC")
            key = found[position + descends : end]
            inner = key[1:] if key[0].text == "(" else key
            if inner[0].text.upper() not in OF_ONE_KIND and inner[0].text not in resources:
                direction = words[position] if descends else "ASC"
                yield found[position].offset, direction, _on_one_line(key)
            position = end


def _on_one_line(found: list[Token]) -> str:
    """Tokens without the comments and line ends between them; where nothing is between them, nothing."""
    gaps = ("" if a.offset + len(a.text) == b.offset else " " for a, b in pairwise(found))
    return "".join(token.text + gap for token, gap in zip(found, (*gaps, ""), strict=True))


def _subjects(found: list[Token]) -> set[str]:
    """The variables that begin a triple pattern in the outermost group, so that none is a literal."""
    subjects: set[str] = set()
    depth = 0
    before = ""
    for token in found:
        if token.text.upper() == "SELECT" and depth:
            return set()  # what is sorted within has not been joined with what is outside
        if depth == 0 and token.text == "{":
            subjects.clear()  # of a template
        depth += BRACKETS.get(token.text, 0)
        if depth == 1 and token.kind == "variable" and before in ("{", "."):
            subjects.add(token.text)
        before = token.text
    return subjects


def _end_of_condition(found: list[Token], words: list[str], start: int) -> int:
    """Where the condition that begins at a position ends; 0 if none begins there."""
    if start == len(found) or words[start] in ("LIMIT", "OFFSET", "VALUES", "}"):
        return 0
    if found[start].kind == "variable":
        return start + 1
    depth = 0
    for position in range(start, len(found)):
        change = BRACKETS.get(words[position], 0)
        depth += change
        if change and depth <= 0:
            return position + 1
    return 0


@cache
def _kind() -> str:
    text = beside(__file__, "sort_key.rq")
    return " ".join(text.partition("ORDER BY")[2].split()).removesuffix(" ?key")
