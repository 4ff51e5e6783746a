"""The lexical guard: what is refused before any parser sees it, because a parser may not survive it.

SPARQL 1.1 replaces codepoint escapes before it reads a text (section 19.2), so that ``\\u0053ERVICE`` is a
keyword; some engines do so and others don't. The guard refuses what is wrong in either reading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from atsmu_kg.errors import LimitError, QueryError, QuerySyntaxError
from atsmu_kg.rdf.namespaces import BASE, PREFIXES
from atsmu_kg.sparql.tokens import UPDATE_FORMS, Token, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from typing import Any

SIZE = 100_000
DEPTH = 250
UNIONS = 500

# Each opening bracket is one of these characters, or begins with it.
BEGINNINGS = "{([<"
OPENING = frozenset({"{", "(", "[", "<<", "<<("})
CLOSING = frozenset({"}", ")", "]", ">>", ")>>"})
OPERANDS = frozenset({"variable", "number", "string", "language", "iri", "pname", "bnode", "keyword"})


class Guard:
    """What the text of a limited query may hold: so many characters, nested brackets and UNIONs.

    ``allow_service`` are the IRIs of endpoints that SERVICE may name.

    >>> Guard(unions=1).check("SELECT * { {} UNION {} UNION {} }")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.LimitError: the query has 2 UNIONs; at most 1 is allowed
      Write alternatives as VALUES or as a property path.
    """

    __slots__ = ("allow_service", "depth", "size", "unions")

    def __init__(
        self,
        *,
        size: int = SIZE,
        depth: int = DEPTH,
        unions: int = UNIONS,
        allow_service: Collection[str] = (),
    ) -> None:
        self.size = size
        self.depth = depth
        self.unions = unions
        self.allow_service = frozenset(allow_service)

    def arguments(self, allow_service: Collection[str] = ()) -> dict[str, Any]:
        """The arguments that make this guard, with further endpoints."""
        return {
            "size": self.size,
            "depth": self.depth,
            "unions": self.unions,
            "allow_service": sorted({*self.allow_service, *allow_service}),
        }

    def check_size(self, text: str) -> None:
        """Raises LimitError for a text that is too long."""
        if len(text) > self.size:
            raise _over("size", f"the query has {len(text)} characters", self.size, "Ask in several queries.")

    def check(self, text: str) -> None:
        """Raises LimitError for a text that is too long or deep, has many UNIONs, SERVICE or an update."""
        self.check_size(text)
        refuse_service(text, self.allow_service)
        if self._is_surely_plain(text):
            return
        for reading in _readings(text):
            self._check_tokens(tokens(reading))

    def _is_surely_plain(self, text: str) -> bool:
        """Whether characters tell that there is nothing to refuse: to take a text apart takes far longer."""
        most = sum([text.count(character) for character in BEGINNINGS])
        words = text.upper()
        return (
            most <= self.depth
            and words.count("UNION") <= self.unions
            and "\\" not in text
            and not any(word in words for word in UPDATE_FORMS)
        )

    def _check_tokens(self, lexed: list[Token]) -> None:
        depth = deepest = unions = 0
        for token in lexed:
            if token.text in OPENING:
                depth += 1
                deepest = max(deepest, depth)
            elif token.text in CLOSING:
                depth -= 1
            elif token.kind == "keyword":
                word = token.text.upper()
                unions += word == "UNION"
                if word in UPDATE_FORMS:
                    raise LimitError(
                        f"this is an update ({word}), not a query",
                        advice="The graph is not changed by queries, and nothing is loaded by them.",
                        line=token.line,
                        column=token.column,
                        limit="update",
                        allowed=(),
                    )
        if deepest > self.depth:
            advice = "Write long lists as VALUES, and alternatives as property paths."
            raise _over("depth", f"the query is nested {deepest} levels deep", self.depth, advice)
        if unions > self.unions:
            advice = "Write alternatives as VALUES or as a property path."
            raise _over("unions", f"the query has {unions} UNIONs", self.unions, advice)


def refuse_service(text: str, allowed: Collection[str] = ()) -> None:
    """Raises LimitError for a SERVICE clause whose endpoint is not among the allowed IRIs.

    The keyword is found in any spelling. In strings and comments it is data, except where tokens alone can't
    tell them from code, as after ``(?a<?b#>``; there the clause is refused. For FROM see
    ``refuse_reading``.

    >>> refuse_service("SELECT * { ?service a service:x } # SERVICE <http://example.org/> { }")
    >>> refuse_service("ASK { SERVICE <http://example.org/> { } }", {"http://example.org/"})
    """
    if "service" not in text.lower() and "\\" not in text:
        return
    for reading in _readings(text):
        for offset, endpoint in _service_clauses(reading):
            if endpoint[1:-1] not in allowed or not endpoint.startswith("<"):
                lines = reading[:offset].split("\n")
                raise LimitError(
                    f"the query asks another endpoint, {endpoint}",
                    advice="Nothing is sent to the network unless allow_service names the full IRI of the "
                    "endpoint, and the query writes it so, between < and >.",
                    line=len(lines),
                    column=len(lines[-1]) + 1,
                    limit="allow_service",
                    allowed=tuple(sorted(allowed)),
                    endpoint=endpoint,
                )


def require_query(text: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Raises QuerySyntaxError or UnknownPrefixError for a text that is no query; ``prefixes`` are known.

    One that is too long or too deep for our parser is left to what answers it.

    >>> require_query("ASK { ?s ?p ?o } LIMIT 1")
    """
    from atsmu_kg.sparql import parse

    if len(text) <= SIZE:
        try:
            parse(text, prefixes)
        except QuerySyntaxError as error:
            if "deepest" not in error.facts:
                raise


def refuse_reading(text: str, is_here: Callable[[str], bool]) -> None:
    """Raises QueryError for FROM with a file or a web page that is no graph here; some engines would read it.

    >>> refuse_reading("ASK FROM <http://example.org/> { ?s ?p ?o }", lambda iri: iri == "http://example.org/")
    """
    before = ""
    for token in tokens(text):
        if token.kind == "iri" and before in ("FROM", "NAMED"):
            iri = token.text[1:-1]
            elsewhere = iri.startswith(("file:", "http:", "https:", "ftp:")) and not iri.startswith(BASE)
            if elsewhere and not is_here(iri):
                raise QueryError(
                    f"there is no graph {token.text} here, and nothing is read from elsewhere",
                    advice="Leave FROM out to ask the merge of all graphs, or name a graph of the dataset.",
                    line=token.line,
                    column=token.column,
                    graph=iri,
                )
        if token.kind not in ("space", "comment"):
            before = token.text.upper()


def _over(limit: str, what: str, allowed: int, advice: str) -> LimitError:
    verb = "is" if allowed == 1 else "are"
    return LimitError(
        f"{what}; at most {allowed} {verb} allowed", advice=advice, limit=limit, allowed=allowed
    )


def _readings(text: str) -> tuple[str, ...]:
    replaced = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _character, text)
    return (text,) if replaced == text else (text, replaced)


def _character(escape: re.Match[str]) -> str:
    codepoint = int(escape[1] or escape[2], 16)
    return chr(codepoint) if codepoint < 0x110000 else escape[0]


def _service_clauses(text: str) -> Iterator[tuple[int, str]]:
    """Where SERVICE clauses begin, each with its endpoint as written.

    A clause is the keyword, perhaps SILENT, an endpoint and ``{``, whatever stands before it: engines read
    ``trueSERVICE<http://a>{`` as two words. So the plain text shows every clause there is, and tokens are
    needed only to dismiss those that are not code.
    """
    word, clause = _patterns()
    words = ((keyword.start(), clause.match(text, keyword.end())) for keyword in word.finditer(text))
    clauses = [(offset, match) for offset, match in words if match]
    ranges = _ranges_of_names_and_data(tokens(text)) if clauses else []
    for offset, match in clauses:
        before = bisect_right(ranges, (offset, len(text))) - 1
        if before < 0 or offset >= ranges[before][1]:
            yield offset, match["endpoint"]


def _ranges_of_names_and_data(lexed: list[Token]) -> list[tuple[int, int]]:
    """Where comments, strings, variables and names of graphs are, up to the first place of doubt.

    In doubt is what engines may read otherwise: an error, a codepoint escape, and an IRI that could be the
    ``<`` of a comparison before a comment, a string or brackets: one after an operand, within parentheses.
    """
    ranges: list[tuple[int, int]] = []
    opened: list[str] = []
    before = Token("space", "", 0, 1, 1)
    for token in lexed:
        after_operand = before.kind in OPERANDS or before.text in CLOSING
        if token.kind == "error" or (token.kind != "comment" and "\\u" in token.text.lower()):
            break
        if token.kind == "iri" and after_operand and opened[-1:] == ["("] and re.search("['#()]", token.text):
            break
        if token.kind in ("string", "comment", "variable") or (
            token.kind == "pname" and before.text.upper() in ("GRAPH", "FROM", "NAMED", "DESCRIBE")
        ):
            ranges.append((token.offset, token.offset + len(token.text)))
        if token.text in OPENING:
            opened.append(token.text)
        elif token.text in CLOSING and opened:
            opened.pop()
        if token.kind not in ("space", "comment"):
            before = token
    return ranges


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    gap = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"
    iri = r'<[^<>"{}|^`\x00-\x20]*+>'
    pname = r"[^\s:#<>{}()?$]*+:(?:[^\s\\#{}<>()]++|\\.)*+"
    clause = rf"{gap}(?:silent{gap})?(?P<endpoint>{iri}|[?$][^\s#{{}}]++|{pname}){gap}\{{"
    return re.compile("service", re.IGNORECASE), re.compile(clause, re.IGNORECASE)
