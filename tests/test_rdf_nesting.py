"""How deeply documents are nested, told in few passes as by a look at each bracket."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.rdf.nesting import json_excess

PIECES = ("[", "]", "{", "}", ",", ":", '""', '"["', '"]}"', '"\\""', '"[\\\\"', '"\\\\\\"]"', '"é {"', "\n")


def excess(text: str, deepest: int) -> int | None:
    """The place of the first bracket too many."""
    depth, inside, escaped = 0, False, False
    for offset, character in enumerate(text):
        if inside:
            inside = escaped or character != '"'
            escaped = not escaped and character == "\\"
        else:
            inside = character == '"'
            depth += (character in "[{") - (character in "]}")
            if depth > deepest:
                return len(text[:offset].encode())
    return None


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", '"[[[', '"\\']))
def test_any_brackets(pieces: list[str], end: str) -> None:
    text = "".join(pieces) + end
    for deepest in (1, 2, 3, 8):
        assert json_excess(text.encode(), deepest) == excess(text, deepest)


def test_deep_ones_however_their_strings_hide_it() -> None:
    for name, text in {
        "plain": "[" * 1001 + "]" * 1001,
        "of both kinds": '{"a:p":[' * 501 + "1" + "]}" * 501,
        "closed in strings": '["]",' * 1001 + "1" + ',"["]' * 1001,
        "closed behind escapes": '["\\"]",' * 1001 + "1" + ']"\\"["' * 1001,
        "crossed": "[" * 1001 + "}" * 1001,
        "longer than a part": '["' + "x" * 70_000 + '",' + "[" * 1000 + "]" * 1001,
        "without an end": "[" * 2000,
    }.items():
        assert json_excess(text.encode(), 1000) == excess(text, 1000) is not None, name
        assert json_excess(text.encode(), 2000) is None, name
