"""Other people's SPARQL servers give the same answers as the embedded engine, but for what is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from endpoints import comunica, oxigraph, rdflib_endpoint, virtuoso
from endpoints.differences import ANSWERS, ORDERS, REFUSALS, VALUES
from endpoints.endpoint import Endpoint
from endpoints.server import Running, name_of, require
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from atsmu_kg.graph import KnowledgeGraph, load
from atsmu_kg.queries import NamedQuery, packaged
from atsmu_kg.rdf.namespaces import expand
from atsmu_kg.rdf.terms import to_python
from atsmu_kg.results.boolean import BooleanResult
from atsmu_kg.results.rows import Row
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.errors import EndpointError
from atsmu_kg.validation import Report

ROOT = Path(__file__).parent.parent
DATASET = ROOT / "data" / "atsmu-kg.nq"
SERVERS = (virtuoso, comunica, rdflib_endpoint, oxigraph)
DESCRIBE = "DESCRIBE claim:best-library"


def asked() -> Iterator[ParameterSet]:
    """Each query with its example: in Tajik, whose letters servers order in other ways, and, where there is
    time, in the other languages too. Then in English what else may be asked of it."""
    for query in packaged().values():
        if not any(each.name == "lang" for each in query.parameters):
            yield pytest.param(query, query.example, id=query.name)
            continue
        for lang in ("tg", "ru", "en"):
            marks = () if lang == "tg" else (pytest.mark.long,)
            yield pytest.param(query, {**query.example, "lang": lang}, id=f"{query.name}-{lang}", marks=marks)
    for query in packaged().values():
        for more in further(query):
            yield pytest.param(
                query, {**query.example, **more}, id=" ".join([query.name, *map(str, more.values())])
            )


def further(query: NamedQuery) -> list[dict[str, Any]]:
    """Parameters beside those of the example: each optional one once, and what former queries asked."""
    optional = [
        {each.name: each.choices[-1] if each.choices else each.example}
        for each in query.parameters
        if each.name != "lang" and not each.required and (each.choices or each.example is not None)
    ]
    default = {each.name: each.default for each in query.parameters}
    chosen = [more for more in [*optional, *query.replaces.values()] if not more.items() <= default.items()]
    return [more for at, more in enumerate(chosen) if more not in chosen[:at]]


def on(server: ModuleType, *more: Any, id: str = "") -> ParameterSet:
    """A server to ask: Oxigraph's by `make test`, since it starts in a moment, the others by `.ci/run`."""
    marks = () if server is oxigraph else (pytest.mark.servers,)
    return pytest.param(server, *more, id=id or name_of(server), marks=marks)


@pytest.fixture(scope="session", params=[*map(on, SERVERS)])
def server(request: pytest.FixtureRequest) -> ModuleType:
    found: ModuleType = request.param
    require(found)
    return found


@pytest.fixture(scope="session")
def name(server: ModuleType) -> str:
    return name_of(server)


@pytest.fixture(scope="session")
def endpoint(server: ModuleType, running: Running) -> Endpoint:
    return running(server, DATASET)


@pytest.fixture(scope="session")
def remote(endpoint: Endpoint) -> Iterator[KnowledgeGraph]:
    with endpoint.connect() as kg:
        yield kg


@pytest.fixture(scope="session")
def kg() -> Iterator[KnowledgeGraph]:
    with load() as found:
        yield found


def typed(rows: Iterable[Iterable[Any]]) -> list[list[tuple[type, Any]]]:
    """The cells with their types, since IRI("a") == "a" and 1 == Decimal(1)."""
    return [[(type(cell), cell) for cell in row] for row in rows]


def ask(kg: KnowledgeGraph, text: str) -> Iterable[Row]:
    answer = kg.query(text)
    assert not isinstance(answer, BooleanResult)
    return answer


def as_on(name: str, rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    """Rows of the embedded engine as a server is known to give them."""
    values = VALUES.get(name, {})
    return [[values.get(cell, cell) for cell in row] for row in rows]


@pytest.mark.parametrize(("query", "parameters"), [*asked()])
def test_named_queries(
    remote: KnowledgeGraph, kg: KnowledgeGraph, name: str, query: NamedQuery, parameters: dict[str, Any]
) -> None:
    here, there = kg.queries[query.name](**parameters), remote.queries[query.name](**parameters)
    assert there.columns == here.columns
    expected, found = typed(as_on(name, here)), typed(there)
    if f"{query.name}-{parameters.get('lang')}".removesuffix("-None") in ORDERS.get(name, ()):
        assert found != expected, "the server orders strings by code point now: strike this query from ORDERS"
        found.sort(key=repr)
        expected.sort(key=repr)
    assert found == expected


@pytest.mark.parametrize("text", ["ASK { ?faculty a akg:Faculty }", "ASK { ?faculty a akg:Facultie }"])
def test_ask(remote: KnowledgeGraph, kg: KnowledgeGraph, text: str) -> None:
    assert bool(remote.query(text)) is bool(kg.query(text))


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?faculty ?property ?value } WHERE { ?faculty a akg:Faculty ; ?property ?value }",
        "CONSTRUCT WHERE { ?figure akg:bound ?bound ; schema:value ?value }",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH graph:editorial { ?s ?p ?o } }",
    ],
)
def test_construct(remote: KnowledgeGraph, kg: KnowledgeGraph, text: str) -> None:
    assert set(ask(remote, text)) == set(ask(kg, text)) != set()


def test_describe(remote: KnowledgeGraph, kg: KnowledgeGraph, name: str) -> None:
    if DESCRIBE in REFUSALS.get(name, {}):
        return
    here, there = set(ask(kg, DESCRIBE)), set(ask(remote, DESCRIBE))
    # What describes a thing is left to the server: Virtuoso adds the triples that it is the object of.
    assert {triple for triple in there if triple.subject == expand("claim:best-library")} == here != set()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph",
        "SELECT ?type { GRAPH profile:s14 { ?faculty a ?type } } ORDER BY ?type ?faculty",
        "SELECT ?graph { GRAPH ?graph { atsmu:university schema:foundingDate ?year } } ORDER BY ?graph",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM graph:editorial FROM profile:s14 { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED graph:editorial { GRAPH ?graph { ?s ?p ?o } }",
    ],
)
def test_graphs(remote: KnowledgeGraph, kg: KnowledgeGraph, text: str) -> None:
    assert typed(ask(remote, text)) == typed(ask(kg, text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?broad { akg:Faculty rdfs:subClassOf* ?broad } ORDER BY ?broad",
        "SELECT ?name { atsmu:dentistry-faculty ^org:hasUnit/skos:prefLabel ?name } ORDER BY LANG(?name)",
        "SELECT ?x { VALUES ?x { UNDEF <urn:a> 1 2 } } ORDER BY ?x",
        "SELECT ?f { ?f a akg:Faculty MINUS { ?f skos:prefLabel 'Dentistry Faculty'@en } } ORDER BY ?f",
        "SELECT ?f { ?f a akg:Faculty FILTER NOT EXISTS { ?f skos:prefLabel 'x' } } ORDER BY ?f",
        "SELECT ?f ?year { ?f a akg:Faculty OPTIONAL { ?f schema:foundingDate ?year } } ORDER BY ?f ?year",
        "SELECT (GROUP_CONCAT(?code; SEPARATOR='|') AS ?codes) { VALUES ?code { 'a' 'b' } }",
        "SELECT (SUM(?n) AS ?sum) (AVG(?n) AS ?mean) (MIN(?n) AS ?least) { VALUES ?n { 1 2 } }",
        "SELECT (STRLEN('😀é') AS ?length) (SUBSTR('😀é', 2) AS ?rest) (UCASE('ҳ') AS ?upper) {}",
        "SELECT (STRLANG('a', 'en-GB') AS ?a) (IRI('urn:x') AS ?x) (STRDT('1939', xsd:gYear) AS ?year) {}",
        "SELECT ?v { atsmu:university schema:foundingDate ?v FILTER(STR(?v) < '2000') } ORDER BY ?v",
        "SELECT (2 * 1.5 AS ?three) (7 / 2.0 AS ?half) (1 + 1e0 AS ?two) (FLOOR(2.7) AS ?floor) {}",
        *sorted(frozenset().union(*ANSWERS.values())),
    ],
)
def test_features(remote: KnowledgeGraph, kg: KnowledgeGraph, name: str, text: str) -> None:
    same = typed(ask(remote, text)) == typed(ask(kg, text))
    assert same is (text not in ANSWERS.get(name, ()))


@pytest.mark.parametrize(
    ("server", "text"),
    [
        on(server, text, id=f"{name_of(server)}-{text[:20]}")
        for server in SERVERS
        for text in REFUSALS.get(name_of(server), ())
    ],
    indirect=["server"],
)
def test_refusals(remote: KnowledgeGraph, name: str, text: str) -> None:
    error, message = REFUSALS[name][text]
    with pytest.raises(error) as caught:
        remote.query(text)
    assert message in str(caught.value)


def test_a_syntax_error_says_where(endpoint: Endpoint) -> None:
    with endpoint.connect() as kg, pytest.raises(Exception, match="1:") as caught:
        kg.query("SELECT ?name { ?faculty skos:prefLabel }")
    assert not isinstance(caught.value, EndpointError)


@pytest.mark.whole
def test_all_quads_come_back(remote: KnowledgeGraph, kg: KnowledgeGraph, name: str) -> None:
    values = VALUES.get(name, {})

    def known(quad: Quad) -> tuple[Any, ...]:
        value = to_python(quad.object)
        return quad.subject, quad.predicate, values.get(value, value), quad.graph_name

    assert Counter(known(quad) for quad in kg.quads()) == Counter(
        (quad.subject, quad.predicate, to_python(quad.object), quad.graph_name) for quad in remote.quads()
    )
    assert len(remote) == len(kg)
    assert remote.version == kg.version


def test_finding(remote: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    for text in ("dentistry", "Тоҷикистон", "Tajikstan", "WHO"):
        assert remote.find(text) == kg.find(text) != ()


def test_records(remote: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    here, there = kg.university, remote.university
    assert (there.name, there.founded, there.names, there.identifiers, there.sources) == (
        *(here.name, here.founded, here.names, here.identifiers, here.sources),
    )
    # They come as the server orders strings.
    assert Counter(there.aliases) == Counter(here.aliases)
    for kind in ("faculties", "figures", "partner_countries", "registries", "claims", "passages"):
        assert [(each, str(each), each.sources) for each in getattr(remote, kind)] == [
            (each, str(each), each.sources) for each in getattr(kg, kind)
        ]


@pytest.mark.parametrize("query", ["faculties", "figures", "registries"])
def test_citing(remote: KnowledgeGraph, kg: KnowledgeGraph, query: str) -> None:
    assert remote.queries[query]().cite().to_text(full=True) == kg.queries[query]().cite().to_text(full=True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?faculty a akg:Facultie }",
        "SELECT * { ?faculty a akg:Faculty ; skos:prefLabel ?name FILTER(LANG(?name) = 'fr') }",
        "SELECT * { ?faculty a akg:Faculty ; schema:foundingDate ?year }",
    ],
)
def test_why_an_answer_is_empty(remote: KnowledgeGraph, kg: KnowledgeGraph, text: str) -> None:
    assert str(remote.query(text).why_empty()) == str(kg.query(text).why_empty())


@pytest.fixture(scope="session")
def report(kg: KnowledgeGraph) -> Report:
    """That of the embedded engine, which every server's is compared with."""
    return kg.validate(engine="shifty")


def reported(name: str, here: Report, there: Report, quads: Iterable[Quad]) -> bool:
    """Whether a report is that of the embedded engine, and beside it tells what the server made of values."""
    if name not in VALUES:
        return there.to_text() == here.to_text()
    changed = {to_python(quad.subject) for quad in quads if to_python(quad.object) in VALUES[name]}
    more = set(there) - set(here)
    return set(here) <= set(there) and changed <= {result.focus_node for result in more}


# Of Oxigraph's server the next test and that of a loopback say the same in a fraction of the time.
@pytest.mark.parametrize(
    "server",
    [
        pytest.param(server, marks=pytest.mark.long) if server is oxigraph else on(server)
        for server in SERVERS
    ],
    ids=name_of,
    indirect=True,
)
def test_validation(remote: KnowledgeGraph, report: Report, name: str, quads: frozenset[Quad]) -> None:
    there = remote.validate(engine="shifty")
    assert (there.focus_nodes, there.shapes) == (report.focus_nodes, report.shapes)
    assert reported(name, report, there, quads)


@pytest.fixture(scope="session")
def spoiled(quads: frozenset[Quad]) -> list[Quad]:
    """The figures of the dataset, one with a value that is no number, and what servers make other values of.

    They alone break many rules, since what they name is not there.
    """
    figure, value = NamedNode(expand("figure:faculties")), NamedNode(expand("schema:value"))
    changed = {value for values in VALUES.values() for value in values}
    subjects = {quad.subject for quad in quads if to_python(quad.object) in changed}
    return [
        Quad(quad.subject, value, Literal("many"), quad.graph_name)
        if (quad.subject, quad.predicate) == (figure, value)
        else quad
        for quad in sorted(quads, key=str)
        if quad.subject in subjects or str(quad.subject).startswith(f"<{expand('figure:')}")
    ]


@pytest.mark.parametrize("server", [on(virtuoso), on(oxigraph)], indirect=True)
@pytest.mark.whole
def test_validation_of_what_does_not_conform(
    server: ModuleType, name: str, spoiled: list[Quad], tmp_path: Path
) -> None:
    data = tmp_path / "spoiled.nq"
    data.write_bytes(serialize(spoiled, format=RdfFormat.N_QUADS) or b"")
    with EmbeddedStore.memory(str(data)) as store:
        here = KnowledgeGraph(store).validate(engine="shifty")
    with server.serve(tmp_path, data) as found, found.connect() as kg:
        there = kg.validate(engine="shifty")
    assert not here.conforms
    assert reported(name, here, there, spoiled)


@pytest.mark.parametrize("name", [name_of(server) for server in SERVERS])
def test_differences_are_documented(name: str) -> None:
    documented = (ROOT / "docs" / "endpoints.md").read_text(encoding="utf-8")
    differences = [said for _, said in REFUSALS.get(name, {}).values()]
    differences += [str(each.lexical) for each in VALUES.get(name, {}).values()]
    differences += [each.partition("-")[0] for each in ORDERS.get(name, ())]
    assert [each for each in differences if each not in documented] == []
