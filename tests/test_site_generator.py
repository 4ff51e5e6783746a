"""The parts that make the reference pages, each on its own."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from atsmu_kg.errors import DataError
from atsmu_kg.queries import packaged
from atsmu_kg.rdf.namespaces import AKG, AKGSH, ATSMU, SKOS
from generator.highlighting import Highlighter
from generator.links import Links
from generator.markdown import article
from generator.mentions import mentions
from generator.pages import cell, code, plain
from generator.shapes import ShapesFile
from generator.statements import statements
from generator.texts import Texts
from generator.vocabulary import Vocabulary

MARKDOWN = MarkdownIt("commonmark").enable("table")
WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="`"), min_size=1)


def shown(text: str) -> str:
    return unescape(MARKDOWN.renderInline(text))


@given(WORDS)
def test_markdown_shows_a_plain_text_as_it_is(text: str) -> None:
    assert shown(plain(text)) == text


@given(WORDS)
def test_markdown_shows_what_stands_in_a_cell(text: str) -> None:
    table = MARKDOWN.render(f"| x | {cell(text)} |\n| --- | --- |\n")
    assert unescape(table).count(f"<th>{text}</th>") == 1


@given(WORDS)
def test_markdown_shows_code_in_a_cell(text: str) -> None:
    table = MARKDOWN.render(f"| x | {code(text)} |\n| --- | --- |\n")
    assert unescape(table).count(f"<th><code>{text}</code></th>") == 1


def test_code_between_backticks_stays_code() -> None:
    assert shown(plain("a_b `c_d` <e>")) == "a_b <code>c_d</code> <e>"


def test_a_text_without_a_translation_is_an_error_that_names_the_file() -> None:
    with pytest.raises(DataError, match="'never said' has no translation") as caught:
        Texts("tg")("never said")
    assert str(caught.value.file).endswith("tg.po") and "msgid" in str(caught.value)


def test_places_in_a_translation_are_filled_in() -> None:
    assert Texts("ru")("The answer rests on {count} named graphs.", count=3).endswith(": 3.")


def test_statements_end_where_the_next_begins(tmp_path: Path) -> None:
    file = tmp_path / "terms.ttl"
    file.write_text(
        '@prefix akg: <x> .\n\nakg:A a owl:Class ;\n    x:y "b" .\n\n# Of B.\nakg:B a akg:A .\n', "utf-8"
    )
    assert statements(file) == {AKG.A: 'akg:A a owl:Class ;\n    x:y "b" .', AKG.B: "akg:B a akg:A ."}


def test_terms_shapes_and_queries_lead_to_their_pages_and_things_nowhere() -> None:
    link = Links(Vocabulary(), ShapesFile(), "../")
    assert link(AKG.Figure) == "[`akg:Figure`](../classes/Figure.md)"
    assert link(AKG.bound) == "[`akg:bound`](../properties/bound.md)"
    assert link(AKG.MoreThan) == "[`akg:MoreThan`](../classes/Bound.md)"
    assert link(AKGSH["Figure-bound"]) == "[`akgsh:Figure-bound`](../shapes/FigureShape.md)"
    assert link(SKOS.prefLabel) == f"[`skos:prefLabel`]({SKOS.prefLabel})"
    assert link(ATSMU.university) == "`atsmu:university`"
    assert link.query("figures") == "[`figures`](../queries/figures.md)"


def test_a_query_mentions_the_terms_in_its_text_and_not_its_prefixes() -> None:
    found = mentions([packaged().certainly_at_least])
    assert found[AKG.Figure] == ["certainly_at_least"]
    assert str(AKG) not in found and ATSMU.university not in found


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
    st.sampled_from(["sparql", "turtle", "sh"]),
)
def test_highlighted_code_is_the_code(source: str, language: str) -> None:
    html = Highlighter.block(source, language)
    assert unescape(re.sub("<[^>]*>", "", html)) == source.rstrip()


def test_prompts_and_outputs_are_not_to_be_copied() -> None:
    assert 'class="copied"' in Highlighter.block("atsmu-kg queries", "sh")
    assert Highlighter.block("$ make", "console") == '<pre><code><span class="p">$ </span>make</code></pre>'
    assert Highlighter.block("what it prints", "text") == "<pre><code>what it prints</code></pre>"


def test_what_may_scroll_is_reached_by_the_keyboard() -> None:
    assert 'tabindex="0"' in Highlighter.block("x" * 200, "text")
    assert 'tabindex="0"' in Highlighter.block("x\n" * 50, "text")
    assert "tabindex" not in Highlighter.block("x", "text")


def test_an_article_has_links_to_pages_anchors_and_sections() -> None:
    shown = article("# A `b`\n\n[c](../d.md#e) [f](https://g.example/h.md)\n\n## I\n")
    assert shown.heading == "A <code>b</code>"
    assert '<a href="../d.html#e">c</a> <a href="https://g.example/h.md">f</a>' in shown.body
    assert shown.sections == [("i", "I")]
