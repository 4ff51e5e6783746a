"""What makes a sequence of solutions: projection, DISTINCT, ORDER BY, LIMIT and OFFSET (SPARQL 1.1, 15)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from atsmu_kg.sparql.aggregation import aggregates
from atsmu_kg.sparql.scope import mentioned
from atsmu_kg.stores.tables import algebra
from atsmu_kg.stores.tables.fragments import named, whole
from atsmu_kg.stores.tables.ordering import ordered
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.patterns import Order
    from atsmu_kg.stores.tables.compilation import Compilation
    from atsmu_kg.stores.tables.contexts import Context
    from atsmu_kg.stores.tables.relations import Side

# The column of a solution's place in its order.
PLACE = "@place"


@dataclass(frozen=True, slots=True)
class Modifiers:
    """A SELECT, taken apart: its pattern, and what makes a sequence of its solutions."""

    pattern: algebra.Pattern
    names: tuple[str, ...] | None = None
    keys: tuple[Order, ...] = ()
    distinct: bool = False
    skipped: int = 0
    limit: int | None = None

    @property
    def slices(self) -> bool:
        """Whether it may leave solutions out by their place."""
        return self.limit is not None or self.skipped > 0

    def at_most(self, most: int | None) -> Modifiers:
        """With so many solutions at most, if a number is given."""
        limits = [limit for limit in (self.limit, most) if limit is not None]
        return replace(self, limit=min(limits, default=None))


def taken_apart(pattern: algebra.Pattern) -> Modifiers:
    """The modifiers around a pattern, as ``Translation.select`` puts them there."""
    modifiers = Modifiers(pattern)
    if isinstance(pattern, algebra.Slicing):
        modifiers = replace(modifiers, skipped=pattern.skipped, limit=pattern.limit)
        pattern = pattern.inner
    if isinstance(pattern, algebra.Deduplication):
        modifiers = replace(modifiers, distinct=True)
        pattern = pattern.inner
    if isinstance(pattern, algebra.Projection):
        modifiers = replace(modifiers, names=pattern.names)
        pattern = pattern.inner
    if isinstance(pattern, algebra.Sorting):
        modifiers = replace(modifiers, keys=pattern.keys)
        pattern = pattern.inner
    return replace(modifiers, pattern=pattern)


def unordered(compilation: Compilation, modifiers: Modifiers, context: Context) -> SqlRelation:
    """The solutions, and beside them what they are still to be sorted by."""
    relation = compilation.relation(modifiers.pattern, context)
    if modifiers.names is None:
        return relation
    hidden = [name for name in relation.columns if name.startswith("@") or name in context.keys]
    sorting = {name for key in modifiers.keys for name in mentioned(key)}
    sorting |= {compilation.translation.aggregates[node] for node in aggregates(*modifiers.keys)}
    sorting &= relation.columns.keys()
    names = [*modifiers.names, *hidden]
    if not modifiers.distinct:
        return compilation.relations.kept(relation, [*names, *sorted(sorting - set(names))])
    if sorting <= set(names):
        return compilation.relations.distinct(compilation.relations.kept(relation, names))
    return _first_of_each(compilation, relation, names, modifiers)


def sequenced(compilation: Compilation, select: exp.Select, side: Side, modifiers: Modifiers) -> exp.Select:
    """A SELECT from a side, in order and cut."""
    keys = _sort_keys(compilation, side, modifiers)
    select = select.from_(side.source(), copy=False)
    if keys:
        select.set("order", exp.Order(expressions=keys))
    if modifiers.limit is not None:
        select.set("limit", exp.Limit(expression=whole(modifiers.limit)))
    if modifiers.skipped:
        select.set("offset", exp.Offset(expression=whole(modifiers.skipped)))
    return select


def _first_of_each(
    compilation: Compilation, relation: SqlRelation, names: list[str], modifiers: Modifiers
) -> SqlRelation:
    """Each solution once, with its first place in an order by more than it has."""
    relations = compilation.relations
    side = relations.side(relation)
    kept = {name: relation.columns[name] for name in names if name in relation.columns}
    # What may end the query can't stand within OVER.
    keys = {f"@sort{place}": key for place, key in enumerate(_sort_keys(compilation, side, modifiers))}
    columns = {**kept, **{name: SolutionColumn(frozenset()) for name in keys}}
    sortable = relations.side(
        relations.selected(side, columns, {name: key.this for name, key in keys.items()})
    )
    for name, key in keys.items():
        key.set("this", sortable.column(name))
    place = exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=list(keys.values())))
    inner = relations.side(
        relations.selected(sortable, {**kept, PLACE: SolutionColumn(frozenset())}, {PLACE: place})
    )
    first = named(exp.Min(this=inner.column(PLACE)), compilation.names.of(PLACE))
    select = exp.Select().select(
        *[named(inner.column(name), compilation.names.of(name)) for name in kept], first, copy=False
    )
    select = select.from_(inner.source(), copy=False)
    if kept:
        select.set("group", exp.Group(expressions=[inner.column(name) for name in kept]))
    return SqlRelation(select, {**kept, PLACE: SolutionColumn(frozenset())}, inner.depth + 1)


def _sort_keys(compilation: Compilation, side: Side, modifiers: Modifiers) -> list[Expr]:
    if PLACE in side.relation.columns:
        return [exp.Ordered(this=side.column(PLACE), nulls_first=False)]
    expressions = compilation.expressions(side)
    return [
        part
        for key in modifiers.keys
        for part in ordered(expressions.value(key.expression), descending=key.descending)
    ]
