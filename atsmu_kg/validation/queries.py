"""The queries of SPARQL-based constraints: what they may not have (SHACL 5, appendix A)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.tokens import prefixes_declared, prefixes_used, query_form, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

FORBIDDEN = frozenset({"MINUS", "SERVICE", "VALUES", "FROM"})
PREBOUND = frozenset({"this", "currentShape", "shapesGraph", "PATH"})


def query_faults(text: str, prologue: str = "") -> Iterator[tuple[str, str]]:
    """What is no query, makes pre-binding undefined or fetches something, each with its remedy.

    ``prologue`` declares the prefixes that the text may use.

    >>> list(query_faults("SELECT $this { $this ?p ?o MINUS { $this a ?o } }"))
    [('with MINUS, which a constraint may not have', 'Use FILTER NOT EXISTS.')]
    """
    unread = next(_unread(text, prologue), None)
    if unread:
        yield unread
        return
    remedies = {
        "MINUS": "Use FILTER NOT EXISTS.",
        "VALUES": "Use FILTER with IN.",
        "FROM": "Query the validated graph only; nothing is fetched.",
        "SERVICE": "Query the validated graph only; nothing is fetched.",
    }
    for word in sorted(FORBIDDEN & words(text)):
        asks = " that asks for other data (FROM or SERVICE)"
        yield (
            asks.strip() if word in {"FROM", "SERVICE"} else f"with {word}, which a constraint may not have",
            remedies[word],
        )
    for name in rebound(text):
        yield f"that binds ${name} anew, which is bound before", "Choose another variable."
    outer, *inner = ("this" in names or "*" in names for names in projections(text))
    if not outer:
        yield "that does not select $this", "Write SELECT $this …, also where it has always one value."
    if not all(inner):
        yield "with a query inside it that does not select $this", "Write SELECT $this … there too."


def _unread(text: str, prologue: str) -> Iterator[tuple[str, str]]:
    """Why a text is not a SELECT query, first what engines tell each in its own words."""
    lacking = sorted(prefixes_used(text).keys() - prefixes_declared(prologue + text).keys())
    for prefix in lacking:
        advice = "Declare it with sh:declare, and refer to that with sh:prefixes."
        yield f"that uses the prefix {prefix}:, which it does not declare", advice
    try:
        # The path of the property shape stands there.
        parse(prologue + text.replace("$PATH", "<urn:path>"))
        form = query_form(text)
    except QuerySyntaxError as error:
        yield f"that is not SPARQL: {error.message}", error.advice or "Correct the query."
        return
    if form != "SELECT":
        yield f"that is {form}, where SELECT is wanted", "Select $this, and ?value or ?path."


def words(text: str) -> set[str]:
    """The keywords of a query, in capitals."""
    return {token.text.upper() for token in tokens(text) if token.kind == "keyword"}


def rebound(text: str) -> list[str]:
    """The pre-bound variables that a query binds anew.

    >>> rebound("SELECT $this { BIND (1 AS ?this) }")
    ['this']
    """
    found = [token for token in tokens(text) if token.kind not in {"space", "comment"}]
    names = [after.text[1:] for token, after in pairwise(found) if token.text.upper() == "AS"]
    return [name for name in names if name in PREBOUND]


def projections(text: str) -> Iterator[set[str]]:
    """The names that each SELECT of a text projects, in order."""
    names: set[str] | None = None
    for token in tokens(text):
        word = token.text.upper()
        if token.kind == "keyword" and word == "SELECT":
            names = set()
        elif names is not None and (word in {"WHERE", "{"} or (token.kind == "keyword" and word == "FROM")):
            yield names
            names = None
        elif names is not None and (token.kind == "variable" or word == "*"):
            names.add(token.text.lstrip("?$"))
