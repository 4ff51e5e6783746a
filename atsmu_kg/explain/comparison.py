"""Which literals can be compared (SPARQL 1.1, 17.3): numbers with numbers, else those of one datatype."""

from __future__ import annotations

from atsmu_kg.rdf.datatypes import INTEGERS, RDF, XSD
from atsmu_kg.sparql.nodes import Iri, Operation, RDFLiteral, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from atsmu_kg.sparql.nodes import Node

NUMBERS = frozenset(f"{XSD}{name}" for name in (*INTEGERS, "decimal", "double", "float"))
LANGUAGE_TEXTS = frozenset({f"{RDF}langString", f"{RDF}dirLangString"})
OPERATORS = ("=", "<", ">", "<=", ">=", "IN")


def family(datatype: str) -> str:
    """What a datatype can be compared with; an empty text stands for things.

    >>> family(f"{XSD}byte"), family(f"{XSD}double"), family(f"{RDF}langString")
    ('number', 'number', 'language')
    """
    if datatype in NUMBERS:
        return "number"
    return "language" if datatype in LANGUAGE_TEXTS else datatype


def equated(expression: Node) -> Iterator[tuple[str, Iri]]:
    """The variables below an expression that are to equal a thing, and the things."""
    for node in expression.walk():
        if isinstance(node, Operation) and node.operators[0] in ("=", "IN"):
            things = [each for each in node.arguments if isinstance(each, Iri)]
            for variable in node.arguments:
                if isinstance(variable, Variable):
                    yield from ((variable.name, thing) for thing in things)


def compared(expression: Node) -> Iterator[tuple[str, RDFLiteral]]:
    """The variables below an expression that are compared with literals, and these."""
    for node in expression.walk():
        if isinstance(node, Operation) and node.operators[0] in OPERATORS:
            literals = [each for each in node.arguments if isinstance(each, RDFLiteral)]
            for variable in node.arguments:
                if isinstance(variable, Variable):
                    yield from ((variable.name, literal) for literal in literals)
