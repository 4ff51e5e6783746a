"""One query on its way to a statement: what all kinds of patterns share."""

from __future__ import annotations

from sqlglot import exp

from atsmu_kg.stores.tables.dictionary import TERMS
from atsmu_kg.stores.tables.expressions import Expressions
from atsmu_kg.stores.tables.fragments import identifier, null
from atsmu_kg.stores.tables.joins import Relations
from atsmu_kg.stores.tables.relations import ColumnNames, SolutionColumn, SqlRelation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot.expressions import Expr

    from atsmu_kg.sparql.patterns import Exists
    from atsmu_kg.stores.tables.algebra import Pattern
    from atsmu_kg.stores.tables.constants import Constants
    from atsmu_kg.stores.tables.contexts import Context
    from atsmu_kg.stores.tables.dictionary import Dictionary
    from atsmu_kg.stores.tables.relations import Side
    from atsmu_kg.stores.tables.translation import Translation
    from atsmu_kg.stores.tables.values import SqlValue


class Compilation:
    """The state of one query's compilation.

    dictionary: what is known of the tables.
    constants: the ids of the query's terms.
    translation: that which made the algebra, for the patterns of EXISTS.
    merges: whether the engine's recursion keeps equal rows once, and so ends in a circle.
    gathers: whether it makes one text of all lines sooner than it hands them out.

    ``shared`` are relations that have a name, ``files`` what the tables of the statement are made of.
    """

    def __init__(
        self,
        dictionary: Dictionary,
        constants: Constants,
        translation: Translation,
        *,
        merges: bool,
        gathers: bool,
    ) -> None:
        self.dictionary = dictionary
        self.constants = constants
        self.translation = translation
        self.merges = merges
        self.gathers = gathers
        self.names = ColumnNames()
        self.relations = Relations(self.names, dictionary)
        self.shared: dict[str, Expr] = {}
        self.files: dict[str, tuple[str, ...]] = {TERMS: ("terms.parquet",)}

    def relation(self, pattern: Pattern, context: Context) -> SqlRelation:
        """The solutions of a pattern."""
        raise NotImplementedError

    def expressions(self, side: Side, existing: Callable[[Exists], Expr] | None = None) -> Expressions:
        """Expressions over the solutions of a side."""
        return Expressions(
            side.variable,
            self.constants,
            self.dictionary,
            self.translation.aggregates,
            existing,
            side.keep,
        )

    def share(self, relation: SqlRelation, name: str = "shared") -> SqlRelation:
        """A relation that stands in several places, as a name for it."""
        if isinstance(relation.query, exp.Table):
            return relation
        name = f"{name}_{len(self.shared)}"
        self.shared[name] = relation.query
        return SqlRelation(exp.Table(this=identifier(name)), relation.columns)

    def column_of(self, value: SqlValue) -> tuple[Expr, SolutionColumn]:
        """The column that a value is stored in."""
        id = value.id()
        if not value.kinds:
            return null("BIGINT"), SolutionColumn(frozenset(), total=False)
        if id is not None:
            local = bool(self.constants.local)
            return id, SolutionColumn(value.kinds, value.total, stored=True, local=local)
        return value.struct(), SolutionColumn(value.kinds, value.total, stored=False)
