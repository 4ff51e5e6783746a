"""The contexts of JSON-LD, whose parser drops what a term names if that stands for no IRI."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from atsmu_kg.rdf.nesting import DEEPEST_READ, json_excess
from atsmu_kg.rdf.places import error_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

NOT_IN_IRIS = r"[\x00-\x20<>\"{}|\\^`]"
ENCODE = "Write spaces and other such characters percent-encoded, as %20."
COMPLETE = "Write it in full, or behind a prefix that the context has."
# Few contexts are longer.
BLOCK = 2**10

_CONTEXT = re.compile(rb'"@context"\s*+:\s*+(?=[\[{])')
_DECODER = json.JSONDecoder()


def require_sound_terms(data: bytes, file: str | None) -> None:
    """Raises DataSyntaxError for a term that a JSON-LD text lets stand for what is no IRI and no keyword.

    Where a vocabulary completes names without a scheme, only for what no IRI may hold.

    >>> require_sound_terms(b'{"@context": {"name": "a/b"}, "name": "ROR"}', "names.jsonld")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.DataSyntaxError: names.jsonld:1:15: the term "name" stands for "a/b", not for an IRI
      Write it in full, or behind a prefix that the context has.
    """
    contexts = list(_contexts(data))
    defined = {term for _, context in contexts for term in context}
    for start, context in contexts:
        for term, iri in _iris(context):
            whole = ":" in iri or iri.startswith("@") or (iri in defined and iri != term)
            unsound = re.search(NOT_IN_IRIS, iri)
            if unsound or not (whole or "@vocab" in defined):
                advice = ENCODE if unsound else COMPLETE
                written = json.dumps(term, ensure_ascii=False)
                offset = max(data.find(written.encode("utf-8", "replace"), start), start)
                message = f'the term {written} stands for "{iri}", not for an IRI'
                raise error_at(data, offset, message, advice, file)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects within a JSON value, however deep; it may be one itself."""
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            stack += part
        elif isinstance(part, dict):
            yield part
            stack += part.values()


def listed(value: Any) -> list[Any]:
    """The members of a list; of anything else that alone, as JSON-LD reads it."""
    return value if isinstance(value, list) else [value]


def _iris(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The terms of a context with what they stand for."""
    for term, definition in context.items():
        iri = definition
        if isinstance(definition, dict):
            iri = definition.get("@id", definition.get("@reverse", term))
        if isinstance(iri, str) and iri and (term == "@vocab" or not term.startswith("@")):
            yield term, iri


def _contexts(data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """The contexts of a text, and those within them, with their offsets; none after one that is cut off."""
    end = 0
    while opening := _CONTEXT.search(data, end):
        context, end = _value(data, opening.end())
        for part in objects({"@context": context}):
            for member in listed(part.get("@context")):
                if isinstance(member, dict):
                    yield opening.end(), member


def _value(data: bytes, start: int) -> tuple[Any, int]:
    """The JSON value at an offset, and where it ends; None, and the text's end, if it is cut off or deep."""
    size = BLOCK
    while True:
        block = data[start : start + size]
        if json_excess(block, DEEPEST_READ) is not None:
            return None, len(data)
        text = block.decode("utf-8", "replace")
        try:
            value, length = _DECODER.raw_decode(text)
        except ValueError:
            if start + size >= len(data):
                return None, len(data)
            size *= 16
        else:
            return value, start + len(text[:length].encode())
