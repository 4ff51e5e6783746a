"""EXISTS and NOT EXISTS (SPARQL 1.1, 8.1 and 18.6): a column that says whether there is a solution.

The pattern is evaluated for all solutions around it at once. Where that is the same, it is evaluated by
itself and joined by the variables that both have; else those solutions come into it, as its seed.
"""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from atsmu_kg.sparql.patterns import Exists
from atsmu_kg.sparql.scope import mentioned
from atsmu_kg.stores.tables import algebra
from atsmu_kg.stores.tables.fragments import (
    all_of,
    column,
    equal,
    named,
    present,
    same,
    subquery,
    whole,
)
from atsmu_kg.stores.tables.placing import placed
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.stores.tables.compilation import Compilation
    from atsmu_kg.stores.tables.contexts import Context
    from atsmu_kg.stores.tables.relations import Side

    Existing = Callable[[Side, Exists], Expr]


def marked(
    compilation: Compilation, relation: SqlRelation, expressions: Sequence[Node], context: Context
) -> tuple[SqlRelation, Existing]:
    """A relation with a column for each EXISTS of expressions, and what gives that column."""
    marks: dict[Exists, str] = {}
    for expression in expressions:
        for exists in _outermost(expression):
            name = marks[exists] = f"@mark{len(compilation.shared)}_{len(marks)}"
            relation = _with_mark(compilation, relation, exists, name, context)
    return relation, lambda side, exists: side.column(marks[exists])


def _with_mark(
    compilation: Compilation, relation: SqlRelation, exists: Exists, name: str, context: Context
) -> SqlRelation:
    if isinstance(context.graph, str):
        relation = placed(compilation, relation, context)
    pattern = compilation.translation.group(exists.group)
    around = [variable for variable in relation.variables if variable in set(mentioned(exists.group))]
    plain = replace(context, seed=None, keys=())
    if is_closed(pattern):
        inner = compilation.relation(pattern, plain)
        hidden = [variable for variable in inner.hidden if variable in relation.columns]
        keys = [variable for variable in around if variable in inner.columns]
        alike = all(
            relation.columns[key].total and inner.columns[key].total
            and relation.columns[key].stored == inner.columns[key].stored
            for key in keys
        )  # fmt: skip
        if alike:
            return _joined(compilation, relation, inner, {key: key for key in (*keys, *hidden)}, name)
    relation = compilation.share(relation)
    hidden = [variable for variable in relation.hidden if not variable.startswith("@mark")]
    side = compilation.relations.side(relation)
    columns = {variable: relation.columns[variable] for variable in (*around, *hidden)}
    values: dict[str, Expr] = {}
    keys_of: dict[str, str] = {}
    for variable, known in tuple(columns.items()):
        keys_of[variable] = variable
        if not known.total and not variable.startswith("@"):
            copy = keys_of[variable] = f"@key{len(compilation.shared)}_{variable}"
            columns[copy] = known
            values[copy] = side.column(variable)
    seed = compilation.share(
        compilation.relations.distinct(compilation.relations.selected(side, columns, values))
    )
    seeded = replace(context, seed=seed, keys=tuple(keys_of.values()))
    inner = placed(compilation, compilation.relation(pattern, seeded), seeded)
    return _joined(compilation, relation, inner, keys_of, name)


def _joined(
    compilation: Compilation, relation: SqlRelation, inner: SqlRelation, keys: dict[str, str], name: str
) -> SqlRelation:
    """A relation with the mark of those whose keys are among those of another."""
    names = compilation.names
    matches = compilation.relations.kept(inner, keys.values()) if keys else inner
    side = compilation.relations.side(matches, "i")
    fragments = [named(side.column(key), names.of(key)) for key in keys.values()]
    select = exp.Select().select(*fragments, named(whole(1), "mark"), copy=False)
    select = select.from_(side.source(), copy=False)
    if keys:
        select = select.distinct(copy=False)
    else:
        select.set("limit", exp.Limit(expression=whole(1)))
    outer = compilation.relations.side(relation)
    tests = []
    for variable, key in keys.items():
        test = equal if relation.columns[variable].total and matches.columns[key].total else same
        tests.append(test(outer.column(variable), column("e", names.of(key))))
    columns = [named(outer.column(variable), names.of(variable)) for variable in relation.columns]
    mark = named(present(column("e", "mark")), names.of(name))
    joined = exp.Select().select(*columns, mark, copy=False).from_(outer.source(), copy=False)
    joined = joined.join(subquery(select, "e"), on=all_of(tests), join_type="left", copy=False)
    return SqlRelation(
        joined, {**relation.columns, name: SolutionColumn(frozenset())}, max(outer.depth, side.depth) + 1
    )


def is_closed(pattern: algebra.Pattern) -> bool:
    """Whether the solutions around an EXISTS decide nothing within its pattern but what it is joined by."""
    if isinstance(pattern, algebra.PathPattern):
        return pattern.path.operator in "+!"
    if isinstance(pattern, algebra.Join | algebra.Alternatives):
        parts = (
            pattern.patterns if isinstance(pattern, algebra.Alternatives) else (pattern.left, pattern.right)
        )
        return all(map(is_closed, parts))
    if isinstance(pattern, algebra.InGraph):
        return is_closed(pattern.inner)
    if isinstance(pattern, algebra.Restriction):
        names = {name for condition in pattern.conditions for name in mentioned(condition)}
        nested = any(True for condition in pattern.conditions for _ in _outermost(condition))
        return not nested and is_closed(pattern.inner) and names <= certain(pattern.inner)
    return isinstance(pattern, algebra.Unit | algebra.BasicPattern)


def certain(pattern: algebra.Pattern) -> frozenset[str]:
    """Variables that each solution of a closed pattern binds."""
    if isinstance(pattern, algebra.Alternatives):
        return frozenset.intersection(*map(certain, pattern.patterns))
    if isinstance(pattern, algebra.Restriction):
        return certain(pattern.inner)
    if isinstance(pattern, algebra.Join):
        return certain(pattern.left) | certain(pattern.right)
    if isinstance(pattern, algebra.InGraph):
        return certain(pattern.inner) | frozenset(mentioned(pattern.name))
    return frozenset(name for node in algebra.nodes_of(pattern) for name in mentioned(node))


def _outermost(expression: Node) -> Iterator[Exists]:
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Exists):
            yield node
        else:
            waiting += node.children()
