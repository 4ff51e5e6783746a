"""From entailed statements to the stated ones that they follow from, by the rules that entailed them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from atsmu_kg import building
from atsmu_kg.citations.derivations import Derivations, answer, least
from atsmu_kg.citations.rewriting import provenance
from atsmu_kg.citations.statements import BATCH, ENTAILED, stated
from atsmu_kg.syntax import parse
from atsmu_kg.syntax.nodes import Iri, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from atsmu_kg.citations.derivations import Derivation
    from atsmu_kg.citations.plan import Plan
    from atsmu_kg.citations.steps import Statement, Statements
    from atsmu_kg.stores.protocol import Store

    Candidates = dict[Statement, list[Derivation]]

GRAPH = f"<{ENTAILED}>"


class Rule:
    """A rule of entailment: the plan of its conditions, and the slots of the triple that it concludes."""

    __slots__ = ("conclusion", "plan")

    def __init__(self, text: str) -> None:
        query = parse(text)
        assert query.where is not None
        (triple,) = query.template
        terms = (triple.subject, triple.predicate, triple.object)
        self.conclusion = tuple(
            f"?{term.name}"
            if isinstance(term, Variable)
            else f"<{term.value}>"
            if isinstance(term, Iri)
            else ""
            for term in terms
        )
        # The same conditions as a SELECT, whose provenance query takes its conclusions as VALUES.
        self.plan: Plan = provenance(f"{text[: query.offset]}SELECT * WHERE {query.source(query.where)}").plan

    def derivations(
        self, store: Store, conclusions: list[Statement]
    ) -> Iterator[tuple[Statement, Derivation]]:
        """The ways in which the rule concludes each of some statements."""
        variables = [slot for slot in self.conclusion if slot[0] == "?"]
        places = [self.plan.key.index(slot) for slot in variables]
        fitting: dict[tuple[str, ...], Statement] = {}
        for each in conclusions:
            pairs = list(zip(self.conclusion, each, strict=False))
            if all(slot[0] == "?" or slot == cell for slot, cell in pairs):
                fitting[tuple([cell for slot, cell in pairs if slot[0] == "?"])] = each
        if fitting:
            rows = "\n".join(f"({' '.join(cells)})" for cells in fitting)
            text = f"{self.plan.text} VALUES ({' '.join(variables)}) {{\n{rows}\n}}"
            for key, several in Derivations(store).of(self.plan, answer(store, text)).items():
                for derivation in several:
                    yield fitting[tuple([key[place] for place in places])], derivation


def premises(store: Store, statements: Iterable[Statement]) -> Mapping[Statement, Statements]:
    """The stated statements that each of some entailed ones follows from; none where no rule concludes it.

    Of several ways the one with the fewest conditions is taken, but never one that goes in a circle.
    """
    candidates: Candidates = {}
    entailed: set[Statement] = set()
    wanted = {(s, p, o, "") for s, p, o, _ in statements}
    while wanted:
        found = _candidates(store, sorted(wanted))
        candidates |= found
        conditions = {each for several in found.values() for used, _ in several for each in used}
        entailed |= {each for each, made in stated(store, conditions).items() if made.entailed}
        wanted = entailed - candidates.keys()
    return _well_founded(candidates, entailed)


def _candidates(store: Store, wanted: list[Statement]) -> Candidates:
    found: Candidates = {each: [] for each in wanted}
    for first in range(0, len(wanted), BATCH):
        for rule in _rules():
            for conclusion, derivation in rule.derivations(store, wanted[first : first + BATCH]):
                found[conclusion].append(derivation)
    return found


def _well_founded(candidates: Candidates, entailed: set[Statement]) -> dict[Statement, Statements]:
    known: dict[Statement, Statements] = {}
    growing = True
    while growing:
        growing = False
        for conclusion, several in candidates.items():
            usable = [each for each in several if all(one in known or one not in entailed for one in each[0])]
            if conclusion not in known and usable:
                used = least(usable)[0]
                known[conclusion] = frozenset().union(*[known.get(each, {each}) for each in used])
                growing = True
    return known


@cache
def _rules() -> tuple[Rule, ...]:
    folder = Path(building.__file__).with_name("rules")
    return tuple(Rule(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.rq")))
