"""Rules about what is sound SPARQL, and says something else than it seems to."""

from __future__ import annotations

from atsmu_kg.errors import QueryError
from atsmu_kg.explain.fragments import Fragments
from atsmu_kg.lint.finding import Finding
from atsmu_kg.lint.terms import last
from atsmu_kg.rdf.namespaces import AKG, SCHEMA
from atsmu_kg.sparql.nodes import Aggregate, Call, Iri, RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Exists, Filter, GraphPattern, Minus, Query, Service
from atsmu_kg.sparql.scope import mentioned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.explain.questions import PatternQuestions
    from atsmu_kg.lint.places import Place
    from atsmu_kg.lint.usage import Usage
    from atsmu_kg.sparql.nodes import Node

# What narrows figures to those that may be added up.
NARROWING = (SCHEMA.measuredProperty, AKG.partOf)


def apart(query: Query, questions: PatternQuestions) -> Iterator[Finding]:
    """Patterns in one GRAPH ?g that hold, and that no graph states together."""
    texts = Fragments(query)
    for node in _local(query):
        if not isinstance(node, GraphPattern) or not isinstance(node.name, Variable):
            continue
        patterns = [pattern for pattern in node.group.elements if isinstance(pattern, TriplePattern)]
        parts = [texts.element(pattern) for pattern in patterns]
        among = [f"GRAPH {texts.fresh(str(place))} {{ {part} }}" for place, part in enumerate(parts)]
        together = f"GRAPH {texts.fresh('all')} {{ {' '.join(parts)} }}"
        try:
            if len(parts) > 1 and not questions.exists(together) and questions.exists(" ".join(among)):
                message = "no graph states these patterns together, though pattern is stated by one"
                advice = "Ask for pattern in a GRAPH of its own, or without GRAPH."
                yield Finding.at(node, query, "graphs-apart", message, advice)
        except QueryError:
            continue


def required_maximum(query: Query, groups: Iterable[Place]) -> Iterator[Finding]:
    """A schema:maxValue that is required although no condition needs it: many figures have none."""
    compared = {name for node in query.walk() if isinstance(node, Filter) for name in mentioned(node)}
    for place in groups:
        if place.optional or place.negated:
            continue
        for pattern in place.patterns:
            property, _ = last(pattern.predicate)
            value = pattern.object
            if property is None or property.value != SCHEMA.maxValue or not isinstance(value, Variable):
                continue
            if isinstance(pattern.subject, Variable) and value.name not in compared:
                message = "figures without a known maximum are left out here"
                advice = "Write OPTIONAL { … schema:maxValue … }."
                yield Finding.at(property, query, "required-maximum", message, advice)


def summed(query: Query) -> Iterator[Finding]:
    """Sums and means over schema:value: figures are bounds, parts of others, and of different units."""
    patterns = [pattern for pattern in query.walk() if isinstance(pattern, TriplePattern)]
    ends = [(last(pattern.predicate)[0], pattern) for pattern in patterns]
    if any(
        end is not None and end.value in NARROWING and isinstance(pattern.object, Iri)
        for end, pattern in ends
    ):
        return
    values = {
        pattern.object.name
        for end, pattern in ends
        if end is not None and end.value == SCHEMA.value and isinstance(pattern.object, Variable)
    }
    for node in query.walk():
        adds = isinstance(node, Aggregate) and node.name in ("SUM", "AVG")
        if adds and values.intersection(mentioned(node)):
            message = "this adds up figures that are bounds, parts of others, or of different units"
            advice = "Choose those of one schema:measuredProperty, and look at akg:bound and akg:partOf."
            yield Finding.at(node, query, "sum-of-figures", message, advice)


def open_lists(query: Query, usage: Usage) -> Iterator[Finding]:
    """What is taken to be false since a list does not name it, though the list is open."""
    for node in query.walk():
        if isinstance(node, Minus) or (isinstance(node, Exists) and node.negated):
            for pattern in node.group.elements:
                if not isinstance(pattern, TriplePattern):
                    continue
                property, _ = last(pattern.predicate)
                if property is not None and property.value in usage.open:
                    said = query.source(property)
                    message = f"the list of {said} is open: what it does not name may hold all the same"
                    advice = "Read it as 'is not named'; kg.queries.open_lists() tells which lists are open."
                    yield Finding.at(property, query, "open-list", message, advice)


def aliased(query: Query) -> Iterator[Finding]:
    """Conditions of HAVING on a name that SELECT gives, which is not there yet (SPARQL 1.1, 18.2.4)."""
    for select in query.walk():
        if not isinstance(select, Query):
            continue
        given = {
            projected.variable.name: projected.expression
            for projected in select.projection
            if projected.variable is not None and projected.expression is not projected.variable
        }
        for condition in select.having:
            for node in condition.walk():
                if isinstance(node, Variable) and node.name in given:
                    message = (
                        f"?{node.name} has no value yet in HAVING for an engine that keeps to SPARQL 1.1"
                    )
                    advice = f"Write {query.source(given[node.name])} there as well."
                    yield Finding.at(node, query, "having-alias", message, advice)


def unreadable(query: Query, questions: PatternQuestions) -> Iterator[Finding]:
    """Regular expressions that are none, whose conditions hold for nothing."""
    for node in _local(query):
        if isinstance(node, Call) and node.name in ("REGEX", "REPLACE"):
            pattern = node.arguments[1]
            written = [
                query.source(argument) for argument in node.arguments[1:] if isinstance(argument, RDFLiteral)
            ]
            if not isinstance(pattern, RDFLiteral) or len(written) != len(node.arguments) - 1:
                continue
            name = Fragments(query).fresh("matched")
            call = f'{node.name}("", {", ".join(written)})'
            try:
                readable = questions.exists(f"BIND({call} AS {name}) FILTER(BOUND({name}))")
            except QueryError:
                readable = False
            if not readable:
                message = f"{query.source(pattern)} is not a regular expression"
                advice = r"Escape ( [ { ? * + . \ by \\, or ask with CONTAINS for a text as it stands."
                yield Finding.at(pattern, query, "no-regex", message, advice)


def _local(query: Query) -> Iterator[Node]:
    """The nodes of a query, but for what other endpoints are asked."""
    waiting: list[Node] = [query]
    while waiting:
        each = waiting.pop()
        yield each
        if not isinstance(each, Service):
            waiting += reversed(each.children())
