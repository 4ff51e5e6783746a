"""What all SPARQL engines read alike: functions, patterns and literals that leave them no freedom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.sparql.nodes import Aggregate, Call, Operation, RDFLiteral, Variable
from atsmu_kg.sparql.patterns import Assignment, GraphPattern, Minus, Query, Service, Values

if TYPE_CHECKING:
    from atsmu_kg.sparql.nodes import Node

FUNCTIONS = frozenset(
    {
        *(
            "ABS",
            "BOUND",
            "COALESCE",
            "CONCAT",
            "CONTAINS",
            "DATATYPE",
            "FLOOR",
            "IF",
            "ISBLANK",
            "ISIRI",
            "ISLITERAL",
        ),
        *(
            "ISURI",
            "LANG",
            "LANGMATCHES",
            "NOW",
            "REGEX",
            "REPLACE",
            "STR",
            "STRAFTER",
            "STRBEFORE",
            "STRENDS",
        ),
        *("STRLEN", "STRSTARTS", "SUBSTR", "YEAR"),
        *(XSD.boolean, XSD.decimal, XSD.integer, XSD.string),
    }
)
# Canonical forms: no number beyond 64 bits, and no time without a zone beside one with a zone.
FORMS: dict[str, re.Pattern[str]] = {
    XSD.integer: re.compile(r"0|-?[1-9][0-9]{0,8}"),
    XSD.decimal: re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?"),
    XSD.boolean: re.compile(r"true|false"),
    XSD.date: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD.dateTime: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"),
    XSD.gYear: re.compile(r"[0-9]{4}"),
    XSD.gYearMonth: re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    XSD.duration: re.compile(r"P[1-9][0-9]{0,3}Y"),
    XSD.anyURI: re.compile(r".*", re.DOTALL),
    XSD.string: re.compile(r".*", re.DOTALL),
}
DIVISOR = re.compile(r"[1-9][0-9]{0,8}(\.0)?")
# Of classes only plain members and ranges; two hyphens are a difference of classes in one engine.
_BRANCH = (
    r"\^?(?:[A-Za-z0-9/ ,_:\x80-\U0010FFFF-]|\[\^?(?:(?!--)[^\\\[\]&~^])+\]|\.[*+]|\{[0-9,]+\}|[*+?])*\$?"
)
PATTERN = re.compile(rf"{_BRANCH}(?:\|{_BRANCH})*")


def agreed_literal(lexical: str, datatype: str) -> bool:
    """Whether all engines see the same value in a literal, or none.

    >>> agreed_literal("5", XSD.integer), agreed_literal("05", XSD.integer), agreed_literal("5", "urn:money")
    (True, False, True)
    """
    if not datatype.startswith(str(XSD)):
        return True
    form = FORMS.get(datatype)
    return form is not None and form.fullmatch(lexical) is not None


def agreed_query(query: Query) -> bool:
    """Whether all engines give the same answer to a query, on data whose literals are agreed.

    >>> from atsmu_kg.sparql import parse
    >>> agreed_query(parse("SELECT ?s { ?s ?p ?o FILTER(?o > 1) }"))
    True
    >>> agreed_query(parse("SELECT ?s { ?s ?p ?o FILTER(RAND() > 0.5) }"))
    False
    """
    nodes = list(query.walk())
    assigned = [node for node in nodes if isinstance(node, Assignment)]
    computed = {
        node.variable.name for node in assigned if node.variable and node.expression is not node.variable
    }
    return all(_agreed(node, computed) for node in nodes)


def _agreed(node: Node, computed: set[str]) -> bool:
    if isinstance(node, Call):
        return node.name in FUNCTIONS and _agreed_call(node, computed)
    if isinstance(node, RDFLiteral):
        return agreed_literal(node.value, node.datatype or XSD.string)
    if isinstance(node, Operation):
        return all(map(_agreed_division, node.operators, node.arguments[1:]))
    if isinstance(node, Aggregate):
        return node.name == "COUNT"
    if isinstance(node, Query):
        return node.form == "SELECT" and not (node.sources or node.limit or node.skipped or node.values)
    return not isinstance(node, GraphPattern | Minus | Service | Values)


def _agreed_division(operator: str, right: Node) -> bool:
    """Oxigraph 0.5 has no value for 0 / 5.5; quotients by whole numbers it has."""
    return operator != "/" or (isinstance(right, RDFLiteral) and DIVISOR.fullmatch(right.value) is not None)


def _agreed_call(call: Call, computed: set[str]) -> bool:
    first, *others = call.arguments or (None,)
    if call.name == "STR":
        # 2.50 or 2.5: engines write computed numbers in forms of their own.
        return isinstance(first, Variable) and first.name not in computed
    if call.name in {"REGEX", "REPLACE"}:
        pattern, flags = others[0], others[1 if call.name == "REGEX" else 2 :]
        return not flags and isinstance(pattern, RDFLiteral) and PATTERN.fullmatch(pattern.value) is not None
    return True
