"""Casts (SPARQL 1.1, 17.5) and the parts of dates (17.4.5)."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.rdf.datatypes import XSD
from atsmu_kg.stores.tables.comparison import require_held
from atsmu_kg.stores.tables.computed import Boolean, ComputedText, Number
from atsmu_kg.stores.tables.families import (
    BLANK,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    FLOATS,
    INSTANTS,
    INTEGER,
    NUMBERS,
    OTHER_TIMES,
    STRING,
)
from atsmu_kg.stores.tables.fragments import (
    DECIMAL as WIDE,
)
from atsmu_kg.stores.tables.fragments import (
    all_of,
    among,
    any_of,
    binary,
    call,
    case,
    cast,
    equal,
    negation,
    null,
    present,
    text,
    truth,
    whole,
)
from atsmu_kg.stores.tables.refusal import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Call
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.values import Function, SqlValue

INTEGER_FORM = r"^[+-]?[0-9]{1,19}\z"
DECIMAL_FORM = r"^[+-]?([0-9]{1,19}(\.[0-9]{0,18})?|\.[0-9]{1,18})\z"
ANY_NUMBER = r"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*\z"
# A year of four digits, and no hour 24.
USUAL = r"^[0-9]{4}([^0-9T]*|-[0-9-]{5}([^0-9T].*)?|-[0-9-]{5}T([01]|2[0-3]).*)\z"
# Where the parts of a date stand, and the datatypes that have them.
DAYS = frozenset({DATE_TIME, DATE})
MONTHS = DAYS | {f"{XSD}gYearMonth"}
PARTS = {
    "YEAR": (1, 4, MONTHS | {f"{XSD}gYear"}),
    "MONTH": (6, 2, MONTHS),
    "DAY": (9, 2, DAYS),
    "HOURS": (12, 2, frozenset({DATE_TIME})),
    "MINUTES": (15, 2, frozenset({DATE_TIME})),
    "SECONDS": (18, 0, frozenset({DATE_TIME})),
}


def _number(form: str, integral: bool) -> Function:
    def of(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
        (value,) = values
        require_held(value, NUMBERS, node, dictionary)
        branches: list[tuple[Expr, Expr]] = []
        if value.kinds & NUMBERS:
            held = cast(value.decimal(), WIDE)
            if integral:
                cut = case(
                    [(binary(exp.LT, value.decimal(), whole(0)), call("CEIL", value.decimal()))],
                    call("FLOOR", value.decimal()),
                )
                held = cast(cut, WIDE)
            branches.append((present(value.decimal()), held))
        if value.kinds & FLOATS:
            branches.append((value.is_a(FLOATS), fault("a cast of a floating-point number", node)))
        if BOOLEAN in value.kinds:
            number = case([(value.truth(), whole(1)), (negation(value.truth()), whole(0))], null(WIDE))
            branches.append((value.is_a({BOOLEAN}), cast(number, WIDE)))
        if STRING in value.kinds:
            fits = exp.RegexpLike(this=value.lexical(), expression=text(form))
            other = exp.RegexpLike(this=value.lexical(), expression=text(ANY_NUMBER))
            read = case(
                [(fits, cast(value.lexical(), WIDE)), (other, fault("a cast of such a number", node))],
                null(WIDE),
            )
            branches.append((value.is_a({STRING}), read))
        return Number(case(branches, null(WIDE)), truth(integral))

    return of


def _boolean(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    (value,) = values
    if value.kinds == {BOOLEAN}:
        return Boolean(value.truth())
    branches: list[tuple[Expr, Expr]] = []
    if BOOLEAN in value.kinds:
        branches.append((value.is_a({BOOLEAN}), value.truth()))
    if value.kinds & NUMBERS:
        zero = any_of([equal(value.double(), whole(0)), exp.IsNan(this=value.double())])
        branches.append((present(value.double()), negation(zero)))
    if STRING in value.kinds:
        yes = among(value.lexical(), [text("true"), text("1")])
        no = among(value.lexical(), [text("false"), text("0")])
        spaced = exp.RegexpLike(this=value.lexical(), expression=text(r"^\s*(true|false|0|1)\s*\z"))
        read = case(
            [(yes, truth(True)), (no, truth(False)), (spaced, fault("a cast of such a boolean", node))],
            null("BOOLEAN"),
        )
        branches.append((value.is_a({STRING}), read))
    return Boolean(case(branches, null("BOOLEAN")))


def _string(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    """xsd:string: numbers and booleans in their canonical forms."""
    (value,) = values
    branches: list[tuple[Expr, Expr]] = []
    if BLANK in value.kinds:
        branches.append((value.is_a({BLANK}), null("VARCHAR")))
    for kinds, what in ((FLOATS, "a floating-point number"), (INSTANTS | OTHER_TIMES, "a time")):
        if value.kinds & kinds:
            branches.append((value.is_a(kinds), fault(f"{what} as a string", node)))
    if value.kinds & NUMBERS:
        require_held(value, NUMBERS, node, dictionary)
        number = Number(value.decimal(), value.is_integer())
        branches.append((present(value.decimal()), number.lexical()))
    if BOOLEAN in value.kinds:
        branches.append((present(value.truth()), Boolean(value.truth()).lexical()))
    if not branches:
        return ComputedText(value.lexical(), total=value.total)
    return ComputedText(case(branches, value.lexical()))


def _part(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    """A part of a date or a time as it is written."""
    (value,) = values
    kinds = PARTS[node.name][2]
    require_held(value, kinds, node, dictionary)
    refused = fault(f"{node.name} of such a time", node)
    usual = exp.RegexpLike(this=value.lexical(), expression=text(USUAL))
    part = case([(usual, cast(_digits(node.name, value.lexical()), WIDE))], refused)
    branches = [(all_of([value.is_a(kinds), present(value.instant())]), part)]
    if value.kinds & (INSTANTS | OTHER_TIMES) - kinds:
        branches.append((value.is_a((INSTANTS | OTHER_TIMES) - kinds), refused.copy()))
    return Number(case(branches, null(WIDE)), truth(node.name != "SECONDS"))


def _digits(name: str, lexical: Expr) -> Expr:
    start, length, _ = PARTS[name]
    if name != "SECONDS":
        return exp.Substring(this=lexical, start=whole(start), length=whole(length))
    return call(
        "REPLACE_ALL", exp.Substring(this=lexical, start=whole(start)), text(r"(Z|[+-][0-9:]+)\z"), text("")
    )


def _zone(node: Call, values: Sequence[SqlValue], dictionary: Dictionary) -> SqlValue:
    """TZ: the offset as it is written."""
    (value,) = values
    rest = exp.Substring(this=value.lexical(), start=whole(20))
    zone = call("REPLACE_ALL", rest, text("^[.][0-9]+"), text(""))
    refused = fault("TZ of such a time", node)
    usual = exp.RegexpLike(this=value.lexical(), expression=text(USUAL))
    branches = [(all_of([value.is_a({DATE_TIME}), present(value.instant())]), case([(usual, zone)], refused))]
    if value.kinds & (INSTANTS | OTHER_TIMES) - {DATE_TIME}:
        branches.append((value.is_a((INSTANTS | OTHER_TIMES) - {DATE_TIME}), refused.copy()))
    return ComputedText(case(branches, null("VARCHAR")))


FUNCTIONS: dict[str, Function] = {
    INTEGER: _number(INTEGER_FORM, integral=True),
    DECIMAL: _number(DECIMAL_FORM, integral=False),
    BOOLEAN: _boolean,
    STRING: _string,
    **dict.fromkeys(PARTS, _part),
    "TZ": _zone,
}
