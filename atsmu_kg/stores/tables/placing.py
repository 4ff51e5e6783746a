"""Relations in their place: the columns of the graph and of the solutions around an EXISTS."""

from __future__ import annotations

from atsmu_kg.sparql.nodes import Variable
from atsmu_kg.stores.tables.fragments import id_rows
from atsmu_kg.stores.tables.refusal import refusal
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.stores.tables.compilation import Compilation
    from atsmu_kg.stores.tables.contexts import Context

ADVICE_OUTSIDE = "Put the condition behind the braces of GRAPH."


def graphs(compilation: Compilation, context: Context) -> tuple[int, ...]:
    """The ids of the graphs that GRAPH finds."""
    return compilation.dictionary.manifest.graphs if context.all_named else context.named


def graph_list(compilation: Compilation, context: Context, name: str) -> SqlRelation:
    """The named graphs, in a column of that name."""
    ids = graphs(compilation, context)
    known = {name: SolutionColumn(frozenset(map(compilation.dictionary.kind_of, ids)))}
    if not ids:
        return compilation.relations.nothing(known)
    return SqlRelation(id_rows([compilation.names.of(name)], [[id] for id in ids]), known)


def refuse_own_graph(context: Context, relation: SqlRelation, nodes: Iterable[Node]) -> None:
    """Raises UnsupportedQueryError for a look at the variable of GRAPH within it that nothing there binds.

    By the specification it has no value there, and on most engines that of the graph.
    """
    if context.variable is None or context.variable in relation.columns:
        return
    for node in nodes:
        for part in node.walk():
            if isinstance(part, Variable) and part.name == context.variable:
                raise refusal(f"?{part.name} in an expression within its own GRAPH", part, ADVICE_OUTSIDE)


def placed(
    compilation: Compilation, relation: SqlRelation, context: Context, names: set[str] | None = None
) -> SqlRelation:
    """A relation with the columns of its context, which it lacks where it is the same for all of them.

    names: if given, only where it lacks one of these variables.
    """
    if isinstance(context.graph, str) and names is None and context.graph not in relation.columns:
        relation = compilation.relations.joined(relation, graph_list(compilation, context, context.graph))
    seed = context.seed
    if seed is None:
        return relation
    known = {name for name, column in relation.columns.items() if column.total}
    lacking = seed.columns.keys() - known
    if lacking and (names is None or names & lacking):
        return compilation.relations.joined(seed, relation)
    return relation
