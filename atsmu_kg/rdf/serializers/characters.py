"""Which characters XML 1.0 has a place for (production Char, 2.2); others can't even be referred to."""

from __future__ import annotations

import re
from functools import cache

from atsmu_kg.errors import ExportError


@cache
def not_xml() -> re.Pattern[str]:
    """A character that no XML document can hold."""
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def require_xml(text: str, format: str, advice: str) -> None:
    """Raises ExportError, which names the character and the format, for a text that XML has no place for.

    >>> require_xml("a\\x0bb", "RDF/XML", "Export to Turtle.")
    Traceback (most recent call last):
    ...
    atsmu_kg.errors.ExportError: the character U+000B can't be written in RDF/XML
      Export to Turtle.
    """
    wrong = not_xml().search(text)
    if wrong is not None:
        message = f"the character U+{ord(wrong[0]):04X} can't be written in {format}"
        raise ExportError(message, advice=advice, text=text)
