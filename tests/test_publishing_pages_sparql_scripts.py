"""The scripts of the page of SPARQL beside the library's own code: what both do they do alike."""

from __future__ import annotations

import ast
import json
import shlex
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest

import atsmu_kg
from atsmu_kg.errors import LimitError
from atsmu_kg.lint import lint
from atsmu_kg.lint.usage import Usage
from atsmu_kg.publishing.pages.addresses import Addresses
from atsmu_kg.publishing.pages.answers import checksum
from atsmu_kg.publishing.pages.scripts import SOURCES
from atsmu_kg.publishing.pages.usage import terms
from atsmu_kg.queries.template import without_header
from atsmu_kg.rdf.namespaces import BASE, PREFIXES, contract
from atsmu_kg.sparql.guard import Guard
from atsmu_kg.sparql.tokens import tokens
from atsmu_kg.text import nearest

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")

ODD = (
    "SELECT * { ?s <p> \"a\\\"b\"@en--ltr, '''x\ny''' . _:b ?p -1.5e3 } # c",
    "ASK{?a<?b}",
    "a.b:c a.b.c :x. x:y.z. x:%41 x:\\~ <<( ?a ?b ?c )>> << ?a ?b ?c >>",
    '"unclosed',
    "'''unclosed\n",
    "true.",
    "FILTER(?a+1>=-2&&!?b||?c!=?d)",
    'ақида:факулта ?номҳо "ё"',
    "<a b> <ab> < 3 1.2.3 .5 5. 1e5 +3 x:a...b x:... a-b:c",
    "SELECT(?x AS?y){} 😀",
)
LINTED = (
    "SELECT ?f { ?f a akg:Facultie }",
    "SELECT ?f { ?f akg:facultyCoun 4 }",
    "SELECT ?f { ?f !akg:nam [] }",
    'SELECT ?f { ?f skos:prefLabel "Dentistry Faculty" }',
    "SELECT ?f { GRAPH graph:s99 { ?f a akg:Faculty } }",
    'SELECT ?f { ?f skos:prefLabel "x"@xx }',
    'SELECT ?n { ?f skos:prefLabel ?n FILTER(LANG(?n) = "tj") }',
    'SELECT ?n { ?f skos:prefLabel ?n FILTER(LANG(?n) IN ("en", "tj")) }',
    'SELECT ?n { ?f skos:prefLabel ?n FILTER LANGMATCHES(LANG(?n), "tj") }',
    "SELECT ?f ?n { ?f a akg:Faculty ; skos:prefLabel ?n }",
    "SELECT DISTINCT ?f { ?f a akg:Faculty ; skos:prefLabel ?n }",
    "SELECT ?name { ?f a akg:Faculty }",
    "SELECT ?f { ?f a akg:Faculty ; schema:maxValue [] }",
    "SELECT ?f { ?f a akg:Figure ; schema:maxValue ?most ; schema:value ?least }",
    "SELECT (SUM(?v) AS ?s) { ?f a akg:Figure ; schema:value ?v }",
    "SELECT (COUNT(*) AS ?n) { ?f a akg:Figure ; schema:value ?v }",
    "SELECT ?c { ?c a schema:Country FILTER NOT EXISTS { [] akg:hasStudentsFrom ?c } }",
    "SELECT ?c { ?c a schema:Country MINUS { [] akg:hasStudentsFrom ?c } }",
    "SELECT ?c { ?c a schema:Country FILTER EXISTS { [] akg:hasStudentsFrom ?c } }",
    "SELECT ?f { ?u ^org:unitOf/skos:prefLabel ?f . { SELECT ?u { ?u a akg:University } } }",
    "SELECT ?f { VALUES ?f { akg:x } OPTIONAL { ?f a [ schema:value 5 , 6.5 ] } }",
    "SELECT ?f { ?f a akg:Faculty } LIMIT 3",
    "SELECT ?f { ?f a akg:Faculty } ORDER BY ?f LIMIT 3 OFFSET 1",
    "SELECT (COUNT(?f) AS ?n) { ?f a akg:Faculty } OFFSET 0",
    "ASK { { SELECT ?f { ?f a akg:Faculty } OFFSET 1 LIMIT 3 } }",
    "SELECT ?c (COUNT(*) AS ?n) { [] a ?c } GROUP BY ?c HAVING(?n > 3)",
    "SELECT ?c (COUNT(*) AS ?n) { [] a ?c } GROUP BY ?c HAVING(COUNT(*) > 3) (COUNT(*) < 9)",
    "CONSTRUCT { ?f a akg:Nothing } WHERE { ?f a akg:Faculty }",
    "SELECT ?f { ?f schema:measuredProperty akg:studentCount }",
)
CODES = {
    *("unknown-class", "unknown-property", "unknown-graph", "unknown-language", "unused-property"),
    *("literal-type", "language-rows", "unbound-variable", "variable-used-once", "required-maximum"),
    *("sum-of-figures", "open-list", "deprecated-term", "unordered-limit", "having-alias"),
}
RENDERED = """
import { rendered } from "SOURCES/terms.js";
export const known = (text, type) => rendered(text, type, () => "");
"""
CHOSEN = """
import { negotiated, SOLUTIONS } from "SOURCES/protocol.js";
export const chosen = (accept) => negotiated(accept, SOLUTIONS);
"""
FINDINGS = """
import { lint } from "SOURCES/lint.js";
import { place } from "SOURCES/tokens.js";
import { Vocabulary } from "SOURCES/vocabulary.js";
export async function findings(index, graphs, texts) {
  const vocabulary = new Vocabulary(index, graphs);
  const store = { strangers: async () => new Map(), lacking: async () => new Map() };
  const told = [];
  for (const text of texts) {
    const all = await lint(text, vocabulary, store);
    told.push(all.map(({ code, from }) => [code, place(text, from).line, place(text, from).column]));
  }
  return told;
}
"""
TEXTS = ('") } #', "\\", "'''", '"@en ?x', "a\nb\r\tc", "😀", "\x0b\x00", "?name", "<script>", "")


def called(module: str | Path, name: str, *calls: Any) -> list[Any]:
    """What a function of a module of ours, or of another one, answers to each list of arguments."""
    given = {"module": (SOURCES / module).as_uri(), "name": name, "calls": calls}
    command = [str(NODE), str(Path(__file__).with_name("call.mjs"))]
    ran = subprocess.run(command, input=json.dumps(given).encode(), capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    answers: list[Any] = json.loads(ran.stdout)
    return answers


def wrapper(folder: Path, module: str, text: str) -> Path:
    """A module that says how one of ours is called, where not all arguments are data."""
    file = folder / f"{module}.mjs"
    file.write_text(text.replace("SOURCES", SOURCES.as_uri()), "utf-8")
    return file


@pytest.fixture(scope="module")
def kg() -> atsmu_kg.KnowledgeGraph:
    return atsmu_kg.load()


@pytest.fixture(scope="module")
def queries(kg: atsmu_kg.KnowledgeGraph) -> list[str]:
    return [without_header(kg.queries[name].text) for name in sorted(kg.queries)]


def test_tokens_are_those_of_the_library(queries: list[str]) -> None:
    texts = [*queries, *ODD]
    read = called("tokens.js", "tokens", *([text] for text in texts))
    for text, found in zip(texts, read, strict=True):
        assert [(each["kind"], each["text"]) for each in found] == [
            (token.kind, token.text) for token in tokens(text)
        ]


def test_a_text_of_letters_and_dots_takes_no_longer_for_being_long() -> None:
    (read,) = called("tokens.js", "tokens", ["a." * 50_000])
    assert len(read) == 100_000


@pytest.mark.parametrize("type", ["string", "iri"])
def test_what_is_typed_becomes_one_term(tmp_path: Path, type: str) -> None:
    texts = [*TEXTS, *(f"https://example.org/{text}" for text in TEXTS)]
    module = wrapper(tmp_path, "terms", RENDERED)
    for text, term in zip(texts, called(module, "known", *([text, type] for text in texts)), strict=True):
        if term is None:
            assert type == "iri"
            continue
        (quad,) = ox.parse(f"<a:a> <a:a> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)
        assert quad.object == (ox.Literal(text) if type == "string" else ox.NamedNode(text))


def test_what_looks_alike_is_what_the_library_finds() -> None:
    known = sorted(PREFIXES)
    wanted = ["agk", "scos", "shema", "Facultie", "", "org", "geoo", "figur"]
    assert called("nearest.js", "nearest", *([name, known] for name in wanted)) == [
        nearest(name, known) for name in wanted
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {}",
        "SELECT * " + "{" * 250 + "}" * 250,
        "SELECT * " + "{" * 251 + "}" * 251,
        "SELECT * { {}" + " UNION {}" * 501 + " }",
        "x" * 100_001,
        "ASK { SERVICE <http://example.org/> { } }",
        "ASK { \\u0053ERVICE <http://example.org/> { } }",
        "SELECT * { ?service a service:x } # SERVICE <http://example.org/> { }",
        "LOAD <http://example.org/>",
    ],
    ids=lambda text: text[:30],
)
def test_what_is_refused_is_what_the_library_refuses(text: str) -> None:
    (refused,) = called("guard.js", "refusal", [text])
    try:
        Guard().check(text)
    except LimitError as error:
        assert refused["limit"].replace("service", "allow_service") == error.facts["limit"]
    else:
        assert refused is None


def test_pages_are_where_the_site_has_them(kg: atsmu_kg.KnowledgeGraph) -> None:
    addresses = Addresses(BASE)
    iris = sorted({quad.subject.value for quad in kg.quads() if isinstance(quad.subject, ox.NamedNode)})
    iris += [f"{BASE}id/{text}" for text in ("a_b", "é/ё", "..", "a b")]
    folders = {"base": BASE, "shared": "https://elsewhere.example/"}
    there = called("address.js", "href", *([iri, folders] for iri in iris))
    # Terms are anchors of one page, to which their names lead.
    assert there == [addresses.href(iri).removeprefix("ontology.html") for iri in iris]
    things = [(iri, href) for iri, href in zip(iris, there, strict=True) if href and "#" not in iri]
    assert called("address.js", "iri", *([href, folders] for _, href in things)) == [iri for iri, _ in things]


def test_a_checksum_is_that_of_the_site() -> None:
    solutions = ox.Store().query('SELECT ?a ?b { VALUES (?a ?b) { (<a:a> "ё\\n"@ru) (1 UNDEF) } }')
    assert isinstance(solutions, ox.QuerySolutions)
    lines = '<a:a> "ё\\n"@ru\n"1"^^<http://www.w3.org/2001/XMLSchema#integer> \n'
    assert called("checksum.js", "checksum", [lines]) == [checksum(solutions)]


@pytest.mark.parametrize(
    ("accept", "type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/xml;q=0.9, text/csv;q=0.1", "application/sparql-results+xml"),
        ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
        ("image/png", ""),
        ("", ""),
    ],
)
def test_formats_are_negotiated(tmp_path: Path, accept: str, type: str) -> None:
    assert called(wrapper(tmp_path, "protocol", CHOSEN), "chosen", [accept]) == [type]


def test_the_lint_finds_what_the_librarys_finds(
    tmp_path: Path, kg: atsmu_kg.KnowledgeGraph, queries: list[str]
) -> None:
    """Of a text and the index alone: what the store is asked about the things of a query is left out."""
    texts = [*queries, *LINTED]
    usage = Usage(kg.store, kg.prefixes)
    subject: Any = SimpleNamespace(
        addresses=SimpleNamespace(base=BASE), labels=SimpleNamespace(names=lambda _: {})
    )
    index = terms(subject, usage, merged=True, prefixes=kg.prefixes)
    graphs = {contract(graph, kg.prefixes): ["", "", "", ""] for graph in usage.graphs}
    module = wrapper(tmp_path, "lint", FINDINGS)
    (mine,) = called(module, "findings", [index, graphs, texts])
    for text, found in zip(texts, mine, strict=True):
        findings = lint(kg.store, text, kg.prefixes, usage=usage)
        told = {(each.code, each.line, each.column) for each in findings if each.code in CODES}
        assert {(code, line, column) for code, line, column in found} == told, text


NAMED = {
    "address": "http://127.0.0.1/sparql/#name=certainly_at_least&floor=500",
    "text": "ASK { ?f a akg:Faculty }",
    "name": "certainly_at_least",
    "values": {"floor": "500", "lang": "ru", "thing": "it's"},
    "parameters": [{"name": "floor", "type": "xsd:integer"}, {"name": "lang", "type": "string"}],
}
OWN = {**NAMED, "name": None, "text": 'SELECT * { ?s ?p "it\'s \\\\ """ \\u0041" }'}


def test_what_is_shown_can_be_asked_for_elsewhere() -> None:
    prefixes = {"akg": str(PREFIXES["akg"])}
    live = {"isOurs": True, "prefixes": prefixes, "server": "http://127.0.0.1"}
    others = {**live, "isOurs": False}
    static = {**live, "server": ""}
    told = called("elsewhere.js", "ways", [NAMED, live], [NAMED, others], [NAMED, static], [OWN, live])
    named, foreign, offline, own = map(dict, told)
    assert list(named) == ["link", "curl", "Python", "SPARQL"]
    assert named["curl"] == (
        "curl 'http://127.0.0.1/api/queries/certainly_at_least?floor=500&lang=ru&thing=it%27s&sources=true'"
    )
    assert named["SPARQL"] == f"PREFIX akg: <{prefixes['akg']}>\nASK {{ ?f a akg:Faculty }}"
    assert 'connect("http://127.0.0.1/sparql")' in named["Python"]
    assert 'kg.queries.certainly_at_least(floor=500, lang="ru", thing="it\'s")' in named["Python"]
    # The library's queries are not those of another institution.
    assert "kg.query(" in foreign["Python"]
    assert "atsmu_kg.load()" in offline["Python"]
    assert "curl" not in offline
    for written in (named, foreign, offline, own):
        compile(written["Python"], "shown", "exec")
    text = ast.literal_eval(own["Python"].partition("kg.query(")[2].rstrip(")"))
    assert text.strip() == own["SPARQL"]
    arguments = shlex.split(own["curl"])
    assert arguments[-1] == f"query={own['SPARQL']}"


def test_triples_of_a_server_are_the_rows_of_the_page() -> None:
    lines = '<a:s> <a:p> "x\\n\\"\\u00e9\\U0001F600"@en-GB .\n_:b <a:p> "1"^^<a:t> .\n<a:s> <a:p> "y" .\n\n'
    bindings = json.loads(called("live.js", "rows", [lines])[0])["results"]["bindings"]
    assert [row["object"] for row in bindings] == [
        {"type": "literal", "value": 'x\n"é😀', "xml:lang": "en-GB"},
        {"type": "literal", "value": "1", "datatype": "a:t"},
        {"type": "literal", "value": "y", "datatype": "http://www.w3.org/2001/XMLSchema#string"},
    ]
    assert bindings[1]["subject"] == {"type": "bnode", "value": "b"}
