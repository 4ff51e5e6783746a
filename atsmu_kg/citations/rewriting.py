"""From a query to its provenance query: the same solutions, with the terms of every pattern projected."""

from __future__ import annotations

from functools import lru_cache

from atsmu_kg.citations.groups import GroupWriter
from atsmu_kg.citations.limits import require_citable
from atsmu_kg.citations.places import PatternPlace, QueryNames, Scope
from atsmu_kg.citations.plan import Part, Plan, Remark
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.aggregation import aggregates, is_grouped
from atsmu_kg.sparql.nodes import Path, TriplePattern, Variable
from atsmu_kg.sparql.patterns import Exists, GraphPattern
from atsmu_kg.sparql.scope import in_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.citations.plan import Slots
    from atsmu_kg.sparql.patterns import Group, Query

FEWER = "which rows are within {} depends on the other rows, whose statements are not cited"
ALL = "{} is right if these are all such statements, and that there are no others can't be cited"
LEFT_OUT = "{} is right if these are all, and by which statements others were left out; those are not cited"
UNCITED = "the statements that {} asks for of a group are not cited"


class Provenance:
    """The plan of a whole query; ``triples`` are what a CONSTRUCT builds, as slots of the plan."""

    __slots__ = ("plan", "query", "triples")

    def __init__(self, query: Query, plan: Plan, triples: tuple[Slots, ...]) -> None:
        self.query = query
        self.plan = plan
        self.triples = triples


@lru_cache(maxsize=256)
def provenance(text: str) -> Provenance:
    """How the answer to a query is cited. Raises QueryError if it can't be, and as ``sparql.parse`` does."""
    query = parse(text)
    nodes = list(query.walk())
    require_citable(query, nodes)
    names = QueryNames(query, nodes)
    selects = Selects(query, names)
    visible = in_scope(query) if query.form == "SELECT" else []
    scope = Scope(names, visible=visible)
    place = PatternPlace(scope, None, (), {})
    triples = tuple(
        tuple(selects.end(term, place)[1] for term in (pattern.subject, pattern.predicate, pattern.object))
        for pattern in query.template
        if not isinstance(pattern.predicate, Path)
    )
    key = tuple(f"?{name}" for name in visible) or tuple(
        dict.fromkeys(slot for triple in triples for slot in triple)
    )
    where, tail = selects.body(query, place)
    if query.form == "ASK":
        # One solution will do, and whatever it does not need is left out of it.
        tail += " LIMIT 1 "
        selects.plan.exact = False
    elif query.limit is not None or query.skipped:
        selects.plan.caveats.append(Remark(FEWER.format("LIMIT or OFFSET"), query))
    tail += selects.values(query, place)
    head = selects.head(query, place)
    return Provenance(query, selects.finish(scope, where, key=key, head=head, tail=tail), triples)


class Selects(GroupWriter):
    """Writes the SELECTs of one provenance query."""

    def head(self, select: Query, place: PatternPlace) -> str:
        """What a SELECT projects of itself."""
        if select.projection:
            return " ".join(self.verbatim(each, place) for each in select.projection)
        if select.form != "SELECT":
            one_group = is_grouped(select) and not select.group_by
            return f"(COUNT(*) AS ?{self.names.new()})" if one_group else ""
        return " ".join(f"?{place.renamed.get(name, name)}" for name in in_scope(select))

    def body(self, select: Query, place: PatternPlace) -> tuple[str, str]:
        """The group of a SELECT, and what says how its solutions are grouped."""
        assert select.where is not None
        if is_grouped(select):
            return self._grouped(select, place)
        # Without groups, HAVING is a filter.
        filters = " ".join(f"FILTER {self.verbatim(condition, place)}" for condition in select.having)
        return f"{{ {self.group(select.where, place, more=select.projection)} {filters} }}", ""

    def select(self, select: Query, place: PatternPlace) -> str:
        """A sub-select within its group: taken apart, or as it is and cited as a part of its own."""
        names = [place.renamed.get(name, name) for name in in_scope(select)]
        limited = select.limit is not None or bool(select.skipped)
        # Without a projection everything is visible, also the variables that are added.
        scope = Scope(self.names, place.scope, names if select.projection or limited else None)
        inner = PatternPlace(scope, place.graph, place.needs, place.renamed)
        if limited and not is_grouped(select):
            where, tail = self._limited(select, inner, names), ""
        else:
            where, tail = self.body(select, inner)
        modifier = select.modifier if limited else ""
        columns = (
            " ".join([self.head(select, place), *scope.projected()]) if scope.visible is not None else "*"
        )
        slice = self._slice(select, place) if limited else ""
        return f"SELECT {modifier} {columns} WHERE {where} {tail} {slice} {self.values(select, place)}"

    def _grouped(self, select: Query, place: PatternPlace) -> tuple[str, str]:
        """A grouped SELECT as it is, with the keys of its groups projected; what it groups is a part."""
        assert select.where is not None
        self.plan.monotone = False
        keys, heads = [], []
        for key in select.group_by:
            if key.variable is None and isinstance(key.expression, Variable):
                name = place.renamed.get(key.expression.name, key.expression.name)
                if name in keys:
                    continue
                heads.append(f"?{name}")
            else:
                name = self.names.new()
                if key.variable is not None:
                    name = place.renamed.get(key.variable.name, key.variable.name)
                heads.append(f"({self.verbatim(key.expression, place)} AS ?{name})")
            keys.append(name)
        part = type(self)(self.query, self.names)
        self._add_part(part, select, place, keys, " ".join(heads), together=True)
        simple = all(
            isinstance(condition.expression, Variable) and condition.variable is None
            for condition in select.group_by
        )
        part.plan.by_key = bool(keys) and simple and _is_flat(select.where)
        resting = ALL if part.plan.monotone else LEFT_OUT
        for aggregate in aggregates(*select.projection, *select.having, *select.order_by):
            self.plan.caveats.append(Remark(resting.format(aggregate.name), aggregate, place.needs))
        for clause in (*select.projection, *select.having):
            for node in clause.walk():
                if isinstance(node, Exists):
                    self.plan.caveats.append(Remark(UNCITED.format("EXISTS"), node, place.needs))
        tail = f"GROUP BY {' '.join(heads)} " if heads else ""
        if select.having:
            tail += f"HAVING {' '.join(self.verbatim(condition, place) for condition in select.having)} "
        return self.verbatim(select.where, place), tail

    def _limited(self, select: Query, place: PatternPlace, names: list[str]) -> str:
        """A limited SELECT as it is; all solutions that it would have without limit are a part."""
        assert select.where is not None
        self.plan.monotone = False
        self.plan.caveats.append(Remark(FEWER.format("LIMIT or OFFSET"), select, place.needs))
        part = type(self)(self.query, self.names)
        self._add_part(part, select, place, names, self.head(select, place), together=False)
        return self.verbatim(select.where, place)

    def _add_part(
        self, part: Selects, select: Query, place: PatternPlace, keys: list[str], head: str, *, together: bool
    ) -> None:
        """Cite a SELECT by a query of its own, whose solutions are found again by the keys."""
        assert select.where is not None
        scope = Scope(self.names, visible=keys)
        inner = PatternPlace(scope, place.graph, (), place.renamed)
        patterns = part.group(select.where, inner, more=() if together else select.projection)
        tail = "" if together else self.values(select, place)
        key = tuple(f"?{name}" for name in keys)
        plan = part.finish(scope, part.wrapped(patterns, inner), key=key, head=head, tail=tail)
        plan.together = together
        own = tuple(f"?{place.scope.own(name)}" for name in keys)
        self.plan.parts.append(Part(plan, own, place.needs))

    def values(self, select: Query, place: PatternPlace) -> str:
        """The VALUES behind a SELECT."""
        return "" if select.values is None else self.verbatim(select.values, place)

    def _slice(self, select: Query, place: PatternPlace) -> str:
        parts = []
        if select.order_by:
            parts.append(f"ORDER BY {' '.join(self.verbatim(each, place) for each in select.order_by)}")
        if select.limit is not None:
            parts.append(f"LIMIT {select.limit}")
        if select.skipped:
            parts.append(f"OFFSET {select.skipped}")
        return " ".join(parts)


def _is_flat(group: Group) -> bool:
    """Whether a group holds nothing but triple patterns, so that a key joined to it changes no other part."""
    return all(
        isinstance(each, TriplePattern) or (isinstance(each, GraphPattern) and _is_flat(each.group))
        for each in group.elements
    )
