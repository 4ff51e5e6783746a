"""From the SPARQL algebra to SQL: each pattern becomes a relation (SPARQL 1.1, 18.5 and 18.6)."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from atsmu_kg.sparql.nodes import Iri
from atsmu_kg.sparql.patterns import Exists
from atsmu_kg.sparql.scope import mentioned
from atsmu_kg.stores.tables import algebra
from atsmu_kg.stores.tables.cells import line
from atsmu_kg.stores.tables.compilation import Compilation
from atsmu_kg.stores.tables.constants import local_terms
from atsmu_kg.stores.tables.dictionary import LOCAL_TERMS
from atsmu_kg.stores.tables.existence import marked
from atsmu_kg.stores.tables.expressions import Expressions
from atsmu_kg.stores.tables.fragments import (
    all_of,
    any_of,
    call,
    equal,
    id_rows,
    identifier,
    named,
    present,
    same,
    selection,
    text,
    truth,
)
from atsmu_kg.stores.tables.grouping import grouped
from atsmu_kg.stores.tables.matching import Matching
from atsmu_kg.stores.tables.modifiers import Modifiers, sequenced, taken_apart, unordered
from atsmu_kg.stores.tables.paths import path
from atsmu_kg.stores.tables.placing import graph_list, graphs, placed, refuse_own_graph
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation
from atsmu_kg.stores.tables.values import SqlValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.stores.tables.contexts import Context


# SELECTs within one another; what is deeper gets a name, since sqlglot and engines recurse.
DEEPEST = 16
# What the solutions of a whole query are called.
IDS = "ids"


class Compiler(Compilation):
    """From the algebra to a statement, pattern by pattern; it is made as a ``Compilation`` is."""

    def solutions(self, question: algebra.AlgebraQuery, context: Context, most: int | None = None) -> Expr:
        """The statement whose rows are the lines of the answer as TSV: all in one where the engine gathers.

        ``most`` is how many solutions are wanted; without it all.
        """
        modifiers = taken_apart(question.pattern).at_most(most)
        if modifiers.keys:
            relation = unordered(self, modifiers, context)
        else:
            # Terms are looked up of what is left, one for each id.
            relation = self.sliced(modifiers, context)
            modifiers = Modifiers(modifiers.pattern)
        if any(known.stored for known in relation.columns.values()):
            relation = self.share(relation, IDS)
        side = self.relations.side(relation)
        expressions = self.expressions(side)
        answer = line([expressions.named(name) for name in question.names])
        if self.gathers and not modifiers.keys:
            answer = call("STRING_AGG", answer, text("\n"))
        select = exp.Select().select(named(answer, "line"), copy=False)
        return self.statement(sequenced(self, select, side, modifiers))

    def existence(self, question: algebra.AlgebraQuery, context: Context) -> Expr:
        """The statement that has a row if there is a solution."""
        modifiers = taken_apart(question.pattern)
        side = self.relations.side(unordered(self, modifiers, context))
        select = exp.Select().select(named(truth(True), "line"), copy=False)
        limit = 1 if modifiers.limit is None else min(1, modifiers.limit)
        return self.statement(sequenced(self, select, side, replace(modifiers, keys=(), limit=limit)))

    def statement(self, select: Expr) -> Expr:
        """A statement with what it shares before it."""
        local = self.constants.local
        if local:
            self.shared = {LOCAL_TERMS: local_terms(local), **self.shared}
        if self.shared:
            ctes = [
                exp.CTE(
                    this=query,
                    alias=exp.TableAlias(this=identifier(name)),
                    # So that joins with the dictionary are planned by themselves.
                    materialized=name.startswith(IDS) or None,
                )
                for name, query in self.shared.items()
            ]
            recursive = any("closure" in name for name in self.shared)
            select.set("with_", exp.With(expressions=ctes, recursive=recursive))
        return select

    # Patterns

    def relation(self, pattern: algebra.Pattern, context: Context) -> SqlRelation:
        """The solutions of a pattern."""
        if isinstance(pattern, algebra.BasicPattern):
            return Matching(self).basic(pattern, context)
        if isinstance(pattern, algebra.Unit):
            return self.relations.unit()
        method: Callable[[Compiler, algebra.Pattern, Context], SqlRelation] = METHODS[type(pattern)]
        relation = method(self, pattern, context)
        return self.share(relation) if relation.depth > DEEPEST else relation

    def join(self, pattern: algebra.Join, context: Context) -> SqlRelation:
        """Solutions of both that agree."""
        return self.relations.joined(
            self.relation(pattern.left, context), self.relation(pattern.right, context)
        )

    def left_join(self, pattern: algebra.LeftJoin, context: Context) -> SqlRelation:
        """Those of the left, with those of the right where there are any."""
        left = placed(self, self.relation(pattern.left, context), context)
        right = self.relation(pattern.right, context)
        mentioned_ = {name for filtered in pattern.conditions for name in mentioned(filtered)}
        closed = {name for name, known in right.columns.items() if known.total}
        if pattern.conditions and mentioned_ & (left.columns.keys() | right.columns.keys()) <= closed:
            right = self.filtered(right, pattern.conditions, context)
            return self.relations.joined(left, right, outer=True)
        if not pattern.conditions:
            return self.relations.joined(left, right, outer=True)
        refuse_own_graph(context, left, pattern.conditions)
        if any(isinstance(node, Exists) for filtered in pattern.conditions for node in filtered.walk()):
            return self._kept_without(left, right, pattern.conditions, context)

        def condition(variable: Callable[[str], SqlValue]) -> Expr:
            expressions = Expressions(variable, self.constants, self.dictionary, self.translation.aggregates)
            return all_of(expressions.condition(filtered) for filtered in pattern.conditions)

        return self.relations.joined(left, right, outer=True, condition=condition)

    def _kept_without(
        self, left: SqlRelation, right: SqlRelation, conditions: tuple[Node, ...], context: Context
    ) -> SqlRelation:
        """The left join in two parts: what meets the conditions, and what of the left has no such match."""
        left = self.share(left)
        side = self.relations.side(left)
        copies = {f"@left{len(self.shared)}_{name}": name for name in left.columns}
        columns = {**left.columns, **{copy: left.columns[name] for copy, name in copies.items()}}
        values = {copy: side.column(name) for copy, name in copies.items()}
        pairs = self.relations.joined(self.relations.selected(side, columns, values), right)
        matched = self.share(self.filtered(pairs, conditions, context))
        sides = self.relations.side(left), self.relations.side(matched, "m")
        tests = [same(sides[0].column(name), sides[1].column(copy)) for copy, name in copies.items()]
        rest = self.relations.unmatched(*sides, tests)
        return self.relations.union(
            [self.relations.kept(matched, [name for name in matched.columns if name not in copies]), rest]
        )

    def restriction(self, pattern: algebra.Restriction, context: Context) -> SqlRelation:
        """Solutions that meet conditions."""
        return self.filtered(self.relation(pattern.inner, context), pattern.conditions, context)

    def filtered(self, relation: SqlRelation, conditions: tuple[Node, ...], context: Context) -> SqlRelation:
        """Solutions of a relation that meet conditions."""
        refuse_own_graph(context, relation, conditions)
        relation = placed(self, relation, context, {name for each in conditions for name in mentioned(each)})
        before = relation.columns
        relation, existing = marked(self, relation, conditions, context)
        side = self.relations.side(relation)
        expressions = self.expressions(side, lambda exists: existing(side, exists))
        where = all_of(expressions.condition(each) for each in conditions)
        return self.relations.selected(side, before, where=where)

    def alternatives(self, pattern: algebra.Alternatives, context: Context) -> SqlRelation:
        """Solutions of any pattern."""
        relations = [self.relation(each, context) for each in pattern.patterns]
        seeded = context.seed is not None and any(
            set(context.keys) & each.columns.keys() for each in relations
        )
        if seeded or any(each.hidden for each in relations):
            relations = [placed(self, each, context) for each in relations]
        return self.relations.union(relations)

    def difference(self, pattern: algebra.AntiJoin, context: Context) -> SqlRelation:
        """Solutions of the left without those that one on the right rules out."""
        left = self.relation(pattern.left, context)
        right = self.relation(pattern.right, context)
        if context.seed is not None and set(right.variables) & set(context.seed.variables):
            raise refusal("MINUS within EXISTS", algebra.first_node(pattern.right))
        shared = [name for name in left.variables if name in right.columns]
        if not shared:
            return left
        if left.hidden or right.hidden:
            left, right = placed(self, left, context), placed(self, right, context)
        right = self.relations.kept(right, [*shared, *right.hidden])
        left, right = self.relations.agreeing(left, right)
        sides = self.relations.side(left, "l"), self.relations.side(right, "m")
        tests = [self.relations.compatible(*sides)]
        if not any(left.columns[name].total and right.columns[name].total for name in shared):
            tests.append(any_of(all_of(present(side.column(name)) for side in sides) for name in shared))
        return self.relations.unmatched(*sides, tests)

    def in_graph(self, pattern: algebra.InGraph, context: Context) -> SqlRelation:
        """Solutions within named graphs."""
        if isinstance(pattern.name, Iri):
            id = self.constants.stored(pattern.name)
            if id is None or id not in graphs(self, context):
                inner = self.relation(pattern.inner, replace(context, graph=0, variable=None))
                return self.relations.restricted(inner, lambda side: truth(False))
            return self.relation(pattern.inner, replace(context, graph=id, variable=None))
        # Its name is taken at once, so that a GRAPH within has another.
        key = f"@graph{len(self.names)}"
        self.names.of(key)
        within = replace(context, graph=key, variable=pattern.name.name)
        relation = placed(self, self.relation(pattern.inner, within), within)
        name = pattern.name.name
        known = relation.columns[key]
        side = self.relations.side(relation)
        columns = {
            variable: kept for variable, kept in relation.columns.items() if variable not in (key, name)
        } | {name: known}
        where = None
        if name in relation.columns:
            relation = self.relations.joined(
                relation, self._renamed(graph_list(self, context, key), key, name)
            )
            side = self.relations.side(relation)
            where = equal(side.column(name), side.column(key))
            columns[name] = replace(known, stored=relation.columns[name].stored)
        return self.relations.selected(side, columns, {name: side.column(key)}, where)

    def _renamed(self, relation: SqlRelation, key: str, name: str) -> SqlRelation:
        side = self.relations.side(relation)
        known = relation.columns[key]
        return self.relations.selected(side, {key: known, name: known}, {name: side.column(key)})

    def extension(self, pattern: algebra.Extension, context: Context) -> SqlRelation:
        """Solutions with the value of an expression."""
        relation = self.relation(pattern.inner, context)
        refuse_own_graph(context, relation, (pattern.expression,))
        relation = placed(self, relation, context, set(mentioned(pattern.expression)))
        if pattern.name in relation.columns:
            raise refusal(f"the second value of ?{pattern.name} within EXISTS", pattern.expression)
        before = relation.columns
        relation, existing = marked(self, relation, (pattern.expression,), context)
        side = self.relations.side(relation)
        expressions = self.expressions(side, lambda exists: existing(side, exists))
        value = expressions.value(pattern.expression)
        fragment, known = self.column_of(value)
        columns = {**before, pattern.name: known}
        return self.relations.selected(side, columns, {pattern.name: fragment})

    def table(self, pattern: algebra.InlineData, context: Context) -> SqlRelation:
        """The solutions that VALUES writes out."""
        columns = {}
        for place, name in enumerate(pattern.names):
            terms = [row[place] for row in pattern.rows]
            kinds = frozenset(
                kind for term in terms if term is not None for kind in self.constants.value(term).kinds
            )
            local = any(term is not None and self.constants.id(term) < 0 for term in terms)
            columns[name] = SolutionColumn(kinds, None not in terms, stored=True, local=local)
        if not pattern.rows:
            return self.relations.nothing(columns)
        rows = [[None if term is None else self.constants.id(term) for term in row] for row in pattern.rows]
        return SqlRelation(id_rows([self.names.of(name) for name in pattern.names], rows), columns)

    def grouping(self, pattern: algebra.Grouping, context: Context) -> SqlRelation:
        """One solution a group."""
        inner = self.relation(pattern.inner, context)
        if context.seed is not None:
            raise refusal("an aggregate within EXISTS", algebra.first_node(pattern))
        if isinstance(context.graph, str):
            inner = placed(self, inner, context)
            if not pattern.keys:
                raise refusal(
                    "an aggregate without GROUP BY within GRAPH and a variable", algebra.first_node(pattern)
                )
        return grouped(self, inner, (*pattern.keys, *inner.hidden), pattern.aggregates)

    # What makes a sequence

    def modified(self, pattern: algebra.Pattern, context: Context) -> SqlRelation:
        """A sub-select."""
        modifiers = taken_apart(pattern)
        if context.seed is not None and modifiers.names is not None:
            names = {name for node in algebra.nodes_of(modifiers.pattern) for name in mentioned(node)}
            if names & set(context.seed.variables):
                raise refusal(
                    "a sub-select within EXISTS that names variables around it", algebra.first_node(pattern)
                )
        if modifiers.slices and isinstance(context.graph, str):
            raise refusal("LIMIT within GRAPH and a variable", algebra.first_node(pattern))
        return self.sliced(modifiers, context)

    def sliced(self, modifiers: Modifiers, context: Context) -> SqlRelation:
        """The solutions of a SELECT, in no order."""
        if not modifiers.slices:
            return unordered(self, replace(modifiers, keys=()), context)
        relation = unordered(self, modifiers, context)
        side = self.relations.side(relation)
        kept = {name: known for name, known in relation.columns.items() if name in (modifiers.names or ())}
        columns = [named(side.column(name), self.names.of(name)) for name in kept]
        return SqlRelation(sequenced(self, selection(columns), side, modifiers), kept, side.depth + 1)


METHODS: Mapping[type, Callable[..., SqlRelation]] = {
    algebra.PathPattern: path,
    algebra.Join: Compiler.join,
    algebra.LeftJoin: Compiler.left_join,
    algebra.Restriction: Compiler.restriction,
    algebra.Alternatives: Compiler.alternatives,
    algebra.AntiJoin: Compiler.difference,
    algebra.InGraph: Compiler.in_graph,
    algebra.Extension: Compiler.extension,
    algebra.InlineData: Compiler.table,
    algebra.Grouping: Compiler.grouping,
    algebra.Sorting: Compiler.modified,
    algebra.Projection: Compiler.modified,
    algebra.Deduplication: Compiler.modified,
    algebra.Slicing: Compiler.modified,
}
