"""Where a pattern is evaluated: in which graph, and around which solutions an EXISTS has."""

from __future__ import annotations

from dataclasses import dataclass

from atsmu_kg.sparql.nodes import Variable
from atsmu_kg.stores.tables.fragments import id_rows
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.stores.tables.compiler import Compiler

ADVICE_OUTSIDE = "Put the condition behind the braces of GRAPH."


@dataclass(frozen=True, slots=True)
class Context:
    """The place of a pattern.

    graph: None for the default graph, the id of a named one, or the name of the column that says which.
    variable: the variable that GRAPH gives that one's name to, behind its pattern.
    named, all_named: the ids of the graphs that GRAPH finds, or that it finds all.
    merged: those that the default graph merges; None where it has triples of its own.
    seed: the solutions around an EXISTS, which its pattern may look at.
    keys: the columns that tell those apart.
    """

    graph: int | str | None = None
    variable: str | None = None
    named: tuple[int, ...] = ()
    all_named: bool = True
    merged: tuple[int, ...] | None = None
    seed: SqlRelation | None = None
    keys: tuple[str, ...] = ()


def graphs(compiler: Compiler, context: Context) -> tuple[int, ...]:
    """The ids of the graphs that GRAPH finds."""
    return compiler.dictionary.manifest.graphs if context.all_named else context.named


def graph_list(compiler: Compiler, context: Context, name: str) -> SqlRelation:
    """The named graphs, in a column of that name."""
    ids = graphs(compiler, context)
    known = {name: SolutionColumn(frozenset(map(compiler.dictionary.kind_of, ids)))}
    if not ids:
        return compiler.relations.nothing(known)
    return SqlRelation(id_rows([compiler.names.of(name)], [[id] for id in ids]), known)


def refuse_own_graph(context: Context, relation: SqlRelation, nodes: Iterable[Node]) -> None:
    """Raises UnsupportedQueryError for a look at the variable of GRAPH within it that nothing there binds.

    By the specification it has no value there, and on most engines that of the graph.
    """
    if context.variable is None or context.variable in relation.columns:
        return
    for node in nodes:
        for each in node.walk():
            if isinstance(each, Variable) and each.name == context.variable:
                raise refusal(f"?{each.name} in an expression within its own GRAPH", each, ADVICE_OUTSIDE)


def placed(
    compiler: Compiler, relation: SqlRelation, context: Context, names: set[str] | None = None
) -> SqlRelation:
    """A relation with the columns of its context, which it lacks where it is the same for all of them.

    names: if given, only where it lacks one of these variables.
    """
    if isinstance(context.graph, str) and names is None and context.graph not in relation.columns:
        relation = compiler.relations.joined(relation, graph_list(compiler, context, context.graph))
    seed = context.seed
    if seed is None:
        return relation
    known = {name for name, column in relation.columns.items() if column.total}
    lacking = seed.columns.keys() - known
    if lacking and (names is None or names & lacking):
        return compiler.relations.joined(seed, relation)
    return relation
