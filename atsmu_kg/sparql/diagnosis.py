"""From the engine's complaint about a query to an error that says what to do.

The engine names the furthest place that it looked at and a haphazard part of what it expected there, so
whatever the tokens tell goes first.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError, QuerySyntaxError, UnknownPrefixError
from atsmu_kg.sparql.tokens import UPDATE_FORMS, Token, prefixes_used, query_form, tokens, with_prefixes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

CLOSING = {"{": "}", "(": ")", "[": "]"}

# Whole sentences of the engine, among the characters and keywords that it expected.
SENTENCES = {
    "Duplicated variable name in SELECT": "SELECT gives one variable twice",
    "SELECT * is not authorized with GROUP BY": "SELECT * can't be combined with GROUP BY",
    "The SELECT contains a variable that is unbound": "SELECT has a variable that GROUP BY has not",
    "IRI parsing failed": "an IRI has a character that no IRI may have",
}


def syntax_error(text: str, reason: str, prefixes: Mapping[str, str]) -> AtsmuKGError:
    """The error to raise for a text that the engine refused with a reason (``error at 1:7: expected …``).

    UnknownPrefixError if a prefix has no namespace, else QuerySyntaxError.

    >>> print(syntax_error("ASK { ?s ?p ", "error at 1:13: expected ...", {}))
    1:5: this '{' is never closed
      Close it with '}'.
    """
    try:
        form = query_form(text)
        if form in UPDATE_FORMS:
            advice = "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE; the graph is not changed by queries."
            return QuerySyntaxError(f"this is an update ({form}), not a query", advice=advice)
        with_prefixes(text, prefixes)
    except UnknownPrefixError as error:
        # An IRI with a space is no IRI, and what it begins with looks like a prefix: <http://a b>.
        before = text[: prefixes_used(text)[error.prefix].offset]
        return _stopped(text, reason) if before.endswith("<") and "IRI" in reason else error
    except AtsmuKGError as error:
        return error
    found = [token for token in tokens(text) if token.kind not in ("space", "comment")]
    return _odd_token(found) or _odd_bracket(found) or _stopped(text, reason)


def complaint(error: SyntaxError, text: str, prefixes: Mapping[str, str]) -> str:
    """What the engine says of a text itself, where it was given one with more in it (see ``sorting``)."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError as own:
        return str(own)
    return str(error)


def not_unicode(error: UnicodeEncodeError) -> QuerySyntaxError:
    """The place of a character that is half of a surrogate pair."""
    lines = error.object[: error.start].split("\n")
    return QuerySyntaxError(
        f"the character U+{ord(error.object[error.start]):04X} stands for nothing",
        advice="Take it out; it comes from a text that was read in a wrong encoding.",
        line=len(lines),
        column=len(lines[-1]) + 1,
    )


def _odd_token(found: list[Token]) -> QuerySyntaxError | None:
    has_base = any(token.text.upper() == "BASE" for token in found)
    for token in found:
        if token.kind == "error":
            advice = (
                "Close the string with its quote." if token.text[0] in "\"'" else "Take it out or quote it."
            )
            return _at(token, f"{token.text[:40]!r} is not SPARQL", advice)
        if token.kind == "iri" and not has_base and not re.match("<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            return _at(token, f"{token.text} is a relative IRI", "Write it in full, or with a prefix.")
    return None


def _odd_bracket(found: list[Token]) -> QuerySyntaxError | None:
    opened: list[Token] = []
    for token in found:
        if token.text in CLOSING:
            opened.append(token)
        elif token.text in CLOSING.values():
            if not opened:
                return _at(token, f"this {token.text!r} closes nothing", "Take it out, or open it before.")
            last = opened.pop()
            if CLOSING[last.text] != token.text:
                advice = f"Close the {last.text!r} of line {last.line}, column {last.column} first."
                return _at(token, f"{CLOSING[last.text]!r} was expected, not {token.text!r}", advice)
    if opened:
        last = opened[-1]
        return _at(last, f"this {last.text!r} is never closed", f"Close it with {CLOSING[last.text]!r}.")
    return None


def _stopped(text: str, reason: str) -> QuerySyntaxError:
    place = re.match(r"error at (\d+):(\d+):", reason)
    if place is None:
        return QuerySyntaxError(reason)
    line, column = int(place[1]), int(place[2])
    for sentence, meaning in SENTENCES.items():
        if sentence in reason:
            return QuerySyntaxError(meaning, advice=f"It shows at line {line}.", line=line, column=column)
    begin = max(0, column - 60)
    shown = [*text.split("\n"), ""][line - 1][begin : column + 20].replace("\t", " ")
    return QuerySyntaxError(
        "the query can't be read on from here",
        advice=f"{shown}\n{' ' * (column - 1 - begin)}^\nLook for a slip at the mark or shortly before it.",
        line=line,
        column=column,
    )


def _at(token: Token, message: str, advice: str) -> QuerySyntaxError:
    return QuerySyntaxError(message, advice=advice, line=token.line, column=token.column)
