"""Basic patterns: triple patterns joined by ids, over the files of their properties."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from atsmu_kg.sparql.nodes import BlankNode, Iri, Variable
from atsmu_kg.stores.tables.dictionary import table_name
from atsmu_kg.stores.tables.families import IRI, RESOURCES
from atsmu_kg.stores.tables.fragments import (
    all_of,
    among,
    column,
    equal,
    is_true,
    named,
    subquery,
    table,
    truth,
    whole,
)
from atsmu_kg.stores.tables.placing import graphs
from atsmu_kg.stores.tables.relations import SolutionColumn, SqlRelation
from atsmu_kg.stores.tables.translation import named as variable_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlglot.expressions import Expr

    from atsmu_kg.stores.tables.algebra import BasicPattern, Triple
    from atsmu_kg.stores.tables.compilation import Compilation
    from atsmu_kg.stores.tables.contexts import Context


@dataclass(slots=True)
class Scan:
    """One triple pattern as a table: its source, the places of its variables, conditions on constants."""

    alias: str
    source: Expr | None
    variables: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    conditions: list[Expr] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The variables."""
        return {name for name, _, _ in self.variables}


class Matching:
    """The basic patterns of one query."""

    def __init__(self, compilation: Compilation) -> None:
        self._compilation = compilation

    def basic(self, pattern: BasicPattern, context: Context) -> SqlRelation:
        """The solutions of triple patterns next to one another."""
        subjects = {variable_of(triple.subject) for triple in pattern.triples}
        predicates = {variable_of(triple.predicate) for triple in pattern.triples}
        resources = {name for name in subjects | predicates if name is not None}
        scans = [
            self._scan(triple, f"t{number}", context, resources)
            for number, triple in enumerate(pattern.triples)
        ]
        columns: dict[str, SolutionColumn] = {}
        for scan in scans:
            for name, _, kinds in scan.variables:
                columns[name] = SolutionColumn(kinds & columns[name].kinds if name in columns else kinds)
        if any(scan.source is None for scan in scans):
            return self._compilation.relations.nothing(columns)
        return SqlRelation(self._joined(_chained(scans), columns), columns)

    def _joined(self, scans: Sequence[Scan], columns: Mapping[str, SolutionColumn]) -> Expr:
        places: dict[str, Expr] = {}
        select = exp.Select()
        for number, scan in enumerate(scans):
            tests = list(scan.conditions)
            for name, place, _ in scan.variables:
                here = column(scan.alias, place)
                if name in places:
                    tests.append(equal(here, places[name].copy()))
                else:
                    places[name] = here
            on = all_of(tests)
            assert scan.source is not None
            if number == 0:
                select = select.from_(scan.source, copy=False)
                if not is_true(on):
                    select = select.where(on, copy=False)
            elif is_true(on):
                select = select.join(scan.source, join_type="cross", copy=False)
            else:
                select = select.join(scan.source, on=on, copy=False)
        fragments = [named(places[name].copy(), self._compilation.names.of(name)) for name in columns]
        return select.select(*fragments or [named(truth(True), "unit")], copy=False)

    def _scan(self, triple: Triple, alias: str, context: Context, resources: set[str]) -> Scan:
        dictionary, constants = self._compilation.dictionary, self._compilation.constants
        scan = Scan(alias, None)
        kinds = dictionary.kinds
        object_name = variable_of(triple.object)
        if object_name is None:
            assert not isinstance(triple.object, Variable | BlankNode)
            kinds &= constants.value(triple.object).kinds
        elif object_name in resources or object_name == context.graph:
            kinds &= RESOURCES
        if isinstance(triple.predicate, Iri):
            scan.source, kinds = self._property(triple.predicate, kinds, alias, context)
        else:
            scan.source = self._everything(alias, context)
        ends = [("subject", triple.subject, dictionary.resources), ("object", triple.object, kinds)]
        if not isinstance(triple.predicate, Iri):
            ends.insert(1, ("predicate", triple.predicate, frozenset({IRI})))
        for place, end, of in ends:
            name = variable_of(end)
            if name is not None:
                scan.variables.append((name, place, of))
                continue
            id = constants.stored(end)  # type: ignore[arg-type]
            if id is None:
                scan.source = None
            else:
                scan.conditions.append(equal(column(alias, place), whole(id)))
        self._in_graph(scan, context)
        return scan

    def _in_graph(self, scan: Scan, context: Context) -> None:
        if context.graph is None:
            return
        place = column(scan.alias, "graph")
        if isinstance(context.graph, int):
            scan.conditions.append(equal(place, whole(context.graph)))
            return
        kinds = frozenset(map(self._compilation.dictionary.kind_of, graphs(self._compilation, context)))
        scan.variables.append((context.graph, "graph", kinds))
        if not context.all_named:
            scan.conditions.append(among(place, [whole(id) for id in context.named]))

    def _property(
        self, predicate: Iri, kinds: frozenset[str], alias: str, context: Context
    ) -> tuple[Expr | None, frozenset[str]]:
        """The table of a property with objects of some kinds, and the kinds that there are."""
        known = self._compilation.dictionary.properties.get(predicate.value)
        if known is None:
            return None, frozenset()
        is_named = context.graph is not None or context.merged is not None
        paths: dict[str, str] = {}
        for objects in known.tables:
            path = objects.named if is_named else objects.default
            kind = objects.datatype or objects.kind
            if path is not None and kind in kinds:
                paths[kind] = path
        if not paths:
            return None, frozenset()
        return self._table(tuple(paths.values()), alias, context, ("subject", "object")), frozenset(paths)

    def _everything(self, alias: str, context: Context) -> Expr | None:
        is_named = context.graph is not None or context.merged is not None
        path = "named.parquet" if is_named else "default.parquet"
        if all(file.path != path for file in self._compilation.dictionary.manifest.files):
            return None
        return self._table((path,), alias, context, ("subject", "predicate", "object"))

    def _table(
        self, paths: tuple[str, ...], alias: str, context: Context, columns: Sequence[str]
    ) -> Expr | None:
        name = table_name(paths)
        self._compilation.files[name] = paths
        if context.graph is not None or context.merged is None:
            return table(name, alias)
        if not context.merged:
            return None
        inner = exp.Select().select(*[column("q", shown) for shown in columns], copy=False)
        inner = inner.from_(table(name, "q"), copy=False)
        inner = inner.where(among(column("q", "graph"), [whole(id) for id in context.merged]), copy=False)
        if len(context.merged) > 1:
            inner = inner.distinct(copy=False)
        return subquery(inner, alias)


def _chained(scans: Sequence[Scan]) -> list[Scan]:
    """The scans in an order in which each shares a variable with one before it, where that is possible."""
    waiting = sorted(scans, key=lambda scan: -len(scan.conditions))
    chained = [waiting.pop(0)]
    names = set(chained[0].names)
    while waiting:
        following = next((scan for scan in waiting if scan.names & names), waiting[0])
        waiting.remove(following)
        chained.append(following)
        names |= following.names
    return chained
