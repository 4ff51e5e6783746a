"""Patterns of XPath: the same words match for both engines, and what is no pattern is told before."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import ShapeError
from atsmu_kg.validation import validate
from atsmu_kg.validation.characters import CHARACTERS, complement, difference, union
from atsmu_kg.validation.patterns import PatternError, python_pattern, refers_back

EX = "https://example.org/"
SH = "http://www.w3.org/ns/shacl#"


def shapes(pattern: str, flags: str = "") -> list[ox.Triple]:
    shape, inner = ox.NamedNode(f"{EX}S"), ox.NamedNode(f"{EX}P")
    told = [
        (shape, "targetNode", ox.NamedNode(f"{EX}a")),
        (shape, "property", inner),
        (inner, "path", ox.NamedNode(f"{EX}p")),
        (inner, "pattern", ox.Literal(pattern)),
        *([(inner, "flags", ox.Literal(flags))] if flags else []),
    ]
    return [ox.Triple(subject, ox.NamedNode(SH + name), value) for subject, name, value in told]


def refused(pattern: str, flags: str, words: list[str], engine: str) -> set[str]:
    subject, predicate = ox.NamedNode(f"{EX}a"), ox.NamedNode(f"{EX}p")
    data = [ox.Triple(subject, predicate, ox.Literal(word)) for word in words]
    return {result.value for result in validate(data, shapes(pattern, flags), engine=engine)}


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
@pytest.mark.parametrize(
    ("pattern", "flags", "good", "bad"),
    [
        (r"^\p{L}+$", "", ["Душанбе", "Ҳисор", "x"], ["12", "a b", ""]),
        (r"^\P{L}+$", "", ["12"], ["a1"]),
        (r"^\p{Lu}", "i", ["Ab"], ["ab"]),
        (r"^[\p{L}\p{Zs}-[Ыы]]+$", "", ["Душанбе шаҳр"], ["Ы"]),
        (r"^\p{IsCyrillic}+$", "", ["Ҳисор"], ["Hisor"]),
        (r"^\i\c*$", "", ["a1", ":b-c", "Душанбе"], ["1a", "a b"]),
        (r"^\I\C$", "", ["1 "], ["ab"]),
        (r"^\w+$", "", ["a1", "+"], ["a b", "a.b", "_"]),
        (r"^\d\D$", "", ["1a", "٣x"], ["11"]),
        (r"^\s$", "", [" ", "\t"], ["\u00a0"]),
        ("^[a-z-[aeiou]]+$", "", ["bcd"], ["abc"]),
        ("^[^a-z-[A-Z]]$", "", ["1"], ["a", "A"]),
        ("^a.b$", "", ["axb"], ["a\nb", "a\rb"]),
        ("^a.b$", "s", ["axb", "a\nb", "a\rb"], ["ab"]),
        ("^b$", "m", ["a\nb\nc", "b"], ["ab"]),
        ("^b$", "", ["b"], ["b\n", "a\nb"]),
        ("a.b", "q", ["xa.bx"], ["acb"]),
        ("A[b]", "qi", ["a[B]"], ["ab"]),
        ("a b [ ]", "x", ["ab "], ["a b "]),
        ("^душанбе$", "i", ["ДУШАНБЕ"], ["ХУҶАНД"]),
        ("^[a-c]+?(?:x|y){2,3}$", "", ["abxyx"], ["abx"]),
        (r"^\-\.\$\^\\$", "", ["-.$^\\"], ["-.$^"]),
    ],
)
def test_words(pattern: str, flags: str, good: list[str], bad: list[str], engine: str) -> None:
    assert refused(pattern, flags, [*good, *bad], engine) == set(bad)


@pytest.mark.parametrize("engine", ["pyshacl", "shifty"])
@pytest.mark.parametrize(
    ("pattern", "flags", "words"),
    [
        ("[a", "", "ends within a class"),
        ("[]", "", "no members"),
        ("[b-a]", "", "no end after it"),
        ("[a[b]]", "", "written"),
        ("[a-[b]c]", "", "not the last part"),
        ("(a", "", "not closed"),
        ("a)", "", "not open"),
        ("*a", "", "repeats nothing"),
        ("a**", "", "repeats nothing"),
        ("a{", "", "does not begin a quantity"),
        ("a{3,2}", "", "is empty"),
        (r"\p{Cyrillic}", "", "no category or block"),
        (r"\bword\b", "", r"no escape \\b"),
        ("(?=a)", "", r"begins with \(\?="),
        (r"(a\1)", "", "not closed before"),
        (r"\2", "", "not closed before"),
        ("a", "g", "not a flag"),
        ("\\", "", "ends within"),
    ],
)
def test_what_is_no_pattern(pattern: str, flags: str, words: str, engine: str) -> None:
    with pytest.raises(ShapeError, match=words) as raised:
        refused(pattern, flags, ["a"], engine)
    assert f"{EX}P" in raised.value.message


def test_only_one_engine_refers_back() -> None:
    assert refused(r"^(a|b)\1$", "", ["aa", "ab"], "pyshacl") == {"ab"}
    assert refers_back(r"(a)\1") and not refers_back(r"(a)\\1")
    with pytest.raises(ShapeError, match="reference back") as raised:
        refused(r"^(a|b)\1$", "", ["aa"], "shifty")
    assert 'engine="pyshacl"' in raised.value.advice


@given(st.text(r"ab(|)*+?[]^-\dpL{}1,2.$x ", max_size=12), st.sampled_from(["", "i", "x", "s", "m", "q"]))
def test_a_pattern_is_refused_or_compiles(pattern: str, flags: str) -> None:
    try:
        translated = python_pattern(pattern, flags)
    except PatternError:
        return
    re.compile(translated)


@given(st.text(max_size=6))
def test_a_quoted_text_matches_itself_only(text: str) -> None:
    assert re.fullmatch(python_pattern(text, "q"), text)
    assert re.search(python_pattern(text, "q"), f"-{text}-")


ranges = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)).map(lambda pair: (pair[0], sum(pair))))


@given(ranges, ranges)
def test_sets_of_characters_are_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def members(parts: object) -> set[int]:
        return {code for low, high in parts for code in range(low, high + 1)}  # type: ignore[attr-defined]

    assert members(union(one)) == members(one)
    assert members(difference(union(one), union(other))) == members(one) - members(other)
    assert complement(complement(union(one))) == union(one)
    assert complement(()) == CHARACTERS
