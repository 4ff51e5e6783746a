"""Terms and answers as rdflib has them; ``terms.to_term`` goes the other way."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox
from rdflib import Graph
from rdflib.query import Result
from rdflib.term import BNode, Literal, URIRef, Variable

from atsmu_kg.errors import ExportError
from atsmu_kg.rdf.datatypes import XSD
from atsmu_kg.rdf.terms import spell
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.stores.answers import term as term_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.rdf.terms import Term


@lru_cache(maxsize=1 << 14)
def to_rdflib(term: Term | None) -> URIRef | BNode | Literal:
    """The rdflib node of a term, lexically exact, equal to the one that rdflib's parsers make.

    Raises ExportError for what rdflib has no node for: triple terms and texts with a direction (RDF 1.2).

    >>> to_rdflib(ox.Literal("007", datatype=ox.NamedNode(XSD + "integer"))).n3()
    '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal) and term.direction is None:
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        # rdflib's parsers leave the datatype of plain strings out, and with it the literals differ.
        if datatype == f"{XSD}string":
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(datatype), normalize=False)
    advice = "Leave RDF 1.2 terms out of the query."
    raise ExportError(f"rdflib has no node for {spell(term)}", advice=advice, term=str(term))


def graph(triples: Triples) -> Graph:
    """An rdflib Graph in memory with the triples of an answer."""
    made = Graph(bind_namespaces="none")
    for quad in triples.quads():
        made.add(tuple(map(to_rdflib, quad.triple)))  # type: ignore[arg-type]
    return made


def result(answer: Solutions | Triples | bool) -> Result:
    """An answer as the result that rdflib's own queries give."""
    if isinstance(answer, Solutions):
        outcome = Result("SELECT")
        variables = [Variable(name) for name in answer.columns]
        cells = answer.cells()
        nodes = {cell: to_rdflib(term_of(cell)) for cell in set(cells) if cell}
        outcome.vars = variables
        outcome.bindings = [
            {variable: nodes[cell] for variable, cell in zip(variables, row, strict=True) if cell}
            for row in answer.rows(cells)
        ]
    elif isinstance(answer, Triples):
        outcome = Result("CONSTRUCT")
        outcome.graph = graph(answer)
    else:
        outcome = Result("ASK")
        outcome.askAnswer = answer
    return outcome
