"""How deep the engine would have to recurse into a query: the process ends where its stack does.

Brackets are not all. The engine makes trees of chains: of operators, alternatives, triple patterns, BINDs, ….
"""

from __future__ import annotations

import re

from atsmu_kg.errors import QueryError
from atsmu_kg.sparql.tokens import significant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.sparql.tokens import Token

# In a thread of 512 KiB, the least that systems give, the engine ends at about 150 triple patterns in a row
# and at 400 operators; a main thread has about sixteen times as much.
DEEPEST = 100
LEVEL, LINK = 3, 1
WEIGHTS = {"{": LEVEL, "(": LEVEL + LINK}
CALL = 2 * LEVEL

LINKS = {
    **dict.fromkeys(("||", "&&", "!", "+", "-", "*", "|", "^", "UNION", "FILTER", "HAVING"), LINK),
    **dict.fromkeys((".", ";", ",", "/"), LEVEL),
    "~": 2 * LEVEL,
}
OPENING = frozenset({"{", "(", "[", "<<", "<<(", "{|"})
CLOSING = frozenset({"}", ")", "]", ">>", ")>>", "|}"})
TERMS = frozenset({"variable", "number", "string", "language", "iri", "pname", "bnode"})


def require_shallow(text: str) -> None:
    """Raises QueryError, with the place, for a text that nests or chains more than the engine survives.

    >>> require_shallow("ASK { ?s ?p 1" + ", 1" * 200 + " }")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.QueryError: 1:311: the query is too deep: more than 100 things nested, or chained in a row
      Write long lists as VALUES or IN; or give a timeout, and a worker process answers, if it can.
    """
    if _may_be_deep(text):
        lexed = significant(text)
        excess = _excess(lexed)
        if excess is not None:
            raise QueryError(
                f"the query is too deep: more than {DEEPEST} things nested, or chained in a row",
                advice="Write long lists as VALUES or IN; or give a timeout, and a worker process answers, "
                "if it can.",
                line=excess.line,
                column=excess.column,
                deepest=DEEPEST,
            )


def _may_be_deep(text: str) -> bool:
    """A quick look that lets usual texts pass without their tokens."""
    return (
        len(text) > 2000
        or max(text.count("("), text.count("{")) > DEEPEST // 4
        or sum(map(text.count, "{[;,./|&!+-*~")) > DEEPEST
        or re.search(r"\([^(),|&=<>+*/]{70}", text) is not None
    )


class _Level:
    """What stands between two brackets: the weight of its chain, and of the deepest level within it."""

    __slots__ = ("bracket", "chain", "flat", "inner", "weight")

    def __init__(self, bracket: str, weight: int, flat: bool) -> None:
        self.bracket = bracket
        self.weight = weight
        self.flat = flat  # rows of VALUES, templates, lists of arguments: neither joined nor chained
        self.chain = self.inner = 0


def _excess(lexed: list[Token]) -> Token | None:
    """The token at which the weight is too much."""
    levels = [_Level("", 0, flat=False)]
    outside = 0
    flat = False
    before = ""
    kind = ""
    for token in lexed:
        word = token.text.upper() if token.kind == "keyword" else token.text
        level = levels[-1]
        after_term = kind in TERMS or before in CLOSING
        if word in ("VALUES", "CONSTRUCT"):
            flat = True
        elif word in OPENING:
            level.chain += 0 if level.flat else _joint(level, before, word, after_term)
            weight = CALL if _is_call(before, kind, word) else WEIGHTS.get(word, LEVEL)
            levels.append(_Level(word, weight, flat=level.flat or (flat and word == "{")))
            outside += weight
            flat = flat and word != "{"
        elif word in CLOSING and len(levels) > 1:
            levels.pop()
            outside -= level.weight
            levels[-1].inner = max(levels[-1].inner, level.chain + level.inner + level.weight)
        elif word == "AS" and len(levels) > 1:
            levels[-2].chain += LEVEL
        elif word == "," and level.bracket == "(":
            level.flat = True
        elif level.bracket == "(" and token.kind in TERMS and after_term:
            level.chain += 0 if level.flat else _member(token)
        elif not level.flat:
            level.chain += LINKS.get(word, 0)
        if levels[-1].chain + levels[-1].inner + outside > LEVEL * DEEPEST:
            return token
        before, kind = word, token.kind
    return None


def _is_call(before: str, kind: str, bracket: str) -> bool:
    called = kind in ("keyword", "iri", "pname") and before not in (
        "FILTER",
        "HAVING",
        "BIND",
        "IN",
        "SELECT",
    )
    return before == "EXISTS" or (bracket == "(" and called)


def _joint(level: _Level, before: str, bracket: str, after_term: bool) -> int:
    """The weight with which a bracket lengthens the chain that it stands in."""
    if bracket == "{":
        return 0 if level.bracket == "" or before in ("{", "UNION", "EXISTS") else LEVEL
    if bracket == "{|" or (level.bracket == "(" and after_term):
        return 2 * LEVEL
    return LINK if before in CLOSING else 0


def _member(token: Token) -> int:
    """The weight of a term after a term: in a collection two triples, in an expression a signed number."""
    return 0 if token.kind == "language" else LINK if token.text[0] in "+-" else 2 * LEVEL
