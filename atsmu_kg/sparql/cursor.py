"""A place among the tokens of a query: looking at them, taking them, and reading terms."""

from __future__ import annotations

import re

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.rdf.namespaces import RDF, XSD, unknown_prefix
from atsmu_kg.sparql.nodes import BlankNode, Iri, Literal, Variable
from atsmu_kg.sparql.tokens import Token, significant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

# Groups and parentheses within one another. Reading recurses, and Python's stack ends at 1,000 calls.
DEEPEST = 100

LITERALS = frozenset({"string", "number", "TRUE", "FALSE"})
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Cursor:
    """The tokens of a text without space and comments, and the one that is looked at.

    Each has a symbol: keywords in capitals, punctuation as it is, else the kind in small letters; after the
    last one comes the symbol ``end``. ``symbol`` is that of the token that is looked at.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self.text = text
        self.prefixes = dict(prefixes)
        self.base = ""
        self.depth = 0
        self.at = 0
        self._lay_out([], significant(text))

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

    def expect(self, *symbols: str) -> Token:
        """The token, which must have one of the symbols, and on to the next; else QuerySyntaxError."""
        if self.symbol not in symbols:
            self.refuse(" or ".join(map(_shown, symbols)))
        return self.take()

    def refuse(self, expected: str) -> NoReturn:
        """Raises QuerySyntaxError: something else was expected here."""
        token = self.token
        if token.kind == "error":
            raise self.fault(f"{token.text[:40]!r} is not SPARQL", token)
        found = "the end of the query" if self.symbol == "end" else repr(token.text[:40])
        raise self.fault(f"expected {expected}, found {found}", token)

    def fault(self, message: str, token: Token, advice: str = "") -> QuerySyntaxError:
        """The error to raise at a token."""
        return QuerySyntaxError(message, advice=advice, line=token.line, column=token.column)

    def deeper(self, token: Token) -> None:
        """One level down, which ``self.depth -= 1`` ends; QuerySyntaxError below the deepest that is read."""
        self.depth += 1
        if self.depth > DEEPEST:
            advice = f"At most {DEEPEST} levels are read; write long lists as VALUES or IN."
            raise self.fault(f"the query is nested more than {DEEPEST} levels deep", token, advice)

    def variable(self) -> Variable:
        """``?name`` or ``$name``."""
        if self.symbol != "variable":
            self.refuse("a variable")
        token = self.take()
        return Variable(token, self.end, token.text[1:])

    def iri(self) -> Iri:
        """An IRI or a prefixed name."""
        if self.symbol not in ("pname", "iri"):
            self.refuse("an IRI")
        token = self.take()
        if token.kind == "iri":
            return Iri(token, self.end, self.resolved(token))
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            raise unknown_prefix(prefix, self.prefixes, line=token.line, column=token.column)
        if "\\" in local:
            local = re.sub(r"\\(.)", r"\1", local)
        return Iri(token, self.end, self.prefixes[prefix] + local)

    def resolved(self, token: Token) -> str:
        """The IRI between angle brackets, resolved against the base."""
        iri = _unescaped(token.text[1:-1])
        if self.base and not re.match("[A-Za-z][A-Za-z0-9+.-]*:", iri):
            from pyoxigraph import RdfFormat, parse

            # The engine's own way of resolving, so that tree and answer agree.
            statement = f"<{iri}> <{iri}> <{iri}> ."
            return str(next(parse(statement, RdfFormat.TURTLE, base_iri=self.base)).predicate.value)
        return iri

    def literal(self) -> Literal:
        """A number, a boolean, or a string with its language or datatype."""
        token = self.take()
        if token.kind == "number":
            kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
            return Literal(token, self.end, token.text, XSD[kind])
        if token.kind == "keyword":
            return Literal(token, self.end, token.text.lower(), XSD.boolean)
        quotes = 3 if token.text[:3] in ('"""', "'''") else 1
        value = _unescaped(token.text[quotes:-quotes])
        if self.symbol == "language":
            language = self.take().text[1:].lower()
            return Literal(token, self.end, value, RDF.langString, language)
        datatype = self.iri().value if self.accept("^^") else XSD.string
        return Literal(token, self.end, value, datatype)

    def constant(self) -> Iri | Literal:
        """An IRI or a literal."""
        if self.symbol in LITERALS:
            return self.literal()
        if self.symbol not in ("pname", "iri"):
            self.refuse("an IRI or a literal")
        return self.iri()

    def blank_node(self) -> BlankNode:
        """``_:label``."""
        token = self.take()
        return BlankNode(token, self.end, token.text[2:])

    def split(self, width: int) -> None:
        """Cut the token after its first characters: ``<`` off a supposed IRI, the sign off a number."""
        token = self.token
        head = Token("punctuation", token.text[:width], token.offset, token.line, token.column)
        rest = significant(self.text[token.offset + width :])
        for each in rest:
            each.offset += token.offset + width
            if each.line == 1:
                each.column += token.column + width - 1
            each.line += token.line - 1
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


def _shown(symbol: str) -> str:
    return symbol if symbol.isalpha() else repr(symbol)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return re.sub(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", _unescaped_one, text)


def _unescaped_one(match: re.Match[str]) -> str:
    point = match[1] or match[2]
    return _ESCAPES.get(match[3], match[3]) if point is None else chr(int(point, 16))
