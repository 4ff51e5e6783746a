"""Why a query has no solutions: what removed the last one, and which terms the graph does not know.

- ``explanation``: what is told, as text and HTML
- ``vocabulary``: the terms of a store, and those most like another one
- ``fragments``, ``questions``: parts of a query as patterns, and asking a store about them
- ``lacks``: properties that things lack, and what they have; ``elsewhere``: terms of other vocabularies
- ``recognition``: the terms of a query that a store knows as what they are taken for
- ``deprecation``: the terms of a query that others replace
- ``comparison``: which literals can be compared
- ``search``: to the part that removed the last solution
"""

from __future__ import annotations

from atsmu_kg.explain.explanation import Explanation, Removal, Unknown
from atsmu_kg.rdf.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.stores.protocol import Store

__all__ = ["Explanation", "Removal", "Unknown", "warnings", "why_empty"]


def why_empty(
    store: Store,
    text: str,
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    vocabulary: StoreVocabulary | None = None,
    timeout: float | None = None,
) -> Explanation:
    """Which part of a query removed its last solution; for a query with solutions, how many there are.

    store: the store that is asked.
    text: the query.
    prefixes: those that it need not declare.
    vocabulary: what an earlier call may have read of the same store.
    timeout: the seconds that each question to the store may take; as many as it likes without one.

    Each group is asked again with more and more of its elements, filters last, until none remains: the part
    that is named has no solution, what stands before it has.

    Raises QuerySyntaxError, UnknownPrefixError, and QueryError or StoreError where the query can't be
    answered.

    >>> from atsmu_kg import load
    >>> why = why_empty(load().store, "SELECT ?f { ?f a akg:Facultie ; skos:prefLabel ?name }")
    >>> why.removed_by.text, why.before, why.unknown[0].nearest[0]
    ('?f a akg:Facultie', 1, 'akg:Faculty')
    """
    from atsmu_kg.explain.deprecation import deprecated_terms
    from atsmu_kg.explain.lacks import lacks
    from atsmu_kg.explain.questions import PatternQuestions
    from atsmu_kg.explain.search import Search
    from atsmu_kg.explain.unknown import unknown_terms
    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.sparql import parse

    query = parse(text, prefixes)
    search = Search(query, PatternQuestions(store, query, timeout))
    removal = search.removal()
    if removal is None:
        return Explanation(search.solutions())
    known = vocabulary or StoreVocabulary(store, prefixes)
    return Explanation(
        0,
        removal,
        (*unknown_terms(query, known), *deprecated_terms(query, known)),
        tuple(search.languages),
        tuple(lacks(query, known)),
        tuple(search.types),
    )


def warnings(
    store: Store,
    text: str,
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    vocabulary: StoreVocabulary | None = None,
) -> tuple[Unknown, ...]:
    """The classes, properties, things, graphs and languages of a query that the store does not know.

    Those that are deprecated are told, too, with what replaces them.

    store: the store that is asked.
    text: the query.
    prefixes: those that it need not declare.
    vocabulary: what an earlier call may have read of the same store.

    Raises QuerySyntaxError, UnknownPrefixError and StoreError.

    >>> from atsmu_kg import load
    >>> [each.text for each in warnings(load().store, 'ASK { ?f a akg:Facultie }')]
    ['the graph knows no class akg:Facultie']
    """
    from atsmu_kg.explain.deprecation import deprecated_terms
    from atsmu_kg.explain.recognition import unrecognized
    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.sparql import parse

    known = vocabulary or StoreVocabulary(store, prefixes)
    query = parse(text, prefixes)
    told = (*unrecognized(query, known), *deprecated_terms(query, known))
    return tuple(sorted(told, key=lambda warning: (warning.line, warning.column)))
