"""ORDER BY that can't end the process: keys of mixed kinds are put in an order that is one."""

from __future__ import annotations

import re
from functools import cache

from atsmu_kg.rdf.namespaces import PREFIXES
from atsmu_kg.sparql.sort_key import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# An expression, or several, with parentheses in them up to two deep.
FLAT = r"""(?:[^()"'{}<>#]|"[^"\\\n]*")*+"""
DEEP = rf"{FLAT}(?:\({FLAT}(?:\({FLAT}\){FLAT})*+\){FLAT})*+"


def sortable(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text with the kind of each sort key before it; see ``sort_key.rq``. Lines stay the same.

    Raises QuerySyntaxError or UnknownPrefixError for a text with ORDER BY that is no query.

    >>> sortable("SELECT * { ?s ?p ?o } ORDER BY STR(?o) ?p")[:52]
    'SELECT * { ?s ?p ?o } ORDER BY STR(?o) ASC(IF(isNume'
    """
    if re.search("ORDER", text, re.IGNORECASE) is None:
        return text
    keys = _simple_keys().search(text)
    # The parser would see more, but to import it takes longer than the answer to a small query.
    if keys is not None and text.upper().count("ORDER") == 1:
        subjects = _subjects(text)

        def sorted_by(key: re.Match[str]) -> str:
            expression = key["directed"][1:-1] if key["direction"] else key[0]
            return key[0] if _is_plain(expression, subjects) else f"{_kind_before(key)} {key[0]}"

        return text[: keys.start(1)] + _simple_key().sub(sorted_by, keys[1]) + text[keys.end(1) :]
    from atsmu_kg.sparql.kinds import with_kinds

    return with_kinds(text, prefixes)


def _kind_before(key: re.Match[str]) -> str:
    if key["direction"]:
        return f"{key['direction'].upper()}({kind_of(key['directed'])})"
    return f"ASC({kind_of(key[0])})"


def _is_plain(key: str, subjects: Collection[str]) -> bool:
    """Whether all values of a key are of one kind."""
    if key.startswith(("?", "$")):
        return key[1:] in subjects
    return _plain_key().fullmatch(key) is not None


def _subjects(text: str) -> set[str]:
    """Variables that a quick look shows to be IRIs or blank nodes."""
    words = text.upper()
    if words.count("SELECT") != 1:
        return set()
    first = _first_patterns().match(text)
    # The first brace may be that of a condition or a template.
    if first is None or any(map(words[: first.start(1)].count, ("EXISTS", "CONSTRUCT"))):
        return set()
    return set(re.findall(r"(?:^|\.)\s*[?$](\w+)", first[1]))


@cache
def _simple_key() -> re.Pattern[str]:
    """A key without comments, strings with escapes, patterns and many parentheses."""
    return re.compile(
        rf"(?:(?P<direction>ASC|DESC)\s*(?P<directed>\({DEEP}\))|\w+\({DEEP}\)|[?$]\w+)", re.IGNORECASE
    )


@cache
def _simple_keys() -> re.Pattern[str]:
    """The last clause of a text, ORDER BY with simple keys."""
    key = re.sub(r"\?P<\w+>", "?:", _simple_key().pattern)
    return re.compile(rf"\sORDER\s+BY((?:\s+{key})+)\s*\Z", re.IGNORECASE)


@cache
def _plain_key() -> re.Pattern[str]:
    of_text = rf"(?:STR|LANG)\({DEEP}\)"
    return re.compile(rf"""{of_text}|COALESCE\({of_text}, "[^"\\]*"\)|STRLEN\([?$]\w+\)""", re.IGNORECASE)


@cache
def _first_patterns() -> re.Pattern[str]:
    """What a text without comments before it has behind its first brace, up to other than plain patterns."""
    return re.compile(r"""(?:[^{}#<>"']|<[^<>\s]*>)*+\{([^{}()\[\]#<>"']*)""")
