"""The W3C's tests of SPARQL 1.1: what they say is a query is read, and what they say is none is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from atsmu_kg.errors import QuerySyntaxError
from atsmu_kg.sparql import parse as read

MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QUERY = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BASE = "http://example.org/"


class Manifest:
    """The tests that one folder lists."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.quads = list(parse(path=str(file), format=RdfFormat.TURTLE, base_iri=f"{BASE}manifest"))

    def queries(self) -> dict[Path, bool]:
        """The query files, and whether each is a query."""
        queries: dict[Path, bool] = {}
        for first in self._with(f"{RDF}first"):
            kinds = {_value(quad.object) for quad in self._about(first.object, f"{RDF}type")}
            for action in self._about(first.object, f"{MANIFEST}action"):
                named = [quad.object for quad in self._about(action.object, f"{QUERY}query")]
                for iri in map(_value, named or [action.object]):
                    if iri.endswith(".rq"):
                        file = self.file.parent / iri.removeprefix(BASE)
                        queries[file] = not any("NegativeSyntaxTest" in kind for kind in kinds)
        return queries

    def _with(self, predicate: str) -> list[Quad]:
        return [quad for quad in self.quads if quad.predicate.value == predicate]

    def _about(self, subject: object, predicate: str) -> list[Quad]:
        return [quad for quad in self._with(predicate) if quad.subject == subject]


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def test_the_queries_of_the_w3c(shared: Path) -> None:
    folder = shared / "external" / "w3c-sparql11-tests"
    if not folder.is_dir():
        pytest.skip("the W3C's tests of SPARQL 1.1 are not in the folder shared/ beside the checkout")
    wrong, count = [], 0
    for manifest in sorted(folder.rglob("manifest.ttl")):
        for file, is_query in Manifest(manifest).queries().items():
            count += 1
            try:
                read(f"BASE <{BASE}> {file.read_bytes().decode()}", {})
                is_read, message = True, "is read"
            except QuerySyntaxError as error:
                is_read, message = False, error.message
            if is_read != is_query:
                wrong.append(f"{file.parent.name}/{file.name} {message}")
    assert wrong == []
    assert count >= 200, "there are as many tests"
