"""What was probably meant where a query can't be read on: the errors of the grammar, with their advice."""

from __future__ import annotations

import re

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.sparql.functions import AGGREGATES, ARGUMENTS
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.tokens import Token

CLOSING = {"{": "}", "(": ")", "[": "]"}
KEYWORDS = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE", "DISTINCT", "REDUCED", "FROM", "NAMED"),
    *("WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "UNDEF"),
    *("GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "ASC", "DESC", "EXISTS", "NOT EXISTS"),
)
RESERVED = frozenset(" ".join(KEYWORDS).split()) | {"AND", "OR", "AS", "IN"}
WORDS = RESERVED | AGGREGATES | frozenset(ARGUMENTS)

COMPARISONS = ("=", "!=", "<", ">", "<=", ">=", "&&", "||", "IN", "+", "-", "*", "/")
BEHIND = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
FUNCTIONS = (*AGGREGATES, *ARGUMENTS)
DATA = ("string", "number", "TRUE", "FALSE")

# A part of what the grammar expects, the symbols before the place, and those at it (none: any), and what to
# do. In the advice {0} is the token before, {1} the token itself, {2} the call that it begins.
SLIPS: tuple[tuple[str, Sequence[str], Sequence[str], str], ...] = (
    ("SELECT, ASK", (), ("language",), "Write PREFIX name: <…>, without @ and without a dot at its end."),
    ("SELECT, ASK", (), (".",), "Take the dot out; no dot ends a PREFIX here."),
    ("SELECT, ASK", (), (), "After the prefixes, begin with SELECT, ASK, CONSTRUCT or DESCRIBE."),
    ("a prefix", (), (), "Write PREFIX name: <…>; the one colon stands at the end of the name."),
    ("an IRI in angle", (), (), "Write PREFIX name: <…> or BASE <…>."),
    ("a variable", (), FUNCTIONS, "Write ({2} AS ?n)."),
    ("a variable", ("SELECT", "DISTINCT", "REDUCED"), DATA, "Write ({1} AS ?name)."),
    ("'{'", (), FUNCTIONS, "Write ({2} AS ?n)."),
    ("'{'", ("variable", ")"), (",",), "Write the variables of SELECT side by side, without commas."),
    ("'{'", (), ("AS",), "Put parentheses around it: ({0} AS ?name)."),
    ("'{'", ("WHERE",), (), "Put what is to match in braces: WHERE {{ … }}."),
    ("'{'", ("OPTIONAL", "MINUS", "UNION", "EXISTS"), (), "Put the pattern in braces: {0} {{ … }}."),
    ("'{'", (), ("end",), "Put what is to match in braces behind it: WHERE {{ … }}."),
    ("WHERE", (), (), "Write CONSTRUCT WHERE {{ … }}; only after a template may WHERE be left out."),
    ("AS", (), (), "Give the value a name with AS: (… AS ?name)."),
    ("BY", (), (), "Write {0} BY."),
    ("'('", ("ASC", "DESC"), ("end", "LIMIT", "OFFSET", "}"), "Put the key behind it: {0}(?name)."),
    ("'('", ("ASC", "DESC"), (), "Put the key in parentheses: {0}(…)."),
    ("'('", ("BIND",), (), "Write BIND(… AS ?name)."),
    ("an expression behind", (), (), "Put what stands behind it in parentheses: {0}({1}…)."),
    ("an expression", ("FILTER", "HAVING"), (), "Put the condition in parentheses: {0}(…)."),
    ("'('", ("FILTER", "HAVING"), (), "Put the condition in parentheses: {0}(…)."),
    ("an expression", ("=",), ("=",), "Write one = for equality."),
    ("an expression", ("<",), (">",), "Write != for 'is not equal to'."),
    ("an expression", ("BY",), (), "A key is a variable, a call, or an expression in parentheses."),
    (
        "an expression",
        ("(", ","),
        COMPARISONS,
        "Put something before it: {1} stands between two expressions.",
    ),
    ("an expression", (), COMPARISONS, "Put a condition in parentheses: FILTER(…), HAVING(…)."),
    ("an expression", ("variable", ")"), ("AS",), "Put parentheses around it: ({0} AS ?name)."),
    ("an expression", ("variable", ")"), (",",), "Write keys and conditions side by side, without commas."),
    ("an expression", (), BEHIND, "The order is GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET, VALUES."),
    ("EXISTS", ("NOT",), (), "Write ! for 'not', and NOT EXISTS {{ … }} for a pattern without a match."),
    ("')'", (), ("language",), "Take it out; a language stands behind a string, but for one that separates."),
    ("')'", (), ("AND",), "Write && for 'and'."),
    ("')'", (), ("OR", "|"), "Write || for 'or'."),
    ("second comparison", (), (), "Join two comparisons with &&."),
    ("a whole number", (), (), "LIMIT and OFFSET take a number of up to 18 digits, and no variable."),
    ("'.', ';'", (), (), "Put a dot between two triple patterns."),
    ("a pattern", (), ("UNION",), "Put both sides of UNION in braces: {{ … }} UNION {{ … }}."),
    ("a pattern", (), ("NOT", "EXISTS"), "Write FILTER NOT EXISTS {{ … }} or FILTER EXISTS {{ … }}."),
    ("a pattern", (), FUNCTIONS, "Write conditions as FILTER({2}), and values as BIND({2} AS ?name)."),
    ("a pattern", (), COMPARISONS, "Write conditions as FILTER(…), and values as BIND(… AS ?name)."),
    ("a pattern", (), BEHIND, "Close the braces before it: {{ … }} {1} …"),
    ("a pattern", (), ("SELECT",), "Put a sub-select in braces of its own: {{ SELECT … }}."),
    ("a pattern", (), (".",), "Take the dot out; one dot stands behind a pattern."),
    ("an IRI", ("DESCRIBE",), (), "Write what to describe, or DESCRIBE * and a pattern."),
    ("an IRI", (), ("A",), "Write a, in lower case, for rdf:type."),
    ("an IRI", (), COMPARISONS, "Write conditions as FILTER(…), and values as BIND(… AS ?name)."),
    ("an IRI or a literal", (), ("variable",), "VALUES holds data; compare variables in FILTER."),
    ("an IRI or a literal", (), (), "VALUES holds IRIs, literals and UNDEF."),
    ("an IRI", (), ("variable",), "Write an IRI: no variable can stand in a path, after FROM or behind ^^."),
    ("an IRI", ("GRAPH", "SERVICE"), (), "Name one by its IRI, or all by a variable: {0} ?g {{ … }}."),
    ("an IRI", ("FROM", "NAMED"), (), "Write the IRI of a graph."),
    ("an IRI", ("^^",), (), "Write the IRI of a datatype, such as xsd:date."),
    ("an IRI", (), (*DATA, "bnode", "["), "A predicate is an IRI, a path or a variable."),
    ("an IRI", (), (".", "}", ";"), "A triple pattern has a subject, a predicate and an object."),
    ("a term", (), (), "A triple pattern has a subject, a predicate and an object."),
    ("'}'", (), (*BEHIND, "VALUES"), "The order is GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET, VALUES."),
    ("end of", (), (*BEHIND, "VALUES"), "The order is GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET, VALUES."),
    ("end of", (), (";", "."), "Take it out; nothing ends a query."),
    ("without direction", (), (), "SPARQL 1.1 has no direction of text; write the language alone."),
)

ESCAPES = (
    "Write two backslashes for one; of escapes there are "
    r"\t \n \r \b \f \" \' \\ \uXXXX and \UXXXXXXXX."
)


def error(expected: str, tokens: Sequence[Token], at: int, text: str) -> QuerySyntaxError:
    """The error to raise where something else was expected than the token at that position.

    >>> from atsmu_kg.sparql.tokens import Token, significant
    >>> words = [*significant("SELECT count(*) {}"), Token("end", "", 18, 1, 19)]
    >>> print(error("a variable", words, 1, "SELECT count(*) {}"))
    1:8: expected a variable, found 'count'
      Write (COUNT(*) AS ?n).
    """
    token = tokens[at]
    if token.kind == "error":
        behind = text[token.offset + len(token.text) :][:1]
        return fault(token, f"{token.text[:40]!r} is not SPARQL", _odd(token.text, behind))
    if token.text == "<" and re.match("<[A-Za-z][A-Za-z0-9+.-]*:[^<>]*>", text[token.offset :]):
        advice = "Write a space as %20, and so on; an IRI begins with < and ends with >."
        return fault(token, "an IRI has a character that no IRI may have", advice)
    unclosed = _unclosed(tokens[:at])
    bracket = token.text if token.kind == "punctuation" and token.text in CLOSING.values() else ""
    if unclosed is not None and _symbol(token) in ("end", *BEHIND) and _unclosed(tokens) is unclosed:
        closing = CLOSING[unclosed.text]
        if repr(closing) in expected:
            return fault(unclosed, f"this {unclosed.text!r} is never closed", f"Close it with {closing!r}.")
    if bracket and unclosed is None:
        return fault(token, f"this {bracket!r} closes nothing", "Take it out, or open it before.")
    if bracket and unclosed is not None and CLOSING[unclosed.text] != bracket:
        advice = f"Close the {unclosed.text!r} of line {unclosed.line}, column {unclosed.column} first."
    else:
        advice = _advice(expected, tokens, at, text)
    instead = "the end of the query" if token.kind == "end" else repr(token.text[:40])
    return fault(token, f"expected {expected}, found {instead}", advice)


def fault(place: Token | Node, message: str, advice: str) -> QuerySyntaxError:
    """The error to raise at a token, or where a node begins."""
    return QuerySyntaxError(message, advice=advice, line=place.line, column=place.column)


def marked(text: str, line: int, column: int) -> str:
    """The advice where nothing better is known: a line with a mark under the place.

    >>> print(marked("ASK { ?s ?p ?o ? }", 1, 16))
    ASK { ?s ?p ?o ? }
                   ^
    Look for a slip at the mark or shortly before it.
    """
    begin = max(0, column - 60)
    shown = [*re.split(r"\r\n?|\n", text), ""][line - 1][begin : column + 20].replace("\t", " ")
    return f"{shown}\n{' ' * (column - 1 - begin)}^\nLook for a slip at the mark or shortly before it."


def _advice(expected: str, tokens: Sequence[Token], at: int, text: str) -> str:
    token, before = tokens[at], tokens[at - 1] if at else None
    symbol = _symbol(token)
    if token.kind == "keyword" and symbol not in WORDS:
        near = nearest(symbol, KEYWORDS)
        if near:
            return did_you_mean(near)
    last = "" if before is None else _symbol(before)
    for wanted, befores, founds, advice in SLIPS:
        if wanted in expected and (not befores or last in befores) and (not founds or symbol in founds):
            return advice.format(_shown(before), _shown(token), _call(tokens, at, text))
    return marked(text, token.line, token.column)


def _shown(token: Token | None) -> str:
    """A token as advice shows it: keywords in capitals."""
    if token is None:
        return ""
    return token.text.upper() if token.kind == "keyword" else token.text


def _odd(text: str, behind: str) -> str:
    """What to do about a token that is none, and the character behind it."""
    if text[0] in "\"'":
        return ESCAPES if behind == "\\" else "Close the string with its quote."
    if text[0] == "\ufeff":
        return 'Take the byte order mark out: open the file with encoding="utf-8-sig".'
    if text.isdigit():
        return "Write numbers with the digits 0 to 9."
    return "Write && for 'and'." if text == "&" else "Take it out or quote it."


def _symbol(token: Token) -> str:
    if token.kind == "keyword":
        return token.text.upper()
    return token.text if token.kind == "punctuation" else token.kind


def _unclosed(tokens: Sequence[Token]) -> Token | None:
    """The innermost bracket that is still open."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "punctuation" and token.text in CLOSING:
            opened.append(token)
        elif token.kind == "punctuation" and token.text in CLOSING.values() and opened:
            opened.pop()
    return opened[-1] if opened else None


def _call(tokens: Sequence[Token], at: int, text: str) -> str:
    """The text of a call that begins at a position, on one line; without its end, an ellipsis for it."""
    name = tokens[at].text.upper()
    depth = 0
    for token in tokens[at + 1 :]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            inner = text[tokens[at + 1].offset : token.offset + len(token.text)]
            return name + " ".join(inner.split()) if token.text == ")" else f"{name}(…)"
    return f"{name}(…)"
