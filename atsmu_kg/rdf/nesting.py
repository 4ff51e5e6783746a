"""How deeply a document is nested, well formed or not, and where it is too deep for those who recurse.

The recursion limit is no measure: others set it as they like.
"""

from __future__ import annotations

import re

# Documents are seldom nested deeper than so many passes show.
PASSES = 16


def json_excess(data: bytes, deepest: int) -> int | None:
    """Where a JSON text is nested more than so many levels deep; None if nowhere.

    >>> json_excess(b'[["[[["]]', 2), json_excess(b'[["[[["]]', 1)
    (None, 1)
    """
    if _is_flat(data, deepest):
        return None
    return _excess(data, _JSON_STRINGS, rb"[{\[]", rb"[}\]]", deepest)


def terms_excess(data: bytes, deepest: int) -> int | None:
    """Where triple terms in Turtle and its kin are nested more than so many levels deep; None if nowhere.

    >>> terms_excess(b'<a:s> <a:p> <<( <a:s> <a:p> <<( <a:s> <a:p> "<<" )>> )>> .', 1)
    28
    """
    if data.count(b"<<") <= deepest:
        return None
    return _excess(data, _TURTLE_STRINGS, b"<<", b">>", deepest)


def _is_flat(data: bytes, deepest: int) -> bool:
    """Whether a few passes over all of a JSON text, far cheaper than a look at each bracket, show that it
    is nested at most so many levels deep.
    """
    plain = (part[1].translate(None, _NOT_NESTING) for part in re.finditer(_BETWEEN_ESCAPES, data))
    # Without two quotation marks side by side, what follows them is in a string, or not, as before.
    brackets = re.sub(b'"[^"]*"', b"", b"".join(plain).replace(b'""', b""))
    for _ in range(min(deepest // 2, PASSES)):
        # Each takes away one level or two.
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return not brackets


def _excess(data: bytes, strings: bytes, opening: bytes, closing: bytes, deepest: int) -> int | None:
    """Count brackets outside of strings."""
    depth = 0
    for found in re.finditer(strings + b"|(%b)|(%b)" % (opening, closing), data, re.DOTALL):
        depth += (found[1] is not None) - (found[2] is not None)
        if depth > deepest:
            return found.start()
    return None


_NOT_NESTING = bytes({*range(256)} - {*b'[]{}"'})
# In parts of a bounded size, so that a large document is not copied.
_BETWEEN_ESCAPES = rb'([^\\]{0,65536})(?:\\["\\]?)*+'

# A string that does not end is passed over once too; given back, it would be read from each of its marks.
_JSON_STRINGS = rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_TURTLE_STRINGS = (
    rb"""\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:[^"\\\n]++|\\.)*+[\\"]?|'(?:[^'\\\n]++|\\.)*+[\\']?"""
)
