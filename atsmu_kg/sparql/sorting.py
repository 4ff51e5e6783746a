"""ORDER BY that can't end the process: keys of mixed kinds are put in an order that is one."""

from __future__ import annotations

import re
from functools import cache

from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def sortable(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text with the kind of each sort key before it; see ``sort_key.rq``. Lines stay the same.

    Raises QuerySyntaxError or UnknownPrefixError for a text with ORDER BY that is no query.

    >>> sortable("SELECT * { ?s ?p ?o } ORDER BY STR(?o) ?p")[:52]
    'SELECT * { ?s ?p ?o } ORDER BY STR(?o) ASC(IF(isNume'
    """
    if re.search("ORDER", text, re.IGNORECASE) is None or _is_plain(text):
        return text
    from atsmu_kg.sparql.kinds import with_kinds

    return with_kinds(text, prefixes)


def _is_plain(text: str) -> bool:
    """Whether a quick look shows that all keys are of one kind.

    The parser would see it of more texts, but to import it takes longer than the answer to a small query.
    """
    words = text.upper()
    keys = _plain_keys().search(text)
    if keys is None or words.count("ORDER") != 1:
        return False
    variables = set(re.findall(r"\s[?$](\w+)", keys[1]))
    if not variables:
        return True
    if words.count("SELECT") != 1:
        return False
    first = _first_patterns().match(text)
    # The first brace may be that of a condition or a template.
    if first is None or any(map(words[: first.start(1)].count, ("EXISTS", "CONSTRUCT"))):
        return False
    subjects = re.findall(r"(?:^|\.)\s*[?$](\w+)", first[1])
    return variables <= set(subjects)


@cache
def _plain_keys() -> re.Pattern[str]:
    """The last clause of a text, ORDER BY with plain keys."""
    of_text = r"(?:STR|LANG)\([?$]\w+\)"
    key = rf"""(?:{of_text}|COALESCE\({of_text}, "[^"\\]*"\)|[?$]\w+)"""
    return re.compile(rf"\sORDER\s+BY((?:\s+{key})+)\s*\Z", re.IGNORECASE)


@cache
def _first_patterns() -> re.Pattern[str]:
    """What a text without comments before it has behind its first brace, up to other than plain patterns."""
    return re.compile(r"""(?:[^{}#<>"']|<[^<>\s]*>)*+\{([^{}()\[\]#<>"']*)""")
