"""How deeply documents are nested, told in few passes as by a look at each bracket or tag."""

from __future__ import annotations

from itertools import pairwise
from pyexpat import ParserCreate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.rdf.nesting import Outline, json_excess

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


WITHIN = (
    "<a/>",
    "<p:a/>",
    "<p:a p:b='/'/>",
    "<p:a:b />",
    "<a b='>'/>",
    "<a b='\"/>'/>",
    '<a b="/" c="\'/>"/>',
    "<!-- > </a -->",
    "<!--> </a -->",
    "<!-- / -->",
    "<![CDATA[</a><a]]>",
    "<?p ? > </a> </a ?>",
    "<?p ?>",
    "x > '/> \"/>",
    "x",
)
NAMES = ("a", "p:a", "p:a:b")
ATTRIBUTES = ("", " ", " b='/'", " b='/>'", " p:b='p:/'", "\nb='\"/>' c='>'")


@given(
    st.recursive(
        st.sampled_from(WITHIN),
        lambda inner: st.builds(
            lambda name, attributes, parts: f"<{name}{attributes}>{''.join(parts)}</{name}>",
            st.sampled_from(NAMES),
            st.sampled_from(ATTRIBUTES),
            st.lists(inner, max_size=4),
        ),
        max_leaves=12,
    ),
    st.lists(st.integers(0, 200), max_size=6),
)
def test_an_outline_is_flat_only_where_the_elements_are(inner: str, cuts: list[int]) -> None:
    text = f"<a>{inner}</a>".encode()
    depths = [0]
    parser = ParserCreate()
    parser.StartElementHandler = lambda *_: depths.append(depths[-1] + 1)
    parser.EndElementHandler = lambda _: depths.append(depths[-1] - 1)
    parser.Parse(text, True)
    places = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    blocks = [text[start:end] for start, end in pairwise(places) if start < end]
    for deepest in (1, 2, 3, 4):
        outline = Outline()
        if all(outline.is_flat(block, deepest) for block in [*blocks, b""]):
            assert max(depths) <= deepest


@pytest.mark.parametrize("name", ["a", "p:a"])
def test_what_has_only_tags_and_text_is_told_to_be_flat(name: str) -> None:
    element = f"<{name}><{name}/><{name} b=\"/\"/><!-- x --><{name} b='/'>x / y: z</{name}></{name}>"
    text = f"<{name}>{element * 100}</{name}>".encode()
    outline = Outline()
    assert all(outline.is_flat(text[start : start + 50], 15) for start in range(0, len(text) + 50, 50))
