"""Where a pattern is evaluated: in which graph, and around which solutions an EXISTS has."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.stores.tables.relations import SqlRelation


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
