"""Operators that compare (SPARQL 1.1, 17.3 and 17.4.1.7) and the effective boolean value (17.2.2).

Literals of different families are unequal; one of an unknown datatype, or ill-formed, may equal any, which is
an error. Dates are compared too, as the embedded engine does.
"""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.rdf.datatypes import XSD
from atsmu_kg.stores.tables.families import (
    BOOLEAN,
    FLOATS,
    INSTANTS,
    LANGUAGE_STRING,
    NUMBERS,
    OTHER_TIMES,
    RESOURCES,
    STRING,
    TEXTS,
)
from atsmu_kg.stores.tables.fragments import (
    absent,
    all_of,
    any_of,
    binary,
    case,
    coalesce,
    equal,
    negation,
    null,
    present,
    text,
    truth,
    whole,
)
from atsmu_kg.stores.tables.refusal import fault, refusal
from atsmu_kg.stores.tables.values import term_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.values import SqlValue

ORDERS: dict[str, type[exp.Binary]] = {"<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
FLOAT, DURATION = f"{XSD}float", f"{XSD}duration"
PLAIN_DURATION = r"^P[1-9][0-9]*[YD]\z"


def truth_of(value: SqlValue, node: Node) -> Expr:
    """The effective boolean value; NULL for what has none."""
    if value.kinds == {BOOLEAN} and not value.id():
        return value.truth()
    branches: list[tuple[Expr, Expr]] = []
    if BOOLEAN in value.kinds:
        ill = fault("the truth of an ill-formed boolean", node)
        branches.append((value.is_a({BOOLEAN}), case([(present(value.truth()), value.truth())], ill)))
    if STRING in value.kinds:
        branches.append((value.is_a({STRING}), binary(exp.NEQ, value.lexical(), text(""))))
    if LANGUAGE_STRING in value.kinds:
        branches.append((value.is_a({LANGUAGE_STRING}), fault("the truth of a string with a language", node)))
    if value.kinds & NUMBERS:
        ill = fault("the truth of an ill-formed number", node)
        is_zero = any_of([equal(value.double(), whole(0)), exp.IsNan(this=value.double())])
        branches.append((value.is_a(NUMBERS), case([(present(value.double()), negation(is_zero))], ill)))
    return case(branches, null("BOOLEAN"))


def equal_values(left: SqlValue, right: SqlValue, node: Node, dictionary: Dictionary) -> Expr:
    """``=``: NULL for an error."""
    if not left.kinds or not right.kinds:
        return null("BOOLEAN")
    if left.kinds <= RESOURCES or right.kinds <= RESOURCES:
        test = term_equal(left, right)
        ids = left.id() is not None and right.id() is not None and bool(left.kinds & right.kinds)
        return test if ids else _of_both(left, right, test)
    if left.kinds == right.kinds == {STRING}:
        return equal(left.lexical(), right.lexical())
    same = term_equal(left, right)
    common = left.kinds & right.kinds
    if common & FLOATS:
        same = all_of([same, negation(coalesce([exp.IsNan(this=left.double()), truth(False)]))])
    branches = [(same, truth(True))]
    branches += [(value.is_a(RESOURCES), truth(False)) for value in (left, right)]
    if left.kinds & NUMBERS and right.kinds & NUMBERS:
        _require_held(left, right, NUMBERS, node, dictionary)
        test = _numbers(exp.EQ, left, right, node)
        branches.append((all_of([present(left.double()), present(right.double())]), test))
    if BOOLEAN in common:
        branches.append(
            (all_of([present(left.truth()), present(right.truth())]), equal(left.truth(), right.truth()))
        )
    branches += _times(exp.EQ, left, right, node, dictionary)
    # No other literal than itself has the value of one with a language.
    branches += [(value.is_a({LANGUAGE_STRING}), truth(False)) for value in (left, right)]
    branches.append((all_of([_has_value(left), _has_value(right)]), truth(False)))
    return _of_both(left, right, case(branches, null("BOOLEAN")))


def ordered_values(
    operator: str, left: SqlValue, right: SqlValue, node: Node, dictionary: Dictionary
) -> Expr:
    """``<``, ``<=``, ``>`` and ``>=``: NULL for an error."""
    kind = ORDERS[operator]
    common = left.kinds & right.kinds
    branches: list[tuple[Expr, Expr]] = []
    if left.kinds & NUMBERS and right.kinds & NUMBERS:
        _require_held(left, right, NUMBERS, node, dictionary)
        test = _numbers(kind, left, right, node)
        branches.append((all_of([present(left.double()), present(right.double())]), test))
    if STRING in common:
        both = all_of([left.is_a({STRING}), right.is_a({STRING})])
        branches.append((both, binary(kind, left.lexical(), right.lexical())))
    if LANGUAGE_STRING in common:
        both = all_of([coalesce([equal(left.language(), right.language()), truth(False)])])
        branches.append((both, binary(kind, left.lexical(), right.lexical())))
    if BOOLEAN in common:
        both = all_of([present(left.truth()), present(right.truth())])
        branches.append((both, binary(kind, left.truth(), right.truth())))
    branches += _times(kind, left, right, node, dictionary)
    return case(branches, null("BOOLEAN"))


def _of_both(left: SqlValue, right: SqlValue, test: Expr) -> Expr:
    """A test, or NULL where either is unbound."""
    return case([(all_of([left.bound(), right.bound()]), test)], null("BOOLEAN"))


def _numbers(kind: type[exp.Binary], left: SqlValue, right: SqlValue, node: Node) -> Expr:
    """Numbers compared, as decimals where both are (XPath's promotion)."""
    exact = binary(kind, left.decimal(), right.decimal())
    if not (left.kinds | right.kinds) & FLOATS:
        return exact
    branches = [(all_of([present(left.decimal()), present(right.decimal())]), exact)]
    if FLOAT in left.kinds | right.kinds:
        mixed = binary(exp.NEQ, left.is_a({FLOAT}), right.is_a({FLOAT}))
        branches.append((mixed, fault("a comparison of xsd:float with another datatype", node)))
    unordered = any_of([exp.IsNan(this=left.double()), exp.IsNan(this=right.double())])
    branches.append((unordered, truth(False)))
    return case(branches, binary(kind, left.double(), right.double()))


def _times(
    kind: type[exp.Binary], left: SqlValue, right: SqlValue, node: Node, dictionary: Dictionary
) -> list[tuple[Expr, Expr]]:
    """The branches for dates and such, each datatype by itself."""
    branches = []
    common = left.kinds & right.kinds
    for datatype in sorted(common & INSTANTS):
        _require_held(left, right, frozenset({datatype}), node, dictionary)
        both = [
            left.is_a({datatype}),
            right.is_a({datatype}),
            present(left.instant()),
            present(right.instant()),
        ]
        mixed = binary(exp.NEQ, absent(left.offset_minutes()), absent(right.offset_minutes()))
        test = case(
            [(mixed, fault("a comparison of times with and without an offset", node))],
            binary(kind, left.instant(), right.instant()),
        )
        branches.append((all_of(both), test))
    for datatype in sorted(common & OTHER_TIMES):
        name = datatype.removeprefix(XSD)
        both = [left.is_a({datatype}), right.is_a({datatype})]
        refused = fault(f"a comparison of xsd:{name}", node)
        if kind is exp.EQ and datatype == DURATION:
            # Such of one unit are equal only if they are the same, and of two units never.
            plain = [
                exp.RegexpLike(this=side.lexical(), expression=text(PLAIN_DURATION)) for side in (left, right)
            ]
            refused = case([(all_of(plain), truth(False))], refused)
        branches.append((all_of(both), refused))
    return branches


def _has_value(value: SqlValue) -> Expr:
    """Whether a literal is well-formed, of a datatype whose values are known."""
    tests: list[Expr] = []
    if value.kinds & (TEXTS | OTHER_TIMES):
        tests.append(value.is_a(TEXTS | OTHER_TIMES))
    if value.kinds & NUMBERS:
        tests.append(present(value.double()))
    if BOOLEAN in value.kinds:
        tests.append(present(value.truth()))
    if value.kinds & INSTANTS:
        tests.append(present(value.instant()))
    return any_of(tests)


def _require_held(
    left: SqlValue, right: SqlValue, kinds: frozenset[str], node: Node, dictionary: Dictionary
) -> None:
    for value in (left, right):
        require_held(value, kinds, node, dictionary)


def require_held(value: SqlValue, kinds: frozenset[str], node: Node, dictionary: Dictionary) -> None:
    """Raises UnsupportedQueryError where values of these kinds are in the graph that no column holds."""
    beyond = sorted(value.kinds & kinds & dictionary.beyond)
    if beyond:
        name = beyond[0].removeprefix(XSD)
        raise refusal(f"a value of xsd:{name} that is beyond what the tables hold", node)
