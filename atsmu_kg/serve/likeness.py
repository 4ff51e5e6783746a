"""What queries have in common that ask the same of other things, and so take about as long."""

from __future__ import annotations

import re

# IRIs, strings, comments, prefixed names and numbers. Nothing is read twice, so that no text keeps the server
# busy: what is not closed is taken as it is.
CONSTANT = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*+>|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|#[^\n]*+"""
    r"|(?<![\w-])[\w-]*+:[\w.-]*+|\b\d[\d.]*+"
)
TERM = r"[^\s{}().;,|/*+^!]++"
LOOKUP = re.compile(
    rf"(?:\s*+DESCRIBE\s+_|[^{{}}()]*+\{{\s*+(?:{TERM}\s++{TERM}\s++{TERM}\s*+\.?\s*+)?\}}"
    r"(?:\s*+LIMIT\s+_)?)\s*+_?\s*+",
    re.IGNORECASE,
)


def likeness(text: str) -> str:
    """A query without its constants.

    >>> likeness("SELECT ?o { <http://example.org/#a> rdfs:label 'x', ?o } LIMIT 10 # mine")
    'SELECT ?o { _ _ _, ?o } LIMIT _ _'
    """
    return CONSTANT.sub("_", text)


def is_lookup(likeness: str) -> bool:
    """Whether a query asks for the matches of one triple pattern at most, which is soon done.

    >>> is_lookup("SELECT ?p ?o { _ ?p ?o } LIMIT _"), is_lookup("ASK { ?a ?b ?c . ?d ?e ?f }")
    (True, False)
    """
    return LOOKUP.fullmatch(likeness) is not None
