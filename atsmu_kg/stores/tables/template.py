"""What CONSTRUCT builds from solutions (SPARQL 1.1, 16.2)."""

from __future__ import annotations

import pyoxigraph as ox

from atsmu_kg.sparql.nodes import BlankNode, Iri, RDFLiteral, Variable
from atsmu_kg.stores.answers import TSV, Solutions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.sparql.nodes import TriplePattern


def instantiated(template: Sequence[TriplePattern], solutions: Solutions) -> str:
    """The triples that a template makes of solutions, as N-Triples.

    template: its patterns, whose blank nodes are new ones in each solution.
    solutions: with the variables of the template.

    What would be no triple, for want of a value or with a literal in the wrong place, is left out.
    """
    prefix = "new"
    while f"_:{prefix}" in solutions.tsv:
        prefix += "r"
    rows = ox.parse_query_results(solutions.tsv, TSV)
    assert isinstance(rows, ox.QuerySolutions)
    return "".join(_lines(template, rows, prefix))


def _lines(template: Sequence[TriplePattern], rows: ox.QuerySolutions, prefix: str) -> Iterator[str]:
    columns = {variable.value for variable in rows.variables}
    for number, row in enumerate(rows):

        def term(node: object, row: ox.QuerySolution = row, number: int = number) -> Term | None:
            if isinstance(node, Variable):
                return row[node.name] if node.name in columns else None
            if isinstance(node, Iri):
                return ox.NamedNode(node.value)
            if isinstance(node, RDFLiteral):
                if node.language:
                    return ox.Literal(node.value, language=node.language)
                return ox.Literal(node.value, datatype=ox.NamedNode(node.datatype))
            assert isinstance(node, BlankNode)
            return ox.BlankNode(f"{prefix}{number}x{node.label.encode().hex()}")

        for pattern in template:
            subject, predicate, object = map(term, (pattern.subject, pattern.predicate, pattern.object))
            if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
                continue
            if subject is not None and object is not None:
                yield f"{subject} {predicate} {object} .\n"
