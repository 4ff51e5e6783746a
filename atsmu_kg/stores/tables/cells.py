"""Solutions as SPARQL 1.1 TSV, written by the engine: a cell a term in Turtle syntax."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables.families import (
    BLANK,
    BOOLEAN,
    DECIMAL,
    INTEGER,
    IRI,
    LANGUAGE_STRING,
    STRING,
    is_literal,
)
from atsmu_kg.stores.tables.fragments import (
    all_of,
    among,
    any_of,
    case,
    coalesce,
    concatenated,
    equal,
    present,
    spliced,
    text,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.values import SqlValue

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Numbers that Turtle reads without quotes.
BARE = {INTEGER: r"^[+-]?[0-9]+\z", DECIMAL: r"^[+-]?[0-9]*\.[0-9]+\z"}


def line(values: Sequence[SqlValue]) -> Expr:
    """A line of the document, without its end."""
    pieces: list[Expr] = []
    for value in values:
        pieces.append(text("\t"))
        pieces += _pieces(value) if value.total else [coalesce([concatenated(_pieces(value)), text("")])]
    return spliced(pieces[1:])


def _pieces(value: SqlValue) -> list[Expr]:
    """A term, in pieces that follow one another; NULL if it is unbound."""
    if not value.kinds:
        return [text("")]
    branches = []
    if IRI in value.kinds:
        branches.append((value.is_a({IRI}), [text("<"), value.lexical(), text(">")]))
    if BLANK in value.kinds:
        branches.append((value.is_a({BLANK}), [text("_:"), value.lexical()]))
    literals = frozenset(filter(is_literal, value.kinds))
    for datatype, form in BARE.items():
        if datatype in literals:
            fits = exp.RegexpLike(this=value.lexical(), expression=text(form))
            branches.append((all_of([value.is_a({datatype}), fits]), [value.lexical()]))
    if BOOLEAN in literals:
        is_word = among(value.lexical(), [text("true"), text("false")])
        branches.append((all_of([value.is_a({BOOLEAN}), is_word]), [value.lexical()]))
    pieces = _quoted(value, literals) if literals else branches.pop()[1]
    if not branches:
        return pieces
    return [case([(test, concatenated(of)) for test, of in branches], concatenated(pieces))]


def _quoted(value: SqlValue, literals: frozenset[str]) -> list[Expr]:
    escaped = value.lexical()
    for character, escape in ESCAPES.items():
        escaped = exp.Replace(this=escaped, expression=text(character), replacement=text(escape))
    # To look for each takes a quarter of the time of a regular expression.
    special = any_of(
        [exp.Contains(this=value.lexical(), expression=text(character)) for character in ESCAPES]
    )
    form = [text('"'), case([(special, escaped)], value.lexical()), text('"')]
    if literals == {STRING}:
        return form
    if literals == {LANGUAGE_STRING}:
        return [*form, text("@"), value.language()]
    branches = []
    if LANGUAGE_STRING in literals:
        branches.append((present(value.language()), concatenated([text("@"), value.language()])))
    if STRING in literals:
        branches.append((equal(value.datatype(), text(STRING)), text("")))
    typed = concatenated([text("^^<"), value.datatype(), text(">")])
    return [*form, case(branches, typed)]
