"""Elements of RDF/XML and brackets of JSON-LD that are nested too deeply, whatever might hide it."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from atsmu_kg.errors import DataSyntaxError
from atsmu_kg.rdf import jsonld
from atsmu_kg.rdf.scrutiny import DEEPEST_ELEMENT, scrutinize

FLAT = '<a:p>x/y</a:p><a:q a:r="/"/>' * 3000
# What opens a level and what closes it.
LEVELS = {
    "plain": ("<a:b>", "</a:b>"),
    "without a prefix": ("<b\n>", "</b>"),
    "with attributes": ("<b a='\"/' c=\"'\">", "</b>"),
    "an empty one inside": ("<a:b><c/>", "</a:b>"),
    "an empty one with attributes inside": ('<a:b><c d="1"/>', "</a:b>"),
    "the end of an empty one in a value": ('<a:b c="\'/>">', "</a:b>"),
    "the end of an empty one in text": ('<a:b>"/>', "</a:b>"),
    "an end in a comment": ("<a:b><!-- </a:b></b> -->", "</a:b>"),
    "an end in CDATA": ("<a:b><![CDATA[</a:b></b>]]>", "</a:b>"),
    "an end in an instruction": ("<a:b><?p </a:b></b> ?>", "</a:b>"),
    "a comment that seems to end": ("<a:b><!--> </x -->", "</a:b>"),
    "a comment with a quotation": ("<a:b><!-- '/ -->", "</a:b>"),
    "an instruction that seems to end": ("<a:b><?p ? > </y> </x ?>", "</a:b>"),
    "an end and an opening in a comment": ("<a:b><!-- </a:b> < -->", "</a:b>"),
}


def first_excess(text: str) -> int:
    """The line of the first tag that has too many open around it."""
    depth = 0
    tags = r"<!--.*?-->|<!\[.*?\]\]>|<\?.*?\?>|<(/?)[^\s/>]+(?:\s[^\s=]+=(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>"
    for tag in re.finditer(tags, text, re.DOTALL):
        if tag[1] is not None:
            if not tag[1] and depth == DEEPEST_ELEMENT:
                return text.count("\n", 0, tag.start()) + 1
            depth += (not tag[2]) - 2 * bool(tag[1])
    return 0


@pytest.mark.parametrize(
    "around", [("", ""), (FLAT, FLAT), ("<!-- & -->", "<!-- http://a/# -->"), ("<?p?>", FLAT)]
)
def test_levels(around: tuple[str, str]) -> None:
    for name, (opening, closing) in LEVELS.items():
        for levels in (DEEPEST_ELEMENT - 2, DEEPEST_ELEMENT - 1, DEEPEST_ELEMENT, 4000):
            inner = f"{opening}\n" * levels + closing * levels
            text = f'<?xml version="1.0"?>\n<r>{around[0]}\n{inner}{around[1]}</r>'
            line = first_excess(text)
            if not line:
                scrutinize(text.encode(), ox.RdfFormat.RDF_XML, None)
                continue
            with pytest.raises(DataSyntaxError, match="nested more than 1000 levels") as caught:
                scrutinize(text.encode(), ox.RdfFormat.RDF_XML, None)
            assert caught.value.line == line, (name, levels)


def test_levels_of_an_entity() -> None:
    entity = (
        "<!DOCTYPE r [<!ENTITY e '"
        + "<b>" * 500
        + "</b>" * 500
        + "'><!ENTITY f '&#60;b&#62;&e;&#60;/b&#62;'>]>"
    )
    for inner, deep in (("&e;", False), ("&f;" * 3, False), ("<b>" * 498 + "&f;" + "</b>" * 498, False)):
        scrutinize(f"{entity}<r>{inner}</r>".encode(), ox.RdfFormat.RDF_XML, None)
        assert not deep
    with pytest.raises(DataSyntaxError, match="nested more than 1000 levels"):
        text = f"{entity}<r>{'<b>' * 499}&f;{'</b>' * 499}</r>"
        scrutinize(text.encode(), ox.RdfFormat.RDF_XML, None)


def test_a_document_in_many_blocks_is_refused_at_its_line() -> None:
    begin = "<r>" + "<a:p>é</a:p>\n" * 20_000
    for text, line, message in (
        (begin, 20_001, "no element"),
        (begin + "<a:p>x</a:q></r>", 20_001, "mismatched tag"),
        (begin.replace("é", "&", 19_000), 1, "not well-formed"),
        (begin + "</r>\n<r/>", 20_002, "junk"),
        (begin + "</r>\n x", 20_002, "junk"),
        (begin + "<a:p", 20_001, "unclosed token"),
    ):
        with pytest.raises(DataSyntaxError, match=message) as caught:
            scrutinize(text.encode(), ox.RdfFormat.RDF_XML, None)
        assert caught.value.line == line, message


@pytest.mark.parametrize("levels", [501, 960, 990])
def test_a_deep_document_with_a_doubtful_keyword_is_refused_in_time(levels: int) -> None:
    """Before the parser that recurses is asked what is wrong with it."""
    text = '{"@id": "a b", "urn:p": ' + "[" * levels + "1" + "]" * levels + "}"
    with pytest.raises(DataSyntaxError, match="more than 500 levels deep"):
        jsonld.scrutinize(text.encode(), None)
