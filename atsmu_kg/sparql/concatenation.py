"""GROUP_CONCAT as the specification has it: a plain string, whatever languages its parts have."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def with_plain_strings(text: str, prefixes: Mapping[str, str]) -> str:
    """The text of a query with STR around each GROUP_CONCAT, on the same line.

    The embedded engine keeps the language where all parts have the same one, which makes another Python type
    of some rows than of others. Source: SPARQL 1.1, 18.5.1.7.

    >>> with_plain_strings("SELECT (GROUP_CONCAT(?n) AS ?all) { ?s ?p ?n }", {})
    'SELECT (STR(GROUP_CONCAT(?n)) AS ?all) { ?s ?p ?n }'
    """
    if not _NAME.search(text):
        return text
    from atsmu_kg.errors import AtsmuKGError
    from atsmu_kg.sparql import parse
    from atsmu_kg.sparql.nodes import Aggregate

    try:
        nodes = list(parse(text, prefixes).walk())
    except AtsmuKGError:
        # The engine refuses it as well, and says where.
        return text
    begins = {node.offset for node in nodes if isinstance(node, Aggregate) and node.name == "GROUP_CONCAT"}
    ends = {node.end for node in nodes if isinstance(node, Aggregate) and node.offset in begins}
    marks = sorted([*((at, "STR(") for at in begins), *((at, ")") for at in ends)], reverse=True)
    for at, mark in marks:
        text = text[:at] + mark + text[at:]
    return text


_NAME = re.compile("GROUP_CONCAT", re.IGNORECASE)
