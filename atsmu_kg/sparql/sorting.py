"""ORDER BY that can't end the process: keys of mixed kinds are put in an order that is one."""

from __future__ import annotations

import re
from itertools import accumulate

from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

DIRECTIONS = ("ASC", "DESC")


def sortable(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text with the kind of each sort key before it; see ``sort_key.rq``. Lines stay the same.

    Raises QuerySyntaxError or UnknownPrefixError for a text with ORDER BY that is no query.

    >>> sortable("SELECT * { ?s ?p ?o } ORDER BY STR(?o) ?p")[:52]
    'SELECT * { ?s ?p ?o } ORDER BY STR(?o) ASC(IF(isNume'
    """
    words = text.upper()
    if "ORDER" not in words:
        return text
    # The parser would see more, but to import it takes longer than the answer to a small query.
    alone = len(words) == len(text) and words.count("ORDER") == 1
    keys = _simple_keys(text, words.index("ORDER")) if alone else None
    if keys is None:
        from atsmu_kg.sparql.kinds import with_kinds

        return with_kinds(text, prefixes)
    subjects = _subjects(text) if any(key.startswith(("?", "$")) for _, key in keys) else ()
    # The last first, so that the others keep their places.
    for at, key in reversed(keys):
        text = f"{text[:at]}{_kind_before(key, subjects)}{text[at:]}"
    return text


def _simple_keys(text: str, start: int) -> list[tuple[int, str]] | None:
    """The keys of a last clause, which starts there, each with its place; None if one is not simple.

    A pattern for all that takes longer to compile than most answers take to sort.
    """
    clause = text[start:]
    quoted = "".join(clause.split('"')[1::2])
    words = list(re.finditer(r"\S+", clause))
    if any(mark in clause for mark in "'{}<>#\\") or "(" in quoted or ")" in quoted:
        return None
    keys, begin = [], None
    for word in words[2:]:
        begin = word.start() if begin is None else begin
        key = clause[begin : word.end()]
        if key.count("(") == key.count(")") and key.upper() not in DIRECTIONS:
            keys.append((start + begin, key))
            begin = None
    named = [word[0].upper() for word in words[:2]] == ["ORDER", "BY"] and text[start - 1].isspace()
    whole = named and keys and begin is None
    return keys if whole and all(_is_variable(key) or _is_call(key) for _, key in keys) else None


def _kind_before(key: str, subjects: Collection[str]) -> str:
    """What comes before a key; nothing if all its values are of one kind."""
    name, bracket, rest = key.partition("(")
    direction = name.rstrip().upper()
    directed = direction in DIRECTIONS
    if _is_plain(rest[:-1] if directed else key, subjects):
        return ""
    from atsmu_kg.sparql.sort_key import kind_of

    return f"{direction}({kind_of(bracket + rest)}) " if directed else f"ASC({kind_of(key)}) "


def _is_plain(key: str, subjects: Collection[str]) -> bool:
    """Whether all values of a key are of one kind."""
    if _is_variable(key):
        return key[1:] in subjects
    name, _, arguments = key.upper().partition("(")
    if name != "COALESCE":
        return name in ("STR", "LANG", "STRLEN") and _is_call(key)
    first, _, last = arguments[:-1].rpartition(", ")
    is_string = last.startswith('"') and last.find('"', 1) == len(last) - 1
    return first.startswith(("STR(", "LANG(")) and _is_call(first) and is_string


def _is_variable(key: str) -> bool:
    return key[:1] in ("?", "$") and f"_{key[1:]}".isidentifier()


def _is_call(key: str) -> bool:
    """Whether it is a name with parentheses, of which the first is closed by the last character."""
    name, _, rest = key.partition("(")
    depths = accumulate([(character == "(") - (character == ")") for character in rest], initial=1)
    return name.rstrip().isidentifier() and rest[-1:] == ")" and list(depths).index(0) == len(rest)


def _subjects(text: str) -> set[str]:
    """Variables that a quick look shows to be IRIs or blank nodes."""
    words = text.upper()
    if words.count("SELECT") != 1:
        return set()
    # What a text without comments before it has behind its first brace, up to other than plain patterns.
    first = re.match(r"""(?:[^{}#<>"']|<[^<>\s]*>)*+\{([^{}()\[\]#<>"']*)""", text)
    # The first brace may be that of a condition or a template.
    if first is None or any(map(words[: first.start(1)].count, ("EXISTS", "CONSTRUCT"))):
        return set()
    return set(re.findall(r"(?:^|\.)\s*[?$](\w+)", first[1]))
