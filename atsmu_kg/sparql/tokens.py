"""SPARQL as tokens: what a text uses, and the prefixes it lacks."""

from __future__ import annotations

import re
from functools import cache

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.rdf.namespaces import LETTERS, MARKS, PREFIXES, unknown_prefix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY"})


class Token:
    """A terminal of the grammar: its kind, its text, and where it begins.

    The kinds are space, comment, iri, pname (a prefixed name), bnode, variable, language, number, string,
    keyword (any bare word), punctuation and error. Offsets count characters from 0, lines and columns from 1.
    """

    __slots__ = ("column", "kind", "line", "offset", "text")

    def __init__(self, kind: str, text: str, offset: int, line: int, column: int) -> None:
        self.kind = kind
        self.text = text
        self.offset = offset
        self.line = line
        self.column = column

    def __repr__(self) -> str:
        return f"Token({self.kind!r}, {self.text!r}, {self.offset}, {self.line}, {self.column})"


def tokens(text: str) -> list[Token]:
    """All tokens of a SPARQL 1.1 query or update, space and comments too; their texts make up the whole text.

    The triple terms of RDF 1.2 are known. Nothing raises: what no terminal matches has the kind "error", and
    such a text is better refused, since an engine may read it otherwise. Takes time linear in the length.

    >>> [(token.kind, token.text) for token in tokens("?n<5 # few")][:3]
    [('variable', '?n'), ('punctuation', '<'), ('number', '5')]
    """
    return list(_with_spaces(_read(text, frozenset()), text))


def significant(text: str) -> list[Token]:
    """The tokens without space and comments.

    >>> [token.text for token in significant("ASK { } # anything?")]
    ['ASK', '{', '}']
    """
    return _read(text, SPACE)


SPACE = frozenset({"space", "comment"})


def variables(text: str) -> list[str]:
    """The names of the variables, each once, in the order of their first use.

    >>> variables("SELECT ?name { ?faculty skos:prefLabel $name }")
    ['name', 'faculty']
    """
    return list(dict.fromkeys(token.text[1:] for token in tokens(text) if token.kind == "variable"))


def query_form(text: str, *, file: str | None = None) -> str:
    """The keyword that says what a text is: one of QUERY_FORMS or, for an update, of UPDATE_FORMS.

    Raises QuerySyntaxError if the text is neither.

    >>> query_form("PREFIX ex: <http://example.org/> ask { ?s ?p ?o }")
    'ASK'
    """
    token = Token("error", "", 0, 1, 1)
    for token in significant(text):
        word = token.text.upper() if token.kind == "keyword" else ""
        if word in QUERY_FORMS or word in UPDATE_FORMS:
            return word
        if word not in ("PREFIX", "BASE", "VERSION", "WITH") and token.kind not in ("pname", "iri", "string"):
            break
    raise QuerySyntaxError(
        f"expected a query or an update, found {token.text!r}",
        advice="After the prefixes, begin with SELECT, ASK, CONSTRUCT or DESCRIBE.",
        file=file,
        line=token.line,
        column=token.column,
    )


def prefixes_declared(text: str) -> dict[str, str]:
    """The namespaces that the text declares, by their prefixes.

    >>> prefixes_declared("PREFIX ex: <http://example.org/> ASK {}")
    {'ex': 'http://example.org/'}
    """
    words = significant(text)
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(words, words[1:], words[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "pname" and iri.kind == "iri"
    }


def prefixes_used(text: str) -> dict[str, Token]:
    """The prefixes of the prefixed names, each with the token that uses it first.

    >>> list(prefixes_used("PREFIX ex: <http://example.org/> ASK { ?s a skos:Concept }"))
    ['skos']
    """
    used: dict[str, Token] = {}
    before = ""
    for token in significant(text):
        if token.kind == "pname" and before != "PREFIX":
            used.setdefault(token.text.partition(":")[0], token)
        before = token.text.upper()
    return used


def with_prefixes(text: str, known: Mapping[str, str] = PREFIXES, *, file: str | None = None) -> str:
    """The text with the declarations that it lacks, all on its first line so that line numbers stay right.

    Raises UnknownPrefixError for a prefix that is neither declared nor known.

    >>> with_prefixes("ASK { ?s a skos:Concept }")
    'PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ASK { ?s a skos:Concept }'
    """
    declared = prefixes_declared(text)
    lacking = {prefix: token for prefix, token in prefixes_used(text).items() if prefix not in declared}
    for prefix, token in lacking.items():
        if prefix not in known:
            raise unknown_prefix(prefix, known, file=file, line=token.line, column=token.column)
    return "".join(f"PREFIX {prefix}: <{known[prefix]}> " for prefix in lacking) + text


def _read(text: str, skipped: frozenset[str]) -> list[Token]:
    found = _tokens(text, skipped, "", "")
    if not text.isascii() and any(token.kind == "error" and not token.text.isascii() for token in found):
        # Names beyond ASCII are rare, and the classes for them take milliseconds to compile.
        found = _tokens(text, skipped, LETTERS, MARKS)
    return found


def _tokens(text: str, skipped: frozenset[str], letters: str, marks: str) -> list[Token]:
    """The tokens but for those skipped, without the space behind each."""
    anything = _terminals(letters, marks)
    line_ends = [*[newline.end() for newline in re.finditer(r"\r\n?|\n", text)], len(text) + 1]
    kept: list[Token] = []
    line, line_start, line_end = 1, 0, line_ends[0]
    end = name_end = 0
    while end < len(text):
        # Within a run of name characters that no colon ends, no prefixed name begins: to look for one at
        # each dot of a.a.a.a would take time quadratic in the length.
        for match in (_terminals(letters, marks, True) if end < name_end else anything).finditer(text, end):
            kind, offset, end = match.lastgroup, match.start(), match.end()
            assert kind is not None
            if kind == "name":
                end, name_end = offset, match.end(kind)
                break
            if kind not in skipped:
                while offset >= line_end:
                    line, line_start, line_end = line + 1, line_end, line_ends[line]
                kept.append(Token(kind, match[kind], offset, line, offset - line_start + 1))
            if offset < name_end <= end:
                break
    return kept


def _with_spaces(found: list[Token], text: str) -> Iterator[Token]:
    """The tokens of a text, and the space behind each."""
    for token, next_offset in zip(found, [*[each.offset for each in found[1:]], len(text)], strict=False):
        yield token
        end = token.offset + len(token.text)
        if end < next_offset:
            *before, last = re.split(r"\r\n?|\n", token.text)
            column = len(last) + (1 if before else token.column)
            yield Token("space", text[end:next_offset], end, token.line + len(before), column)


@cache
def _terminals(letters: str, marks: str, within_name: bool = False) -> re.Pattern[str]:
    """The pattern of a token and the space behind it or a run of name characters, or of a token in a run."""
    first, word = f"A-Za-z{letters}", f"A-Za-z0-9_{letters}{marks}"
    rest = rf"\-{word}"
    name = f"[{first}][{rest}]*+(?:\\.++[{rest}]++)*+"
    escaped = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
    local = f"(?:[{first}0-9_:]|{escaped})(?:[{rest}:]++|\\.++(?=[{rest}:]|{escaped})|{escaped})*+"
    codepoint = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
    escape = rf"""\\[tbnrf\\"']|{codepoint}"""
    long1, long2 = (rf"{q * 3}(?:[^{q}\\]++|{q}(?!{q}{q})|{escape})*+" for q in "'\"")
    short1, short2 = (rf"{q}(?!{q}{q})(?:[^{q}\\\r\n]++|{escape})*+" for q in "'\"")
    keyword = "[A-Za-z][A-Za-z0-9_]*+"
    kinds = {
        "space": r"[ \t\r\n]++",
        "variable": f"[?$][{first}0-9_][{word}]*+",
        "comment": r"#[^\r\n]*+",
        "iri": rf'<(?:[^<>"{{}}|^`\\\x00-\x20]++|{codepoint})*+>',
        "pname": f"(?:{name})?:(?:{local})?",
        "bnode": f"_:[{first}0-9_](?:[{rest}]++|\\.++(?=[{rest}]))*+",
        "language": "@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?",
        "number": r"[+-]?(?:(?:[0-9]++\.?[0-9]*+|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)",
        "string": f"""{long1}'''|{long2}\"\"\"|{short1}'|{short2}\"""",
        "keyword": rf"{keyword}(?![{rest}.])",
        "name": name,
        "punctuation": r"<<\(|\)>>|<<(?![^<>\x22{}|^`\\\x00-\x20]*+>)|>>|\^\^|\|\||&&|[!<>]=|\{\||\|\}"
        r"|[{}()\[\],;.=<>!+\-*/|^?~]",
        "error": f"{long1}|{long2}|{short1}|{short2}|[{rest}]++|(?s:.)",
    }

    def either(*names: str) -> str:
        return "|".join(f"(?P<{kind}>{kinds[kind]})" for kind in names)

    if within_name:
        kinds["keyword"] = keyword
        return re.compile(either("number", "keyword", "punctuation", "error"))
    return re.compile(f"(?:{either(*kinds)})[ \\t\\r\\n]*+")
