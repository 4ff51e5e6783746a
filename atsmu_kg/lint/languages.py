"""A rule about names in several languages, of which each makes a row."""

from __future__ import annotations

from atsmu_kg.lint.finding import Finding
from atsmu_kg.lint.terms import last
from atsmu_kg.sparql.nodes import Aggregate, Call, Operation, RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Values
from atsmu_kg.sparql.scope import mentioned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.lint.places import Place
    from atsmu_kg.lint.usage import Usage
    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query


def doubled(query: Query, groups: Iterable[Place], usage: Usage) -> Iterator[Finding]:
    """Values of a property with several languages whose language the query does not look at."""
    settled = {name for node in query.walk() for name in _settled(node)}
    if query.form != "SELECT":
        return
    for place in groups:
        for pattern in place.patterns:
            property, inverse = last(pattern.predicate)
            value = pattern.object
            if place.negated or inverse or property is None or not isinstance(value, Variable):
                continue
            if value.name in settled or not usage.is_multilingual(property.value):
                continue
            if _unseen(place.select, value.name) or _joined(query, pattern, value.name):
                continue
            advice = f'Choose one, as in FILTER(LANG(?{value.name}) = "en"), or show LANG(?{value.name}).'
            message = f"?{value.name} has a row for each language of {query.source(property)}"
            yield Finding.at(value, query, "language-rows", message, advice)


def _settled(node: Node) -> Iterator[str]:
    """The variables whose language, or whose whole value, an expression looks at, and those aggregated."""
    looks = isinstance(node, Call) and node.name in ("LANG", "LANGMATCHES", "SAMETERM")
    if looks or isinstance(node, Aggregate):
        yield from mentioned(node)
    elif isinstance(node, Operation) and node.operators[0] in ("=", "IN"):
        if any(isinstance(each, RDFLiteral | Variable) for each in node.arguments[1:]):
            yield from (each.name for each in node.arguments if isinstance(each, Variable))
    elif isinstance(node, Values):
        yield from (each.name for each in node.variables)


def _unseen(select: Query, name: str) -> bool:
    """Whether DISTINCT makes one row of all values."""
    projected = {each for part in select.projection for each in mentioned(part)}
    return select.modifier == "DISTINCT" and bool(select.projection) and name not in projected


def _joined(query: Query, pattern: TriplePattern, name: str) -> bool:
    """Whether another pattern wants the same value."""
    others = (each for each in query.walk() if isinstance(each, TriplePattern) and each is not pattern)
    return any(isinstance(each.object, Variable) and each.object.name == name for each in others)
