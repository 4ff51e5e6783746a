"""Mutants of a dataset, from a seeded generator: the same seed gives the same mutants on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

from pyoxigraph import NamedNode, Quad

from atsmu_kg.curation.mutation.anywhere import ANYWHERE
from atsmu_kg.curation.mutation.characters import CHARACTERS
from atsmu_kg.curation.mutation.figures import FIGURES
from atsmu_kg.curation.mutation.harmless import HARMLESS
from atsmu_kg.curation.mutation.readings import READINGS
from atsmu_kg.curation.mutation.statements import Edit, NowhereError, Statements
from atsmu_kg.errors import DataError
from atsmu_kg.rdf.entailment import entailed
from atsmu_kg.rdf.namespaces import OWL

CHANGING = {**ANYWHERE, **FIGURES, **READINGS, **CHARACTERS}
KINDS = (*CHANGING, *HARMLESS)
ATTEMPTS = 40
_CLASS = NamedNode(OWL.Class)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A dataset with one slip in it: the kind of slip, the edit, and whether that changes the meaning.

    The meaning of a dataset is what its graphs state, with what follows from it, and which sources speak of a
    thing. Another order, other characters for the same number, another IRI for a figure, one more name or one
    more source leave it as it is; a statement that is lost, or put in the place of another, changes it.
    """

    kind: str
    edit: Edit
    changes_meaning: bool

    @property
    def description(self) -> str:
        """What was done, in CURIEs."""
        return self.edit.description

    def quads(self, stated: Iterable[Quad]) -> list[Quad]:
        """The stated quads with the slip in them."""
        return [*(quad for quad in stated if quad not in self.edit.removed), *self.edit.added]

    def __str__(self) -> str:
        return f"{self.kind}: {self.description}"


def mutants(quads: Iterable[Quad], seed: int, count: int | None = None) -> Iterator[Mutant]:
    """Mutants of what a dataset states, no two alike, from one kind after the other in turn.

    quads: the dataset; what its named graphs state is mutated, but for those that declare classes: a
        vocabulary is no data, and has tests of its own.
    seed: what chance begins with; the same seed gives the same mutants.
    count: the number of mutants; None to go on until no kind has a new one to give.

    Within a kind, each statement that the slip can happen to is as likely as any other.

    Raises DataError for a dataset that states nothing, or that has blank nodes.
    """
    stated = Statements(quads)
    if not stated.quads:
        advice = "Give the quads of the named graphs, not only their merge."
        raise DataError("there is no stated quad to change", advice=advice)
    declaring = {quad.graph_name for quad in stated.quads if quad.object == _CLASS}
    randoms = {kind: Random(f"{seed} {kind}") for kind in KINDS}
    seen: set[tuple[frozenset[Quad], frozenset[Quad]]] = set()
    number = 0
    while randoms:
        for kind, random in list(randoms.items()):
            if number == count:
                return
            edit = _new_edit(kind, stated, random, seen, declaring)
            if edit is None:
                del randoms[kind]
                continue
            seen.add((edit.removed, edit.added))
            number += 1
            yield Mutant(kind, edit, kind in CHANGING)


def _new_edit(
    kind: str,
    stated: Statements,
    random: Random,
    seen: set[tuple[frozenset[Quad], frozenset[Quad]]],
    spared: AbstractSet[object],
) -> Edit | None:
    """An edit of a kind, not made before and in none of the graphs that are spared, in some attempts."""
    operator = CHANGING.get(kind) or HARMLESS[kind]
    for _ in range(ATTEMPTS):
        try:
            edit = operator(stated, random)
        except NowhereError:
            continue
        if any(quad.graph_name in spared for quad in edit.removed ^ edit.added):
            continue
        if (edit.removed, edit.added) not in seen and (kind in HARMLESS or _changes(stated, edit)):
            return edit
    return None


def _changes(stated: Statements, edit: Edit) -> bool:
    """Whether an edit makes a new statement, loses one that doesn't follow from the rest, or moves one."""
    made = {quad.triple for quad in edit.added}
    if not made <= stated.triples.keys():
        return True
    taken = Counter(quad.triple for quad in edit.removed)
    lost = {triple for triple, times in taken.items() if times == stated.triples[triple]} - made
    if lost - stated.derivable:
        return True
    return bool(lost - entailed(stated.triples.keys() - lost)) if lost else edit.removed != edit.added
