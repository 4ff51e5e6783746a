"""Universities after LUBM: the same every time, within the published ranges, and counted alike everywhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path

import owlrl
import pytest
import rdflib

from atsmu_kg.graph import KnowledgeGraph
from atsmu_kg.stores.embedded import EmbeddedStore
from benchmarks.lubm import HERE, queries, write
from benchmarks.lubm.generator import PUBLISHED, TYPE, UB, Profile, universities
from benchmarks.lubm.random import Random

# Few enough people for engines that are slow, and all queries have rows.
SMALL = Profile(
    universities=2,
    departments=(2, 2),
    research_groups=(1, 2),
    faculty={
        "FullProfessor": (1, 2),
        "AssociateProfessor": (1, 2),
        "AssistantProfessor": (1, 2),
        "Lecturer": (1, 1),
    },
    publications=dict.fromkeys(PUBLISHED.publications, (1, 2)),
    undergraduates_per_teacher=(2, 3),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lubm") / "small.nt"
    write(file, 1, seed=1, profile=SMALL)
    return file


def counts(graph: rdflib.Graph) -> dict[str, int]:
    return {name: len(graph.query(text)) for name, text in queries().items()}


def test_the_embedded_engine_and_rdflib_count_the_same_rows(small: Path) -> None:
    kg = KnowledgeGraph(EmbeddedStore.memory(str(small)))
    asked = {name: len(kg.select(text)) for name, text in queries().items()}
    assert len(asked) == 14 and all(asked.values())
    assert asked == counts(rdflib.Graph().parse(small))


def test_the_same_seed_gives_the_same_universities(tmp_path: Path, small: Path) -> None:
    write(tmp_path / "again.nt", 1, seed=1, profile=SMALL)
    assert (tmp_path / "again.nt").read_bytes() == small.read_bytes()
    digest = "33a3ee5f9e309e416cb70397bcabbea5246df4ac7a797952c21c14a89fa35efd"
    assert sha256(small.read_bytes()).hexdigest() == digest
    write(tmp_path / "other.nt", 1, seed=2, profile=SMALL)
    assert (tmp_path / "other.nt").read_bytes() != small.read_bytes()


def test_the_random_numbers_are_those_of_splitmix64() -> None:
    """The first two for a seed with which implementations are compared."""
    random = Random(1234567)
    assert [random.below(2**64) for _ in range(2)] == [6457827717110365317, 3203168211198807973]


def test_a_department_is_within_the_published_ranges() -> None:
    types: dict[str, set[str]] = defaultdict(set)
    objects: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, property, object in next(universities(1)):
        if property == TYPE:
            types[object.removeprefix(f"<{UB}").rstrip(">")].add(subject)
        objects[property.removeprefix(f"<{UB}").rstrip(">"), subject].append(object)
    profile = PUBLISHED
    teachers = sum(len(types[kind]) for kind in profile.faculty)
    sizes = {
        "ResearchGroup": profile.research_groups,
        **profile.faculty,
        "UndergraduateStudent": tuple(teachers * each for each in profile.undergraduates_per_teacher),
        "GraduateStudent": tuple(teachers * each for each in profile.graduates_per_teacher),
        "Course": tuple(teachers * each for each in profile.courses_of_teacher),
        "GraduateCourse": tuple(teachers * each for each in profile.courses_of_teacher),
    }
    for kind, (least, most) in sizes.items():
        assert least <= len(types[kind]) <= most, kind
    for kind, property, (least, most) in (
        ("UndergraduateStudent", "takesCourse", profile.courses_of_undergraduate),
        ("GraduateStudent", "takesCourse", profile.courses_of_graduate),
        ("GraduateStudent", "undergraduateDegreeFrom", (1, 1)),
        ("GraduateStudent", "advisor", (1, 1)),
        ("UndergraduateStudent", "advisor", (0, 1)),
        ("FullProfessor", "teacherOf", (2, 4)),
        ("FullProfessor", "doctoralDegreeFrom", (1, 1)),
    ):
        for person in types[kind]:
            assert least <= len(objects[property, person]) <= most, (property, person)
    taught = Counter(
        course for (property, _), of in objects.items() if property == "teacherOf" for course in of
    )
    assert {*taught.values()} == {1}
    assert sum(property == "headOf" for property, _ in objects) == 1


@pytest.mark.long
def test_a_reasoner_of_owl_2_rl_finds_the_same_rows(small: Path) -> None:
    graph = rdflib.Graph().parse(HERE / "ontology.ttl")
    for stated in universities(1, seed=1, profile=SMALL):
        graph.parse(data="".join(f"{' '.join(triple)} .\n" for triple in stated), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert counts(graph) == counts(rdflib.Graph().parse(small))
