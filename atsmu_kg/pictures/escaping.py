"""Texts of a graph as data within a picture: no label ends the drawing, or leaves the script of a page."""

from __future__ import annotations

import re

from atsmu_kg.rdf.serializers.characters import not_xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_CONTROLS = 0x20


def drawable(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification with each character that no SVG can hold as its picture, or as U+FFFD.

    ``spec`` is a Vega-Lite specification with its data. Source: XML 1.0, 2.2.

    >>> drawable({"title": "a\\x0bb"})
    {'title': 'a␋b'}
    """
    return dict(_mapped(spec, lambda text: not_xml().sub(_pictured, text)))


def page(spec: dict[str, Any], draw: Callable[[dict[str, Any]], str]) -> str:
    """The HTML page that ``draw`` makes of a specification, with the data's ``<`` escaped in its script.

    ``<`` begins all that ends a script or opens a comment in it (HTML, 13.1.2.6). The renderer writes the
    data out as it stands, so a character that is in none of it takes the place of ``<`` until the page is
    written.

    >>> page({"title": "</script>"}, lambda spec: f"<script>draw('{spec['title']}')</script>")
    "<script>draw('\\\\u003c/script>')</script>"
    """
    import json

    used = set(json.dumps(spec, ensure_ascii=False))
    stand_in = next(chr(code) for code in range(0xE000, 0xF900) if chr(code) not in used)
    return draw(_mapped(spec, lambda text: text.replace("<", stand_in))).replace(stand_in, "\\u003c")


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {_mapped(key, change): _mapped(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(item, change) for item in value]
    return value


def _pictured(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < _CONTROLS else "\ufffd"
