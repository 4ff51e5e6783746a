"""Groups and their aggregates (SPARQL 1.1, 18.5.1)."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables.arithmetic import number, quotient
from atsmu_kg.stores.tables.computed import ComputedText, Number
from atsmu_kg.stores.tables.families import BLANK, NUMBERS, RESOURCES
from atsmu_kg.stores.tables.fragments import (
    DECIMAL,
    INTEGRAL,
    case,
    cast,
    coalesce,
    column,
    equal,
    is_true,
    less,
    named,
    null,
    selection,
    subquery,
    text,
    truth,
    whole,
)
from atsmu_kg.stores.tables.ordering import TIMES, literal_rank, sort_keys
from atsmu_kg.stores.tables.refusal import fault, refusal
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation
from atsmu_kg.stores.tables.values import STRUCT, Choice, SqlValue, StoredTerm, Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Aggregate
    from atsmu_kg.stores.tables.compilation import Compilation
    from atsmu_kg.stores.tables.relations import Side


class Grouped:
    """The aggregates of one grouping: columns over the group, and what is made of them behind it."""

    def __init__(self, compilation: Compilation, side: Side) -> None:
        self.compilation = compilation
        self.expressions = compilation.expressions(side)
        self.side = side
        self.columns: dict[str, Expr] = {}

    def raw(self, fragment: Expr) -> Callable[[], Expr]:
        """A column over the group, as it is asked for behind it."""
        name = f"a{len(self.columns)}"
        self.columns[name] = fragment
        return lambda: column("g", name)

    def aggregate(self, node: Aggregate) -> SqlValue:
        """The value of an aggregate."""
        if node.argument is None:
            return _count(self.raw(self._count_all(node)))
        value = self.expressions.value(node.argument)
        if node.name == "COUNT":
            return _count(self.raw(exp.Count(this=_one_of(value, node))))
        if node.name in ("SUM", "AVG"):
            return self._sum(node, value)
        if node.name in ("MIN", "MAX"):
            return self._extreme(node, value)
        if node.name == "SAMPLE":
            return self._any(value)
        return self._concatenation(node, value)

    def _count_all(self, node: Aggregate) -> Expr:
        if not node.distinct:
            return exp.Count(this=exp.Star())
        names = [name for name in self.side.relation.variables if not name.startswith("_:")]
        fields = [
            exp.PropertyEQ(this=exp.to_identifier(f"f{place}"), expression=self.side.column(name))
            for place, name in enumerate(names)
        ]
        if not fields:
            raise refusal("COUNT(DISTINCT *) without variables", node)
        return exp.Count(this=exp.Distinct(expressions=[exp.Struct(expressions=fields)]))

    def _complete(self, value: SqlValue) -> Expr:
        """Whether each solution of the group has a value: one error makes an error of the aggregate."""
        if value.total:
            return truth(True)
        counted = self.raw(exp.Count(this=_form(value))), self.raw(exp.Count(this=exp.Star()))
        return equal(counted[0](), counted[1]())

    def _sum(self, node: Aggregate, value: SqlValue) -> SqlValue:
        summand = number(value, node, self.compilation.dictionary)
        whole_type = is_true(summand.is_integer())
        addend = cast(summand.decimal(), DECIMAL)
        size, numbers = self.raw(exp.Count(this=exp.Star())), self.raw(exp.Count(this=summand.decimal()))
        if node.distinct:
            addend = exp.Distinct(expressions=[addend])
        total = self.raw(exp.Sum(this=addend))
        integral = truth(True)
        if not whole_type:
            integral = coalesce([self.raw(exp.LogicalAnd(this=summand.is_integer()))(), truth(True)])
        is_known = equal(size(), numbers())
        count = size
        if node.distinct:
            # Terms count, not their values: 1 and 1.0 are two.
            count = self.raw(exp.Count(this=exp.Distinct(expressions=[cast(summand.decimal(), DECIMAL)])))
            terms = self.raw(exp.Count(this=exp.Distinct(expressions=[_form(value)])))
            refused = fault(f"{node.name}(DISTINCT …) of terms with one value", node)
            is_known = case([(equal(terms(), count()), is_known)], refused)
        if node.name == "SUM":
            sum = coalesce([total(), cast(whole(0), DECIMAL)])
            return Number(case([(is_known, sum)], null(DECIMAL)), integral)
        mean = quotient(Number(total(), truth(False)), Number(count(), truth(True)), node)
        is_empty = equal(size(), whole(0))
        average = case([(is_empty, cast(whole(0), DECIMAL)), (is_known, mean)], null(DECIMAL))
        return Number(average, equal(size(), whole(0)))

    def _extreme(self, node: Aggregate, value: SqlValue) -> SqlValue:
        kind = exp.ArgMin if node.name == "MIN" else exp.ArgMax
        if not value.kinds:
            return Choice([])
        keys = sort_keys(value)
        key = keys[0]
        if len(keys) > 1:
            fields = [
                exp.PropertyEQ(this=exp.to_identifier(f"k{place}"), expression=sort_key)
                for place, sort_key in enumerate(keys)
            ]
            key = exp.Struct(expressions=fields)
        picked = self.raw(kind(this=_form(value), expression=key))
        complete = self._complete(value)
        literals = value.kinds - RESOURCES
        if len({kind in NUMBERS or (kind in TIMES and kind) for kind in literals}) > 1:
            # The specification orders no literals of different kinds; engines do so each in its own way.
            ranks = self.raw(exp.Count(this=exp.Distinct(expressions=[literal_rank(value)])))
            refused = fault(f"{node.name} of literals of several kinds", node)
            complete = case([(less(whole(1), ranks()), refused)], complete)
        return self._picked(value, picked, complete)

    def _any(self, value: SqlValue) -> SqlValue:
        """SAMPLE: any will do; the least, so that it is the same each time."""
        if not value.kinds:
            return Choice([])
        form = _form(value)
        picked = self.raw(exp.Min(this=form))
        return self._picked(value, picked, truth(True))

    def _picked(self, value: SqlValue, picked: Callable[[], Expr], complete: Expr) -> SqlValue:
        if value.id() is None:
            return Struct(lambda: case([(complete.copy(), picked())], null(STRUCT)), value.kinds, total=False)

        def part(name: str) -> Expr:
            raise AssertionError(name)

        return StoredTerm(
            lambda: case([(complete.copy(), picked())], null("BIGINT")), part, value.kinds, total=False
        )

    def _concatenation(self, node: Aggregate, value: SqlValue) -> SqlValue:
        """GROUP_CONCAT, of up to one value: the specification gives several no order."""
        characters = value.lexical()
        if BLANK in value.kinds:
            characters = case([(value.is_a({BLANK}), null("VARCHAR"))], characters)
        counted = self.raw(exp.Count(this=_one_of(value, node)))
        shortest = self.raw(exp.Min(this=characters))
        complete = self._complete(value)
        joined = case(
            [(equal(counted(), whole(0)), text("")), (equal(counted(), whole(1)), shortest())],
            fault("GROUP_CONCAT of several values, which have no order,", node),
        )
        return ComputedText(case([(complete, joined)], null("VARCHAR")))


def grouped(
    compilation: Compilation,
    inner: SqlRelation,
    keys: Sequence[str],
    aggregates: Sequence[tuple[str, Aggregate]],
) -> SqlRelation:
    """A relation's groups, with a column for each key and each aggregate."""
    names = compilation.names
    keys = tuple(dict.fromkeys(keys))
    side = compilation.relations.side(inner)
    groups = Grouped(compilation, side)
    values = {name: groups.aggregate(node) for name, node in aggregates}
    known = {key: inner.columns[key] for key in keys if key in inner.columns}
    if not known and not groups.columns:
        # One row for all solutions, even for none.
        groups.raw(exp.Count(this=exp.Star()))
    fragments = [named(side.column(key), names.of(key)) for key in known]
    fragments += [named(fragment, name) for name, fragment in groups.columns.items()]
    select = selection(fragments).from_(side.source(), copy=False)
    if known:
        select.set("group", exp.Group(expressions=[side.column(key) for key in known]))
    elif keys:
        # Keys that nothing binds make one group, unless there is no solution.
        select = select.having(less(whole(0), exp.Count(this=exp.Star())), copy=False)
    columns: dict[str, SolutionColumn] = dict(known)
    outer = [named(column("g", names.of(key)), names.of(key)) for key in known]
    for name, value in values.items():
        fragment, columns[name] = compilation.column_of(value)
        outer.append(named(fragment, names.of(name)))
    behind = selection(outer).from_(subquery(select, "g"), copy=False)
    return SqlRelation(behind, columns, side.depth + 2)


def _count(column: Callable[[], Expr]) -> SqlValue:
    return Number(cast(column(), INTEGRAL), truth(True), total=True)


def _form(value: SqlValue) -> Expr:
    id = value.id()
    return value.struct() if id is None else id


def _one_of(value: SqlValue, node: Aggregate) -> Expr:
    form = _form(value) if value.kinds else null("BIGINT")
    return exp.Distinct(expressions=[form]) if node.distinct else form
