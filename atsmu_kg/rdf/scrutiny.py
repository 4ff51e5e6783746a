"""What to look for in a document of anyone's, since parsers pass over it in silence or don't survive it."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from pyexpat import ExpatError, ParserCreate
from typing import TYPE_CHECKING

import pyoxigraph as ox

from atsmu_kg.errors import DataSyntaxError
from atsmu_kg.rdf.nesting import Outline, require_shallow, terms_excess, too_deep
from atsmu_kg.rdf.places import error_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pyexpat import XMLParserType
    from typing import IO, Any

LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)

# The engine recurses into triple terms, and a process ends where its stack does; XML takes it quadratic time.
DEEPEST = 100
DEEPEST_ELEMENT = 1000

# Parts of a document that are looked at on their own.
BLOCK = 2**15

UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"


def scrutinize(data: bytes, format: ox.RdfFormat, file: str | None) -> None:
    """Raises DataSyntaxError for another encoding than UTF-8, for XML that is cut off or grows when it is
    read, and for what is nested too deeply; what else is to be known of JSON-LD is in ``jsonld``.

    >>> scrutinize(b"<a> <b></a>", ox.RdfFormat.RDF_XML, "names.rdf")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.DataSyntaxError: names.rdf:1:10: mismatched tag
      Correct the XML at this place; check that the document is complete.
    """
    _require_utf8(data, format, file)
    if format == ox.RdfFormat.RDF_XML:
        elements = _Elements(data, file, lambda: BytesIO(data))
        for start in range(0, len(data), BLOCK):
            elements.pass_over(data[start : start + BLOCK])
        elements.pass_over(b"", last=True)
    elif format != ox.RdfFormat.JSON_LD:
        _require_shallow_terms(data, file)


class Passing:
    """What to look for in a document that passes block by block.

    format, file: of the document.
    again: opens it anew, to read on its own what a block can't tell.
    """

    def __init__(self, format: ox.RdfFormat, file: str, again: Callable[[], IO[bytes]]) -> None:
        self._format = format
        self._file = file
        self._again = again
        self._begun = False
        self._terms = 0
        self._elements: _Elements | None = None

    def look(self, block: bytes) -> None:
        """Raises what ``scrutinize`` does, as soon as it can be known; the last block is an empty one."""
        if not self._begun:
            self._begun = True
            _require_utf8(block, self._format, self._file)
            if self._format == ox.RdfFormat.RDF_XML:
                self._elements = _Elements(block, self._file, self._again)
        if self._elements is not None:
            self._elements.pass_over(block, last=not block)
            self._elements = self._elements if block else None
        elif self._format != ox.RdfFormat.JSON_LD:
            self._count(block.count(b"<<"))

    def _count(self, terms: int) -> None:
        """Nothing is nested deeper than there are openings; only with many the document is gone through."""
        shallow = self._terms <= DEEPEST
        self._terms += terms
        if shallow and self._terms > DEEPEST:
            with self._again() as document:
                self._go_through(document)

    def _go_through(self, document: IO[bytes]) -> None:
        parts = document if self._format in LINES else [document.read()]
        for before, part in enumerate(parts):
            _require_shallow_terms(part, self._file, before)


def _require_utf8(data: bytes, format: ox.RdfFormat, file: str | None) -> None:
    if data.startswith(UTF16_OR_32):
        raise error_at(data, 0, "the document is not UTF-8 but UTF-16 or UTF-32", "Save it as UTF-8.", file)
    if data.startswith(UTF8_MARK) and format not in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML):
        advice = "Save it as UTF-8 without one."
        raise error_at(data, 0, "the document begins with a byte order mark (BOM)", advice, file)


class _Elements:
    """The elements of an XML document; expat ends at entities that multiply, and wants every element closed.

    beginning: as much of the document as its declaration is in.
    again: opens it anew.
    """

    def __init__(self, beginning: bytes, file: str | None, again: Callable[[], IO[bytes]]) -> None:
        declared = re.match(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*\bencoding\s*=\s*["']([^"'>]*)""", beginning)
        if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
            message = f"the document says that it is {declared[1].decode('ascii', 'replace')}"
            advice = "Save it as UTF-8, and let its first line say so."
            raise error_at(beginning, declared.start(1), message, advice, file)
        self._file = file
        self._again = again
        self._outline: Outline | None = Outline()
        self._begun = False
        self._empty = True
        self._parser = ParserCreate("UTF-8")

    def pass_over(self, data: bytes, *, last: bool = False) -> None:
        self._empty = self._empty and not data.strip()
        if self._outline is not None and not self._outline.is_flat(data, DEEPEST_ELEMENT):
            self._outline = None
            self._count()
        self._begun = True
        try:
            self._parser.Parse(data, last)
        except ExpatError as error:
            if self._empty:
                message, advice = "the document is empty", "Check that it is complete."
            elif "amplification" in str(error):
                message = "its entities stand for far more text than the document has"
                advice = "Write out what the entities stand for."
            else:
                message = str(error).partition(": line")[0]
                advice = "Correct the XML at this place; check that the document is complete."
            raise DataSyntaxError(
                message, advice=advice, file=self._file, line=error.lineno, column=error.offset + 1
            ) from error

    def _count(self) -> None:
        """Have each element counted, from the first one on."""
        if not self._begun:
            _Levels(self._parser, self._file)
            return
        parser = ParserCreate("UTF-8")
        _Levels(parser, self._file)
        # What else is wrong is told when it comes by.
        with suppress(ExpatError), self._again() as document:
            parser.ParseFile(document)


class _Levels:
    """Ends a parser of XML where elements are nested too deeply."""

    def __init__(self, parser: XMLParserType, file: str | None) -> None:
        self._parser = parser
        self._file = file
        self._depth = 0
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end

    def _start(self, *_: Any) -> None:
        self._depth += 1
        if self._depth > DEEPEST_ELEMENT:
            message, advice = too_deep(DEEPEST_ELEMENT)
            line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
            raise DataSyntaxError(message, advice=advice, file=self._file, line=line, column=column)

    def _end(self, _: str) -> None:
        self._depth -= 1


def _require_shallow_terms(data: bytes, file: str | None, before: int = 0) -> None:
    """Triple terms in Turtle and its kin, of a part of a document that comes after so many lines."""
    require_shallow(data, terms_excess(data, DEEPEST), DEEPEST, file, before)
