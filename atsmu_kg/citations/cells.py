"""Terms as the cells of an answer: the same term, the same characters."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from atsmu_kg.stores.answers import Solutions, term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.rdf.terms import Term


@lru_cache(maxsize=1 << 10)
def literal_cell(value: str, datatype: str, language: str) -> str:
    """The cell of a literal, as the engine keeps it: it normalises numbers and dates.

    >>> literal_cell("04", "http://www.w3.org/2001/XMLSchema#integer", "")
    '4'
    """
    import json

    typed = ox.NamedNode(datatype)
    node, store = ox.NamedNode("urn:x"), ox.Store()
    literal = ox.Literal(value, language=language) if language else ox.Literal(value, datatype=typed)
    store.add(ox.Quad(node, node, literal))
    kept = next(iter(store)).object
    assert isinstance(kept, ox.Literal)
    kind = {"xml:lang": kept.language} if kept.language else {"datatype": kept.datatype.value}
    binding = {"x": {"type": "literal", "value": kept.value, **kind}}
    document = {"head": {"vars": ["x"]}, "results": {"bindings": [binding]}}
    return Solutions.read(json.dumps(document).encode(), ox.QueryResultsFormat.JSON).cells()[0]


@lru_cache(maxsize=1 << 12)
def cell_term(cell: str) -> Term:
    """The term of a cell that is not empty; blank nodes keep their labels.

    >>> cell_term("_:b1")
    <BlankNode value=b1>
    """
    if cell.startswith("_:"):
        return ox.BlankNode(cell[2:])
    known = term(cell)
    assert known is not None
    return known
