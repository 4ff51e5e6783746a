"""From the engine's refusal of a query to an error that says what to do.

The engine names the furthest place that it looked at and a haphazard part of what it expected there, so our
own parser is asked first; what is left are texts that it reads and the engine does not.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from atsmu_kg.errors import AtsmuKGError, QuerySyntaxError
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.slips import marked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Whole sentences of the engine, among the characters and keywords that it expected; what they mean, and
# what to do.
SENTENCES = {
    "IRI parsing failed": (
        "an IRI has a character that no IRI may have",
        "Write such characters as %20, %22 and so on.",
    ),
}


def syntax_error(text: str, refusal: SyntaxError, prefixes: Mapping[str, str]) -> AtsmuKGError:
    """The error to raise for a text that the engine refused.

    UnknownPrefixError if a prefix has no namespace, else QuerySyntaxError.

    >>> print(syntax_error("ASK { ?s ?p ?o ", SyntaxError("error at 1:16: expected ..."), {}))
    1:5: this '{' is never closed
      Close it with '}'.
    """
    try:
        parse(text, prefixes)
    except AtsmuKGError as error:
        if "deepest" not in error.facts:
            return error
    reason = _complaint(refusal, text, prefixes)
    place = re.match(r"error at (\d+):(\d+):", reason)
    if place is None:
        return QuerySyntaxError(reason)
    line, column = int(place[1]), int(place[2])
    for sentence, (meaning, advice) in SENTENCES.items():
        if sentence in reason:
            return QuerySyntaxError(meaning, advice=advice, line=line, column=column)
    message = "the query can't be read on from here"
    return QuerySyntaxError(message, advice=marked(text, line, column), line=line, column=column)


def _complaint(refusal: SyntaxError, text: str, prefixes: Mapping[str, str]) -> str:
    """What the engine says of a text itself, where it was given one with more in it (see ``sorting``)."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError as own:
        return str(own)
    return str(refusal)
