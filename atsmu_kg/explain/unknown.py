"""The terms of a query that a store does not know."""

from __future__ import annotations

from atsmu_kg.explain.explanation import Unknown
from atsmu_kg.rdf.namespaces import IRI, RDF
from atsmu_kg.rdf.terms import render
from atsmu_kg.sparql.nodes import Iri, Path, RDFLiteral, TriplePattern
from atsmu_kg.sparql.patterns import DatasetClause, Filter, GraphPattern, Service, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query

# Terms that are looked up, those that come first.
MOST = 200


def unknown_terms(query: Query, vocabulary: StoreVocabulary) -> Iterator[Unknown]:
    """The IRIs and literals of the patterns that stand nowhere in the store, in the order of the text."""
    seen: dict[tuple[str, ...], None] = {}
    for node, kind in _terms(query):
        key = (node.value, getattr(node, "datatype", ""), getattr(node, "language", ""))
        if key in seen or len(seen) == MOST:
            continue
        seen[key] = None
        if vocabulary.knows(_rendered(node)):
            continue
        if isinstance(node, Iri):
            near = vocabulary.nearest(node.value, kind)
        else:
            near = vocabulary.nearest_literals(node.value)
        yield Unknown(query.source(node), tuple(near), node.line, node.column)


def _terms(query: Query) -> Iterator[tuple[Iri | RDFLiteral, str]]:
    """The terms that patterns ask for, with what kind of thing each would be."""
    for node in _local_nodes(query):
        if isinstance(node, TriplePattern):
            yield from _of_pattern(node)
        elif isinstance(node, GraphPattern) and isinstance(node.name, Iri):
            yield node.name, "graph"
        elif isinstance(node, DatasetClause):
            yield node.graph, "graph"
        elif isinstance(node, Values):
            yield from ((term, "thing") for row in node.rows for term in row if term is not None)
        elif isinstance(node, Filter):
            yield from ((part, "thing") for part in node.expression.walk() if isinstance(part, Iri))


def _of_pattern(pattern: TriplePattern) -> Iterator[tuple[Iri | RDFLiteral, str]]:
    is_type = isinstance(pattern.predicate, Iri) and pattern.predicate.value == RDF.type
    if isinstance(pattern.subject, Iri):
        yield pattern.subject, "thing"
    if isinstance(pattern.predicate, Iri | Path):
        yield from ((each, "property") for each in pattern.predicate.walk() if isinstance(each, Iri))
    if isinstance(pattern.object, Iri | RDFLiteral):
        yield pattern.object, "class" if is_type else "thing"


def _local_nodes(node: Node) -> Iterator[Node]:
    """The nodes of a query's sources, patterns and VALUES, but for what other endpoints are asked."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        if not isinstance(each, Service | Filter):
            waiting.extend(reversed(list(each.children())))


def _rendered(node: Iri | RDFLiteral) -> str:
    if isinstance(node, Iri):
        return render(IRI(node.value))
    from pyoxigraph import Literal as Term
    from pyoxigraph import NamedNode

    if node.language:
        return render(Term(node.value, language=node.language))
    return render(Term(node.value, datatype=NamedNode(node.datatype)))
