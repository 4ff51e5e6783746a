"""Parts of a query as texts that stand on their own, and what stands around them."""

from __future__ import annotations

from atsmu_kg.rdf.namespaces import RDF
from atsmu_kg.sparql.nodes import BlankNode, Iri, Operation, TriplePattern, Variable
from atsmu_kg.sparql.tokens import variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Filter, Query

# What a collection adds to the text.
LINKS = (RDF.first, RDF.rest, RDF.nil)


class Frame:
    """What stands around a part: the text before it, which may be projected by selects, and that behind it.

    ``heads`` are the texts between which each enclosing select would project one more variable.
    """

    __slots__ = ("heads", "tail")

    def __init__(self, heads: tuple[str, ...] = ("",), tail: str = "") -> None:
        self.heads = heads
        self.tail = tail

    def around(self, inner: str, projected: str = "") -> str:
        """The whole pattern, with one more variable projected all the way up."""
        return f"{projected.join(self.heads)}{inner} {self.tail}"

    def after(self, text: str) -> Frame:
        """The frame with more text before the part."""
        return Frame((*self.heads[:-1], f"{self.heads[-1]}{text}\n"), self.tail)

    def within(self, opening: str = "") -> Frame:
        """The frame of what stands in a group here."""
        return Frame((*self.heads[:-1], f"{self.heads[-1]}{opening} {{ "), f"}} {self.tail}")

    def selected(self, projection: str) -> Frame:
        """The frame of what stands in the group of a sub-select here."""
        first = f"{self.heads[-1]}{{ SELECT {projection} "
        return Frame((*self.heads[:-1], first, " WHERE { "), f"}} }} {self.tail}")


class Fragments:
    """The texts of a query's elements, each of which may stand alone in a group."""

    __slots__ = ("_stem", "query")

    def __init__(self, query: Query) -> None:
        self.query = query
        taken = variables(query.text)
        self._stem = "_b"
        while any(name.startswith(self._stem) for name in taken):
            self._stem += "_"

    def element(self, node: Node) -> str:
        """The text of an element of a group."""
        if isinstance(node, TriplePattern):
            parts = (node.subject, node.predicate, node.object)
            return f"{' '.join(map(self._term, parts))} ."
        return self.query.source(node)

    def fresh(self, name: str) -> str:
        """A variable that the query does not have."""
        return f"?{self._stem}_{name}"

    def shown(self, node: Node) -> str:
        """The text of a node for a reader: a pattern has its subject also where the text shares it."""
        source = self.query.source(node)
        if isinstance(node, TriplePattern) and node.subject.offset < node.offset:
            return f"{self.query.source(node.subject)} {source}"
        return source

    def conditions(self, filter: Filter) -> Iterator[tuple[Node, str]]:
        """The conditions that a filter joins with ``&&``, each with the filter that it would be alone.

        An error in one of them removes a solution just as false does (SPARQL 1.1, 17.2), so they can be taken
        one by one.
        """
        conditions = list(_conjuncts(filter.expression))
        if len(conditions) == 1:
            yield filter, self.query.source(filter)
            return
        for condition in conditions:
            yield condition, f"FILTER({self.query.source(condition)})"

    def _term(self, node: Node) -> str:
        # A label may stand in one basic graph pattern only, a variable anywhere.
        if isinstance(node, BlankNode) and node.label[0] == "[":
            return f"?{self._stem}{node.label[1:].replace('(', '_')}"
        if isinstance(node, Iri) and node.value in LINKS:
            return f"<{node.value}>"
        return self.query.source(node)


def buildable(triple: TriplePattern) -> str:
    """The filter of the solutions of which CONSTRUCT builds a triple (SPARQL 1.1, 16.2)."""
    subject, predicate, object = (
        f"?{term.name}" if isinstance(term, Variable) else None
        for term in (triple.subject, triple.predicate, triple.object)
    )
    conditions = ["true"]
    conditions += [f"(ISIRI({subject}) || ISBLANK({subject}))"] if subject else []
    conditions += [f"ISIRI({predicate})"] if predicate else []
    conditions += [f"BOUND({object})"] if object else []
    return f"FILTER({' && '.join(conditions)})"


def _conjuncts(expression: Node) -> Iterator[Node]:
    if isinstance(expression, Operation) and expression.operators[0] == "&&":
        for each in expression.arguments:
            yield from _conjuncts(each)
    else:
        yield expression
