"""Mutation testing: seeded mutants, each one slip, and how many of them the shapes find."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.curation.mutation import KINDS, Mutant, agreement, measure, mutants
from atsmu_kg.curation.mutation.measurement import complete
from atsmu_kg.curation.mutation.mutants import CHANGING
from atsmu_kg.curation.mutation.statements import Statements
from atsmu_kg.validation import Shapes

ROOT = Path(__file__).parent.parent
SEED = 1939
SAMPLE = """
import hashlib
from pyoxigraph import parse
from atsmu_kg.curation.mutation import mutants
found = mutants(parse(path="data/atsmu-kg.nq"), seed=3, count=80)
print(hashlib.sha256("".join(map(str, found)).encode()).hexdigest())
"""
TINY = """
@prefix atsmu: <https://w3id.org/atsmu-kg/id/> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/atsmu-kg/graph/tiny> {
    atsmu:town a schema:City ; skos:prefLabel "Town"@en , "Город"@ru ; skos:altLabel "Burg"@de .
    atsmu:village a schema:City ; skos:prefLabel "Village"@en , "Деревня"@ru .
}
"""
SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <https://example.org/> .
ex:CityShape a sh:NodeShape ; sh:targetClass schema:City ; sh:property ex:name .
ex:name a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 2 {more} .
"""


@pytest.fixture(scope="module")
def stated(quads: frozenset[ox.Quad]) -> list[ox.Quad]:
    return Statements(quads).quads


@pytest.fixture(scope="module")
def some(quads: frozenset[ox.Quad]) -> list[Mutant]:
    return list(mutants(quads, SEED, 300))


def tiny(more: str = "") -> tuple[list[ox.Quad], Shapes]:
    shape = SHAPE.format(more=more)
    return list(ox.parse(TINY, format=ox.RdfFormat.TRIG)), Shapes.read(
        ox.parse(shape, format=ox.RdfFormat.TURTLE)
    )


def test_a_seed_gives_the_same_mutants_again(quads: frozenset[ox.Quad], some: list[Mutant]) -> None:
    shuffled = sorted(quads, key=lambda quad: str(quad)[::-1])
    assert [str(mutant) for mutant in mutants(shuffled, SEED, 100)] == [str(mutant) for mutant in some[:100]]


def test_another_seed_gives_others(quads: frozenset[ox.Quad], some: list[Mutant]) -> None:
    others = [str(mutant) for mutant in mutants(quads, SEED + 1, 100)]
    assert others != [str(mutant) for mutant in some[:100]]


def test_mutants_are_the_same_under_every_hash_seed() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", SAMPLE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_no_two_mutants_are_alike(some: list[Mutant]) -> None:
    assert len({(mutant.edit.removed, mutant.edit.added) for mutant in some}) == len(some)


def test_kinds_take_turns(some: list[Mutant]) -> None:
    assert [mutant.kind for mutant in some[: len(KINDS)]] == list(KINDS)
    assert len(CHANGING) >= 20
    assert len(KINDS) - len(CHANGING) >= 8
    counts = Counter(mutant.kind for mutant in some)
    assert max(counts.values()) <= len(some) // len(KINDS) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_kind_of_mutant(kind: str, some: list[Mutant], stated: list[ox.Quad]) -> None:
    """A slip touches what is there; one that changes the meaning changes what is stated, or where."""
    known = set(stated)
    triples = {quad.triple for quad in stated}
    for mutant in (each for each in some if each.kind == kind):
        assert mutant.edit.removed <= known, f"{mutant}: it takes away what isn't there"
        assert mutant.changes_meaning == (kind in CHANGING)
        after = mutant.quads(stated)
        if kind in CHANGING:
            assert set(after) != known, f"{mutant}: nothing has changed"
        elif kind in {"order changed", "statement repeated"}:
            assert set(after) == known, f"{mutant}: it isn't the same dataset"
        elif kind not in {"number rewritten", "thing renamed"}:
            assert {quad.triple for quad in after} >= triples, f"{mutant}: a statement is lost"


def test_sample_of_mutants_is_caught(quads: frozenset[ox.Quad]) -> None:
    """One of each kind, so that a survivor weighs much; `make mutation` measures the rate on thousands."""
    shapes = Shapes.read(ROOT / "ontology" / "shapes.ttl")
    found = measure(quads, shapes, seed=SEED, count=len(KINDS))
    assert found.false_alarms == [], found.to_text()
    assert found.rate >= 0.95, found.to_text()


def test_engines_agree_about_mutants(quads: frozenset[ox.Quad]) -> None:
    shapes = Shapes.read(ROOT / "ontology" / "shapes.ttl")
    found = agreement(quads, shapes, seed=SEED, count=20, together=20)
    assert found.good, found.to_text()
    assert found.results > 20, found.to_text()


def test_measurement_names_survivors_and_false_alarms() -> None:
    found = measure(*tiny("; sh:maxCount 2"), seed=1, count=80)
    assert 0 < found.rate < 1
    assert not found.good
    survivors = [line for line in found.to_text().splitlines() if line.startswith("survived: ")]
    assert len(survivors) == len(found.survivors) > 0
    assert any("skos:altLabel" in line for line in survivors)
    alarms = [
        line for line in found.to_text().splitlines() if line.startswith("caught, though it means the same")
    ]
    assert len(alarms) == len(found.false_alarms) > 0
    assert all("translation added" in line for line in alarms)
    changing = sum(found.made[kind] for kind in CHANGING)
    assert (
        f"{changing - len(survivors)} of {changing} mutants that mean something else are caught"
        in found.to_text()
    )


def test_measurement_is_the_same_in_several_processes() -> None:
    one, two = (measure(*tiny(), seed=1, count=40, processes=number) for number in (1, 2))
    assert one.to_text() == two.to_text()


def test_mutants_end_when_a_small_dataset_has_no_more() -> None:
    quads, _ = tiny()
    every = list(mutants(quads, seed=1))
    assert len(every) > 50
    assert {mutant.kind for mutant in every} < set(KINDS)


def test_completion_adds_what_follows_in_the_entailed_graph(stated: list[ox.Quad]) -> None:
    added = complete(stated)[len(stated) :]
    assert {quad.graph_name.value for quad in added} == {"https://w3id.org/atsmu-kg/graph/entailed"}
    assert not {quad.triple for quad in added} & {quad.triple for quad in stated}
