"""Whether both engines find the same in mutants: the reference, and the faster one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Quad

from atsmu_kg.choices import Engine
from atsmu_kg.curation.mutation.measurement import complete
from atsmu_kg.curation.mutation.mutants import Mutant, mutants
from atsmu_kg.curation.mutation.statements import Statements
from atsmu_kg.text import counted
from atsmu_kg.validation import Shapes, validate

REFERENCE: Engine = "pyshacl"
OTHER: Engine = "shifty"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many mutants both engines were asked about, how many results they gave, and where they differ."""

    mutants: int
    graphs: int
    results: int
    differing: Sequence[str]
    seed: int

    @property
    def good(self) -> bool:
        """Whether both engines gave the same results everywhere."""
        return not self.differing

    def to_text(self) -> str:
        """The mutants about which the engines differ, and the totals."""
        agreed = f"{self.graphs - len(self.differing)} of {self.graphs}"
        mutants, graphs = counted(self.mutants, "mutant"), counted(self.graphs, "graph")
        total = f"{mutants} in {graphs}, {counted(self.results, 'result')} (seed {self.seed})"
        return "\n".join([*self.differing, f"{REFERENCE} and {OTHER} agree on {agreed}: {total}"])


def agreement(
    quads: Iterable[Quad],
    shapes: Shapes,
    *,
    seed: int = 1939,
    count: int = 1000,
    together: int = 10,
    processes: int = 1,
) -> Agreement:
    """Validates mutants of a dataset with both engines, and compares the reports.

    quads: the dataset; its named graphs are mutated.
    shapes: the shapes that it is held against.
    seed: what chance begins with; the same seed gives the same mutants.
    count: the number of mutants.
    together: how many slips stand in one graph that is validated, which saves time.
    processes: how many validate at a time.

    Raises what ``validate`` raises.
    """
    stated = Statements(quads).quads
    every = list(mutants(stated, seed, count))
    groups = [every[start : start + together] for start in range(0, len(every), together)]
    compare = partial(_compared, stated=stated, shapes=shapes)
    with ProcessPoolExecutor(processes) as pool:
        comparisons = list(pool.map(compare, groups))
    return Agreement(
        mutants=sum(map(len, groups)),
        graphs=len(groups),
        results=sum(results for results, _ in comparisons),
        differing=[text for _, text in comparisons if text],
        seed=seed,
    )


def _compared(group: Sequence[Mutant], stated: Sequence[Quad], shapes: Shapes) -> tuple[int, str]:
    """How many results the reference gave for a graph with some slips, and where the other one differs."""
    quads: list[Quad] = list(stated)
    for mutant in group:
        quads = mutant.quads(quads)
    quads = complete(quads)
    reference, other = (validate(quads, shapes, engine=engine).results for engine in (REFERENCE, OTHER))
    if reference == other:
        return len(reference), ""
    lines = [f"differ on {' | '.join(map(str, group))}"]
    for engine, own, others in ((REFERENCE, reference, other), (OTHER, other, reference)):
        lines += [f"  only {engine}: {result}" for result in own if result not in others]
    return len(reference), "\n".join(lines)
