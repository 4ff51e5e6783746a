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
    case,
    coalesce,
    concatenated,
    equal,
    present,
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
    parts: list[Expr] = []
    for value in values:
        parts += [text("\t"), coalesce([cell(value), text("")])]
    return concatenated(parts[1:]) if parts else text("")


def cell(value: SqlValue) -> Expr:
    """A term; NULL for the unbound."""
    if not value.kinds:
        return text("")
    branches = []
    if IRI in value.kinds:
        branches.append((value.is_a({IRI}), concatenated([text("<"), value.lexical(), text(">")])))
    if BLANK in value.kinds:
        branches.append((value.is_a({BLANK}), concatenated([text("_:"), value.lexical()])))
    literals = frozenset(filter(is_literal, value.kinds))
    if not literals:
        return case(branches[:-1], branches[-1][1])
    for datatype, form in BARE.items():
        if datatype in literals:
            fits = exp.RegexpLike(this=value.lexical(), expression=text(form))
            branches.append((all_of([value.is_a({datatype}), fits]), value.lexical()))
    if BOOLEAN in literals:
        is_word = among(value.lexical(), [text("true"), text("false")])
        branches.append((all_of([value.is_a({BOOLEAN}), is_word]), value.lexical()))
    return case(branches, _quoted(value, literals))


def _quoted(value: SqlValue, literals: frozenset[str]) -> Expr:
    escaped = value.lexical()
    for character, escape in ESCAPES.items():
        escaped = exp.Replace(this=escaped, expression=text(character), replacement=text(escape))
    special = exp.RegexpLike(this=value.lexical(), expression=text("[" + "".join(ESCAPES.values()) + "]"))
    form = concatenated([text('"'), case([(special, escaped)], value.lexical()), text('"')])
    if literals == {STRING}:
        return form
    branches = []
    if LANGUAGE_STRING in literals:
        branches.append((present(value.language()), concatenated([text("@"), value.language()])))
    if STRING in literals:
        branches.append((equal(value.datatype(), text(STRING)), text("")))
    typed = concatenated([text("^^<"), value.datatype(), text(">")])
    if literals == {LANGUAGE_STRING}:
        return concatenated([form, text("@"), value.language()])
    return concatenated([form, case(branches, typed)])
