"""Reading triple patterns and property paths (SPARQL 1.1, 19.8, productions 75 to 107)."""

from __future__ import annotations

from atsmu_kg.rdf.namespaces import RDF
from atsmu_kg.sparql.expressions import Expressions
from atsmu_kg.sparql.nodes import BlankNode, Iri, Path, TriplePattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.sparql.nodes import Predicate, Term
    from atsmu_kg.sparql.tokens import Token

TERMS = frozenset({"variable", "iri", "pname", "string", "number", "TRUE", "FALSE", "bnode", "[", "("})
VERBS = frozenset({"variable", "iri", "pname", "A", "^", "!", "("})


class Triples(Expressions):
    """A cursor that reads triple patterns."""

    def triples(self) -> list[TriplePattern]:
        """All patterns about one subject, those of nested blank nodes and collections among them."""
        found: list[TriplePattern] = []
        nested = self.symbol in ("[", "(")
        subject = self.node(found)
        if not (nested and found) or self.symbol in VERBS:
            self.properties(subject, found)
        return found

    def properties(self, subject: Term, found: list[TriplePattern]) -> None:
        """``verb object, object; verb object …`` of a subject."""
        shared = subject.token
        while True:
            verb = self.verb()
            while True:
                object = self.node(found)
                found.append(TriplePattern(shared, self.end, subject, verb, object))
                if not self.accept(","):
                    break
                shared = self.token
            if self.symbol != ";":
                return
            while self.accept(";"):
                shared = self.token
            if self.symbol not in VERBS:
                return

    def node(self, found: list[TriplePattern]) -> Term:
        """A term; the patterns within brackets and collections are added to those found."""
        symbol = self.symbol
        if symbol == "variable":
            return self.variable()
        if symbol == "bnode":
            return self.blank_node()
        if symbol == "[":
            return self._bracketed(found)
        if symbol == "(":
            return self._collection(found)
        if symbol not in TERMS:
            self.refuse("a term")
        return self.constant()

    def verb(self) -> Predicate:
        """A variable or a path."""
        return self.variable() if self.symbol == "variable" else self.path()

    def path(self) -> Iri | Path:
        """A property path."""
        token = self.token
        parts = [self._sequence()]
        while self.accept("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Path(token, self.end, "|", tuple(parts))

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

    def _bracketed(self, found: list[TriplePattern]) -> BlankNode:
        token = self.take()
        label = f"[{token.offset}"
        if self.accept("]"):
            return BlankNode(token, self.end, label)
        self.deeper(token)
        node = BlankNode(token, token.offset + 1, label)
        self.properties(node, found)
        self.expect("]")
        self.depth -= 1
        node.end = self.end
        return node

    def _collection(self, found: list[TriplePattern]) -> Iri | BlankNode:
        token = self.take()
        if self.accept(")"):
            return Iri(token, self.end, RDF.nil)
        self.deeper(token)
        items: list[Term] = []
        while not self.accept(")"):
            items.append(self.node(found))
        self.depth -= 1
        nil = Iri(self.tokens[self.at - 1], self.end, RDF.nil)
        links = [BlankNode(item.token, item.end, f"[{item.offset}(") for item in items]
        links[0] = BlankNode(token, self.end, f"[{token.offset}")
        rests: list[Term] = [*links[1:], nil]
        for item, link, rest in zip(items, links, rests, strict=True):
            token, end = item.token, item.end
            found.append(TriplePattern(token, end, link, Iri(token, end, RDF.first), item))
            found.append(TriplePattern(token, end, link, Iri(token, end, RDF.rest), rest))
        return links[0]
