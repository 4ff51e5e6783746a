"""From the SPARQL algebra to SQL: each pattern becomes a relation (SPARQL 1.1, 18.5 and 18.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from atsmu_kg.sparql.nodes import Iri
from atsmu_kg.sparql.scope import mentioned
from atsmu_kg.stores.tables import algebra
from atsmu_kg.stores.tables.cells import line
from atsmu_kg.stores.tables.constants import local_terms
from atsmu_kg.stores.tables.dictionary import LOCAL_TERMS
from atsmu_kg.stores.tables.existence import marked
from atsmu_kg.stores.tables.expressions import Expressions
from atsmu_kg.stores.tables.fragments import (
    all_of,
    any_of,
    equal,
    id_rows,
    identifier,
    named,
    null,
    present,
    truth,
    whole,
)
from atsmu_kg.stores.tables.grouping import grouped
from atsmu_kg.stores.tables.matching import Matching
from atsmu_kg.stores.tables.ordering import ordered
from atsmu_kg.stores.tables.paths import path
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.relations import Column, Names, Relation, Relations, Side
from atsmu_kg.stores.tables.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlglot.expressions import Expression

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Exists, Order
    from atsmu_kg.stores.tables.constants import Constants
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.translation import Translation


# The column of a solution's place in its order.
PLACE = "@place"


@dataclass(frozen=True, slots=True)
class Context:
    """Where a pattern is evaluated.

    graph: None for the default graph, the id of a named one, or the name of the column that says which.
    named: the graphs that GRAPH finds; merged: those that the default graph merges, None for its own triples.
    seed: solutions around an EXISTS, which its pattern may look at; ``keys`` are the columns that tell them apart.
    """

    graph: int | str | None = None
    named: tuple[int, ...] = ()
    all_named: bool = True
    merged: tuple[int, ...] | None = None
    seed: Relation | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Modifiers:
    """A SELECT, taken apart: its pattern, and what makes a sequence of its solutions."""

    pattern: algebra.Pattern
    names: tuple[str, ...] | None = None
    keys: tuple[Order, ...] = ()
    distinct: bool = False
    skipped: int = 0
    limit: int | None = None


class Compiler:
    """One query on its way from the algebra to a statement.

    dictionary: what is known of the tables.
    constants: the ids of the query's terms.
    translation: that which made the algebra, for the patterns of EXISTS.
    recursive: whether the engine has WITH RECURSIVE.
    """

    def __init__(
        self, dictionary: Dictionary, constants: Constants, translation: Translation, *, recursive: bool
    ) -> None:
        self.dictionary = dictionary
        self.constants = constants
        self.translation = translation
        self.recursive = recursive
        self.names = Names()
        self.relations = Relations(self.names, dictionary)
        self.matching = Matching(self)
        self.shared: dict[str, Expression] = {}
        self._graphs = 0

    def solutions(self, question: algebra.Question, context: Context) -> Expression:
        """The statement whose rows are the lines of the answer as TSV."""
        modifiers = taken_apart(question.pattern)
        relation = self._unordered(modifiers, context)
        side = self.relations.side(relation)
        expressions = self.expressions(side.variable)
        values = [expressions.named(name) for name in question.names]
        select = exp.Select().select(named(line(values), "line"), copy=False)
        return self.statement(self._sequenced(select, side, modifiers))

    def existence(self, question: algebra.Question, context: Context) -> Expression:
        """The statement that has a row if there is a solution."""
        modifiers = taken_apart(question.pattern)
        relation = self._unordered(modifiers, context)
        select = exp.Select().select(named(truth(True), "line"), copy=False)
        select = select.from_(relation.source("l"), copy=False)
        limit = 1 if modifiers.limit is None else min(1, modifiers.limit)
        select.set("limit", exp.Limit(expression=whole(limit)))
        if modifiers.skipped:
            select.set("offset", exp.Offset(expression=whole(modifiers.skipped)))
        return self.statement(select)

    def statement(self, select: Expression) -> Expression:
        """A statement with what it shares before it."""
        local = self.constants.local
        if local:
            self.shared = {LOCAL_TERMS: local_terms(local), **self.shared}
        if self.shared:
            ctes = [
                exp.CTE(this=query, alias=exp.TableAlias(this=identifier(name)))
                for name, query in self.shared.items()
            ]
            recursive = any("closure" in name for name in self.shared)
            select.set("with_", exp.With(expressions=ctes, recursive=recursive))
        return select

    def expressions(
        self, variable: Callable[[str], Value], existing: Callable[[Exists], Expression] | None = None
    ) -> Expressions:
        """Expressions over what gives the values of variables."""
        return Expressions(variable, self.constants, self.dictionary, self.translation.aggregates, existing)

    def share(self, relation: Relation, name: str = "shared") -> Relation:
        """A relation that stands in several places, as a name for it."""
        if isinstance(relation.query, exp.Table):
            return relation
        name = f"{name}_{len(self.shared)}"
        self.shared[name] = relation.query
        return Relation(exp.Table(this=identifier(name)), relation.columns)

    # Patterns

    def relation(self, pattern: algebra.Pattern, context: Context) -> Relation:
        """The solutions of a pattern."""
        if isinstance(pattern, algebra.BasicPattern):
            return self.matching.basic(pattern, context)
        if isinstance(pattern, algebra.Unit):
            return self.relations.unit()
        method: Callable[[Compiler, algebra.Pattern, Context], Relation] = METHODS[type(pattern)]
        return method(self, pattern, context)

    def join(self, pattern: algebra.Join, context: Context) -> Relation:
        """Solutions of both that agree."""
        return self.relations.joined(
            self.relation(pattern.left, context), self.relation(pattern.right, context)
        )

    def left_join(self, pattern: algebra.LeftJoin, context: Context) -> Relation:
        """Those of the left, with those of the right where there are any."""
        left = self.placed(self.relation(pattern.left, context), context)
        right = self.relation(pattern.right, context)
        mentioned_ = {name for each in pattern.conditions for name in mentioned(each)}
        closed = {name for name, known in right.columns.items() if known.total}
        if pattern.conditions and mentioned_ & (left.columns.keys() | right.columns.keys()) <= closed:
            right = self.filtered(right, pattern.conditions, context)
            return self.relations.joined(left, right, outer=True)
        if not pattern.conditions:
            return self.relations.joined(left, right, outer=True)

        def condition(variable: Callable[[str], Value]) -> Expression:
            expressions = self.expressions(variable)
            return all_of(expressions.condition(each) for each in pattern.conditions)

        return self.relations.joined(left, right, outer=True, condition=condition)

    def restriction(self, pattern: algebra.Restriction, context: Context) -> Relation:
        """Solutions that meet conditions."""
        return self.filtered(self.relation(pattern.inner, context), pattern.conditions, context)

    def filtered(self, relation: Relation, conditions: tuple[Node, ...], context: Context) -> Relation:
        """Solutions of a relation that meet conditions."""
        relation = self.placed(relation, context, {name for each in conditions for name in mentioned(each)})
        before = relation.columns
        relation, existing = marked(self, relation, conditions, context)
        side = self.relations.side(relation)
        expressions = self.expressions(side.variable, lambda exists: existing(side, exists))
        where = all_of(expressions.condition(each) for each in conditions)
        return self.relations.selected(side, before, where=where)

    def alternatives(self, pattern: algebra.Alternatives, context: Context) -> Relation:
        """Solutions of any pattern."""
        relations = [self.relation(each, context) for each in pattern.patterns]
        hidden = {name for each in relations for name in each.columns if name.startswith("@")}
        seeded = context.seed is not None and any(
            set(context.keys) & each.columns.keys() for each in relations
        )
        if hidden or seeded:
            relations = [self.placed(each, context) for each in relations]
        return self.relations.union(relations)

    def difference(self, pattern: algebra.Difference, context: Context) -> Relation:
        """Solutions of the left without those that one on the right rules out."""
        left = self.relation(pattern.left, context)
        right = self.relation(pattern.right, context)
        if context.seed is not None and set(right.variables) & set(context.seed.variables):
            raise refusal("MINUS within EXISTS", first_node(pattern.right))
        shared = [name for name in left.variables if name in right.columns]
        if not shared:
            return left
        if any(name.startswith("@") for name in (*left.columns, *right.columns)):
            left, right = self.placed(left, context), self.placed(right, context)
        right = self.relations.kept(
            right, [*shared, *(name for name in right.columns if name.startswith("@"))]
        )
        left, right = self.relations.agreeing(left, right)
        sides = self.relations.side(left, "l"), self.relations.side(right, "m")
        tests = [self.relations.compatible(*sides)]
        if not any(left.columns[name].total and right.columns[name].total for name in shared):
            tests.append(any_of(all_of(present(side.column(name)) for side in sides) for name in shared))
        inner = exp.Select().select(named(whole(1), "one"), copy=False).from_(sides[1].source(), copy=False)
        inner = inner.where(all_of(tests), copy=False)
        return self.relations.selected(sides[0], where=exp.Not(this=exp.Exists(this=inner)))

    def in_graph(self, pattern: algebra.InGraph, context: Context) -> Relation:
        """Solutions within named graphs."""
        if isinstance(pattern.name, Iri):
            id = self.constants.stored(pattern.name)
            if id is None or id not in self.graphs(context):
                inner = self.relation(pattern.inner, replace(context, graph=0))
                return self.relations.restricted(inner, lambda side: truth(False))
            return self.relation(pattern.inner, replace(context, graph=id))
        self._graphs += 1
        key = f"@graph{self._graphs}"
        within = replace(context, graph=key)
        relation = self.placed(self.relation(pattern.inner, within), within)
        name = pattern.name.name
        known = relation.columns[key]
        side = self.relations.side(relation)
        columns = {each: kept for each, kept in relation.columns.items() if each not in (key, name)} | {
            name: known
        }
        where = None
        if name in relation.columns:
            relation = self.relations.joined(
                relation, self._renamed(self.graph_list(context, key), key, name)
            )
            side = self.relations.side(relation)
            where = equal(side.column(name), side.column(key))
            columns[name] = replace(known, stored=relation.columns[name].stored)
        return self.relations.selected(side, columns, {name: side.column(key)}, where)

    def _renamed(self, relation: Relation, key: str, name: str) -> Relation:
        side = self.relations.side(relation)
        known = relation.columns[key]
        return self.relations.selected(side, {key: known, name: known}, {name: side.column(key)})

    def extension(self, pattern: algebra.Extension, context: Context) -> Relation:
        """Solutions with the value of an expression."""
        relation = self.relation(pattern.inner, context)
        relation = self.placed(relation, context, set(mentioned(pattern.expression)))
        if pattern.name in relation.columns:
            raise refusal(f"the second value of ?{pattern.name} within EXISTS", pattern.expression)
        before = relation.columns
        relation, existing = marked(self, relation, (pattern.expression,), context)
        side = self.relations.side(relation)
        expressions = self.expressions(side.variable, lambda exists: existing(side, exists))
        value = expressions.value(pattern.expression)
        fragment, known = self.column_of(value)
        columns = {**before, pattern.name: known}
        return self.relations.selected(side, columns, {pattern.name: fragment})

    def column_of(self, value: Value) -> tuple[Expression, Column]:
        """The column that a value is stored in."""
        id = value.id()
        if not value.kinds:
            return null("BIGINT"), Column(frozenset(), total=False)
        if id is not None:
            local = bool(self.constants.local)
            return id, Column(value.kinds, value.total, stored=True, local=local)
        return value.struct(), Column(value.kinds, value.total, stored=False)

    def table(self, pattern: algebra.Table, context: Context) -> Relation:
        """The solutions that VALUES writes out."""
        columns = {}
        for place, name in enumerate(pattern.names):
            terms = [row[place] for row in pattern.rows]
            kinds = frozenset(
                kind for term in terms if term is not None for kind in self.constants.value(term).kinds
            )
            local = any(term is not None and self.constants.id(term) < 0 for term in terms)
            columns[name] = Column(kinds, None not in terms, stored=True, local=local)
        if not pattern.rows:
            return self.relations.nothing(columns)
        rows = [[None if term is None else self.constants.id(term) for term in row] for row in pattern.rows]
        return Relation(id_rows([self.names.of(name) for name in pattern.names], rows), columns)

    def grouping(self, pattern: algebra.Grouping, context: Context) -> Relation:
        """One solution a group."""
        inner = self.relation(pattern.inner, context)
        hidden = [name for name in inner.columns if name.startswith("@")]
        if context.seed is not None:
            raise refusal("an aggregate within EXISTS", first_node(pattern))
        if isinstance(context.graph, str):
            inner = self.placed(inner, context)
            hidden = [name for name in inner.columns if name.startswith("@")]
            if not pattern.keys:
                raise refusal(
                    "an aggregate without GROUP BY within GRAPH and a variable", first_node(pattern)
                )
        return grouped(self, inner, (*pattern.keys, *hidden), pattern.aggregates)

    # What makes a sequence

    def modified(self, pattern: algebra.Pattern, context: Context) -> Relation:
        """A sub-select."""
        modifiers = taken_apart(pattern)
        if context.seed is not None and modifiers.names is not None:
            inner = set(context.seed.variables) & set(self._mentioned(modifiers.pattern))
            if inner:
                raise refusal(
                    "a sub-select within EXISTS that names variables around it", first_node(pattern)
                )
        if (modifiers.limit is not None or modifiers.skipped) and isinstance(context.graph, str):
            raise refusal("LIMIT within GRAPH and a variable", first_node(pattern))
        if modifiers.limit is None and not modifiers.skipped:
            return self._unordered(replace(modifiers, keys=()), context)
        relation = self._unordered(modifiers, context)
        side = self.relations.side(relation)
        kept = {name: known for name, known in relation.columns.items() if name in (modifiers.names or ())}
        columns = [named(side.column(name), self.names.of(name)) for name in kept]
        select = exp.Select().select(*columns or [named(truth(True), "unit")], copy=False)
        return Relation(self._sequenced(select, side, modifiers), kept)

    def _mentioned(self, pattern: algebra.Pattern) -> set[str]:
        return {name for node in nodes_of(pattern) for name in mentioned(node)}

    def _unordered(self, modifiers: Modifiers, context: Context) -> Relation:
        relation = self.relation(modifiers.pattern, context)
        if modifiers.names is None:
            return relation
        hidden = [name for name in relation.columns if name.startswith("@") or name in context.keys]
        if not modifiers.distinct:
            # What is sorted by is kept; at the end nobody sees it.
            wanted = [name for key in modifiers.keys for name in mentioned(key)]
            aggregates = [name for name in relation.columns if name.startswith("_:aggregate")]
            sorting = [*wanted, *aggregates] if modifiers.keys else []
            return self.relations.kept(relation, [*modifiers.names, *sorting, *hidden])
        sorting = {name for key in modifiers.keys for name in mentioned(key)} & relation.columns.keys()
        if sorting <= set(modifiers.names):
            return self.relations.distinct(self.relations.kept(relation, [*modifiers.names, *hidden]))
        return self._first_of_each(relation, [*modifiers.names, *hidden], modifiers)

    def _first_of_each(self, relation: Relation, names: list[str], modifiers: Modifiers) -> Relation:
        """Each solution once, with its first place in an order by more than it has."""
        side = self.relations.side(relation)
        kept = {name: relation.columns[name] for name in names if name in relation.columns}
        # What may end the query can't stand within OVER.
        keys = {f"@sort{place}": key for place, key in enumerate(self._keys(side, modifiers))}
        columns = {**kept, **{name: Column(frozenset()) for name in keys}}
        sortable = self.relations.side(
            self.relations.selected(side, columns, {name: key.this for name, key in keys.items()})
        )
        sorting: list[Expression] = []
        for name, key in keys.items():
            key.set("this", sortable.column(name))
            sorting.append(key)
        place = exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=sorting))
        numbered = self.relations.selected(sortable, {**kept, PLACE: Column(frozenset())}, {PLACE: place})
        inner = self.relations.side(numbered)
        select = exp.Select().select(
            *[named(inner.column(name), self.names.of(name)) for name in kept],
            named(exp.Min(this=inner.column(PLACE)), self.names.of(PLACE)),
            copy=False,
        )
        select = select.from_(inner.source(), copy=False)
        if kept:
            select.set("group", exp.Group(expressions=[inner.column(name) for name in kept]))
        return Relation(select, {**kept, PLACE: Column(frozenset())})

    def _keys(self, side: Side, modifiers: Modifiers) -> list[Expression]:
        """What solutions are sorted by."""
        if PLACE in side.relation.columns:
            return [exp.Ordered(this=side.column(PLACE), nulls_first=False)]
        expressions = self.expressions(side.variable)
        return [
            part
            for key in modifiers.keys
            for part in ordered(expressions.value(key.expression), descending=key.descending)
        ]

    def _sequenced(self, select: exp.Select, side: Side, modifiers: Modifiers) -> exp.Select:
        keys = self._keys(side, modifiers)
        select = select.from_(side.source(), copy=False)
        if keys:
            select.set("order", exp.Order(expressions=keys))
        if modifiers.limit is not None:
            select.set("limit", exp.Limit(expression=whole(modifiers.limit)))
        if modifiers.skipped:
            select.set("offset", exp.Offset(expression=whole(modifiers.skipped)))
        return select

    # Contexts

    def graphs(self, context: Context) -> tuple[int, ...]:
        """The ids of the graphs that GRAPH finds."""
        return self.dictionary.manifest.graphs if context.all_named else context.named

    def graph_list(self, context: Context, name: str) -> Relation:
        """The named graphs, in a column of that name."""
        kinds = frozenset(map(self.dictionary.kind_of, self.graphs(context)))
        known = {name: Column(kinds)}
        if not kinds:
            return self.relations.nothing(known)
        return Relation(id_rows([self.names.of(name)], [[id] for id in self.graphs(context)]), known)

    def placed(self, relation: Relation, context: Context, names: set[str] | None = None) -> Relation:
        """A relation with the columns of its context; with ``names`` only if it lacks one of those variables."""
        if isinstance(context.graph, str) and names is None and context.graph not in relation.columns:
            relation = self.relations.joined(relation, self.graph_list(context, context.graph))
        seed = context.seed
        if seed is None:
            return relation
        lacking = [
            name for name in seed.columns if name not in relation.columns or not relation.columns[name].total
        ]
        if lacking and (names is None or names & set(lacking)):
            return self.relations.joined(seed, relation)
        return relation


def taken_apart(pattern: algebra.Pattern) -> Modifiers:
    """A SELECT as its pattern and its modifiers, as ``translation.select`` puts them around it."""
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


def nodes_of(pattern: algebra.Pattern) -> list[Node]:
    """The nodes of the tree in a pattern of the algebra."""
    from atsmu_kg.sparql.nodes import Node

    found: list[Node] = []
    waiting: list[object] = [pattern]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Node):
            found.append(part)
        elif isinstance(part, tuple | list):
            waiting += part
        elif hasattr(part, "__dataclass_fields__"):
            waiting += [getattr(part, name) for name in part.__dataclass_fields__]
    return sorted(found, key=lambda node: node.offset)


def first_node(pattern: algebra.Pattern) -> Node:
    """The first node of a pattern, for its place."""
    return nodes_of(pattern)[0]


METHODS: Mapping[type, Callable[..., Relation]] = {
    algebra.PathPattern: path,
    algebra.Join: Compiler.join,
    algebra.LeftJoin: Compiler.left_join,
    algebra.Restriction: Compiler.restriction,
    algebra.Alternatives: Compiler.alternatives,
    algebra.Difference: Compiler.difference,
    algebra.InGraph: Compiler.in_graph,
    algebra.Extension: Compiler.extension,
    algebra.Table: Compiler.table,
    algebra.Grouping: Compiler.grouping,
    algebra.Sorting: Compiler.modified,
    algebra.Projection: Compiler.modified,
    algebra.Deduplication: Compiler.modified,
    algebra.Slicing: Compiler.modified,
}
