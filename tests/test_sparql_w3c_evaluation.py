"""The W3C's evaluation tests of SPARQL 1.1, asked of the embedded engine through the library.

Those that it answers otherwise than the specification are listed here, by what the page on endpoints says of
them: a list that is shorter or longer than what fails is out of date.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from test_public_reports import NAMES
from test_sparql_w3c import MANIFEST, QUERY, RDF

from atsmu_kg.errors import AtsmuKGError
from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.results import Result
from atsmu_kg.results.graph import GraphResult
from atsmu_kg.stores.embedded import EmbeddedStore

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
KINDS = (f"{MANIFEST}QueryEvaluationTest", f"{MANIFEST}CSVResultFormatTest")

# What the engine answers otherwise, by the rows of the table in docs/endpoints.md.
OTHERWISE = {
    "a path of length zero": {
        "property-path/zero_or_more_set_end",
        "property-path/zero_or_more_set_start",
        "property-path/zero_or_one_set_end",
        "property-path/zero_or_one_set_start",
    },
    "the graph's variable within GRAPH": {
        "aggregates/agg-empty-group-count-graph",
        "bindings/graph",
        "negation/graph-minus",
    },
    "numbers": {"csv-tsv-res/csv03", "csv-tsv-res/tsv03"},
}


class EvaluationTest:
    """One test of a manifest: a query, its data, and the result that is right."""

    def __init__(
        self, folder: Path, name: str, query: Path, data: list[Path], graphs: list[Path], result: Path
    ):
        self.folder = folder
        self.name = f"{folder.name}/{name}"
        self.query = query
        self.data = data
        self.graphs = graphs
        self.result = result

    @property
    def base(self) -> str:
        return f"{BASE}{self.folder.name}/"

    def asked(self) -> Any:
        """The answer of a graph that holds the data."""
        store = EmbeddedStore.memory()
        for file in self.data:
            store.extend(self._quads(file, ox.DefaultGraph()))
        for file in self.graphs:
            store.extend(self._quads(file, ox.NamedNode(self.base + file.name)))
        with KnowledgeGraph(store) as kg:
            return comparable(
                kg.query(f"BASE <{self.base}> {self.query.read_text('utf-8')}"), self.result.suffix
            )

    def _quads(self, file: Path, graph: ox.DefaultGraph | ox.NamedNode) -> Iterator[ox.Quad]:
        kind = ox.RdfFormat.from_extension(file.suffix[1:])
        for quad in ox.parse(path=str(file), format=kind, base_iri=self.base + file.name):
            yield ox.Quad(*quad.triple, graph)

    def right(self) -> Any:
        """The answer that the test wants."""
        if self.result.suffix == ".csv":
            return table(self.result.read_text("utf-8"))
        if self.result.suffix == ".ttl":
            quads = list(self._quads(self.result, ox.DefaultGraph()))
            described = any(quad.predicate.value == f"{RESULT_SET}resultVariable" for quad in quads)
            return described_solutions(quads) if described else isomorphic(quads)
        found = ox.parse_query_results(self.result.read_bytes(), format=RESULTS[self.result.suffix])
        return bool(found) if isinstance(found, ox.QueryBoolean) else solutions(found)


def comparable(answer: Any, suffix: str) -> Any:
    """An answer as ``right`` gives it."""
    if isinstance(answer, GraphResult):
        return isomorphic(answer.quads())
    if not isinstance(answer, Result):
        return bool(answer)
    if suffix == ".csv":
        return table(answer.to_csv())
    found = ox.parse_query_results(answer.to_json(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return solutions(found)


def table(text: str) -> Counter[Any]:
    """The rows of a CSV document, whatever order its columns have: that of SELECT * is not fixed."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return Counter(tuple((name, re.sub("^_:.*", "_:", row[name])) for name in sorted(row)) for row in rows)


def solutions(found: ox.QuerySolutions) -> Counter[Any]:
    """The rows as a multiset; blank nodes are known by where they stand first in their row."""
    names = sorted(variable.value for variable in found.variables)
    return Counter(tuple(cells([row[name] for name in names])) for row in found)


def described_solutions(quads: list[ox.Quad]) -> Counter[Any]:
    """The same of a result that a graph describes, in the vocabulary of the first tests."""
    about: dict[Any, dict[str, list[Any]]] = {}
    for quad in quads:
        local = quad.predicate.value.removeprefix(RESULT_SET)
        about.setdefault(quad.subject, {}).setdefault(local, []).append(quad.object)
    (described,) = [facts for facts in about.values() if "resultVariable" in facts]
    names = sorted(name.value for name in described["resultVariable"])
    rows = []
    for solution in described.get("solution", []):
        bound = [about[each] for each in about[solution].get("binding", [])]
        values = {each["variable"][0].value: each["value"][0] for each in bound}
        rows.append(tuple(cells([values.get(name) for name in names])))
    return Counter(rows)


def cells(row: list[Any]) -> Iterator[object]:
    nodes: dict[object, int] = {}
    for term in row:
        if isinstance(term, ox.BlankNode):
            yield nodes.setdefault(term, len(nodes))
        elif isinstance(term, ox.Literal):
            value = to_python(term)
            yield value if value == value else "NaN", term.datatype.value
        else:
            yield term


def isomorphic(quads: Any) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def listed(folder: Path) -> Iterator[EvaluationTest]:
    """The tests of all manifests below a folder."""
    for file in sorted(folder.rglob("manifest.ttl")):
        about: dict[tuple[Any, str], list[Any]] = {}
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE, base_iri="file:///"):
            about.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
        for (test, predicate), kinds in about.items():
            if predicate != f"{RDF}type" or kinds[0].value not in KINDS:
                continue
            (action,) = about[test, f"{MANIFEST}action"]
            (query,) = about[action, f"{QUERY}query"]
            (result,) = about[test, f"{MANIFEST}result"]

            def local(term: Any, folder: Path = file.parent) -> Path:
                return folder / str(term.value).removeprefix("file:///")

            yield EvaluationTest(
                file.parent,
                test.value.rpartition("#")[2],
                local(query),
                [local(each) for each in about.get((action, f"{QUERY}data"), [])],
                [local(each) for each in about.get((action, f"{QUERY}graphData"), [])],
                local(result),
            )


def test_what_the_embedded_engine_answers_otherwise(shared: Path) -> None:
    folder = shared / "external" / "w3c-sparql11-tests"
    if not folder.is_dir():
        pytest.skip("the W3C's tests of SPARQL 1.1 are not in the folder shared/ beside the checkout")
    failing, count = {}, 0
    for test in listed(folder):
        count += 1
        try:
            if test.asked() != test.right():
                failing[test.name] = "another answer"
        except AtsmuKGError as error:
            failing[test.name] = str(error).splitlines()[0]
    known = {name for names in OTHERWISE.values() for name in names}
    assert failing.keys() == known, failing
    assert count == 231


# A query that the engine answers otherwise, that answer, and a query that gives what the specification wants.
NAMED = ox.NamedNode("https://example.org/g1"), ox.NamedNode("https://example.org/g2")
ROWS: list[tuple[str, list[tuple[Any, ...]], str, list[tuple[Any, ...]]]] = [
    (
        "SELECT ?o { ex:unknown ex:p* ?o }",
        [],
        "SELECT ?o { { ex:unknown ex:p+ ?o } UNION { BIND(ex:unknown AS ?o) } }",
        [("https://example.org/unknown",)],
    ),
    (
        "SELECT ?c { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s ex:p ?o } } }",
        [(2,)],
        "SELECT (COUNT(*) AS ?c) { GRAPH ?g { ?s ex:p ?o } } GROUP BY ?g",
        [(1,), (1,)],
    ),
    (
        'SELECT ?g { GRAPH ?g { VALUES (?g ?t) { (UNDEF "all") } } }',
        [(None,)],
        'SELECT ?g { GRAPH ?g { } VALUES (?g ?t) { (UNDEF "all") } } ORDER BY ?g',
        [(NAMED[0].value,), (NAMED[1].value,)],
    ),
    (
        "SELECT ?s { GRAPH ?g { ?s ex:p ?o MINUS { ?other ex:q ?v } } }",
        [("https://example.org/c",)],
        "SELECT ?s { GRAPH ?g { ?s ex:p ?o } } ORDER BY ?s",
        [("https://example.org/a",), ("https://example.org/c",)],
    ),
    (
        'SELECT (DATATYPE("7"^^xsd:int) AS ?type) {}',
        [("http://www.w3.org/2001/XMLSchema#integer",)],
        'SELECT (DATATYPE("7"^^ex:number) AS ?type) {}',
        [("https://example.org/number",)],
    ),
    (
        'SELECT (REPLACE("abc", "(b)", "$1x") AS ?text) {}',
        [("ac",)],
        'SELECT (CONCAT(REPLACE("abc", "(b).*", "$1"), "x") AS ?text) {}',
        [("abx",)],
    ),
    (
        r'SELECT (REPLACE("abc", "b", "\\$") AS ?text) {}',
        [(r"a\$c",)],
        'SELECT (CONCAT(STRBEFORE("abc", "b"), "$", STRAFTER("abc", "b")) AS ?text) {}',
        [("a$c",)],
    ),
    (
        'SELECT (COUNT(DISTINCT ?x) AS ?nodes) { VALUES ?n { 1 2 } BIND(BNODE("x") AS ?x) }',
        [(1,)],
        "SELECT (COUNT(DISTINCT ?x) AS ?nodes) { VALUES ?n { 1 2 } BIND(BNODE() AS ?x) }",
        [(2,)],
    ),
    (
        "SELECT (COUNT(*) AS ?ways) { GRAPH ?g { ex:a ex:p|!ex:q ?o } }",
        [(1,)],
        "SELECT (COUNT(*) AS ?ways) { GRAPH ?g { { ex:a ex:p ?o } UNION { ex:a !ex:q ?o } } }",
        [(2,)],
    ),
    (
        'SELECT (COUNT(?x + 1) AS ?sums) { VALUES ?x { 1 "one" } }',
        [(None,)],
        'SELECT (COUNT(?sum) AS ?sums) { VALUES ?x { 1 "one" } BIND(?x + 1 AS ?sum) }',
        [(1,)],
    ),
    (
        "SELECT (true > false AS ?greater) {}",
        [(None,)],
        "SELECT (STR(true) > STR(false) AS ?greater) {}",
        [(True,)],
    ),
    (
        'SELECT ("NaN"^^xsd:double < 1 AS ?less) {}',
        [(None,)],
        'SELECT (COALESCE("NaN"^^xsd:double < 1, false) AS ?less) {}',
        [(False,)],
    ),
    (
        "SELECT (ex:a <= ex:a AS ?alike) {}",
        [(True,)],
        "SELECT (ex:a = ex:a AS ?alike) {}",
        [(True,)],
    ),
    (
        "SELECT (9223372036854775807 + 1 AS ?sum) {}",
        [(None,)],
        "SELECT (9223372036854775807.0 + 1 AS ?sum) {}",
        [(9223372036854775808,)],
    ),
]


@pytest.mark.parametrize(("query", "otherwise", "instead", "right"), ROWS, ids=[row[0] for row in ROWS])
def test_what_to_write_instead(
    query: str, otherwise: list[tuple[Any, ...]], instead: str, right: list[tuple[Any, ...]]
) -> None:
    store = EmbeddedStore.memory()
    for name, turtle in zip(NAMED, ("ex:a ex:p ex:b ; ex:q 1 .", "ex:c ex:p ex:d ."), strict=True):
        document = f"@prefix ex: <https://example.org/> . {turtle}"
        quads = ox.parse(document.encode(), format=ox.RdfFormat.TURTLE)
        store.extend(ox.Quad(*quad.triple, name) for quad in quads)
    with KnowledgeGraph(store) as kg:
        assert [tuple(row) for row in kg.select(NAMES + query).rows] == otherwise
        assert [tuple(row) for row in kg.select(NAMES + instead).rows] == right


def test_numbers_are_kept_by_their_value() -> None:
    store = EmbeddedStore.memory()
    text = "<a:s> <a:p> '-3'^^<{0}negativeInteger> , '1.0E6'^^<{0}double> , '1.50'^^<{0}decimal> ."
    turtle = text.format("http://www.w3.org/2001/XMLSchema#")
    store.extend(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    kept = {(quad.object.value, quad.object.datatype.value.rpartition("#")[2]) for quad in store.quads()}
    assert kept == {("-3", "integer"), ("1000000", "double"), ("1.5", "decimal")}
