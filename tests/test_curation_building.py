"""Passages, entailments and the merged dataset: what `make data` writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from atsmu_kg.curation.building.diagram import dot
from atsmu_kg.curation.building.merge import build, merged, stated_quads
from atsmu_kg.curation.building.passages import passage_quads
from atsmu_kg.curation.claims import read_claims
from atsmu_kg.errors import DataError, ParameterError
from atsmu_kg.rdf.entailment import composed, entailed
from atsmu_kg.rdf.namespaces import GRAPH, PREFIXES

ROOT = Path(__file__).parent.parent
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
TITLES = {
    "en": "Profile of the university",
    "ru": "Профиль университета",
    "tg": "Маълумот дар бораи донишгоҳ",
}


def triples(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(HEADER + turtle, RdfFormat.TURTLE)}


@pytest.mark.parametrize(
    ("stated", "follows"),
    [
        (
            "akg:A rdfs:subClassOf akg:B . akg:B rdfs:subClassOf akg:C . akg:x a akg:A .",
            "akg:x a akg:B , akg:C .",
        ),
        ("akg:p rdfs:subPropertyOf akg:q . akg:x akg:p 1 .", "akg:x akg:q 1 ."),
        ("akg:p owl:inverseOf akg:q . akg:x akg:p akg:y .", "akg:y akg:q akg:x ."),
        ("akg:q owl:inverseOf akg:p . akg:x akg:p akg:y .", "akg:y akg:q akg:x ."),
        ("akg:p owl:inverseOf akg:q . akg:x akg:p 1 .", ""),
        (
            "akg:p rdfs:subPropertyOf akg:r . akg:r owl:inverseOf akg:s . akg:x akg:p akg:y .",
            "akg:x akg:r akg:y . akg:y akg:s akg:x .",
        ),
        ("akg:A rdfs:subClassOf akg:B . akg:x a akg:A , akg:B .", ""),
        ("akg:A rdfs:subClassOf akg:B . akg:B rdfs:subClassOf akg:A . akg:x a akg:A .", "akg:x a akg:B ."),
    ],
    ids=["types", "properties", "inverse", "inverse-back", "literal", "chained", "stated-already", "cycle"],
)
def test_entailed(stated: str, follows: str) -> None:
    axioms = {t for t in triples(stated) if t.predicate.value.startswith((PREFIXES["rdfs"], PREFIXES["owl"]))}
    assert entailed(triples(stated)) - axioms == triples(follows)


def test_who_held_a_post_is_named_in_the_language_of_the_label_else_in_english() -> None:
    stated = """
        akg:post skos:prefLabel "dean"@en , "декан"@ru , "сардор"@tg .
        akg:person skos:prefLabel "Ann"@en , "Анна"@ru .
        akg:x a org:Membership ; org:role akg:post ; org:member akg:person .
    """
    labels = 'akg:x rdfs:label "dean: Ann"@en , "декан: Анна"@ru , "сардор: Ann"@tg .'
    assert composed(triples(stated)) == triples(labels)


def test_the_default_graph_is_the_merge(quads: frozenset[Quad]) -> None:
    named = {quad for quad in quads if quad.graph_name != DefaultGraph()}
    assert merged(named) == quads


def test_no_blank_node_anywhere(quads: frozenset[Quad]) -> None:
    assert not [quad for quad in quads for term in quad if isinstance(term, BlankNode)]


def test_the_built_files_are_current(tmp_path: Path) -> None:
    copy_sources(tmp_path)
    build(tmp_path)
    for name in ("data/entailed.trig", "data/atsmu-kg.nq", "data/atsmu-kg.index", "data/atsmu-kg.nt"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), (
            f"{name} is stale: run 'make data'"
        )


def test_the_passages_are_current(shared: Path) -> None:
    found = passage_quads(
        shared / "source" / "seed.txt",
        read_claims(ROOT / "data" / "claims" / "profile.csv"),
        titles=TITLES,
        language="en",
        date="2026-11-22",
    )
    assert set(found) == set(parse(path=str(ROOT / "data" / "profile-passages.trig")))


@pytest.mark.parametrize("bases", [(), ("https://a.example/", "https://b.example/")], ids=["none", "two"])
def test_passages_are_those_of_one_document(tmp_path: Path, bases: tuple[str, ...]) -> None:
    table = ROOT / "data" / "claims" / "profile.csv"
    claims = [claim for base in bases for claim in read_claims(table, base=base)]
    with pytest.raises(ParameterError, match=f"those of {len(bases)} documents"):
        next(passage_quads(tmp_path / "profile.txt", claims, titles=TITLES, language="en", date="2026-11-22"))


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param("1", marks=pytest.mark.whole),
        pytest.param("4711", marks=pytest.mark.whole),
        pytest.param("0", marks=pytest.mark.long),
    ],
)
def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path, seed: str) -> None:
    copy_sources(tmp_path)
    code = (
        "import pathlib, sys; from atsmu_kg.curation.building.merge import build; "
        "build(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        check=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
    )
    assert (tmp_path / "data" / "atsmu-kg.nq").read_bytes() == (ROOT / "data" / "atsmu-kg.nq").read_bytes()


def test_a_triple_without_a_graph_is_refused(tmp_path: Path) -> None:
    copy_sources(tmp_path)
    (tmp_path / "data" / "stray.trig").write_text(
        "<https://w3id.org/atsmu-kg/id/university> <https://schema.org/value> 4 .", "utf-8"
    )
    spelled = r'atsmu:university schema:value "4"\^\^xsd:integer'
    with pytest.raises(DataError, match=f"{spelled} stands in no named graph") as raised:
        build(tmp_path)
    assert raised.value.file == str(tmp_path / "data" / "stray.trig")
    assert raised.value.advice.startswith("Put the triple into the graph")
    assert not (tmp_path / "data" / "atsmu-kg.nq").exists()


def test_the_picture_is_current() -> None:
    from hashlib import sha256

    drawn = dot(parse(path=str(ROOT / "data" / "atsmu-kg.nq")))
    assert (ROOT / "docs" / "model.dot").read_text("utf-8") == drawn, "run 'make data'"
    assert sha256(drawn.encode()).hexdigest() in (ROOT / "docs" / "model.svg").read_text("utf-8"), (
        "run 'make picture'"
    )


def test_each_stated_triple_is_in_the_dataset(quads: frozenset[Quad]) -> None:
    assert set(stated_quads(ROOT)) <= quads
    assert {q.graph_name for q in quads - set(stated_quads(ROOT))} == {
        DefaultGraph(),
        NamedNode(GRAPH.entailed),
    }


def copy_sources(target: Path) -> None:
    """The files that the dataset is built from, without the built ones."""
    built = shutil.ignore_patterns("entailed.trig", "atsmu-kg.n[qt]")
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, target / folder, ignore=built)
