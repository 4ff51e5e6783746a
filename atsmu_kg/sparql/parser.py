"""Reading a query, top down and one token ahead (SPARQL 1.1, section 19.8)."""

from __future__ import annotations

import re

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.rdf.namespaces import RDF, XSD, unknown_prefix
from atsmu_kg.sparql import notes, slips
from atsmu_kg.sparql.functions import AGGREGATES, ARGUMENTS
from atsmu_kg.sparql.nodes import (
    Aggregate,
    BlankNode,
    Call,
    Iri,
    Operation,
    Path,
    RDFLiteral,
    TriplePattern,
    Variable,
)
from atsmu_kg.sparql.patterns import (
    Assignment,
    DatasetClause,
    Exists,
    Filter,
    GraphPattern,
    Group,
    Minus,
    Optional,
    Order,
    Query,
    Service,
    Slice,
    Union,
    Values,
)
from atsmu_kg.sparql.tokens import UPDATE_FORMS, Token, significant
from atsmu_kg.text import counted, did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import NoReturn, TypeVar

    from atsmu_kg.sparql.nodes import Node, Predicate, Term

    N = TypeVar("N")

# Groups and parentheses within one another. Reading recurses, and Python's stack ends at 1,000 calls.
DEEPEST = 100

# Digits of a number of solutions; more are no number that a machine counts to.
LONGEST = 18

LITERALS = frozenset({"string", "number", "TRUE", "FALSE"})
TERMS = frozenset({"variable", "iri", "pname", "bnode", "[", "(", *LITERALS})
VERBS = frozenset({"variable", "iri", "pname", "A", "^", "!", "("})
TARGETS = frozenset({"variable", "iri", "pname"})
BEHIND = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}", ")", ";", ".", "end"})

# How tightly operators bind.
COMPARISON, SUM = 3, 4
RANKS = {
    **{"||": 1, "&&": 2, "*": 5, "/": 5, "+": SUM, "-": SUM},
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">=", "IN", "NOT"), COMPARISON),
}

SIGNS = frozenset({"!", "+", "-"})

ABSOLUTE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Parser:
    """The tokens of a text without space and comments, one of which is looked at, and a method a production.

    Each token has a symbol: keywords in capitals, punctuation as it is, else the kind in small letters; after
    the last one comes the symbol ``end``. ``symbol`` is that of the token that is looked at.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.text = text
        self.prefixes = dict(prefixes)
        self.base = ""
        self.depth = 0
        self.blocks: dict[str, tuple[object, BlankNode]] = {}
        self.at = 0
        self._lay_out([], significant(text))

    # Looking at tokens and taking them

    @property
    def token(self) -> Token:
        """The token that is looked at."""
        return self.tokens[self.at]

    @property
    def end(self) -> int:
        """Where the token before ends."""
        return self.ends[self.at - 1]

    def take(self) -> Token:
        """The token, and on to the next."""
        at = self.at
        self.at = at + 1
        self.symbol = self.symbols[at + 1]
        return self.tokens[at]

    def accept(self, symbol: str) -> bool:
        """Whether the token has that symbol; if so, on to the next."""
        if self.symbol == symbol:
            self.at += 1
            self.symbol = self.symbols[self.at]
            return True
        return False

    def expect(self, symbol: str) -> Token:
        """The token, which must have that symbol, and on to the next; else QuerySyntaxError."""
        if self.symbol != symbol:
            self.refuse(symbol if symbol.isalpha() else repr(symbol))
        return self.take()

    def refuse(self, expected: str) -> NoReturn:
        """Raises QuerySyntaxError: something else was expected here."""
        raise slips.error(expected, self.tokens, self.at, self.text)

    def fault(self, message: str, token: Token, advice: str) -> QuerySyntaxError:
        """The error to raise at a token."""
        return slips.fault(token, message, advice)

    def deeper(self, token: Token) -> None:
        """One level down, which ``self.depth -= 1`` ends; QuerySyntaxError below the deepest that is read."""
        self.depth += 1
        if self.depth > DEEPEST:
            message = f"the query is nested more than {DEEPEST} levels deep"
            advice = f"At most {DEEPEST} levels are read; write long lists as VALUES or IN."
            raise QuerySyntaxError(
                message, advice=advice, line=token.line, column=token.column, deepest=DEEPEST
            )

    def split(self, width: int) -> None:
        """Cut the token after its first characters: ``<`` off a supposed IRI, the sign off a number."""
        token, at = self.token, self.at
        head = Token("punctuation", token.text[:width], token.offset, token.line, token.column)
        if token.kind == "number":
            # What follows stays as it is; to read it again at each sum would take quadratic time.
            digits = Token(
                "number", token.text[width:], token.offset + width, token.line, token.column + width
            )
            self.tokens[at : at + 1] = [head, digits]
            self.symbols[at : at + 1] = [head.text, "number"]
            self.ends[at : at + 1] = [digits.offset, self.ends[at]]
            self.symbol = head.text
            return
        rest = significant(self.text[token.offset + width :])
        for later in rest:
            later.offset += token.offset + width
            if later.line == 1:
                later.column += token.column + width - 1
            later.line += token.line - 1
        self._lay_out([*self.tokens[: self.at], head], rest)

    def _lay_out(self, before: list[Token], rest: list[Token]) -> None:
        last = rest[-1] if rest else Token("end", "", 0, 1, 1)
        end = Token("end", "", len(self.text), last.line, last.column + len(last.text))
        self.tokens = [*before, *rest, end]
        self.symbols = [
            token.text
            if token.kind == "punctuation"
            else token.text.upper()
            if token.kind == "keyword"
            else token.kind
            for token in self.tokens
        ]
        self.ends = [token.offset + len(token.text) for token in self.tokens]
        self.symbol = self.symbols[self.at]

    # Whole queries: productions 1 to 28

    def query(self) -> Query:
        """The whole text."""
        self._prologue()
        form = self.symbol
        if form == "SELECT":
            query = self._projection()
        elif form in ("ASK", "CONSTRUCT", "DESCRIBE"):
            query = self._new(form)
        elif form in UPDATE_FORMS or form == "WITH":
            advice = "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE; the graph is not changed by queries."
            raise self.fault(f"this is an update ({form}), not a query", self.token, advice)
        else:
            self.refuse("SELECT, ASK, CONSTRUCT or DESCRIBE")
        if form == "DESCRIBE" and not self.accept("*"):
            query.targets = self._targets()
        has_template = form == "CONSTRUCT" and self.symbol == "{"
        if has_template:
            query.template = self._template()
        query.sources = self._sources()
        if form == "CONSTRUCT" and not has_template:
            self.expect("WHERE")
            query.where = self.group()
            query.template = self._plain(query.where.elements)
        elif self.symbol in ("WHERE", "{") or form != "DESCRIBE":
            self.accept("WHERE")
            query.where = self.group()
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
                self.base = self._namespace()
                continue
            name = self.token
            if self.symbol != "pname" or name.text.find(":") != len(name.text) - 1:
                self.refuse("a prefix with a colon")
            self.take()
            self.prefixes[name.text[:-1]] = self._namespace()

    def _namespace(self) -> str:
        if self.symbol != "iri":
            self.refuse("an IRI in angle brackets")
        return self._resolved(self.take())

    def _new(self, form: str) -> Query:
        return Query(self.take(), 0, self.text, form, self.prefixes, self.base)

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
        targets: list[Variable | Iri] = []
        while self.symbol in TARGETS or not targets:
            targets.append(self.variable() if self.symbol == "variable" else self.iri())
        return tuple(targets)

    def _template(self) -> tuple[TriplePattern, ...]:
        self.expect("{")
        triples: list[TriplePattern] = []
        while self.symbol in TERMS:
            triples += self.triples()
            if not self.accept("."):
                break
        self.expect("}")
        return self._plain(triples)

    def _plain(self, patterns: Iterable[Node]) -> tuple[TriplePattern, ...]:
        """The same patterns, if they are what CONSTRUCT can build."""
        plain = []
        for pattern in patterns:
            if not isinstance(pattern, TriplePattern) or isinstance(pattern.predicate, Path):
                advice = "Write what is to be built in braces of its own, and the pattern behind WHERE."
                raise self.fault("CONSTRUCT builds triples, and this is not a triple", pattern.token, advice)
            plain.append(pattern)
        return tuple(plain)

    def _sources(self) -> tuple[DatasetClause, ...]:
        sources = []
        while self.symbol == "FROM":
            token = self.take()
            named = self.accept("NAMED")
            graph = self.iri()
            sources.append(DatasetClause(token, self.end, graph, named))
        return tuple(sources)

    def _modified(self, query: Query, closing: str) -> Query:
        """The query with what stands behind its pattern."""
        if self.accept("GROUP"):
            self.expect("BY")
            query.group_by = tuple(self._keys(self._group_key))
        if self.accept("HAVING"):
            query.having = tuple(self._keys(self._filter))
        if self.accept("ORDER"):
            self.expect("BY")
            query.order_by = tuple(self._keys(self._order_key))
        while self.symbol in ("LIMIT", "OFFSET"):
            if self.symbol in [clause.keyword for clause in query.slices]:
                raise self.fault(f"{self.symbol} is given twice", self.token, "Leave one of them out.")
            query.slices += (self._slice(),)
        if self.symbol == "VALUES":
            query.values = self.values()
        if self.symbol != closing:
            self.refuse("the end of the query" if closing == "end" else repr(closing))
        query.end = self.end
        notes.check_select(query)
        return query

    def _keys(self, key: Callable[[], N]) -> Iterator[N]:
        yield key()
        while self.symbol not in BEHIND:
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

    def _slice(self) -> Slice:
        keyword = self.take()
        digits = self.token.text
        if self.symbol != "number" or not digits.isdigit() or len(digits) > LONGEST:
            self.refuse("a whole number")
        count = int(self.take().text)
        return Slice(keyword, self.end, keyword.text.upper(), count)

    # Patterns: productions 53 to 74

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
        group = Group(token, self.end, tuple(elements))
        notes.check_group(group, self.blocks)
        return group

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

    def values(self) -> Values:
        """``VALUES …``."""
        token = self.expect("VALUES")
        variables: list[Variable] = []
        rows: list[tuple[Iri | RDFLiteral | None, ...]] = []
        one = self.symbol == "variable"
        if one:
            variables.append(self.variable())
        else:
            self.expect("(")
            while not self.accept(")"):
                variables.append(self.variable())
        self.expect("{")
        while not self.accept("}"):
            rows.append((self._value(),) if one else self._row(len(variables)))
        values = Values(token, self.end, tuple(variables), tuple(rows))
        notes.check_values(values)
        return values

    def _row(self, width: int) -> tuple[Iri | RDFLiteral | None, ...]:
        token = self.expect("(")
        row = []
        while not self.accept(")"):
            row.append(self._value())
        if len(row) != width:
            message = f"VALUES has {counted(width, 'variable')}, but {counted(len(row), 'value')} here"
            raise self.fault(message, token, "Give a value, or UNDEF, for each variable.")
        return tuple(row)

    def _value(self) -> Iri | RDFLiteral | None:
        return None if self.accept("UNDEF") else self.constant()

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

    def _filter(self) -> Filter:
        token = self.token
        expression = self.call()
        return Filter(token, self.end, expression)

    # Triple patterns and property paths: productions 75 to 107

    def triples(self) -> list[TriplePattern]:
        """All patterns about one subject, those of nested blank nodes and collections among them."""
        patterns: list[TriplePattern] = []
        nested = self.symbol in ("[", "(")
        subject = self.node(patterns)
        if not (nested and patterns) or self.symbol in VERBS:
            self._properties(subject, patterns)
        return patterns

    def node(self, patterns: list[TriplePattern]) -> Term:
        """A term; the patterns within brackets and collections are added to those given."""
        symbol = self.symbol
        if symbol == "variable":
            return self.variable()
        if symbol == "bnode":
            token = self.take()
            return BlankNode(token, self.end, token.text[2:])
        if symbol == "[":
            return self._bracketed(patterns)
        if symbol == "(":
            return self._collection(patterns)
        if symbol not in TERMS:
            self.refuse("a term")
        return self.constant()

    def path(self) -> Iri | Path:
        """A property path."""
        token = self.token
        parts = [self._sequence()]
        while self.accept("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Path(token, self.end, "|", tuple(parts))

    def _properties(self, subject: Term, patterns: list[TriplePattern]) -> None:
        """``verb object, object; verb object …`` of a subject."""
        shared = subject.token
        while True:
            verb: Predicate = self.variable() if self.symbol == "variable" else self.path()
            while True:
                object = self.node(patterns)
                patterns.append(TriplePattern(shared, self.end, subject, verb, object))
                if not self.accept(","):
                    break
                shared = self.token
            if self.symbol != ";":
                return
            while self.accept(";"):
                shared = self.token
            if self.symbol not in VERBS:
                return

    def _sequence(self) -> Iri | Path:
        token = self.token
        parts = [self._step()]
        while self.accept("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Path(token, self.end, "/", tuple(parts))

    def _step(self) -> Iri | Path:
        token = self.token
        inverse = self.accept("^")
        inner = self.token
        path = self._primary()
        if self.symbol in ("?", "*", "+"):
            operator = self.take().text
            path = Path(inner, self.end, operator, (path,))
        return Path(token, self.end, "^", (path,)) if inverse else path

    def _primary(self) -> Iri | Path:
        token = self.token
        if self.accept("("):
            self.deeper(token)
            path = self.path()
            self.expect(")")
            self.depth -= 1
            return path
        if self.accept("!"):
            return self._negated(token)
        return self._property()

    def _negated(self, token: Token) -> Path:
        parts: list[Iri | Path] = []
        if not self.accept("("):
            parts.append(self._forward_or_back())
        elif not self.accept(")"):
            parts.append(self._forward_or_back())
            while self.accept("|"):
                parts.append(self._forward_or_back())
            self.expect(")")
        return Path(token, self.end, "!", tuple(parts))

    def _forward_or_back(self) -> Iri | Path:
        token = self.token
        if self.accept("^"):
            part = self._property()
            return Path(token, self.end, "^", (part,))
        return self._property()

    def _property(self) -> Iri:
        token = self.token
        if self.symbol == "A" and token.text == "a":
            self.take()
            return Iri(token, self.end, RDF.type)
        return self.iri()

    def _bracketed(self, patterns: list[TriplePattern]) -> BlankNode:
        token = self.take()
        label = f"[{token.offset}"
        if self.accept("]"):
            return BlankNode(token, self.end, label)
        self.deeper(token)
        node = BlankNode(token, token.offset + 1, label)
        self._properties(node, patterns)
        self.expect("]")
        self.depth -= 1
        node.end = self.end
        return node

    def _collection(self, patterns: list[TriplePattern]) -> Iri | BlankNode:
        token = self.take()
        if self.accept(")"):
            return Iri(token, self.end, RDF.nil)
        self.deeper(token)
        items: list[Term] = []
        while not self.accept(")"):
            items.append(self.node(patterns))
        self.depth -= 1
        nil = Iri(self.tokens[self.at - 1], self.end, RDF.nil)
        links = [BlankNode(item.token, item.end, f"[{item.offset}(") for item in items]
        links[0] = BlankNode(token, self.end, f"[{token.offset}")
        rests: list[Term] = [*links[1:], nil]
        for item, link, rest in zip(items, links, rests, strict=True):
            token, end = item.token, item.end
            patterns.append(TriplePattern(token, end, link, Iri(token, end, RDF.first), item))
            patterns.append(TriplePattern(token, end, link, Iri(token, end, RDF.rest), rest))
        return links[0]

    # Expressions: productions 110 to 128

    def expression(self, rank: int = 1) -> Node:
        """An expression whose operators bind at least as tightly as the rank."""
        token = self.token
        left = self._operand()
        while (binding := self._rank()) >= rank:
            if binding == COMPARISON and self.symbol in ("IN", "NOT"):
                operator = "IN" if not self.accept("NOT") else "NOT IN"
                self.expect("IN")
                arguments = (left, *self._arguments())
                left = Operation(token, self.end, (operator,), arguments)
            else:
                operators: list[str] = []
                operands = [left]
                while self._rank() == binding and not (operators and binding == COMPARISON):
                    operators.append(self.take().text)
                    operands.append(self.expression(binding + 1))
                left = Operation(token, self.end, tuple(operators), tuple(operands))
            if binding == COMPARISON and self._rank() == COMPARISON:
                self.refuse("an operator other than a second comparison")
        return left

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
            if self.symbol == "DISTINCT":
                advice = "Take it out; aggregates take it, such as COUNT(DISTINCT ?name)."
                raise self.fault("a function does not take DISTINCT", self.token, advice)
            arguments = self._listed()
            return Call(token, self.end, function.value, arguments)
        exists = symbol in ("EXISTS", "NOT")
        if token.kind != "keyword" or (symbol in slips.RESERVED and not exists):
            self.refuse("an expression")
        self.take()
        if exists:
            if symbol == "NOT":
                self.expect("EXISTS")
            group = self.group()
            return Exists(token, self.end, group, symbol == "NOT")
        return self._aggregate(token) if symbol in AGGREGATES else self._function(token, symbol)

    def _operand(self) -> Node:
        """What stands between binary operators."""
        token, symbol = self.token, self.symbol
        if symbol in SIGNS:
            self.take()
            if self.symbol in SIGNS:
                self.refuse(f"an expression behind {symbol!r}")
            argument = self._operand()
            return Operation(token, self.end, (symbol,), (argument,))
        if symbol == "variable":
            return self.variable()
        if symbol in LITERALS:
            return self.literal()
        return self.call(bare=True)

    def _function(self, token: Token, name: str) -> Call:
        if name not in ARGUMENTS:
            near = nearest(name, [*ARGUMENTS, *AGGREGATES, "EXISTS"])
            advice = did_you_mean(near, "Other functions are called by their IRIs.")
            raise self.fault(f"SPARQL 1.1 has no function {token.text[:40]!r}", token, advice)
        least, most = ARGUMENTS[name]
        arguments = self._arguments()
        if not least <= len(arguments) <= most:
            wanted = f"{least} to {most} arguments" if most > least else counted(least, "argument")
            raise self.fault(f"{name} takes {wanted}, not {len(arguments)}", token, "Count its commas.")
        if name == "BOUND" and not isinstance(arguments[0], Variable):
            advice = "BOUND(?name) is whether ?name has a value; for anything else write COALESCE."
            raise self.fault("BOUND takes a variable", arguments[0].token, advice)
        return Call(token, self.end, name, arguments)

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
            separator = self._string(self.take())
        self.expect(")")
        self.depth -= 1
        aggregate = Aggregate(token, self.end, argument, distinct, separator)
        notes.check_aggregate(aggregate)
        return aggregate

    def _arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        return self._listed()

    def _listed(self) -> tuple[Node, ...]:
        """What a list of expressions holds, up to its closing parenthesis."""
        if self.accept(")"):
            return ()
        self.deeper(self.token)
        listed = [self.expression()]
        while self.accept(","):
            listed.append(self.expression())
        self.expect(")")
        self.depth -= 1
        return tuple(listed)

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

    # Terms: productions 125 to 138

    def variable(self) -> Variable:
        """``?name`` or ``$name``."""
        if self.symbol != "variable":
            self.refuse("a variable")
        token = self.take()
        return Variable(token, self.end, token.text[1:])

    def constant(self) -> Iri | RDFLiteral:
        """An IRI or a literal."""
        if self.symbol in LITERALS:
            return self.literal()
        if self.symbol not in ("pname", "iri"):
            self.refuse("an IRI or a literal")
        return self.iri()

    def iri(self) -> Iri:
        """An IRI or a prefixed name."""
        if self.symbol not in ("pname", "iri"):
            self.refuse("an IRI")
        token = self.take()
        if token.kind == "iri":
            return Iri(token, self.end, self._resolved(token))
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            raise unknown_prefix(prefix, self.prefixes, line=token.line, column=token.column)
        if "\\" in local:
            local = re.sub(r"\\(.)", r"\1", local)
        return Iri(token, self.end, self.prefixes[prefix] + local)

    def literal(self) -> RDFLiteral:
        """A number, a boolean, or a string with its language or datatype."""
        token = self.take()
        if token.kind == "number":
            kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
            return RDFLiteral(token, self.end, token.text, XSD[kind])
        if token.kind == "keyword":
            return RDFLiteral(token, self.end, token.text.lower(), XSD.boolean)
        value = self._string(token)
        if self.symbol == "language":
            return RDFLiteral(token, self.end, value, RDF.langString, self._language())
        datatype = self.iri().value if self.accept("^^") else XSD.string
        return RDFLiteral(token, self.end, value, datatype)

    def _string(self, token: Token) -> str:
        """The characters of a string."""
        return self._unescaped(token, 3 if token.text[:3] in ('"""', "'''") else 1)

    def _language(self) -> str:
        """The language behind a string, in lower case."""
        from pyoxigraph import Literal

        if "--" in self.token.text:
            self.refuse("a language without direction")
        language = self.token.text[1:].lower()
        try:
            Literal("", language=language)
        except ValueError as error:
            advice = "Write one such as @en, @tg or @tg-Cyrl (BCP 47)."
            raise self.fault(f"{self.token.text!r} is not a language tag", self.token, advice) from error
        self.take()
        return language

    def _resolved(self, token: Token) -> str:
        """The IRI between angle brackets, resolved against the base."""
        from pyoxigraph import NamedNode, RdfFormat, parse

        iri = self._unescaped(token, 1)
        try:
            if ABSOLUTE.match(iri):
                return str(NamedNode(iri).value)
            if self.base:
                # The engine's own way of resolving, so that tree and answer agree.
                statement = f"<{iri}> <{iri}> <{iri}> ."
                return str(next(parse(statement, RdfFormat.TURTLE, base_iri=self.base)).predicate.value)
        except (ValueError, SyntaxError) as error:
            advice = "Write characters that no IRI may have as %20, %22 and so on."
            raise self.fault(f"{token.text} is not an IRI", token, advice) from error
        advice = "Write it in full, or with a prefix."
        raise self.fault(f"{token.text} is a relative IRI", token, advice)

    def _unescaped(self, token: Token, quotes: int) -> str:
        """What stands between the quotes of a token, without its escapes."""
        text = token.text[quotes:-quotes]
        if "\\" not in text:
            return text

        def character(match: re.Match[str]) -> str:
            if match[3] is not None:
                return ESCAPES.get(match[3], match[3])
            point = int(match[1] or match[2], 16)
            if point > 0x10FFFF or 0xD800 <= point < 0xE000:
                raise self.fault(f"{match[0]} does not stand for a character", token, "Take the escape out.")
            return chr(point)

        return re.sub(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", character, text)
