from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import ModuleType

import asgi
import pytest
from asgi import Client
from endpoints.endpoint import Endpoint
from endpoints.server import Running, name_of, require
from hypothesis import settings
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple, parse

import atsmu_kg
from atsmu_kg.choices import TABLE_ENGINES, TableEngine

ROOT = Path(__file__).parent.parent
# Programs for a type checker, which are not run.
collect_ignore = ["types"]

# The same examples in every run and on every machine, however slow; `make test-long` and `make fuzz` look for
# new ones, and more.
settings.register_profile("same", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("same")

# The files that take longest, the longest first: two processes take turns in this order, and so end together.
SLOW = (ROOT / "tests" / "slow.txt").read_text("utf-8").split()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, without which `make quick` does, then the examples in docstrings."""
    places = {name: place for place, name in enumerate(SLOW)}
    items.sort(key=lambda item: (places.get(item.path.name, len(SLOW)), isinstance(item, pytest.Function)))


def pytest_collection_finish() -> None:
    """Search for garbage less often, and not in the thousands of tests: a tenth of all time went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    help = "what answers over tables in the tests of SQL (default: duckdb); spark starts two executors"
    parser.addoption("--sql-engine", choices=TABLE_ENGINES, default="duckdb", help=help)


@pytest.fixture(scope="session")
def sql_engine(request: pytest.FixtureRequest) -> Iterator[TableEngine]:
    """The name of an engine for tables, which is ready."""
    name = TABLE_ENGINES.checked(request.config.getoption("--sql-engine"))
    if name == "spark":
        from spark_cluster import cluster

        with cluster():
            yield name
    else:
        yield name


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents and other people's files, which stands beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ with the source and other people's files is not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def quads() -> frozenset[Quad]:
    """The packaged dataset."""
    return frozenset(parse(path=str(ROOT / "data" / "atsmu-kg.nq")))


@pytest.fixture(scope="session")
def merged(quads: frozenset[Quad]) -> frozenset[Triple]:
    """The packaged default graph."""
    return frozenset(quad.triple for quad in quads if quad.graph_name == DefaultGraph())


@pytest.fixture(scope="session")
def faulty(quads: frozenset[Quad]) -> list[Quad]:
    """The packaged dataset with an example of every fault, and without what ``<urn:removed>`` holds."""
    from atsmu_kg.curation.mutation.measurement import complete
    from atsmu_kg.curation.mutation.statements import Statements

    removed = NamedNode("urn:removed")
    faults = list(parse(path=str(ROOT / "tests" / "test_shapes_violations.trig")))
    gone = {quad.triple for quad in faults if quad.graph_name == removed}
    stated = [quad for quad in Statements(quads).quads if quad.triple not in gone]
    return complete([*stated, *(quad for quad in faults if quad.graph_name != removed)])


@pytest.fixture(scope="session")
def ontology() -> frozenset[Triple]:
    return frozenset(quad.triple for quad in parse(path=str(ROOT / "ontology" / "atsmu-kg.ttl")))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Starts a server with a dataset, or with none, when it is first wanted; all end with the session."""
    with ExitStack() as servers:

        @cache
        def start(server: ModuleType, data: Path | None) -> Endpoint:
            require(server)
            directory = tmp_path_factory.mktemp(name_of(server))
            endpoint: Endpoint = servers.enter_context(server.serve(directory, data))
            return endpoint

        yield start


@pytest.fixture(scope="session")
def served() -> Iterator[Client]:
    """A client of the server over the packaged graph."""
    pytest.importorskip("starlette")
    from atsmu_kg.serve.application import application
    from atsmu_kg.serve.settings import Settings

    settings = Settings(timeout=2.0, max_rows=200_000, max_bytes=8 << 20, max_body=200_000, workers=3)
    with atsmu_kg.load() as kg, asgi.running(application(kg, settings)) as client:
        yield client


@pytest.fixture(scope="session")
def patient() -> Iterator[Client]:
    """A client of such a server that waits, for what a worker has to learn first on a busy machine."""
    pytest.importorskip("starlette")
    from atsmu_kg.serve.application import application
    from atsmu_kg.serve.settings import Settings

    settings = Settings(timeout=60.0, workers=2)
    with atsmu_kg.load() as kg, asgi.running(application(kg, settings)) as client:
        yield client
