"""What to look for in a document of anyone's, since parsers pass over it in silence or don't survive it."""

from __future__ import annotations

import json
import re
from pyexpat import ExpatError, ParserCreate
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import DataSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# The engine recurses into triple terms, and a process ends where its stack does; XML takes it quadratic time.
DEEPEST = 100
DEEPEST_ELEMENT = DEEPEST_JSON = 1000

_XML_IRIS = ("about", "resource", "datatype", "ID")

UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"


def scrutinize(data: bytes, format: ox.RdfFormat, file: str | None) -> None:
    """Raises DataSyntaxError for another encoding than UTF-8, for XML that is cut off or grows when it is
    read, for terms of JSON-LD that would be dropped, and for what is nested too deeply.

    >>> scrutinize(b'{"@id": "https://example.org/a b"}', ox.RdfFormat.JSON_LD, "names.jsonld")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.DataSyntaxError: names.jsonld:1:9: "https://example.org/a b" is not an IRI
      Write spaces and other such characters percent-encoded, as %20.
    """
    if data.startswith(UTF16_OR_32):
        raise _error(data, 0, "the document is not UTF-8 but UTF-16 or UTF-32", "Save it as UTF-8.", file)
    if data.startswith(UTF8_MARK) and format not in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML):
        advice = "Save it as UTF-8 without one."
        raise _error(data, 0, "the document begins with a byte order mark (BOM)", advice, file)
    if format == ox.RdfFormat.RDF_XML:
        _scrutinize_xml(data, file)
    elif format == ox.RdfFormat.JSON_LD:
        _scrutinize_json(data, file)
    elif data.count(b"<<") > DEEPEST:
        _require_shallow(data, _excess(data, _TURTLE_STRINGS, b"<<", b">>", DEEPEST), DEEPEST, file)


def _scrutinize_xml(data: bytes, file: str | None) -> None:
    """With expat, which ends at entities that multiply, and wants every element closed."""
    depth = 0

    def start(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_ELEMENT:
            raise _error(data, parser.CurrentByteIndex, *_too_deep(DEEPEST_ELEMENT), file)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    declared = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*\bencoding\s*=\s*["']([^"'>]*)""", data)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        message = f"the document says that it is {declared[1].decode('ascii', 'replace')}"
        raise _error(
            data, declared.start(1), message, "Save it as UTF-8, and let its first line say so.", file
        )
    parser = ParserCreate("UTF-8")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        if not data.strip():
            message, advice = "the document is empty", "Check that it is complete."
        elif "amplification" in str(error):
            message = "its entities stand for far more text than the document has"
            advice = "Write out what the entities stand for."
        else:
            message = str(error).partition(": line")[0]
            advice = "Correct the XML at this place; check that the document is complete."
        raise DataSyntaxError(
            message, advice=advice, file=file, line=error.lineno, column=error.offset + 1
        ) from error


def _scrutinize_json(data: bytes, file: str | None) -> None:
    _require_shallow(data, json_excess(data, DEEPEST_JSON), DEEPEST_JSON, file)
    try:
        document = json.loads(data)
    except ValueError:
        return  # the parser of JSON-LD says where
    for keyword, value in _keywords(document):
        if keyword == "@language":
            sound = not value or bool(re.fullmatch("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", value))
            what, advice = "a language tag", "Write it as in BCP 47: en, ru, tg-Latn."
        else:
            sound = not re.search(r"[\x00-\x20<>\"{}|\\^`]", value)
            what, advice = "an IRI", "Write spaces and other such characters percent-encoded, as %20."
        if not sound:
            written = json.dumps(value, ensure_ascii=False)
            offset = max(data.find(written.encode("utf-8", "replace")), 0)
            raise _error(data, offset, f"{written} is not {what}", advice, file)


def place(data: bytes, format: ox.RdfFormat, iri: str) -> tuple[int, int] | tuple[None, None]:
    """Line and column of an IRI in RDF/XML or JSON-LD, whose parser tells none: of its element, or of itself.

    >>> place(b'{"@id": "a:s",\\n "a:p": {"@id": "o"}}', ox.RdfFormat.JSON_LD, "o")
    (2, 17)
    """
    if format == ox.RdfFormat.RDF_XML:
        return _place_in_xml(data, iri)
    written = re.escape(json.dumps(iri, ensure_ascii=False).encode("utf-8", "replace"))
    for before in (rb'"@(?:id|type)"\s*:\s*\[?\s*', rb"[:\[,]\s*"):
        if match := re.search(before + b"(" + written + rb")\s*[,}\]]", data):
            return _line_and_column(data, match.start(1))
    return None, None


def _place_in_xml(data: bytes, iri: str) -> tuple[int, int] | tuple[None, None]:
    places: list[tuple[int, int]] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        values = [attributes[name] for name in attributes if name.rpartition(":")[2] in _XML_IRIS]
        if iri in values or iri.removeprefix("#") in values:
            places.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser = ParserCreate("UTF-8")
    parser.StartElementHandler = start
    parser.Parse(data, True)
    return places[0] if places else (None, None)


def _keywords(document: Any) -> Iterator[tuple[str, str]]:
    """The texts that name things and languages, by the keywords that they belong to."""
    stack = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += value
        elif isinstance(value, dict):
            stack += value.values()
            for keyword in ("@id", "@type", "@language"):
                given = value.get(keyword)
                texts = given if isinstance(given, list) else [given]
                yield from ((keyword, text) for text in texts if isinstance(text, str))


def json_excess(data: bytes, deepest: int) -> int | None:
    """Where a JSON text is nested more than so many levels deep, well formed or not; None if nowhere.

    >>> json_excess(b'[["[[["]]', 2), json_excess(b'[["[[["]]', 1)
    (None, 1)
    """
    return _excess(data, _JSON_STRINGS, rb"[{\[]", rb"[}\]]", deepest)


def _excess(data: bytes, strings: bytes, opening: bytes, closing: bytes, deepest: int) -> int | None:
    """Count brackets outside of strings. The recursion limit is no measure: others set it as they like."""
    depth = 0
    for found in re.finditer(strings + b"|(%b)|(%b)" % (opening, closing), data, re.DOTALL):
        depth += (found[1] is not None) - (found[2] is not None)
        if depth > deepest:
            return found.start()
    return None


def _require_shallow(data: bytes, excess: int | None, deepest: int, file: str | None) -> None:
    if excess is not None:
        raise _error(data, excess, *_too_deep(deepest), file)


def _too_deep(deepest: int) -> tuple[str, str]:
    return f"the document is nested more than {deepest} levels deep", "Write the inner nodes on their own."


def _error(data: bytes, offset: int, message: str, advice: str, file: str | None) -> DataSyntaxError:
    line, column = _line_and_column(data, offset)
    return DataSyntaxError(message, advice=advice, file=file, line=line, column=column)


def _line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    lines = data[:offset].decode("utf-8", "replace").split("\n")
    return len(lines), len(lines[-1]) + 1


# A string that does not end is passed over once too; given back, it would be read from each of its marks.
_JSON_STRINGS = rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_TURTLE_STRINGS = (
    rb"""\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:[^"\\\n]++|\\.)*+[\\"]?|'(?:[^'\\\n]++|\\.)*+[\\']?"""
)
