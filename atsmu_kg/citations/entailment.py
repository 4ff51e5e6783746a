"""From entailed statements to the stated ones that they follow from, by the rules that entailed them."""

from __future__ import annotations

from functools import cache

from atsmu_kg.citations.rewriting import provenance
from atsmu_kg.citations.statements import many
from atsmu_kg.citations.witnesses import BATCH, Witnesses, least, listed
from atsmu_kg.rdf.entailment import compositions, rules
from atsmu_kg.sparql import parse
from atsmu_kg.sparql.nodes import Iri, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from atsmu_kg.citations.plan import Plan
    from atsmu_kg.citations.statements import Stated
    from atsmu_kg.citations.steps import Statement, Statements
    from atsmu_kg.citations.witnesses import Witness

    Candidates = dict[Statement, list[Witness]]


# Each statement is looked up once for each rule that may conclude it.
WORTH = 50


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

    def witnesses(
        self, carried_out: Witnesses, conclusions: list[Statement], *, among_all: bool
    ) -> Iterator[tuple[Statement, Witness]]:
        """The ways in which the rule concludes each of some statements.

        ``among_all``: everything that it concludes is asked for, for so many that this is less work.
        """
        variables = [slot for slot in self.conclusion if slot[0] == "?"]
        places = [self.plan.key.index(slot) for slot in variables]
        free = [at for at, slot in enumerate(self.conclusion) if slot[0] == "?"]
        fixed = [(at, slot) for at, slot in enumerate(self.conclusion) if slot[0] != "?"]
        fitting = {
            tuple([candidate[at] for at in free]): candidate
            for candidate in conclusions
            if all(candidate[at] == cell for at, cell in fixed)
        }
        if fitting:
            values = "" if among_all else listed(variables, fitting)
            for key, several in carried_out.of(self.plan, values=values).items():
                conclusion = fitting.get(tuple([key[place] for place in places]))
                if conclusion is not None:
                    for witness in several:
                        yield conclusion, witness


def premises(known: Stated, statements: Iterable[Statement]) -> Mapping[Statement, Statements]:
    """The stated statements that each of some entailed ones follows from; none where no rule concludes it.

    Of several ways the one with the fewest conditions is taken, but never one that goes in a circle.
    """
    candidates: Candidates = {}
    entailed: set[Statement] = set()
    carried_out = Witnesses(known.store)
    wanted = {(s, p, o, "") for s, p, o, _ in statements}
    while wanted:
        new = _candidates(carried_out, sorted(wanted))
        candidates |= new
        conditions = {condition for several in new.values() for used, _ in several for condition in used}
        stated = known.look_up(conditions)
        entailed |= {condition for condition in conditions if stated[condition].entailed}
        wanted = entailed - candidates.keys()
    return _well_founded(candidates, entailed)


def _candidates(carried_out: Witnesses, wanted: list[Statement]) -> Candidates:
    found: Candidates = {each: [] for each in wanted}
    among_all = many(wanted, carried_out.store, WORTH)
    size = len(wanted) if among_all else BATCH
    for first in range(0, len(wanted), size):
        batch = wanted[first : first + size]
        for rule in _rules():
            for conclusion, witness in rule.witnesses(carried_out, batch, among_all=among_all):
                found[conclusion].append(witness)
    return found


def _well_founded(candidates: Candidates, entailed: set[Statement]) -> dict[Statement, Statements]:
    known: dict[Statement, Statements] = {}
    waiting = list(candidates)
    growing = True
    while growing:
        unknown = entailed - known.keys()
        left = []
        for conclusion in waiting:
            usable = [way for way in candidates[conclusion] if unknown.isdisjoint(way[0])]
            if usable:
                used = least(usable)[0]
                known[conclusion] = (
                    used
                    if entailed.isdisjoint(used)
                    else frozenset().union(*[known.get(statement, {statement}) for statement in used])
                )
                unknown.discard(conclusion)
            else:
                left.append(conclusion)
        growing = len(left) < len(waiting)
        waiting = left
    return known


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(map(Rule, (*rules(), *compositions())))
