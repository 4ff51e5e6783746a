"""What an expression of SPARQL is in SQL: a value, whose parts are fragments that are NULL where it has none.

Terms of the graph are ids, whose parts stand in the dictionary, which is joined only for those that are asked
for. What a query computes has no id; it is a struct of its parts wherever it has to be one column.
"""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables.families import (
    BOOLEAN,
    FLOATS,
    INSTANTS,
    INTEGERS,
    LANGUAGE_STRING,
    NUMBERS,
    RESOURCES,
)
from atsmu_kg.stores.tables.fragments import (
    DECIMAL,
    all_of,
    among,
    any_of,
    between,
    case,
    cast,
    coalesce,
    equal,
    null,
    present,
    text,
    truth,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Call
    from atsmu_kg.stores.tables.dictionary import Dictionary

    Ranges = Sequence[tuple[int, int]]
    Function = Callable[[Call, Sequence["SqlValue"], Dictionary], "SqlValue"]

# The fields of the struct that a computed term is, with their types.
FIELDS = {
    "kind": "VARCHAR",
    "value": "VARCHAR",
    "datatype": "VARCHAR",
    "language": "VARCHAR",
    "decimal": DECIMAL,
    "double": "DOUBLE",
    "instant": "TIMESTAMP",
    "offset_minutes": "SMALLINT",
}
STRUCT = f"STRUCT<{', '.join(f'{name} {kind}' for name, kind in FIELDS.items())}>"


class SqlValue:
    """A value; ``kinds`` are those that it may have where it is not NULL, ``total`` whether it never is.

    Those who derive from it give ``_part``: each field of FIELDS, and ``bound`` and ``truth``.
    """

    kinds: frozenset[str] = frozenset()
    total = False
    # Where the ids of terms of some kinds lie, if it has an id that can be looked up there.
    within: Callable[[frozenset[str]], Ranges] | None = None

    def id(self) -> Expr | None:
        """Its id; None for what is computed."""
        return None

    def bound(self) -> Expr:
        """Whether there is a value: TRUE or FALSE."""
        return truth(True) if self.total else self._part("bound")

    def lexical(self) -> Expr:
        """The characters of a literal, an IRI, or the label of a blank node."""
        return self._part("value")

    def kind(self) -> Expr:
        """``iri``, ``blank`` or ``literal``."""
        return self._part("kind")

    def datatype(self) -> Expr:
        """The IRI of its datatype; NULL if it is no literal."""
        return self._part("datatype")

    def language(self) -> Expr:
        """Its language; NULL if it has none."""
        return self._part("language") if LANGUAGE_STRING in self.kinds else null("VARCHAR")

    def decimal(self) -> Expr:
        """The number that an integer or a decimal is; NULL for other values."""
        return self._part("decimal") if self.kinds & (NUMBERS - FLOATS) else null(FIELDS["decimal"])

    def double(self) -> Expr:
        """The nearest floating-point number to a number of any datatype; NULL for other values."""
        return self._part("double") if self.kinds & NUMBERS else null("DOUBLE")

    def instant(self) -> Expr:
        """The time that a date or such begins at."""
        return self._part("instant") if self.kinds & INSTANTS else null("TIMESTAMP")

    def offset_minutes(self) -> Expr:
        """Its offset from UTC."""
        return self._part("offset_minutes") if self.kinds & INSTANTS else null("SMALLINT")

    def truth(self) -> Expr:
        """The boolean that a literal of that datatype stands for."""
        return self._part("truth") if BOOLEAN in self.kinds else null("BOOLEAN")

    def is_a(self, wanted: frozenset[str] | set[str]) -> Expr:
        """Whether it is of one of these kinds."""
        if self.kinds <= wanted:
            return self.bound()
        common = frozenset(self.kinds & wanted)
        if not common:
            return truth(False)
        if self.within is not None:
            return any_of(between(self._id(), first, last) for first, last in self.within(common))
        return self._is_of(common)

    def is_integer(self) -> Expr:
        """Whether a number that has a decimal is of an integer type."""
        return self.is_a(INTEGERS)

    def field(self, name: str) -> Expr:
        """One of FIELDS."""
        part: Expr = getattr(self, "lexical" if name == "value" else name)()
        return part

    def struct(self) -> Expr:
        """It as one column."""
        struct = exp.Struct(
            expressions=[
                exp.PropertyEQ(this=exp.to_identifier(name), expression=_typed(self.field(name), name))
                for name in FIELDS
            ]
        )
        return struct if self.total else case([(self.bound(), struct)], null(STRUCT))

    def _part(self, name: str) -> Expr:
        raise NotImplementedError(name)

    def _id(self) -> Expr:
        id = self.id()
        assert id is not None
        return id

    def _is_of(self, kinds: frozenset[str]) -> Expr:
        """Whether it is of one of some of its kinds."""
        tests = [equal(self.kind(), text(each)) for each in sorted(kinds & RESOURCES)]
        datatypes = sorted(kinds - RESOURCES)
        if datatypes:
            # NULL for what is no literal.
            tests.append(coalesce([among(self.datatype(), [text(each) for each in datatypes]), truth(False)]))
        return any_of(tests)


class StoredTerm(SqlValue):
    """A term that has an id.

    id: gives the column of it.
    part: gives a column of the dictionary, by its name.
    kinds, total: what is known of it.
    within: gives the ranges of ids of some kinds, for an id of the graph.
    """

    def __init__(
        self,
        id: Callable[[], Expr],
        part: Callable[[str], Expr],
        kinds: frozenset[str],
        *,
        total: bool,
        within: Callable[[frozenset[str]], Ranges] | None = None,
    ) -> None:
        self._column = id
        self._joined = part
        self.kinds = kinds
        self.total = total
        self.within = within

    def id(self) -> Expr:
        """Its id."""
        return self._column()

    def _part(self, name: str) -> Expr:
        if name == "bound":
            return present(self._column())
        if name == "kind":
            known = {kind if kind in RESOURCES else "literal" for kind in self.kinds}
        elif name == "datatype":
            known = set(self.kinds)
            if known <= RESOURCES:
                return null("VARCHAR")
        else:
            return self._joined("boolean" if name == "truth" else name)
        if len(known) > 1:
            return self._joined(name)
        if not known:
            return null("VARCHAR")
        whole = text(known.pop())
        return whole if self.total else case([(self.bound(), whole)], null("VARCHAR"))


class Struct(SqlValue):
    """A computed term that a column holds."""

    def __init__(self, column: Callable[[], Expr], kinds: frozenset[str], *, total: bool) -> None:
        self._column = column
        self.kinds = kinds
        self.total = total

    def struct(self) -> Expr:
        """The column."""
        return self._column()

    def _part(self, name: str) -> Expr:
        if name == "bound":
            return present(self._column())
        if name == "truth":
            return _truth_of(self)
        return exp.Dot(this=self._column(), expression=exp.to_identifier(name, quoted=True))


class Choice(SqlValue):
    """The value of the first branch whose condition holds; an error if there is none."""

    def __init__(self, branches: Sequence[tuple[Expr, SqlValue]], *, total: bool = False) -> None:
        self._branches = branches
        self.kinds = frozenset[str]().union(*[value.kinds for _, value in branches])
        self.total = total

    def id(self) -> Expr | None:
        """That of the value, if all have one."""
        ids = [value.id() for _, value in self._branches]
        pairs = [(condition.copy(), id) for (condition, _), id in zip(self._branches, ids, strict=True) if id]
        return case(pairs, null("BIGINT")) if len(pairs) == len(ids) else None

    def is_a(self, wanted: frozenset[str] | set[str]) -> Expr:
        """Whether the value is of one of these kinds."""
        return self._of(lambda value: value.is_a(wanted), truth(False))

    def is_integer(self) -> Expr:
        """Whether the value is of an integer type."""
        return self._of(lambda value: value.is_integer(), truth(False))

    def _part(self, name: str) -> Expr:
        if name == "bound":
            return self._of(lambda value: value.bound(), truth(False))
        if name == "truth":
            return self._of(lambda value: value.truth(), null("BOOLEAN"))
        return self._of(lambda value: value.field(name), null(FIELDS[name]))

    def _of(self, part: Callable[[SqlValue], Expr], otherwise: Expr) -> Expr:
        return case([(condition.copy(), part(value)) for condition, value in self._branches], otherwise)


UNBOUND = Choice([])


def either(first: SqlValue, second: SqlValue) -> SqlValue:
    """The first, or where it is NULL the second."""
    if first.total:
        return first
    return Choice([(first.bound(), first), (truth(True), second)], total=second.total)


def term_equal(left: SqlValue, right: SqlValue) -> Expr:
    """Whether both are the same term; NULL or FALSE where either is NULL."""
    common = left.kinds & right.kinds
    if not common:
        return truth(False)
    ids = left.id(), right.id()
    if ids[0] is not None and ids[1] is not None:
        return equal(ids[0], ids[1])
    tests = [equal(left.lexical(), right.lexical())]
    if not (left.kinds == right.kinds and len(common) == 1):
        tests.append(equal(left.kind(), right.kind()))
        tests.append(equal(coalesce([left.datatype(), text("")]), coalesce([right.datatype(), text("")])))
    if LANGUAGE_STRING in common:
        tests.append(equal(coalesce([left.language(), text("")]), coalesce([right.language(), text("")])))
    return all_of(tests)


def _typed(part: Expr, name: str) -> Expr:
    return part if isinstance(part, exp.Cast) else cast(part, FIELDS[name])


def _truth_of(value: SqlValue) -> Expr:
    """The boolean that the characters of a literal stand for."""
    yes = all_of([value.is_a({BOOLEAN}), among(value.lexical(), [text("true"), text("1")])])
    no = all_of([value.is_a({BOOLEAN}), among(value.lexical(), [text("false"), text("0")])])
    return case([(yes, truth(True)), (no, truth(False))], null("BOOLEAN"))
