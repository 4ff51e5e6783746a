"""The kinds of values that sort keys may have, put before those that may have several."""

from __future__ import annotations

from itertools import pairwise

from atsmu_kg.rdf.namespaces import XSD
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.nodes import Aggregate, Call, RDFLiteral, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Exists, Query
from atsmu_kg.sparql.sort_key import kind_of
from atsmu_kg.sparql.tokens import significant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Order

OF_ONE_KIND = frozenset({"STR", "LANG", "LCASE", "UCASE", "CONCAT", "STRLEN", "COUNT"})


def with_kinds(text: str, prefixes: Mapping[str, str]) -> str:
    """The text of a query with the kind of each sort key that may mix kinds before it, on the same line."""
    parts: list[str] = []
    end = 0
    for order in _mixed(parse(text, prefixes)):
        direction = order.token.text.upper() if order.token.kind == "keyword" else ""
        key = _on_one_line(text[order.offset : order.end])
        if direction in ("ASC", "DESC"):
            key = key[len(direction) :].lstrip()
        else:
            direction = "ASC"
        before = text[end : order.offset]
        gap = "" if before[-1:].isspace() else " "
        parts += [before, f"{gap}{direction}({kind_of(key)}) "]
        end = order.offset
    return "".join([*parts, text[end:]])


def _mixed(query: Query) -> list[Order]:
    """The sort keys that may mix kinds, in the order of the text."""
    orders = []
    for node in query.walk():
        if isinstance(node, Query):
            elements = node.where.elements if node.where is not None else ()
            # What begins a triple pattern is no literal.
            subjects = {
                element.subject.name
                for element in elements
                if isinstance(element, TriplePattern) and isinstance(element.subject, Variable)
            }
            orders += [
                condition
                for condition in node.order_by
                if not _is_of_one_kind(condition.expression, subjects)
            ]
    return sorted(orders, key=lambda condition: condition.offset)


def _is_of_one_kind(key: Node, subjects: set[str]) -> bool:
    if isinstance(key, Variable):
        return key.name in subjects
    if isinstance(key, Call) and key.name == "COALESCE":
        return all(map(_is_plain_text, key.arguments))
    if isinstance(key, Call | Aggregate):
        return key.name in OF_ONE_KIND
    return isinstance(key, Exists)


def _is_plain_text(value: Node) -> bool:
    if isinstance(value, RDFLiteral):
        return not value.language and value.datatype == XSD.string
    return isinstance(value, Call) and value.name in ("STR", "LANG")


def _on_one_line(text: str) -> str:
    """A part of a text without the comments and line ends between its tokens."""
    found = significant(text)
    gaps = ("" if a.offset + len(a.text) == b.offset else " " for a, b in pairwise(found))
    return "".join(token.text + gap for token, gap in zip(found, (*gaps, ""), strict=True))
