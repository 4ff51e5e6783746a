"""Reading group graph patterns (SPARQL 1.1, 19.8, productions 53 to 69)."""

from __future__ import annotations

from atsmu_kg.sparql.patterns import (
    Assignment,
    Filter,
    GraphPattern,
    Group,
    Minus,
    Optional,
    Query,
    Service,
    Union,
    Values,
)
from atsmu_kg.sparql.triples import TERMS, Triples
from atsmu_kg.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.sparql.nodes import Iri, Literal, Node, Variable
    from atsmu_kg.sparql.tokens import Token


class Groups(Triples):
    """A cursor that reads group graph patterns."""

    def select(self) -> Query:
        """A sub-select."""
        raise NotImplementedError

    def group(self) -> Group:
        """``{ … }``."""
        token = self.expect("{")
        self.deeper(token)
        elements: list[Node] = []
        if self.symbol == "SELECT":
            elements.append(self.select())
        while self.symbol != "}" and not (elements and isinstance(elements[0], Query)):
            if self.symbol in TERMS:
                elements += self.triples()
                if not self.accept(".") and self.symbol in TERMS:
                    self.refuse("'.', ';', ',' or '}'")
            else:
                elements.append(self._element())
                self.accept(".")
        self.expect("}")
        self.depth -= 1
        return Group(token, self.end, tuple(elements))

    def filter(self) -> Filter:
        """A condition, which FILTER and HAVING take."""
        token = self.token
        expression = self.call()
        return Filter(token, self.end, expression)

    def values(self) -> Values:
        """``VALUES …``."""
        token = self.expect("VALUES")
        variables: list[Variable] = []
        rows: list[tuple[Iri | Literal | None, ...]] = []
        if self.symbol == "variable":
            variables.append(self.variable())
            self.expect("{")
            while not self.accept("}"):
                rows.append((self._value(),))
            return Values(token, self.end, tuple(variables), tuple(rows))
        self.expect("(")
        while not self.accept(")"):
            variables.append(self.variable())
        self.expect("{")
        while not self.accept("}"):
            first = self.expect("(")
            row = []
            while not self.accept(")"):
                row.append(self._value())
            if len(row) != len(variables):
                message = (
                    f"VALUES has {counted(len(variables), 'variable')}, but {counted(len(row), 'value')} here"
                )
                raise self.fault(message, first, "Give a value, or UNDEF, for each variable.")
            rows.append(tuple(row))
        return Values(token, self.end, tuple(variables), tuple(rows))

    def assignment(self) -> Assignment:
        """``(expression AS ?variable)``."""
        token = self.expect("(")
        self.deeper(token)
        expression = self.expression()
        self.expect("AS")
        variable = self.variable()
        self.expect(")")
        self.depth -= 1
        return Assignment(token, self.end, expression, variable)

    def _element(self) -> Node:
        token, symbol = self.token, self.symbol
        if symbol == "{":
            return self._union(token)
        if symbol == "VALUES":
            return self.values()
        if symbol in ("OPTIONAL", "MINUS", "GRAPH", "SERVICE"):
            return self._marked(token, symbol)
        if symbol not in ("FILTER", "BIND"):
            self.refuse("a pattern or '}'")
        self.take()
        if symbol == "FILTER":
            condition = self.call()
            return Filter(token, self.end, condition)
        inner = self.assignment()
        return Assignment(token, self.end, inner.expression, inner.variable)

    def _marked(self, token: Token, symbol: str) -> Node:
        self.take()
        if symbol in ("OPTIONAL", "MINUS"):
            group = self.group()
            return (Optional if symbol == "OPTIONAL" else Minus)(token, self.end, group)
        silent = symbol == "SERVICE" and self.accept("SILENT")
        name = self.variable() if self.symbol == "variable" else self.iri()
        group = self.group()
        if symbol == "GRAPH":
            return GraphPattern(token, self.end, name, group)
        return Service(token, self.end, name, group, silent)

    def _union(self, token: Token) -> Node:
        groups = [self.group()]
        while self.accept("UNION"):
            groups.append(self.group())
        return groups[0] if len(groups) == 1 else Union(token, self.end, tuple(groups))

    def _value(self) -> Iri | Literal | None:
        return None if self.accept("UNDEF") else self.constant()
