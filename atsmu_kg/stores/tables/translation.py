"""From a query's tree to the SPARQL algebra (SPARQL 1.1, 18.2.2 to 18.2.5)."""

from __future__ import annotations

from atsmu_kg.sparql.aggregation import aggregates, is_grouped, unaggregated
from atsmu_kg.sparql.nodes import Aggregate, BlankNode, Iri, Node, Path, TriplePattern, Variable
from atsmu_kg.sparql.patterns import (
    Assignment,
    GraphPattern,
    Group,
    Minus,
    Optional,
    Query,
    Service,
    Union,
    Values,
)
from atsmu_kg.sparql.scope import in_scope
from atsmu_kg.stores.tables.algebra import (
    AlgebraQuery,
    Alternatives,
    AntiJoin,
    BasicPattern,
    Deduplication,
    End,
    Extension,
    Grouping,
    InGraph,
    InlineData,
    Join,
    LeftJoin,
    PathPattern,
    Pattern,
    Projection,
    Restriction,
    Slicing,
    Sorting,
    Triple,
    Unit,
)
from atsmu_kg.stores.tables.refusal import refusal


class Translation:
    """One query on its way into the algebra: the names that it has given so far."""

    def __init__(self) -> None:
        self.aggregates: dict[Node, str] = {}
        self._steps = 0

    def question(self, query: Query) -> AlgebraQuery:
        """The algebra of a query that is not within another.

        query: the tree of ``sparql.parse``.

        Raises UnsupportedQueryError for SERVICE and DESCRIBE.

        >>> from atsmu_kg.sparql import parse
        >>> query = parse("SELECT ?name { ?s skos:prefLabel/skos:altLabel ?name } LIMIT 3")
        >>> question = Translation().question(query)
        >>> question.names, type(question.pattern).__name__
        (('name',), 'Slicing')
        """
        if query.form == "DESCRIBE":
            raise refusal("DESCRIBE", query, "Ask for the triples with CONSTRUCT { ?s ?p ?o } WHERE { … }.")
        pattern = self.select(query)
        return AlgebraQuery(pattern, self.names(query))

    def names(self, query: Query) -> tuple[str, ...]:
        """The variables of a query's solutions: those that it projects, or its template or pattern has."""
        if query.form == "CONSTRUCT":
            variables = [
                variable
                for triple in query.template
                for variable in triple.walk()
                if isinstance(variable, Variable)
            ]
            inner = set(in_scope(query.where)) if query.where is not None else set()
            return tuple(dict.fromkeys(variable.name for variable in variables if variable.name in inner))
        if query.projection:
            return tuple(column.variable.name for column in query.projection if column.variable is not None)
        if query.form == "ASK" or query.where is None:
            return ()
        names = in_scope(query.where)
        if query.values is not None:
            names += [variable.name for variable in query.values.variables if variable.name not in names]
        return tuple(names)

    def select(self, query: Query) -> Pattern:
        """The algebra of a query or sub-select, with its solution modifiers."""
        pattern: Pattern = Unit() if query.where is None else self.group(query.where)
        if is_grouped(query):
            pattern = self._grouped(query, pattern)
        if query.having:
            pattern = Restriction(pattern, tuple(condition.expression for condition in query.having))
        if query.values is not None:
            pattern = joined(pattern, table(query.values))
        for column in query.projection:
            if column.variable is not None and column.variable is not column.expression:
                pattern = Extension(pattern, column.variable.name, column.expression)
        if query.order_by:
            pattern = Sorting(pattern, query.order_by)
        pattern = Projection(pattern, self.names(query))
        # REDUCED may leave out what DISTINCT does, and does so on the embedded engine.
        if query.modifier or _counts_once(query):
            pattern = Deduplication(pattern)
        if query.limit is not None or query.skipped:
            pattern = Slicing(pattern, query.skipped, query.limit)
        return pattern

    def group(self, group: Group) -> Pattern:
        """The algebra of ``{ … }`` (18.2.2.6), its filters at the end."""
        pattern = self.elements(group.patterns)
        conditions = tuple(each.expression for each in group.filters)
        return Restriction(pattern, conditions) if conditions else pattern

    def elements(self, elements: tuple[Node, ...]) -> Pattern:
        """The algebra of a group without its filters."""
        pattern: Pattern = Unit()
        for element in elements:
            if isinstance(element, Optional):
                right = self.elements(element.group.patterns)
                conditions = tuple(condition.expression for condition in element.group.filters)
                pattern = LeftJoin(pattern, right, conditions)
            elif isinstance(element, Minus):
                pattern = AntiJoin(pattern, self.group(element.group))
            elif isinstance(element, Assignment):
                assert element.variable is not None
                pattern = Extension(pattern, element.variable.name, element.expression)
            else:
                pattern = joined(pattern, self.element(element))
        return pattern

    def element(self, element: Node) -> Pattern:
        """The algebra of what joins a group."""
        if isinstance(element, TriplePattern):
            return self.triple(element.subject, element.predicate, element.object)
        if isinstance(element, Group):
            return self.group(element)
        if isinstance(element, Union):
            return Alternatives(tuple(self.group(group) for group in element.groups))
        if isinstance(element, GraphPattern):
            return InGraph(element.name, self.group(element.group))
        if isinstance(element, Query):
            return self.select(element)
        if isinstance(element, Values):
            return table(element)
        assert isinstance(element, Service)
        raise refusal("SERVICE", element, "Ask the endpoint with atsmu_kg.connect(…).")

    def triple(self, subject: End, predicate: Variable | Iri | Path, object: End) -> Pattern:
        """The algebra of a triple pattern whose predicate may be a path (18.2.2.2 to 18.2.2.4)."""
        if not isinstance(predicate, Path):
            return BasicPattern((Triple(subject, predicate, object),))
        if predicate.operator == "^":
            return self.triple(object, predicate.parts[0], subject)
        if predicate.operator == "|":
            return Alternatives(tuple(self.triple(subject, part, object) for part in predicate.parts))
        if predicate.operator == "/":
            pattern: Pattern = Unit()
            here = subject
            for part in predicate.parts[:-1]:
                there = self.step(part)
                pattern = joined(pattern, self.triple(here, part, there))
                here = there
            return joined(pattern, self.triple(here, predicate.parts[-1], object))
        return PathPattern(subject, predicate, object)

    def step(self, part: Node) -> BlankNode:
        """A node on the way of a path."""
        self._steps += 1
        return BlankNode(part.token, part.end, f"/{self._steps}")

    def _grouped(self, query: Query, pattern: Pattern) -> Pattern:
        """The groups of a query (18.2.4.1)."""
        keys = []
        for place, key in enumerate(query.group_by):
            if isinstance(key.expression, Variable) and key.variable is None:
                keys.append(key.expression.name)
                continue
            name = f"_:key{place}" if key.variable is None else key.variable.name
            pattern = Extension(pattern, name, key.expression)
            keys.append(name)
        parts = (*query.projection, *query.having, *query.order_by)
        named: list[tuple[str, Aggregate]] = []
        for aggregate in aggregates(*parts):
            name = self.aggregates[aggregate] = f"_:aggregate{len(self.aggregates)}"
            named.append((name, aggregate))
        projected = {item.variable.name for item in query.projection if item.variable is not None}
        for part in parts:
            for variable in unaggregated(part):
                if variable.name not in {*keys, *projected, *(name for name, _ in named)}:
                    raise refusal(
                        f"?{variable.name}, by which nothing is grouped", variable, "Make it a key."
                    )
        return Grouping(pattern, tuple(dict.fromkeys(keys)), tuple(named))


def _counts_once(query: Query) -> bool:
    """Whether it is the same how often a solution comes: what CONSTRUCT builds is a set."""
    blank = any(isinstance(node, BlankNode) for triple in query.template for node in triple.walk())
    return query.form == "CONSTRUCT" and not blank and not query.slices


def joined(left: Pattern, right: Pattern) -> Pattern:
    """The join of two patterns; basic patterns next to one another become one."""
    if isinstance(left, Unit):
        return right
    if isinstance(right, Unit):
        return left
    if isinstance(left, BasicPattern) and isinstance(right, BasicPattern):
        return BasicPattern((*left.triples, *right.triples))
    if isinstance(left, Join) and isinstance(left.right, BasicPattern) and isinstance(right, BasicPattern):
        return Join(left.left, joined(left.right, right))
    return Join(left, right)


def table(values: Values) -> InlineData:
    """The algebra of VALUES."""
    return InlineData(tuple(each.name for each in values.variables), values.rows)


def named(end: End) -> str | None:
    """The variable that an end of a pattern is; None for an IRI or a literal."""
    if isinstance(end, Variable):
        return end.name
    return f"_:{end.label}" if isinstance(end, BlankNode) else None
