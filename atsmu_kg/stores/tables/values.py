"""What an expression of SPARQL is in SQL: a value whose parts are fragments, NULL where it is an error or unbound.

Terms of the graph are ids, whose parts stand in the dictionary, which is joined only for those that are asked for.
What a query computes has no id; it is a struct of its parts wherever it has to be one column.
"""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables import families as kinds_of
from atsmu_kg.stores.tables.families import (
    BLANK,
    BOOLEAN,
    DECIMAL,
    INTEGER,
    INTEGERS,
    IRI,
    LANGUAGE_STRING,
    NUMBERS,
    STRING,
)
from atsmu_kg.stores.tables.fragments import (
    all_of,
    among,
    binary,
    case,
    cast,
    coalesce,
    equal,
    negation,
    null,
    present,
    text,
    trimmed,
    truth,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlglot.expressions import Expression

# The fields of the struct that a computed term is, with their types.
FIELDS = {
    "kind": "VARCHAR",
    "value": "VARCHAR",
    "datatype": "VARCHAR",
    "language": "VARCHAR",
    "decimal": "DECIMAL(38, 18)",
    "double": "DOUBLE",
    "instant": "TIMESTAMP",
    "offset_minutes": "SMALLINT",
}
STRUCT = f"STRUCT<{', '.join(f'{name} {kind}' for name, kind in FIELDS.items())}>"


class Value:
    """A value; ``kinds`` are those that it may have where it is not NULL, ``total`` whether it never is."""

    kinds: frozenset[str] = frozenset()
    total = False

    def bound(self) -> Expression:
        """Whether there is a value: TRUE or FALSE."""
        raise NotImplementedError

    def id(self) -> Expression | None:
        """Its id; None for what is computed."""
        return None

    def lexical(self) -> Expression:
        """The characters of a literal, an IRI, or the label of a blank node."""
        raise NotImplementedError

    def kind(self) -> Expression:
        """``iri``, ``blank`` or ``literal``."""
        raise NotImplementedError

    def datatype(self) -> Expression:
        """The IRI of its datatype; NULL if it is no literal."""
        raise NotImplementedError

    def language(self) -> Expression:
        """Its language; NULL if it has none."""
        return null("VARCHAR")

    def decimal(self) -> Expression:
        """The number that an integer or a decimal is; NULL for other values."""
        return null(FIELDS["decimal"])

    def double(self) -> Expression:
        """The nearest floating-point number to a number of any datatype; NULL for other values."""
        return null("DOUBLE")

    def instant(self) -> Expression:
        """The time that a date or such begins at."""
        return null("TIMESTAMP")

    def offset_minutes(self) -> Expression:
        """Its offset from UTC."""
        return null("SMALLINT")

    def truth(self) -> Expression:
        """The boolean that a literal of that datatype stands for."""
        return case(
            [(self.is_a({BOOLEAN}), case([(among(self.lexical(), [text("true"), text("1")]), truth(True)),
                (among(self.lexical(), [text("false"), text("0")]), truth(False))], null("BOOLEAN")))],
            null("BOOLEAN"),
        )  # fmt: skip

    def is_a(self, wanted: frozenset[str] | set[str]) -> Expression:
        """Whether it is of one of these kinds; may be NULL where it is."""
        if self.kinds <= wanted:
            return truth(True) if self.total else self.bound()
        if not self.kinds & wanted:
            return truth(False)
        tests = [equal(self.kind(), text(each)) for each in sorted(wanted & self.kinds & kinds_of.RESOURCES)]
        datatypes = sorted((wanted & self.kinds) - kinds_of.RESOURCES)
        if datatypes:
            # NULL for what is no literal.
            tests.append(coalesce([among(self.datatype(), [text(each) for each in datatypes]), truth(False)]))
        return any_of_tests(tests)

    def is_integer(self) -> Expression:
        """Whether a number that has a decimal is of an integer type."""
        return self.is_a(INTEGERS)

    def struct(self) -> Expression:
        """It as one column."""
        parts = {
            "kind": self.kind(),
            "value": self.lexical(),
            "datatype": cast(self.datatype(), "VARCHAR"),
            "language": cast(self.language(), "VARCHAR"),
            "decimal": cast(self.decimal(), FIELDS["decimal"]),
            "double": cast(self.double(), "DOUBLE"),
            "instant": cast(self.instant(), "TIMESTAMP"),
            "offset_minutes": cast(self.offset_minutes(), "SMALLINT"),
        }
        fields = [exp.PropertyEQ(this=exp.to_identifier(name), expression=part) for name, part in parts.items()]
        struct = exp.Struct(expressions=fields)
        return struct if self.total else case([(self.bound(), struct)], null(STRUCT))


def any_of_tests(tests: Sequence[Expression]) -> Expression:
    """OR, of at least one test."""
    chain = tests[0]
    for each in tests[1:]:
        chain = binary(exp.Or, chain, each)
    return chain


class Stored(Value):
    """A term that has an id.

    id: the column of it.
    part: gives the column of the dictionary, by its name.
    """

    def __init__(
        self,
        id: Callable[[], Expression],
        part: Callable[[str], Expression],
        kinds: frozenset[str],
        *,
        total: bool,
        within: Callable[[frozenset[str]], Sequence[tuple[int, int]]] | None = None,
    ) -> None:
        self._id = id
        self._part = part
        self.kinds = kinds
        self.total = total
        self._within = within

    def bound(self) -> Expression:
        return truth(True) if self.total else present(self._id())

    def id(self) -> Expression:
        return self._id()

    def lexical(self) -> Expression:
        return self._part("value")

    def kind(self) -> Expression:
        named = {each if each in kinds_of.RESOURCES else "literal" for each in self.kinds}
        if len(named) == 1:
            return self._whole(text(named.pop()))
        return self._part("kind")

    def datatype(self) -> Expression:
        if len(self.kinds) == 1:
            (kind,) = self.kinds
            return null("VARCHAR") if kind in kinds_of.RESOURCES else self._whole(text(kind))
        return self._part("datatype") if self.kinds - kinds_of.RESOURCES else null("VARCHAR")

    def language(self) -> Expression:
        return self._part("language") if LANGUAGE_STRING in self.kinds else null("VARCHAR")

    def decimal(self) -> Expression:
        return self._part("decimal") if self.kinds & (NUMBERS - kinds_of.FLOATS) else super().decimal()

    def double(self) -> Expression:
        return self._part("double") if self.kinds & NUMBERS else super().double()

    def instant(self) -> Expression:
        return self._part("instant") if self.kinds & kinds_of.INSTANTS else super().instant()

    def offset_minutes(self) -> Expression:
        return self._part("offset_minutes") if self.kinds & kinds_of.INSTANTS else super().offset_minutes()

    def truth(self) -> Expression:
        return self._part("boolean") if BOOLEAN in self.kinds else null("BOOLEAN")

    def is_a(self, wanted: frozenset[str] | set[str]) -> Expression:
        if self._within is None or self.kinds <= wanted or not self.kinds & wanted:
            return super().is_a(wanted)
        return in_ranges(self._id, self._within(frozenset(wanted & self.kinds)))

    def _whole(self, fragment: Expression) -> Expression:
        return fragment if self.total else case([(self.bound(), fragment)], null("VARCHAR"))


def in_ranges(id: Callable[[], Expression], ranges: Sequence[tuple[int, int]]) -> Expression:
    """Whether an id is in one of the ranges, whose ends are in them."""
    from atsmu_kg.stores.tables.fragments import any_of, between

    return any_of([between(id(), first, last) for first, last in ranges])


class Struct(Value):
    """A computed term that a column holds."""

    def __init__(self, column: Callable[[], Expression], kinds: frozenset[str], *, total: bool) -> None:
        self._column = column
        self.kinds = kinds
        self.total = total

    def bound(self) -> Expression:
        return truth(True) if self.total else present(self._column())

    def struct(self) -> Expression:
        return self._column()

    def lexical(self) -> Expression:
        return self._field("value")

    def kind(self) -> Expression:
        return self._field("kind")

    def datatype(self) -> Expression:
        return self._field("datatype")

    def language(self) -> Expression:
        return self._field("language")

    def decimal(self) -> Expression:
        return self._field("decimal")

    def double(self) -> Expression:
        return self._field("double")

    def instant(self) -> Expression:
        return self._field("instant")

    def offset_minutes(self) -> Expression:
        return self._field("offset_minutes")

    def _field(self, name: str) -> Expression:
        return exp.Dot(this=self._column(), expression=exp.to_identifier(name, quoted=True))


class Boolean(Value):
    """A computed truth value."""

    kinds = frozenset({BOOLEAN})

    def __init__(self, fragment: Expression) -> None:
        self._fragment = fragment
        self.total = isinstance(fragment, exp.Boolean)

    def bound(self) -> Expression:
        return truth(True) if self.total else present(self._fragment.copy())

    def truth(self) -> Expression:
        return self._fragment.copy()

    def lexical(self) -> Expression:
        branches = [(self._fragment.copy(), text("true")), (negation(self._fragment.copy()), text("false"))]
        return case(branches, null("VARCHAR"))

    def kind(self) -> Expression:
        return text("literal")

    def datatype(self) -> Expression:
        return text(BOOLEAN)


class Text(Value):
    """A computed string, with a language if ``tag`` may be more than NULL."""

    def __init__(self, fragment: Expression, tag: Expression | None = None, *, total: bool = False) -> None:
        self._fragment = fragment
        self._tag = tag
        self.kinds = frozenset({STRING}) if tag is None else kinds_of.TEXTS
        self.total = total or isinstance(fragment, exp.Literal)

    def bound(self) -> Expression:
        return truth(True) if self.total else present(self._fragment.copy())

    def lexical(self) -> Expression:
        return self._fragment.copy()

    def kind(self) -> Expression:
        return text("literal")

    def datatype(self) -> Expression:
        if self._tag is None:
            return text(STRING)
        return case([(present(self._tag.copy()), text(LANGUAGE_STRING))], text(STRING))

    def language(self) -> Expression:
        return null("VARCHAR") if self._tag is None else self._tag.copy()


class Name(Value):
    """A computed IRI."""

    kinds = frozenset({IRI})

    def __init__(self, fragment: Expression) -> None:
        self._fragment = fragment

    def bound(self) -> Expression:
        return present(self._fragment.copy())

    def lexical(self) -> Expression:
        return self._fragment.copy()

    def kind(self) -> Expression:
        return text("iri")

    def datatype(self) -> Expression:
        return null("VARCHAR")


class Number(Value):
    """A computed integer or decimal; ``integral`` is the condition that it is an integer."""

    def __init__(self, fragment: Expression, integral: Expression, *, total: bool = False) -> None:
        self._fragment = fragment
        self._integral = integral
        self.total = total
        if isinstance(integral, exp.Boolean):
            self.kinds = frozenset({INTEGER if integral.this else DECIMAL})
        else:
            self.kinds = frozenset({INTEGER, DECIMAL})

    def bound(self) -> Expression:
        return truth(True) if self.total else present(self._fragment.copy())

    def decimal(self) -> Expression:
        return self._fragment.copy()

    def double(self) -> Expression:
        return cast(self._fragment.copy(), "DOUBLE")

    def is_integer(self) -> Expression:
        return self._integral.copy()

    def lexical(self) -> Expression:
        # Of 2.500 the zeros go, of 2.000 the point too.
        digits = cast(cast(self._fragment.copy(), FIELDS["decimal"]), "VARCHAR")
        return trimmed(trimmed(digits, "0"), ".")

    def kind(self) -> Expression:
        return text("literal")

    def datatype(self) -> Expression:
        return case([(self._integral.copy(), text(INTEGER))], text(DECIMAL))


class Typed(Value):
    """A computed literal of a datatype that no operator takes apart here, such as one of STRDT."""

    def __init__(self, fragment: Expression, datatype: str) -> None:
        self._fragment = fragment
        self._datatype = datatype
        self.kinds = frozenset({datatype})

    def bound(self) -> Expression:
        return present(self._fragment.copy())

    def lexical(self) -> Expression:
        return self._fragment.copy()

    def kind(self) -> Expression:
        return text("literal")

    def datatype(self) -> Expression:
        return text(self._datatype)


class Choice(Value):
    """The value of the first branch whose condition holds; an error if there is none."""

    def __init__(self, branches: Sequence[tuple[Expression, Value]], *, total: bool = False) -> None:
        self._branches = branches
        self.kinds = frozenset().union(*[value.kinds for _, value in branches])
        self.total = total

    def bound(self) -> Expression:
        return truth(True) if self.total else self._of(lambda value: value.bound(), truth(False))

    def id(self) -> Expression | None:
        ids = [value.id() for _, value in self._branches]
        if any(each is None for each in ids):
            return None
        pairs = zip(self._branches, ids, strict=True)
        return case([(condition.copy(), id) for (condition, _), id in pairs if id is not None], null("BIGINT"))

    def lexical(self) -> Expression:
        return self._of(lambda value: value.lexical(), null("VARCHAR"))

    def kind(self) -> Expression:
        return self._of(lambda value: value.kind(), null("VARCHAR"))

    def datatype(self) -> Expression:
        return self._of(lambda value: value.datatype(), null("VARCHAR"))

    def language(self) -> Expression:
        return self._of(lambda value: value.language(), null("VARCHAR"))

    def decimal(self) -> Expression:
        return self._of(lambda value: value.decimal(), super().decimal())

    def double(self) -> Expression:
        return self._of(lambda value: value.double(), super().double())

    def instant(self) -> Expression:
        return self._of(lambda value: value.instant(), super().instant())

    def offset_minutes(self) -> Expression:
        return self._of(lambda value: value.offset_minutes(), super().offset_minutes())

    def truth(self) -> Expression:
        return self._of(lambda value: value.truth(), null("BOOLEAN"))

    def is_a(self, wanted: frozenset[str] | set[str]) -> Expression:
        return self._of(lambda value: value.is_a(wanted), truth(False))

    def is_integer(self) -> Expression:
        return self._of(lambda value: value.is_integer(), truth(False))

    def _of(self, part: Callable[[Value], Expression], otherwise: Expression) -> Expression:
        return case([(condition.copy(), part(value)) for condition, value in self._branches], otherwise)


def either(first: Value, second: Value) -> Value:
    """The first, or where it is NULL the second."""
    if first.total:
        return first
    return Choice([(first.bound(), first), (truth(True), second)], total=second.total)


def term_equal(left: Value, right: Value) -> Expression:
    """Whether both are the same term; NULL or FALSE where either is NULL."""
    if not left.kinds & right.kinds:
        return truth(False)
    ids = left.id(), right.id()
    if ids[0] is not None and ids[1] is not None:
        return equal(ids[0], ids[1])
    common = left.kinds & right.kinds
    tests = [equal(left.lexical(), right.lexical())]
    if not (left.kinds == right.kinds and len(common) == 1):
        tests.append(equal(left.kind(), right.kind()))
        tests.append(equal(coalesce([left.datatype(), text("")]), coalesce([right.datatype(), text("")])))
    if LANGUAGE_STRING in common:
        tests.append(equal(coalesce([left.language(), text("")]), coalesce([right.language(), text("")])))
    return all_of(tests)
