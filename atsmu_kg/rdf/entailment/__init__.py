"""What follows from statements: by the vocabulary's axioms, and labels and codes composed of others."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, QueryTriples, Store, Triple

from atsmu_kg.files import all_beside


def rules() -> tuple[str, ...]:
    """The rules as CONSTRUCT queries: rdfs5, 7, 9 and 11 of RDFS, and prp-inv of OWL 2 RL.

    >>> len(rules())
    3
    """
    return all_beside(__file__, "rules", ".rq")


def compositions() -> tuple[str, ...]:
    """The queries that compose names of agents, labels, lengths of periods and the schemes of codes.

    >>> len(compositions())
    4
    """
    return all_beside(__file__, "composed", ".rq")


def entailed(stated: Iterable[Triple]) -> set[Triple]:
    """The triples that the axioms add to `stated`, without those already stated.

    >>> from pyoxigraph import parse, RdfFormat
    >>> turtle = '''@prefix org: <http://www.w3.org/ns/org#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    ... org:hasUnit owl:inverseOf org:unitOf .
    ... <http://example.org/u> org:hasUnit <http://example.org/f> .'''
    >>> for triple in sorted(entailed(quad.triple for quad in parse(turtle, RdfFormat.TURTLE)), key=str):
    ...     print(triple)
    <http://example.org/f> <http://www.w3.org/ns/org#unitOf> <http://example.org/u>
    """
    known = set(stated)
    return derivable(known) - known


def derivable(stated: Iterable[Triple]) -> set[Triple]:
    """The triples that follow by the axioms from `stated`, those already stated as well.

    The rules are applied until they add nothing more.

    >>> from pyoxigraph import NamedNode
    >>> wide, has, unit = map(NamedNode, ("urn:wide", "urn:has", "urn:unit"))
    >>> axiom = Triple(has, NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf"), wide)
    >>> stated = [axiom, Triple(unit, has, unit), Triple(unit, wide, unit)]
    >>> derivable(stated) == {Triple(unit, wide, unit)}, entailed(stated)
    (True, set())
    """
    applied = rules()
    known = set(stated)
    store = Store()
    store.extend(map(_quad, known))
    while True:
        follows = {triple for rule in applied for triple in _constructed(store, rule)}
        new = follows - known
        if not new:
            return follows
        known |= new
        store.extend(map(_quad, new))


def composed(known: Iterable[Triple]) -> set[Triple]:
    """What `compositions` construct of statements and what follows from them, without those known.

    >>> composed([])
    set()
    """
    stated = set(known)
    store = Store()
    store.extend(map(_quad, stated))
    return {triple for query in compositions() for triple in _constructed(store, query)} - stated


def _constructed(store: Store, rule: str) -> Iterable[Triple]:
    found = store.query(rule)
    assert isinstance(found, QueryTriples)
    return found


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)
