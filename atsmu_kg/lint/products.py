"""A rule about patterns that nothing connects, so that each solution of one meets each of the other."""

from __future__ import annotations

from atsmu_kg.errors import QueryError
from atsmu_kg.explain.fragments import Fragments
from atsmu_kg.lint.finding import Finding
from atsmu_kg.sparql.nodes import BlankNode, Variable
from atsmu_kg.sparql.patterns import Assignment, Filter, Minus, Query
from atsmu_kg.sparql.scope import in_scope, mentioned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from atsmu_kg.explain.questions import PatternQuestions
    from atsmu_kg.lint.places import Place
    from atsmu_kg.sparql.nodes import Node

    # What connects, and the elements that it connects.
    Component = tuple[set[str], list[Node]]


def products(query: Query, groups: Iterable[Place], questions: PatternQuestions) -> Iterator[Finding]:
    """The first element of each part of a group that no variable, shared or compared, connects with the rest.

    A part that has one solution in the store multiplies nothing, and is left out.
    """
    texts = Fragments(query)
    for place in groups:
        parts = [] if place.together else _components(place)
        if len(parts) > 1:
            many = [part for part in parts if _many(part, texts, questions)]
            for _, elements in many[1:]:
                message = "nothing connects this with the patterns before it, so all are combined with all"
                advice = "Share a variable with them or compare with FILTER, or ask two queries."
                yield Finding.at(elements[0], query, "cartesian-product", message, advice)


def _components(place: Place) -> list[Component]:
    parts: list[Component] = []
    links = [set(place.outer)] if place.outer else []
    for element in place.group.elements:
        names = _names(element)
        if isinstance(element, Filter):
            links.append(names)
        elif names and not isinstance(element, Minus):
            parts.append((names, [element]))
    links += [set(mentioned(clause)) for clause in (*place.select.projection, *place.select.having)]
    around = place.around
    while around is not None:
        links += [_names(condition) for condition in around.group.filters]
        around = around.around
    for link in links:
        parts = _connected(parts, link)
    for names, _ in tuple(parts):
        parts = _connected(parts, names)
    return [part for part in parts if any(not isinstance(member, Assignment) for member in part[1])]


def _connected(parts: list[Component], link: set[str]) -> list[Component]:
    """The parts, those that a link touches as one, where the first of them stood."""
    touched = [part for part in parts if part[0] & link]
    if len(touched) < 2:
        return parts
    names: set[str] = set().union(*(part[0] for part in touched))
    elements = [each for part in touched for each in part[1]]
    return [(names, elements) if part is touched[0] else part for part in parts if part not in touched[1:]]


def _names(element: Node) -> set[str]:
    """What an element may share with others: variables, and labels of blank nodes."""
    if isinstance(element, Query):
        return set(in_scope(element))
    nodes = list(element.walk())
    labels = {f"_:{each.label}" for each in nodes if isinstance(each, BlankNode)}
    return labels | {each.name for each in nodes if isinstance(each, Variable)}


def _many(part: Component, texts: Fragments, questions: PatternQuestions) -> bool:
    """Whether a part has more than one solution in the store, or has too many to ask."""
    try:
        return questions.count("\n".join(map(texts.element, part[1])), most=2) > 1
    except QueryError:
        return True
