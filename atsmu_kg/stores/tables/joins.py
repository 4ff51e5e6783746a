"""Relations out of relations: joins, unions, projections."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from atsmu_kg.stores.tables.fragments import (
    absent,
    all_of,
    any_of,
    coalesce,
    equal,
    is_true,
    named,
    null,
    same,
    selection,
    truth,
    whole,
)
from atsmu_kg.stores.tables.relations import Side, SolutionColumn, SqlRelation
from atsmu_kg.stores.tables.values import STRUCT, either

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.relations import ColumnNames
    from atsmu_kg.stores.tables.values import SqlValue


class Relations:
    """Relations out of relations, for one query."""

    def __init__(self, names: ColumnNames, dictionary: Dictionary) -> None:
        self.names = names
        self.dictionary = dictionary

    def side(self, relation: SqlRelation, alias: str = "l") -> Side:
        """A relation to select from."""
        return Side(relation, alias, self.names, self.dictionary)

    def selected(
        self,
        side: Side,
        columns: Mapping[str, SolutionColumn] | None = None,
        values: Mapping[str, Expr] | None = None,
        where: Expr | None = None,
    ) -> SqlRelation:
        """A relation of columns of a side, and of others, as far as a condition holds."""
        columns = side.relation.columns if columns is None else columns
        values = values or {}
        select = selection(
            [named(values.get(name) or side.column(name), self.names.of(name)) for name in columns]
        )
        if where is not None and not is_true(where):
            select = select.where(where, copy=False)
        return SqlRelation(select.from_(side.source(), copy=False), columns, side.depth + 1)

    def unit(self) -> SqlRelation:
        """One solution that binds nothing."""
        return SqlRelation(selection(()), {})

    def nothing(self, columns: Mapping[str, SolutionColumn]) -> SqlRelation:
        """No solution."""
        fragments = [
            named(null("BIGINT" if known.stored else STRUCT), self.names.of(name))
            for name, known in columns.items()
        ]
        return SqlRelation(selection(fragments).where(truth(False), copy=False), columns)

    def restricted(self, relation: SqlRelation, condition: Callable[[Side], Expr]) -> SqlRelation:
        """Those of which a condition is true."""
        side = self.side(relation)
        return self.selected(side, where=condition(side))

    def unmatched(self, side: Side, other: Side, tests: Iterable[Expr]) -> SqlRelation:
        """Those of a side with which none of another meets all tests."""
        inner = exp.Select().select(named(whole(1), "one"), copy=False).from_(other.source(), copy=False)
        matching = exp.Exists(this=inner.where(all_of(tests), copy=False))
        return self.selected(side, where=exp.Not(this=matching))

    def kept(self, relation: SqlRelation, names: Iterable[str]) -> SqlRelation:
        """With these columns only, as far as it has them."""
        columns = {name: relation.columns[name] for name in names if name in relation.columns}
        if columns.keys() == relation.columns.keys():
            return replace(relation, columns=columns) if columns else relation
        return self.selected(self.side(relation), columns)

    def distinct(self, relation: SqlRelation) -> SqlRelation:
        """Each once."""
        selected = self.selected(self.side(relation))
        selected.query.set("distinct", exp.Distinct())
        return selected

    def as_structs(self, relation: SqlRelation, names: Iterable[str]) -> SqlRelation:
        """With structs in the place of ids in these columns."""
        wanted = [name for name in names if relation.columns[name].stored]
        if not wanted:
            return relation
        side = self.side(relation)
        values = {name: side.variable(name).struct() for name in wanted}
        columns = {
            name: replace(known, stored=False, local=False) if name in wanted else known
            for name, known in relation.columns.items()
        }
        return self.selected(side, columns, values)

    def agreeing(self, left: SqlRelation, right: SqlRelation) -> tuple[SqlRelation, SqlRelation]:
        """The two, with what both have in the same form in each."""
        mixed = [
            name
            for name, known in left.columns.items()
            if name in right.columns and known.stored != right.columns[name].stored
        ]
        return self.as_structs(left, mixed), self.as_structs(right, mixed)

    def joined(
        self,
        left: SqlRelation,
        right: SqlRelation,
        *,
        outer: bool = False,
        condition: Callable[[Callable[[str], SqlValue]], Expr] | None = None,
    ) -> SqlRelation:
        """Solutions of both that agree; ``outer`` keeps those of the left with which none does.

        ``condition`` makes one more condition for the pair from what gives the values of variables.
        """
        left, right = self.agreeing(left, right)
        sides = self.side(left, "l"), self.side(right, "r")
        on = self.compatible(*sides)
        columns: dict[str, SolutionColumn] = {}
        values: dict[str, Expr] = {}
        for name, known in left.columns.items():
            other = right.columns.get(name)
            columns[name] = known
            values[name] = sides[0].column(name)
            if other is None:
                continue
            if not known.total:
                values[name] = coalesce([sides[0].column(name), sides[1].column(name)])
                columns[name] = SolutionColumn(
                    known.kinds | other.kinds,
                    other.total and not outer,
                    known.stored,
                    known.local or other.local,
                )
            elif other.total and not outer:
                columns[name] = replace(
                    known, kinds=known.kinds & other.kinds, local=known.local and other.local
                )
        for name, known in right.columns.items():
            if name not in columns:
                columns[name] = replace(known, total=known.total and not outer)
                values[name] = sides[1].column(name)
        if condition is not None:
            on = all_of([on, condition(lambda name: self._of_both(*sides, name))])
        select = selection([named(values[name], self.names.of(name)) for name in columns])
        select = select.from_(sides[0].source(), copy=False)
        kind = "left" if outer else "cross" if is_true(on) else ""
        select = select.join(
            sides[1].source(), on=None if kind == "cross" else on, join_type=kind, copy=False
        )
        return SqlRelation(select, columns, max(side.depth for side in sides) + 1)

    def compatible(self, left: Side, right: Side) -> Expr:
        """The condition that two solutions agree."""
        tests = []
        for name, known in left.relation.columns.items():
            other = right.relation.columns.get(name)
            if other is None:
                continue
            if name.startswith("@") and not (known.total and other.total):
                tests.append(same(left.column(name), right.column(name)))
                continue
            agrees = [equal(left.column(name), right.column(name))]
            agrees += [
                absent(side.column(name)) for side, has in ((left, known), (right, other)) if not has.total
            ]
            tests.append(any_of(agrees))
        return all_of(tests)

    def union(self, relations: Sequence[SqlRelation], *, distinct: bool = False) -> SqlRelation:
        """Solutions of all."""
        columns: dict[str, SolutionColumn] = {}
        for relation in relations:
            for name, known in relation.columns.items():
                before = columns.get(name, SolutionColumn(frozenset(), stored=True))
                columns[name] = SolutionColumn(
                    before.kinds | known.kinds,
                    before.total and known.total,
                    before.stored and known.stored,
                    before.local or known.local,
                )
        for relation in relations:
            for name in columns.keys() - relation.columns.keys():
                columns[name] = replace(columns[name], total=False)
        mixed = [name for name, known in columns.items() if not known.stored]
        parts = []
        for relation in relations:
            same_form = self.as_structs(relation, [name for name in mixed if name in relation.columns])
            side = self.side(same_form)
            missing = {
                name: null("BIGINT" if known.stored else STRUCT)
                for name, known in columns.items()
                if name not in relation.columns
            }
            parts.append(self.selected(side, columns, missing))
        union = parts[0].query
        for part in parts[1:]:
            union = exp.Union(this=union, expression=part.query, distinct=distinct)
        for name, known in columns.items():
            columns[name] = replace(known, local=known.local and known.stored)
        return SqlRelation(union, columns, max(part.depth for part in parts) + 1)

    def _of_both(self, left: Side, right: Side, name: str) -> SqlValue:
        if name not in right.relation.columns:
            return left.variable(name)
        if name not in left.relation.columns:
            return right.variable(name)
        return either(left.variable(name), right.variable(name))
