"""The rate at which validation finds mutants, by kind, with the name of each one that it doesn't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from atsmu_kg.choices import Engine
from atsmu_kg.curation.claims import ClaimCheck
from atsmu_kg.curation.coverage import coverage, fact_coverage
from atsmu_kg.curation.mutation.mutants import CHANGING, KINDS, Mutant, mutants
from atsmu_kg.curation.mutation.statements import Statements
from atsmu_kg.rdf.entailment import entailed
from atsmu_kg.rdf.namespaces import GRAPH
from atsmu_kg.validation import Shapes, validate

FLOOR = 0.97


@dataclass(frozen=True, slots=True)
class Measurement:
    """How many mutants of each kind validation found, and the mutants about which it was wrong."""

    made: Counter[str]
    caught: Counter[str]
    survivors: Sequence[Mutant]
    false_alarms: Sequence[Mutant]
    seed: int
    engine: Engine

    @property
    def rate(self) -> float:
        """The share of the mutants with another meaning that were found."""
        made = sum(self.made[kind] for kind in CHANGING)
        return sum(self.caught[kind] for kind in CHANGING) / made if made else 0.0

    @property
    def good(self) -> bool:
        """Whether at least 97 % of the mutants with another meaning were found, and none with the same."""
        return self.rate >= FLOOR and not self.false_alarms

    def to_text(self) -> str:
        """A line a kind, the survivors, the false alarms, and the totals."""
        width = max(map(len, KINDS))
        lines = [
            f"{kind:{width}} {self.caught[kind]:5} of {self.made[kind]:5}"
            f" {self.caught[kind] / self.made[kind]:5.0%}{'' if kind in CHANGING else '  same meaning'}"
            for kind in KINDS
            if self.made[kind]
        ]
        lines += [f"survived: {mutant}" for mutant in self.survivors]
        lines += [f"caught, though it means the same: {mutant}" for mutant in self.false_alarms]
        changing = sum(self.made[kind] for kind in CHANGING)
        lines += [
            f"{changing - len(self.survivors)} of {changing} mutants that mean something else are caught: "
            f"{self.rate:.1%}",
            f"{len(self.false_alarms)} of {self.made.total() - changing} that mean the same are",
            f"seed {self.seed}, engine {self.engine}",
        ]
        return "\n".join(lines)


def measure(
    quads: Iterable[Quad],
    shapes: Shapes,
    *,
    seed: int = 1939,
    count: int | None = 2000,
    engine: Engine = "shifty",
    processes: int = 1,
    claims: Sequence[ClaimCheck] = (),
    facts: str | Path | None = None,
) -> Measurement:
    """Validate mutants of a dataset, and count those that are found.

    quads: the dataset; its named graphs are mutated.
    shapes: the shapes that it is held against.
    seed: what chance begins with; the same seed gives the same mutants.
    count: the number of mutants; None for all that there are.
    engine: ``pyshacl`` or ``shifty``, which finds the same mutants faster.
    processes: how many validate at a time.
    claims, facts: the claims and the folder of facts that coverage is checked with: they hold what the
        passages say, which no shape can know.

    What coverage finds is not validated, which takes twenty times as long; the other mutants are validated
    whole: their graphs are merged and their entailments made anew.

    Raises what ``mutants`` and ``validate`` raise.
    """
    stated = Statements(quads).quads
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    wrong: list[Mutant] = []
    judge = partial(caught, stated=stated, shapes=shapes, engine=engine, claims=claims, facts=facts)
    for mutant, is_caught in _judged(mutants(stated, seed, count), judge, processes):
        tried[mutant.kind] += 1
        noticed[mutant.kind] += is_caught
        if is_caught != mutant.changes_meaning:
            wrong.append(mutant)
    survivors = [mutant for mutant in wrong if mutant.changes_meaning]
    false_alarms = [mutant for mutant in wrong if not mutant.changes_meaning]
    return Measurement(tried, noticed, survivors, false_alarms, seed, engine)


def caught(
    mutant: Mutant,
    stated: Sequence[Quad],
    shapes: Shapes,
    engine: Engine,
    claims: Sequence[ClaimCheck] = (),
    facts: str | Path | None = None,
) -> bool:
    """Whether the tables find a mutant that changes the meaning, or else validation does."""
    quads = mutant.quads(stated)
    if mutant.changes_meaning and (
        (claims and not coverage(quads, claims).complete)
        or (facts and not fact_coverage(quads, facts).complete)
    ):
        return True
    return not validate(complete(quads), shapes, engine=engine).conforms


def complete(stated: Sequence[Quad]) -> list[Quad]:
    """The stated quads, and what follows from them in the entailed graph."""
    graph = NamedNode(GRAPH.entailed)
    follows = entailed({quad.triple for quad in stated})
    return [*stated, *(Quad(each.subject, each.predicate, each.object, graph) for each in follows)]


def _judged(
    sample: Iterable[Mutant], judge: Callable[[Mutant], bool], processes: int
) -> Iterator[tuple[Mutant, bool]]:
    if processes == 1:
        for mutant in sample:
            yield mutant, judge(mutant)
        return
    from concurrent.futures import ProcessPoolExecutor

    every = list(sample)
    with ProcessPoolExecutor(processes) as pool:
        yield from zip(every, pool.map(judge, every, chunksize=20), strict=True)
