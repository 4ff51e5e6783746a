"""The terms that a query writes out: their ids, which are negative for those that the graph does not have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from sqlglot import exp

from atsmu_kg.rdf.datatypes import XSD, pattern, well_formed
from atsmu_kg.sparql.nodes import Iri, RDFLiteral
from atsmu_kg.stores.tables.dictionary import TERMS
from atsmu_kg.stores.tables.families import (
    BOOLEAN,
    FLOATS,
    INSTANTS,
    IRI,
    NUMBERS,
)
from atsmu_kg.stores.tables.fragments import INTEGRAL, cast, column, null, table, text, truth, whole, written
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.values import FIELDS, SqlValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlglot.expressions import Expr

    # Kind, lexical form or IRI, datatype, language.
    Term = tuple[str, str, str | None, str | None]


# What a decimal of 38 digits is less than, 18 of which are behind the point.
MOST, DIGITS = Decimal(10) ** 20, 18
# The digits of a second that a timestamp has.
MICROSECONDS = 6
BOOLEANS = ("true", "false", "1", "0")
# The columns of the dictionary, with their types.
COLUMNS = {"id": "BIGINT", **FIELDS, "boolean": "BOOLEAN"}


def term_of(node: Iri | RDFLiteral) -> Term:
    """The term that a node of a tree writes out."""
    if isinstance(node, Iri):
        return "iri", node.value, None, None
    return "literal", node.value, node.datatype, node.language or None


class Constants:
    """The ids of the terms of one query.

    ids: those of the terms that the graph has.
    """

    def __init__(self, ids: Mapping[Term, int]) -> None:
        self._ids = ids
        self.local: dict[Term, int] = {}

    def stored(self, node: Iri | RDFLiteral) -> int | None:
        """The id of a term in the graph."""
        return self._ids.get(term_of(node))

    def id(self, node: Iri | RDFLiteral) -> int:
        """The id of a term, in the graph or not."""
        term = term_of(node)
        known = self._ids.get(term)
        return self.local.setdefault(term, -1 - len(self.local)) if known is None else known

    def value(self, node: Iri | RDFLiteral) -> Constant:
        """The value that a term is in an expression.

        Raises UnsupportedQueryError for one that no column of values holds.
        """
        value = Constant(term_of(node), lambda: self.id(node))
        try:
            number, _ = value.number, value.start()
        except (ValueError, OverflowError) as error:
            raise refusal("such a time", node) from error
        digits = node.value.partition(".")[2].rstrip("0") if isinstance(node, RDFLiteral) else ""
        if isinstance(number, Decimal) and (abs(number) >= MOST or len(digits) > DIGITS):
            raise refusal("a number of so many digits", node)
        return value


class Constant(SqlValue):
    """A term that a query writes out."""

    total = True

    def __init__(self, term: Term, id: Callable[[], int]) -> None:
        self.term = term
        kind, self.form, datatype, self.tag = term
        self.kinds = frozenset({IRI if datatype is None else datatype})
        self._kind = kind
        self._datatype = datatype
        self._given = id

    def id(self) -> Expr:
        """Its id."""
        return whole(self._given())

    @property
    def number(self) -> Decimal | float | None:
        """The number that it stands for, if it is one."""
        if self._datatype not in NUMBERS or not well_formed(self.form, self._datatype):
            return None
        return float(self.form.replace("INF", "inf")) if self._datatype in FLOATS else Decimal(self.form)

    def parts(self) -> list[Expr]:
        """Its columns in the dictionary behind the id, as texts."""
        return [exp.Null() if form is None else text(form) for form in self._forms.values()]

    def is_a(self, wanted: frozenset[str] | set[str]) -> Expr:
        """Whether it is of one of these kinds."""
        return truth(self.kinds <= wanted)

    @cached_property
    def _forms(self) -> dict[str, str | None]:
        """The fields as they are written, and ``truth``."""
        number = self.number
        start, offset = self.start() or (None, None)
        forms = {
            "kind": self._kind,
            "value": self.form,
            "datatype": self._datatype,
            "language": self.tag,
            "decimal": f"{number:f}" if isinstance(number, Decimal) else None,
            "double": None if number is None else repr(float(number)),
            "instant": start.isoformat(" ", "microseconds") if start else None,
            "offset_minutes": None if offset is None else str(offset),
        }
        boolean = self._datatype == BOOLEAN and self.form in BOOLEANS
        return {**forms, "truth": str(self.form in ("true", "1")).lower() if boolean else None}

    def _part(self, name: str) -> Expr:
        form = self._forms[name]
        if name == "truth":
            return null("BOOLEAN") if form is None else truth(form == "true")
        if form is None:
            return null(FIELDS[name])
        if FIELDS[name] == "VARCHAR":
            return text(form)
        # Of an integer without a fraction: a product of such has no more digits than they.
        kind = INTEGRAL if name == "decimal" and "." not in form else FIELDS[name]
        return cast(text(form) if name != "decimal" else exp.Literal.number(form), kind)

    def start(self) -> tuple[datetime, int | None] | None:
        """The time that it begins at, in UTC if it has an offset, and the offset.

        Raises ValueError or OverflowError for one that no timestamp holds.
        """
        if self._datatype not in INSTANTS or not well_formed(self.form, self._datatype):
            return None
        match = pattern(self._datatype.removeprefix(XSD)).fullmatch(self.form)
        assert match is not None
        parts = match.groupdict()
        day = f"{parts['year']}-{parts.get('month') or '01'}-{parts.get('day') or '01'}"
        if parts.get("midnight"):
            start = datetime.fromisoformat(day) + timedelta(days=1)
        else:
            clock = f"T{parts['hour']}:{parts['minute']}:{parts['second']}" if parts.get("hour") else ""
            start = datetime.fromisoformat(day + clock)
            if len(clock.partition(".")[2].rstrip("0")) > MICROSECONDS:
                raise ValueError(clock)
        zone = parts["zone"]
        if zone is None:
            return start, None
        aware = datetime.fromisoformat(f"{start.isoformat()}{zone}")
        offset = aware.utcoffset()
        assert offset is not None
        return aware.astimezone(UTC).replace(tzinfo=None), int(offset.total_seconds() // 60)


def local_terms(terms: Mapping[Term, int]) -> Expr:
    """The dictionary with terms that only the query has, as a SELECT."""
    stored = exp.Select().select(*[column("t", name) for name in COLUMNS], copy=False)
    rows = [[whole(id), *Constant(term, lambda: 0).parts()] for term, id in terms.items()]
    return exp.Union(
        this=stored.from_(table(TERMS, "t"), copy=False),
        expression=written(list(COLUMNS), list(COLUMNS.values()), rows),
        distinct=False,
    )
