"""Reading expressions (SPARQL 1.1, 19.8, productions 110 to 128)."""

from __future__ import annotations

from atsmu_kg.sparql.cursor import Cursor
from atsmu_kg.sparql.nodes import Aggregate, Call, Exists, Operation, Variable
from atsmu_kg.text import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from atsmu_kg.sparql.nodes import Node
    from atsmu_kg.sparql.patterns import Group
    from atsmu_kg.sparql.tokens import Token

# How tightly operators bind.
COMPARISON, SUM = 3, 4
RANKS = {
    **{"||": 1, "&&": 2, "*": 5, "/": 5, "+": SUM, "-": SUM},
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">=", "IN", "NOT"), COMPARISON),
}

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})

# How many arguments the functions take, at least and at most.
ARGUMENTS: dict[str, tuple[int, float]] = {
    **dict.fromkeys(("RAND", "NOW", "UUID", "STRUUID"), (0, 0)),
    **dict.fromkeys(
        ("STR", "LANG", "DATATYPE", "IRI", "URI", "BOUND", "ABS", "CEIL", "FLOOR", "ROUND"), (1, 1)
    ),
    **dict.fromkeys(("STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "YEAR", "MONTH", "DAY", "HOURS"), (1, 1)),
    **dict.fromkeys(("MINUTES", "SECONDS", "TIMEZONE", "TZ", "MD5", "SHA1", "SHA256", "SHA384"), (1, 1)),
    **dict.fromkeys(("SHA512", "ROUND", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC"), (1, 1)),
    **dict.fromkeys(("LANGMATCHES", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER"), (2, 2)),
    **dict.fromkeys(("STRLANG", "STRDT", "SAMETERM"), (2, 2)),
    **{"IF": (3, 3), "SUBSTR": (2, 3), "REGEX": (2, 3), "REPLACE": (3, 4), "BNODE": (0, 1)},
    **dict.fromkeys(("CONCAT", "COALESCE"), (0, float("inf"))),
}


class Expressions(Cursor):
    """A cursor that reads expressions."""

    def group(self) -> Group:
        """A group graph pattern, which ``EXISTS`` needs."""
        raise NotImplementedError

    def expression(self, rank: int = 1) -> Node:
        """An expression whose operators bind at least as tightly as the rank."""
        token = self.token
        left = self.operand()
        while (found := self._rank()) >= rank:
            if found == COMPARISON and self.symbol in ("IN", "NOT"):
                operator = "IN" if not self.accept("NOT") else "NOT IN"
                self.expect("IN")
                arguments = (left, *self._arguments())
                left = Operation(token, self.end, (operator,), arguments)
            else:
                operators: list[str] = []
                operands = [left]
                while self._rank() == found and not (operators and found == COMPARISON):
                    operators.append(self.take().text)
                    operands.append(self.expression(found + 1))
                left = Operation(token, self.end, tuple(operators), tuple(operands))
            if found == COMPARISON and self._rank() == COMPARISON:
                self.refuse("an operator other than a second comparison")
        return left

    def operand(self) -> Node:
        """What stands between binary operators."""
        token, symbol = self.token, self.symbol
        if symbol in ("!", "+", "-"):
            self.take()
            self.deeper(token)
            argument = self.operand()
            self.depth -= 1
            return Operation(token, self.end, (symbol,), (argument,))
        if symbol == "variable":
            return self.variable()
        if symbol in ("string", "number", "TRUE", "FALSE"):
            return self.literal()
        return self.call(bare=True)

    def call(self, *, bare: bool = False) -> Node:
        """An expression in parentheses or a call, which stand alone in FILTER; ``bare`` allows an IRI."""
        token, symbol = self.token, self.symbol
        if symbol == "(":
            self.deeper(token)
            self.take()
            inner = self.expression()
            self.expect(")")
            self.depth -= 1
            return inner
        if symbol in ("iri", "pname"):
            function = self.iri()
            if bare and self.symbol != "(":
                return function
            self.expect("(")
            distinct = self.accept("DISTINCT")
            arguments = self._listed()
            return Call(token, self.end, function.value, arguments, distinct)
        if token.kind != "keyword":
            self.refuse("an expression")
        self.take()
        if symbol in ("EXISTS", "NOT"):
            if symbol == "NOT":
                self.expect("EXISTS")
            group = self.group()
            return Exists(token, self.end, group, symbol == "NOT")
        if symbol in AGGREGATES:
            return self._aggregate(token)
        if symbol not in ARGUMENTS:
            self._unknown(token)
        least, most = ARGUMENTS[symbol]
        arguments = self._arguments()
        if not least <= len(arguments) <= most:
            wanted = f"{least} to {most}" if most > least else str(least)
            raise self.fault(f"{symbol} takes {wanted} arguments, not {len(arguments)}", token)
        if symbol == "BOUND" and not isinstance(arguments[0], Variable):
            raise self.fault("BOUND takes a variable", arguments[0].token)
        return Call(token, self.end, symbol, arguments)

    def _aggregate(self, token: Token) -> Aggregate:
        name = token.text.upper()
        self.deeper(self.expect("("))
        distinct = self.accept("DISTINCT")
        argument, separator = None, None
        if name != "COUNT" or not self.accept("*"):
            argument = self.expression()
        if name == "GROUP_CONCAT" and self.accept(";"):
            self.expect("SEPARATOR")
            self.expect("=")
            if self.symbol != "string":
                self.refuse("a string")
            separator = self.literal().value
        self.expect(")")
        self.depth -= 1
        return Aggregate(token, self.end, argument, distinct, separator)

    def _arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        return self._listed()

    def _listed(self) -> tuple[Node, ...]:
        """What a list of expressions holds, up to its closing parenthesis."""
        if self.accept(")"):
            return ()
        self.deeper(self.token)
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        self.expect(")")
        self.depth -= 1
        return tuple(found)

    def _rank(self) -> int:
        """How tightly the operator here binds; 0 if there is none."""
        symbol = self.symbol
        if symbol == "iri":
            # ?a<?b&&?c>?d: the longest match is an IRI, but where an operator stands there can be none.
            self.split(2 if self.token.text[1] == "=" else 1)
            return COMPARISON
        if symbol == "number" and self.token.text[0] in "+-":
            self.split(1)
            return SUM
        return RANKS.get(symbol, 0)

    def _unknown(self, token: Token) -> NoReturn:
        near = nearest(token.text, [*ARGUMENTS, *AGGREGATES, "EXISTS"])
        advice = did_you_mean(near, "Other functions are called by their IRIs.")
        raise self.fault(f"SPARQL 1.1 has no function {token.text[:40]!r}", token, advice)
