"""The order of terms in ORDER BY, MIN and MAX (SPARQL 1.1, 15.1): unbound, blank nodes, IRIs, literals.

Of literals the specification orders few; the rest stand as the embedded engine puts them: strings and what
has no order by their characters, then numbers by value, then times by datatype and value.
"""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.rdf.datatypes import XSD
from atsmu_kg.stores.tables.families import BLANK, INSTANTS, IRI, NUMBERS, RESOURCES
from atsmu_kg.stores.tables.fragments import (
    absent,
    all_of,
    case,
    coalesce,
    concatenated,
    null,
    present,
    text,
    whole,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.values import SqlValue

TIMES = INSTANTS | {f"{XSD}{name}" for name in ("time", "gMonth", "gMonthDay", "gDay")}


def sort_keys(value: SqlValue) -> list[Expr]:
    """What to sort by, in turn; never NULL but in the first, which then is NULL for the unbound."""
    if not value.kinds:
        return []
    id = value.id()
    if id is not None and value.kinds <= RESOURCES and value.within is not None:
        return [id]
    numbers, times = value.kinds & NUMBERS, value.kinds & TIMES
    others = value.kinds - NUMBERS - TIMES - RESOURCES
    if not numbers and not times and (others == value.kinds or len(value.kinds) == 1):
        return [value.lexical()]
    is_number = present(value.double())
    is_time = all_of([value.is_a(TIMES), present(value.instant()) if times <= INSTANTS else value.bound()])
    ranks = [(absent(value.kind()), null("INT"))] if not value.total else []
    ranks += [
        (value.is_a({kind}), whole(rank)) for rank, kind in ((1, BLANK), (2, IRI)) if kind in value.kinds
    ]
    if numbers:
        ranks.append((is_number, whole(4)))
    if times:
        ranks.append((is_time, whole(5)))
    keys = [case(ranks, whole(3))]
    by_value: list[tuple[Expr, Expr]] = []
    if numbers:
        keys.append(coalesce([value.double(), whole(0)]))
        keys.append(coalesce([value.decimal(), whole(0)]))
        by_value.append((is_number.copy(), text("")))
    if times:
        # The datatype and whether it has no offset, as one text: the embedded engine's key.
        unzoned = case([(absent(value.offset_minutes()), text("true"))], text("false"))
        kind = concatenated([coalesce([value.datatype(), text("")]), unzoned])
        epoch = exp.Cast(this=text("1970-01-01 00:00:00"), to=exp.DataType.build("TIMESTAMP"))
        keys.append(case([(is_time.copy(), kind)], text("")))
        keys.append(coalesce([value.instant(), epoch]))
        by_value.append((present(value.instant()), text("")))
    keys.append(coalesce([case(by_value, value.lexical()), text("")]))
    return keys


def literal_rank(value: SqlValue) -> Expr:
    """What tells literals of different kinds apart; NULL for what is no literal."""
    branches = [(value.is_a(RESOURCES), null("VARCHAR"))]
    if value.kinds & NUMBERS:
        branches.append((present(value.double()), text("number")))
    if value.kinds & TIMES:
        branches.append((value.is_a(TIMES), value.datatype()))
    return case(branches, case([(value.bound(), text("text"))], null("VARCHAR")))


def ordered(value: SqlValue, *, descending: bool) -> list[Expr]:
    """The keys of one key of ORDER BY; the unbound come before all else, or behind it."""
    return [exp.Ordered(this=key, desc=descending, nulls_first=not descending) for key in sort_keys(value)]
