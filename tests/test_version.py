"""One version: that of the library is also the one of the graph and of all that is published of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal

from atsmu_kg import __version__
from atsmu_kg.rdf.documents import read
from atsmu_kg.rdf.namespaces import DCTERMS, OWL

ROOT = Path(__file__).parent.parent
CITATION = (ROOT / "CITATION.cff").read_text("utf-8")


@pytest.mark.parametrize("file", sorted((ROOT / "ontology").glob("*.ttl")), ids=lambda file: file.stem)
def test_each_file_of_the_vocabulary_states_the_version(file: Path) -> None:
    quads = read(str(file))
    said = {quad.object for quad in quads if quad.predicate.value == OWL.versionInfo}
    assert said == {Literal(__version__)}, f'state owl:versionInfo "{__version__}"'
    for quad in quads:
        if quad.predicate.value == OWL.versionIRI:
            assert quad.object.value.endswith(f"/{__version__}")
        if quad.predicate.value == DCTERMS.bibliographicCitation:
            assert f"version {__version__}," in quad.object.value


def test_the_citation_file_and_the_changelog_name_the_version_and_its_day() -> None:
    assert f"version: {__version__}\n" in CITATION
    newest = re.search(r"^## (\S+) – (\S+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None and newest[1] == __version__
    assert f"date-released: {newest[2]}\n" in CITATION
