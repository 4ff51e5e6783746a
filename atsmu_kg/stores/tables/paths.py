"""Property paths that are no joins and unions (SPARQL 1.1, 18.4): ``?``, ``*``, ``+`` and ``!``."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from atsmu_kg.sparql.nodes import Iri, Path, Variable
from atsmu_kg.stores.tables.algebra import BasicPattern, PathPattern, Triple
from atsmu_kg.stores.tables.fragments import (
    all_of,
    among,
    call,
    column,
    equal,
    id_rows,
    identifier,
    named,
    negation,
    table,
    whole,
)
from atsmu_kg.stores.tables.matching import Matching
from atsmu_kg.stores.tables.placing import placed
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation
from atsmu_kg.stores.tables.translation import named as variable_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.algebra import End
    from atsmu_kg.stores.tables.compilation import Compilation
    from atsmu_kg.stores.tables.contexts import Context

# The two ends of a step, and what has been met on the way to the one that moves.
FROM, TO = "_:from", "_:to"
WAY = "_:way"


def path(compilation: Compilation, pattern: PathPattern, context: Context) -> SqlRelation:
    """The solutions of a path pattern."""
    if pattern.path.operator == "!":
        return _ended(compilation, _negated(compilation, pattern.path, context), pattern)
    steps = _steps(compilation, pattern.path, context)
    pairs = steps
    if pattern.path.operator in "*+":
        pairs = _closure(compilation, compilation.share(steps, "steps"), pattern)
    if pattern.path.operator in "*?":
        standing = _standing(compilation, pattern, context)
        if pairs.hidden:
            standing = placed(compilation, standing, context)
        pairs = compilation.relations.union([standing, pairs], distinct=True)
    return _ended(compilation, pairs, pattern)


def _steps(compilation: Compilation, path: Path, context: Context) -> SqlRelation:
    """What one step of a path leads from and to."""
    token, end = path.token, path.end
    step = compilation.translation.triple(Variable(token, end, FROM), path.parts[0], Variable(token, end, TO))
    relation = compilation.relation(step, replace(context, seed=None, keys=()))
    return compilation.relations.kept(relation, [FROM, TO, *relation.hidden])


def _negated(compilation: Compilation, path: Path, context: Context) -> SqlRelation:
    """Steps along any property but some."""
    token, end = path.token, path.end
    ahead: list[Iri | Path] = [part for part in path.parts if isinstance(part, Iri)]
    back = [part.parts[0] for part in path.parts if isinstance(part, Path)]
    directions = [(ahead, (FROM, TO))] if ahead or not back else []
    if back:
        directions.append((back, (TO, FROM)))
    relations = []
    for excluded, ends in directions:
        subject, object = (Variable(token, end, name) for name in ends)
        triple = Triple(subject, Variable(token, end, "_:property"), object)
        relation = Matching(compilation).basic(BasicPattern((triple,)), context)
        ids = [
            compilation.dictionary.properties[iri.value].id
            for iri in excluded
            if isinstance(iri, Iri) and iri.value in compilation.dictionary.properties
        ]
        if ids:
            relation = compilation.relations.restricted(
                relation,
                lambda side, ids=ids: negation(among(side.column("_:property"), [whole(id) for id in ids])),  # type: ignore[misc]
            )
        relations.append(compilation.relations.kept(relation, [FROM, TO, *relation.hidden]))
    return compilation.relations.union(relations)


def _standing(compilation: Compilation, pattern: PathPattern, context: Context) -> SqlRelation:
    """Paths of length zero: from each node of the graph to itself, or from the term at an end."""
    ends = [end for end in (pattern.subject, pattern.object) if variable_of(end) is None]
    if ends:
        ids = {compilation.constants.id(end) for end in ends}  # type: ignore[arg-type]
        kinds = compilation.constants.value(ends[0]).kinds  # type: ignore[arg-type]
        columns = {name: SolutionColumn(kinds, local=min(ids) < 0) for name in (FROM, TO)}
        if len(ids) > 1:
            return compilation.relations.nothing(columns)
        (id,) = ids
        return SqlRelation(
            id_rows([compilation.names.of(FROM), compilation.names.of(TO)], [[id, id]]), columns
        )
    if context.seed is not None and {variable_of(pattern.subject), variable_of(pattern.object)} & set(
        context.seed.variables
    ):
        raise refusal("a path of length zero within EXISTS, from a variable around it", pattern.path)
    token, end = pattern.path.token, pattern.path.end
    triple = Triple(Variable(token, end, FROM), Variable(token, end, "_:property"), Variable(token, end, TO))
    triples = compilation.share(Matching(compilation).basic(BasicPattern((triple,)), context), "triples")
    nodes = []
    for name in (FROM, TO):
        side = compilation.relations.side(triples)
        known = triples.columns[name]
        hidden = {variable: triples.columns[variable] for variable in triples.hidden}
        columns = {FROM: known, TO: known, **hidden}
        nodes.append(
            compilation.relations.selected(side, columns, {FROM: side.column(name), TO: side.column(name)})
        )
    return compilation.relations.union(nodes, distinct=True)


def _closure(compilation: Compilation, steps: SqlRelation, pattern: PathPattern) -> SqlRelation:
    """What one step or more lead from and to, each pair once; only from or to the term at an end."""
    names = compilation.names
    hidden = steps.hidden
    name = f"closure_{len(compilation.shared)}"
    start, end = variable_of(pattern.subject) is None, variable_of(pattern.object) is None
    backwards = end and not start
    first = exp.Select().select(
        *[_plain("s", names.of(variable)) for variable in (FROM, TO, *hidden)], copy=False
    )
    first = first.from_(steps.source("s"), copy=False)
    if start or end:
        fixed: End = pattern.object if backwards else pattern.subject
        id = compilation.constants.id(fixed)  # type: ignore[arg-type]
        first = first.where(equal(column("s", names.of(TO if backwards else FROM)), whole(id)), copy=False)
    kept, moved = (TO, FROM) if backwards else (FROM, TO)
    columns = {kept: _plain("c", names.of(kept)), moved: _plain("s", names.of(moved))}
    more = exp.Select().select(
        columns[FROM], columns[TO], *[_plain("c", names.of(variable)) for variable in hidden], copy=False
    )
    met = equal(column("c", names.of(moved)), column("s", names.of(kept)))
    on = all_of(
        [
            met,
            *[equal(column("c", names.of(variable)), column("s", names.of(variable))) for variable in hidden],
        ]
    )
    more = more.from_(table(name, "c"), copy=False).join(steps.source("s"), on=on, copy=False)
    if not compilation.merges:
        _go_round_no_circle(first, more, names.of(moved), names.of(WAY))
    compilation.shared[name] = exp.Union(this=first, expression=more, distinct=compilation.merges)
    closure = SqlRelation(exp.Table(this=identifier(name)), steps.columns)
    if compilation.merges:
        return closure
    pairs = compilation.relations.kept(closure, [FROM, TO, *hidden])
    return compilation.relations.distinct(pairs)


def _go_round_no_circle(first: exp.Select, more: exp.Select, moved: str, way: str) -> None:
    """Let the steps of a recursion that keeps equal rows lead to nothing that was met on the way.

    What a walk leads to, a walk without a circle leads to as well.
    """
    here = column("s", moved)
    first.select(named(exp.Array(expressions=[here]), way), copy=False)
    more.select(named(call("ARRAY_APPEND", column("c", way), here.copy()), way), copy=False)
    more.where(negation(call("ARRAY_CONTAINS", column("c", way), here.copy())), copy=False)


def _plain(table: str, name: str) -> Expr:
    return named(column(table, name), name)


def _ended(compilation: Compilation, pairs: SqlRelation, pattern: PathPattern) -> SqlRelation:
    """Pairs as solutions of the pattern's ends."""
    side = compilation.relations.side(pairs)
    columns = {name: pairs.columns[name] for name in pairs.hidden}
    values: dict[str, Expr] = {}
    tests = []
    for place, end in ((FROM, pattern.subject), (TO, pattern.object)):
        name = variable_of(end)
        if name is None:
            tests.append(equal(side.column(place), whole(compilation.constants.id(end))))  # type: ignore[arg-type]
        elif name in values:
            tests.append(equal(side.column(place), side.column(FROM)))
        else:
            values[name] = side.column(place)
            columns[name] = pairs.columns[place]
    return compilation.relations.selected(side, columns, values, all_of(tests))
