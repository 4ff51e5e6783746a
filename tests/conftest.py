from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from pyoxigraph import DefaultGraph, Quad, Triple, parse

ROOT = Path(__file__).parent.parent
# Programs for a type checker, which are not run.
collect_ignore = ["types"]

# The same examples in every run and on every machine, however slow; `make test-long` and `make fuzz` look for
# new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("same")

# The files that take longest, the longest first: two processes take turns in this order, and so end together.
SLOW = (
    *("test_site.py", "test_docs.py", "test_curation_institutions.py", "test_shapes.py", "test_pictures.py"),
    *(
        "test_curation_mutation.py",
        "test_queries_catalogue.py",
        "test_types.py",
        "test_rdf_serializers.py",
        "test_validation.py",
    ),
    *("test_bad_input.py", "test_cli.py", "test_notebooks.py", "test_readme.py", "test_endpoints.py"),
    *(
        "test_stores_bombs.py",
        "test_publishing_catalogue.py",
        "test_publishing_release.py",
        "test_explain_unhappy.py",
    ),
    *(
        "test_citations_oracle.py",
        "test_curation_second_source.py",
        "test_ontology.py",
        "test_publishing_catalogue_json.py",
    ),
    *("test_publishing_catalogue_views.py", "test_validation_datatypes.py", "test_explain.py"),
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, and marked so, that `make quick` can do without."""
    places = {name: place for place, name in enumerate(SLOW)}
    for item in items:
        if item.path.name in places:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: places.get(item.path.name, len(SLOW)))


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
