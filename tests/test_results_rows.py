"""Rows, and results as sequences of them."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat

import atsmu_kg
from atsmu_kg.errors import QueryError
from atsmu_kg.rdf.datatypes import XSD, Year
from atsmu_kg.rdf.namespaces import IRI
from atsmu_kg.rdf.terms import BNode, Text, to_python
from atsmu_kg.results import Result, Row, present
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.graph import GraphResult
from atsmu_kg.results.rows import FEW, row_type, value
from atsmu_kg.stores.answers import Solutions, Triples, term
from atsmu_kg.stores.embedded import EmbeddedStore

EX = "http://example.org/"

VALUES = """
SELECT * { VALUES (?iri ?string ?text ?integer ?decimal ?double ?boolean ?year ?date ?moment ?unbound) {
  (akg:Figure "a" "а"@TG 7 1.50 1e3 true "1939"^^xsd:gYear "2024-02-29"^^xsd:date
   "2024-02-29T12:00:00Z"^^xsd:dateTime UNDEF)
} }
"""


@pytest.fixture(scope="module")
def kg() -> atsmu_kg.KnowledgeGraph:
    return atsmu_kg.load()


def result(text: str) -> Result:
    answer = present(EmbeddedStore.memory().query(text))
    assert isinstance(answer, Result)
    return answer


def test_values_are_python_values() -> None:
    row = result(VALUES).one()
    assert row.asdict() == {
        "iri": IRI("https://w3id.org/atsmu-kg/ontology#Figure"),
        "string": "a",
        "text": Text("а", "tg"),
        "integer": 7,
        "decimal": Decimal("1.50"),
        "double": 1000.0,
        "boolean": True,
        "year": Year(1939),
        "date": dt.date(2024, 2, 29),
        "moment": dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC),
        "unbound": None,
    }
    types = [IRI, str, Text, int, Decimal, float, bool, Year, dt.date, dt.datetime, type(None)]
    columns = ["iri", "string", "text", "integer", "decimal", "double", "boolean", "year", "date", "moment"]
    assert [type(row[column]) for column in [*columns, "unbound"]] == types


def test_the_same_value_by_attribute_key_and_index() -> None:
    row = result("SELECT ?a ?count ?_hidden { VALUES (?a ?count ?_hidden) { (1 2 3) } }")[0]
    assert row.a == row["a"] == row[0] == row[-3] == 1
    assert row.count == row["count"] == row[1] == 2
    assert row["_hidden"] == row[2] == 3
    assert row[1:] == (2, 3)
    assert row == (1, 2, 3)


def test_rows_can_be_copied_pickled_hashed_and_compared() -> None:
    row = row_type(("a", "b"))([Text("x", "tg"), Year(1939)])
    for other in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
        assert isinstance(other, Row)
        assert other == row
        assert other.b == Year(1939)
        assert type(other.b) is Year
    assert len({row, copy.deepcopy(row)}) == 1
    assert not hasattr(row, "c")
    assert repr(row) == "Row(a=Text('x', 'tg'), b=Year(1939))"


def test_a_result_is_a_sequence() -> None:
    found = result("SELECT ?n { VALUES ?n { 1 2 3 } } ORDER BY ?n")
    assert [row.n for row in found] == [1, 2, 3]
    assert [row.n for row in reversed(found)] == [3, 2, 1]
    assert [row.n for row in found[1:]] == [2, 3]
    assert (2,) in found
    assert found.index((3,)) == 2
    assert found.column("n") == [1, 2, 3]
    assert found.to_dicts() == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert found.rows is found.rows
    assert len(found) == 3
    assert found
    assert not result("SELECT ?n { FILTER(false) }")


def test_one_and_scalar() -> None:
    assert result("SELECT (4 AS ?n) {}").one() == (4,)
    assert result("SELECT (4 AS ?n) {}").scalar() == 4
    assert result("SELECT ?n {}").scalar() is None


def test_rows_without_columns() -> None:
    found = result("SELECT * {}")
    assert (len(found), found.rows, found.columns) == (1, ((),), ())


def test_present_chooses_by_the_answer() -> None:
    assert isinstance(present(Solutions("?x\n")), Result)
    assert isinstance(present(Triples("")), GraphResult)
    assert isinstance(present(False), BooleanResult)


def test_a_boolean_result() -> None:
    assert present(True, query="ASK {}", version="1").query == "ASK {}"
    assert BooleanResult(True) == BooleanResult(True) == True  # noqa: E712
    assert BooleanResult(False) != BooleanResult(True)
    assert not BooleanResult(False)
    assert BooleanResult(True).serialize("json") == '{"head":{},"boolean":true}'
    assert "<boolean>false</boolean>" in BooleanResult(False).serialize("xml")


def test_a_graph_result() -> None:
    store = EmbeddedStore.memory()
    node = NamedNode(EX + "a")
    store.extend([Quad(node, node, Literal("ү", language="tg")), Quad(node, node, Literal("1"))])
    graph = present(store.query("CONSTRUCT { ?s ?p ?o } { { ?s ?p ?o } UNION { ?s ?p ?o } }"))
    assert isinstance(graph, GraphResult)
    assert len(graph) == 2
    assert [triple.object for triple in graph] == ["1", Text("ү", "tg")]
    assert (IRI(EX + "a"), IRI(EX + "a"), "1") in graph
    assert str(graph) == f'<{EX}a> <{EX}a> "1", "ү"@tg .\n'
    assert graph.serialize("nt") == f'<{EX}a> <{EX}a> "1" .\n<{EX}a> <{EX}a> "ү"@tg .\n'
    assert len(graph.to_rdflib()) == 2
    assert repr(graph) == "<GraphResult: 2 triples>"


def test_rdflib_gets_the_same_terms_not_normalised() -> None:
    import rdflib

    solutions = Solutions(f'?a\t?b\t?c\n"007"^^<{XSD}integer>\t"x"@tg\t\n"x"^^<{XSD}string>\t_:b\t<{EX}a>\n')
    converted = Result(solutions).to_rdflib()
    first, second = converted.bindings
    a, b, c = converted.vars  # type: ignore[misc]
    assert first[a].n3() == f'"007"^^<{XSD}integer>'
    assert first[b] == rdflib.Literal("x", lang="tg")
    assert c not in first
    assert second[a] == rdflib.Literal("x")
    assert (second[b], second[c]) == (rdflib.BNode("b"), rdflib.URIRef(EX + "a"))
    assert [len(list(row)) for row in converted] == [3, 3]  # type: ignore[arg-type]


@pytest.mark.parametrize("format", ["tsv", "json", "xml"])
def test_w3c_formats_read_back_to_the_same_terms(format: str) -> None:
    solutions = result(VALUES).solutions
    document = Result(solutions).serialize(format)
    assert Solutions.read(document.encode(), getattr(QueryResultsFormat, format.upper())).tsv == solutions.tsv


def test_csv_has_plain_values_and_its_own_line_ends() -> None:
    assert result('SELECT ?a ?b { VALUES (?a ?b) { (1 "a,\\"b"@tg) (UNDEF akg:Figure) } }').to_csv() == (
        'a,b\r\n1,"a,""b"\r\n,https://w3id.org/atsmu-kg/ontology#Figure\r\n'
    )


def test_documents_are_written_to_files(tmp_path) -> None:  # type: ignore[no-untyped-def]
    found = result(VALUES)
    for convert in (found.to_csv, found.to_tsv, found.to_json, found.to_xml):
        target = tmp_path / convert.__name__
        assert convert(target) == convert()
        assert target.read_bytes().decode() == convert()


strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
local = st.text("abcXYZ019-._~é\u0301", min_size=1, max_size=6)
nodes = st.builds(lambda name: NamedNode(EX + name), local)
datatypes = st.sampled_from(
    ["integer", "decimal", "double", "boolean", "gYear", "date", "string", "byte", "token"]
)
literals = st.one_of(
    st.builds(Literal, strings),
    st.builds(lambda text, lang: Literal(text, language=lang), strings, st.sampled_from(["ru", "tg-cyrl"])),
    st.builds(lambda text, name: Literal(text, datatype=NamedNode(XSD + name)), strings, datatypes),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(XSD + name)),
        st.from_regex(r"\A[-+]?[0-9]{1,4}(\.[0-9]{0,3})?(e[0-9])?\Z"),
        datatypes,
    ),
)
anything = st.one_of(st.none(), nodes, literals, st.just(BlankNode("b0")))


def cell(term: object) -> str:
    return "" if term is None else str(term)


@given(anything)
def test_a_cell_has_the_value_of_its_term(each: object) -> None:
    found = value.__wrapped__(cell(each))
    wanted = to_python(each)  # type: ignore[arg-type]
    assert (repr(found), type(found)) == (repr(wanted), type(wanted))


@given(st.lists(st.tuples(anything, anything), max_size=5))
def test_what_the_engine_writes_reads_back_exactly(table: list[tuple[object, object]]) -> None:
    document = "?x\t?y\n" + "".join(f"{cell(x)}\t{cell(y)}\n" for x, y in table)
    solutions = Solutions.read(document.encode(), QueryResultsFormat.TSV)
    read = list(solutions.rows([None if not each else term(each) for each in solutions.cells()]))
    assert read == table
    wanted = [[to_python(each) for each in row] for row in table]  # type: ignore[arg-type]
    assert repr([list(row) for row in Result(solutions)]) == repr(wanted)


def test_rdf_1_2_terms_come_through() -> None:
    assert Result(Solutions('?x\n"سلام"@ar--rtl\n')).scalar() == Text("سلام", "ar--rtl")
    triple = Result(Solutions(f'?x\n<<( <{EX}a> <{EX}b> "c"@tg )>>\n')).scalar()
    assert triple == (IRI(EX + "a"), IRI(EX + "b"), Text("c", "tg"))


def test_a_blank_node_is_known_as_one() -> None:
    assert type(Result(Solutions("?x\n_:b\n")).scalar()) is BNode


def test_a_row_knows_its_sources(kg: atsmu_kg.KnowledgeGraph) -> None:
    rows = kg.queries.faculties(lang="en").rows
    cited = kg.queries.faculties(lang="en").cite()
    assert [row.sources.graphs for row in rows] == [each.graphs for each in cited]
    assert [passage.position for passage in rows[0].sources.passages] == [14]
    assert rows[1].sources is rows[1].sources


def test_many_rows_know_their_sources_too(kg: atsmu_kg.KnowledgeGraph) -> None:
    few, many = (
        kg.query(f"SELECT ?s {{ ?s a akg:Figure }} ORDER BY ?s {rest}") for rest in ("LIMIT 2", "LIMIT 50")
    )
    all = kg.query("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s LIMIT 101")
    assert len(all) > FEW > len(many) > len(few)
    assert few[1].sources.graphs == many[1].sources.graphs
    assert all[100].sources.statements == all.cite()[100].statements


def test_rows_that_look_the_same_have_sources_of_their_own(kg: atsmu_kg.KnowledgeGraph) -> None:
    answer = kg.query("SELECT ?lang { atsmu:university skos:prefLabel ?name BIND(1 AS ?lang) }")
    sources = [row.sources.statements for row in answer]
    assert len(set(answer.rows)) == 1
    assert len(set(sources)) == len(sources) > 1


@pytest.mark.parametrize(
    "leave", [copy.copy, lambda row: pickle.loads(pickle.dumps(row))], ids=["copied", "pickled"]
)
def test_a_row_that_left_its_answer_says_that_it_has_no_sources(
    kg: atsmu_kg.KnowledgeGraph, leave: Callable[[Row], Row]
) -> None:
    row = leave(kg.queries.faculties(lang="en")[0])
    with pytest.raises(QueryError, match="does not know the answer"):
        row.sources  # noqa: B018


def test_a_column_named_sources_hides_them(kg: atsmu_kg.KnowledgeGraph) -> None:
    assert kg.query("SELECT (1 AS ?sources) {}").one().sources == 1
