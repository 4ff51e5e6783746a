"""The footprint of a query: what to read, step by step, so that its whole answer lies in that."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Iri, Path, TriplePattern
from atsmu_kg.sparql.patterns import DatasetClause, GraphPattern, Group, Query, Service, Union
from atsmu_kg.sparql.semijoins import Semijoins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from atsmu_kg.sparql.nodes import Node


def footprint(query: Query, parameters: Collection[str] = ()) -> list[list[str]] | None:
    """The steps in which to read what a query needs; None where that may be anything.

    query: the syntax tree.
    parameters: the variables in whose place an IRI or a plain string will stand; another variable in place
        of a parameter stands for all that may come there.

    A step is what the triples of one pattern have in common: what may be their subject, predicate and object,
    and for those of named graphs their graph. In such a place ``&`` stands between conditions, and each lists
    what may stand there: IRIs, parameters, languages of a literal (``@en``), and places of earlier steps
    (``0s`` is any subject of the first one's triples). An empty place may have anything.

    A sub-select that counts all triples by their predicates, or those of all graphs by these, is a step of
    two: its text, and what it gives (see ``sparql.counts``). An index knows that without reading the triples.

    So a join is read as far as it can have solutions (a semijoin reduces its one side by the other). Literals
    are not compared by a step, because the engine finds those equal that are written otherwise.

    >>> from atsmu_kg.sparql import parse
    >>> footprint(parse("PREFIX e: <e:> SELECT * { ?s e:p <e:o> OPTIONAL { GRAPH ?g { ?s e:q ?o } } }"))
    [['', '<e:p>', '<e:o>'], ['0s', '<e:q>', '', '']]
    >>> footprint(parse("ASK { ?s ?p ?o }"))
    """
    nodes = list(query.walk())
    if any(map(_goes_anywhere, nodes)):
        return None
    steps = Semijoins(parameters)
    steps.query(query, {})
    return None if [] in [list(filter(None, step)) for step in steps.steps] else steps.steps


def _goes_anywhere(node: Node) -> bool:
    if isinstance(node, Query):
        return node.form == "DESCRIBE"
    if isinstance(node, TriplePattern):
        return isinstance(node.predicate, Path) and _matches_every_node(node)
    if isinstance(node, GraphPattern):
        return not _asks_triples(node.group) or any(map(_may_have_no_length, node.walk()))
    return isinstance(node, Service | DatasetClause)


def _asks_triples(element: Node) -> bool:
    """Whether a graph without any triple of the patterns in it gives no solution."""
    if isinstance(element, Group):
        return any(map(_asks_triples, element.elements))
    if isinstance(element, Union):
        return all(map(_asks_triples, element.groups))
    return isinstance(element, TriplePattern)


def _matches_every_node(pattern: TriplePattern) -> bool:
    """Whether a path of no length may join each node of the graph to itself, as from no IRI to no IRI."""
    return any(map(_may_have_no_length, pattern.predicate.walk())) and not (
        isinstance(pattern.subject, Iri) or isinstance(pattern.object, Iri)
    )


def _may_have_no_length(node: Node) -> bool:
    return isinstance(node, Path) and node.operator in "*?"
