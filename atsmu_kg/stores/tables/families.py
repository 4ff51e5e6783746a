"""Kinds of terms, and which of them SPARQL's operators take together.

A kind is ``iri``, ``blank``, or the IRI of a literal's datatype. A family is kinds whose values are compared
with one another: numbers of all datatypes are one, strings another.
"""

from __future__ import annotations

from atsmu_kg.rdf.datatypes import INTEGERS as INTEGER_NAMES
from atsmu_kg.rdf.datatypes import RDF, XSD

IRI, BLANK = "iri", "blank"
STRING, LANGUAGE_STRING, BOOLEAN = f"{XSD}string", f"{RDF}langString", f"{XSD}boolean"
INTEGER, DECIMAL, DOUBLE = f"{XSD}integer", f"{XSD}decimal", f"{XSD}double"
INTEGERS = frozenset(f"{XSD}{name}" for name in INTEGER_NAMES)
FLOATS = frozenset({DOUBLE, f"{XSD}float"})
NUMBERS = INTEGERS | FLOATS | {DECIMAL}
RESOURCES = frozenset({IRI, BLANK})
DATE_TIME, DATE = f"{XSD}dateTime", f"{XSD}date"
# Their values are instants, compared within each datatype.
INSTANTS = frozenset({DATE_TIME, DATE, f"{XSD}gYear", f"{XSD}gYearMonth"})
# Engines compare them too, though SPARQL 1.1 has no operator for them.
OTHER_TIMES = frozenset(
    f"{XSD}{name}"
    for name in (
        *("time", "gMonth", "gMonthDay", "gDay", "dateTimeStamp"),
        *("duration", "yearMonthDuration", "dayTimeDuration"),
    )
)
# With a language and without.
TEXTS = frozenset({STRING, LANGUAGE_STRING})


def is_literal(kind: str) -> bool:
    """Whether terms of that kind are literals."""
    return kind not in RESOURCES
