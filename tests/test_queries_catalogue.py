"""The packaged queries: each is true to its header, and says the same on both engines."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from rdflib.plugins.sparql.processor import SPARQLResult

from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.queries import INDEX, Column, NamedQuery, packaged
from atsmu_kg.queries.compiler import LOCALE, STUB, index, stub, translations
from atsmu_kg.queries.expectations import check_answer, fits, terms_of
from atsmu_kg.queries.header import read_headers
from atsmu_kg.queries.parameters import Parameter
from atsmu_kg.queries.translations import TEXTS
from atsmu_kg.rdf.namespaces import PREFIXES, expand
from atsmu_kg.rdf.terms import Text
from atsmu_kg.sparql.binding import bind
from atsmu_kg.sparql.tokens import Token, prefixes_declared, tokens
from atsmu_kg.stores.answers import Solutions
from atsmu_kg.stores.embedded import EmbeddedStore

ROOT = Path(__file__).parent.parent
GROUPS = {
    "university",
    "structure",
    "figures",
    "students",
    "research",
    "clinic",
    "library",
    "cooperation",
    "registries",
    "places",
    "claims",
    "provenance",
    "dataset",
}
LANGUAGES = ("en", "ru", "tg")
QUERIES = list(packaged().values())
# Each query with its example, in each language that it speaks.
ASKED = [
    (query, language)
    for query in QUERIES
    for language in (LANGUAGES if any(each.name == "lang" for each in query.parameters) else ("",))
]

# What goes through all sources takes rdflib a second and more.
LONG_IN_RDFLIB = {"bounds", "certainly_at_least", "corroboration", "disagreements", "figures", "find"}
LONG_IN_RDFLIB |= {"card", "graphs", "names", "passages", "passages_mentioning", "without_name_in"}

# rdflib warns of its own use of Dataset.default_context, once a triple.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
each_asked = pytest.mark.parametrize(
    ("query", "language"), ASKED, ids=[f"{query.name}-{language}".rstrip("-") for query, language in ASKED]
)


@pytest.fixture(scope="module")
def kg() -> Iterator[KnowledgeGraph]:
    with load() as graph:
        yield graph


@pytest.fixture(scope="module")
def other_orders(quads: frozenset[Quad]) -> list[EmbeddedStore]:
    """The dataset loaded in other orders."""
    stores = []
    for seed in (1, 2):
        shuffled = sorted(quads, key=str)
        random.Random(seed).shuffle(shuffled)
        store = EmbeddedStore.memory()
        store.extend(shuffled)
        stores.append(store)
    return stores


@pytest.fixture(scope="module")
def dataset() -> Iterator[rdflib.Dataset]:
    """The dataset in rdflib's own memory, with literals as they are written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        made = rdflib.Dataset()
        made.parse(ROOT / "data" / "atsmu-kg.nq", format="nquads")
        yield made


def text_of(query: NamedQuery, language: str) -> str:
    return query.render(**query.example, **({"lang": language} if language else {}))


@cache
def body(query: NamedQuery) -> str:
    """The SPARQL of a query without its header."""
    return re.sub(r"(?m)^#\+.*\n", "", query.text)


def significant(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.kind not in ("space", "comment")]


def in_rdflib(dataset: rdflib.Dataset, text: str) -> tuple[list[str], list[list[Any]]]:
    result = dataset.query(text)
    assert isinstance(result, SPARQLResult) and result.vars is not None
    return [str(variable) for variable in result.vars], [[_key(cell) for cell in row] for row in result]  # type: ignore[union-attr]


def in_oxigraph(solutions: Solutions) -> list[list[Any]]:
    return [list(map(_key, row)) for row in terms_of(solutions)]


def _key(cell: Any) -> Any:
    """A term of either library as kind, characters, datatype and language."""
    if cell is None:
        return None
    if isinstance(cell, rdflib.Literal):
        datatype = str(cell.datatype or PREFIXES["xsd"] + "string") if not cell.language else None
        return "literal", str(cell), datatype, cell.language
    if isinstance(cell, rdflib.URIRef | NamedNode):
        return "iri", str(cell).strip("<>")
    return "literal", cell.value, None if cell.language else cell.datatype.value, cell.language


def solutions_of(store: EmbeddedStore, text: str) -> Solutions:
    answer = store.query(text, prefixes={})
    assert isinstance(answer, Solutions)
    return answer


def test_there_are_queries_of_every_group() -> None:
    assert {query.group for query in QUERIES} == GROUPS
    assert len(QUERIES) >= 30


@each_query
def test_every_part_of_the_header_is_described(query: NamedQuery) -> None:
    assert not query.summary.endswith("."), "end the summary without a full stop"
    described: list[Parameter | Column] = [*query.parameters, *query.columns]
    for each in described:
        assert each.description, f"describe {each.name} in the header of {query.name}"
    assert max(map(len, query.text.split("\n"))) <= 135, "break the long line"


@each_query
def test_the_expectation_holds(kg: KnowledgeGraph, query: NamedQuery) -> None:
    check_answer(query, kg.queries[query.name](**query.example).solutions)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("query", "language"),
    [
        pytest.param(
            query,
            language,
            id=f"{query.name}-{language}".rstrip("-"),
            # Tajik has letters that engines may order in other ways.
            marks=pytest.mark.long if language in ("en", "ru") or query.name in LONG_IN_RDFLIB else (),
        )
        for query, language in ASKED
    ],
)
def test_both_engines_agree(
    kg: KnowledgeGraph, dataset: rdflib.Dataset, query: NamedQuery, language: str
) -> None:
    text = text_of(query, language)
    ours = solutions_of(kg.store, text)  # type: ignore[arg-type]
    columns, rows = in_rdflib(dataset, text)
    assert columns == list(ours.columns) == [column.name for column in query.columns]
    assert rows == in_oxigraph(ours), "the engines differ: order by STR(), and by always bound values"


@each_asked
def test_the_order_is_total(kg: KnowledgeGraph, query: NamedQuery, language: str) -> None:
    text = text_of(query, language)
    columns = [f"?{column.name}" for column in query.columns]
    keys = order_keys(text)
    assert keys, f"{query.name} has no ORDER BY"
    further = [key for key in keys if key not in columns]
    answer = terms_of(solutions_of(kg.store, with_columns(text, further)))  # type: ignore[arg-type]
    places = [(columns + further).index(key) for key in keys]
    ranks = [tuple(row[place] for place in places) for row in answer]
    tied = {rank for rank in ranks if ranks.count(rank) > 1}
    assert not tied, "these rows have no order of their own: add a key to ORDER BY"


@each_query
def test_the_order_does_not_depend_on_the_store(
    kg: KnowledgeGraph, other_orders: list[EmbeddedStore], query: NamedQuery
) -> None:
    text = query.render(**query.example)
    expected = solutions_of(kg.store, text).tsv  # type: ignore[arg-type]
    assert [solutions_of(store, text).tsv for store in other_orders] == [expected] * len(other_orders)


def order_keys(text: str) -> list[str]:
    """The expressions of the last ORDER BY."""
    found = significant(text)
    at = max(n for n, token in enumerate(found) if token.text.upper() == "ORDER") + 2
    keys, depth = [""], 0
    for token, after in zip(found[at:], [*found[at + 1 :], None], strict=True):
        keys[-1] += token.text
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and (after is None or after.text != "("):
            keys.append("")
    return [re.sub(r"^(?:DESC|ASC)\((.*)\)$", r"\1", key) for key in keys if key]


def with_columns(text: str, expressions: list[str]) -> str:
    """The query with the values of more expressions as further columns."""
    more = "".join(f" ({each} AS ?key{number})" for number, each in enumerate(expressions))
    return re.sub(r"\nWHERE", lambda where: more + where[0], text, count=1)


def test_the_keys_of_an_order_are_found() -> None:
    order = "ORDER BY STR(?a) DESC( ?b ) ASC(STR(?c)) COALESCE(?d, '') ?e"
    assert order_keys(f"SELECT * {{ {{ SELECT ?a {{}} ORDER BY ?z }} }} {order}") == [
        "STR(?a)",
        "?b",
        "STR(?c)",
        "COALESCE(?d,'')",
        "?e",
    ]


@pytest.mark.parametrize(
    "query",
    [query for query, language in ASKED if language == "tg"],
    ids=lambda query: query.name,
)
def test_a_language_changes_names_only(kg: KnowledgeGraph, query: NamedQuery) -> None:
    named = [column.name for column in query.columns if column.type == "text"]
    answers = []
    for language in LANGUAGES:
        rows = kg.queries[query.name](**query.example, lang=language).to_dicts()
        texts = {row[name] for row in rows for name in named if row[name] is not None}
        assert {text.lang for text in texts} <= {language, "en"}
        answers.append(sorted(sorted(f"{k}={v!r}" for k, v in row.items() if k not in named) for row in rows))
    assert answers[0] == answers[1] == answers[2]


@pytest.fixture(scope="module")
def known(merged: frozenset[Triple]) -> set[str]:
    """The terms of the default graph."""
    return {str(term) for triple in merged for term in triple}


@each_query
def test_every_name_occurs_in_the_data(known: set[str], query: NamedQuery) -> None:
    declared = prefixes_declared(body(query))
    before = ""
    for token in significant(text_of(query, "")):
        if token.kind == "pname" and before != "PREFIX" and not token.text.startswith("xsd:"):
            iri = f"<{expand(token.text, declared)}>"
            assert iri in known, f"the data has no {token.text}; {query.name}.rq:{token.line}"
        before = token.text.upper()


@each_query
def test_the_sparql_is_standard(query: NamedQuery) -> None:
    found = significant(body(query))
    for token, after in pairwise(found):
        if token.kind == "pname" and after.text == "(":
            assert token.text.startswith("xsd:"), f"{token.text}() is a function of one engine"
        assert token.text.upper() not in ("SERVICE", "FROM"), "the catalogue asks the packaged graph"
    declared = prefixes_declared(body(query))
    used = {token.text.partition(":")[0] for token in found if token.kind == "pname"}
    assert declared == {prefix: PREFIXES[prefix] for prefix in sorted(used)}


@each_query
def test_rendering_is_what_bind_does(query: NamedQuery) -> None:
    values = {each.variable: each.render(each.example) for each in query.parameters}
    given = {each.name: each.example for each in query.parameters}
    assert query.render(**given) == bind(body(query), values)


@each_query
def test_parameters_of_the_text_are_those_of_the_header(query: NamedQuery) -> None:
    in_text = {token.text[1:] for token in tokens(query.text) if token.text.startswith(("?_", "$_"))}
    assert in_text == {each.variable for each in query.parameters}


@pytest.mark.whole
@each_query
def test_grlc_reads_the_header(query: NamedQuery) -> None:
    gquery = pytest.importorskip("grlc.gquery")
    found = gquery.get_metadata(query.text, "")
    assert (found["summary"], found["tags"]) == (query.summary, list(query.tags))
    assert [str(variable) for variable in found["variables"]] == [column.name for column in query.columns]
    assert {name: (each["original"], each["required"]) for name, each in found["parameters"].items()} == {
        each.name: (f"?{each.variable}", each.required) for each in query.parameters
    }
    assert found["parameters"].keys() == {each["name"] for each in found.get("params", [])}


def test_the_index_and_the_types_are_up_to_date() -> None:
    entries = read_headers(ROOT / "queries")
    assert (ROOT / "queries" / INDEX).read_text("utf-8") == index(entries), "run make data"
    queries = [NamedQuery(name, str(ROOT / "queries"), entry) for name, entry in entries.items()]
    assert (ROOT / STUB).read_text("utf-8") == stub(queries), "run make data"
    said = translations(queries, sorted((ROOT / LOCALE).glob("*.po")))
    assert (ROOT / "queries" / TEXTS).read_text("utf-8") == said, "run make data"
    assert set(json.loads(said)) == {"ru", "tg"}


def test_the_index_does_not_depend_on_the_hash_seed() -> None:
    program = """import sys
from atsmu_kg.queries.compiler import index
from atsmu_kg.queries.header import read_headers
sys.stdout.write(index(read_headers(sys.argv[1])))"""
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(ROOT / "queries")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == (ROOT / "queries" / INDEX).read_text("utf-8")


def test_the_index_is_json_with_one_query_a_line() -> None:
    text = (ROOT / "queries" / INDEX).read_text("utf-8")
    assert list(json.loads(text)) == sorted(packaged())
    assert text.count("\n") == len(packaged()) + 2


def test_ratios_carry_their_bounds(kg: KnowledgeGraph) -> None:
    ratio = kg.queries.ratio("akg:StudentCount", "akg:AcademicStaffCount").one()
    assert (ratio.ratio, ratio.bound) == (Decimal("11.1105"), Text("more than", "en"))
    shares = kg.queries.ratio("akg:InternationalStudentCount", "akg:StudentCount", lang="ru")
    (share,) = (row for row in shares if row.source.endswith("/profile.txt"))
    assert (share.ratio, share.min, share.max) == (Decimal("0.0565"), Decimal("0.0566"), None)
    assert share.bound == Text("более", "ru")
    assert share.min is not None and 501 / 8844 > share.min > share.ratio
    books = kg.queries.ratio("akg:ElectronicBookCount", "akg:LibraryItemCount", "atsmu:library").one()
    assert abs(books.ratio - Decimal(151100) / 680334) < Decimal("0.0001")
    assert books.bound == Text("more than", "en")


def test_open_lists_say_how_many_are_unnamed(kg: KnowledgeGraph) -> None:
    rows = {row.enumeration.curie: (row.named, row.total, row.unnamed) for row in kg.queries.open_lists()}
    assert rows["enumeration:student-origins"] == (9, 15, 6)
    assert rows["enumeration:centres"] == (6, None, None)


def test_things_are_found_by_any_name(kg: KnowledgeGraph) -> None:
    for name in ("tajikistan", "ТАДЖИКИСТАН", "Тоҷикистон"):
        assert "country:TJ" in {row.thing.curie for row in kg.queries.find(name)}
    assert {row.country.curie for row in kg.queries.country("tjk")} == {"country:TJ"}
    assert not kg.queries.find("no such thing")


def test_what_a_passage_states_is_its_graph(kg: KnowledgeGraph, quads: frozenset[Quad]) -> None:
    sizes = Counter(quad.graph_name for quad in quads)
    for passage in kg.queries.passages():
        stated = kg.queries.passage_states(passage.passage)
        assert len(stated) == sizes[NamedNode(passage.graph)] == passage.triples


@pytest.mark.whole
def test_two_sources_that_differ_are_a_disagreement(dataset: rdflib.Dataset) -> None:
    turtle = """
        @prefix akg: <https://w3id.org/atsmu-kg/ontology#> . @prefix schema: <https://schema.org/> .
        @prefix atsmu: <https://w3id.org/atsmu-kg/id/> .
        atsmu:students-elsewhere a akg:Figure ; schema:observationAbout atsmu:university ;
            schema:measuredProperty akg:StudentCount ; schema:value 9000 ; akg:bound akg:Exactly ;
            schema:minValue 9000 ; schema:maxValue 9000 .
    """
    query = packaged().disagreements
    with load() as two:
        two.store.extend(parse(turtle, RdfFormat.TURTLE))
        answer = two.queries.disagreements()
        for column, value in zip(query.columns, terms_of(answer.solutions)[0], strict=True):
            assert fits(value, column.type)
        (row,) = (row for row in answer if row.statement.curie == "figure:students")
        assert (row.value, row.other_value, row.matter) == (8844, 9000, Text("students", "en"))
    added = rdflib.Graph().parse(data=turtle, format="turtle")
    for triple in added:
        dataset.add(triple)
    assert len(list(dataset.query(query.render()))) == len(answer)
    for triple in added:
        dataset.remove(triple)


def test_a_ratio_is_exact_only_where_nothing_is_cut(kg: KnowledgeGraph) -> None:
    chairs = kg.queries.ratio("akg:AcademicStaffCount", "akg:ChairCount").one()
    assert (chairs.ratio, chairs.bound, chairs.min, chairs.max) == (
        *(Decimal("12.6349"), Text("more than", "en")),
        *(Decimal("12.6349"), Decimal("12.6350")),
    )
    assert chairs.source.endswith("profile.txt")
    foreign = kg.queries.ratio("akg:InternationalStudentCount", "akg:StudentCount")
    assert foreign and all(row.bound != Text("exactly", "en") for row in foreign)


def test_students_over_time_are_told_with_their_sources(kg: KnowledgeGraph) -> None:
    rows = {row.figure.curie: row for row in kg.queries.time_series("akg:StudentCount")}
    assert [str(row.date) for row in rows.values() if row.date] == sorted(
        str(row.date) for row in rows.values() if row.date
    )
    assert rows["figure:f017"].category == Text("presidential quota, women", "en")
    assert rows["figure:students"].source.endswith("/profile.txt")


def test_texts_of_one_origin_are_one_witness(kg: KnowledgeGraph) -> None:
    several = {
        (row.subject.curie, row.property.curie, str(row.value)): row for row in kg.queries.corroboration()
    }
    assert several["atsmu:university", "schema:foundingDate", "1939"].stated_by == 5
    assert several["atsmu:university", "akg:FacultyCount", "5"].stated_by == 3
    alone = {
        (row.subject.curie, row.property.curie, str(row.value)) for row in kg.queries.corroboration("one")
    }
    assert ("atsmu:university", "schema:foundingDate", "1933") in alone
    assert not alone & several.keys()


@pytest.mark.parametrize("by", ["one", "several"])
def test_what_a_graph_says_of_itself_is_no_fact(kg: KnowledgeGraph, by: Literal["one", "several"]) -> None:
    facts = kg.queries.corroboration(by)
    assert facts
    assert not [row for row in facts if row.subject.startswith(PREFIXES["graph"])]


def test_a_source_is_read_from_its_beginning_to_its_end(kg: KnowledgeGraph) -> None:
    profile = kg.queries.reading_order("https://w3id.org/atsmu-kg/source/profile.txt")
    places = [int(row.passage) for row in profile]
    assert places == sorted(places) and set(places) == set(range(1, 27))
    news = kg.queries.reading_order("https://w3id.org/atsmu-kg/source/khovar-2025-02-14")
    assert [row.value for row in news if row.property.curie == "akg:FacultyCount"] == [5]


def test_countries_send_or_host_or_both(kg: KnowledgeGraph) -> None:
    links = {
        row.country.curie: link
        for link in ("both", "sends only", "hosts only")
        for row in kg.queries.sends_and_hosts(link)
    }
    assert links["country:AF"] == "both" and links["country:IN"] == "sends only"
    assert links["country:DE"] == "hosts only"


def test_the_faculties_of_a_source_are_those_that_it_names(kg: KnowledgeGraph) -> None:
    preferred = kg.queries.faculties()
    assert {row.faculty for row in preferred} == {faculty.iri for faculty in kg.faculties}
    assert {row.source.rpartition("/")[2] for row in preferred} == {"profile.txt"}
    assert len(kg.queries.list_members("enumeration:f003")) == 5


def test_figures_of_another_source_are_those_that_it_states(kg: KnowledgeGraph) -> None:
    (chairs, *_) = kg.queries.figures(measure="chairs", document="khovar-2025-02-14")
    assert (chairs.value, chairs.unit.curie) == (62, "unit:NUM")
    assert kg.queries.figures(measure="akg:ChairCount").one().value == 63
    assert {row.bound for row in kg.queries.figures(bound="akg:MoreThan")} == {Text("more than", "en")}


def test_a_country_without_code_or_region_is_told(kg: KnowledgeGraph) -> None:
    (korea,) = (row for row in kg.queries.countries() if row.country.curie == "country:KR")
    assert (korea.alpha2, korea.sub_region) == (None, None)
