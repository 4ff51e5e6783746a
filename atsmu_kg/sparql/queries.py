"""Reading whole queries (SPARQL 1.1, 19.8, productions 1 to 28)."""

from __future__ import annotations

from atsmu_kg.sparql.groups import Groups
from atsmu_kg.sparql.nodes import Path, TriplePattern
from atsmu_kg.sparql.patterns import Assignment, Order, Query, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeVar

    from atsmu_kg.sparql.nodes import Iri, Node, Variable

    N = TypeVar("N")

TARGETS = frozenset({"variable", "iri", "pname"})
BEHIND = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


def read(text: str, prefixes: Mapping[str, str]) -> Query:
    """The tree of a query; ``syntax.parse`` is the way in."""
    return Queries(text, prefixes).query()


class Queries(Groups):
    """A cursor that reads queries."""

    def query(self) -> Query:
        """The whole text."""
        self._prologue()
        form = self.symbol
        if form == "SELECT":
            query = self._projection()
        elif form in ("ASK", "CONSTRUCT", "DESCRIBE"):
            query = self._new(form)
        else:
            self.refuse("SELECT, ASK, CONSTRUCT or DESCRIBE")
        if form == "DESCRIBE" and not self.accept("*"):
            query.targets = self._targets()
        has_template = form == "CONSTRUCT" and self.symbol == "{"
        if has_template:
            query.template = self._template()
        query.sources = self._sources()
        if self.symbol in ("WHERE", "{") or form != "DESCRIBE":
            self.accept("WHERE")
            query.where = self.group()
        if form == "CONSTRUCT" and not has_template and query.where is not None:
            query.template = self._plain(query.where.elements)
        return self._modified(query, "end")

    def select(self) -> Query:
        """A sub-select."""
        query = self._projection()
        self.accept("WHERE")
        query.where = self.group()
        return self._modified(query, "}")

    def _prologue(self) -> None:
        while self.symbol in ("PREFIX", "BASE"):
            if self.take().text.upper() == "BASE":
                self.base = self._resolved()
                continue
            name = self.token
            if self.symbol != "pname" or not name.text.endswith(":"):
                self.refuse("a prefix with a colon")
            self.take()
            self.prefixes[name.text[:-1]] = self._resolved()

    def _resolved(self) -> str:
        if self.symbol != "iri":
            self.refuse("an IRI in angle brackets")
        return self.resolved(self.take())

    def _new(self, form: str) -> Query:
        return Query(self.take(), self.text, form, self.prefixes, self.base)

    def _projection(self) -> Query:
        query = self._new("SELECT")
        if self.symbol in ("DISTINCT", "REDUCED"):
            query.modifier = self.take().text.upper()
        if self.accept("*"):
            return query
        projection: list[Assignment] = []
        while self.symbol in ("(", "variable") or not projection:
            if self.symbol == "(":
                projection.append(self.assignment())
            else:
                variable = self.variable()
                projection.append(Assignment(variable.token, variable.end, variable, variable))
        query.projection = tuple(projection)
        return query

    def _targets(self) -> tuple[Variable | Iri, ...]:
        found: list[Variable | Iri] = []
        while self.symbol in TARGETS or not found:
            found.append(self.variable() if self.symbol == "variable" else self.iri())
        return tuple(found)

    def _template(self) -> tuple[TriplePattern, ...]:
        self.expect("{")
        found: list[TriplePattern] = []
        while self.symbol != "}":
            found += self.triples()
            if not self.accept("."):
                break
        self.expect("}")
        return self._plain(found)

    def _plain(self, patterns: Iterable[Node]) -> tuple[TriplePattern, ...]:
        """The same patterns, if they are what CONSTRUCT can build."""
        plain = []
        for pattern in patterns:
            if not isinstance(pattern, TriplePattern) or isinstance(pattern.predicate, Path):
                raise self.fault("CONSTRUCT builds triples, and this is no triple", pattern.token)
            plain.append(pattern)
        return tuple(plain)

    def _sources(self) -> tuple[Source, ...]:
        found = []
        while self.symbol == "FROM":
            token = self.take()
            named = self.accept("NAMED")
            graph = self.iri()
            found.append(Source(token, self.end, graph, named))
        return tuple(found)

    def _modified(self, query: Query, closing: str) -> Query:
        """The query with what stands behind its pattern."""
        if self.accept("GROUP"):
            self.expect("BY")
            query.group_by = tuple(self._keys(self._group_key))
        if self.accept("HAVING"):
            query.having = tuple(self._keys(self.filter))
        if self.accept("ORDER"):
            self.expect("BY")
            query.order_by = tuple(self._keys(self._order_key))
        limited = False
        for _ in range(2):
            if not limited and self.accept("LIMIT"):
                query.limit, limited = self._count(), True
            elif self.accept("OFFSET"):
                query.skipped = self._count()
        if self.symbol == "VALUES":
            query.values = self.values()
        if self.symbol != closing:
            self.refuse("the end of the query" if closing == "end" else repr(closing))
        query.end = self.end
        return query

    def _keys(self, key: Callable[[], N]) -> Iterator[N]:
        yield key()
        while self.symbol not in BEHIND and self.symbol not in ("end", "}"):
            yield key()

    def _group_key(self) -> Assignment:
        token = self.token
        if self.symbol == "variable":
            variable = self.variable()
            return Assignment(token, self.end, variable, None)
        if self.symbol != "(":
            expression = self.call()
            return Assignment(token, self.end, expression, None)
        self.take()
        self.deeper(token)
        expression = self.expression()
        name = self.variable() if self.accept("AS") else None
        self.expect(")")
        self.depth -= 1
        return Assignment(token, self.end, expression, name)

    def _order_key(self) -> Order:
        token = self.token
        if self.symbol in ("ASC", "DESC"):
            descending = self.take().text.upper() == "DESC"
            if self.symbol != "(":
                self.refuse("'('")
            expression = self.call()
            return Order(token, self.end, expression, descending)
        expression = self.variable() if self.symbol == "variable" else self.call()
        return Order(token, self.end, expression, False)

    def _count(self) -> int:
        token = self.token
        if not token.text.isdigit():
            self.refuse("a whole number")
        self.take()
        return int(token.text)
