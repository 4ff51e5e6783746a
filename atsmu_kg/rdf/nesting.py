"""How deeply a document is nested, well formed or not, and where it is too deep for those who recurse.

The recursion limit is no measure: others set it as they like.
"""

from __future__ import annotations

import re

from atsmu_kg.rdf.places import error_at

# Documents are seldom nested deeper than so many passes show.
PASSES = 16
# JSON that Python's own parser is to read as well, which recurses.
DEEPEST_READ = 500
# A block's end that is kept for the next one.
LONGEST = 2**16


def json_excess(data: bytes, deepest: int) -> int | None:
    """Where a JSON text is nested more than so many levels deep; None if nowhere.

    >>> json_excess(b'[["[[["]]', 2), json_excess(b'[["[[["]]', 1)
    (None, 1)
    """
    if data.count(b"{") + data.count(b"[") <= deepest or _is_flat(data, deepest):
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


def require_shallow(data: bytes, excess: int | None, deepest: int, file: str | None, before: int = 0) -> None:
    """Raises DataSyntaxError for an excess in a part of a document that comes after so many lines."""
    if excess is not None:
        raise error_at(data, excess, *too_deep(deepest), file, before)


def too_deep(deepest: int) -> tuple[str, str]:
    """What is wrong with a document that has more levels, and what to do."""
    return f"the document is nested more than {deepest} levels deep", "Write the inner nodes on their own."


class Outline:
    """How many elements are open in XML that passes block by block, counted without a step for each tag."""

    def __init__(self) -> None:
        self._depth = 0
        self._rest = b""

    def is_flat(self, block: bytes, deepest: int) -> bool:
        """Whether it can be told that elements are nested at most so many levels deep up to here.

        block: what comes next; nothing at the end.

        It can where there is nothing but tags, text and plain comments, and not too much of it. Where it
        can't, it can't be told of later blocks either.

        >>> outline = Outline()
        >>> [outline.is_flat(block, 3) for block in (b"<a><b c='/'", b"/></a><a>", b"<!-- </a> -->")]
        [True, True, False]
        """
        data = self._rest + block
        # It stands in no text and no value, so that all that is before it is whole.
        end = max(data.rfind(b"<"), 0) if block else len(data)
        data, self._rest = data[:end], data[end:]
        outline, plain = _outline(data), True
        if b"<?" in outline:
            outline = _outline(re.sub(_NO_TAGS, b"", data))
            plain = b"<?" not in outline
        tags, ends = outline.count(b"<"), outline.count(b"</:>")
        empty = outline.count(b"<:/>") + outline.count(b'"/>')
        if outline.count(b"</") > ends:
            # Of names without a prefix, an end tag and an empty element without attributes are alike.
            unprefixed = data.count(b"</") - ends
            empty += outline.count(b"</>") - unprefixed
            ends += unprefixed
        starts = tags - ends - empty
        plain = plain and tags == outline.count(b">")
        # One level more is that of an empty element.
        flat = plain and self._depth + starts < deepest and len(self._rest) < LONGEST
        self._depth += starts - ends
        return flat


def _outline(data: bytes) -> bytes:
    """What tells tags apart in XML: ``<?`` begins a comment, an instruction or the like."""
    return data.translate(_ALIKE, _NOT_OUTLINE)


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


_ALIKE = bytes.maketrans(b"!'", b'?"')
_NOT_OUTLINE = bytes({*range(256)} - {*b"<>/!?:\"'"})
# Comments, and instructions as the XML declaration is one, that hold no tag.
_NO_TAGS = rb"<!--[^<>]*-->|<\?[^<>?]*\?>"

_NOT_NESTING = bytes({*range(256)} - {*b'[]{}"'})
# In parts of a bounded size, so that a large document is not copied.
_BETWEEN_ESCAPES = rb'([^\\]{0,65536})(?:\\["\\]?)*+'

# A string that does not end is passed over once too; given back, it would be read from each of its marks.
_JSON_STRINGS = rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_TURTLE_STRINGS = (
    rb"""\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|"(?:[^"\\\n]++|\\.)*+[\\"]?|'(?:[^'\\\n]++|\\.)*+[\\']?"""
)
