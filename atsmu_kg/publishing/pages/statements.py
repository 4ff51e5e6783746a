"""A graph as pages ask it: what is said of a thing, what points to it, and who says so."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.rdf.namespaces import GRAPH, OA, PROV

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class SiteGraph:
    """The triples of a dataset by subject, by object and by named graph.

    quads: the dataset with its merge as the default graph, in one order, in which all answers come.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.merge: dict[str, list[ox.Triple]] = {}
        self.stating: dict[ox.Triple, list[str]] = {}
        self.content: dict[str, list[ox.Triple]] = {}
        self._pointing: dict[str, list[ox.Triple]] = {}
        for quad in quads:
            triple = quad.triple
            if isinstance(quad.graph_name, ox.NamedNode):
                self.stating.setdefault(triple, []).append(quad.graph_name.value)
                self.content.setdefault(quad.graph_name.value, []).append(triple)
            else:
                # A blank node is known by its label, which begins as no IRI does.
                self.merge.setdefault(name(triple.subject), []).append(triple)
                if isinstance(triple.object, ox.NamedNode | ox.BlankNode):
                    self._pointing.setdefault(name(triple.object), []).append(triple)
        self._passages = {
            graph: passage
            for graph in self.content
            for passage in self.iris(graph, PROV.wasDerivedFrom)
            if self.iris(passage, OA.hasSource)
        }

    def whole(self, thing: str) -> list[ox.Triple]:
        """All that is said of a thing, and of the blank nodes that it leads to (its bounded description)."""
        triples: dict[ox.Triple, None] = {}
        things = [thing]
        for node in things:
            for triple in self.merge.get(node, ()):
                if triple not in triples:
                    triples[triple] = None
                    if isinstance(triple.object, ox.BlankNode):
                        things.append(name(triple.object))
        return [*triples]

    def is_led_to(self, thing: str) -> bool:
        """Whether anything points to a thing."""
        return thing in self._pointing

    def about(self, thing: str) -> list[ox.Triple]:
        """What a source states of a thing."""
        return [triple for triple in self.merge.get(thing, ()) if self.sources(triple)]

    def following(self, thing: str) -> list[ox.Triple]:
        """What merely follows of a thing from other statements."""
        return [triple for triple in self.merge.get(thing, ()) if not self.sources(triple)]

    def pointing(self, thing: str) -> list[ox.Triple]:
        """The stated triples whose object is a thing, but for those of the thing itself."""
        triples = self._pointing.get(thing, ())
        return [triple for triple in triples if name(triple.subject) != thing and self.sources(triple)]

    def sources(self, triple: ox.Triple) -> list[str]:
        """The named graphs that state a triple, without what is entailed."""
        return [graph for graph in self.stating.get(triple, ()) if graph != GRAPH.entailed]

    def passage(self, graph: str) -> str | None:
        """The passage whose statements a named graph holds."""
        return self._passages.get(graph)

    def values(
        self, thing: str, *properties: str
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        """The values that a thing has of properties, those of the first first."""
        triples = self.merge.get(thing, ())
        return [triple.object for name in properties for triple in triples if triple.predicate.value == name]

    def iris(self, thing: str, *properties: str) -> list[str]:
        """Those of the values that are IRIs."""
        return [value.value for value in self.values(thing, *properties) if isinstance(value, ox.NamedNode)]

    def texts(self, thing: str, *properties: str) -> list[str]:
        """Those of the values that are literals, as their lexical forms."""
        return [value.value for value in self.values(thing, *properties) if isinstance(value, ox.Literal)]


def name(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    """The IRI of a node, or the label of a blank node.

    >>> name(ox.BlankNode("a"))
    '_:a'
    """
    return node.value if isinstance(node, ox.NamedNode) else str(node)
