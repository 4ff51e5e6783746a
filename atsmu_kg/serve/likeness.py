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
# What one thing has of some properties, perhaps filtered.
STATED = rf"{TERM}\s++{TERM}\s++{TERM}\s*+(?:;\s*+[_a]\s++{TERM}\s*+)*+\.?\s*+"
FILTER = r"(?:FILTER\s*+\((?:[^(){}]|\([^(){}]*+\))*+\)\s*+\.?\s*+)?+"
TAIL = r"(?:ORDER\s++BY\s[^(){}]*+|(?:LIMIT|OFFSET)[\s_]*+)*+"
LOOKUP = re.compile(
    rf"\s*+DESCRIBE\s++_[\s_]*+|[^{{}}()]*+\{{\s*+(?:{STATED}{FILTER})?+\}}[\s_]*+{TAIL}",
    re.IGNORECASE,
)


def likeness(text: str) -> str:
    """A query without its constants.

    >>> likeness("SELECT ?o { <http://example.org/#a> rdfs:label 'x', ?o } LIMIT 10 # mine")
    'SELECT ?o { _ _ _, ?o } LIMIT _ _'
    """
    return CONSTANT.sub("_", text)


def is_lookup(likeness: str) -> bool:
    """Whether a query asks for one triple pattern, or for some properties of one thing, which is soon done.

    >>> is_lookup("SELECT ?p ?o { _ ?p ?o } LIMIT _"), is_lookup("ASK { ?a ?b ?c . ?d ?e ?f }")
    (True, False)
    """
    return LOOKUP.fullmatch(likeness) is not None
