"""Places in a document: where its syntax is wrong, and where an IRI stands whose parser tells no place."""

from __future__ import annotations

import json
import re
from pyexpat import ParserCreate

import pyoxigraph as ox

from atsmu_kg.errors import DataSyntaxError

_XML_IRIS = ("about", "resource", "datatype", "ID")


def error_at(
    data: bytes, offset: int, message: str, advice: str, file: str | None, before: int = 0
) -> DataSyntaxError:
    """The error at an offset of a part of a document that comes after so many lines."""
    line, column = _line_and_column(data, offset)
    return DataSyntaxError(message, advice=advice, file=file, line=before + line, column=column)


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


def _line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    lines = data[:offset].decode("utf-8", "replace").split("\n")
    return len(lines), len(lines[-1]) + 1
