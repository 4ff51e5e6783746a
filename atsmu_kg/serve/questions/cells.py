"""Terms as JSON: what a program can reckon with, and what people call it."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox

from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.rdf.terms import spell, to_python
from atsmu_kg.serve.questions.values import known, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from atsmu_kg.rdf.terms import Term
    from atsmu_kg.serve.questions.graph import AskedGraph
    from atsmu_kg.serve.questions.values import Number

Cell = dict[str, "Any"]


class CellWriter:
    """What makes JSON of terms.

    kg: the graph that knows their names.
    lang: the language of the names.
    """

    def __init__(self, kg: AskedGraph, lang: str) -> None:
        self._kg = kg
        self._lang = lang

    def term(self, term: Term) -> Cell:
        """A term: its ``type``, its ``value``, and what else is known of it."""
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        if isinstance(term, ox.BlankNode):
            return {"type": "blank", "value": str(term)}
        if isinstance(term, ox.Triple):
            return {"type": "triple", "value": spell(term, prefixes=self._kg.prefixes)}
        return self._literal(term)

    def thing(self, iri: str) -> Cell:
        """An IRI, with its CURIE and what it is called, as far as it has such."""
        curie, label = self._kg.curie(iri), self._kg.label(iri, self._lang)
        return known(
            {
                "type": "iri",
                "value": iri,
                "curie": curie if curie != iri else None,
                "label": label or None,
            }
        )

    def _literal(self, literal: ox.Literal) -> Cell:
        if literal.language:
            return {"type": "text", "value": literal.value, "lang": literal.language}
        if literal.datatype.value == XSD.string:
            return {"type": "string", "value": literal.value}
        datatype = self._kg.curie(literal.datatype.value)
        number = number_in(literal)
        if number is not None:
            return {"type": "number", "value": written(number), "datatype": datatype}
        if literal.datatype.value == XSD.boolean:
            return {"type": "boolean", "value": literal.value in ("true", "1")}
        return {"type": "literal", "value": literal.value, "datatype": datatype}


def number_in(term: Term | None) -> Number | None:
    """The number that a term is, if it is one.

    >>> number_in(ox.Literal(500)), number_in(ox.Literal("500")), number_in(None)
    (500, None, None)
    """
    if not isinstance(term, ox.Literal) or term.language:
        return None
    value = to_python(term)
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool | Year)
    return value if is_number else None
