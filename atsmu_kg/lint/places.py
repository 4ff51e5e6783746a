"""The groups of a query, each with what stands around it."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import TriplePattern, Variable
from atsmu_kg.sparql.patterns import Exists, GraphPattern, Group, Minus, Optional, Query, Service, Union
from atsmu_kg.sparql.scope import in_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.nodes import Node


class Place:
    """A group, the SELECT whose pattern it is in, and the place around it.

    ``negated`` groups only test solutions (EXISTS, MINUS), ``optional`` ones may have none, ``remote`` ones
    are asked of another endpoint, and what is asked of one and the same named graph belongs ``together``.
    ``outer`` are the variables that the elements around it bind.
    """

    __slots__ = ("around", "group", "negated", "optional", "outer", "remote", "select", "together")

    def __init__(
        self, group: Group, select: Query, around: Place | None = None, child: Node | None = None
    ) -> None:
        self.group = group
        self.select = select
        self.around = around
        self.negated: bool = around.negated if around is not None else False
        self.optional: bool = around.optional if around is not None else False
        self.remote: bool = around.remote if around is not None else False
        self.together: bool = around.together if around is not None else False
        self.outer: frozenset[str] = around.outer if around is not None else frozenset()
        if around is not None and child is not None:
            others = (sibling for sibling in around.group.patterns if sibling is not child)
            self.outer |= {name for sibling in others for name in in_scope(sibling)}
            self.together |= isinstance(child, GraphPattern) and isinstance(child.name, Variable)
            self.negated |= isinstance(child, Minus | Exists)
            self.optional |= isinstance(child, Optional)
            self.remote |= isinstance(child, Service)
            if isinstance(child, GraphPattern | Service):
                self.outer |= set(in_scope(child.name))

    @property
    def patterns(self) -> Iterator[TriplePattern]:
        """Its own triple patterns."""
        return (each for each in self.group.elements if isinstance(each, TriplePattern))

    @property
    def visible(self) -> Iterator[TriplePattern]:
        """Its triple patterns and those of the groups around it."""
        place: Place | None = self
        while place is not None:
            yield from place.patterns
            place = place.around


def places(query: Query) -> Iterator[Place]:
    """All groups of a query, in the order of the text, each before those within it."""
    if query.where is not None:
        yield from _places(Place(query.where, query))


def _places(place: Place) -> Iterator[Place]:
    yield place
    for element in place.group.elements:
        if isinstance(element, Group):
            yield from _places(Place(element, place.select, place, element))
        elif isinstance(element, Optional | Minus | GraphPattern | Service):
            yield from _places(Place(element.group, place.select, place, element))
        elif isinstance(element, Union):
            for group in element.groups:
                yield from _places(Place(group, place.select, place, element))
        elif isinstance(element, Query):
            if element.where is not None:
                inner = Place(element.where, element)
                inner.negated, inner.remote = place.negated, place.remote
                inner.optional = place.optional
                yield from _places(inner)
        else:
            for exists in _tests(element):
                yield from _places(Place(exists.group, place.select, place, exists))


def _tests(node: Node) -> Iterator[Exists]:
    """The outermost EXISTS of an expression."""
    if isinstance(node, Exists):
        yield node
    else:
        for child in node.children():
            yield from _tests(child)
