"""GROUP_CONCAT as the specification has it: a plain string, whatever its parts are."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def with_plain_strings(text: str, prefixes: Mapping[str, str]) -> str:
    """The text of a query with STR around what each GROUP_CONCAT puts together, on the same line.

    The embedded engine keeps the language where all parts have the same one, which makes another Python type
    of some rows than of others, and has no value where a part is a number or an IRI. With DISTINCT, texts of
    two languages stay two. Source: SPARQL 1.1, 18.5.1.7.

    >>> with_plain_strings("SELECT (GROUP_CONCAT(?n; SEPARATOR=' ') AS ?all) { ?s ?p ?n }", {})
    "SELECT (STR(GROUP_CONCAT(STR(?n); SEPARATOR=' ')) AS ?all) { ?s ?p ?n }"
    """
    if "GROUP_CONCAT" not in text.upper():
        return text
    from atsmu_kg.errors import AtsmuKGError
    from atsmu_kg.sparql import parse
    from atsmu_kg.sparql.nodes import Aggregate

    try:
        nodes = list(parse(text, prefixes).walk())
    except AtsmuKGError:
        # The engine refuses it as well, and says where.
        return text
    concatenations = [node for node in nodes if isinstance(node, Aggregate) and node.name == "GROUP_CONCAT"]
    # An aggregate can't stand in another one: what follows keeps its place if the last comes first.
    for node in sorted(concatenations, key=lambda node: node.offset, reverse=True):
        written = _with_plain_parts(text[node.offset : node.end], distinct=node.distinct)
        text = f"{text[: node.offset]}STR({written}){text[node.end :]}"
    return text


def _with_plain_parts(concatenation: str, *, distinct: bool) -> str:
    """A GROUP_CONCAT of the strings of what it puts together."""
    from atsmu_kg.sparql.tokens import significant

    # Past the name, the parenthesis and maybe DISTINCT; comments are no part of what is put together.
    tokens = significant(concatenation)[3 if distinct else 2 :]
    depth, parts = 0, []
    for token in tokens:
        if depth == 0 and token.text in (")", ";"):
            break
        depth += (token.text == "(") - (token.text == ")")
        parts.append(token)
    begin, end = parts[0].offset, parts[-1].offset + len(parts[-1].text)
    part = concatenation[begin:end]
    plain = f"STR({part})"
    if distinct:
        plain = f"COALESCE(IF(LANG({part}) != '', {part}, {plain}), {plain})"
    return f"{concatenation[:begin]}{plain}{concatenation[end:]}"
