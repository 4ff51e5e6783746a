"""RDF terms as Python values, Python values as RDF terms, and terms as text.

There is one function for each way from a term to text, and each takes Python values too:

- ``render``: a term of SPARQL, Turtle and N-Triples that stands for itself, whatever is beside it
- ``spell``: a term of Turtle with our prefixes, for messages
- ``namespaces.contract``, or ``IRI.curie``: the CURIE of an IRI
- ``readable``: what people read, a CURIE or the characters of a literal; ``with_language``: and its language
"""

from __future__ import annotations

import re
from functools import lru_cache, partial

import pyoxigraph as ox

from atsmu_kg.choices import require_text
from atsmu_kg.errors import ParameterError
from atsmu_kg.rdf.datatypes import RDF, XSD, Year, python_value
from atsmu_kg.rdf.namespaces import IRI, PREFIXES, checked, contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_STRING = f"{XSD}string"


class Text(str):
    """A string in a language (BCP 47, kept in lower case); ``--ltr`` or ``--rtl`` behind it is its direction.

    >>> Text("Тоҷикистон", "TG")
    Text('Тоҷикистон', 'tg')
    >>> Text("gift", "en") == Text("gift", "de")
    False
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, value: str, lang: str) -> Text:
        """The characters and their language tag; ParameterError for what is not a text."""
        if not (isinstance(value, str) and isinstance(lang, str)):
            require_text(value=value, lang=lang)
        text = str.__new__(cls, value)
        text.lang = lang.lower()
        return text

    @classmethod
    def all(cls, values: Iterable[str], lang: str) -> list[Text]:
        """Many strings in one language, which takes a third of the time.

        >>> Text.all(["gift", "tree"], "en")
        [Text('gift', 'en'), Text('tree', 'en')]
        """
        texts, lang = [str.__new__(cls, value) for value in values], lang.lower()
        for text in texts:
            text.lang = lang
        return texts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.lang == other.lang and str.__eq__(self, other)

    __ne__ = object.__ne__  # the negation of __eq__, which str overrides

    def __hash__(self) -> int:
        return hash(self.__getnewargs__())

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str.__str__(self), self.lang

    def __repr__(self) -> str:
        return f"Text{self.__getnewargs__()}"


class BNode(str):
    """The label of a blank node, which means something within one answer only."""

    def __repr__(self) -> str:
        return f"BNode({str.__repr__(self)})"


class Literal:
    """A literal that no Python type stands for, or whose lexical form its datatype does not allow."""

    __slots__ = ("datatype", "lexical")

    def __init__(self, lexical: str, datatype: str) -> None:
        self.lexical = lexical
        self.datatype = IRI(datatype)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and (self.lexical, self.datatype) == (other.lexical, other.datatype)

    def __hash__(self) -> int:
        return hash((self.lexical, self.datatype))

    def __str__(self) -> str:
        return self.lexical

    def __repr__(self) -> str:
        return f"Literal({self.lexical!r}, {str(self.datatype)!r})"


def to_python(term: Term | None) -> Any:
    """The Python value of a pyoxigraph term; None, the unbound, stays None, and a triple is a 3-tuple.

    A literal whose characters its datatype does not allow, or whose value the Python type can't hold, is a
    Literal; nothing is dropped (RDF 1.1 Concepts, 3.3).

    >>> to_python(ox.Literal("forty", datatype=ox.NamedNode(XSD + "integer")))
    Literal('forty', 'http://www.w3.org/2001/XMLSchema#integer')
    """
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term is None or isinstance(term, ox.Triple):
        return term and tuple(map(to_python, term))
    if term.language is not None:
        return Text(term.value, _language(term))
    datatype = term.datatype.value
    if datatype == _STRING:
        return term.value
    value = python_value(term.value, datatype)
    return Literal(term.value, datatype) if value is None else value


def to_term(value: object) -> Term:
    """The pyoxigraph term of a value of Python, NumPy or rdflib; ParameterError if there is none.

    >>> to_term(Year(1939))
    <Literal value=1939 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#gYear>>
    """
    names = map(_name, type(value).__mro__)
    try:
        return next((_TERMS[name] for name in names if name in _TERMS), _refuse)(value)
    except (ArithmeticError, TypeError, ValueError) as error:
        message = f"this {type(value).__name__} can't be an RDF term: {error}"
        # A record, or a match of a name, is about what its IRI names.
        about = hasattr(type(value), "iri")
        advice = "Give its iri." if about else "Give a str, number, date, IRI, Text or Literal."
        raise ParameterError(message, advice=advice) from error


def render(value: object) -> str:
    r"""The text of a term, safe wherever SPARQL 1.1, Turtle and N-Triples let a term of its kind stand.

    Numbers and booleans keep their quotes and datatype, so that no sign or dot beside them changes their
    meaning. The text means the same whether or not an engine replaces codepoint escapes before it parses
    (SPARQL 1.1, 19.2). Raises ParameterError as to_term does.

    >>> print(render('say "no"'), render(-1), render(Text("да", "ru")), render(IRI("https://ror.org/")))
    "say \"no\"" "-1"^^<http://www.w3.org/2001/XMLSchema#integer> "да"@ru <https://ror.org/>
    """
    return _written(to_term(value), lambda iri: f"<{checked(iri)}>")


def spell(*values: object, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Terms as a reader wants them, and as Turtle and SPARQL write them with the prefixes, by default ours.

    Takes what ``render`` takes, several of them to spell a statement. For messages and reports: what another
    program is to read without our prefixes is rendered instead.

    >>> print(spell(IRI(f"{XSD}gYear")), spell(Year(1939)), spell(Text("да", "ru")), spell("no"))
    xsd:gYear "1939"^^xsd:gYear "да"@ru "no"
    >>> spell(ox.Literal(300), ox.NamedNode("https://example.org/of"), ox.BlankNode("all"))
    '"300"^^xsd:integer <https://example.org/of> _:all'
    """
    return " ".join([_written(to_term(value), lambda iri: contract(iri, prefixes)) for value in values])


def readable(value: object, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """A term as people read it: the CURIE of an IRI by the prefixes, the characters of a literal.

    >>> readable(ox.Literal("да", language="ru")), readable(IRI(f"{XSD}gYear")), readable(Year(1939))
    ('да', 'xsd:gYear', '1939')
    """
    if isinstance(value, ox.NamedNode):
        value = IRI(value.value)
    if isinstance(value, IRI):
        return _curie(value) if prefixes is PREFIXES else contract(value, prefixes)
    if isinstance(value, BNode):
        return f"_:{str.__str__(value)}"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | ox.Triple):
        return f"<<( {' '.join([with_language(part, prefixes) for part in value])} )>>"
    return value.value if isinstance(value, ox.Literal) else str(value)


def with_language(value: object, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """A term as people read it, and behind a text its language.

    >>> with_language(Text("Эрон", "tg")), with_language(4)
    ('Эрон @tg', '4')
    """
    language = value.language if isinstance(value, ox.Literal) else getattr(value, "lang", None)
    shown = readable(value, prefixes)
    return f"{shown} @{language}" if language else shown


# Reports name the same things over and over.
_curie = lru_cache(maxsize=4096)(contract)
# The u of "\\u0041" as well: some engines replace such escapes first, even behind another backslash.
_UNSAFE = r'[\x00-\x1f"\\\x7f]|(?<=\\)[uU]'
_ESCAPES = {character: f"\\U{ord(character):08X}" for character in (*map(chr, range(32)), "\x7f", "u", "U")}
_ESCAPES |= {"\t": r"\t", "\n": r"\n", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def _written(term: Term, name: Callable[[str], str]) -> str:
    """A term as text, its IRIs named by a function."""
    if isinstance(term, ox.NamedNode):
        return name(term.value)
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, ox.Triple):
        return f"<<( {' '.join([_written(part, name) for part in term])} )>>"
    value = term.value
    # Most are words, and to compile the pattern takes as long as to write a hundred of them.
    text = f'"{value if value.isalnum() else re.sub(_UNSAFE, _escaped, value)}"'
    if term.language is not None:
        return f"{text}@{_language(term)}"
    datatype = term.datatype.value
    return text if datatype == _STRING else f"{text}^^{name(datatype)}"


def _escaped(unsafe: re.Match[str]) -> str:
    return _ESCAPES[unsafe[0]]


def _language(term: ox.Literal) -> str:
    return f"{term.language}--{term.direction.value}" if term.direction else str(term.language)


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _refuse(value: object) -> Any:
    raise TypeError(f"{_name(type(value))} has no counterpart in RDF")


def _literal(lexical: str, datatype: str) -> ox.Literal:
    if datatype in (f"{RDF}langString", f"{RDF}dirLangString"):
        raise ValueError("a literal of that datatype has a language; write it as a Text")
    lexical.encode()  # raises UnicodeEncodeError, which is a ValueError, at half of a surrogate pair
    if datatype is _STRING:
        return ox.Literal(str.__str__(lexical))
    return ox.Literal(str.__str__(lexical), datatype=ox.NamedNode(checked(datatype)))


def _text(value: Text) -> ox.Literal:
    language, directed, direction = value.lang.partition("--")
    base = ox.BaseDirection(direction) if directed else None
    return ox.Literal(_literal(value, _STRING).value, language=language, direction=base)


def _native(datatype: str, write: Callable[[Any], str], value: object) -> ox.Literal:
    lexical = write(value)
    if python_value(lexical, XSD + datatype) is None:
        raise ValueError(f"{lexical!r} is not allowed in xsd:{datatype}")
    return ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype))


def _digits(value: int) -> str:
    try:
        return int.__repr__(value)
    except ValueError as error:
        raise ValueError("Python writes no number of so many digits; write them as a Literal") from error


def _iso(value: Any) -> str:
    if getattr(value, "tzinfo", None) is not None and value.utcoffset() is None:
        raise ValueError("its time zone gives no offset from UTC")
    return str(value.isoformat())


def _duration(value: Any) -> str:
    size = abs(value)
    fraction = f".{size.microseconds:06}".rstrip("0") if size.microseconds else ""
    return f"{'' if size == value else '-'}P{size.days}DT{size.seconds}{fraction}S"


# By the names of types, so that no module is imported to recognise what it has not made.
_TERMS: dict[str, Callable[[Any], Term]] = {
    **dict.fromkeys(map(_name, (ox.NamedNode, ox.BlankNode, ox.Literal, ox.Triple)), lambda term: term),
    **dict.fromkeys((_name(IRI), "rdflib.term.URIRef"), lambda iri: ox.NamedNode(checked(iri))),
    **dict.fromkeys((_name(BNode), "rdflib.term.BNode"), lambda label: ox.BlankNode(str(label))),
    _name(Text): _text,
    _name(Year): partial(_native, "gYear", str),
    _name(Literal): lambda literal: _literal(literal.lexical, literal.datatype),
    "builtins.str": lambda string: _literal(string, _STRING),
    "builtins.bool": partial(_native, "boolean", lambda truth: "true" if truth else "false"),
    "builtins.int": partial(_native, "integer", _digits),
    "builtins.float": partial(_native, "double", lambda x: str(float(x)).upper().replace("NAN", "NaN")),
    "builtins.tuple": lambda triple: ox.Triple(*map(to_term, triple)),  # type: ignore[arg-type]
    # Decimal("1E+999999999") would fill the memory; str() keeps its exponent, which xsd:decimal refuses.
    "decimal.Decimal": partial(
        _native, "decimal", lambda x: f"{x:f}" if abs(x.adjusted()) < 4300 else str(x)
    ),
    **{f"datetime.{name.lower()}": partial(_native, name, _iso) for name in ("dateTime", "date", "time")},
    "datetime.timedelta": partial(_native, "dayTimeDuration", _duration),
    "numpy.generic": lambda x: to_term(x.item()) if x.dtype.kind in "biuf" else _refuse(x),
    "rdflib.term.Literal": lambda x: (
        _text(Text(x, x.language)) if x.language else _literal(x, x.datatype or _STRING)
    ),
    "rdflib.term.Identifier": _refuse,
}
