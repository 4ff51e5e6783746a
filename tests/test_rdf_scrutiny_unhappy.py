"""Terms of JSON-LD that the parser would drop, wherever they stand and however they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.errors import DataSyntaxError
from atsmu_kg.rdf.documents import parse
from atsmu_kg.rdf.jsonld import BASE, scrutinize

IRIS = st.sampled_from(
    ["a:b", "_:b", "a:é", "@id", "", "a:b c", "a:\t", 'a:"', "a:\\", "a:{", "a:\x7f", "a:^"]
)
TAGS = st.sampled_from(["", "en", "tg-Latn", "en_US", "abcdefghi", "e n", "en-", "ё"])
VALUES = st.one_of(IRIS, TAGS, st.none(), st.booleans(), st.integers(), st.lists(st.one_of(IRIS, st.none())))
KEYS = st.sampled_from(["@id", "@type", "@language", "@value", "a:p", 'a"@id'])
DOCUMENTS = st.recursive(
    st.dictionaries(KEYS, VALUES, max_size=4),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)


def unsound(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from unsound(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from unsound(item)
            texts = [text for text in (item if isinstance(item, list) else [item]) if isinstance(text, str)]
            if key in ("@id", "@type"):
                yield from (text for text in texts if re.search(r'[\x00-\x20<>"{}|\\^`]', text))
            elif key == "@language":
                yield from (t for t in texts if not re.fullmatch("([a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*)?", t))


@given(DOCUMENTS, st.booleans(), st.sampled_from([None, 1]), st.sampled_from([":", " : ", "\t:\r\n"]))
def test_any_document(document: Any, ascii: bool, indent: int | None, colon: str) -> None:
    data = json.dumps(document, ensure_ascii=ascii, indent=indent, separators=(",", colon)).encode()
    if any(True for _ in unsound(document)):
        with pytest.raises(DataSyntaxError, match=r"is not (an IRI|a language tag)"):
            scrutinize(data, None)
    else:
        scrutinize(data, None)


CONTEXTS = st.dictionaries(
    st.sampled_from(["a", "t", "id", "@base", "@vocab", "@language"]),
    st.sampled_from(["a:", "a:b", "b", "@id", "@type", "", None, {"@id": "a:p", "@type": "@id"}, "en"]),
)
NODES = st.dictionaries(
    st.sampled_from(["@id", "@type", "id", "t", "a:p", "@graph"]),
    st.recursive(
        st.sampled_from(
            ["a:b", "_:b", "b", "#b", "1:b", "//b", "https:b", "", "@id", 1, ["a:b"], ["a:b", "b"]]
        ),
        lambda inner: st.dictionaries(st.sampled_from(["@id", "@type", "t", "a:p", "@value"]), inner),
        max_leaves=3,
    ),
)


@given(CONTEXTS, NODES, st.sampled_from([":", " :\n"]))
def test_no_iri_is_relative_where_that_can_be_told(context: Any, node: Any, colon: str) -> None:
    data = json.dumps({"@context": context} | node, separators=(",", colon)).encode()
    with suppress(DataSyntaxError, SyntaxError):
        if scrutinize(data, None):
            quads = ox.parse(data, ox.RdfFormat.JSON_LD, base_iri=BASE)
            assert BASE not in " ".join(map(str, quads)), data


def test_keywords_that_are_written_otherwise() -> None:
    for text in (
        rb'{"\u0040id": "a:b c"}',
        rb'{"@\u0074ype": ["a:b c"]}',
        rb'{"@langu\u0061ge": "en_US"}',
        rb'{"@id": "a:b\u0020c"}',
        rb'{"@id": ["a:b", ["a:b"], "a:b c"]}',
        b'{"a:p": {"@id" \n:\t"a:b c"}}',
        '{"@id": "a:b c"}'.encode("utf-16-le"),
    ):
        with pytest.raises(DataSyntaxError, match="is not"):
            scrutinize(text, None)


@pytest.mark.parametrize(
    ("context", "told"),
    [
        ('{"n": "name"}', 'the term "n" stands for "name", not for an IRI'),
        ('{"n": {"@id": "name", "@type": "@id"}}', 'the term "n" stands for "name"'),
        ('{"n": "n"}', 'the term "n" stands for "n"'),
        ('{"n": {"@type": "a:t"}}', 'the term "n" stands for "n"'),
        ('{"n/m": {"@type": "a:t"}}', 'the term "n/m" stands for "n/m"'),
        ('[{"m": "a:m"}, {"n": "http://a/b c"}]', 'the term "n" stands for "http://a/b c"'),
        ('{"@vocab": "http://a/b c"}', 'the term "@vocab" stands for "http://a/b c"'),
        ('{"T": {"@id": "a:T", "@context": {"n": "name"}}}', 'the term "n" stands for "name"'),
        ('{"m": "' + "x:" * 2000 + '", "n": {"@reverse": "name"}}', 'the term "n" stands for "name"'),
    ],
)
def test_a_term_that_stands_for_no_iri_is_told(context: str, told: str) -> None:
    with pytest.raises(DataSyntaxError) as caught:
        parse(f'{{"a:p": 1,\n "@context": {context}, "n": 1}}', ox.RdfFormat.JSON_LD)
    assert caught.value.message.startswith(told)
    assert caught.value.line == 2
    assert caught.value.advice


@pytest.mark.parametrize(
    "context",
    [
        '{"n": "a:n"}',
        '{"n": "m", "m": "a:m"}',
        '[{"m": "a:m"}, {"n": "m"}]',
        '{"n": "name", "@vocab": "a:"}',
        '{"n": {"@type": "a:t"}, "@vocab": "a:"}',
        '{"n": "@type", "o": null, "a:q": {"@type": "a:t"}, "@version": 1.1, "@language": "en"}',
    ],
)
def test_a_term_that_stands_for_an_iri_or_a_keyword_is_read(context: str) -> None:
    assert parse(f'{{"@context": {context}, "n": "a:o"}}', ox.RdfFormat.JSON_LD)


def test_many_contexts_and_one_that_is_cut_off_are_read_once() -> None:
    many = ", ".join(['{"@context": {"n": "a:n"}, "n": 1}'] * 20_000)
    assert len(parse(f"[{many}]", ox.RdfFormat.JSON_LD)) == 20_000
    with pytest.raises(DataSyntaxError, match="more than 1000 levels"):
        parse('{"@context": ' + "[" * 500_000, ox.RdfFormat.JSON_LD)
    with pytest.raises(DataSyntaxError):
        parse('{"@context": [' + '{"@context": [' * 480 + '"x", ' * 100_000, ox.RdfFormat.JSON_LD)


def test_a_relative_iri_after_many_others_and_syntax_that_is_wrong_as_well() -> None:
    many = "".join(
        f'{{"@id": "a:s{number}", "a:p": "<https://relative.invalid/>"}},' for number in range(999)
    )
    with pytest.raises(DataSyntaxError, match="a relative IRI <s>"):
        parse(f'[{many}{{"@id": "s", "a:p": 1}}]', ox.RdfFormat.JSON_LD)
    with pytest.raises(DataSyntaxError) as caught:
        parse(f'[{{"@id": "s", "a:p": 1}},{many}{{"@id": "s"]', ox.RdfFormat.JSON_LD)
    assert caught.value.line == 1
    assert "relative" not in caught.value.message


def test_a_deep_document_is_read_whatever_the_recursion_limit() -> None:
    text = '{"@id": "a:s", "a:p":' + '[{"a:p":' * 480 + "1" + "}]" * 480 + "}"
    assert len(parse(text, ox.RdfFormat.JSON_LD)) == 481
