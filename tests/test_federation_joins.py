"""A join of two endpoints is an engine's work: by SERVICE at an endpoint that has it, or Comunica over both.

The second endpoint holds invented exchanges with countries of the first one's graph. What the joins should
give, one embedded store with both says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
from endpoints import comunica, oxigraph, rdflib_endpoint, virtuoso
from endpoints.endpoint import Endpoint
from endpoints.process import Process, free_port
from endpoints.server import Running, name_of, require

import atsmu_kg
from atsmu_kg import KnowledgeGraph
from atsmu_kg.errors import LimitError
from atsmu_kg.results import Result
from atsmu_kg.stores.embedded import EmbeddedStore
from atsmu_kg.stores.remote.credentials import Digest
from atsmu_kg.stores.remote.errors import AnswerSyntaxError, EndpointError, RefusedQueryError, ServerError

ROOT = Path(__file__).parent.parent
DATASET = ROOT / "data" / "atsmu-kg.nq"
# Invented: one country of origin with two exchanges, one with one, and one that is no country of origin.
EXCHANGES = """\
<https://example.org/exchange/1> <https://example.org/host> <https://w3id.org/atsmu-kg/id/country/IN> .
<https://example.org/exchange/2> <https://example.org/host> <https://w3id.org/atsmu-kg/id/country/IN> .
<https://example.org/exchange/3> <https://example.org/host> <https://w3id.org/atsmu-kg/id/country/IR> .
<https://example.org/exchange/4> <https://example.org/host> <https://w3id.org/atsmu-kg/id/country/CN> .
<https://example.org/exchange/1> <https://example.org/places> 12 .
<https://example.org/exchange/2> <https://example.org/places> 3 .
<https://example.org/exchange/3> <https://example.org/places> 5 .
<https://example.org/exchange/4> <https://example.org/places> 9 .
"""
PREFIX = "PREFIX ex: <https://example.org/>"
HERE = "atsmu:university akg:hasStudentsFrom ?country ."
THERE = "?exchange ex:host ?country ; ex:places ?places"
ROWS = "SELECT DISTINCT ?country ?exchange ?places {{ {} }} ORDER BY ?country ?exchange"
SUMS = "SELECT (COUNT(*) AS ?exchanges) (SUM(?places) AS ?all) {{ SELECT DISTINCT * {{ {} }} }}"


def joined(form: str, by: str = "") -> str:
    """A query over both datasets; ``by`` is the SERVICE clause before the second one's pattern."""
    # rdflib 7.6 does not find a SERVICE on the line of a prefix with a #.
    pattern = f"{HERE}\n{by} {{ {THERE} }}"
    return f"{PREFIX} {form.format(pattern)}"


@pytest.fixture(scope="session")
def exchanges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exchanges") / "exchanges.nq"
    turtle = ox.parse(EXCHANGES.encode(), ox.RdfFormat.TURTLE)
    file.write_bytes(ox.serialize(turtle, format=ox.RdfFormat.N_QUADS) or b"")
    return file


@pytest.fixture(scope="session")
def other(running: Running, exchanges: Path) -> Endpoint:
    """The second endpoint."""
    return running(oxigraph, exchanges)


@pytest.fixture(scope="session")
def both(exchanges: Path) -> Iterator[KnowledgeGraph]:
    """Both datasets in one embedded store."""
    with EmbeddedStore.memory(str(DATASET)) as store:
        store.extend(list(ox.parse(path=str(exchanges))))
        yield KnowledgeGraph(store)


@pytest.fixture(scope="session", params=[oxigraph, virtuoso, rdflib_endpoint], ids=name_of)
def server(request: pytest.FixtureRequest) -> ModuleType:
    found: ModuleType = request.param
    return found


@pytest.fixture(scope="session")
def first(server: ModuleType, running: Running) -> Iterator[KnowledgeGraph]:
    """The graph at an endpoint that has SERVICE."""
    endpoint = running(server, DATASET)
    if server is virtuoso:
        # Only users with the right to do so may send queries on, and graphs that a query names are asked for
        # at the other endpoint too.
        assert endpoint.login is not None
        with atsmu_kg.connect(endpoint.update, auth=Digest(*endpoint.login)) as kg:
            yield kg
    else:
        with endpoint.connect() as kg:
            yield kg


def rows(kg: KnowledgeGraph, text: str, allowed: str = "") -> list[tuple[object, ...]]:
    answer = kg.query(text, allow_service=[allowed] if allowed else [], timeout=60)
    assert isinstance(answer, Result)
    return [tuple(row) for row in answer]


def test_there_is_something_to_join(both: KnowledgeGraph) -> None:
    assert len(rows(both, joined(ROWS))) == 3
    assert rows(both, joined(SUMS)) == [(3, 20)]


def test_service(first: KnowledgeGraph, both: KnowledgeGraph, other: Endpoint) -> None:
    found = rows(first, joined(ROWS, f"SERVICE <{other.url}>"), other.url)
    assert found == rows(both, joined(ROWS))


def test_nothing_is_sent_on_without_leave(first: KnowledgeGraph, other: Endpoint) -> None:
    with pytest.raises(LimitError, match="another endpoint"):
        first.query(joined(ROWS, f"SERVICE <{other.url}>"))
    with pytest.raises(LimitError, match="another endpoint"):
        first.query(joined(ROWS, f"SERVICE <{other.url}>"), allow_service=["http://127.0.0.1:1/sparql"])


def test_a_service_that_is_away_is_an_error(first: KnowledgeGraph, server: ModuleType) -> None:
    away = f"http://127.0.0.1:{free_port()}/sparql"
    errors: dict[ModuleType, type[EndpointError]] = {
        oxigraph: AnswerSyntaxError,
        virtuoso: ServerError,
        rdflib_endpoint: RefusedQueryError,
    }
    with pytest.raises(errors[server]):
        first.query(joined(ROWS, f"SERVICE <{away}>"), allow_service=[away])


def test_a_service_that_may_be_silent(first: KnowledgeGraph, server: ModuleType) -> None:
    """SILENT hides that an endpoint is away, so that no one can tell half an answer from a whole one."""
    away = f"http://127.0.0.1:{free_port()}/sparql"
    text = joined(ROWS, f"SERVICE SILENT <{away}>")
    if server is virtuoso:
        with pytest.raises(ServerError):
            first.query(text, allow_service=[away])
    elif server is oxigraph:
        found = rows(first, text, away)
        assert found
        assert {tuple(cells) for _, *cells in found} == {(None, None)}
    else:
        assert rows(first, text, away) == []


@pytest.mark.parametrize("server", [rdflib_endpoint], ids=name_of, indirect=True)
@pytest.mark.parametrize("spelling", ["SERVICE  <{}>", "SERVICE SILENT <{}>"])
def test_rdflib_passes_over_a_service_in_another_spelling(
    first: KnowledgeGraph, other: Endpoint, spelling: str
) -> None:
    assert rows(first, joined(ROWS, spelling.format(other.url)), other.url) == []


@pytest.fixture(scope="session")
def over_both(
    running: Running,
    other: Endpoint,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[KnowledgeGraph]:
    """Comunica over both endpoints."""
    require(comunica)
    sources = [f"sparql@{each.url}" for each in (running(oxigraph, DATASET), other)]
    port = free_port()
    command: list[str | Path] = [comunica.PROGRAM, "--port", str(port), *sources]
    environment = {
        "NODE_OPTIONS": f"--require {comunica.LOOPBACK}",
        "PATH": f"{comunica.PROGRAMS}{os.pathsep}{os.environ['PATH']}",
    }
    with (
        Process(command, port, tmp_path_factory.mktemp("comunica"), environment),
        atsmu_kg.connect(f"http://127.0.0.1:{port}/sparql") as kg,
    ):
        yield kg


@pytest.mark.parametrize("form", [ROWS, SUMS], ids=["rows", "sums"])
def test_comunica(over_both: KnowledgeGraph, both: KnowledgeGraph, form: str) -> None:
    assert rows(over_both, joined(form)) == rows(both, joined(form))


def test_comunica_answers_named_queries(over_both: KnowledgeGraph, both: KnowledgeGraph) -> None:
    here, there = (kg.queries.faculties(lang="ru") for kg in (both, over_both))
    assert list(there) == list(here)
