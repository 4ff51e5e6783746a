"""Solutions of a pattern as a SELECT: a column a variable, ids of the graph's terms or structs of others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from atsmu_kg.stores.tables.fragments import column, equal, identifier, named, subquery, table
from atsmu_kg.stores.tables.values import SqlValue, StoredTerm, Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.dictionary import Dictionary


@dataclass(frozen=True, slots=True)
class SolutionColumn:
    """What is known of a variable's column.

    kinds: what its terms may be.
    total: whether it is never NULL.
    stored: whether it holds ids, not structs.
    local: whether ids may be those of terms that only the query has.
    """

    kinds: frozenset[str]
    total: bool = True
    stored: bool = True
    local: bool = False


@dataclass(frozen=True, slots=True)
class SqlRelation:
    """A bag of solutions. Columns whose names begin with ``@`` are no variables of the query.

    ``depth`` is how many SELECTs stand within one another in it, at most.
    """

    query: Expr
    columns: Mapping[str, SolutionColumn]
    depth: int = 0

    def source(self, alias: str) -> Expr:
        """It, as FROM takes it."""
        if isinstance(self.query, exp.Table):
            return table(self.query.name, alias)
        return subquery(self.query, alias)

    @property
    def variables(self) -> list[str]:
        """The names of the query's own variables."""
        return [name for name in self.columns if not name.startswith("@")]

    @property
    def hidden(self) -> list[str]:
        """The names of its other columns."""
        return [name for name in self.columns if name.startswith("@")]


class ColumnNames:
    """Names of columns: SQL's do not tell capitals from small letters, and SPARQL's do."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, variable: str) -> str:
        """The name of a variable's column."""
        if variable not in self._known:
            plain = "".join(each if each.isascii() and each.isalnum() else "_" for each in variable.lower())
            self._known[variable] = f"{plain.strip('_')[:30]}_{len(self._known)}"
        return self._known[variable]


class Side:
    """A relation in FROM, with the dictionary joined for those of its columns whose values are asked for."""

    def __init__(self, relation: SqlRelation, alias: str, names: ColumnNames, dictionary: Dictionary) -> None:
        self.relation = relation
        self.alias = alias
        self._names = names
        self._dictionary = dictionary
        self._parts: dict[str, dict[str, None]] = {}
        self._kept: list[Expr] = []

    def variable(self, name: str) -> SqlValue:
        """The value of a variable that the relation has."""
        known = self.relation.columns[name]

        def whole() -> Expr:
            return self.column(name)

        def part(part: str) -> Expr:
            self._parts.setdefault(name, {})[part] = None
            return column(self.alias, self._part(name, part))

        if not known.stored:
            return Struct(whole, known.kinds, total=known.total)
        within = None if known.local else self._dictionary.ranges
        return StoredTerm(whole, part, known.kinds, total=known.total, within=within)

    def column(self, name: str) -> Expr:
        """The column of a variable."""
        return column(self.alias, self._names.of(name))

    @property
    def depth(self) -> int:
        """How many SELECTs its source has within one another."""
        return self.relation.depth + len(self._kept) + bool(self._parts)

    def keep(self, fragment: Expr) -> Expr:
        """A column of its own for a fragment that will stand in several places."""
        self._kept.append(fragment)
        return column(self.alias, f"kept{len(self._kept)}")

    def source(self) -> Expr:
        """What stands in FROM; to be asked for when all values were."""
        source = self._decoded() if self._parts else self.relation.source(self.alias)
        for number, fragment in enumerate(self._kept, 1):
            everything = exp.Column(this=exp.Star(), table=identifier(self.alias))
            select = exp.Select().select(everything, named(fragment, f"kept{number}"), copy=False)
            source = subquery(select.from_(source, copy=False), self.alias)
        return source

    def _decoded(self) -> Expr:
        """The relation with the dictionary."""
        inner = "r"
        columns = [
            named(column(inner, self._names.of(name)), self._names.of(name)) for name in self.relation.columns
        ]
        select = exp.Select().from_(self.relation.source(inner), copy=False)
        for number, (name, parts) in enumerate(self._parts.items()):
            known = self.relation.columns[name]
            terms = f"d{number}"
            columns += [named(column(terms, part), self._part(name, part)) for part in parts]
            on = equal(column(terms, "id"), column(inner, self._names.of(name)))
            source = self._dictionary.source(terms, local=known.local)
            select = select.join(source, on=on, join_type="" if known.total else "left", copy=False)
        select = select.select(*columns, copy=False)
        return subquery(select, self.alias)

    def _part(self, name: str, part: str) -> str:
        return f"{self._names.of(name)}.{part}"
