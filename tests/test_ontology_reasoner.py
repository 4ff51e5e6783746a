"""The vocabulary is OWL 2 DL, and the reasoner HermiT (it comes with owlready2) finds no fault in it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from atsmu_kg.rdf.namespaces import ATSMU, OWL, RDF, RDFS, expand

ROOT = Path(__file__).parent.parent
VOCABULARY, STANDARDS, ALIGNMENT = (
    ROOT / "ontology" / f"{name}.ttl" for name in ("atsmu-kg", "standards", "alignment")
)
HERMIT = importlib.util.find_spec("owlready2")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java to run HermiT"),
    pytest.mark.skipif(HERMIT is None, reason="HermiT comes with owlready2, which is not installed"),
]
Check = Callable[[set[Triple]], list[str]]


def triples(*files: Path) -> set[Triple]:
    return {quad.triple for file in files for quad in parse(path=str(file))}


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def lines(statements: set[Triple]) -> list[str]:
        file = tmp_path / "ontology.ttl"
        serialize(sorted(statements, key=str), str(file), RdfFormat.TURTLE)
        assert HERMIT is not None and HERMIT.origin is not None
        jar = Path(HERMIT.origin).parent / "hermit" / "HermiT.jar"
        command = ["java", "-cp", str(jar), str(Path(__file__).parent / "OwlCheck.java"), str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    return lines


def test_the_vocabulary_is_owl_dl_and_satisfiable(check: Check) -> None:
    assert check(triples(VOCABULARY, STANDARDS)) == []


def test_the_alignment_is_owl_dl_but_for_what_is_named(check: Check) -> None:
    faults = check(triples(VOCABULARY, STANDARDS, ALIGNMENT))
    assert [fault for fault in faults if "sameAs" not in fault] == []
    assert faults, "take the exception out of ontology/standards.ttl"


def without_literals(merged: frozenset[Triple]) -> set[Triple]:
    """What is said of individuals: what links them, and of which class they are."""
    declared = {t.subject for t in merged if t.predicate.value == RDFS.isDefinedBy}
    return {t for t in merged if isinstance(t.object, NamedNode) and t.subject not in declared}


def test_the_data_is_consistent_with_the_vocabulary(check: Check, merged: frozenset[Triple]) -> None:
    same = NamedNode(OWL.sameAs)
    axioms = {t for t in triples(VOCABULARY, STANDARDS, ALIGNMENT) if t.subject != same}
    faults = check(axioms | without_literals(merged))
    assert [fault for fault in faults if not fault.startswith("not OWL 2 DL")] == []


@pytest.mark.parametrize(
    ("thing", "kinds"),
    [("unit", ("akg:Faculty", "akg:Centre")), ("aim", ("akg:Mandate", "akg:Goal"))],
)
def test_the_reasoner_finds_a_thing_of_two_classes(check: Check, thing: str, kinds: tuple[str, ...]) -> None:
    both = {Triple(NamedNode(ATSMU[thing]), NamedNode(RDF.type), NamedNode(expand(kind))) for kind in kinds}
    assert "inconsistent" in check(triples(VOCABULARY, STANDARDS) | both)
