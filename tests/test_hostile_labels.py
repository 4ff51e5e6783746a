"""Labels and answers of servers that would steer a terminal or leave their place: data on every way out."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atsmu_kg.curation.coverage import coverage
from atsmu_kg.errors import AtsmuKGError, ExportError, QueryError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.publishing.catalogue.edition import Edition
from atsmu_kg.publishing.changes import Changes
from atsmu_kg.publishing.transfer.comparison import Comparison, Difference
from atsmu_kg.publishing.transfer.progress import Step
from atsmu_kg.publishing.transfer.tally import Tally
from atsmu_kg.rdf.namespaces import SKOS
from atsmu_kg.records.descriptions import describe
from atsmu_kg.results import Result
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote import failures
from atsmu_kg.stores.remote.errors import ServerError
from atsmu_kg.text import printable, printable_lines

HOSTILE = [
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b2J",
    "two\nlines\r\x08\x7f",
    "</script><b>",
    "\u202egnp.exe\u2028",
    "\x0b\x0c\x1c",
    '=HYPERLINK("http://example.org")',
    "\ufeff\u2066\ud7ff",
    "| a | `b` |",
]
LABELS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
THING = "https://w3id.org/atsmu-kg/id/hostile"


def graph_with(label: str) -> KnowledgeGraph:
    store = EmbeddedStore.memory()
    named = ox.Quad(ox.NamedNode(THING), ox.NamedNode(SKOS.prefLabel), ox.Literal(label, language="en"))
    about = ox.NamedNode("a:g")
    source = ox.Quad(
        about, named.predicate, named.object, ox.NamedNode("https://w3id.org/atsmu-kg/graph/provenance")
    )
    store.extend([named, ox.Quad(*named.triple, about), source])
    return KnowledgeGraph(store)


def answer(label: str) -> Result:
    return graph_with(label).select(
        "SELECT ?name { ?thing skos:prefLabel ?name FILTER(?thing = atsmu:hostile) }"
    )


def steers(text: str) -> list[str]:
    """The characters of an output that are more than characters on a terminal."""
    kept = "\n\t\u200c\u200d\u00a0\u2009\u202f"
    return [each for each in text if not each.isprintable() and each not in kept]


class Tags(HTMLParser):
    """The tags of a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def tags(document: str) -> list[str]:
    return Tags(document).tags


@given(LABELS)
@example("\x1b[31m")
def test_no_text_for_people_steers_a_terminal(label: str) -> None:
    result = answer(label)
    citation = result.cite()
    shown = [
        *(result.to_text(), repr(result), citation.to_text(), citation.to_text(full=True)),
        *(repr(result[0]), repr(citation.references), str(describe(result.graph.store, THING))),  # type: ignore[union-attr]
        str(QueryError(f"what is {label}?", advice=label, file=label)),
        str(ServerError(label, url="http://localhost/", body=label)),
        str(graph_with(label).select("SELECT ?s { ?s skos:prefLabel ?n FILTER(?n = 'none') }").why_empty()),
        failures.shown(label.encode()),
    ]
    assert [steers(each) for each in shown] == [[]] * len(shown)


def quoted(label: str) -> str:
    """A text in a query, with the escapes that SPARQL wants and no others."""
    return (
        '"'
        + "".join({'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r"}.get(each, each) for each in label)
        + '"'
    )


@given(LABELS)
@example("\u202e\x9b2J")
def test_no_text_about_a_query_steers_a_terminal(label: str) -> None:
    kg = graph_with("plain")
    query = f"SELECT ?s {{ ?s skos:prefLabel {quoted(label)}@en ; a akg:Facultie . atsmu:hostile a ?kind }}"
    result = kg.select(query)
    told = [kg.lint(query).to_text(), str(result.why_empty()), repr(result), *map(str, result.warnings)]
    told += map(str, result.why_empty().lacks)
    assert [steers(each) for each in told] == [[]] * len(told)


@given(LABELS, LABELS)
@example("\x1b[31m", "\u202e")
def test_no_text_about_two_releases_steers_a_terminal(old: str, new: str) -> None:
    editions = (Edition(graph_with(label).quads(), version=f"1{label}") for label in (old, new))
    changes = Changes(*editions)
    told = [changes.to_text(), *map(str, changes.changes)]
    assert [steers(each) for each in told] == [[]] * len(told)


@given(LABELS)
@example("\x1b[31m")
def test_no_text_about_a_transfer_steers_a_terminal(label: str) -> None:
    graph, tally = ox.NamedNode(f"https://example.org/{quote(label)}\u202e"), Tally(["<a:s> <a:p> <a:o>"])
    compared = Comparison([Difference(graph, tally, Tally([]), missing=1, extra=0)], "http://localhost/")
    told = [compared.to_text(), str(Step(label, 1, 2, "added", 3))]
    assert [steers(each) for each in told] == [[]] * len(told)


@given(LABELS)
@example("\x1b[31m")
@settings(max_examples=30, deadline=None)
def test_no_text_about_claims_steers_a_terminal(label: str) -> None:
    quads = [*graph_with(label).quads()]
    covered = coverage(quads, [])
    assert steers(covered.to_text()) == []


@given(LABELS)
def test_no_label_opens_an_element(label: str) -> None:
    result, plain = answer(label), answer("plain")
    for shown, other in (
        (result, plain),
        (result.cite(), plain.cite()),
        (describe(result.graph.store, THING), describe(plain.graph.store, THING)),  # type: ignore[union-attr]
    ):
        assert tags(shown._repr_html_()) == tags(other._repr_html_())


@given(LABELS)
def test_results_as_xml_are_xml_or_an_error_of_ours(label: str) -> None:
    try:
        document = answer(label).to_xml()
    except ExportError as error:
        assert "can't be written in SPARQL results XML" in error.message
    else:
        (value,) = ElementTree.fromstring(document).iter("{http://www.w3.org/2005/sparql-results#}literal")
        assert (value.text or "").replace("\r\n", "\n").split() == label.split()


@given(LABELS)
def test_graphs_as_xml_are_xml_or_an_error_of_ours(label: str) -> None:
    made = graph_with(label).construct("CONSTRUCT WHERE { ?s skos:prefLabel ?n }")
    try:
        document = made.serialize("rdf")
    except AtsmuKGError as error:
        assert "can't be written in RDF/XML" in error.message
    else:
        ElementTree.fromstring(document)


@given(
    st.lists(st.one_of(LABELS, st.sampled_from(["-4", "+1.5e3", "@x", "-x", "", "\t=1", "＝1"])), max_size=4)
)
def test_a_guarded_table_has_no_formulas(labels: list[str]) -> None:
    store = EmbeddedStore.memory()
    for at, label in enumerate(labels):
        store.extend([ox.Quad(ox.NamedNode(f"a:{at}"), ox.NamedNode("a:p"), ox.Literal(label))])
    result = KnowledgeGraph(store).select("SELECT ?s ?o { ?s <a:p> ?o } ORDER BY STR(?s)")
    plain = list(csv.reader(io.StringIO(result.to_csv(), newline="")))
    guarded = list(csv.reader(io.StringIO(result.to_csv(guard=True), newline="")))
    assert [row[1] for row in plain[1:]] == labels
    for (_, value), (_, safe) in zip(plain, guarded, strict=True):
        assert safe in (value, f"'{value}")
        assert safe == value or not re.fullmatch(r"[+-]?[0-9.]+(e[0-9]+)?", value)
        assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", safe) or re.fullmatch(r"[+-][0-9].*", safe)


@given(st.lists(st.sampled_from(["", "a", "two\n\nlines", '"', "a,b"]), max_size=5))
def test_a_table_of_one_column_keeps_its_empty_rows(labels: list[str]) -> None:
    values = " ".join(str(ox.Literal(each)) if each else "UNDEF" for each in labels)
    document = (
        KnowledgeGraph(EmbeddedStore.memory()).select(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}").to_csv()
    )
    rows = [row for row in csv.reader(io.StringIO(document, newline="")) if row]
    assert rows == [["x"], *([each] for each in labels)]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_is_printable_says_what_was_there(text: str) -> None:
    assert steers(printable(text)) == steers(printable_lines(text)) == []
    assert "\n" not in printable(text)
    assert printable(printable(text)) == printable(text)


@given(st.text())
def test_a_printable_text_stays_as_it_is(text: str) -> None:
    if text.isprintable():
        assert printable_lines(text) == text
        assert printable(text) == " ".join(text.split())


@pytest.mark.parametrize("parts", ['"a"@en "b"@en', '"a"@en "b"@ru', '"a" "b"', '"a"@en'])
def test_concatenated_texts_have_no_language(parts: str) -> None:
    for aggregate in ("GROUP_CONCAT(?n)", 'group_concat(DISTINCT ?n; SEPARATOR=", ")'):
        result = KnowledgeGraph(EmbeddedStore.memory()).select(
            f"SELECT ({aggregate} AS ?all) {{ VALUES ?n {{ {parts} }} }} HAVING(STRLEN({aggregate}) > 0)"
        )
        assert type(result.scalar()) is str
