"""The terms of a query that are no classes, properties, things, graphs or languages of the store."""

from __future__ import annotations

from atsmu_kg.explain.elsewhere import kept_as
from atsmu_kg.explain.explanation import Unknown
from atsmu_kg.explain.lacks import had
from atsmu_kg.rdf.namespaces import BASE, RDF
from atsmu_kg.rdf.terms import spell
from atsmu_kg.sparql.nodes import Call, Iri, Operation, Path, RDFLiteral, TriplePattern
from atsmu_kg.sparql.patterns import DatasetClause, GraphPattern, Query, Service, Values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.explain.vocabulary import StoreVocabulary
    from atsmu_kg.sparql.nodes import Node, Predicate

    # A term, what it should be (class, property, thing, graph or language), and whose property it is.
    Asked = tuple[Iri | RDFLiteral, str, Iri | None]

# Terms that are looked up, those that come first.
MOST = 200
# Those of them that are compared with all terms of the store, which takes a hundredth of a second and more.
COMPARED = 10
# Schemes of IRIs that people take for each other.
SCHEMES = {"http": "https", "https": "http"}
COMPARISONS = ("=", "!=", "IN", "NOT IN")


def unrecognized(query: Query, vocabulary: StoreVocabulary) -> Iterator[Unknown]:
    """The terms that the store does not know as what the query takes them for, in the order of the text."""
    seen: set[tuple[str, str]] = set()
    compared = 0
    for node, kind, owner in asked_terms(query):
        key = (node.language if isinstance(node, RDFLiteral) and node.language else node.value, kind)
        if key in seen or len(seen) == MOST:
            continue
        seen.add(key)
        if not _recognized(key[0], kind, vocabulary) and key[0] not in vocabulary.deprecated:
            near, why = _meant(key[0], kind, vocabulary)
            if not near and compared < COMPARED:
                near = vocabulary.nearest(key[0], kind)
                compared += 1
            has = had(query.source(owner), owner.value, vocabulary) if owner is not None else ""
            advice = " ".join(filter(None, (why, has)))
            shown = query.source(node) if isinstance(node, Iri) else spell(key[0])
            yield Unknown(shown, tuple(near), node.line, node.column, kind=kind, advice=advice)


def asked_terms(node: Node) -> Iterator[Asked]:
    """The terms that the patterns and conditions below a node ask for.

    Left out is what the author brings along (VALUES, the template of CONSTRUCT) or asks of another endpoint,
    and in expressions what is no IRI of ours. A negated property set asks for no property.
    """
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, TriplePattern):
            yield from _of_pattern(node)
        elif isinstance(node, Iri):
            if node.value.startswith(BASE):
                yield node, "thing", None
        elif isinstance(node, DatasetClause):
            yield node.graph, "graph", None
        elif isinstance(node, GraphPattern):
            if isinstance(node.name, Iri):
                yield node.name, "graph", None
            waiting.append(node.group)
        elif isinstance(node, Query):
            yield from ((target, "thing", None) for target in node.targets if isinstance(target, Iri))
            own = {*node.template, *node.targets}
            waiting += [part for part in reversed(node.children()) if part not in own]
        elif not isinstance(node, Service | Values):
            yield from ((tag, "language", None) for tag in _tags(node))
            waiting += reversed(node.children())


def _of_pattern(pattern: TriplePattern) -> Iterator[Asked]:
    is_type = isinstance(pattern.predicate, Iri) and pattern.predicate.value == RDF.type
    if isinstance(pattern.subject, Iri):
        yield pattern.subject, "thing", None
    owner = pattern.subject if isinstance(pattern.subject, Iri) else None
    yield from ((each, "property", owner) for each in _properties(pattern.predicate))
    if isinstance(pattern.object, Iri):
        yield pattern.object, "class" if is_type else "thing", None
    elif isinstance(pattern.object, RDFLiteral) and pattern.object.language:
        yield pattern.object, "language", None


def _properties(predicate: Predicate) -> Iterator[Iri]:
    if isinstance(predicate, Iri):
        yield predicate
    elif isinstance(predicate, Path) and predicate.operator != "!":
        for part in predicate.parts:
            yield from _properties(part)


def _tags(node: Node) -> Iterator[RDFLiteral]:
    """The texts with which an expression compares a language, and texts in one that it compares."""
    if isinstance(node, Call):
        compared = node.arguments if node.name == "LANGMATCHES" else ()
    elif isinstance(node, Operation):
        compared = node.arguments if node.operators[0] in COMPARISONS else ()
    else:
        return
    of_language = any(isinstance(each, Call) and each.name == "LANG" for each in compared)
    yield from (each for each in compared if isinstance(each, RDFLiteral) and (each.language or of_language))


def _recognized(term: str, kind: str, vocabulary: StoreVocabulary) -> bool:
    if kind == "language":
        return vocabulary.knows_language(term)
    return vocabulary.knows(f"<{term}>", kind)


def _meant(term: str, kind: str, vocabulary: StoreVocabulary) -> tuple[Iterable[str], str]:
    """What was meant, where the term itself says so, and why."""
    scheme, colon, rest = term.partition(":")
    twin = f"{SCHEMES.get(scheme, scheme)}{colon}{rest}"
    if twin != term and vocabulary.knows(f"<{twin}>", kind):
        return (f"<{twin}>",), f"It is another IRI than <{term}>."
    ours, reason = kept_as(term)
    return ((ours,) if ours else ()), reason
