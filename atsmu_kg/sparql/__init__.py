"""SPARQL 1.1: texts as tokens and as trees, and what is checked and changed in them before they are asked.

- ``tokens``: terminals of the grammar; prefixes that a text lacks
- ``guard``, ``nesting``: what is refused before any parser sees it: size, depth, SERVICE
- ``nodes``, ``patterns``: what trees are made of: terms and expressions; patterns and queries
- ``functions``: names of functions and aggregates
- ``parser``: from tokens to a tree
- ``slips``: what to say where the grammar ends
- ``notes``: rules that the grammar can't say
- ``aggregation``: aggregates, and whether a query has groups
- ``scope``: variables that a part mentions or binds
- ``binding``: terms in the place of variables
- ``sorting``, ``kinds``: keys of ORDER BY that the engine survives
- ``concatenation``: GROUP_CONCAT as the specification has it
- ``dialect``: what SPARQL 1.1 allows in words that the engine reads
- ``footprint``, ``semijoins``, ``counts``: the triples in which an answer lies
- ``predicates``: the properties that a query reads
- ``diagnosis``: what the engine refuses
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from atsmu_kg.choices import require_instance, require_text
from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.sparql.patterns import Query

__all__ = ["parse"]


def parse(text: str, prefixes: Mapping[str, str] = PREFIXES) -> Query:
    """The tree of a SPARQL 1.1 query; ``prefixes`` need no declaration in it. Trees are never changed.

    Raises QuerySyntaxError, with line and column, for what is no query: by the grammar (SPARQL 1.1, 19.8), by
    the notes below it, or nested more than 100 levels deep (the error then has the fact ``deepest``);
    UnknownPrefixError.

    >>> query = parse("SELECT ?name { ?faculty a akg:Faculty ; skos:prefLabel ?name }")
    >>> [query.source(pattern) for pattern in query.where.patterns]
    ['?faculty a akg:Faculty', 'skos:prefLabel ?name']
    """
    require_text(text=text)
    if prefixes is PREFIXES:
        return _known(text)
    require_instance(Mapping, "Give a dict: {'ex': 'https://example.org/'}.", prefixes=prefixes)
    return _read(text, prefixes)


def not_unicode(error: UnicodeEncodeError) -> QuerySyntaxError:
    """The place of a character that is half of a surrogate pair."""
    lines = error.object[: error.start].split("\n")
    return QuerySyntaxError(
        f"the character U+{ord(error.object[error.start]):04X} is not a character by itself",
        advice="Take it out; it comes from a text that was read in a wrong encoding.",
        line=len(lines),
        column=len(lines[-1]) + 1,
    )


@lru_cache(maxsize=256)
def _known(text: str) -> Query:
    return _read(text, PREFIXES)


def _read(text: str, prefixes: Mapping[str, str]) -> Query:
    from atsmu_kg.sparql.parser import DEEPEST, Parser

    try:
        text.encode()
        return Parser(text, prefixes).query()
    except UnicodeEncodeError as error:
        raise not_unicode(error) from error
    except RecursionError as error:
        message = "the query is nested too deeply to be read here"
        advice = "It was read from deep within other calls; ask from nearer to the top."
        raise QuerySyntaxError(message, advice=advice, deepest=DEEPEST) from error
