"""The terms of SPARQL 1.1 Query Results JSON, checked, as cells of a TSV document and as Python values."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct, field

from atsmu_kg.rdf.datatypes import RDF, XSD
from atsmu_kg.rdf.namespaces import IRI, may_be_iri
from atsmu_kg.rdf.terms import Text
from atsmu_kg.stores.remote.errors import AGAIN, AnswerSyntaxError, AnswerTermError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

# Turtle's short forms of these datatypes (RDF 1.1 Turtle, 2.5.2), as the embedded engine writes them.
STRING, INTEGER = f"{XSD}string", f"{XSD}integer"
SHORT = {
    INTEGER: re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile("true|false"),
}
LANG_STRING, DIR_LANG_STRING = f"{RDF}langString", f"{RDF}dirLangString"
# Triple terms may stand within so many others.
DEEPEST = 100
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
NODE_ID = "nodeID://"


class Uri(Struct, tag="uri", tag_field="type", gc=False):
    """An IRI, or a blank node of Virtuoso (``nodeID://``)."""

    value: str


class BlankNodeCell(Struct, tag="bnode", tag_field="type", gc=False):
    """A blank node, known by its label in this answer only."""

    value: str


class LiteralCell(Struct, tag="literal", tag_field="type", gc=False):
    """A literal."""

    value: str
    lang: str | None = field(default=None, name="xml:lang")
    datatype: str | None = None
    direction: str | None = field(default=None, name="its:dir")


class TypedLiteral(Struct, tag="typed-literal", tag_field="type", gc=False):
    """A literal with a datatype, as a draft of the format had it and some servers still send."""

    value: str
    datatype: str


class TripleCell(Struct, tag="triple", tag_field="type", gc=False):
    """A triple as a term (RDF 1.2)."""

    value: TripleParts


class TripleParts(Struct, gc=False):
    """What a triple term is made of."""

    subject: Uri | BlankNodeCell
    predicate: Uri
    object: Uri | BlankNodeCell | LiteralCell | TypedLiteral | TripleCell


Term = Uri | BlankNodeCell | LiteralCell | TypedLiteral | TripleCell


def cell(term: Term | None, depth: int = 0) -> str:
    """The cell of a term, as the embedded engine writes it; that of the unbound is empty.

    Raises AnswerTermError for an IRI that is none (RFC 3987), or a language (BCP 47), for a direction without
    a language, and for a language with another datatype; AnswerSyntaxError for triple terms within more than
    DEEPEST others.

    >>> cell(LiteralCell("four", lang="EN")), cell(LiteralCell("4", datatype=f"{XSD}integer")), cell(None)
    ('"four"@en', '4', '')
    """
    if term is None:
        return ""
    if isinstance(term, TripleCell):
        return _triple(term.value, depth)
    if isinstance(term, (Uri, BlankNodeCell)):
        named = isinstance(term, Uri) and not term.value.startswith(NODE_ID)
        return f"<{_iri(term.value)}>" if named else _label(term.value)
    return _literal(term)


def _literal(literal: LiteralCell | TypedLiteral) -> str:
    value, datatype = literal.value, literal.datatype
    # Most values hold nothing to escape, and looking is cheaper than translating.
    shown = value.translate(ESCAPES) if _TO_ESCAPE.search(value) else value
    if isinstance(literal, LiteralCell) and (literal.lang is not None or literal.direction is not None):
        return f'"{shown}"@{_tag(literal)}'
    if datatype is None or datatype == STRING:
        return f'"{shown}"'
    short = SHORT.get(datatype)
    if short is not None and short.fullmatch(value):
        return value
    return f'"{shown}"^^<{_datatype(datatype)}>'


def values(terms: Sequence[Term | None], value: Callable[[str], Any]) -> list[Any]:
    """The Python values of one column's terms, the same as ``value`` makes of their cells.

    Most columns hold terms of one kind, which are made all at once: that is three times faster.

    >>> values([Uri("https://ror.org/"), None, LiteralCell("4", datatype=f"{XSD}byte")], str)
    ['<https://ror.org/>', None, '"4"^^<http://www.w3.org/2001/XMLSchema#byte>']
    >>> values([Uri("https://ror.org/"), None], str)
    [IRI('https://ror.org/'), None]
    >>> values([LiteralCell("4", datatype=f"{XSD}integer")], str)
    [4]
    """
    kinds = set(map(type, terms))
    if type(None) in kinds:
        bound = iter(values([term for term in terms if term is not None], value))
        return [None if term is None else next(bound) for term in terms]
    if kinds == {Uri}:
        texts = list(map(_value, terms))
        together = "\n".join(texts)
        # Each begins alike, and a line break in one of them is found by their number.
        alike = together.count("\nhttps://") + together.count("\nhttp://")
        if alike == len(texts) - 1 == together.count("\n") and _HTTP.fullmatch(together):
            return list(map(IRI, texts))
    elif kinds == {LiteralCell}:
        forms = set(map(_form, terms))
        if len(forms) == 1:
            ((lang, datatype, direction),) = forms
            texts = list(map(_value, terms))
            if lang is not None and datatype is direction is None:
                return Text.all(texts, _language(lang))
            plain = lang is None and direction is None
            if plain and (datatype is None or datatype == STRING):
                return texts
            if (
                plain
                and datatype == INTEGER
                and all(texts)
                and "".join(texts).isdigit()
                and "".join(texts).isascii()
            ):
                return list(map(int, texts))
    return [value(cell(term)) for term in terms]


def _iri(text: str) -> str:
    if not may_be_iri(text):
        raise _no_term("IRI", text)
    return text


@lru_cache(maxsize=256)
def _datatype(text: str) -> str:
    return _iri(text)


@lru_cache(maxsize=256)
def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise _no_term("language tag", tag)
    return tag.lower()


def _tag(literal: LiteralCell) -> str:
    """The language of a text, with its direction if it has one (RDF 1.2)."""
    if literal.lang is None:
        raise _no_term("direction of a text without a language", literal.direction or "")
    if literal.direction not in (None, "ltr", "rtl"):
        raise _no_term("direction of a text", literal.direction or "")
    if literal.datatype not in (None, LANG_STRING if literal.direction is None else DIR_LANG_STRING):
        raise _no_term("datatype of a text with a language", literal.datatype or "")
    tag = _language(literal.lang)
    return tag if literal.direction is None else f"{tag}--{literal.direction}"


def _triple(parts: TripleParts, depth: int) -> str:
    if depth >= DEEPEST:
        # Deeper ones end the decoder with this error, at a depth that depends on Python's recursion limit.
        raise AnswerSyntaxError(
            f"the answer has triple terms nested more than {DEEPEST} levels deep", advice=AGAIN
        )
    inner = (parts.subject, parts.predicate, parts.object)
    return f"<<( {' '.join([cell(each, depth + 1) for each in inner])} )>>"


def _label(text: str) -> str:
    """A blank node, whose label has only characters that Turtle allows, and still is its own."""
    made = _NO_LABEL.sub(lambda found: f"_{ord(found[0]):x}_", text.removeprefix(NODE_ID))
    if not made:
        raise _no_term("label of a blank node", text)
    return f"_:{made}"


def _no_term(what: str, text: str) -> AnswerTermError:
    return AnswerTermError(
        f"the answer holds {text[:80]!r} as {what}, which is not allowed there",
        advice="Tell whoever runs the endpoint: such data can't be written in RDF.",
        term=text,
    )


_value, _form = attrgetter("value"), attrgetter("lang", "datatype", "direction")
# Many IRIs, a line each.
_HTTP = re.compile(r"https?://[^\x00-\x09\x0b-\x20<>\"{}|\\^`\x7f-\x9f]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*(--(ltr|rtl))?")
_TO_ESCAPE = re.compile(r'[\\"\n\r\t]')
_NO_LABEL = re.compile(r"[^A-Za-z0-9]")
