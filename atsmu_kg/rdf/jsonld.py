"""JSON-LD, whose parser drops much without a word: all of it is read, or an error says what would not be."""

from __future__ import annotations

import json
import re
from collections import deque
from itertools import chain, islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import DataSyntaxError
from atsmu_kg.rdf.contexts import ENCODE, NOT_IN_IRIS, listed, objects, require_sound_terms
from atsmu_kg.rdf.nesting import DEEPEST_READ, json_excess, require_shallow
from atsmu_kg.rdf.places import error_at, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Relative IRIs are dropped where there is no base; under this one they can be seen. Nothing real is named so.
BASE = "https://relative.invalid/"
# So many quads are looked through for them at once.
BATCH = 100
DEEPEST = 1000


def stream(data: bytes, file: str | None, *, rename_blank_nodes: bool = False) -> Iterator[ox.Quad]:
    """The quads of a text one by one; a relative IRI has no base but the one that the text states.

    Raises what ``scrutinize`` does, DataSyntaxError for a relative IRI in the midst of the quads, and the
    SyntaxError of the engine.
    """
    plain = scrutinize(data, file)
    quads = ox.parse(data, ox.RdfFormat.JSON_LD, base_iri=BASE, rename_blank_nodes=rename_blank_nodes)
    return quads if plain else chain.from_iterable(_batches(quads, data, file))


def scrutinize(data: bytes, file: str | None) -> bool:
    """Whether it can be told without reading a text that no IRI in it is relative.

    Raises DataSyntaxError for a text that is nested too deeply, and for a term, an IRI or a language tag that
    would be dropped with all that it belongs to.

    >>> scrutinize(b'{"@id": "a:s", "@type": ["a:T"]}', None), scrutinize(b'{"@id": "s"}', None)
    (True, False)
    >>> scrutinize(b'{"@id": "https://example.org/a b"}', "names.jsonld")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.DataSyntaxError: names.jsonld:1:9: "https://example.org/a b" is not an IRI
      Write spaces and other such characters percent-encoded, as %20.
    """
    require_shallow(data, json_excess(data, DEEPEST), DEEPEST, file)
    require_sound_terms(data, file)
    # UTF-16 has a NUL beside each ASCII character.
    readable = not (b"\0" in data or re.search(_ESCAPED_ASCII, data))
    if readable and not re.search(_NOT_PLAIN, data):
        return True
    if not readable or re.search(_DOUBTFUL, data):
        require_shallow(data, json_excess(data, DEEPEST_READ), DEEPEST_READ, file)
        _require_sound(data, file)
    return False


def relative(iri: str, file: str | None, line: int | None, column: int | None) -> DataSyntaxError:
    """The error for a relative IRI in a document of any format; an empty one is not told."""
    written = f" <{iri}>" if iri else ""
    message = f"a relative IRI{written}, and no base to resolve it against"
    advice = "Write it in full, or state its base in the document (Turtle: @base <https://…/> .)."
    return DataSyntaxError(message, advice=advice, file=file, line=line, column=column)


def _require_sound(data: bytes, file: str | None) -> None:
    """Look at each text that names a thing or a language."""
    try:
        document = json.loads(data)
    except ValueError:
        return  # the parser of JSON-LD says where
    for keyword, value in _keywords(document):
        if keyword == "@language":
            sound = not value or bool(re.fullmatch("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", value))
            what, advice = "a language tag", "Write it as in BCP 47: en, ru, tg-Latn."
        else:
            sound = not re.search(NOT_IN_IRIS, value)
            what, advice = "an IRI", ENCODE
        if not sound:
            written = json.dumps(value, ensure_ascii=False)
            offset = max(data.find(written.encode("utf-8", "replace")), 0)
            raise error_at(data, offset, f"{written} is not {what}", advice, file)


def _keywords(document: Any) -> Iterator[tuple[str, str]]:
    """The texts that name things and languages, by the keywords that they belong to."""
    for part in objects(document):
        for keyword in ("@id", "@type", "@language"):
            yield from ((keyword, text) for text in listed(part.get(keyword)) if isinstance(text, str))


def _batches(quads: Iterator[ox.Quad], data: bytes, file: str | None) -> Iterator[list[ox.Quad]]:
    """The quads by the hundred, each of them looked through."""
    while batch := list(islice(quads, BATCH)):
        _require_absolute(batch, quads, data, file)
        yield batch


def _require_absolute(batch: list[ox.Quad], others: Iterator[ox.Quad], data: bytes, file: str | None) -> None:
    """Raises DataSyntaxError for an IRI that was read under BASE."""
    # Written out in one go, they are looked through sooner than term by term.
    written = ox.serialize(batch, format=ox.RdfFormat.N_QUADS) or b""
    iri = _relative_iri(batch) if f"<{BASE}".encode() in written else None
    if iri is not None:
        # Where the syntax is wrong as well, that is told.
        deque(others, maxlen=0)
        raise relative(iri, file, *place(data, ox.RdfFormat.JSON_LD, iri))


def _relative_iri(quads: list[ox.Quad]) -> str | None:
    """The first IRI that was read under BASE, as it was written."""
    for term in dict.fromkeys(term for quad in quads for term in quad):
        iri = term.datatype if isinstance(term, ox.Literal) else term
        if isinstance(iri, ox.NamedNode) and iri.value.startswith(BASE):
            return iri.value.removeprefix(BASE)
    return None


def _list_of(text: bytes) -> bytes:
    return rb"\[\s*+(?:%b\s*+(?:,\s*+|(?=\])))*+\]" % text


# There might be a keyword in it.
_ESCAPED_ASCII = rb"\\u00[0-7]"
_SOUND_IRI = rb'"[^"\x00-\x20<>{}|\\^`]*+"'
_SOUND_TAG = rb'"(?:[A-Za-z]{1,8}+(?:-[A-Za-z0-9]{1,8}+)*+)?+"'
# A keyword with a text, or a list, that is not sound on the face of it.
_DOUBTFUL = rb'"@(?:(?:id|type)"\s*+:\s*+(?=["\[])(?!%b|%b)|language"\s*+:\s*+(?=["\[])(?!%b))' % (
    _SOUND_IRI,
    _list_of(_SOUND_IRI),
    _SOUND_TAG,
)
# Behind a scheme, or of a blank node.
_ABSOLUTE_IRI = rb'"(?:[A-Za-z][A-Za-z0-9+.-]*+|_):[^"\x00-\x20<>{}|\\^`]*+"'
# A keyword with anything but that; one that stands as a value, and so gets another name, or says that texts
# are IRIs; and one that says what a name without a scheme belongs to.
_NOT_PLAIN = rb'"@(?:(?:id|type)"(?!\s*+:\s*+(?:%b|%b))|language"(?!\s*+:\s*+%b)|(?:base|vocab|import)")' % (
    _ABSOLUTE_IRI,
    _list_of(_ABSOLUTE_IRI),
    _SOUND_TAG,
)
