"""Which properties a query reads, and which of its variables are mere counts."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Aggregate, Iri, Path, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, Query, Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.sparql.nodes import Node


def predicates(query: Query) -> frozenset[str] | None:
    """The properties of all triples that can have to do with an answer; None where they may be any.

    query: the query.

    >>> from atsmu_kg.sparql import parse
    >>> predicates(parse("SELECT ?v { ?f a akg:Figure ; ^schema:about/schema:value ?v }")) == {
    ...     "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    ...     "https://schema.org/about",
    ...     "https://schema.org/value",
    ... }
    True
    >>> predicates(parse("SELECT ?v { ?f !schema:about ?v }"))
    """
    read: set[str] = set()
    for node in query.walk():
        if isinstance(node, Service) or (isinstance(node, Query) and node.form == "DESCRIBE"):
            return None
        if not isinstance(node, TriplePattern):
            continue
        for part in node.predicate.walk():
            if isinstance(part, Iri):
                read.add(part.value)
            elif not isinstance(part, Path) or part.operator == "!":
                return None
    return frozenset(read)


def count_variables(query: Query) -> frozenset[str]:
    """The variables that can't be but the number of some solutions.

    query: the query.

    >>> from atsmu_kg.sparql import parse
    >>> sorted(count_variables(parse("SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?sum) { ?s ?p ?v }")))
    ['n']
    """
    counting: set[str] = set()
    others: set[str] = set()
    for node in query.walk():
        if isinstance(node, Assignment) and isinstance(node.variable, Variable):
            if isinstance(node.expression, Variable) and node.expression.name == node.variable.name:
                continue
            (counting if _is_count(node.expression) else others).add(node.variable.name)
        elif isinstance(node, TriplePattern):
            others |= {part.name for part in node.walk() if isinstance(part, Variable)}
    return frozenset(counting - others)


def _is_count(expression: Node) -> bool:
    return isinstance(expression, Aggregate) and expression.name.upper() == "COUNT"
