"""The terms of a query, and the values of its parameters, that are deprecated: each with what replaces it."""

from __future__ import annotations

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.explain.explanation import DEPRECATED, Unknown
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.sparql.nodes import Iri
from atsmu_kg.sparql.patterns import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query


def deprecated_terms(query: Query, vocabulary: StoreVocabulary) -> Iterator[Unknown]:
    """The deprecated terms of a query, those of VALUES too, where each stands first in the text."""
    seen: set[str] = set()
    for node in _iris(query):
        replacements = vocabulary.deprecated.get(node.value)
        if replacements is not None and node.value not in seen:
            seen.add(node.value)
            yield Unknown(query.source(node), replacements, node.line, node.column, kind=DEPRECATED)


def deprecated_values(given: Mapping[str, object], vocabulary: StoreVocabulary) -> Iterator[Unknown]:
    """The deprecated IRIs among the values of parameters, which are given by the parameters' names."""
    for name, value in given.items():
        if not isinstance(value, str):
            continue
        try:
            iri = expand(value, vocabulary.prefixes)
        except AtsmuKGError:
            continue
        replacements = vocabulary.deprecated.get(iri)
        if replacements is not None:
            yield Unknown(vocabulary.shown(iri), replacements, kind=DEPRECATED, parameter=name)


def _iris(query: Query) -> Iterator[Iri]:
    """The IRIs of a query, but for what other endpoints are asked."""
    waiting: list[Node] = [query]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Iri):
            yield node
        if not isinstance(node, Service):
            waiting.extend(reversed(list(node.children())))
