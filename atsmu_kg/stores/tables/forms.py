"""Literals in a form that the store of a graph may have changed: it keeps numbers and times by their values.

Tables have what it kept. So whether a graph had ``1.50`` or ``1.5`` nobody knows, and a pattern that asks for
the one where the tables have the other has no sure answer.
"""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.sparql.nodes import RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Assignment, Values
from atsmu_kg.stores.tables.constants import term_of
from atsmu_kg.stores.tables.families import TEXTS
from atsmu_kg.stores.tables.refusal import refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Query
    from atsmu_kg.stores.tables.constants import Term
    from atsmu_kg.stores.tables.lookup import Lookup


def require_kept_forms(query: Query, lookup: Lookup) -> None:
    """Raise UnsupportedQueryError for a literal to be matched that the tables have in another form only."""
    literals = [node for node in _matched(query) if node.datatype not in TEXTS]
    had = lookup.ids(map(term_of, literals))
    kept = {node: _kept(node) for node in literals if term_of(node) not in had}
    had = lookup.ids(kept.values())
    for node, term in kept.items():
        if term in had:
            _, form, datatype, _ = term
            part = f"the form {node.value!r} of what the graph has as {form!r}"
            raise refusal(part, node, f'Write "{form}"^^<{datatype}>, or compare values in a FILTER.')


def _matched(query: Query) -> Iterator[RDFLiteral]:
    """The literals in triple patterns, and those that VALUES or BIND put there."""
    nodes = [node for part in (query.where, query.values) if part is not None for node in part.walk()]
    ends: list[Node] = []
    written: list[tuple[Variable | None, Node | None]] = []
    for node in nodes:
        if isinstance(node, TriplePattern):
            ends += (node.subject, node.object)
        elif isinstance(node, Assignment):
            written.append((node.variable, node.expression))
        elif isinstance(node, Values):
            written += [pair for row in node.rows for pair in zip(node.variables, row, strict=True)]
    names = {end.name for end in ends if isinstance(end, Variable)}
    put = [term for variable, term in written if variable is not None and variable.name in names]
    yield from (term for term in (*ends, *put) if isinstance(term, RDFLiteral))


def _kept(node: RDFLiteral) -> Term:
    """The term that the embedded store makes of a literal."""
    literal = ox.Literal(node.value, datatype=ox.NamedNode(node.datatype))
    store = ox.Store()
    store.add(ox.Quad(ox.BlankNode(), ox.NamedNode("urn:x"), literal))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    return "literal", quad.object.value, quad.object.datatype.value, None
