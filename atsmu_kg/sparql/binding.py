"""Parameters: rendered terms put in the place of a query's variables."""

from __future__ import annotations

import re

from atsmu_kg.errors import ParameterError, QuerySyntaxError
from atsmu_kg.sparql.tokens import SPACE, Token, tokens
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def bind(text: str, values: Mapping[str, str], *, file: str | None = None) -> str:
    """The text with rendered terms (``terms.render``) in the place of variables, named without ``?``.

    Strings, comments and IRIs stay. ParameterError where the grammar wants a variable (in a projection, after
    AS, …) and for a variable that the text lacks; QuerySyntaxError for a text with an error token.

    >>> bind("SELECT ?s { ?s rdfs:label ?label }", {"label": '"?s"'})
    'SELECT ?s { ?s rdfs:label "?s" }'
    """
    found = tokens(text)
    for name, value in values.items():
        _check_parameter(name, value, found, file)
    _check_places([token for token in found if token.kind not in SPACE], values, file)
    parts = []
    for token in found:
        if token.kind == "variable" and token.text[1:] in values:
            # A space where the neighbour could run into the term: ?a<?b is not ?a<<http://b>.
            end = token.offset + len(token.text)
            left = "" if text[token.offset - 1 : token.offset] in _APART else " "
            right = "" if text[end : end + 1] in _APART else " "
            parts.append(f"{left}{values[token.text[1:]]}{right}")
        else:
            parts.append(token.text)
    return "".join(parts)


_APART = " \t\r\n(){}[],;.="  # the empty string, at either end of the text, is in it as well
_TERMS = ("iri", "string", "string language", "string ^^ iri")

_PLACES = {
    "SELECT": ("is projected", "Write ({0} AS ?value) in the SELECT clause, or project another variable."),
    "AS": ("is given a value by AS", "Give the parameter a name that the query does not assign to."),
    "VALUES": ("is a column of VALUES", "Give the parameter a name that is not a column."),
    "GROUP": ("is a key of GROUP BY", "Leave the key out: all solutions have the same value."),
    "ORDER": ("is a key of ORDER BY", "Leave the key out: all solutions have the same value."),
    "BOUND": ("is an argument of BOUND", "Write COALESCE({0}, …), where a term may stand as well."),
    "LIMIT": ("is a limit", "Limits are numbers of the query's own text."),
    "OFFSET": ("is an offset", "Offsets are numbers of the query's own text."),
    "<": ("stands between < and >, which makes it a part of an IRI", "Write spaces around the < operator."),
}


def _check_parameter(name: str, value: str, found: list[Token], file: str | None) -> None:
    shape = " ".join(token.text if token.kind == "punctuation" else token.kind for token in tokens(value))
    if shape not in _TERMS:
        raise ParameterError(
            f"the value of ?{name} is not one IRI or literal: {value!r}",
            advice="Render it with atsmu_kg.rdf.terms.render. A blank node would match anything.",
            file=file,
            variable=name,
        )
    names = {token.text[1:] for token in found if token.kind == "variable"}
    if name not in names:
        near = nearest(name, names)
        advice = did_you_mean([f"?{each}" for each in near])
        raise ParameterError(
            f"the query has no variable ?{name}", advice=advice, file=file, variable=name, nearest=near
        )


def _check_places(found: list[Token], values: Mapping[str, str], file: str | None) -> None:
    for token in found:
        if token.kind == "error":
            raise QuerySyntaxError(
                f"{token.text[:40]!r} is not SPARQL",
                advice="Close a string with its quote; take out other characters that SPARQL has no use for.",
                file=file,
                line=token.line,
                column=token.column,
            )
    for name, token, place in _variable_places(found):
        if name in values:
            what, advice = _PLACES[place]
            raise ParameterError(
                f"?{name} can't be a parameter: it {what}",
                advice=advice.format(f"?{name}"),
                file=file,
                line=token.line,
                column=token.column,
                variable=name,
            )


def _variable_places(found: list[Token]) -> Iterator[tuple[str, Token, str]]:
    """The variables where the grammar allows no term, each with the key of _PLACES (SPARQL 1.1, 19.8)."""
    clause, depth, before = "", 0, ("", "")
    outer: list[tuple[str, int]] = []
    for token in found:
        word = token.text.upper()
        if token.kind == "variable":
            if before[1] in ("AS", "LIMIT", "OFFSET"):
                yield token.text[1:], token, before[1]
            elif before == ("BOUND", "("):
                yield token.text[1:], token, "BOUND"
            elif clause == "VALUES" or (clause and depth == 0):
                yield token.text[1:], token, clause
        elif token.kind == "iri":
            # Engines read ?a<?b&&?c>?d as two comparisons; the longest match, as we have it, is an IRI.
            for name in re.findall(r"[?$](\w+)", token.text.partition("://")[0]):
                yield name, token, "<"
        elif word in ("SELECT", "VALUES", "GROUP", "ORDER"):
            clause, depth = word, 0
        elif word in ("WHERE", "FROM", "HAVING", "LIMIT", "OFFSET"):
            clause = ""
        elif word == "{":
            outer.append((clause if depth or clause in ("GROUP", "ORDER") else "", depth))
            clause, depth = "", 0
        elif word == "}":
            clause, depth = outer.pop() if outer else ("", 0)
        else:
            depth += (word == "(") - (word == ")")
        before = (before[1], word)
