"""SPARQL 1.1 queries as trees: what each part is, where it stands, and which variables it binds.

- ``nodes``, ``patterns``: what trees are made of
- ``cursor``, ``expressions``, ``triples``, ``groups``, ``queries``: reading, each over the one before
- ``scope``: variables that a part mentions or binds
"""

from __future__ import annotations

from functools import lru_cache

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.sparql.patterns import Query

__all__ = ["parse"]


def parse(text: str, prefixes: Mapping[str, str] = PREFIXES) -> Query:
    """The tree of a SPARQL 1.1 query; ``prefixes`` need no declaration in it. Trees are never changed.

    Raises QuerySyntaxError, with line and column, for what the grammar (SPARQL 1.1, 19.8) does not allow, and
    for more than 100 levels of nesting; UnknownPrefixError. What only the notes below the grammar forbid
    (a variable projected twice, …) is left to the engine.

    >>> query = parse("SELECT ?name { ?faculty a akg:Faculty ; skos:prefLabel ?name }")
    >>> [query.source(pattern) for pattern in query.where.patterns]
    ['?faculty a akg:Faculty', 'skos:prefLabel ?name']
    """
    if prefixes is PREFIXES:
        return _known(text)
    return _read(text, prefixes)


@lru_cache(maxsize=256)
def _known(text: str) -> Query:
    return _read(text, PREFIXES)


def _read(text: str, prefixes: Mapping[str, str]) -> Query:
    from atsmu_kg.sparql.queries import read

    try:
        return read(text, prefixes)
    except RecursionError as error:
        advice = "It was read from deep within other calls; ask from nearer to the top."
        raise QuerySyntaxError("the query is nested too deeply to be read here", advice=advice) from error
