from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from pyoxigraph import DefaultGraph, Quad, Triple, parse

ROOT = Path(__file__).parent.parent

# The same examples in every run and on every machine, however slow; what looks for new ones is `make fuzz`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


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
def ontology() -> frozenset[Triple]:
    return frozenset(quad.triple for quad in parse(path=str(ROOT / "ontology" / "atsmu-kg.ttl")))
