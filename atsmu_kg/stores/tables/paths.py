"""Property paths that are no joins and unions (SPARQL 1.1, 18.4): ``?``, ``*``, ``+`` and ``!``."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from atsmu_kg.sparql.nodes import Iri, Path, Variable
from atsmu_kg.stores.tables.algebra import BasicPattern, PathPattern, Triple
from atsmu_kg.stores.tables.contexts import placed
from atsmu_kg.stores.tables.fragments import (
    all_of,
    among,
    column,
    equal,
    id_rows,
    identifier,
    named,
    negation,
    whole,
)
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation
from atsmu_kg.stores.tables.translation import named as variable_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.algebra import End
    from atsmu_kg.stores.tables.compiler import Compiler
    from atsmu_kg.stores.tables.contexts import Context

# The two ends of a step.
FROM, TO = "_:from", "_:to"


def path(compiler: Compiler, pattern: PathPattern, context: Context) -> SqlRelation:
    """The solutions of a path pattern."""
    if pattern.path.operator == "!":
        return _ended(compiler, _negated(compiler, pattern.path, context), pattern)
    if pattern.path.operator != "?" and not compiler.recursive:
        raise refusal(
            f"a repeated path ({pattern.path.operator}) on an engine without recursion", pattern.path
        )
    steps = _steps(compiler, pattern.path, context)
    pairs = steps
    if pattern.path.operator in "*+":
        pairs = _closure(compiler, compiler.share(steps, "steps"), pattern)
    if pattern.path.operator in "*?":
        standing = _standing(compiler, pattern, context)
        if any(name.startswith("@") for name in pairs.columns):
            standing = placed(compiler, standing, context)
        pairs = compiler.relations.union([standing, pairs], distinct=True)
    return _ended(compiler, pairs, pattern)


def _steps(compiler: Compiler, path: Path, context: Context) -> SqlRelation:
    """What one step of a path leads from and to."""
    token, end = path.token, path.end
    step = compiler.translation.triple(Variable(token, end, FROM), path.parts[0], Variable(token, end, TO))
    relation = compiler.relation(step, replace(context, seed=None, keys=()))
    hidden = [name for name in relation.columns if name.startswith("@")]
    return compiler.relations.kept(relation, [FROM, TO, *hidden])


def _negated(compiler: Compiler, path: Path, context: Context) -> SqlRelation:
    """Steps along any property but some."""
    token, end = path.token, path.end
    ahead = [part for part in path.parts if isinstance(part, Iri)]
    back = [part.parts[0] for part in path.parts if isinstance(part, Path)]
    relations = []
    for excluded, ends in ((ahead, (FROM, TO)), (back, (TO, FROM))):
        if not excluded and path.parts and not (excluded is ahead and not back):
            continue
        if excluded is back and not back:
            continue
        subject, object = (Variable(token, end, name) for name in ends)
        triple = Triple(subject, Variable(token, end, "_:property"), object)
        relation = compiler.matching.basic(BasicPattern((triple,)), context)
        ids = [
            compiler.dictionary.properties[each.value].id
            for each in excluded
            if isinstance(each, Iri) and each.value in compiler.dictionary.properties
        ]
        if ids:
            relation = compiler.relations.restricted(
                relation,
                lambda side, ids=ids: negation(among(side.column("_:property"), [whole(id) for id in ids])),  # type: ignore[misc]
            )
        hidden = [name for name in relation.columns if name.startswith("@")]
        relations.append(compiler.relations.kept(relation, [FROM, TO, *hidden]))
    return compiler.relations.union(relations)


def _standing(compiler: Compiler, pattern: PathPattern, context: Context) -> SqlRelation:
    """Paths of length zero: from each node of the graph to itself, or from the term at an end."""
    ends = [end for end in (pattern.subject, pattern.object) if variable_of(end) is None]
    if ends:
        ids = {compiler.constants.id(end) for end in ends}  # type: ignore[arg-type]
        kinds = compiler.constants.value(ends[0]).kinds  # type: ignore[arg-type]
        columns = {name: SolutionColumn(kinds, local=min(ids) < 0) for name in (FROM, TO)}
        if len(ids) > 1:
            return compiler.relations.nothing(columns)
        (id,) = ids
        return SqlRelation(id_rows([compiler.names.of(FROM), compiler.names.of(TO)], [[id, id]]), columns)
    if context.seed is not None and {variable_of(pattern.subject), variable_of(pattern.object)} & set(
        context.seed.variables
    ):
        raise refusal("a path of length zero within EXISTS, from a variable around it", pattern.path)
    token, end = pattern.path.token, pattern.path.end
    triple = Triple(Variable(token, end, FROM), Variable(token, end, "_:property"), Variable(token, end, TO))
    triples = compiler.share(compiler.matching.basic(BasicPattern((triple,)), context), "triples")
    nodes = []
    for name in (FROM, TO):
        side = compiler.relations.side(triples)
        known = triples.columns[name]
        hidden = {each: kept for each, kept in triples.columns.items() if each.startswith("@")}
        columns = {FROM: known, TO: known, **hidden}
        nodes.append(
            compiler.relations.selected(side, columns, {FROM: side.column(name), TO: side.column(name)})
        )
    return compiler.relations.union(nodes, distinct=True)


def _closure(compiler: Compiler, steps: SqlRelation, pattern: PathPattern) -> SqlRelation:
    """What one step or more lead from and to, each pair once; only from or to the term at an end."""
    names = compiler.names
    hidden = [name for name in steps.columns if name.startswith("@")]
    name = f"closure_{len(compiler.shared)}"
    start, end = variable_of(pattern.subject) is None, variable_of(pattern.object) is None
    backwards = end and not start
    first = exp.Select().select(*[_plain("s", names.of(each)) for each in (FROM, TO, *hidden)], copy=False)
    first = first.from_(steps.source("s"), copy=False)
    if start or end:
        fixed: End = pattern.object if backwards else pattern.subject
        id = compiler.constants.id(fixed)  # type: ignore[arg-type]
        first = first.where(equal(column("s", names.of(TO if backwards else FROM)), whole(id)), copy=False)
    kept, moved = (TO, FROM) if backwards else (FROM, TO)
    met = FROM if backwards else TO
    columns = {kept: _plain("c", names.of(kept)), moved: _plain("s", names.of(moved))}
    more = exp.Select().select(
        columns[FROM], columns[TO], *[_plain("c", names.of(each)) for each in hidden], copy=False
    )
    closure = exp.Table(this=identifier(name), alias=exp.TableAlias(this=identifier("c")))
    here = equal(column("c", names.of(met)), column("s", names.of(kept)))
    on = all_of([here, *[equal(column("c", names.of(each)), column("s", names.of(each))) for each in hidden]])
    more = more.from_(closure, copy=False).join(steps.source("s"), on=on, copy=False)
    compiler.shared[name] = exp.Union(this=first, expression=more, distinct=True)
    return SqlRelation(exp.Table(this=identifier(name)), steps.columns)


def _plain(table: str, name: str) -> Expr:
    return named(column(table, name), name)


def _ended(compiler: Compiler, pairs: SqlRelation, pattern: PathPattern) -> SqlRelation:
    """Pairs as solutions of the pattern's ends."""
    side = compiler.relations.side(pairs)
    columns = {name: known for name, known in pairs.columns.items() if name.startswith("@")}
    values: dict[str, Expr] = {}
    tests = []
    for place, end in ((FROM, pattern.subject), (TO, pattern.object)):
        name = variable_of(end)
        if name is None:
            tests.append(equal(side.column(place), whole(compiler.constants.id(end))))  # type: ignore[arg-type]
        elif name in values:
            tests.append(equal(side.column(place), side.column(FROM)))
        else:
            values[name] = side.column(place)
            columns[name] = pairs.columns[place]
    return compiler.relations.selected(side, columns, values, all_of(tests))
