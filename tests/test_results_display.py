"""The look of a result, in a notebook and in a terminal."""

from __future__ import annotations

import re
import xml.dom.minidom
from collections.abc import Sequence
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import atsmu_kg
from atsmu_kg.rdf.datatypes import Year
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import Literal, Text, render
from atsmu_kg.results import Result, display, present
from atsmu_kg.results.display import PLAIN, columns_of, html
from atsmu_kg.results.rows import row_type
from atsmu_kg.stores.answers import Solutions, Triples
from atsmu_kg.text import printable

FIGURE = "https://w3id.org/atsmu-kg/ontology#Figure"


def rows(*values: object) -> list[object]:
    row = row_type(("x",))
    return [row([value]) for value in values]


def text(solutions: Solutions, version: str, **given: int) -> str:
    return "\n".join(display.lines(solutions, version, **given))


def column(*values: object) -> Solutions:
    return table(("x",), [[value] for value in values])


def table(columns: tuple[str, ...], values: Sequence[Sequence[object]]) -> Solutions:
    """The answer that has these rows."""
    lines = ["\t".join(map(render, row)) for row in values]
    return Solutions("\n".join(["\t".join(f"?{name}" for name in columns), *lines, ""]))


def parsed(*values: object, version: str = "") -> xml.dom.minidom.Document:
    """The table as a document; it is well-formed XML too."""
    return xml.dom.minidom.parseString(html(("x",), rows(*values), version))


def cells(document: xml.dom.minidom.Document) -> list[str]:
    body = document.getElementsByTagName("tbody")[0]
    return [unescape(re.sub("<[^>]*>", "", cell.toxml())) for cell in body.getElementsByTagName("td")]


def test_an_iri_is_a_curie_that_links_to_it() -> None:
    document = parsed(IRI(FIGURE), IRI("http://example.org/a?b=1&c=2"))
    links = document.getElementsByTagName("a")
    assert [link.getAttribute("href") for link in links] == [FIGURE, "http://example.org/a?b=1&c=2"]
    assert cells(document) == ["akg:Figure", "http://example.org/a?b=1&c=2"]


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.tj", "urn:isbn:1"])
def test_only_web_addresses_are_links(iri: str) -> None:
    document = parsed(IRI(iri))
    assert document.getElementsByTagName("a") == []
    assert cells(document) == [iri]


def test_languages_have_badges_and_attributes() -> None:
    document = parsed(Text("Тоҷикистон", "tg"))
    words, badge = document.getElementsByTagName("tbody")[0].getElementsByTagName("span")
    assert (words.getAttribute("lang"), words.getAttribute("dir")) == ("tg", "auto")
    assert badge.getAttribute("class") == "lang"
    assert cells(document) == ["Тоҷикистон tg"]


def test_other_values() -> None:
    document = parsed(4, True, None, "<b>", Literal("x", FIGURE), (IRI(FIGURE), IRI(FIGURE), 1))
    assert cells(document) == ["4", "true", "", "<b>", "x", "<<( akg:Figure akg:Figure 1 )>>"]
    classes = [cell.getAttribute("class") for cell in document.getElementsByTagName("td")]
    assert classes[:2] == ["number", ""]


characters = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(characters, st.text("<>&\"'/ab=: ", max_size=20))
def test_everything_is_escaped(free: str, markup: str) -> None:
    values = [free, markup, Text(markup, "en"), IRI("http://example.org/" + markup), Literal(markup, markup)]
    found = cells(parsed(*values))
    assert found[1] == markup
    assert found[2] == f"{markup} en"


def test_long_answers_say_how_much_is_left_out() -> None:
    document = parsed(*range(120), version="1.2.0")
    assert len(cells(document)) == 50
    foot = document.getElementsByTagName("tfoot")[0]
    assert "120 rows · 70 more than shown · graph version 1.2.0" in foot.toxml()
    assert document.getElementsByTagName("td")[-1].getAttribute("colspan") == "1"


def test_results_of_both_kinds_have_a_notebook_look() -> None:
    assert "1 row · graph version 2" in present(Solutions("?x\n1\n"), version="2")._repr_html_()  # type: ignore[union-attr]
    graph = present(Triples("<a:a> <a:b> <a:c> .\n"))
    assert "1 triple<" in graph._repr_html_()  # type: ignore[union-attr]
    assert "<th>predicate</th>" in graph._repr_html_()  # type: ignore[union-attr]
    xml.dom.minidom.parseString(present(Solutions("\n\n"))._repr_html_())  # type: ignore[union-attr]


def test_a_plain_table() -> None:
    solutions = Solutions(f'?figure\t?min\t?name\n<{FIGURE}>\t500\t"шумора"@tg\n\t12\t""\n')
    assert Result(solutions, version="1.0").to_text(width=80) == (
        "figure      min  name\n"
        "──────────  ───  ──────────\n"
        "akg:Figure  500  шумора @tg\n"
        "             12\n"
        "2 rows · graph version 1.0"
    )


def test_the_look_in_a_terminal_is_the_table_and_stops_at_fifty_rows() -> None:
    result = Result(Solutions("?n\n" + "".join(f"{number}\n" for number in range(60))))
    lines = repr(result).split("\n")
    assert len(lines) == 53
    assert lines[-1] == "60 rows · 10 more than shown"
    assert len(result.to_text().split("\n")) == 63
    assert list(result.text_lines(limit=1)) == ["n", "─", "0", "60 rows · 59 more than shown"]
    assert result.to_text(limit=60) == result.to_text(limit=70) == result.to_text()
    assert result.to_text(limit=0) == "n\n─\n60 rows · 60 more than shown"
    assert Result(Solutions("\n\n\n")).to_text(limit=1) == "\n\n\n2 rows · 1 more than shown"


def test_wide_and_combining_characters_keep_the_columns_aligned() -> None:
    values = ["医科大学", "i\u0304", "می\u200cخواهم", "plain"]
    lines = text(table(("a", "b"), [[value, "|"] for value in values]), "").split("\n")[2:-1]
    assert {columns_of(line[: line.index("|")]) for line in lines} == {10}


def test_the_terminal_is_not_steered() -> None:
    shown = text(column("\x1b[31mred\x07", "a\nb\tc", "\u202eabc", Text("\x9b1m", "en")), "")
    assert "\x1b" not in shown
    assert "\\x1b[31mred\\x07" in shown
    assert "a b c" in shown
    assert "\\u202eabc" in shown
    assert "\\x9b1m @en" in shown


words = st.text(st.sampled_from("ab 医\u0301é\u200c🙂\n"), max_size=30)


@given(st.lists(st.tuples(words, words, st.integers()), max_size=4), st.integers(30, 60))
def test_no_line_is_wider_than_asked(values: list[tuple[str, str, int]], width: int) -> None:
    lines = text(table(("first", "second", "third"), values), "", width=width).split("\n")
    assert all(columns_of(line) <= width for line in lines)
    assert len(lines) == len(values) + 3


def test_what_is_cut_off_ends_in_an_ellipsis() -> None:
    assert text(column("abcdefghijkl"), "", width=10).split("\n")[2] == "abcdefghi…"


def test_iris_without_a_curie_are_cut_off_at_the_start_where_they_are_alike() -> None:
    iri = IRI("https://w3id.org/atsmu-kg/source/khovar-2025-02-14")
    assert text(column(iri), "", width=20).split("\n")[2] == "…/khovar-2025-02-14>"
    assert text(column("<b> or </b>"), "", width=10).split("\n")[2] == "<b> or </…"


def test_nothing_is_cut_off_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sys.__stdout__", None)
    assert "x" * 500 in text(column("x" * 500), "")
    monkeypatch.setenv("COLUMNS", "40")
    assert text(column("x" * 500), "").split("\n")[2] == "x" * 39 + "…"


def test_long_numbers_are_grouped_in_a_notebook_and_years_are_not() -> None:
    row = row_type(("n", "year"))
    made = [row([35000, 1939]), row([Decimal("-1234.50"), Year(2026)]), row([True, 999])]
    page = html(("n", "year"), made, "")
    assert [each in page for each in (">35,000<", ">-1,234.50<", ">1939<", ">2026<", ">true<")] == [True] * 5


@pytest.mark.parametrize("name", ["results/table.html", "citations/citation.html", "records/record.html"])
def test_a_notebook_does_not_realign_our_tables(name: str) -> None:
    assert "text-align: left !important" in (Path(atsmu_kg.__file__).parent / name).read_text("utf-8")


def test_numbers_are_grouped_on_a_terminal_and_not_in_a_pipe() -> None:
    integer, year = (
        "^^<http://www.w3.org/2001/XMLSchema#integer>",
        "^^<http://www.w3.org/2001/XMLSchema#gYear>",
    )
    document = f'?value\t?year\t?founded\n"680334"{integer}\t"2024"{integer}\t"1939"{year}\n'
    result = Result(Solutions(document))
    assert result.to_text(width=80).splitlines()[2].split() == ["680,334", "2024", "1939"]
    assert result.to_text(width=0).splitlines()[2].split() == ["680334", "2024", "1939"]


def test_each_of_the_plain_characters_takes_one_column() -> None:
    plain = [character for character in map(chr, range(0x3000)) if re.fullmatch(PLAIN, character)]
    assert {"a", "ӯ", "ҷ", "«", "–", "é"} < set(plain)
    assert "\u0301" not in plain
    assert [character for character in plain if columns_of(character) != 1] == []


@given(st.lists(st.text(st.sampled_from("a |b\n\tӯ医\u0301\x1b"), max_size=6), min_size=1))
def test_a_column_reads_as_its_cells_do_alone(values: list[str]) -> None:
    lines = text(column(*values), "").split("\n")[2:-1]
    assert lines == [printable(value) for value in values]
