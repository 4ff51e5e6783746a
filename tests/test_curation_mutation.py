"""Mutation testing: seeded mutants, each one slip, and how many of them the shapes find."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest

from atsmu_kg.curation.claims import read_tables
from atsmu_kg.curation.coverage import coverage, fact_coverage
from atsmu_kg.curation.mutation import KINDS, Mutant, agreement, measure, mutants
from atsmu_kg.curation.mutation.measurement import complete
from atsmu_kg.curation.mutation.mutants import CHANGING
from atsmu_kg.curation.mutation.readings import READINGS
from atsmu_kg.curation.mutation.statements import Statements
from atsmu_kg.rdf.namespaces import ATSMU
from atsmu_kg.validation import Report, Shapes, validate

ROOT = Path(__file__).parent.parent
CLAIMS = read_tables(ROOT / "data" / "claims")
FACTS = ROOT / "data" / "sources"
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


@pytest.mark.whole
def test_a_seed_gives_the_same_mutants_again(stated: list[ox.Quad], some: list[Mutant]) -> None:
    """In whatever order the quads come, and with the merge or without."""
    shuffled = sorted(stated, key=lambda quad: str(quad)[::-1])
    assert [str(mutant) for mutant in mutants(shuffled, SEED, 100)] == [str(mutant) for mutant in some[:100]]


@pytest.mark.whole
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


@pytest.fixture(scope="module")
def known(stated: list[ox.Quad]) -> tuple[frozenset[ox.Quad], frozenset[ox.Triple]]:
    """What is stated, with and without who states it."""
    return frozenset(stated), frozenset(quad.triple for quad in stated)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_of_mutant(
    kind: str,
    some: list[Mutant],
    stated: list[ox.Quad],
    known: tuple[frozenset[ox.Quad], frozenset[ox.Triple]],
) -> None:
    """A slip touches what is there; one that changes the meaning changes what is stated, or where."""
    quads, triples = known
    for mutant in (each for each in some if each.kind == kind):
        assert mutant.edit.removed <= quads, f"{mutant}: it takes away what isn't there"
        assert mutant.changes_meaning == (kind in CHANGING)
        after = set(mutant.quads(stated))
        if kind in CHANGING:
            assert after != quads, f"{mutant}: nothing has changed"
        elif kind in {"order changed", "statement repeated"}:
            assert after == quads, f"{mutant}: it isn't the same dataset"
        elif kind not in {"number rewritten", "thing renamed"}:
            assert {quad.triple for quad in after} >= triples, f"{mutant}: a statement is lost"


def touched(mutant: Mutant) -> set[str]:
    """The nodes that a mutant's slip is about."""
    changed = mutant.edit.removed | mutant.edit.added
    return {
        term.value
        for quad in changed
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
    }


def things(mutant: Mutant) -> set[str]:
    """Those of the nodes that are no terms of a vocabulary."""
    subjects = {quad.subject.value for quad in mutant.edit.removed | mutant.edit.added}
    return subjects | {node for node in touched(mutant) if node in ATSMU}


def batches(sample: Iterable[Mutant]) -> Iterator[list[Mutant]]:
    """The mutants in groups whose slips are about different things."""
    left = list(sample)
    while left:
        batch: list[Mutant] = []
        about: set[str] = set()
        for mutant in left:
            if not things(mutant) & about:
                batch.append(mutant)
                about |= things(mutant)
        left = [mutant for mutant in left if mutant not in batch]
        yield batch


def judged(slips: Iterable[Mutant], stated: list[ox.Quad], shapes: Shapes) -> Report:
    """The report on the dataset with several slips in it."""
    for slip in slips:
        stated = slip.quads(stated)
    return validate(complete(stated), shapes, engine="shifty")


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.read(ROOT / "ontology" / "shapes.ttl")


def as_read(slip: Mutant, stated: list[ox.Quad]) -> bool:
    """Whether the tables of claims and facts find nothing wrong with the dataset with the slip in it."""
    quads = slip.quads(stated)
    return coverage(quads, CLAIMS).complete and fact_coverage(quads, FACTS).complete


def unnamed(batch: Sequence[Mutant], stated: list[ox.Quad], shapes: Shapes) -> list[Mutant]:
    """The mutants of a batch of which no result of its validation names a thing, or what refers to one."""
    named = {
        str(term) for result in judged(batch, stated, shapes) for term in (result.focus_node, result.value)
    }
    subjects = {quad.subject.value for mutant in batch for quad in mutant.edit.removed | mutant.edit.added}
    referring: dict[object, set[str]] = {}
    for quad in stated:
        referring.setdefault(quad.object, set()).add(quad.subject.value)
    near = {thing: referring.get(ox.NamedNode(thing), set()) - subjects for m in batch for thing in things(m)}
    return [
        mutant
        for mutant in batch
        if not touched(mutant).union(*(near[thing] for thing in things(mutant))) & named
    ]


def unread(batch: Sequence[Mutant], stated: list[ox.Quad]) -> list[Mutant]:
    """The mutants of a batch about whose things the dataset differs in nothing from the tables of claims and
    facts."""
    for slip in batch:
        stated = slip.quads(stated)
    claims, facts = coverage(stated, CLAIMS), fact_coverage(stated, FACTS)
    differing = [
        *(pattern for _, pattern in claims.unmatched),
        *claims.unclaimed,
        *facts.unasked,
        *(triple for _, triple in facts.unstated),
    ]
    about = {getattr(each.subject, "value", None) for each in differing}
    return [mutant for mutant in batch if not things(mutant) & about]


@pytest.mark.whole
def test_sample_of_mutants_is_caught(some: list[Mutant], stated: list[ox.Quad], shapes: Shapes) -> None:
    """Two of each kind. Those about different things share a validation; the others, and those that it does
    not name, are looked for in the tables of what the sources say, and what is left is validated in turn,
    until it can't be too much."""
    sample = [
        mutant for mutant in some[: 2 * len(KINDS)] if mutant.changes_meaning and mutant.kind not in READINGS
    ]
    most = len(sample) // 20
    first, *others = batches(sample)
    left = [*unnamed(first, stated, shapes), *(mutant for batch in others for mutant in batch)]
    waiting = list(batches([mutant for batch in batches(left) for mutant in unread(batch, stated)]))
    survivors: list[Mutant] = []
    while len(survivors) + sum(map(len, waiting)) > most and waiting:
        survivors += unnamed(waiting.pop(0), stated, shapes)
    survivors += [mutant for batch in waiting for mutant in batch]
    assert len(survivors) <= most, "\n".join(map(str, survivors))


def test_misread_passages_are_caught_by_the_tables(some: list[Mutant], stated: list[ox.Quad]) -> None:
    """No shape can know what a passage says; the tables of claims and facts do."""
    misread = [mutant for mutant in some[: len(KINDS)] if mutant.kind in READINGS]
    assert len(misread) == len(READINGS)
    for mutant in misread:
        assert not as_read(mutant, stated), str(mutant)


@pytest.mark.whole
def test_mutants_that_mean_the_same_are_let_through(
    some: list[Mutant], stated: list[ox.Quad], shapes: Shapes
) -> None:
    """All at once; if that doesn't conform, it may be that two of them are about one thing."""
    harmless = [mutant for mutant in some[: len(KINDS)] if not mutant.changes_meaning]
    if not judged(harmless, stated, shapes).conforms:
        for batch in batches(harmless):
            report = judged(batch, stated, shapes)
            assert report.conforms, "\n".join(map(str, batch)) + report.to_text()


@pytest.mark.long
def test_each_mutant_of_the_sample_alone(quads: frozenset[ox.Quad], shapes: Shapes) -> None:
    found = measure(quads, shapes, seed=SEED, count=len(KINDS), claims=CLAIMS, facts=FACTS)
    assert found.false_alarms == [], found.to_text()
    assert found.rate >= 0.95, found.to_text()


@pytest.mark.long
def test_engines_agree_about_mutants(quads: frozenset[ox.Quad], shapes: Shapes) -> None:
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
