"""kg.dataset: the same as what rdflib itself makes of the same file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.sparql import prepareQuery, prepareUpdate
from rdflib.query import Result

from atsmu_kg.errors import ParameterError, QueryError, QuerySyntaxError, StoreError
from atsmu_kg.stores.dataset import rdflib_dataset
from atsmu_kg.stores.embedded import EmbeddedStore

# rdflib's own code calls what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")

EX = Namespace("http://example.org/")
NQUADS = """\
<http://example.org/a> <http://example.org/p> "x" .
<http://example.org/a> <http://example.org/p> "x" <http://example.org/g> .
<http://example.org/a> <http://example.org/p> "x" <http://example.org/h> .
<http://example.org/a> <http://example.org/p> "x"@tg <http://example.org/h> .
<http://example.org/a> <http://example.org/p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://example.org/a> <http://example.org/year> "1939"^^<http://www.w3.org/2001/XMLSchema#gYear> .
<http://example.org/b> <http://example.org/p> <http://example.org/a> <http://example.org/h> .
"""
DATA = Path(__file__).parent.parent / "data" / "atsmu-kg.nq"


@pytest.fixture(params=["small", pytest.param("packaged", marks=pytest.mark.long)], scope="module")
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "packaged":
        return DATA
    path = tmp_path_factory.mktemp("data") / "small.nq"
    path.write_text(NQUADS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def plain(file: Path) -> Dataset:
    return Dataset().parse(file, format="nquads")


@pytest.fixture(scope="module")
def ours(file: Path) -> Dataset:
    return rdflib_dataset(EmbeddedStore.memory(str(file)))


@pytest.fixture
def small() -> Dataset:
    return rdflib_dataset(EmbeddedStore.memory()).parse(data=NQUADS, format="nquads")


def test_quads_are_the_same_and_have_equal_terms(plain: Dataset, ours: Dataset) -> None:
    assert set(ours.quads()) == set(plain.quads())
    assert Counter(ours.quads()) == Counter(plain.quads())


def test_the_default_graph_is_the_same(plain: Dataset, ours: Dataset) -> None:
    assert set(ours.default_graph) == set(plain.default_graph)
    assert set(ours.triples((None, None, None))) == set(plain.triples((None, None, None)))
    assert len(ours.default_graph) == len(plain.default_graph) > 0


def test_lengths_are_the_same(plain: Dataset, ours: Dataset) -> None:
    assert len(ours) == len(plain)
    sizes = {graph.identifier: len(graph) for graph in plain.graphs()}
    assert {graph.identifier: len(graph) for graph in ours.graphs()} == sizes


def test_the_graphs_of_a_triple_are_the_same(plain: Dataset, ours: Dataset) -> None:
    for triple in list(plain.default_graph)[:50]:
        names = [graph.identifier for graph in plain.graphs(triple)]
        assert Counter(graph.identifier for graph in ours.graphs(triple)) >= Counter(names)


def test_membership_is_the_same(plain: Dataset, ours: Dataset) -> None:
    graphs = [graph.identifier for graph in plain.graphs()]
    for *triple, _ in list(plain.quads())[:40]:
        assert (tuple(triple) in ours) == (tuple(triple) in plain)
        assert [(*triple, name) in ours for name in graphs] == [(*triple, name) in plain for name in graphs]


def test_a_union_gives_each_triple_once(plain: Dataset, ours: Dataset) -> None:
    mine, theirs = (
        Dataset(store=ours.store, default_union=True),
        Dataset(store=plain.store, default_union=True),
    )
    everything = (None, None, None)
    assert Counter(mine.triples(everything)) == Counter(theirs.triples(everything))


def test_a_pattern_with_a_graph_gives_that_graph_only(ours: Dataset) -> None:
    for graph in ours.graphs():
        assert {name for *_, name in ours.quads((None, None, None, graph))} <= {graph.identifier}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?o { ?s ?p ?o }",
        "SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?s ?r { ?s ?p ?o OPTIONAL { ?o ?p ?r } FILTER(isIRI(?o)) }",
        "ASK { ?s ?p ?o }",
        "ASK { ?s ?s ?s }",
        "CONSTRUCT { ?o ?p ?s } { ?s ?p ?o FILTER(isIRI(?o)) }",
    ],
)
def test_queries_have_the_same_answers(plain: Dataset, ours: Dataset, query: str) -> None:
    mine, theirs = ours.query(query), plain.query(query)
    assert mine.type == theirs.type
    assert mine.askAnswer == theirs.askAnswer
    assert mine.vars == theirs.vars
    assert Counter(_rows(mine)) == Counter(_rows(theirs))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        "SELECT * { ?s ?p ?o { SELECT * { SERVICE ?g { ?s ?p ?o } } } }",
    ],
)
def test_service_is_asked_by_no_kind_of_query(small: Dataset, query: str) -> None:
    for call in (
        lambda: small.query(query),
        lambda: small.query(query, initBindings={"s": EX.a}),
        lambda: small.query(query.replace("SERVICE", "\\u0053ERVICE"), initBindings={"s": EX.a}),
        lambda: small.query(prepareQuery(query)),
    ):
        with pytest.raises(QueryError, match=r"SERVICE|another endpoint"):
            call()


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <file:///etc/hostname>",
        "LOAD SILENT <file:///etc/hostname> INTO GRAPH <http://example.org/g>",
        "DELETE { ?s ?p ?o } USING <file:///etc/hostname> WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_an_update_reads_nothing_from_elsewhere(small: Dataset, update: str) -> None:
    before = len(small)
    for each in (update, prepareUpdate(update)):
        with pytest.raises(QueryError, match=r"LOAD|USING|SERVICE|another endpoint"):
            small.update(each)
    assert len(small) == before


def test_removing_a_graph_is_seen_by_workers() -> None:
    store = EmbeddedStore.memory()
    dataset = rdflib_dataset(store)
    dataset.add((EX.a, EX.p, EX.b, dataset.graph(EX.g)))  # type: ignore[arg-type]
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g {} }"
    assert store.query(count, timeout=60).cells() == ["1"]  # type: ignore[union-attr]
    dataset.remove_graph(EX.g)
    assert store.query(count, timeout=60).cells() == ["0"]  # type: ignore[union-attr]
    assert store.size == 0
    store.close()


def test_graphs_of_a_read_only_store_stay(tmp_path: Path) -> None:
    source = tmp_path / "small.nq"
    source.write_text(NQUADS, encoding="utf-8")
    with EmbeddedStore.open(tmp_path / "store", create_from=str(source), read_only=True) as store:
        names = store.graph_names()
        for change in (store.add_graph, store.remove_graph):
            with pytest.raises(StoreError, match="reading only"):
                change(names[0])
        assert store.graph_names() == names


def _rows(result: Result) -> list[object]:
    return [] if result.type == "ASK" else [tuple(row) for row in result]  # type: ignore[arg-type]


def test_a_graph_is_queried_by_itself(small: Dataset) -> None:
    (row,) = small.graph(EX.g).query("SELECT * { ?s ?p ?o }")
    assert row.o == Literal("x")  # type: ignore[union-attr]
    assert len(small.graph(EX.h).query("SELECT * { ?s ?p ?o }")) == 3


def test_bindings_of_variables_that_are_not_projected(small: Dataset) -> None:
    query = "SELECT ?o { ?s ?p ?o FILTER(isNumeric(?o)) }"
    assert [row.o for row in small.query(query, initBindings={"s": EX.a})] == [Literal(7)]  # type: ignore[union-attr]
    assert list(small.query(query, initBindings={"s": EX.b})) == []


def test_prepared_queries(small: Dataset) -> None:
    prepared = prepareQuery("SELECT ?o { ?s ex:year ?o }", initNs={"ex": EX})
    assert [str(row.o) for row in small.query(prepared)] == ["1939"]  # type: ignore[union-attr]


def test_a_union_is_queried_without_repeats(small: Dataset) -> None:
    union = Dataset(store=small.store, default_union=True)
    assert [int(row.n) for row in union.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == [5]  # type: ignore[union-attr]


def test_known_prefixes_are_bound(small: Dataset) -> None:
    assert dict(small.namespaces())["skos"] == URIRef(str(SKOS))
    assert small.namespace_manager.curie("https://w3id.org/atsmu-kg/ontology#Figure") == "akg:Figure"


def test_writing_through_rdflib_reaches_the_store() -> None:
    store = EmbeddedStore.memory()
    dataset = rdflib_dataset(store)
    dataset.add((EX.a, RDF.type, EX.C))
    dataset.graph(EX.g).add((EX.a, EX.p, Literal("да", lang="ru")))
    dataset.add((EX.a, EX.p, BNode("b"), EX.g))
    assert store.size == 3
    assert len(dataset.graph(EX.g)) == 2
    dataset.remove((EX.a, None, None, EX.g))
    assert store.size == 1
    dataset.remove_graph(EX.g)
    assert store.graph_names() == []


def test_parsing_n_quads_keeps_the_default_graph(small: Dataset) -> None:
    small.parse(
        data="<http://example.org/c> <http://example.org/p> <http://example.org/c> .", format="nquads"
    )
    assert len(small.default_graph) == 4


def test_an_update_runs_in_rdflib(small: Dataset) -> None:
    small.update("INSERT DATA { GRAPH ex:g { ex:n ex:n 1 } }", initNs={"ex": EX})
    assert (EX.n, EX.n, Literal(1), EX.g) in small


def test_prefixes_are_rebound_in_both_directions(small: Dataset) -> None:
    store = small.store
    store.bind("one", EX)
    store.bind("two", EX)
    assert (store.prefix(EX), store.namespace("one")) == ("two", None)  # type: ignore[arg-type]
    store.bind("two", URIRef("http://example.org/other#"))
    assert store.prefix(EX) is None  # type: ignore[arg-type]
    store.bind("two", EX, override=False)
    assert store.namespace("two") == URIRef("http://example.org/other#")


def test_a_node_that_rdf_has_no_place_for_matches_nothing(small: Dataset) -> None:
    assert list(small.triples((Literal("x"), None, None))) == []
    assert list(small.triples((URIRef("not an iri"), None, None))) == []
    assert (EX.a, EX.p, Literal("x", datatype=URIRef("http://www.w3.org/2001/XMLSchema#string"))) in small


def test_adding_such_a_node_is_an_error(small: Dataset) -> None:
    with pytest.raises(ParameterError):
        small.add((URIRef("not an iri"), EX.p, EX.a))


def test_errors_are_ours(small: Dataset) -> None:
    with pytest.raises(QuerySyntaxError):
        small.query("SELECT nothing")


@pytest.mark.parametrize("source", ["file:///etc/hostname", "http://example.org/g"])
def test_from_loads_nothing(small: Dataset, source: str) -> None:
    query = f"SELECT * FROM <{source}> {{ ?s ?p ?o }}"
    before = len(small)
    assert len(small.query(query)) == (1 if source == str(EX.g) else 0)
    with pytest.raises(QueryError, match="FROM"):
        small.query(query, initBindings={"s": EX.a})
    with pytest.raises(QueryError, match="FROM"):
        small.query(prepareQuery(query))
    assert len(small) == before


def test_a_read_only_store_stays_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "small.nq"
    source.write_text(NQUADS, encoding="utf-8")
    with EmbeddedStore.open(tmp_path / "store", create_from=str(source), read_only=True) as store:
        dataset = rdflib_dataset(store)
        assert len(dataset.graph(EX.unheard)) == 0
        with pytest.raises(StoreError, match="reading only"):
            dataset.add((EX.a, EX.p, EX.a))
        with pytest.raises(StoreError, match="reading only"):
            dataset.remove_graph(EX.g)
        assert isinstance(dataset.default_graph, Graph)
        assert store.size == 7
